"""This year's form beside last year's: how it is found, what is said of a figure, and what is asked about."""

import re
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from casefiles import CASES
from chinese import find_broken_document
from forms import ROOT, built, leaves, put, read, said, text_of, trial, trial_form, without, write
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.document.walk import iter_texts
from generator.form.archive import Archive
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Severity
from generator.trust.provenance import origins

TOWNS = sorted((ROOT / "inputs" / "towns" / "2024").glob("*.yaml"))
COUNTY = ROOT / "inputs" / "云岭县-2024.yaml"
COMPARES = re.compile("上年|去年|同比|持平|由零增至")


# What is said.


def cases():
    lines = (CASES / "lastyear.txt").read_text(encoding="utf-8").split("\n")
    start = lines.index("")
    numbered = ((number, line) for number, line in enumerate(lines, 1) if number > start and line.strip())
    for number, line in numbered:
        if not line.startswith("# "):
            parts = ["" if part == "空" else part for part in line.split(" | ")]
            now, before, unit, *written, printed = parts
            yield pytest.param(now, before, unit, " | ".join(written), printed, id=f"{number} {line}")


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """What a template prints of a figure of two years, between 〔〕; None when that fell out."""
    folder = tmp_path_factory.mktemp("两年")

    @lru_cache
    def shelf_of(unit, written):
        wording = written if "{" in written else f"{{{{ 数 | {written} }}}}"
        kind = {"%": "percent", "‰": "percent", "元": "amount", "万元": "amount", "元/月": "standard"}.get(
            unit, "measure"
        )
        fields = f"数: {{kind: {kind}, unit: '{unit}'}}"
        return trial(tmp_path_factory.mktemp("模板"), fields, f"甲镇说：印出〔{wording}〕。救助3人。\n")

    def render(now, before, unit, written, **head):
        put(folder, "上年.yaml", write(trial_form({"数": before}, **head, 年度="2022")))
        explained = {"核对说明": {"试.数": "两个村划入"}, **head}
        summary = built(trial_form({"数": now}, **explained), shelf=shelf_of(unit, written), folder=folder)
        found = re.findall("印出〔(.*)〕", text_of(summary))
        return found[0] if found else None

    return render


@pytest.mark.parametrize(("now", "before", "unit", "written", "printed"), list(cases()))
def test_two_years_are_put_into_words_as_the_case_says(compared, now, before, unit, written, printed):
    assert compared(now, before, unit, written) == (printed or None)


@pytest.mark.parametrize(
    ("period", "phrase"),
    [("全年", "比上年增长9.6%"), ("上半年", "比上年同期增长9.6%"), ("1—5月", "比上年同期增长9.6%")],
)
def test_part_of_a_year_is_compared_with_the_same_part(compared, period, phrase):
    assert compared("274人", "250人", "人", "比{{ 上年同期 }}{{ 数 | 同比 }}", 期间=period) == phrase


@pytest.mark.parametrize("written", ["同比", "增减"])
def test_part_of_a_year_is_level_with_the_same_part(compared, written):
    sentence = f"人数比{{{{ 上年同期 }}}}{{{{ 数 | {written} }}}}"
    assert compared("274人", "274人", "人", sentence, 期间="上半年") == "人数与上年同期持平"


def test_the_layout_says_how_many_places_a_share_has_and_a_template_overrules_it(tmp_path):
    wording = "增{{ 数 | 同比 }}，细到{{ 数 | 同比(3) }}。\n"
    house = "沿用: gbt9704\n名称: 本地\n数字:\n  同比小数: 2\n"
    shelf = trial(tmp_path / "模板", "数: {kind: stock, unit: 人}", wording, layouts__local_yaml=house)
    put(tmp_path, "zongjie.yaml", "版式: local\n")
    put(tmp_path, "上年.yaml", write(trial_form({"数": "3"}, 年度="2022")))
    summary = built(trial_form({"数": "4"}), shelf=shelf, folder=tmp_path)
    assert "增增长33.33%，细到增长33.333%。" in text_of(summary)


