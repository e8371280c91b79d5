import random
from pathlib import Path

import pytest
import yaml
from casefiles import CASES, read_cases

from generator.chinese import reserved
from generator.problem import Problem, Spot
from generator.reading import source
from generator.reading.characters import FORBIDDEN
from generator.reading.nodes import EMPTY, Mapping, Scalar, Sequence, plain_data, spot_at
from generator.reading.source import read_source

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / "inputs").rglob("*.yaml"))
DEFINITIONS = sorted((ROOT / "templates").rglob("*.yaml"))
FORM = "单位: 讲治镇\n年度: 2012\n低保:\n  城镇: {人数: 274人, 标准: 170元∕人}\n"
READ = {"单位": "讲治镇", "年度": "2012", "低保": {"城镇": {"人数": "274人", "标准": "170元∕人"}}}


def read(data: bytes | str) -> tuple[Mapping, list[str]]:
    nodes, problems = read_source(data.encode() if isinstance(data, str) else data, "表单.yaml")
    return nodes, said(problems)


def said(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("data", [FORM.encode(), b"\xef\xbb\xbf" + FORM.encode()], ids=["plain", "with BOM"])
def test_utf8_is_read_without_a_word(data):
    nodes, problems = read(data)
    assert plain_data(nodes) == READ
    assert problems == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (FORM.encode("gb18030"), "GBK"),
        (FORM.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + FORM.encode("utf-16-be"), "UTF-16"),
        (FORM.encode("utf-16-le"), "UTF-16"),
        (FORM.encode("utf-16-be"), "UTF-16"),
    ],
    ids=["GB18030", "UTF-16 LE BOM", "UTF-16 BE BOM", "UTF-16 LE", "UTF-16 BE"],
)
def test_other_encodings_of_notepad_are_read_with_a_notice(data, name):
    nodes, problems = read(data)
    assert plain_data(nodes) == READ
    assert problems == [f"提示 表单.yaml：文件是{name}编码，已照此读入。内容没有改动；建议在记事本或WPS里另存为UTF-8。"]


def test_gbk_with_a_slip_in_it_is_read_and_the_slip_named():
    nodes, problems = read("单位：讲治镇\n年度: 2012\n".encode("gbk"))
    assert plain_data(nodes) == {"单位": "讲治镇", "年度": "2012"}
    assert problems[1] == "错误 表单.yaml:1：「单位：讲治镇」用了全角冒号。请改为半角冒号加空格：「单位: 讲治镇」。"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_real_form_holds_the_same_in_every_encoding(path, encoding):
    text = path.read_text(encoding="utf-8")
    assert read_source(text.encode(encoding), "表单.yaml")[0] == read_source(text.encode(), "表单.yaml")[0]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_windows_and_old_macs_change_nothing(end):
    text = FORM + "结语: |\n  第一段\n\n  第二段\n"
    assert read(text.replace("\n", end)) == read(text)


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(5000), b"\0" * 1000, b"\xed\xa0\x80", b"\0\1\xff" * 300,
        FORM.encode() + random.Random(2).randbytes(900),
    ],
    ids=["noise", "zeros", "surrogate", "letters of all the world", "noise behind a form"],
)  # fmt: skip
def test_a_file_that_is_no_text_is_refused(data):
    nodes, problems = read(data)
    advice = "请检查是否选错了文件；表单应当是纯文本的 .yaml 文件。"
    assert nodes == EMPTY
    assert problems == [f"错误 表单.yaml：这不是文本文件，读不出文字。{advice}"]


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "图片"), (b"\xff\xd8\xff\xe0", "图片"), (b"PK\x03\x04", "压缩包，或者Word、Excel文档"),
        (b"\xd0\xcf\x11\xe0", "旧版的Word、Excel或WPS文档"), (b"%PDF-1.4", "PDF"), (b"{\\rtf1", "RTF文档"), (b"Rar!", "压缩包"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_called_what_it_is(begin, kind):
    nodes, problems = read(begin + random.Random(3).randbytes(2000))
    advice = "请检查是否选错了文件；表单应当是纯文本的 .yaml 文件。"
    assert nodes == EMPTY
    assert problems == [f"错误 表单.yaml：这是{kind}，不是表单，读不出来。{advice}"]


TEXT = "报告: town\n单位: 柳河镇\n年度: 2023\n临时救助: {人次: 3人次}\n存在问题: [基层人手不足]\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (TEXT.encode()[:-6], 5), (TEXT.encode()[:-7], 5), (TEXT.encode("gbk")[:-3], 5), (TEXT.encode("utf-16")[:-1], 5),
        (TEXT.encode("utf-8-sig")[:-6], 5), (TEXT.encode() + b"\0" * 400, 5), (TEXT.encode()[:40] + b"\0" * 4056, 3),
        (TEXT.encode("utf-16-le")[:-3], 5),
    ],
)  # fmt: skip
def test_a_file_that_was_broken_off_is_said_to_be_so_with_its_line(data, line):
    node, problems = read_source(data, "表单.yaml")
    cut = f"错误 表单.yaml:{line}：文件不完整，到第{line}行就断了，像是没有传完或没有存好。请向填表的人再要一份"
    assert any(str(one).startswith(cut) for one in problems), problems
    assert node.get("单位").text == "柳河镇"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({4, 5}, "第4行、第5行是GBK"), ({5}, "第5行是GBK"), ({2, 4}, "第2行、第4行是GBK"), ({1}, None), ({2}, "第2行是GBK"),
    ],
)  # fmt: skip
def test_a_file_in_two_encodings_is_read_line_by_line_and_said_so(lines, said):
    typed = TEXT.splitlines(keepends=True)
    data = b"".join(line.encode("gbk" if number in lines else "utf-8") for number, line in enumerate(typed, 1))
    if said is None:
        data = "# 柳河镇的表\n".encode("gbk") + data
        said = "第1行、第2行是GBK"
    node, problems = read_source(data, "表单.yaml")
    assert node.get("单位").text == "柳河镇"
    assert node.get("存在问题").items[0].text == "基层人手不足"
    assert any(f"文件里混着两种编码：{said}，别的是UTF-8，已分别读入。" in one.what for one in problems), problems
    assert any(one.severity.name == "WARNING" for one in problems)


