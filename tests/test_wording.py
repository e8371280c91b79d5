"""From the form to the words of the document: what is printed, how, and what is said of what is not."""

import re
from io import BytesIO

import docx
import pytest
from forms import (
    FORMS,
    REAL,
    SECOND,
    at,
    built,
    figures_of,
    leaves,
    library,
    read,
    said,
    text_of,
    trial,
    trial_form,
    without,
)

from generator.document.tree import Heading, Paragraph, Text
from generator.form.opening import Options
from generator.language.context import ADDED, RATIO
from generator.language.filters import FILTERS
from generator.library.overlays import open_shelf
from generator.making.summarize import write_summary

ZERO = ("0", "无")


def path_of(leaf):
    """The dotted path of a filled leaf; positions of lists count from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in leaf)


def figures_typed(form):
    """Every figure of a form as it was typed, with / for the sign of a division, by path."""
    known = {leaf.path: leaf for leaf in library().whole.leaves()}
    for leaf in leaves(form):
        field = known.get(path_of(leaf)) or (known.get(leaf[0] + "." + leaf[1]) if len(leaf) == 4 else None)
        if field and field.record:
            field = field.record.find(leaf[-1])
        typed = at(form, leaf)
        if field and field.kind.has_unit and typed not in ZERO:
            yield path_of(leaf), typed.replace("∕", "/")


def in_a_sentence(path, typed):
    """A figure as sentences say it: the standard of a person says so."""
    field = library().whole.at(path)
    match = re.fullmatch(r"(.+?)元([/∕][月人户年])?", typed)
    if not match or field is None or not field.definition.each:
        return typed
    unit = (match[2] or field.definition.unit)[-1]
    return f"每人每{unit}{match[1]}元" if unit in "月年" else f"每{unit}{match[1]}元"


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_every_figure_stands_in_the_document_as_it_was_typed_and_knows_its_field(form):
    printed = {(figure.path, figure.text) for figure in figures_of(built(read(form)).document)}
    typed = dict(figures_typed(read(form)))
    assert len(typed) > 35
    texts = {path: {one for where, one in printed if where == path} for path in typed}
    assert [path for path, text in typed.items() if not any(map(in_a_sentence(path, text).endswith, texts[path]))] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_no_figure_stands_there_that_was_not_typed_or_derived(form):
    summary = built(read(form))
    for figure in figures_of(summary.document):
        if RATIO in figure.path or ADDED in figure.path:
            continue
        value = summary.form.values[figure.path]
        assert figure.text
        assert in_a_sentence(figure.path, value.text).endswith(figure.text)
        assert value.parts or value.text in form.read_text(encoding="utf-8").replace("∕", "/")


def test_figures_of_the_real_form_reach_the_docx(docx_text):
    text = docx_text(built(read(REAL)))
    assert [typed for path, typed in figures_typed(read(REAL)) if in_a_sentence(path, typed) not in text] == []


def test_zero_is_an_answer_and_not_a_figure():
    summary = built(read(REAL))
    assert "没有发生群体上访和重大责任事故" in text_of(summary)
    assert not [problem for problem in said(summary) if "宣传" in problem]


@pytest.fixture
def docx_text():
    def paragraphs(summary):
        data = write_summary(summary, Options(open_shelf()))
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)

    return paragraphs


NASTY = (
    "{{ 7*7 }}", "{% if 1 %}甲{% endif %}", "{# 注 #}", "<b>粗</b>", "<!-- 注 -->", "**粗**字", "*斜*字", "__粗__字",
    "甲|乙|丙", "&amp;", "&#65;&lt;", "# 一", "## 二", "1. 二", "- 三", "* 四", "> 五", "```码```", "`码`", "~~~码",
    "[网页][1]", "![图][1]", "<http://a.cn>", "http://a.cn/b?c=d&e=f", "*[缩写]", "\\*反\\斜\\杠\\", "C:\\新建\\文件", "a_b_c", "~~删~~",
    "😀成效👍🏽", "100%达标", "$x^2$", "“引号”‘里’", "（括号【里】）", "‖—…～", "4×100米接力", "3x3篮球", "甲\u00a0乙", "¥100", "㎡", "①②", "𠮷",
)  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize("where", ["text", "items", "prose", "record"])
def test_free_text_is_printed_to_the_letter(typed, where, docx_text):
    form = {"单位": "甲镇", "年度": "2023"}
    form |= {
        "text": {"导语": {"思路": f"抓好{typed}工作"}},
        "items": {"存在问题": [f"抓好{typed}工作", f"{typed}乙"]},
        "prose": {"结语": f"抓好{typed}工作。"},
        "record": {"救灾": {"灾害": [{"名称": f"抓好{typed}工作", "重建户数": "3户"}]}},
    }[where]
    summary = built(form)
    assert f"抓好{typed}工作" in docx_text(summary)
    if where == "items":
        own = typed.removeprefix("1. ")  # a number typed before an item gives way to ours, and a notice says so
        assert f"2.{' ' if own[0].isdecimal() else ''}{own}乙。" in docx_text(summary)
    assert all(
        not text.bold for block in summary.document.blocks if isinstance(block, Paragraph) for text in block.inlines
    )


def test_free_text_of_several_paragraphs_keeps_them():
    form = "单位: 甲镇\n年度: 2023\n结语: |\n  第一段。\n\n  第二段。\n  # 第三段。\n"
    assert text_of(built(form)).split("\n")[-4:-1] == ["第一段。", "第二段。", "# 第三段。"]


@pytest.mark.parametrize("blank", ["", "~", "xx", "××", "—", "/", "待填", "xx人", "20xx年3月"])
def test_a_blank_never_prints(blank):
    form, leaf = read(SECOND), ("低保", "农村", "户数")
    left_out = without(form, {leaf})
    form["低保"]["农村"]["户数"] = blank
    assert text_of(built(form)) == text_of(built(left_out))


def test_a_filled_figure_that_no_sentence_prints_is_warned_of(tmp_path):
    shelf = trial(tmp_path, "人数: {kind: stock, unit: 人}\n户数: {kind: stock, unit: 户}", "共有{{ 人数 }}。\n")
    summary = built(trial_form({"人数": "5", "户数": "3"}), shelf=shelf)
    assert text_of(summary) == "甲镇2023年总结\n共有5人。\n甲镇"
    advice = "请看 zongjie show --略去 列出的话；或请模板维护人补上这一句。"
    assert said(summary) == [f"警告 表单.yaml:6 试·户数：填了「3户」，但文中没有一句用到它。{advice}"]


def test_a_figure_that_fell_with_its_clause_is_warned_of(tmp_path):
    shelf = trial(tmp_path, "甲: {kind: stock, unit: 人}\n乙: {kind: stock, unit: 人}", "由{{ 甲 }}增加到{{ 乙 }}。\n")
    summary = built(trial_form({"乙": "3"}), shelf=shelf)
    assert [problem.place.field for problem in summary.problems] == ["试.乙"]
    assert [(one.text, one.paths) for one in summary.fallen] == [("由＿增加到3人", ("试.甲",))]


def test_what_fell_is_told_with_the_fields_that_were_blank():
    fallen = {one.text: one.paths for one in built(read(REAL)).fallen}
    assert fallen["城镇低保月人均补差＿"] == ("低保.城镇.人均补差",)
    assert not [text for text in fallen if "农村低保新增" in text]


def test_nothing_falls_when_all_is_filled(tmp_path):
    shelf = trial(tmp_path, "甲: {kind: stock, unit: 人}", "截至{{ 截至 }}，共有{{ 甲 }}。\n")
    summary = built(trial_form({"甲": "3"}), shelf=shelf)
    assert (summary.fallen, summary.problems) == ((), ())
    assert "截至2023年底，共有3人。" in text_of(summary)


REQUIRED = "甲: {kind: stock, unit: 人, required: true, label: 甲的人数}\n乙: {kind: stock, unit: 人}"


def test_a_required_blank_is_refused(tmp_path):
    shelf = trial(tmp_path, REQUIRED, "共有{{ 甲 }}、{{ 乙 }}。\n")
    summary = built(trial_form({"乙": "3"}), shelf=shelf)
    assert summary.document is None
    assert said(summary) == ["错误 表单.yaml 试·甲：必填项没有填。请填写甲的人数。"]


def test_a_draft_prints_what_must_still_be_filled(tmp_path):
    shelf = trial(tmp_path, REQUIRED, "共有{{ 甲 }}，其中{{ 乙 }}。\n")
    summary = built(trial_form({"乙": "3"}), shelf=shelf, draft=True)
    assert "共有【待填：甲的人数】，其中3人。" in text_of(summary)
    (paragraph,) = summary.document.blocks
    assert [inline.text for inline in paragraph.inlines if isinstance(inline, Text) and inline.pending] == [
        "【待填：甲的人数】"
    ]


def test_a_draft_without_unit_and_year_says_so_where_they_would_stand():
    form = {key: value for key, value in read(REAL).items() if key not in ("单位", "年度")}
    text = text_of(built(form, draft=True))
    assert len(re.findall("【待填：[^】]*单位】", text)) >= 1
    assert len(re.findall("【待填：[^】]*年[^】]*】", text)) >= 1


def test_a_together_passage_stands_or_falls_as_a_whole(tmp_path):
    wording = "{% together %}走访{{ 甲 }}，慰问{{ 乙 }}{% endtogether %}，救助{{ 丙 }}。\n"
    fields = "\n".join(f"{name}: {{kind: flow, unit: 人}}" for name in "甲乙丙")
    shelf = trial(tmp_path, fields, wording)
    assert "\n走访1人，慰问2人，救助3人。\n" in text_of(
        built(trial_form({"甲": "1", "乙": "2", "丙": "3"}), shelf=shelf)
    )
    assert "\n救助3人。\n" in text_of(built(trial_form({"甲": "1", "丙": "3"}), shelf=shelf))


WAYS = ("走访{甲}，慰问{乙}。", "走访慰问{甲}、{乙}。", "慰问{乙}；走访{甲}。")


def said_one_way(tmp_path, given, unit, year):
    """The paragraph of a section with three wordings."""
    wordings = "{% 或 %}".join(way.replace("{", "{{ ").replace("}", " }}") for way in WAYS)
    fields = "\n".join(f"{name}: {{kind: flow, unit: 人}}" for name in "甲乙")
    shelf = trial(tmp_path, fields, f"{{% 任选 %}}{wordings}{{% 任选完 %}}\n")
    lines = text_of(built(trial_form(given, 单位=unit, 年度=str(year)), shelf=shelf)).split("\n")
    return next(line for line in lines if "人" in line)


def test_one_of_several_wordings_stands_by_unit_and_changes_with_the_year(tmp_path):
    given = {"甲": "1", "乙": "2"}
    units, years = ("柳河镇", "青石镇", "岩口镇", "云溪镇", "马鞍镇"), (2022, 2023, 2024)
    said = {unit: [said_one_way(tmp_path, given, unit, year) for year in years] for unit in units}
    for three in said.values():
        assert sorted(three) == sorted(way.format(甲="1人", 乙="2人") for way in WAYS)
    assert len({three[0] for three in said.values()}) > 1
    assert said_one_way(tmp_path, given, "柳河镇", 2022) == said["柳河镇"][0]


def test_each_of_several_wordings_closes_up_over_what_is_blank(tmp_path):
    said = [said_one_way(tmp_path, {"甲": "1"}, "柳河镇", year) for year in (2022, 2023, 2024)]
    assert sorted(said) == ["走访1人。", "走访1人。", "走访慰问1人。"]


FIELDS = """\
人数: {kind: stock, unit: 人, label: 在册人数}
总数: {kind: stock, unit: 人}
金额: {kind: amount, unit: 元}
万元数: {kind: amount, unit: 万元}
标准: {kind: standard, unit: 元/月}
地点: {kind: text}
做法:
  kind: items
  phrases: {入户: 逐户入户调查}
