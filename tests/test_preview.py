"""A preview: the document as it stands while a form is being filled in, its faulty fields left out like blanks."""

import pytest
from forms import built, text_of

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.problem import has_errors

HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
FAULTY = {
    "a figure nobody can read": ("低保:\n  农村: {户数: 31户, 人数: 五2人}\n", "31户", "五2人"),
    "a figure in another measure": ("临时救助:\n  人次: 9人次\n  金额: 3亩\n", "9人次", "3亩"),
    "parts greater than the whole": (
        "低保:\n  合计: {人数: 5人}\n  城镇: {人数: 1人}\n  农村: {人数: 60人}\n",
        "60人",
        "错误",
    ),
    "an unknown key": ("临时救助:\n  人次: 9人次\n  金鹅: 3万元\n", "9人次", "金鹅"),
    "a slip of the keyboard": ("临时救助:\n  人次：9人次\n  金额: 3万元\n", "3万元", "："),
}


def previewed(text):
    return summarize(text.encode(), "表单.yaml", Options(open_shelf(), preview=True))


@pytest.mark.parametrize(("body", "kept", "gone"), FAULTY.values(), ids=FAULTY)
def test_what_is_faulty_is_left_out_and_the_rest_stands(body, kept, gone):
    summary = previewed(HEAD + body)
    assert has_errors(summary.problems)
    assert kept in text_of(summary)
    assert gone not in text_of(summary)
    assert write_summary(summary, Options(open_shelf())).startswith(b"PK")
    assert built(HEAD + body).document is None


def test_the_problems_are_those_of_a_build_and_more():
    body = HEAD + FAULTY["a figure nobody can read"][0]
    assert set(built(body).problems) <= set(previewed(body).problems)


def test_a_form_without_a_fault_is_previewed_as_it_is_built():
    body = HEAD + "临时救助:\n  人次: 9人次\n  金额: 3万元\n"
    assert previewed(body).document == built(body).document


@pytest.mark.parametrize("text", ["", "单位", "- 甲\n", "报告: 没有的\n单位: 甲\n年度: 2023\n"])
def test_what_is_no_form_has_no_preview_and_says_why(text):
    summary = previewed(text)
    assert summary.document is None
    assert has_errors(summary.problems)


@pytest.mark.parametrize("gone", ["单位: 柳河镇\n", "年度: 2023\n"])
def test_a_head_not_yet_filled_in_is_a_hole_too(gone):
    summary = previewed(HEAD.replace(gone, "") + "临时救助:\n  人次: 9人次\n")
    assert "9人次" in text_of(summary)
    assert "None" not in text_of(summary)
