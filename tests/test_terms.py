"""Names that change with the year: one field, dated labels, old keys accepted, a town's own name."""

import pytest
from forms import blank, built, said, text_of


def form(year, key="特困供养", **more):
    return {"单位": "青石镇", "年度": str(year), key: {"人数": "5人"}, **more}


@pytest.mark.parametrize(
    ("year", "heading", "name"),
    [
        (2005, "五保供养", "五保对象"),
        (2012, "五保供养", "五保对象"),
        (2015, "五保供养", "五保对象"),
        (2016, "特困人员救助供养", "特困人员"),
        (2024, "特困人员救助供养", "特困人员"),
    ],
)
def test_the_supported_are_called_as_in_their_year(year, heading, name):
    text = text_of(built(form(year)))
    assert f"一、{heading}" in text
    assert f"截至{year}年底，全镇共有{name}5人。" in text
    assert ("五保" in text) == (year < 2016)


SAYINGS = [
    (2006, {"临时救助": {"人次": "3人次"}}, "实施临时救济3人次"),
    (2007, {"临时救助": {"人次": "3人次"}}, "实施临时救助3人次"),
    (2011, {"医疗救助": {"参保资助": {"人数": "3人"}}}, "资助参合3人"),
    (2012, {"医疗救助": {"参保资助": {"人数": "3人"}}}, "资助困难群众参保3人"),
    (2009, {"救济物资": {"人数": "3人"}}, "冬令春荒救济困难群众3人"),
    (2010, {"救济物资": {"人数": "3人"}}, "冬春救助困难群众3人"),
    (2019, {"儿童福利": {"人数": "3人"}}, "在册孤儿3人"),
    (2020, {"儿童福利": {"人数": "3人"}}, "孤儿和事实无人抚养儿童3人"),
    (2020, {"走访慰问": {"结对": {"干部": "3人"}}}, "组织干部3人参加结对扶贫"),
    (2021, {"走访慰问": {"结对": {"干部": "3人"}}}, "组织干部3人参加结对帮扶"),
    (2020, {"低收入监测": {"户数": "3户"}}, "低收入家庭3户"),
    (2021, {"低收入监测": {"户数": "3户"}}, "低收入人口3户"),
    (2018, {"养老": {"准入": "3家"}}, "办理养老机构设立许可3家"),
    (2019, {"养老": {"准入": "3家"}}, "办理养老机构备案3家"),
    (2015, {"残疾人": {"资金": "3万元"}}, "兑现残疾人生活和护理补贴3万元"),
    (2016, {"残疾人": {"资金": "3万元"}}, "发放残疾人两项补贴3万元"),
]


@pytest.mark.parametrize(("year", "section", "sentence"), SAYINGS, ids=[f"{one[0]} {one[2]}" for one in SAYINGS])
def test_each_term_turns_with_its_year(year, section, sentence):
    assert sentence in text_of(built({"单位": "青石镇", "年度": str(year), **section}))


@pytest.mark.parametrize("key", ["五保", "五保供养", "特困", "特困人员", "特困供养"])
@pytest.mark.parametrize("year", [2005, 2024])
def test_old_and_new_names_are_accepted_as_keys_in_any_year(key, year):
    assert text_of(built(form(year, key))) == text_of(built(form(year)))


def test_old_names_of_other_sections_and_fields_are_accepted():
    assert "实施临时救助3人次" in text_of(built({"单位": "青石镇", "年度": "2012", "临时救济": {"人次": "3人次"}}))
    home = {"报告": "welfare-home", "单位": "青石敬老院", "年度": "2012", "福利机构": {"院民": {"五保": "9人"}}}
    assert "农村五保老人9人" in text_of(built(home))
    home["年度"] = "2024"
    assert "农村特困老人9人" in text_of(built(home))


def test_a_town_may_keep_a_name_of_its_own():
    text = text_of(built(form(2024, 用词={"供养对象": "五保老人", "供养": "五保老人供养"})))
    assert "一、五保老人供养" in text
    assert "全镇共有五保老人5人。" in text
    assert "特困人员" not in text


def test_an_unknown_term_names_the_nearest_or_all():
    (problem,) = [line for line in said(built(form(2024, 用词={"供养对像": "五保老人"}))) if line.startswith("错误")]
    assert problem.endswith("用词：没有「供养对像」这个词。是不是「供养对象」？")
    (problem,) = [line for line in said(built(form(2024, 用词={"甲乙丙丁": "戊"}))) if line.startswith("错误")]
    assert "可以改叫法的有：" in problem
    assert "供养对象" in problem


def test_the_blank_form_speaks_as_in_its_year():
    assert "五保对象人数" in blank("town", "青石镇", 2012)
    assert "特困供养（特困人员救助供养）" in blank("town", "青石镇", 2024)
    assert "五保" not in blank("town", "青石镇", 2024).replace("{供养对象: 五保老人}", "")


def test_problems_speak_as_in_the_year_too():
    assert any("填了五保对象人数" in line for line in said(built(form(2012))))
    assert any("填了特困人员人数" in line for line in said(built(form(2024))))


def test_without_a_year_a_draft_takes_the_present_name():
    assert "共有特困人员5人" in text_of(built(form(""), draft=True))
