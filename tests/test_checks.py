"""What a filled form cannot mean, may not mean, or says by half: found with the figures, and not found where all is well."""

import pytest
from forms import FORMS, REAL, SECOND, at, built, read, said, text_of, trial, trial_form, without

from generator.problem import Severity


def found(summary, severity=None):
    """Field and words of each problem, of one severity or all."""
    return [(one.place.field, one.what) for one in summary.problems if severity in (None, one.severity)]


WARNED = [
    ("低保.农村.月发放额", "农村低保人均月发放额高于标准（农村·月发放额 / 农村·人数 = 73.16；农村·标准 = 72）。"),
    (
        "低保.取消.人数",
        "两个取消人数相差一半以上，请核对口径，是否把今年和上年写混了（取消·人数 = 128；取消·上年人数 = 32）。",
    ),
    (
        "医疗救助.参保资助.城镇标准",
        "城镇参保资助标准与城镇低保标准完全相同，请核对是否抄错（参保资助·城镇标准 = 170；低保·城镇·标准 = 170）。",
    ),
    (
        "医疗救助.参保资助.农村标准",
        "农村参保资助标准与农村低保标准完全相同，请核对是否抄错（参保资助·农村标准 = 72；低保·农村·标准 = 72）。",
    ),
    ("特困供养.机构.入住", "集中供养出现两个不同的数，请说明各是什么口径（机构·入住 = 48；集中供养 = 79）。"),
    (
        "临时救助.人次",
        "临时救助平均每户超过3人次，人次和户数可能不是同一口径（人次 = 310；户数 * 3 = 243）。",
    ),
]
"""What is odd in the town's real figures, worst first and then in the order of the form."""


def test_the_real_form_is_warned_of_what_is_odd_in_it_and_of_nothing_else():
    assert found(built(read(REAL)), Severity.WARNING) == WARNED


def test_the_real_form_is_told_what_is_half_said():
    notices = dict(found(built(read(REAL)), Severity.NOTICE))
    assert notices["低保.城镇.户数"] == "填了城镇低保人数，没有填城镇低保户数。"
    assert notices["低保.农村.人数"].startswith("农村低保平均每户不到1.1人")
    assert "农村·人数 / 农村·户数 = 1.03" in notices["低保.农村.人数"]
    assert notices["医疗救助.申报.人数"] == "填了申报医疗救助户数，没有填申报医疗救助人数。"


HOLDS = [
    ({"低保": {"农村": {"户数": "2680户", "人数": "2768人"}}}, "户数多于人数"),
    ({"低保": {"城镇": {"人数": "274人", "月发放额": "45805元", "标准": "170元/月"}}}, "高于标准"),
    ({"低保": {"清理核查": {"村数": "11个", "社区数": "1个", "公示栏": "12处"}}}, "不一致"),
    ({"临时救助": {"人次": "310人次", "金额": "148000元"}}, "次均救助"),
    ({"医疗救助": {"门诊": {"户数": "210户", "金额": "7万元"}}}, "门诊"),
    ({"医疗救助": {"申报": {"户数": "185户"}, "金额": "超过50万元"}}, "超过"),
]
"""Figures of the real form that agree with one another, and a word of what would be said if they did not."""


@pytest.mark.parametrize(("given", "word"), HOLDS)
def test_figures_that_agree_are_not_spoken_of(given, word):
    summary = built({"单位": "讲治镇", "年度": "2012", **given})
    assert [what for _, what in found(summary) if word in what] == []
    assert found(summary, Severity.WARNING) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_the_forms_of_the_repository_have_no_errors(form):
    assert found(built(read(form)), Severity.ERROR) == []


WRONG = [
    ("低保.农村.户数", "3000", "农村低保户数多于人数（农村·户数 = 3000；农村·人数 = 2768）。"),
    ("低保.农村.新增人数", "3000", "农村低保新增人数多于在册人数（农村·新增人数 = 3000；农村·人数 = 2768）。"),
    ("特困供养.集中供养", "221", "集中供养人数多于总人数（集中供养 = 221；人数 = 220）。"),
]


@pytest.mark.parametrize(("path", "typed", "what"), WRONG)
def test_what_cannot_be_is_an_error_and_nothing_is_built(path, typed, what):
    form = read(REAL)
    *groups, name = path.split(".")
    at(form, tuple(groups))[name] = typed
    summary = built(form)
    assert (path, what) in found(summary, Severity.ERROR)
    assert summary.document is None