物资:
  大米: {kind: measure, unit: 公斤}
  棉被: {kind: measure, unit: 床, label: 棉被}
各村: {kind: records, fields: {村: {kind: text}, 数: {kind: figure}}}
"""
GIVEN = {
    "人数": "274人",
    "总数": "3042",
    "金额": "148000元",
    "万元数": "7",
    "标准": "170元/月",
    "做法": ["入户", "公示。"],
}
FILTER_CASES = [
    ('地点 | 不重说("在", "下")', {"地点": "在镇政府领导下"}, "镇政府领导"),
    ('地点 | 不重说("在")', {"地点": "在"}, "在"),
    ("人数 | 不带单位", {}, "274"),
    ("金额 | 不带单位", {"金额": "超过50万元"}, "超过50万"),
    ("金额 | 不带单位", {"金额": "50余万元"}, "50余万"),
    ("万元数 | 元", {}, "7万元"),
    ("金额 | 元", {"金额": "3.5万元"}, "3.5万元"),
    ("金额 | 元", {}, "148000元"),
    ("金额 | 元(2)", {"金额": "0.125元"}, "0.13元"),
    ("金额 | 元(0)", {"金额": "2.5元"}, "3元"),
    ("金额 | 元", {"金额": "近3万元"}, "近3万元"),
    ("金额 | 万元", {}, "14.8万元"),
    ("金额 | 万元(0)", {}, "15万元"),
    ("金额 | 万元(1)", {"金额": "12345元"}, "1.2万元"),
    ("金额 | 万元(1)", {"金额": "12500元"}, "1.3万元"),
    ("金额 | 万元(2)", {"金额": "10050元"}, "1.01万元"),
    ("金额 | 万元", {"金额": "50余万元"}, "50余万元"),
    ("金额 | 万元", {"金额": "5-10万元"}, "5～10万元"),
    ("金额 | 亿元", {"金额": "12000万元"}, "1.2亿元"),
    ("金额 | 亿元(1)", {"金额": "1.25亿元"}, "1.3亿元"),
    ("人数 | 占(总数)", {}, "9%"),
    ("人数 | 叫法", {}, "人数"),
    ("人数 | 占(总数, 2)", {}, "9.01%"),
    ("人数 | 占(总数)", {"人数": "1", "总数": "8"}, "12.5%"),
    ("人数 | 占(总数, 0)", {"人数": "1", "总数": "8"}, "13%"),
    ("人数 | 占(总数)", {"人数": "1", "总数": "1"}, "100%"),
    ("人数 | 占(总数)", {"人数": "0", "总数": "9"}, None),
    ("人数 | 占(总数)", {"人数": "1", "总数": "30000"}, "0.003%"),
    ("人数 | 占(总数)", {"人数": "2999", "总数": "3000"}, "99.97%"),
    ("人数 | 占(总数, 0)", {"人数": "1", "总数": "300"}, "0.3%"),
    ("人数 | 占(总数, 0)", {"人数": "299", "总数": "300"}, "99.7%"),
    ("人数 | 占(总数)", {"总数": "0"}, None),
    ("人数 | 占(总数)", {"总数": ""}, None),
    ("人数 | 占(总数)", {"人数": "60多人"}, None),
    ("人数 | 占(总数)", {"总数": "近3000人"}, None),
    ("金额 | 人均(人数)", {}, "540.15元"),
    ("金额 | 人均(人数, 0)", {}, "540元"),
    ("金额 | 人均(人数)", {"金额": "1元", "人数": "8"}, "0.13元"),
    ("金额 | 人均(人数)", {"金额": "7万元", "人数": "100"}, "约700元"),
    ("金额 | 人均(人数)", {"金额": "7.0000万元", "人数": "100"}, "700元"),
    ("金额 | 占(万元数)", {"金额": "3.5万元", "万元数": "7万元"}, "约50%"),
    ("金额 | 占(万元数)", {"金额": "3.5000万元", "万元数": "7.0000万元"}, "50%"),
    ("金额 | 人均(人数)", {"人数": "0"}, None),
    ("金额 | 人均(人数)", {"金额": "超过50万元"}, None),
    ("金额 | 大写", {}, "壹拾肆万捌仟元整"),
    ("万元数 | 大写", {}, "7万元"),
    ("万元数 | 大写", {"万元数": "70000元"}, "柒万元整"),
    ("金额 | 大写", {"金额": "1680.32元"}, "壹仟陆佰捌拾元叁角贰分"),
    ("金额 | 大写", {"金额": "107000.53元"}, "壹拾万柒仟元伍角叁分"),
    ("金额 | 大写", {"金额": "超过50万元"}, "超过50万元"),
    ("做法 | 列举", {}, "逐户入户调查、公示"),
    ("物资 | 列举", {"物资": {"大米": "5公斤", "棉被": "3"}}, "大米5公斤、棉被3床"),
    ("物资 | 列举", {"物资": {"棉被": "3床"}}, "棉被3床"),
    ("物资 | 列举", {}, None),
    ("各村 | 间隔", {"各村": [{"村": "甲村", "数": "2户"}, {"村": "乙村", "数": "8户"}]}, "、"),
    ("各村 | 间隔", {"各村": [{"村": "甲村", "数": "2户10人"}, {"村": "乙村", "数": "8户"}]}, "，"),
    ("各村 | 间隔", {}, None),
    ("做法 | 分点", {}, "一是逐户入户调查；二是公示"),
    ("做法 | 分点", {"做法": ["入户"]}, "逐户入户调查"),
    ("做法 | 分点", {"做法": ["走访。登记。", "公示"]}, "一是走访。登记。二是公示"),
    ("做法 | 分点", {"做法": []}, None),
    ("做法 | 分点", {"做法": ["无"]}, None),
    ("做法 | 分点(\"第{}，\")", {}, "第一，逐户入户调查；第二，公示"),
    ("做法 | 分句", {}, "逐户入户调查。公示"),
    ("做法 | 分句", {"做法": ""}, None),
    ("做法 | 分号", {}, "逐户入户调查；公示"),
    ("做法 | 分号", {"做法": ["甲；", "乙，"]}, "甲；乙"),
    ("人数 | 不带单位", {"人数": ""}, None),
    # Beside last year: tests/cases/lastyear.txt; over units: tests/test_rollup.py. Here is neither.
    ("人数 | 同比", {}, None),
    ("人数 | 增减", {}, None),
    ("人数 | 变化", {}, "274人"),
    ("人数 | 变化(\"增加\", \"减少\", \"为\")", {}, "为274人"),
    ("人数 | 变化", {"人数": ""}, None),
    ("人数 | 变化(总数)", {}, "由3042人降低到274人"),
    ("人数 | 变化(总数, \"提高\", \"调整为\")", {}, "由3042人调整为274人"),
    ("人数 | 变化(总数)", {"总数": "274人"}, "保持274人不变"),
    ("人数 | 变化(总数, \"提高\", \"调整为\", \"为\")", {"总数": ""}, "为274人"),
    ("人数 | 变化(总数)", {"人数": "0"}, None),
    ("标准 | 变化(标准)", {}, "保持170元/月不变"),
    ("人数 | 增减(总数)", {}, "减少2768人"),
    ("人数 | 全部(\"办结\", 总数)", {}, "办结274人"),
    ("人数 | 全部(\"办结\", 总数)", {"总数": "274人"}, "全部办结"),
    ("人数 | 全部(\"办结\", 总数)", {"总数": ""}, "办结274人"),
    ("人数 | 全部(\"办结\", 总数)", {"人数": "近300", "总数": "近300"}, "办结近300人"),
    ("人数 | 全部(\"办结\", 总数)", {"人数": "0", "总数": "0"}, None),
    ("人数 | 完成(总数)", {}, "完成年度任务3042人的9%"),
    ("人数 | 完成(总数)", {"总数": "274人"}, "完成274人的年度任务"),
    ("人数 | 完成(总数)", {"总数": "200人"}, "超额完成200人的年度任务"),
    ("人数 | 完成(总数)", {"总数": "近300人"}, "年度任务近300人"),
    ("金额 | 完成(万元数)", {"金额": "3260万元", "万元数": "3000"}, "超额完成3000万元的年度任务"),
    ("金额 | 完成(万元数)", {"金额": "3000万元", "万元数": "3000"}, "年度任务3000万元"),
    ("人数 | 照印", {"人数": "0人"}, "0人"),
    ("\"在册\" | 单说", {}, "在册"),
    ("[\"甲\"] | 任选", {}, "甲"),
    ("[\"甲\", \"乙\"] | 任选", {}, "甲"),
    ("做法 | 分点(\"抓了两条\")", {}, "抓了两条。一是逐户入户调查；二是公示"),
    ("做法 | 分点(\"有：\")", {}, "有：一是逐户入户调查；二是公示"),
    ("做法 | 分点(\"抓了两条\")", {"做法": ["入户"]}, "逐户入户调查"),
    ("人数 | 各项", {}, None),
    ("做法 | 成对(各村, \"村\", \"数\")", {}, "逐户入户调查；公示。"),
    ("人数 | 最多", {}, None),
    ("人数 | 最少", {}, None),
    ("人数 | 增幅最大", {}, None),
    ("人数 | 降幅最大", {}, None),
    ("人数 | 增加的", {}, None),
    ("人数 | 减少的", {}, None),
    ("人数 | 占比最高(总数)", {}, None),
    ("人数 | 占比最低(总数)", {}, None),
    ("金额 | 人均最高(人数)", {}, None),
    ("金额 | 人均最低(人数)", {}, None),
    ("人数 | 占比悬殊(总数)", {}, None),
    ("金额 | 人均悬殊(人数)", {}, None),
    ("金额 | 主因(人数, \"增人\", \"提标\")", {}, None),
    ("人数 | 原因", {}, None),
    ("金额 | 万元", {"金额": ""}, None),
    ("金额 | 大写", {"金额": ""}, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def worded(tmp_path_factory):
    def render(expression, given):
        folder = tmp_path_factory.mktemp("templates")
        shelf = trial(folder, FIELDS, f"甲镇说：印出〔{{{{ {expression} }}}}〕。救助3人。\n")
        return built(trial_form({**GIVEN, **given}), shelf=shelf)

    return render


@pytest.mark.parametrize(("expression", "given", "expected"), FILTER_CASES)
def test_filter(worded, expression, given, expected):
    text = text_of(worded(expression, given))
    assert re.findall("印出〔(.*)〕", text) == ([expected] if expected else [])


def test_every_filter_has_cases():
    assert {expression.split("| ")[1].split("(")[0] for expression, *_ in FILTER_CASES} == set(FILTERS)


def test_a_computed_figure_tells_what_it_came_from(worded):
    summary = worded("人数 | 占(总数)", {})
    assert [(figure.text, figure.path) for figure in figures_of(summary.document)] == [("9%", "试.人数÷试.总数")]


def test_what_a_filter_printed_counts_as_printed(tmp_path):
    wording = "发放{{ 金额 | 万元 }}，占{{ 人数 | 占(总数) }}，做到{{ 做法 | 分点 }}，发{{ 物资 | 列举 }}。\n"
    shelf = trial(tmp_path, FIELDS, wording)
    given = {**GIVEN, "万元数": "", "标准": "", "物资": {"大米": "5公斤"}}
    assert said(built(trial_form(given), shelf=shelf)) == []


def test_headings_and_sentences_speak_of_the_year():
    old = text_of(built({"单位": "甲镇", "年度": "2012", "特困供养": {"人数": "5"}}))
    new = text_of(built({"单位": "甲镇", "年度": "2023", "特困供养": {"人数": "5"}}))
    assert "一、五保供养" in old
    assert "五保对象5人" in old
    assert "五保" not in new
    assert "特困人员5人" in new


@pytest.mark.parametrize(
    ("period", "phrases"),
    [
        ("全年", ("2023年社会救助工作总结", "截至2023年底", "全年新")),
        ("上半年", ("2023年上半年社会救助工作总结", "截至2023年6月底", "上半年新")),
        ("第三季度", ("2023年第三季度社会救助工作总结", "截至2023年9月底", "第三季度新")),
        ("1—5月", ("2023年1—5月社会救助工作总结", "截至2023年5月底", "1—5月新")),
    ],
)
def test_stocks_and_flows_speak_of_their_period(period, phrases):
    form = {"单位": "甲镇", "年度": "2023", "期间": period}
    form["低保"] = {"农村": {"户数": "5", "人数": "9"}, "新增": {"户数": "2", "人数": "3"}}
    text = text_of(built(form))
    assert [phrase for phrase in phrases if phrase not in text] == []


def test_a_section_may_be_as_of_another_day():
    form = {"单位": "甲镇", "年度": "2023", "低保": {"截至": "2023年11月底", "农村": {"户数": "5", "人数": "9"}}}
    form["特困供养"] = {"人数": "5"}
    text = text_of(built(form))
    assert "截至2023年11月底，" in text
    assert re.search("截至2023年底，全镇(?:共有|现有|在册)特困人员5人", text)


@pytest.mark.parametrize(
    ("unit", "own", "area"),
    [
        ("讲治镇", "我镇", "全镇"),
        ("青石乡", "我乡", "全乡"),
        ("东门街道", "我街道", "全街道"),
        ("某福利院", "我院", "全院"),
    ],
)
def test_a_unit_speaks_of_itself_by_its_name(unit, own, area):
    form = {"单位": unit, "年度": "2023", "低保": {"农村": {"户数": "5", "人数": "9"}}}
    text = text_of(built(form))
    assert f"现将{own}2023年社会救助工作总结如下。" in text
    assert f"{area}有农村低保对象5户、9人" in text or f"{area}共有农村低保对象5户、9人" in text


def test_sections_without_anything_leave_no_heading():
    form = {"单位": "甲镇", "年度": "2023", "临时救助": {"人次": "3"}}
    headings = [block for block in built(form).document.blocks if isinstance(block, Heading)]
    assert [heading.number for heading in headings] == ["一、"]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_the_same_form_gives_the_same_words(form):
    assert text_of(built(read(form))) == text_of(built(read(form)))
