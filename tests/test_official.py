from datetime import date

import pytest
from forms import built

from generator.document.tree import Annex, Document, Formalities, Listing, Paragraph, Table, Text, plain_text
from generator.document.walk import walk
from generator.figures.values import Words
from generator.form.annexes import title_problems
from generator.form.official import KEYS, citation_problems, read_official
from generator.problem import Place, Severity, Spot
from generator.reading.source import read_source

GOOD = {
    "份号": "000001",
    "密级": "秘密★1年",
    "紧急程度": "特急",
    "发文机关标志": "青石乡人民政府文件",
    "发文字号": "青府发〔2023〕8号",
    "签发人": "[某甲, 某乙]",
    "主送机关": "县民政局",
    "印章": "是",
    "附注": "此件公开发布",
    "抄送": "[县财政局, 县医疗保障局]",
    "印发机关": "青石乡人民政府办公室",
    "印发日期": "2023-12-26",
}


def read(text, signed=date(2023, 12, 25), signature=None):
    node, problems = read_source(text.encode(), "甲.yaml")
    assert not problems
    head = Words(signature, "署名", Place("甲.yaml", Spot(2), "署名")) if signature else None
    return read_official(node.get("公文"), "甲.yaml", signed, signature=head)


def block(**changes):
    lines = {**GOOD, **changes}
    return "公文:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items() if value is not None)


def problems_of(text):
    return [(one.severity, one.place.spot.line, one.what, one.advice) for one in read(text)[1]]


def test_a_good_block_reads_without_a_word():
    official, problems = read(block())
    assert problems == []
    formal = official.formal
    assert formal.masthead.marks == ("000001", "秘密★1年", "特急")
    assert formal.masthead.signers == ("某甲", "某乙")
    assert formal.recipients == "县民政局："
    assert formal.sealed
    assert formal.note == "（此件公开发布）"
    assert formal.imprint.copies == "抄送：县财政局，县医疗保障局。"
    assert formal.imprint.date == "2023年12月26日印发"


@pytest.mark.parametrize("text", ["单位: 甲\n", "公文:\n", "公文: ~\n"])
def test_no_block_no_elements(text):
    official, problems = read(text)
    assert problems == []
    assert official.formal.masthead is None
    assert official.title == ""


@pytest.mark.parametrize(
    ("key", "value", "what", "advice"),
    [
        ("发文字号", "青府发[2023]8号", "发文字号应是", "「青府发〔2023〕8号」"),
        ("发文字号", "青府发（2023）第08号", "发文字号应是", "「青府发〔2023〕8号」"),
        ("发文字号", "青府发〔23〕8号", "年份写全", "照样子"),
        ("份号", "1", "6位", "「000001」"),
        ("密级", "秘密*1年", "★", "「秘密★1年」"),
        ("密级", "内部", "绝密、机密或秘密", "秘密★1年"),
        ("紧急程度", "很急", "特急或加急", "特急"),
        ("印发日期", "2012-13-01", "没有13月", "2012"),
        ("印发日期", "2023-12-01", "早于成文日期", "核对"),
        ("印章", "盖", "“是”或“否”", "改正"),
        ("发文机关标志", None, "没有发文机关标志", "补上"),
        ("发文子号", "1", "不认识「发文子号」", "发文字号"),
        ("主送机关", "{甲: 乙}", "一行文字", "主送机关"),
        ("附件", "情况表", "只有名称，没有内容", "内容"),
        ("附件", "[{名称: 情况表}]", "附件「情况表」没有内容", "内容"),
        ("附件", "[{名称: 情况表, 内容: ''}]", "附件「情况表」没有内容", "内容"),
        ("附件", "[{内容: 甲}]", "附件没有名称", "名称"),
        ("附件", "[{名称: 甲, 内容: 乙, 横板: 是}]", "不认识「横板」", "横排"),
        ("附件", "[{名称: 甲, 内容: [乙, {丙: 丁}]}]", "有的分了项", "一句话"),
    ],
)
def test_what_cannot_be_right_has_line_and_cure(key, value, what, advice):
    text = block(**{key: value})
    line = next((n for n, row in enumerate(text.splitlines(), 1) if row.startswith(f"  {key}:")), 0)
    found = [one for one in problems_of(text) if one[0] is Severity.ERROR]
    assert len(found) == 1
    assert what in found[0][2]
    assert advice in found[0][3]
    assert not line or found[0][1] == line


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"发文字号": None}, "没有发文字号"),
        ({"份号": None}, "涉密公文应当标份号"),
        ({"印发日期": None}, "没有印发日期"),
        ({"印发机关": None}, "没有印发机关"),
    ],
)
def test_what_is_probably_missing_is_a_warning(changes, what):
    found = problems_of(block(**changes))
    assert [severity for severity, *_ in found] == [Severity.WARNING]
    assert what in found[0][2]