def test_each_problem_names_the_line_of_the_figure_typed_first():
    summary = built(REAL.read_text(encoding="utf-8"))
    lines = REAL.read_text(encoding="utf-8").split("\n")
    for problem in summary.problems:
        if problem.place.field in dict(WARNED):
            assert lines[problem.place.spot.line - 1].strip().startswith(problem.place.field.rsplit(".", 1)[1])


def test_the_worst_comes_first_and_then_the_order_of_the_form():
    form = read(REAL)
    form["低保"]["农村"]["户数"] = "3000"
    problems = built(form).problems
    assert [one.severity for one in problems] == sorted((one.severity for one in problems), reverse=True)
    for severity in Severity:
        lines = [one.place.spot.line for one in problems if one.severity is severity]
        assert lines == sorted(lines)


FIELDS = """\
甲: {kind: stock, unit: 人}
乙: {kind: stock, unit: 人}
总数: {kind: stock, unit: 人}
金额: {kind: amount, unit: 元}
全年: {kind: amount, unit: 元}
月标准: {kind: standard, unit: 元/月}
年标准: {kind: standard, unit: 元/年}
率: {kind: percent, unit: "%"}
日期: {kind: date}
是否: {kind: flag}
方式: {kind: choice, options: [集中, 分散]}
"""


@pytest.fixture
def breaks(tmp_path):
    """Whether a rule finds something in what was filled in."""

    def run(rule, given, **head):
        shelf = trial(tmp_path, FIELDS, "救助3人。{{ 甲 }}")
        path = tmp_path / "sections" / "trial" / "form.yaml"
        checks = f"checks:\n  - {{message: 对不上, {rule}}}\nfields:"
        path.write_text(path.read_text(encoding="utf-8").replace("fields:", checks, 1), encoding="utf-8")
        summary = built(trial_form(given, **head), shelf=shelf)
        assert not [line for line in said(summary) if "form.yaml" in line]
        return [what for _, what in found(summary) if "对不上" in what]

    return run


SILENT, HEARD = False, True
RULES = [
    # A rule with a blank in it is silent.
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "总数": "5"}, SILENT),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "", "总数": "5"}, SILENT),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "xx", "总数": "5"}, SILENT),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "2", "总数": "5"}, SILENT),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "3", "总数": "5"}, HEARD),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "0", "总数": "3"}, SILENT),
    ("rule: 甲 + 乙 == 总数", {"甲": "3", "乙": "无", "总数": "4"}, HEARD),
    # A qualified figure speaks only where no value it may stand for would do.
    ("rule: 甲 <= 总数", {"甲": "60多人", "总数": "70"}, SILENT),
    ("rule: 甲 <= 总数", {"甲": "60多人", "总数": "50"}, HEARD),
    ("rule: 甲 <= 总数", {"甲": "近60人", "总数": "50"}, SILENT),
    ("rule: 甲 <= 总数", {"甲": "60", "总数": "近50人"}, HEARD),
    ("rule: 甲 <= 总数", {"甲": "60", "总数": "超过50人"}, SILENT),
    ("rule: 甲 <= 总数", {"甲": "约60人", "总数": "50"}, SILENT),
    ("rule: 甲 == 总数", {"甲": "不少于60人", "总数": "61"}, SILENT),
    ("rule: 甲 == 总数", {"甲": "不少于60人", "总数": "59"}, HEARD),
    ("rule: 甲 == 总数", {"甲": "不超过60人", "总数": "61"}, HEARD),
    ("rule: 甲 == 总数", {"甲": "5-10人", "总数": "7"}, SILENT),
    ("rule: 甲 == 总数", {"甲": "5-10人", "总数": "11"}, HEARD),
    ("rule: 甲 != 总数", {"甲": "5", "总数": "5"}, HEARD),
    ("rule: 甲 != 总数", {"甲": "近5人", "总数": "5"}, SILENT),
    # Tolerance: a share of the larger side, or so many.
    ("rule: 甲 == 总数, tolerance: 10%", {"甲": "91", "总数": "100"}, SILENT),
    ("rule: 甲 == 总数, tolerance: 10%", {"甲": "89", "总数": "100"}, HEARD),
    ("rule: 甲 <= 总数, tolerance: 10%", {"甲": "109", "总数": "100"}, SILENT),
    ("rule: 甲 <= 总数, tolerance: 10%", {"甲": "120", "总数": "100"}, HEARD),
    ('rule: 甲 == 总数, tolerance: "1"', {"甲": "99", "总数": "100"}, SILENT),
    ('rule: 甲 == 总数, tolerance: "1"', {"甲": "98", "总数": "100"}, HEARD),
    # Units: 万元 and 元 are one; 元/年 is twelve times 元/月.
    ("rule: 金额 == 全年", {"金额": "7万元", "全年": "70000元"}, SILENT),
    ("rule: 金额 == 全年", {"金额": "7万元", "全年": "70001元"}, SILENT),
    ("rule: 金额 == 全年", {"金额": "7.0000万元", "全年": "70001元"}, HEARD),
    ("rule: 金额 == 全年", {"金额": "7万元", "全年": "75000元"}, HEARD),
    ("rule: 金额 == 全年", {"金额": "7万元", "全年": "65000元"}, SILENT),
    ("rule: 月标准 * 12 == 年标准", {"月标准": "170元/月", "年标准": "2040元"}, SILENT),
    ("rule: 月标准 * 12 == 年标准", {"月标准": "2040元/年", "年标准": "2040元"}, SILENT),
    ("rule: 月标准 * 12 == 年标准", {"月标准": "170", "年标准": "170元/月"}, SILENT),
    ("rule: 月标准 * 12 == 年标准", {"月标准": "170", "年标准": "170"}, HEARD),
    ("rule: 甲 / 总数 * 100 == 率", {"甲": "1", "总数": "4", "率": "25%"}, SILENT),
    ("rule: 甲 / 总数 * 100 == 率", {"甲": "1", "总数": "0", "率": "25%"}, SILENT),
    ("rule: 金额 / 总数 <= 月标准", {"金额": "202498元", "总数": "2768", "月标准": "72"}, HEARD),
    ("rule: 金额 / 总数 <= 月标准", {"金额": "202498元", "总数": "2813", "月标准": "72"}, SILENT),
    # Yes or no, and one of several.
    ("rule: 是否 or 甲 == 0", {"是否": "否", "甲": "3"}, HEARD),
    ("rule: 是否 or 甲 == 0", {"是否": "是", "甲": "3"}, SILENT),
    ("rule: 甲 > 0 and 总数 > 0", {"甲": "3", "总数": "0"}, HEARD),
    # Dates and the period.
    ("rule: 日期 >= 期初", {"日期": "7月4日"}, SILENT),
    ("rule: 日期 >= 期初", {"日期": "2022-12-31"}, HEARD),
    ("rule: 日期 <= 期末", {"日期": "2023年12月31日"}, SILENT),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "given", "heard"), RULES)
