from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.figures.dates import Moment, Period, chinese_date, read_day, read_moment, read_period, read_stock_day
from generator.figures.quantity import Fault
from generator.library.loading import load_library
from generator.library.overlays import open_shelf

PERIODS = load_library(open_shelf(), "town")[0].wording.periods
STEADY = settings(derandomize=True, deadline=None, max_examples=200)
FORMS = "请写成「2012-07-04」「2012年7月4日」「7月4日」「4月份」或「9月初」。"
CLOCK = "一天是0时至24时，一小时是0分至59分。"
FULL = "请写全年、月、日，如「2012-12-20」或「2012年12月20日」。"


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("typed", "printed", "first", "last"),
    [
        ("2012-07-04", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("2012/7/4", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("2012.7.4", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("２０１２－０７－０４", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("2012-7", "2012年7月", "2012-07-01", "2012-07-31"),
        ("2012年7月4日", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("2012 年 7 月 4 日", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("２０１２年７月４日", "2012年7月4日", "2012-07-04", "2012-07-04"),
        ("2011年7月4日", "2011年7月4日", "2011-07-04", "2011-07-04"),
        ("2012年7月", "2012年7月", "2012-07-01", "2012-07-31"),
        ("2012年", "2012年", "2012-01-01", "2012-12-31"),
        ("7月4日", "7月4日", "2012-07-04", "2012-07-04"),
        ("7月4号", "7月4号", "2012-07-04", "2012-07-04"),
        ("2月29日", "2月29日", "2012-02-29", "2012-02-29"),
        ("4月", "4月", "2012-04-01", "2012-04-30"),
        ("4月份", "4月份", "2012-04-01", "2012-04-30"),
        ("9月初", "9月初", "2012-09-01", "2012-09-10"),
        ("9月上旬", "9月上旬", "2012-09-01", "2012-09-10"),
        ("9月中旬", "9月中旬", "2012-09-11", "2012-09-20"),
        ("2月下旬", "2月下旬", "2012-02-21", "2012-02-29"),
        ("9月底", "9月底", "2012-09-21", "2012-09-30"),
        ("9月末", "9月末", "2012-09-21", "2012-09-30"),
        ("年底", "年底", "2012-01-01", "2012-12-31"),
        ("2012年年底", "2012年年底", "2012-01-01", "2012-12-31"),
        ("8·19", "8·19", "2012-08-19", "2012-08-19"),
        ("7.4", "7.4", "2012-07-04", "2012-07-04"),
        ("“7·4”", "“7·4”", "2012-07-04", "2012-07-04"),
        ("2013年7·4", "2013年7·4", "2013-07-04", "2013-07-04"),
        ("每月5日", "每月5日", "2012-01-01", "2012-12-31"),
        ("3号前", "3号前", "2012-01-01", "2012-12-31"),
        ("7月4日前", "7月4日前", "", "2012-07-04"),
        ("7月4日后", "7月4日后", "2012-07-04", ""),
        ("7月5日14时30分", "7月5日14时30分", "2012-07-05", "2012-07-05"),
        ("2012-07-05 14:30", "2012年7月5日14时30分", "2012-07-05", "2012-07-05"),
        ("2012-07-05T14:30:00", "2012年7月5日14时30分", "2012-07-05", "2012-07-05"),
        ("7月5日　14：05", "7月5日14时05分", "2012-07-05", "2012-07-05"),
        ("7月5日8时02分", "7月5日8时02分", "2012-07-05", "2012-07-05"),
        ("7月5日下午2点半", "7月5日下午2时30分", "2012-07-05", "2012-07-05"),
        ("7月5号凌晨3时许", "7月5号凌晨3时许", "2012-07-05", "2012-07-05"),
        ("7月5日晚", "7月5日晚", "2012-07-05", "2012-07-05"),
        ("7.4 9:00", "7月4日9时", "2012-07-04", "2012-07-04"),
        ("“7·4” 9:00", "7月4日9时", "2012-07-04", "2012-07-04"),
        ("7月5日24时", "7月5日24时", "2012-07-05", "2012-07-05"),
        ("7月5日12时前", "7月5日12时前", "", "2012-07-05"),
    ],
)
def test_dates_print_in_the_form_of_papers_and_span_the_days_they_may_mean(typed, printed, first, last):
    assert read_moment(typed, 2012) == Moment(printed, day(first), day(last))


def test_a_date_without_a_year_belongs_to_none_when_the_form_has_none():
    assert read_moment("7月4日") == Moment("7月4日", None, None)
    assert read_moment("2月29日") == Moment("2月29日", None, None)


@pytest.mark.parametrize(
    ("typed", "what", "advice"),
    [
        ("2012-13-01", "「2012-13-01」的月份不对，没有13月。", FORMS),
        ("2012-00-01", "「2012-00-01」的月份不对，没有0月。", FORMS),
        ("13月", "「13月」的月份不对，没有13月。", FORMS),
        ("2012-02-30", "「2012-02-30」的日期不对，2月没有30日。", FORMS),
        ("2月30日", "「2月30日」的日期不对，2月没有30日。", FORMS),
        ("2011-02-29", "「2011-02-29」的日期不对，2月没有29日。", FORMS),
        ("2012-07-04 25:30", "没有25时30分这个时刻。", CLOCK),
        ("7月4日14时60分", "没有14时60分这个时刻。", CLOCK),
        ("7月14时", "看不懂日期「7月14时」。", FORMS),
        ("14时30分", "看不懂日期「14时30分」。", FORMS),
        ("2011年2月29日9时", "「2011年2月29日」的日期不对，2月没有29日。", FORMS),
        ("6月31日", "「6月31日」的日期不对，6月没有31日。", FORMS),
        ("12月0日", "「12月0日」的日期不对，12月没有0日。", FORMS),
        ("32日", "「32日」的日期不对，每月没有32日。", FORMS),
        ("7.41", "「7.41」的日期不对，7月没有41日。", FORMS),
        ("0000-01-01", "「0000-01-01」的年份不对，是0年。", "请核对年份。"),
        ("0212-07-04", "「0212-07-04」的年份不对，是212年。", "请核对年份。"),
        ("1899-12-31", "「1899-12-31」的年份不对，是1899年。", "请核对年份。"),
        ("2101年1月", "「2101年1月」的年份不对，是2101年。", "请核对年份。"),
        ("12-20-2012", "看不懂日期「12-20-2012」。", "请写成「2012-12-20」，年在前，月、日在后。"),
        ("5/7/2012", "看不懂日期「5/7/2012」。", "请写成「2012-05-07」或「2012-07-05」，年在前，月、日在后。"),
        ("12.7.4", "看不懂日期「12.7.4」。", "请写成「2012-07-04」，年份写四位。"),
        ("20121301", "「20121301」的月份不对，没有13月。", FORMS),
        *(
            (typed, f"看不懂日期「{typed}」。", FORMS)
            for typed in (
                "昨天", "7-4", "7月—9月", "6月底前", "前", "上旬", "2012-1-1至2012-3-1", "无", "12年7月4日", "", "。",
            )
        ),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_named_with_the_forms_that_are(typed, what, advice):
    assert read_moment(typed, 2012) == Fault(what, advice)


def test_the_day_of_february_depends_on_the_year_of_the_form():
    assert read_moment("2月29日", 2011) == Fault("「2月29日」的日期不对，2月没有29日。", FORMS)


@pytest.mark.parametrize(
    "typed", ["2012-12-20", "2012年12月20日", "２０１２年１２月２０日", "2012.12.20", "2012/12/20"]
)
def test_a_document_is_signed_on_one_day(typed):
    assert read_day(typed) == date(2012, 12, 20)


@pytest.mark.parametrize(
    "typed", ["2012年12月", "12月20日", "2012年12月底", "2012年12月20日前", "2012年12月20日后", "2012年"]
)
def test_a_document_is_not_signed_in_a_month(typed):
    assert read_day(typed) == Fault(f"「{typed}」不是完整的日期。", FULL)


def test_a_day_that_does_not_exist_signs_nothing():
    assert read_day("2012-02-30") == Fault("「2012-02-30」的日期不对，2月没有30日。", FULL)


@pytest.mark.parametrize(
    "typed",
    [
        "20120704", "二〇一二年七月四日", "二0一二年七月四日", "2012年七月4日", "2012年7月4日（星期三）", "2012-07-04 周三",
        "2012 年 7 月 4 日",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_manners_in_which_people_type_it(typed):
    assert read_day(typed) == date(2012, 7, 4)
    assert read_moment(typed, 2012).last == date(2012, 7, 4)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("二〇一二年十二月廿五日", "2012年12月25日"),
        ("2012年元月六日", "2012年1月6日"),
        ("三月", "3月"),
        ("十一月底", "11月底"),
    ],
)
def test_a_date_in_chinese_numerals_prints_in_digits(typed, text):
    assert read_moment(typed, 2012).text == text


@pytest.mark.parametrize("typed", ["截至9月底", "9月底止", "截止9月底为止", "至九月底"])
def test_words_for_up_to_are_no_part_of_the_day(typed):
    assert read_stock_day(typed, 2012).text == "9月底"


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@STEADY
@given(DAYS)
@example(date(1900, 1, 1))
@example(date(2100, 12, 31))
def test_a_day_is_read_back_from_the_way_papers_write_it(one):
    written = chinese_date(one)
    assert written == f"{one.year}年{one.month}月{one.day}日"
    assert read_day(written) == read_day(one.isoformat()) == one
    assert read_moment(one.isoformat()) == read_moment(written)


@STEADY
@given(
    st.text(max_size=20) | st.text("0123456789年月日号-/.·前后初底末上中下旬份“” ", max_size=14),
    st.sampled_from([None, 2012]),
)
def test_any_text_is_a_date_or_a_fault(text, year):
    found = read_moment(text, year)
    if isinstance(found, Moment):
        assert found.text
        assert not (found.first and found.last) or found.first <= found.last
    else:
        assert found.what.endswith("。")
        assert found.advice


@pytest.mark.parametrize(
    ("typed", "name", "first", "last"),
    [
        ("全年", "全年", 1, 12),
        ("全 年", "全年", 1, 12),
        ("上半年", "上半年", 1, 6),
        ("下半年", "下半年", 7, 12),
        ("第一季度", "第一季度", 1, 3),
        ("第三季度", "第三季度", 7, 9),
        ("前三季度", "前三季度", 1, 9),
        ("1—5月", "1—5月", 1, 5),
        ("1-5月", "1—5月", 1, 5),
        ("1月-5月", "1—5月", 1, 5),
        ("1至5月份", "1—5月", 1, 5),
        ("１—５月", "1—5月", 1, 5),
        ("5月", "5月", 5, 5),
        ("5-5月", "5月", 5, 5),
        ("1—12月", "1—12月", 1, 12),
    ],
)
def test_a_period_is_one_of_the_wording_or_months(typed, name, first, last):
    assert read_period(typed, PERIODS) == Period(name, first, last)


@pytest.mark.parametrize("typed", ["5-1月", "13月", "0-3月", "1-13月", "1-5", "第五季度", "去年", "年", "。"])
def test_a_period_that_is_none_is_named_with_examples(typed):
    found = read_period(typed, PERIODS)
    assert isinstance(found, Fault)
    assert found.what == f"看不懂期间「{typed}」。"
    assert found.advice.startswith("请填全年、上半年、")
    assert found.advice.endswith("，或「1—5月」这样的月份。")


@pytest.mark.parametrize(
    ("period", "year", "first", "last", "months"),
    [
        (Period("全年", 1, 12), 2012, "2012-01-01", "2012-12-31", 12),
        (Period("1—2月", 1, 2), 2012, "2012-01-01", "2012-02-29", 2),
        (Period("2月", 2, 2), 2011, "2011-02-01", "2011-02-28", 1),
        (Period("第三季度", 7, 9), 2012, "2012-07-01", "2012-09-30", 3),
    ],
)
def test_a_period_has_its_days_and_months(period, year, first, last, months):
    assert period.days(year) == (day(first), day(last))
    assert period.months == months


@STEADY
@given(st.integers(1978, 2100), st.sampled_from([1, 2, 6, 12]))
def test_the_last_day_of_a_period_is_the_eve_of_the_next(year, month):
    last = Period("", 1, month).days(year)[1]
    following = last + timedelta(days=1)
    assert (following.day, following.month) == (1, month % 12 + 1)