def test_a_comparison_is_traced_to_both_years(tmp_path):
    shelf = trial(tmp_path / "模板", "数: {kind: stock, unit: 人}", "比上年{{ 数 | 同比 }}。\n")
    put(tmp_path, "上年.yaml", write(trial_form({"数": "3"}, 年度="2022")))
    summary = built(trial_form({"数": "4"}), shelf=shelf, folder=tmp_path)
    assert list(origins(summary.document, summary.form)) == [
        ("2023年", "由年度（第3行）和期间推出"),
        ("增长33.3%", "由试·数和上年·试·数算出"),
    ]
    assert said(summary) == []


# Where last year's form is found.


def form(year, number="66人", unit="甲镇", **more):
    return {"单位": unit, "年度": str(year), **more, "特困供养": {"人数": number}}


LAST = form(2023, "60人")
THIS = form(2024)
COMPARED = "66人，人数比上年增加6人"


@pytest.fixture
def summary(tmp_path, monkeypatch):
    """The summary of a form among others: the files by name, the first of them built."""
    monkeypatch.chdir(tmp_path)

    def build(files, *, archive=(), **options):
        for name, content in files.items():
            put(tmp_path, name, content if isinstance(content, str | bytes) else write(content))
        return read_summary(
            Path(next(iter(files))), Options(open_shelf(), **options, archive=Archive(map(Path, archive)))
        )

    return build


def worse(summary):
    """What is said of a form that is more than a notice."""
    return [str(one) for one in summary.problems if one.severity > Severity.NOTICE]


FOUND = {
    "in the same folder, whatever its name": {"甲.yaml": THIS, "旧的.yaml": LAST},
    "in the folder of the year before": {"towns/2024/甲.yaml": THIS, "towns/2023/甲.yaml": LAST},
    "in such a folder with more in its name": {"2024年度/甲.yaml": THIS, "2023年度/甲镇.yml": LAST},
    "of a year in wide digits": {"甲.yaml": THIS, "甲3.yaml": {**LAST, "年度": "２０２３年"}},
    "typed in GBK": {"甲.yaml": THIS, "甲3.yaml": write(LAST).decode().encode("gbk")},
    "typed in UTF-16": {"甲.yaml": THIS, "甲3.yaml": write(LAST).decode().encode("utf-16")},
    "with Windows line ends": {"甲.yaml": THIS, "甲3.yaml": write(LAST).replace(b"\n", b"\r\n")},
    "among those of other units, years and reports": {
        "甲.yaml": THIS,
        "甲3.yaml": LAST,
        "甲2.yaml": form(2022, "50人"),
        "乙3.yaml": form(2023, "50人", "乙镇"),
        "社区.yaml": {**form(2023, "50人"), "报告": "community"},
        "半年.yaml": {**form(2023, "50人"), "期间": "上半年"},
    },
    "named by path": {"甲.yaml": {**THIS, "上年": "旧/甲.yaml"}, "旧/甲.yaml": LAST},
    "named by path though others are found": {
        "甲.yaml": {**THIS, "上年": "旧/甲.yaml"}, "旧/甲.yaml": LAST, "甲3.yaml": form(2023, "50人"),
    },
}  # fmt: skip


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
def test_last_years_form_is_found(summary, files):
    assert COMPARED in text_of(summary(files))


def test_last_years_form_is_found_in_the_folders_given_at_any_depth(summary):
    files = {"新/甲.yaml": THIS, "旧/某处/甲.yaml": LAST}
    assert COMPARED in text_of(summary(files, archive=["旧"]))
    assert not COMPARES.search(text_of(summary(files)))


def test_the_same_file_found_twice_is_one(summary):
    files = {"2024/甲.yaml": THIS, "2023/甲.yaml": LAST}
    assert COMPARED in text_of(summary(files, archive=["2023", ".", "2024/../2023"]))