def test_a_list_where_a_block_is_wanted():
    assert "分项" in problems_of("公文: [甲]\n")[0][2]


def test_title_that_no_page_can_take():
    place = Place("甲.yaml", Spot(3), "公文.标题")
    assert title_problems("青" * 60, place) == []
    found = title_problems("青" * 80, place)
    assert "80个字" in found[0].what
    assert found[0].place.spot.line == 3


def annexes(content):
    official, problems = read(f"公文:\n  附件:\n    - 名称: 情况表。\n      内容: {content}\n")
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    return official.formal.annexes


def test_annex_of_markdown_with_a_table():
    (annex,) = annexes(
        "|\n        单位：户\n        | 村 | 户数 |\n        |---|---|\n        | 甲 | 3 |\n        注：年底数。\n"
    )
    (table,) = annex.blocks
    assert annex.name == "情况表"
    assert annex.number == ""
    assert isinstance(table, Table)
    assert (plain_text(table.unit), plain_text(table.note)) == ("单位：户", "注：年底数。")


def test_annex_of_a_list():
    (annex,) = annexes("[每月走访。, 及时上报。]")
    assert [(block.number, plain_text(block.inlines)) for block in annex.blocks] == [
        ("1.", "每月走访。"),
        ("2.", "及时上报。"),
    ]
    assert not any(isinstance(block, Listing) for block in annex.blocks)


def test_annex_of_data():
    (annex,) = annexes("[{村: 甲, 户数: 3}, {村: 乙, 备注: 新增}]")
    (table,) = annex.blocks
    assert [plain_text(cell) for cell in table.head] == ["村", "户数", "备注"]
    assert [[plain_text(cell) for cell in row] for row in table.rows] == [["甲", "3", ""], ["乙", "—", "新增"]]


def test_annex_text_is_literal():
    (annex,) = annexes("'<b>甲</b> &amp; [b](c)'")
    (paragraph,) = annex.blocks
    assert isinstance(paragraph, Paragraph)
    assert plain_text(paragraph.inlines) == "<b>甲</b> &amp; [b](c)"


def test_two_annexes_are_numbered():
    official, _ = read("公文:\n  附件:\n    - {名称: 甲, 内容: 一}\n    - {名称: 乙, 内容: 二}\n")
    assert [annex.number for annex in official.formal.annexes] == ["1", "2"]


def test_half_width_marks_are_put_right_and_told():
    official, problems = read(block(主送机关="县民政局,县财政局"))
    assert official.formal.recipients == "县民政局，县财政局："
    assert [one.severity for one in problems] == [Severity.NOTICE]


def test_every_key_says_what_it_is_for():
    assert set(GOOD) < set(KEYS)
    assert all(KEYS.values())


@pytest.mark.parametrize(
    ("text", "annexes", "missing"),
    [
        ("名单见附件。", (), ["附件，"]),
        ("名单见附件。", ("甲",), []),
        ("名单见附件1，表见附件2。", ("甲", "乙"), []),
        ("名单见附件1，表见附件3。", ("甲", "乙"), ["附件3，"]),
        ("没有提到。", ("甲",), []),
    ],
)
def test_annex_that_the_text_speaks_of_and_is_missing(text, annexes, missing):
    numbered = tuple(
        Annex(name, (Paragraph((Text("一"),)),), str(n) if len(annexes) > 1 else "")
        for n, name in enumerate(annexes, 1)
    )
    document = Document("总结", (Paragraph((Text(text),)),), formal=Formalities(annexes=numbered))
    found = list(citation_problems(document, "甲.yaml"))
    assert len(found) == len(missing)
    assert all(words in one.what for words, one in zip(missing, found, strict=True))


