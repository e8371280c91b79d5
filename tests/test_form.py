from fractions import Fraction

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.dates import Period
from generator.figures.values import Day, Figure, Flag, Hole, Pending, Words
from generator.form.form import Form, read_form
from generator.form.head import report_name
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, summarize
from generator.problem import Severity
from generator.reading.source import read_source
from generator.reckoning.formulas import derive

SHELF = open_shelf()
TOWN = load_library(SHELF, "town")[0]
HEAD = "单位: 讲治镇\n年度: 2012\n"
STEADY = settings(derandomize=True, deadline=None, max_examples=60)


def read(body: str, head: str = HEAD, library=TOWN) -> tuple[Form, list[str]]:
    """A small form and what reading it has to say; its body begins on line 3."""
    root, problems = read_source((head + body).encode(), "表单.yaml")
    form, faults = read_form(root, "表单.yaml", library)
    return derive(form), [str(problem) for problem in (*problems, *faults)]


def summary_of(text: str) -> Summary:
    return summarize(text.encode(), "表单.yaml", Options(SHELF))


def errors_of(text: str) -> list[str]:
    return [str(problem) for problem in summary_of(text).problems if problem.severity is Severity.ERROR]


def texts(form: Form, *paths: str) -> list[str | None]:
    found = (form.values.get(path) for path in paths)
    return [None if value is None else value.text for value in found]


def items(form: Form, path: str) -> list[str]:
    return [item.text for item in form.values[path]]


def records(form: Form, path: str) -> tuple[dict, ...]:
    return form.filled(form.library.field(path))


def test_the_field_and_line_of_a_wrong_unit_are_named():
    form = "\n" * 7 + "低保:\n  农村:\n    户数: 2680人\n"
    assert read(form)[1] == [
        "错误 表单.yaml:12 低保·农村·户数：「2680人」的单位应是户。这一行请填以户计的数；说的是「人数」「新增人数」「取消人数」里对应的一项的，请移到那里。"
    ]


def test_figures_print_as_typed_with_the_unit_of_their_field():
    form, problems = read("低保:\n  城镇: {户数: 120, 人数: 274名, 月发放额: 45,805元, 标准: １７０元/月}\n")
    paths = [f"低保.城镇.{name}" for name in ("户数", "人数", "月发放额", "标准")]
    assert texts(form, *paths) == ["120户", "274名", "45805元", "170元/月"]
    assert problems == []


def test_every_value_knows_its_field_and_line():
    form, _ = read("低保:\n  农村:\n    人数: 3人\n存在问题:\n  - 甲\n\n  - 乙\n")
    people = form.values["低保.农村.人数"]
    assert (people.path, people.place.spot.line) == ("低保.农村.人数", 5)
    assert [item.place.spot.line for item in form.values["存在问题.问题"]] == [7, 9]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("低宝: {城镇: {人数: 3}}\n", 3, "：不认识「低宝」。是不是「低保」？"),
        ("单位名称: 讲治镇\n", 3, "：不认识「单位名称」。是不是「单位」？"),
        ("低保: {城真: {人数: 3}}\n", 3, " 低保：不认识「城真」。是不是「城镇」？"),
        ("低保:\n  城镇:\n    人口: 3\n", 5, " 低保·城镇：不认识「人口」。是不是「人数」？"),
        ("救灾:\n  灾害:\n    - 受灾人: 3\n", 5, " 救灾·灾害：不认识「受灾人」。是不是「受灾人口」？"),
        ("低保:\n  *城镇:\n    人数: 3\n", 4, " 低保：不认识「*城镇」。是不是「城镇」？"),
        ("低保:\n  城镇:\n    人数::\n", 5, " 低保·城镇：不认识「人数:」。是不是「人数」？"),
        ("低保:\n  “城镇”: {人数: 3}\n", 4, " 低保：不认识「“城镇”」。是不是「城镇」？"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_known_one(body, line, said):
    assert read(body)[1] == [f"错误 表单.yaml:{line}{said}"]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("集中供养: 20人\n", 3, "：不认识「集中供养」。它应当缩进写在「特困供养」下面。"),
        ("低保:\n  入户率: 80%\n", 4, " 低保：不认识「入户率」。它应当写在"),
        ("低保:\n  月发放额: 3元\n", 4, "它应当写在「低保·城镇」「低保·农村」「低保·合计」下面。"),
        ("城镇: {人数: 3}\n", 3, "它应当缩进写在「低保」"),
        ("低保:\n  临时救助: {人次: 3}\n", 4, " 低保：不认识「临时救助」。它是单独的一节，请顶格书写。"),
        ("低保:\n  城镇:\n    存在问题: 无\n", 5, " 低保·城镇：不认识「存在问题」。它是单独的一节，请顶格书写。"),
        ("低保:\n  清理核查: {户数: 3}\n", 4, " 低保·清理核查：不认识「户数」。是不是「"),
        (
            "低保:\n  门诊: {户数: 3}\n",
            4,
            "请在「低保」下面用「自定义」：「自定义: [{名称: 门诊, 其中: [{名称: 户数, 数值: 3}]}]」。",
        ),
    ],
)
def test_a_key_on_the_wrong_level_is_told_where_it_belongs(body, line, said):
    (problem,) = read(body)[1]
    assert problem.startswith(f"错误 表单.yaml:{line}")
    assert said in problem