UNFOUND = {
    "of another unit": form(2023, "60人", "乙镇"),
    "of another year": form(2022, "60人"),
    "of another report": {**LAST, "报告": "community"},
    "of part of the year": {**LAST, "期间": "上半年"},
    "that is no form": "一段话\n",
    "that is a table": b"\x50\x4b\x03\x04\x00\x00",
}


@pytest.mark.parametrize("other", UNFOUND.values(), ids=UNFOUND)
def test_a_form_that_is_not_last_years_is_not_compared_with(summary, other):
    found = summary({"甲.yaml": THIS, "别的.yaml": other})
    assert not COMPARES.search(text_of(found))
    assert worse(found) == []


def test_without_a_word_nothing_is_looked_for_outside_the_folder_of_the_year_before(summary):
    files = {"2024/甲.yaml": THIS, "2023/某处/甲.yaml": LAST, "旧/甲.yaml": LAST}
    assert not COMPARES.search(text_of(summary(files)))


@pytest.mark.parametrize("typed", ["无", "没有", "否"])
def test_a_form_may_ask_not_to_be_compared(summary, typed):
    found = summary({"甲.yaml": {**THIS, "上年": typed}, "甲3.yaml": LAST})
    assert not COMPARES.search(text_of(found))
    assert worse(found) == []


def test_a_form_in_traditional_characters_is_compared_and_may_ask_not_to_be(summary):
    before = "單位: 講治鎮\n年度: 2023\n特困供養: {人數: 60人}\n"
    now = before.replace("2023", "2024").replace("60", "66")
    assert "66人，人數比上年增加6人" in text_of(summary({"新.yaml": now, "舊.yaml": before}))
    assert "上年" not in text_of(summary({"新.yaml": f"{now}上年: 無\n", "舊.yaml": before}))


@pytest.mark.parametrize(
    ("now", "before", "what"),
    [
        ({"取消": {"人数": "30人", "上年人数": "32人"}}, {"取消": {"人数": "31人"}}, "填的上年取消人数和上年表单的取消人数不一样"),
        ({"城镇": {"原标准": "700元", "标准": "740元"}}, {"城镇": {"标准": "710元"}}, "填的城镇低保原标准和上年表单的标准不一样"),
        ({"农村": {"原标准": "500元", "标准": "540元"}}, {"农村": {"标准": "510元"}}, "填的农村低保原标准和上年表单的标准不一样"),
    ],
)  # fmt: skip
def test_what_this_years_form_says_of_last_year_is_held_to_last_years_form(summary, now, before, what):
    head = {"单位": "甲镇"}
    files = {"新.yaml": {**head, "年度": "2024", "低保": now}, "旧.yaml": {**head, "年度": "2023", "低保": before}}
    assert [one for one in said(summary(files)) if what in one]


WRONG_PATHS = ["没有这个.yaml", ".", "旧/" + "长" * 300 + ".yaml", "甲.yaml/乙.yaml"]


@pytest.mark.parametrize("typed", WRONG_PATHS, ids=lambda path: path[:12])
def test_a_named_file_that_is_not_there_is_an_error_with_its_line(summary, typed):
    found = summary({"甲.yaml": {"上年": typed, **THIS}, "甲3.yaml": LAST})
    advice = "路径从这份表单所在的文件夹算起，请核对；没有就写「上年: 无」。"
    assert worse(found) == [f"错误 甲.yaml:1 上年：没有找到上年的表单「{typed}」。{advice}"]
    assert found.document is None


MISNAMED = {
    "another unit": (form(2023, "60人", "乙镇"), "是乙镇的，不是甲镇的。"),
    "another year": (form(2022, "60人"), "的年度是2022，不是2023。"),
    "its own year": (form(2024, "60人"), "的年度是2024，不是2023。"),
    "another period": ({**LAST, "期间": "上半年"}, "的报告种类或期间和这份不一样。"),
    "another report": ({**LAST, "报告": "community"}, "的报告种类或期间和这份不一样。"),
}