@pytest.mark.parametrize("at", [TEXT.encode().index("镇".encode()) + 1, TEXT.encode().index("层".encode())])
def test_a_line_that_was_damaged_is_an_error_with_its_number(at):
    data = bytearray(TEXT.encode())
    data[at] = 0xFF
    node, problems = read_source(bytes(data), "表单.yaml")
    line = TEXT.encode()[:at].count(b"\n") + 1
    assert node.get("年度").text == "2023"
    assert any(str(one).startswith(f"错误 表单.yaml:{line}：第{line}行里有读不出的字") for one in problems), problems


@pytest.mark.parametrize("data", ["", "\n \n\t\n", "# 注\n", "---\n", "\ufeff", "---\n# 注\n..."])
def test_a_form_with_nothing_in_it_is_empty(data):
    advice = "请用 zongjie new 生成一份空白表单，照着填写。"
    assert read(data) == (EMPTY, [f"错误 表单.yaml：文件是空的。{advice}"])


@pytest.mark.parametrize("data", ["- 甲\n- 乙\n", "[甲, 乙]\n", "# 注\n- 甲\n"])
def test_a_list_is_no_form(data):
    nodes, problems = read(data)
    line = 2 if data.startswith("#") else 1
    advice = "请用 zongjie new 生成一份空白表单，照着填写。"
    assert nodes == EMPTY
    assert problems == [f"错误 表单.yaml:{line}：文件的内容不是「项目: 内容」的表单。{advice}"]