def test_a_key_nothing_resembles_is_told_what_there_is():
    (problem,) = read("低保:\n  取消:\n    ABC: 3\n")[1]
    assert problem.startswith("错误 表单.yaml:5 低保·取消：不认识「ABC」。这里可以填：户数、人数、")


def test_older_names_of_sections_and_fields_are_understood():
    form, problems = read("五保:\n  人数: 220名\n  供养标准: 270元\n下步计划: 继续努力\n")
    assert problems == []
    assert texts(form, "特困供养.人数", "特困供养.月标准") == ["220名", "270元"]
    assert items(form, "下年计划.计划") == ["继续努力"]


@pytest.mark.parametrize("first", ["供养标准: 270元, 月标准: 270元", "月标准: 270元, 供养标准: 280元"])
def test_the_old_and_the_new_name_together_are_an_error(first):
    form, problems = read(f"特困供养: {{{first}}}\n")
    assert problems == ["错误 表单.yaml:3 特困供养·月标准：同一项用新旧两个名字填了两次。请只留一处。"]
    assert texts(form, "特困供养.月标准") == ["270元"]


def test_a_section_under_both_its_names_is_read_as_one_unless_a_field_repeats():
    form, problems = read("五保: {人数: 220}\n特困供养:\n  集中供养: 20\n  人数: 230\n")
    assert texts(form, "特困供养.人数", "特困供养.集中供养") == ["220人", "20人"]
    assert problems == ["错误 表单.yaml:6 特困供养·人数：同一项用新旧两个名字填了两次。请只留一处。"]


def test_phrases_become_their_sentences_and_own_sentences_stay():
    form, problems = read(
        "低保:\n  资金发放:\n    - 配套到位\n    - 动态管理。\n    - 资金由县里按季拨付，镇里不留存。\n"
    )
    assert problems == []
    first, second, own = items(form, "低保.资金发放")
    sentences = TOWN.field("低保.资金发放").definition.phrases
    assert first == sentences["配套到位"]
    assert second in TOWN.field("低保.资金发放").ways_to_say(sentences["动态管理"])
    assert own == "资金由县里按季拨付，镇里不留存。"


def test_every_phrase_of_every_list_is_a_sentence_of_its_own():
    for leaf in TOWN.whole.leaves():
        for name, sentence in leaf.definition.phrases.items():
            assert len(sentence) > len(name), leaf.path


def test_a_phrase_is_said_in_turns_and_stays_from_build_to_build():
    leaf = TOWN.field("低保.资金发放")
    ways = leaf.ways_to_say(leaf.phrases["按月打卡"])
    assert len(ways) > 2

    def said(unit, year):
        head = f"单位: {unit}\n年度: {year}\n"
        return items(read("低保: {资金发放: [按月打卡]}\n", head)[0], "低保.资金发放")[0]

    units = [f"{name}镇" for name in "甲乙丙丁戊己庚辛"]
    assert {said(unit, 2023) for unit in units} == set(ways)
    assert [said("甲镇", year) == said("甲镇", year + 1) for year in (2021, 2022, 2023)] == [False] * 3
    assert said("甲镇", 2023) == said("甲镇", 2023)