# ---- several organs


@pytest.mark.parametrize(
    ("mark", "organs", "paper"),
    [
        ("[甲镇人民政府, 乙镇人民政府]", ("甲镇人民政府", "乙镇人民政府"), ""),
        ("[甲镇人民政府文件, 乙镇人民政府]", ("甲镇人民政府", "乙镇人民政府"), "文件"),
        ("[甲镇人民政府, 乙镇人民政府文件]", ("甲镇人民政府", "乙镇人民政府"), "文件"),
        ("[甲镇人民政府, 乙镇人民政府, 文件]", ("甲镇人民政府", "乙镇人民政府"), "文件"),
        ("[甲镇人民政府, '', 乙镇人民政府]", ("甲镇人民政府", "乙镇人民政府"), ""),
    ],
)
def test_organs_of_a_joint_paper_come_as_a_list_the_host_first(mark, organs, paper):
    official, problems = read(block(发文机关标志=mark))
    assert problems == []
    masthead = official.formal.masthead
    assert (masthead.organs, masthead.paper, masthead.issuer) == (organs, paper, organs[0])
    assert official.formal.signatures == organs


@pytest.mark.parametrize("mark", ["[青石乡人民政府文件]", "[青石乡人民政府, 文件]", "青石乡人民政府文件"])
def test_one_organ_is_no_joint_paper(mark):
    official, problems = read(block(发文机关标志=mark), signature="青石乡")
    assert problems == []
    assert official.formal.masthead.issuer == "青石乡人民政府文件"
    assert (official.formal.masthead.organs, official.formal.signatures) == ((), ())


JOINT = "[甲镇人民政府, 乙镇人民政府, 文件]"


@pytest.mark.parametrize(
    ("changes", "signature", "severity", "what", "advice"),
    [
        ({"签发人": "某甲"}, None, Severity.WARNING, "机关有2个，签发人有1个", "「签发人: [某甲, 某乙]」"),
        ({"签发人": "[甲一, 乙一, 丙一]"}, None, Severity.WARNING, "签发人有3个", "机关的顺序"),
        ({"发文机关标志": "[甲镇, 甲镇, 乙镇]", "签发人": None}, None, Severity.ERROR, "「甲镇」写了2遍", "只留一个"),
        ({"署名": "[甲镇, 乙镇, 乙镇]"}, None, Severity.ERROR, "「乙镇」写了2遍", "只留一个"),
        ({}, "丙镇人民政府", Severity.ERROR, "表头的署名「丙镇人民政府」不在", "署名: [丙镇人民政府, 甲镇人民政府"),
        ({"发文机关标志": "甲镇政府、乙镇政府"}, None, Severity.WARNING, "有顿号", "[甲镇政府, 乙镇政府]"),
    ],
)
def test_what_of_a_joint_paper_cannot_be_together(changes, signature, severity, what, advice):
    found = read(block(**{"发文机关标志": JOINT, **changes}), signature=signature)[1]
    assert {one.severity for one in found} == {severity}
    assert any(what in one.what and advice in one.advice for one in found)


def test_full_names_of_who_signs_stand_for_short_ones_in_the_mark():
    official, problems = read(
        block(发文机关标志="[甲镇, 乙镇]", 署名="[甲镇人民政府, 乙镇人民政府]"), signature="甲镇人民政府"
    )
    assert problems == []
    assert official.formal.signatures == ("甲镇人民政府", "乙镇人民政府")


# ---- letters, orders, minutes, paper with its head printed on it


LETTER = {"格式": "信函", "发文机关标志": "青石乡人民政府", "签发人": None, "印发机关": None, "印发日期": None}
ORDER = {
    "格式": "命令", "标题": None, "发文机关标志": "青石乡人民政府令", "发文字号": "第7号", "职务": "县长", "签发人": None, "印章": None,
}  # fmt: skip
MINUTES = {
    "格式": "纪要", "发文机关标志": "青石乡民政工作会议纪要", "发文字号": "第3期", "签发人": None, "印章": None,
    "出席": "[某甲（乡政府）, 某乙]", "请假": "某丙", "列席": "某丁",
}  # fmt: skip


def test_a_good_letter_reads_without_a_word():
    official, problems = read(block(**LETTER))
    assert problems == []
    assert official.formal.format == "letter"
    assert official.formal.imprint.issuer == ""