def test_a_file_of_five_megabytes_is_refused_at_once():
    data = FORM.encode() * (5 * 1024 * 1024 // len(FORM.encode()) + 1)
    nodes, problems = read(data)
    assert nodes == EMPTY
    advice = "请检查是否选错了文件；一份表单通常只有几十KB。"
    assert problems == [f"错误 表单.yaml：文件有5.0MB，超过了1MB的上限。{advice}"]


@pytest.mark.parametrize(
    "text",
    [
        "存在问题:\n" + "  - 人手不足\n" * 5000,
        "\n".join(f"项目{number}: {{户数: {number}" for number in range(800)),
        "低保: {" + "户数：1，" * 10000 + "}",
        "低保: [" + '"' * 50000,
        "结语: " + " " * 60000 + "完",
        "结语: " + " #" * 20000,
        "单位: 讲治镇\n" + " 户数: 1\n" * 5000,
        "：" * 60000,
        ":" * 60000,
    ],
    ids=["long list", "open braces", "wide marks", "quotes", "spaces", "hashes", "one indent", "wide colons", "colons"],
)
def test_a_huge_file_of_one_thing_is_read_or_named(text):
    nodes, problems = read(text)
    assert nodes != EMPTY or problems


DEEP = "错误 表单.yaml：括号或缩进套了30层以上。请改成一行一项的写法。"


@pytest.mark.parametrize(
    "text",
    [
        "低保: " + "[" * 100_000,
        "低保: " + "[" * 100_000 + "]" * 100_000,
        "低保: " + "{甲: " * 10_000,
        "- " * 100_000,
        "低保:\n  " + "- " * 100_000 + "甲",
        "\n".join(" " * depth + "甲:" for depth in range(1200)),
    ],
    ids=["open brackets", "brackets", "braces", "dashes", "dashes under a key", "steps"],
)
def test_bottomless_nesting_is_refused_without_a_crash(text):
    nodes, problems = read(text)
    assert nodes == EMPTY
    assert problems[-1] == DEEP


@pytest.mark.parametrize("step", [1, 2])
def test_nesting_deeper_than_any_form_is_cut_off_and_named(step):
    _, problems = read("\n".join(" " * step * depth + "甲:" for depth in range(60)) + " 1\n单位: 讲治镇\n")
    assert len(problems) == 1
    assert problems[0].startswith("错误 表单.yaml:32：")


BOMBS = {
    "block": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n单位: 讲治镇\n",
    "flow": "x: {a: &a [x, x], b: &b [*a, *a], c: [*b, *b]}\n单位: 讲治镇\n",
    "list": "x: [&a [x, x], &b [*a, *a], [*b, *b]]\n单位: 讲治镇\n",
    "itself": "x: [&a [*a]]\n单位: 讲治镇\n",
    "merge": "x: &x {a: 1}\ny: {<<: *x}\n单位: 讲治镇\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_nothing_in_a_form_refers_to_another_place(text):
    nodes, _ = read(text)
    assert len(repr(nodes)) < 2000
    assert plain_data(nodes)["单位"] == "讲治镇"


def test_an_alias_bomb_of_a_gigabyte_costs_nothing():
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    nodes, _ = read("a0: &a0 [x]\n" + "\n".join(levels))
    assert len(repr(nodes)) < 12_000


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1a", "U+001A"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\ufffe", "U+FFFE"),
        ("\U000f0000", "U+F0000"),
        ("\U000f0001", "U+F0001"),
        ("\U000f0010", "U+F0010"),
        ("\U000f0fff", "U+F0FFF"),
    ],
)
def test_control_characters_and_our_own_marks_are_refused_by_line(char, code):
    nodes, problems = read(FORM.replace("274人", f"274{char}人"))
    advice = "请删去这个字符重新输入；它在屏幕上可能看不见，可删掉整个词再打一遍。"
    assert problems == [f"错误 表单.yaml:4：含有控制字符（{code}），无法印出。{advice}"]
    assert plain_data(nodes) == READ


ALLOTTED = {
    name: found if isinstance(found, range) else range(ord(found), ord(found) + 1)
    for name, found in vars(reserved).items()
    if name.isupper() and name != "RESERVED"
}


def test_no_private_use_character_is_allotted_twice():
    characters = [character for kept in ALLOTTED.values() for character in kept]
    assert len(characters) > 1000
    assert len(characters) == len(set(characters))
    assert set(characters) <= set(reserved.RESERVED)


@pytest.mark.parametrize("name", ALLOTTED)
def test_no_form_may_hold_a_character_that_is_ours(name):
    for character in {ALLOTTED[name][0], ALLOTTED[name][-1]}:
        _, problems = read(FORM.replace("274人", f"274{chr(character)}人"))
        assert [f"含有控制字符（U+{character:04X}）" in problem for problem in problems] == [True]
    assert all(FORBIDDEN.search(chr(character)) for character in ALLOTTED[name])