def test_rule(breaks, rule, given, heard):
    assert bool(breaks(rule, given)) is heard


@pytest.mark.parametrize(
    ("period", "typed", "heard"),
    [
        ("全年", "12万元", SILENT),
        ("全年", "6万元", SILENT),
        ("全年", "5万元", HEARD),
        ("全年", "6.00万元", SILENT),
        ("上半年", "6万元", SILENT),
        ("上半年", "12万元", HEARD),
        ("第三季度", "3万元", SILENT),
        ("1—5月", "5万元", SILENT),
        ("7月", "1万元", SILENT),
        ("7月", "12万元", HEARD),
    ],
)
def test_amounts_are_held_against_the_months_of_the_period(breaks, period, typed, heard):
    assert bool(breaks("rule: 金额 * 月数 == 全年", {"金额": "1万元", "全年": typed}, 期间=period)) is heard


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"甲": "3", "乙": "3", "总数": "5"}, "（甲 + 乙 = 6；总数 = 5）"),
        ({"甲": "60多人", "乙": "3", "总数": "5"}, "（甲 + 乙 = 不少于63；总数 = 5）"),
        ({"甲": "5-10人", "乙": "3", "总数": "5"}, "（甲 + 乙 = 8～13；总数 = 5）"),
        ({"甲": "3", "乙": "3", "总数": "近5人"}, "（甲 + 乙 = 6；总数 = 不超过5）"),
        ({"甲": "1227396", "乙": "0", "总数": "5"}, "（甲 + 乙 = 1,227,396；总数 = 5）"),
    ],
)
def test_both_sides_of_what_does_not_agree_are_shown(breaks, given, shown):
    assert breaks("rule: 甲 + 乙 == 总数", given) == [f"对不上{shown}。"]


DATES = [
    ("全年", "2023年12月31日", SILENT),
    ("全年", "2024-01-01", HEARD),
    ("上半年", "7月4日", HEARD),
    ("上半年", "6月30日", SILENT),
    ("上半年", "6月底", SILENT),
    ("1—5月", "6月份", HEARD),
    ("全年", "2019年5月", SILENT),
]


@pytest.mark.parametrize(("period", "typed", "heard"), DATES)
def test_a_date_after_the_period_cannot_be(tmp_path, period, typed, heard):
    shelf = trial(tmp_path, FIELDS, "{{ 日期 }}起救助{{ 甲 }}。")
    summary = built(trial_form({"日期": typed, "甲": "3"}, 期间=period), shelf=shelf)
    wrong = [("试.日期", f"日期「{text}」在报告期（{period}）之后。") for text in [typed_text(typed)] if heard]
    assert found(summary, Severity.ERROR) == wrong