@pytest.mark.parametrize(("other", "what"), MISNAMED.values(), ids=MISNAMED)
def test_a_named_file_that_is_not_last_years_is_warned_of_and_not_compared_with(summary, other, what):
    found = summary({"甲.yaml": {"上年": "乙.yaml", **THIS}, "乙.yaml": other})
    cure = "请核对「上年」写的文件；确是改了名的，请把那一份的「单位」改成「甲镇」。" if "乙镇" in what else ""
    assert worse(found) == [f"警告 甲.yaml:1 上年：乙.yaml {what}没有和上年比较。{cure}"]
    assert not COMPARES.search(text_of(found))


def test_the_second_half_of_a_year_is_not_compared_with_the_first(summary):
    second = {"上年": "乙.yaml", **THIS, "期间": "7—12月"}
    found = summary({"甲.yaml": second, "乙.yaml": {**LAST, "期间": "1—6月"}})
    assert worse(found) == ["警告 甲.yaml:1 上年：乙.yaml 的报告种类或期间和这份不一样。没有和上年比较。"]
    found = summary({"甲.yaml": second, "乙.yaml": {**LAST, "期间": "下半年"}})
    assert "比上年同期增加6人" in text_of(found)


@pytest.mark.parametrize(
    "broken", ["单位: 甲镇\n年度: 2023\n特困供养: {人数: 六十来人吧}\n", "单位: 甲镇\n年度：2023\n"]
)
def test_a_form_of_last_year_with_errors_is_warned_of_and_not_compared_with(summary, broken):
    found = summary({"甲.yaml": THIS, "甲3.yaml": broken})
    assert worse(found) == [
        "警告 甲.yaml 上年：上年的表单 甲3.yaml 有错误，请用 zongjie check 查看并改好。没有和上年比较。"
    ]
    assert not COMPARES.search(text_of(found))


def test_two_forms_of_last_year_are_warned_of_and_neither_is_compared_with(summary):
    found = summary({"甲.yaml": THIS, "甲3.yaml": LAST, "甲4.yaml": LAST})
    what = "上年的表单有2份：甲3.yaml、甲4.yaml，请用「上年: 文件」指明一份。没有和上年比较。"
    assert worse(found) == [f"警告 甲.yaml 上年：{what}"]
    assert not COMPARES.search(text_of(found))


# What is asked about.


def dibao(year, people, new="", gone="", **head):
    counts = {"新增": {"人数": new}, "取消": {"人数": gone}}
    return {"单位": "甲镇", "年度": str(year), **head, "低保": {"合计": {"人数": people}, **counts}}


STOCK = "上年末的低保人数加新增、减取消，不等于现在的人数"


def test_last_years_stock_with_what_came_and_went_is_this_years(summary):
    before = dibao(2023, "500人")
    assert worse(summary({"甲.yaml": dibao(2024, "510人", "30人", "20人"), "甲3.yaml": before})) == []
    (line,) = worse(summary({"甲.yaml": dibao(2024, "512人", "30人", "20人"), "甲3.yaml": before}))
    both = "（上年·合计·人数 + 新增·人数 - 取消·人数 = 510；合计·人数 = 512）"
    assert line == f"警告 甲.yaml:5 低保·合计·人数：{STOCK}{both}。请核对这几项，或在「核对说明」里写明原因。"