@pytest.mark.parametrize("char", ["\u200b", "\u200d", "\u202e", "\u2060", "\ufeff", "\u00ad"])
def test_zero_width_characters_are_left_out_with_a_notice(char):
    nodes, problems = read(FORM.replace("单位", f"单{char}位").replace("274人", f"27{char}4人"))
    assert plain_data(nodes) == READ
    message = "含有看不见的零宽字符，已略去。多半是从网页或微信粘贴带来的，不影响内容。"
    assert problems == [f"提示 表单.yaml:{line}：{message}" for line in (1, 4)]


@pytest.mark.parametrize("char", ["\u2028", "\u2029"])
def test_a_line_end_of_another_program_never_makes_one_number_of_two(char):
    _, problems = read(FORM.replace("274人", f"27{char}4人"))
    assert [problem.split("。")[0] for problem in problems] == [
        f"错误 表单.yaml:4：含有控制字符（U+{ord(char):04X}），无法印出"
    ]


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\ufffd", "\U00100000"])
def test_a_character_that_prints_as_a_box_is_named(char):
    nodes, problems = read(f"结语: 继续{char}努力\n")
    assert plain_data(nodes) == {"结语": f"继续{char}努力"}
    assert [problem.split("。")[0] for problem in problems] == [
        f"警告 表单.yaml:1：「{char}」（U+{ord(char):04X}）公文用的字体里没有"
    ]


@pytest.mark.parametrize("line", ["- \uf06c 人手不足", "- \uf0d8人手不足", '- "\uf0b7 人手不足"'])
def test_what_word_sets_before_items_is_a_sign_that_prints(line):
    nodes, problems = read(f"存在问题:\n  {line}\n")
    assert plain_data(nodes)["存在问题"][0].replace(" ", "") == "●人手不足"
    assert problems == ["提示 表单.yaml:2：行首 Word 的项目符号印出来是方框，已改成「●」。不要的请删去。"]


@pytest.mark.parametrize("text", ["继续努力😀", "🏠三户", "𠮷田村", "㎡", "é"])
def test_rare_characters_and_emoji_are_text(text):
    nodes, problems = read(f"结语: {text}\n")
    assert plain_data(nodes) == {"结语": text}
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "0755",
        "12:30",
        "no",
        "yes",
        "1e3",
        "0x1F",
        "2012-12-20",
        "true",
        "null",
        "1_000",
        ".inf",
        "=",
        "1.0",
        "+5",
        "<<",
    ],
)
def test_scalars_stay_what_was_typed(text):
    for form in (f"甲: {text}\n", f"甲: {{乙: {text}}}\n", f"甲:\n  - {text}\n"):
        nodes, problems = read(form)
        ((_, value),) = nodes.entries
        leaf = value.entries[0][1] if isinstance(value, Mapping) else value
        leaf = leaf.items[0] if isinstance(leaf, Sequence) else leaf
        assert leaf == Scalar(text, Spot(1 if "\n  " not in form else 2))
        assert problems == []


@pytest.mark.parametrize("text", ["", " ~", " # 待填", " ''"])
def test_what_was_not_filled_in_is_an_empty_text_on_its_own_line(text):
    nodes, problems = read(f"单位: 讲治镇\n署名:{text}\n\n\n年度: 2012\n")
    value = nodes.get("署名")
    assert isinstance(value, Scalar)
    assert value.text in ("", "~")
    assert value.spot.line == 2
    assert problems == []


def test_a_tag_runs_nothing_and_is_text():
    nodes, problems = read("结语: !!python/object/apply:os.system [ls]\n甲: {乙: !!int 3}\n")
    assert plain_data(nodes) == {"结语": "!!python/object/apply:os.system [ls]", "甲": {"乙": "!!int 3"}}
    assert problems == []


def test_a_part_that_cannot_be_read_leaves_the_other_parts_readable():
    broken = "单位: 讲治镇\n甲:\n  乙: 3\n  丙: {丁: 见[附件]}\n戊: {己: 1 {庚: 2}}\n年度: 2012\n"
    nodes, problems = read(broken)
    what = "这一行附近的写法读不懂（括号或逗号没有写完整）。请检查这一行和上一行的冒号、引号、括号、短横和缩进。"
    assert problems == [f"错误 表单.yaml:4：{what}", f"错误 表单.yaml:5：{what}"]
    assert plain_data(nodes) == {"单位": "讲治镇", "年度": "2012"}