def test_good_minutes_read_without_a_word():
    official, problems = read(block(**MINUTES))
    assert problems == []
    assert official.formal.format == "minutes"
    assert [(one.label, one.names) for one in official.formal.attendance] == [
        ("出席：", "某甲（乡政府），某乙"), ("请假：", "某丙"), ("列席：", "某丁"),
    ]  # fmt: skip
    assert official.formal.masthead.number == "第3期"


def test_a_good_order_reads_without_a_word():
    official, problems = read(block(**ORDER))
    assert problems == []
    assert official.formal.format == "order"
    assert official.formal.post == "县长"
    assert official.formal.signatures == ()


@pytest.mark.parametrize("number", ["第7号", "第十二号", "青府令〔2024〕7号", "青府令〔2024〕第7号"])
def test_orders_count_in_more_than_one_way(number):
    assert read(block(**{**ORDER, "发文字号": number}))[1] == []


@pytest.mark.parametrize(
    ("signature", "cure"),
    [("青石乡人民政府", ""), ("青石乡", ""), ("某某甲", "「职务: 某某甲」"), ("县长", "「职务: 县长」")],
)
def test_what_signs_the_form_is_not_lost_from_an_order(signature, cure):
    _, problems = read(block(**ORDER), signature=signature)
    assert [cure in one.advice and "没有" not in one.what for one in problems] == ([True] if cure else [])


def test_an_order_says_who_signs_it_and_has_a_mark():
    (found,) = problems_of(block(**{**ORDER, "职务": None}))
    assert found[0] is Severity.WARNING
    assert "「职务: 县长」" in found[3]
    (found,) = problems_of("公文:\n  格式: 命令\n  职务: 县长\n")
    assert found[:2] == (Severity.ERROR, 2)
    assert "青石乡人民政府令" in found[3]


def test_an_order_has_no_title_on_its_page_and_says_so():
    order = "报告: town\n单位: 甲镇\n年度: 2023\n公文:\n  格式: 命令\n  发文机关标志: 甲镇人民政府令\n  发文字号: 第3号\n  职务: 镇长\n"
    rest = "临时救助: {人次: 9人次, 金额: 3万元}\n"
    summary = built(order + rest)
    assert summary.document.title not in [line.text for line in walk(summary.document)]
    assert [line.text for line in walk(summary.document) if line.part in ("post", "signature")] == ["镇长"]
    (found,) = [one for one in built("标题: 甲镇救助工作总结\n" + order + rest).problems if "不印标题" in one.what]
    assert found.severity is Severity.NOTICE
    assert "甲镇救助工作总结" in found.what


@pytest.mark.parametrize("number", ["第3期", "〔2024〕3号", "青府纪〔2024〕3号", "3号", "第3次"])
def test_minutes_count_in_more_than_one_way(number):
    assert read(block(**MINUTES, 份号=None, 密级=None, 紧急程度=None).replace("第3期", number))[1] == []