def typed_text(typed):
    return "2024年1月1日" if typed == "2024-01-01" else typed


def test_stocks_cannot_be_counted_after_the_paper_was_signed(tmp_path):
    shelf = trial(tmp_path, FIELDS, "截至{{ 截至 }}共有{{ 甲 }}。")
    late = trial_form({"甲": "3"}, 截至="2023年12月31日", 成文日期="2023-12-20")
    assert found(built(late, shelf=shelf), Severity.WARNING) == [("截至", "截至「2023年12月31日」晚于成文日期。")]
    assert found(built(late | {"成文日期": "2023-12-31"}, shelf=shelf)) == []


ANSWER = {"低保.农村.月发放额": "含临时价格补贴"}


def test_an_explained_warning_is_a_notice_with_the_explanation():
    summary = built({**read(REAL), "核对说明": ANSWER})
    assert "低保.农村.月发放额" not in dict(found(summary, Severity.WARNING))
    (problem,) = [one for one in summary.problems if one.place.field == "低保.农村.月发放额"]
    assert problem.severity is Severity.NOTICE
    assert problem.advice == "表中已说明：含临时价格补贴"


def test_an_explanation_may_name_any_figure_of_the_rule():
    summary = built({**read(REAL), "核对说明": {"低保·农村·标准": "标准年底才提"}})
    assert "低保.农村.月发放额" not in dict(found(summary, Severity.WARNING))


def test_an_explanation_of_nothing_is_an_error():
    (line,) = [line for line in said(built({**read(REAL), "核对说明": {"低保.农村.月发发额": "x"}})) if "错误" in line]
    assert "没有「低保.农村.月发发额」这个项目。是不是「低保.农村.月发放额」？" in line


def test_an_error_is_not_explained_away():
    form = read(REAL)
    form["低保"]["农村"]["户数"] = "3000"
    form["核对说明"] = {"低保.农村.户数": "确实如此"}
    assert ("低保.农村.户数", WRONG[0][2]) in found(built(form), Severity.ERROR)


def test_strict_refuses_what_is_not_explained():
    assert built(read(REAL), strict=True).document is None
    assert built(read(REAL)).document is not None
    every = {field: "已核实" for field, _ in WARNED}
    assert built({**read(REAL), "核对说明": every}, strict=True).document is not None


def test_checks_do_not_change_the_words():
    assert text_of(built({**read(REAL), "核对说明": ANSWER})) == text_of(built(read(REAL)))


def test_a_rare_figure_is_not_missed():
    summary = built({"单位": "甲镇", "年度": "2023", "特困供养": {"人数": "5", "资金": "5万元"}})
    assert found(summary) == []


def test_only_the_missing_half_of_a_pair_is_asked_for():
    whole = {"单位": "甲镇", "年度": "2023", "低保": {"农村": {"户数": "5", "人数": "9", "月发放额": "1000元"}}}
    assert not [field for field, what in found(built(whole)) if "没有填" in what and "农村" in field]
    half = without(whole, {("低保", "农村", "户数")})
    assert [field for field, what in found(built(half)) if "没有填" in what] == ["低保.农村.户数"]


def test_what_is_computed_is_not_asked_for():
    form = {"单位": "甲镇", "年度": "2023", "低保": {"城镇": {"户数": "5"}, "农村": {"户数": "6"}}}
    assert "低保.合计.人数" not in dict(found(built(form)))


@pytest.mark.parametrize("blank", [("单位",), ("年度",)])
def test_who_and_when_must_be_said(blank):
    summary = built(without(read(SECOND), {blank}))
    assert [field for field, _ in found(summary, Severity.ERROR)] == [blank[0]]
    assert summary.document is None


def test_a_total_of_ones_own_that_may_be_the_sum_of_its_parts_is_not_spoken_of():
    own = {
        "名称": "夏季送清凉",
        "合计": "是",
        "其中": [{"名称": "城镇", "数值": "40人"}, {"名称": "农村", "数值": "20人"}],
    }
    for typed, faulty in (
        ("超过50人", False),
        ("60人", False),
        ("不到60人", False),
        ("61人", True),
        ("超过70人", True),
    ):
        form = {"单位": "青石镇", "年度": "2012", "临时救助": {"自定义": [{**own, "数值": typed}]}}
        assert any("其中各项相加是60人" in one for one in said(built(form))) is faulty, typed