def test_a_form_that_is_broken_all_over_is_one_problem():
    nodes, problems = read("".join(f"项目{number}: {{甲: 1 [2]}}\n" for number in range(50)))
    assert nodes == EMPTY
    assert len(problems) == 1
    assert problems[0].startswith("错误 表单.yaml:1：这一行附近的写法读不懂")


def test_a_key_is_a_name_and_no_list():
    nodes, problems = read("低保: {[城镇]: 3, 农村: 4}\n")
    assert plain_data(nodes) == {"低保": {"农村": "4"}}
    assert problems == ["错误 表单.yaml:1：项目名不能是列表或括号。请写成「项目: 内容」。"]


def texts_of_cases() -> list[bytes]:
    stand_ins = str.maketrans({"→": "\t", "□": "\u3000"})
    return [
        part.translate(stand_ins).encode()
        for name in ("slips.txt", "heal.txt")
        for case in read_cases(CASES / name)
        for part in (case.given, case.expected)
    ]


MORE = [FORM.encode(), *(text.encode() for text in BOMBS.values()), b"a: {b: [1, 2\nc: 1\n", "甲: [乙, *丙]\n".encode()]


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="no C loader here to compare with")
@pytest.mark.parametrize(
    "data", [path.read_bytes() for path in (*FORMS, *DEFINITIONS)], ids=[path.stem for path in (*FORMS, *DEFINITIONS)]
)
def test_a_file_reads_the_same_without_the_c_loader(data, monkeypatch):
    fast = read_source(data, "表单.yaml")
    monkeypatch.setattr(source, "LOADER", yaml.SafeLoader)
    assert read_source(data, "表单.yaml") == fast


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="no C loader here to compare with")
def test_every_slip_reads_the_same_without_the_c_loader(monkeypatch):
    texts = [*texts_of_cases(), *MORE, *mutations(FORMS[0], 300)]
    fast = [read_source(text, "表单.yaml") for text in texts]
    monkeypatch.setattr(source, "LOADER", yaml.SafeLoader)
    different = [
        text.decode() for text, result in zip(texts, fast, strict=True) if read_source(text, "表单.yaml") != result
    ]
    assert different == []


def mutations(path: Path, count: int) -> list[bytes]:
    """Twelve lines of a form each, with a few characters put in, taken out or changed."""
    dice = random.Random(12)
    lines = path.read_text(encoding="utf-8").split("\n")
    marks = "：:，,。\"'{}[]-#&*!|>%@?` \t\n\u3000户a“~"
    found = []
    for _ in range(count):
        start = dice.randrange(len(lines) - 12)
        text = list("\n".join(lines[start : start + 12]))
        for _ in range(dice.choice([1, 2, 4])):
            place = dice.randrange(len(text))
            text[place : place + dice.choice([0, 1])] = dice.choice(["", *marks])
        found.append("".join(text).encode())
    return found


@pytest.mark.parametrize("path", [*FORMS, *DEFINITIONS], ids=lambda path: path.stem)
def test_our_own_files_have_no_slips_and_read_as_yaml(path):
    nodes, problems = read_source(path.read_bytes(), path.name)
    assert said(problems) == []
    assert plain_data(nodes) == yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def test_lines_lead_to_what_a_path_names():
    nodes, _ = read("单位: 讲治镇\n\n灾害:\n  - 名称: 甲\n    户数: 3\n  - 名称: 乙\n")
    assert spot_at(nodes, ("灾害", 1, "名称")).line == 6
    assert spot_at(nodes, ("灾害", 0, "户数")).line == 5
    assert spot_at(nodes, ("灾害", 0, "没有的")).line == 4
    assert spot_at(nodes, ("灾害",)).line == 3


@pytest.mark.parametrize(
    "page",
    [
        "<html xmlns:o=x><p>单位: 甲镇</p>",
        "\ufeff<!DOCTYPE html>\n<body>",
        "\n <HTML>",
        "<?xml version='1.0'?>",
        "<meta charset=gbk>",
    ],
)
def test_a_page_saved_by_an_office_program_is_called_one(page):
    root, problems = read_source(page.encode(), "表.yaml")
    assert not root.entries
    assert [problem.what for problem in problems] == ["这是网页，不是表单，读不出来。"]


def test_what_only_has_such_a_sign_is_a_form():
    assert read_source("单位: <甲镇>\n".encode(), "表.yaml")[0].entries