@pytest.mark.parametrize(
    ("start", "changes", "key", "what", "advice"),
    [
        (LETTER, {"发文机关标志": "青石乡人民政府文件"}, "发文机关标志", "不加“文件”", "「青石乡人民政府」"),
        (LETTER, {"签发人": "某甲"}, "签发人", "信函格式不印签发人", "格式改为「文件」"),
        (LETTER, {"印发机关": "甲", "印发日期": "2023-12-26"}, "印发机关", "不印印发机关", "格式改为「文件」"),
        (LETTER, {"出席": "某甲"}, "出席", "只有纪要", "「格式: 纪要」"),
        (LETTER, {"发文机关标志": "[甲镇, 乙镇]"}, "发文机关标志", "只印主办机关", "「署名: [甲镇, 乙镇]」"),
        (ORDER, {"标题": "甲"}, "标题", "不印标题", "删去"),
        (ORDER, {"签发人": "某甲"}, "签发人", "签名章", "「职务: 县长」"),
        (ORDER, {"印章": "是"}, "印章", "不加盖机关印章", "「印章: 否」"),
        (ORDER, {"署名": "[甲, 乙]"}, "署名", "签名章", "删去"),
        (ORDER, {"列席": "某甲"}, "列席", "只有纪要", "「格式: 纪要」"),
        (ORDER, {"发文字号": "7"}, "发文字号", "令号应是第几号", "「第7号」"),
        (ORDER, {"发文字号": "第07号"}, "发文字号", "令号应是第几号", "「第7号」"),
        (ORDER, {"发文字号": "八号"}, "发文字号", "令号应是第几号", "「第八号」"),
        (ORDER, {"发文机关标志": "青石乡人民政府文件"}, "发文机关标志", "“令”结尾", "「青石乡人民政府令」"),
        (ORDER, {"发文机关标志": "[甲令, 乙]"}, "发文机关标志", "命令的标志只有一行", "「发文机关标志: 甲令」"),
        (LETTER, {"职务": "县长"}, "职务", "只有命令", "「格式: 命令」"),
        (MINUTES, {"职务": "县长"}, "职务", "只有命令", "「格式: 命令」"),
        ({}, {"职务": "县长"}, "职务", "只有命令", "「格式: 命令」"),
        (MINUTES, {"印章": "是"}, "印章", "不加盖印章", "「印章: 否」"),
        (MINUTES, {"发文机关标志": "青石乡人民政府文件"}, "发文机关标志", "以“纪要”结尾", "会议纪要"),
        (MINUTES, {"发文机关标志": "[甲镇纪要, 乙镇]"}, "发文机关标志", "只有一行", "「发文机关标志: 甲镇纪要」"),
        (MINUTES, {"发文字号": "12"}, "发文字号", "纪要的编号", "「第12期」"),
        (MINUTES, {"签发人": "某甲"}, "签发人", "纪要不印签发人", "删去"),
        (MINUTES, {"署名": "[甲, 乙]"}, "署名", "不联合署名", "删去"),
        ({}, {"列席": "某甲"}, "列席", "只有纪要", "「格式: 纪要」"),
        ({}, {"格式": "公函"}, "格式", "文件、信函、命令或纪要", "信函"),
        ({}, {"格式": "会议纪要"}, "格式", "文件、信函、命令或纪要", "「纪要」"),
        ({}, {"格式": "函"}, "格式", "文件、信函、命令或纪要", "「信函」"),
        ({}, {"格式": "令"}, "格式", "文件、信函、命令或纪要", "「命令」"),
    ],
)
def test_what_a_format_does_not_have_is_an_error_with_its_cure(start, changes, key, what, advice):
    text = block(**{**start, **changes})
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(f"  {key}:"))
    found = [one for one in problems_of(text) if one[0] is Severity.ERROR]
    assert any(at == line and what in said and advice in cure for _, at, said, cure in found), found


@pytest.mark.parametrize(("mark", "form"), [("青石乡会议纪要", "纪要"), ("青石乡人民政府令", "命令")])
def test_a_mark_that_looks_like_that_of_another_format_is_asked_about(mark, form):
    (found,) = problems_of(block(发文机关标志=mark))
    assert found[0] is Severity.WARNING
    assert f"「格式: {form}」" in found[3]


@pytest.mark.parametrize("mark", [None, "青石乡人民政府文件"])
def test_paper_with_its_head_printed_on_it_needs_no_mark(mark):
    official, problems = read(block(套红="是", 发文机关标志=mark))
    assert problems == []
    assert official.formal.masthead.preprinted


def test_annexes_bound_on_their_own_need_the_number_of_the_paper():
    assert read(block(附件另装="是"))[0].formal.annexes_apart
    (found,) = problems_of("公文:\n  附件另装: 是\n  附件: [{名称: 甲, 内容: 乙。}]\n")
    assert found[:2] == (Severity.WARNING, 2)
    assert "发文字号" in found[2]
    assert "「附件另装: 否」" in found[3]


def test_minutes_in_traditional_characters():
    form = (
        "報告: town\n單位: 甲鎮\n年度: 2023\n公文:\n  格式: 紀要\n  發文機關標誌: 甲鎮會議紀要\n  發文字號: 第3期\n"
        "  出席: 某甲\n  請假: 某乙\n臨時救助: {人次: 9人次}\n"
    )
    summary = built(form)
    assert [str(one) for one in summary.problems if one.severity is Severity.ERROR] == []
    assert [one.label for one in summary.document.formal.attendance] == ["出席：", "請假："]