SILENT = {
    "without last year's form": ({"甲.yaml": dibao(2024, "512人", "30人", "20人")}),
    "where last year's is blank": ({"甲.yaml": dibao(2024, "512人", "30人", "20人"), "甲3.yaml": dibao(2023, "")}),
    "where what went is blank": ({"甲.yaml": dibao(2024, "512人", "30人", ""), "甲3.yaml": dibao(2023, "500人")}),
    "where it may well be so": ({"甲.yaml": dibao(2024, "512人", "30余人", "20人"), "甲3.yaml": dibao(2023, "500人")}),
    "over half a year": (
        {
            "甲.yaml": dibao(2024, "512人", "30人", "20人", 期间="上半年"),
            "甲3.yaml": dibao(2023, "500人", 期间="上半年"),
        }
    ),
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_stocks_of_two_years_are_not_held_against_each_other(summary, files):
    assert [line for line in worse(summary(files)) if STOCK in line] == []


JUMPED = "警告 甲.yaml:{} 特困供养·人数：上年是60人，今年是{}，{}。变动较大，请核对，或在「核对说明」里写明原因；写明了，文中才说这个增减。"


@pytest.mark.parametrize(
    ("now", "change"),
    [("91人", "增长51.7%"), ("29人", "下降51.7%"), ("0人", "下降100%"), ("约100人", "增长约66.7%")],
)
def test_a_figure_that_leapt_is_asked_about(summary, now, change):
    found = summary({"甲.yaml": form(2024, now), "甲3.yaml": LAST})
    assert worse(found) == [JUMPED.format(4, now, change)]
    assert found.document is not None


@pytest.mark.parametrize("now", ["90人", "30人", "超过100人", "100—120人", ""])
def test_a_figure_that_moved_by_half_or_may_not_have_leapt_is_not_asked_about(summary, now):
    found = summary({"甲.yaml": form(2024, now), "甲3.yaml": LAST})
    assert [line for line in worse(found) if "变动较大" in line] == []


def test_a_leap_from_nothing_is_not_asked_about(summary):
    assert worse(summary({"甲.yaml": form(2024, "66人"), "甲3.yaml": form(2023, "0人")})) == []


@pytest.mark.parametrize(("now", "before", "asked"), [("9人", "3人", 0), ("2人", "9人", 0), ("10人", "3人", 1)])
def test_small_counts_leap_every_year(summary, now, before, asked):
    found = summary({"甲.yaml": form(2024, now), "甲3.yaml": form(2023, before)})
    assert len([line for line in worse(found) if "变动较大" in line]) == asked


def test_a_leap_with_a_reason_is_a_notice_with_the_reason(summary):
    answered = {"核对说明": {"特困供养.人数": "两个村划入"}, **form(2024, "91人")}
    found = summary({"甲.yaml": answered, "甲3.yaml": LAST}, strict=True)
    assert worse(found) == []
    assert "特困供养·人数：上年是60人，今年是91人，增长51.7%。表中已说明：两个村划入" in "\n".join(said(found))
    assert found.document is not None


@pytest.mark.parametrize(("jump", "asked"), [("", 1), ("80%", 0), ("60%", 1), ("none", 0), ("12.5%", 1)])
def test_a_field_may_leap_further_or_never_be_asked_about(tmp_path, jump, asked):
    rule = f", jump: {jump}" if jump else ""
    shelf = trial(tmp_path / "模板", f"数: {{kind: stock, unit: 人{rule}}}", "共{{ 数 }}。\n")
    put(tmp_path, "上年.yaml", write(trial_form({"数": "100人"}, 年度="2022")))
    found = built(trial_form({"数": "170人"}), shelf=shelf, folder=tmp_path)
    assert len([line for line in said(found) if line.startswith("警告") and "增长70%" in line]) == asked


def test_a_jump_that_is_no_share_is_a_fault_of_the_template(tmp_path):
    shelf = trial(tmp_path, "数: {kind: stock, unit: 人, jump: 很多}", "共{{ 数 }}。\n")
    found = built(trial_form({"数": "1人"}), shelf=shelf)
    assert found.document is None
    assert [line for line in said(found) if "jump 应写成 80% 或 none" in line]


def test_a_total_that_follows_from_leaps_is_not_asked_about_again(summary):
    def parts(year, town, country):
        counts = {"城镇": {"人数": town, "户数": "10户"}, "农村": {"人数": country, "户数": "10户"}}
        return {"单位": "甲镇", "年度": str(year), "低保": counts}

    found = summary({"甲.yaml": parts(2024, "40人", "35人"), "甲3.yaml": parts(2023, "20人", "20人")})
    assert [one.place.field for one in found.problems if "变动较大" in one.advice] == [
        "低保.城镇.人数",
        "低保.农村.人数",
    ]


def words(year, *problems, plans=()):
    return {"单位": "甲镇", "年度": str(year), "存在问题": list(problems), "下年计划": list(plans)}


def test_words_that_only_repeat_last_years_are_pointed_out(summary):
    before = words(2023, "工作力量不足，经费紧张", "政策宣传不够深入。", plans=["抓好年审"])
    now = words(2024, "工作力量不足，经费 紧张；", "村级档案不全", plans=["抓好年审。", "抓好培训"])
    found = summary({"甲.yaml": now, "甲3.yaml": before})
    notices = [line for line in said(found) if "写的一样" in line]
    assert [line.split("：", 1)[1] for line in notices] == [
        "「工作力量不足，经费 紧张；」和上年写的一样。请看看今年是否还是这样。",
        "「抓好年审。」和上年写的一样。请看看今年是否还是这样。",
    ]
    assert worse(found) == []


def test_words_that_need_not_change_may_repeat(summary):
    same = {"特困供养": {"人数": "5人", "措施": ["签订协议"]}, "结语": "谢谢。"}
    found = summary(
        {"甲.yaml": {"单位": "甲镇", "年度": "2024", **same}, "甲3.yaml": {"单位": "甲镇", "年度": "2023", **same}}
    )
    assert [line for line in said(found) if "写的一样" in line] == []


# With and without last year.


@lru_cache
def at_home(path):
    return read_summary(path, Options(open_shelf()))


def typed_by_the_official(path):
    """The texts of a form that themselves speak of last year."""
    form = read(path)
    for leaf in leaves(form):
        value = form
        for step in leaf:
            value = value[step]
        if COMPARES.search(value):
            yield value


def comparisons(text, path):
    for own in typed_by_the_official(path):
        text = text.replace(own.rstrip("。；"), "")
    return [line for line in text.split("\n") if COMPARES.search(line)]


def named(fields):
    """The problems a test of two places may differ in: without their files."""
    return [(one.severity, one.place.spot.line, one.place.field, one.what) for one in fields]


@pytest.mark.parametrize("path", TOWNS, ids=lambda path: path.stem)
def test_without_last_years_form_nothing_of_it_is_left_and_with_it_all_is_back(path, tmp_path):
    before = path.parents[1] / "2023" / path.name.replace("2024", "2023")
    copy = tmp_path / "2024" / path.name
    copy.parent.mkdir()
    shutil.copy(path, copy)
    alone = at_home(copy)
    assert comparisons(text_of(alone), path) == []
    assert find_broken_document(alone.document) == []
    assert not [one for one in alone.problems if "上年" in one.what]
    (tmp_path / "2023").mkdir()
    shutil.copy(before, tmp_path / "2023")
    again = read_summary(copy, Options(open_shelf()))
    assert text_of(again) == text_of(at_home(path))
    assert named(again.problems) == named(at_home(path).problems)
    assert comparisons(text_of(again), path) != []


def test_without_last_years_forms_a_county_compares_nothing(tmp_path):
    (tmp_path / "towns").mkdir()
    shutil.copy(COUNTY, tmp_path)
    shutil.copytree(COUNTY.parent / "towns" / "2024", tmp_path / "towns" / "2024")
    alone = read_summary(tmp_path / COUNTY.name, Options(open_shelf()))
    assert comparisons(text_of(alone), COUNTY) == []
    assert find_broken_document(alone.document) == []
    shutil.copytree(COUNTY.parent / "towns" / "2023", tmp_path / "towns" / "2023")
    by_towns = read_summary(tmp_path / COUNTY.name, Options(open_shelf()))
    assert "比上年增减（%）" in text_of(by_towns)
    assert find_broken_document(by_towns.document) == []
    shutil.copy(COUNTY.with_name("云岭县-2023.yaml"), tmp_path)
    again = read_summary(tmp_path / COUNTY.name, Options(open_shelf()))
    assert text_of(again) == text_of(at_home(COUNTY))


@settings(max_examples=30)
@given(st.sampled_from(TOWNS), st.sampled_from((0.1, 0.5, 0.9)), st.randoms(use_true_random=False))
def test_whatever_of_last_years_form_is_blank_the_sentences_hold(tmp_path_factory, path, share, chance):
    before = read(path.parents[1] / "2023" / path.name.replace("2024", "2023"))
    head = ("单位", "年度", "报告", "成文日期", "署名")
    gone = {leaf for leaf in leaves(before) if leaf[0] not in head and chance.random() < share}
    folder = tmp_path_factory.mktemp("上年")
    put(folder, "上年.yaml", write(without(before, gone)))
    found = built(read(path), folder=folder)
    assert found.document is not None, said(found)
    assert find_broken_document(found.document) == []


TYPED = st.sampled_from(
    ["0", "无", "1人", "274人", "1.5万人", "近300人", "超过20人", "50余人", "约90人", "20人左右", "10—20人", "xx", ""]
)


@settings(max_examples=60)
@given(TYPED, TYPED)
def test_whatever_two_years_say_the_sentence_holds(compared_pair, now, before):
    document = compared_pair(now, before)
    assert find_broken_document(document) == []


@pytest.fixture(scope="module")
def compared_pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("两年")
    wording = (
        "全镇共有{{ 数 }}，比{{ 上年同期 }}{{ 数 | 同比 }}，人数{{ 数 | 增减 }}，其中困难的{{ 困难 }}。"
        "标准{{ 数 | 变化 }}；上年{{ 上年.数 }}。救助3人。\n"
    )
    fields = "数: {kind: stock, unit: 人}\n困难: {kind: stock, unit: 人}"
    shelf = trial(tmp_path_factory.mktemp("模板"), fields, wording)

    def render(now, before):
        put(folder, "上年.yaml", write(trial_form({"数": before}, 年度="2022")))
        return built(trial_form({"数": now, "困难": "3人"}), shelf=shelf, folder=folder).document

    return render


def test_totals_over_other_units_are_not_compared_and_the_units_are_named():
    summary = read_summary(ROOT / "tests" / "planted" / "云岭县-2024.yaml", Options(open_shelf(), draft=True))
    assert summary.document is not None
    dibao = next(line for line in iter_texts(summary.document) if "共有城乡低保对象" in line)
    assert "上年" not in dibao
    said = [str(one) for one in summary.problems if "没有和上年比较" in one.what]
    assert any("城市低保人数" in one and "白果坪镇、竹山坳乡、高岩乡只有一年的数" in one for one in said)


def test_a_unit_that_got_another_name_is_asked_about_and_compared_where_that_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    form = "报告: town\n单位: {}\n年度: {}\n临时救助: {{人次: {}人次, 金额: 500元}}\n"
    (tmp_path / "旧.yaml").write_text(form.format("柳河乡", 2022, 30), encoding="utf-8")
    (tmp_path / "别.yaml").write_text(form.format("柳林乡", 2022, 30), encoding="utf-8")
    new = tmp_path / "新.yaml"
    new.write_text(form.format("柳河镇", 2023, 40), encoding="utf-8")
    shown = [str(one) for one in read_summary(new, Options(open_shelf())).problems]
    hint = (
        "提示 新.yaml 上年：没有找到柳河镇2022年的表单，有柳河乡的：旧.yaml。"
        "是同一单位改了名的，请写「上年: 旧.yaml」；不是的，请写「上年: 无」。"
    )
    assert hint in shown
    new.write_text(form.format("柳河镇", 2023, 40) + "上年: 旧.yaml\n", encoding="utf-8")
    found = read_summary(new, Options(open_shelf()))
    assert any("看作柳河镇改名以前的" in one.what for one in found.problems)
    assert found.form.last is not None
    new.write_text(form.format("柳河镇", 2023, 40) + "上年: 别.yaml\n", encoding="utf-8")
    assert any("是柳林乡的，不是柳河镇的" in one.what for one in read_summary(new, Options(open_shelf())).problems)