@pytest.mark.parametrize(
    "written", ["存在问题: 人手太少，难以走访\n", "存在问题: [人手太少，难以走访]\n", "问题:\n- 人手太少，难以走访\n"]
)
def test_one_item_may_stand_on_the_line_of_its_key(written):
    form, problems = read(written)
    assert items(form, "存在问题.问题") == ["人手太少，难以走访"]
    assert problems == []


@pytest.mark.parametrize(
    ("typed", "yes"),
    [
        ("是", True),
        ("有", True),
        ("true", True),
        ("YES", True),
        ("√", True),
        ("否", False),
        ("无", False),
        ("no", False),
    ],
)
def test_a_flag_is_yes_or_no(typed, yes):
    form, problems = read(f"高龄: {{全部享受: {typed}}}\n")
    flag = form.values["高龄.全部享受"]
    assert isinstance(flag, Flag)
    assert bool(flag) is yes
    assert problems == []


def test_a_flag_that_is_neither_is_named():
    form, problems = read("高龄: {全部享受: 大概}\n")
    assert problems == [
        "错误 表单.yaml:3 高龄·全部享受：「大概」不是“是”或“否”。请填「是」或「否」；没有这回事就留空。"
    ]
    assert "高龄.全部享受" not in form.values


@pytest.fixture
def choosing(tmp_path):
    """A library with one section that offers a choice."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "sections" / "pick").mkdir(parents=True)
    (tmp_path / "reports" / "pick.yaml").write_text(
        "name: 选择\nbusiness: 选择\ntitle: 选择\nsections: [pick]\n", encoding="utf-8"
    )
    definition = (
        "key: 敬老院\nfields:\n  性质: {kind: choice, options: [公办, 民办, 公建民营]}\n  比例: {kind: percent}\n"
    )
    (tmp_path / "sections" / "pick" / "form.yaml").write_text(definition, encoding="utf-8")
    (tmp_path / "sections" / "pick" / "section.md").write_text("敬老院{{ 性质 }}，占{{ 比例 }}。\n", encoding="utf-8")
    library, problems = load_library(open_shelf(tmp_path), "pick")
    assert problems == ()
    return library


def test_a_choice_is_one_of_its_options(choosing):
    form, problems = read("敬老院: {性质: 公建民营}\n", library=choosing)
    assert form.values["敬老院.性质"].text == "公建民营"
    assert problems == []


def test_any_other_choice_is_named_with_the_nearest(choosing):
    form, problems = read("敬老院: {性质: 公办的}\n", library=choosing)
    assert problems == [
        "错误 表单.yaml:3 敬老院·性质：没有「公办的」这个选项。是不是「公办」？可以填：公办、民办、公建民营。"
    ]
    assert form.values == {}


def test_a_percentage_beyond_all_measure_is_doubted(choosing):
    assert read("敬老院: {比例: 99.5%}\n", library=choosing)[1] == []
    assert read("敬老院: {比例: 9950%}\n", library=choosing)[1] == [
        "警告 表单.yaml:3 敬老院·比例：「9950%」作为百分比太大。请核对是否漏了小数点。"
    ]


def test_records_are_read_one_by_one_with_holes_where_nothing_was_filled_in():
    form, problems = read("救灾:\n  灾害:\n    - 名称: 洪灾\n      受灾人口: 30\n    - {日期: 7月4日, 倒塌户数: xx}\n")
    first, second = records(form, "救灾.灾害")
    assert (first["名称"].text, first["受灾人口"].text, bool(first["日期"])) == ("洪灾", "30人", False)
    assert (second["日期"].text, bool(second["名称"]), bool(second["倒塌户数"])) == ("7月4日", False, False)
    assert texts(form, "救灾.灾害.1.受灾人口", "救灾.灾害.2.日期") == ["30人", "7月4日"]
    assert [problem for problem in problems if "错误" in problem] == []


def test_a_record_that_is_a_word_is_told_what_to_fill_in():
    form, problems = read("救灾:\n  灾害:\n    - 旱灾\n    -\n    - {名称: 洪灾}\n")
    assert [record["名称"].text for record in records(form, "救灾.灾害")] == ["洪灾"]
    (problem,) = problems
    assert problem.startswith(
        "错误 表单.yaml:5 救灾·灾害：每笔记录应当分项写。请写成「- 名称: 旱灾」，可以填：名称、日期、"
    )


def test_a_single_record_needs_no_dash():
    form, problems = read("救灾:\n  灾害:\n    名称: 旱灾\n    受灾人口: 30户\n")
    assert records(form, "救灾.灾害")[0]["名称"].text == "旱灾"
    assert problems == [
        "错误 表单.yaml:6 救灾·灾害·1·受灾人口：「30户」的单位应是人。这一行请填以人计的数；说的是「受灾户数」的，请移到那里。"
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "救灾:\n  灾害:\n    - 名称：洪灾\n",
            "错误 表单.yaml:5 救灾·灾害：每笔记录应当分项写。看上去用了全角冒号，请改为半角冒号加空格。",
        ),
        ("低保:\n  - 城镇\n", "错误 表单.yaml:4 低保：下面应当分项填写，现在是一列。请另起一行，缩进两格，逐项写「城镇: 」「农村: 」等。"),
        ("低保: 274人\n", "错误 表单.yaml:3 低保：下面应当分项填写，现在是一段文字。请另起一行，缩进两格，逐项写「城镇: 」「农村: 」等。"),
        ("低保: 城镇：3\n", "错误 表单.yaml:3 低保：下面应当分项填写，现在是一段文字。看上去用了全角冒号，请改为半角冒号加空格。"),
        ("低保:\n  城镇: [3]\n", "错误 表单.yaml:4 低保·城镇：下面应当分项填写，现在是一列。请另起一行，缩进两格，逐项写「户数: 」「人数: 」等。"),
        ("低保:\n  城镇:\n    户数: {甲: 3}\n", "错误 表单.yaml:5 低保·城镇·户数：这里只填一个值，现在下面又分了项。请写在冒号后面，同一行。"),
        ("低保:\n  城镇:\n    户数: [3, 4]\n", "错误 表单.yaml:5 低保·城镇·户数：这里只填一个值，现在是一列。请写在冒号后面，同一行。"),
        ("低保:\n  资金发放: {甲: 乙}\n", "错误 表单.yaml:4 低保·资金发放：这里应当是一列，每条以「- 」开头。请改为1条：「- 甲：乙」。"),
        ("结语:\n  - 甲\n  - 乙\n", "错误 表单.yaml:4 结语·正文：这里填一段文字，现在是一列。请合成一段，写在冒号后面。"),
        ("存在问题:\n  - 甲\n  - - 乙\n", "错误 表单.yaml:5 存在问题·问题：这一条里又套了一列。请每条写成一句话。"),
        (
            "存在问题:\n  - 经费: 不足\n",
            "错误 表单.yaml:4 存在问题·问题：这一条里有半角冒号加空格，被当成了分项。「经费」后面的冒号请用全角“：”。",
        ),
        ("存在问题:\n  - {[甲, 乙]: 5}\n", "错误 表单.yaml:4：项目名不能是列表或括号。请写成「项目: 内容」。"),
        ("署名: [甲, 乙]\n", "错误 表单.yaml:3 署名：这里只能填一行文字。请写成「署名: 内容」。"),
    ],
)  # fmt: skip
def test_a_list_for_a_mapping_and_the_like_are_told_apart(body, said):
    assert read(body)[1] == [said]


def test_a_fault_in_one_item_leaves_the_others():
    form, _ = read("存在问题:\n  - 经费: 不足\n  - 人手太少，难以走访\n  - - 乙\n")
    assert items(form, "存在问题.问题") == ["人手太少，难以走访"]


@pytest.mark.parametrize("blank", ["", "~", "xx", "××", "—", "/", "待填", "null"])
def test_a_blank_is_not_a_value_and_not_a_fault(blank):
    body = f"低保:\n  城镇: \n    人数: {blank}\n    标准:\n救灾: {blank}\n结语: {blank}\n存在问题:\n  - {blank}\n署名: {blank}\n"
    form, problems = read(body)
    assert form.values == {}
    assert form.head.signature is None
    assert all(blank == "待填" and "按没有填处理" in problem for problem in problems)


@pytest.mark.parametrize("zero", ["0", "无", "没有", "0人"])
def test_none_is_an_answer(zero):
    form, problems = read(f"低保:\n  取消: {{人数: {zero}}}\n")
    assert texts(form, "低保.取消.人数") == ["0人"]
    assert problems == []


def test_a_half_masked_figure_counts_as_blank_but_not_in_silence():
    form, problems = read("低保:\n  城镇: {人数: 2××人}\n")
    assert form.values == {}
    (problem,) = problems
    assert problem.startswith("警告 表单.yaml:4 低保·城镇·人数：「2××人」没有填完，按没有填处理。")


def test_a_masked_figure_waits_to_be_filled_in_a_draft():
    form, _ = read("低保:\n  城镇: {人数: 2××人, 户数: 3}\n")
    town = form.tree(TOWN.section("低保").root, draft=True)["城镇"]
    assert isinstance(town["人数"], Pending)
    assert town["户数"].text == "3户"
    assert isinstance(town["标准"], Hole)
    assert isinstance(form.tree(TOWN.section("低保").root)["城镇"]["人数"], Hole)


def test_a_mask_in_prose_is_doubted_and_the_prose_is_kept():
    form, problems = read("存在问题:\n  - 缺经费××万元\n结语: 我镇xx年继续努力\n")
    assert items(form, "存在问题.问题") == ["缺经费××万元"]
    assert texts(form, "结语.正文") == ["我镇xx年继续努力。"]
    assert problems == [
        "警告 表单.yaml:4 存在问题·问题：「缺经费××万元」里的「××万元」像是没有填完。请补上，或改写这一句。",
        "警告 表单.yaml:5 结语·正文：「我镇xx年继续努力」里的「xx年」像是没有填完。请补上，或改写这一句。",
    ]


@pytest.mark.parametrize("text", ["建成3×3米岗亭", "采购4x4越野车", "2*3米的公示栏", "见 a_b 表"])
def test_a_times_sign_in_prose_is_no_mask(text):
    form, problems = read(f"结语: {text}\n")
    assert texts(form, "结语.正文") == [f"{text}。"]
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "控制😀字符",
        "{{ 7*7 }}",
        "<b>粗</b>",
        "**粗**",
        "甲|乙",
        "&amp;",
        "# 标题",
        "12. 5万元",
        "`代码`",
        "C:\\甲",
        "'",
        '"',
        "a\\nb",
        "%d",
        "{0}",
    ],
)
def test_free_text_is_what_was_typed(text):
    form, problems = read(f"存在问题:\n  - |\n    {text}\n")
    assert items(form, "存在问题.问题") == [text]
    signs = {"<b>粗</b>": "<b>", "&amp;": "&amp;", "# 标题": "#", "`代码`": "`代码`"}
    warned = [f"「{signs[text]}」在这里没有特别的意思，会照字面印出。"] if text in signs else []
    assert [line.partition("存在问题·问题：")[2].partition("这里只印文字")[0] for line in problems] == warned


@pytest.mark.parametrize("year", ["2012", "2012年", "2012年度", "２０１２", "２０１２年", "'2012'"])
def test_the_year_is_read_in_every_form(year):
    form, problems = read("", head=f"单位: 讲治镇\n年度: {year}\n")
    assert form.head.year == 2012
    assert problems == []


@pytest.mark.parametrize(
    ("year", "meant"),
    [("二〇一二", 2012), ("二○二三年", 2023), ("2012-12-31", 2012), ("2012年12月", 2012), ("“2012”", 2012)],
)
def test_a_year_that_can_be_seen_is_said(year, meant):
    form, problems = read("", head=f"单位: 讲治镇\n年度: {year}\n")
    assert form.head.year is None
    assert problems == [f"错误 表单.yaml:2 年度：看不懂年度「{year}」。请改为「{meant}」。"]


@pytest.mark.parametrize("year", ["12", "二〇一", "一九一二", "2012-2013", "1912", "2112", "去年", "20120"])
def test_a_year_that_is_none_is_named(year):
    form, problems = read("", head=f"单位: 讲治镇\n年度: {year}\n")
    assert form.head.year is None
    assert problems == [f"错误 表单.yaml:2 年度：看不懂年度「{year}」。请填四位年份，如「2012」。"]


@pytest.mark.parametrize(
    "unit",
    [
        "../讲治镇",
        "讲治/镇",
        "讲治\\镇",
        "讲治镇:",
        "C:讲治镇",
        "讲治镇?",
        "讲*治镇",
        '讲"治镇',
        "讲<治>镇",
        "讲|治镇",
        "..",
    ],
)
def test_a_unit_that_cannot_name_a_file_is_refused(unit):
    _, problems = read("", head=f"年度: 2012\n单位: |\n  {unit}\n")
    assert problems == [f"错误 表单.yaml:2 单位：「{unit}」里有不能用在文件名里的符号。请只写单位名称。"]


def test_the_head_says_who_when_and_which_period():
    form, problems = read(
        "", head=HEAD + "期间: 1-5月\n截至: 2012-05-31\n署名: 讲治镇人民政府\n成文日期: 2012年6月1日\n"
    )
    assert problems == []
    assert form.head.unit.text == "讲治镇"
    assert form.head.period == Period("1—5月", 1, 5)
    assert form.head.stock_day.text == "2012年5月31日"
    assert form.head.signature.text == "讲治镇人民政府"
    assert form.head.date.isoformat() == "2012-06-01"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("期间: 昨天", "错误 表单.yaml:3 期间：看不懂期间「昨天」。"),
        ("期间: 5-1月", "错误 表单.yaml:3 期间：看不懂期间「5-1月」。"),
        ("成文日期: 2012年12月", "错误 表单.yaml:3 成文日期：「2012年12月」不是完整的日期。"),
        ("成文日期: 2012-02-30", "错误 表单.yaml:3 成文日期：「2012-02-30」的日期不对，2月没有30日。"),
        ("截至: 三更", "错误 表单.yaml:3 截至：看不懂日期「三更」。"),
    ],
)
def test_a_head_that_cannot_be_read_is_named(line, said):
    (problem,) = read(line + "\n")[1]
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("key", "typed"), [("成文日期", "2012-12-xx"), ("署名", "××镇人民政府"), ("期间", "××季度"), ("截至", "2012年××月")]
)
def test_a_head_with_a_mask_in_it_counts_as_blank_but_not_in_silence(key, typed):
    assert read(f"{key}: {typed}\n")[1] == [
        f"警告 表单.yaml:3 {key}：「{typed}」没有填完，按没有填处理。请补上；没有就留空。"
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("年度: 20xx\n", "错误 表单.yaml 年度：没有填年度。请填写四位年份，如「年度: 2012」。"),
        ("年度: 12\n", "错误 表单.yaml:2 年度：看不懂年度「12」。请填四位年份，如「2012」。"),
    ],
)
def test_a_year_that_is_missing_or_unreadable_is_one_error(line, problem):
    assert errors_of("单位: 讲治镇\n" + line) == [problem]


def test_a_head_that_is_no_text_is_named_once():
    _, problems = read("", head="单位: 讲治镇\n年度: {甲: 1}\n")
    assert problems == ["错误 表单.yaml:2 年度：这里只能填一行文字。请写成「年度: 内容」。"]


def test_a_section_may_say_its_own_day():
    form, problems = read("低保:\n  截至: 11月底\n  城镇: {人数: 3}\n")
    assert problems == []
    assert isinstance(form.stock_days["低保"], Day)
    assert form.stock_days["低保"].text == "11月底"


def test_totals_follow_from_their_parts_and_remember_them():
    form, _ = read("低保:\n  城镇: {人数: 274人, 月发放额: 3.5万元}\n  农村: {人数: 2768, 月发放额: 1.25万元}\n")
    total = form.values["低保.合计.人数"]
    assert isinstance(total, Figure)
    assert (total.text, total.quantity.value) == ("3042人", Fraction(3042))
    assert [part.path for part in total.typed] == ["低保.城镇.人数", "低保.农村.人数"]
    assert texts(form, "低保.合计.月发放额") == ["4.8万元"]


def test_what_follows_is_in_a_form_of_its_own():
    typed = "低保:\n  城镇: {人数: 274人}\n  农村: {人数: 2768}\n  自定义: [{名称: 共, 合计: 是, 其中: [{名称: 甲, 数值: 3户}]}]\n"
    root, _ = read_source((HEAD + typed).encode(), "表单.yaml")
    form, _ = read_form(root, "表单.yaml", TOWN)
    before = dict(form.values)
    full = derive(form)
    assert form.values == before
    assert full.values.keys() - before.keys() == {"低保.合计.人数", "低保.自定义.1.数值"}
    assert records(full, "低保.自定义")[0]["数值"] is full.values["低保.自定义.1.数值"]


@pytest.mark.parametrize("part", ["近2768人", "", "2768户", "约2768人", "2700-2800人"])
def test_a_total_of_parts_that_are_not_exact_stays_open(part):
    form, _ = read(f"低保:\n  城镇: {{人数: 274人}}\n  农村: {{标准: 72元/月, 人数: {part}}}\n")
    assert "低保.合计.人数" not in form.values


def test_a_total_that_contradicts_its_parts_is_an_error():
    text = HEAD + "低保:\n  城镇: {户数: 100, 人数: 274}\n  农村: {户数: 20, 人数: 26}\n  合计: {人数: 310}\n"
    assert errors_of(text) == [
        "错误 表单.yaml:6 低保·合计·人数：填的是310人，按「城镇.人数 + 农村.人数」算是300人。"
        "请核对各项；不填这一项也会自动算出。"
    ]


@pytest.mark.parametrize("total", ["300人", "300", "300余人", "约310人", "不少于290人"])
def test_a_total_that_may_be_right_is_left_alone(total):
    text = (
        HEAD + f"低保:\n  城镇: {{户数: 100, 人数: 274}}\n  农村: {{户数: 20, 人数: 26}}\n  合计: {{人数: {total}}}\n"
    )
    assert errors_of(text) == []
    assert summary_of(text).form.values["低保.合计.人数"].text == (total if total != "300" else "300人")


def test_explanations_are_kept_by_path():
    form, problems = read("核对说明:\n  低保.农村.月发放额: 含临时价格补贴\n  低保·城镇·人数: 含新增\n")
    assert problems == []
    assert {path: answer.text for path, answer in form.answers.items()} == {
        "低保.农村.月发放额": "含临时价格补贴",
        "低保.城镇.人数": "含新增",
    }
    assert isinstance(form.answers["低保.城镇.人数"], Words)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("核对说明: {低保.农村.月发放: 含补贴}\n", "错误 表单.yaml:3 核对说明：没有「低保.农村.月发放」这个项目。是不是「低保.农村.月发放额」？"),
        ("核对说明:\n  甲乙丙丁戊: 已核\n", "错误 表单.yaml:4 核对说明：没有「甲乙丙丁戊」这个项目。请写明项目的路径，如「低保.农村.月发放额」。"),
        ("核对说明:\n  低保.农村.月发放额: [含补贴]\n", "错误 表单.yaml:4 核对说明：这里只填一个值，现在是一列。请写在冒号后面，同一行。"),
        ("核对说明: 都核过了\n", "错误 表单.yaml:3 核对说明：应当分项写。请写成「低保.农村.月发放额: 原因」。"),
        ("核对说明:\n  - 都核过了\n", "错误 表单.yaml:4 核对说明：应当分项写。请写成「低保.农村.月发放额: 原因」。"),
    ],
)  # fmt: skip
def test_an_explanation_of_nothing_is_named(body, said):
    form, problems = read(body)
    assert problems == [said]
    assert form.answers == {}


@pytest.mark.parametrize("none", ["", "无", "没有", "~", "{低保.农村.月发放额: }", "{低保.农村.月发放额: ××}"])
def test_there_may_be_nothing_to_explain(none):
    form, problems = read(f"核对说明: {none}\n")
    assert problems == []
    assert form.answers == {}


@pytest.mark.parametrize("written", ["", "报告:\n", "报告: town\n", "报告: ~\n"])
def test_the_report_is_the_towns_unless_another_is_named(written):
    root, _ = read_source((HEAD + written).encode(), "表单.yaml")
    assert report_name(root, "表单.yaml") == ("town", [])


@pytest.mark.parametrize("written", ["../reports/town", "[town]", "{a: town}", "/etc/passwd", "a\\b"])
def test_a_report_is_a_name_and_no_path(written):
    text = HEAD + f"报告: {written}\n低保: {{城镇: {{人数: 3户}}}}\n"
    assert errors_of(text) == [
        "错误 表单.yaml:3 报告：这里只能填一种总结的名字。请写成「报告: town」，或去掉这一行。",
        "错误 表单.yaml:4 低保·城镇·人数：「3户」的单位应是人。这一行请填以人计的数；说的是「户数」「新增户数」「取消户数」里对应的一项的，请移到那里。",
    ]


def test_a_report_there_is_not_is_named_on_its_line():
    (problem,) = errors_of(HEAD + "报告: tow\n低保: {城镇: {人数: 3}}\n")
    assert problem.startswith("错误 表单.yaml:3 报告：")
    assert problem.endswith("是不是「town」？")


TWELVE_FAULTS = """\
单位：讲治镇
年度: 2012
期间: 昨天
低保:
\t城镇: {户数: 120户}
  农村: {户数: 2680人, 人数: 2.5人}
  合计: {月发放额: "12,27,396元"}
  取消：{人数: 128人}
特供: {人数: 3}
救灾:
  灾害:
    - 日期: 2012-13-01
高龄: {全部享受: 大概}
存在问题:
  - 经费: 不足
结语: "继续努力
"""


def test_every_fault_of_a_form_is_named_at_once_with_its_line():
    problems = [problem for problem in summary_of(TWELVE_FAULTS).problems if problem.severity is Severity.ERROR]
    assert [problem.place.spot.line for problem in problems] == [1, 3, 5, 6, 6, 7, 8, 9, 12, 13, 15, 16]
    assert [str(problem).split(" ", 1)[1] for problem in problems] == [
        "表单.yaml:1：「单位：讲治镇」用了全角冒号。请改为半角冒号加空格：「单位: 讲治镇」。",
        "表单.yaml:3 期间：看不懂期间「昨天」。请填全年、上半年、下半年、第一季度，或「1—5月」这样的月份。",
        "表单.yaml:5：「城镇: {户数: 120户}」前面用了制表符（Tab）缩进。请删去，改为按空格键，每级两个空格。",
        "表单.yaml:6 低保·农村·户数：「2680人」的单位应是户。这一行请填以户计的数；说的是「人数」「新增人数」「取消人数」里对应的一项的，请移到那里。",
        "表单.yaml:6 低保·农村·人数：「2.5人」不是整数。人数只能是整数，请核对。",
        "表单.yaml:7 低保·合计·月发放额：「12,27,396元」的逗号位置不对。千分位逗号应每三位一个，如「1,227,396元」；也可以不写逗号。",
        "表单.yaml:8：「取消：{人数: 128人}」用了全角冒号。请改为半角冒号加空格：「取消: {人数: 128人}」。",
        "表单.yaml:9：不认识「特供」。是不是「特困供养」？",
        "表单.yaml:12 救灾·灾害·1·日期：「2012-13-01」的月份不对，没有13月。请写成「2012-07-04」「2012年7月4日」「7月4日」「4月份」或「9月初」。",
        "表单.yaml:13 高龄·全部享受：「大概」不是“是”或“否”。请填「是」或「否」；没有这回事就留空。",
        "表单.yaml:15 存在问题·问题：这一条里有半角冒号加空格，被当成了分项。「经费」后面的冒号请用全角“：”。",
        '表单.yaml:16：「"继续努力」的引号只有前一半。请在末尾补上 "；文字里的引号请用中文引号“”。',
    ]


def test_a_form_with_faults_makes_no_document_and_still_holds_what_could_be_read():
    summary = summary_of(TWELVE_FAULTS)
    assert summary.document is None
    assert texts(summary.form, "低保.城镇.户数", "低保.取消.人数") == ["120户", "128人"]


BODY = {
    "低保": {
        "城镇": {"户数": "120", "人数": "274人", "月发放额": "45805元"},
        "农村": {"户数": "2680户", "人数": "2768人", "标准": "72元/月"},
        "资金发放": ["配套到位", "自己的一句话。"],
    },
    "特困供养": {"人数": "220名", "月标准": "270元"},
    "救灾": {"灾害": [{"名称": "洪灾", "受灾人口": "30人"}]},
    "存在问题": ["甲问题较多", "乙问题较多"],
    "年度": "2012",
    "单位": "讲治镇",
    "期间": "上半年",
}


def shuffled(draw, value):
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(draw, value[key]) for key in keys}
    return value


@st.composite
def reorderings(draw):
    return yaml.safe_dump(shuffled(draw, BODY), allow_unicode=True, sort_keys=False)


def values_of(text: str) -> dict[str, object]:
    form, problems = read(text, head="")
    assert problems == []
    shown = {
        path: getattr(value, "text", None) or str(value).replace("line=", "") for path, value in form.values.items()
    }
    lists = {
        path: [getattr(item, "text", None) for item in value]
        for path, value in form.values.items()
        if isinstance(value, tuple)
    }
    return {**shown, **lists, "年度": form.head.year, "单位": form.head.unit.text, "期间": form.head.period}


@STEADY
@given(reorderings())
def test_the_order_of_keys_changes_no_value(text):
    assert values_of(text) == values_of(yaml.safe_dump(BODY, allow_unicode=True, sort_keys=False))
