"""Simplified and Traditional characters: a whole document in either, a form typed in either."""

import re
import zipfile
from io import BytesIO

import pytest
from casefiles import CASES
from forms import REAL, ROOT, built, figures_of, filled, read, said, text_of
from opencc import OpenCC

from generator.chinese.script import to_simplified, to_traditional, traditional_by
from generator.document.walk import iter_texts
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.problem import Severity

TOWN_2005 = ROOT / "inputs" / "某镇-2005.yaml"
PHRASES = load_library(open_shelf(), "town")[0].wording.traditional
"""What a Traditional document is converted by, besides the converter."""
BOTH = set("干后里台只制征系云丑了余几出占吁合同向周回困姜家局山布帘并当志愿才扎斗朱松板杰欲洒淀涂注游准札游症岩")
"""Characters that Simplified writing put to a second use, and that stand in Traditional texts by their first."""
TO_TRADITIONAL, TO_SIMPLIFIED = OpenCC("s2tw"), OpenCC("t2s")


def simplified_in(text):
    """The characters of a text that only Simplified writing has."""
    return {
        char
        for char in set(text)
        if TO_TRADITIONAL.convert(char) != char and TO_SIMPLIFIED.convert(char) == char and char not in BOTH
    }


def traditional_in(text):
    """The characters of a text that only Traditional writing has."""
    return {char for char in set(text) if TO_SIMPLIFIED.convert(char) != char}


def test_the_test_itself_knows_them_apart():
    assert simplified_in("城乡低保对象") == {"乡", "对"}
    assert simplified_in("城鄉低保對象") == set()
    assert traditional_in("城鄉低保对象") == {"鄉"}


FORMS = [
    TOWN_2005,
    REAL,
    ROOT / "inputs" / "example" / "青石乡-2017.yaml",
    ROOT / "inputs" / "公文" / "云溪镇-2024.yaml",
]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_whole_document_is_converted_from_title_to_signature(path):
    data = filled(path).encode()
    lines = list(iter_texts(summarize(data, "表单.yaml", Options(open_shelf(), script="zh-Hant")).document))
    plain = list(iter_texts(summarize(data, "表单.yaml", Options(open_shelf(), script="zh-Hans")).document))
    assert simplified_in("".join(lines)) == set()
    assert traditional_in("".join(plain)) == set()
    assert [to_simplified(line).replace("著", "着") for line in lines] == plain
    assert [re.findall(r"[\d.]+", line) for line in lines] == [re.findall(r"[\d.]+", line) for line in plain]


def test_the_forms_own_word_and_the_option_say_the_same():
    form = read(REAL)
    by_form = text_of(built({**form, "文字": "繁体"}))
    by_option = summarize(filled(REAL).encode(), "表单.yaml", Options(open_shelf(), script="zh-Hant"))
    assert by_form == text_of(by_option)
    assert text_of(built({**form, "文字": "简体"})) == text_of(built(form))
    assert text_of(built({**form, "文字": "zh-Hant"})) == by_form


def test_the_option_wins_over_the_form():
    summary = summarize(filled(TOWN_2005).encode(), "表单.yaml", Options(open_shelf(), script="zh-Hans"))
    assert text_of(summary).startswith("某镇2005年民政工作总结\n")


def test_units_of_figures_are_converted_and_their_paths_are_not():
    figures = {figure.path: figure.text for figure in figures_of(built(read(TOWN_2005)).document)}
    assert figures["低保.合计.户数"] == "271戶"
    assert figures["救济物资.物品.暖风机"] == "14臺"
    assert figures["救济物资.折款"] == "近50萬元"
    assert figures["走访慰问.结对.最低金额"] == "不少於500元"


def test_words_are_converted_as_words_and_not_by_single_characters():
    form = {
        "单位": "甲镇",
        "年度": "2012",
        "文字": "繁体",
        "存在问题": ["干部里外奔走，发放只占一半，头发花白的老人只有三只羊，台风后复修"],
    }
    assert "幹部裡外奔走，發放只佔一半，頭髮花白的老人只有三隻羊，颱風後復修。" in text_of(built(form))


def fonts_of(summary):
    with zipfile.ZipFile(BytesIO(write_summary(summary, Options(open_shelf())))) as package:
        return package.read("word/styles.xml").decode()


def test_a_traditional_document_has_traditional_fonts():
    styles = fonts_of(built(read(TOWN_2005)))
    assert "標楷體" in styles
    assert "zh-TW" in styles
    simplified = fonts_of(built({**read(TOWN_2005), "文字": "简体"}))
    assert "標楷體" not in simplified
    assert "zh-TW" not in simplified


def test_a_layout_asked_for_is_not_replaced():
    data = filled(TOWN_2005).encode()
    summary = summarize(data, "表单.yaml", Options(open_shelf(), layout="plain-office"))
    assert "標楷體" not in fonts_of(summary)


# A form typed in Traditional characters.

TYPED = """\
報告: town
單位: 臺南鎮
年度: 2012
期間: 全年
署名: 臺南鎮人民政府
導語:
  思路: 圍繞民生，干系重大的事情一件件辦
低保:
  城鎮: {戶數: 120戶, 人數: 274人, 月發放額: 4.5萬元, 標準: 170元/月}
  農村: {戶數: 100戶, 人數: 190人}
  資金發放: [配套到位, 干部天天跑后勤]
救濟物資:
  物品: {暖風機: 14臺}
高齡: {全部享受: 是, 年齡: 90歲以上, 人數: 31人}
醫療救助: {金額: 近50萬元}
存在問題: [人手不足, 台灣的颱風]
"""
WRONG = TYPED.replace("人數: 274人", "人數: 274戶").replace("100戶", "1000戶").replace("高齡:", "高嶺:")


def test_it_is_read_like_its_simplified_twin():
    one, other = built(TYPED), built(to_simplified(TYPED))
    assert said(one) == said(other)
    figures = [(figure.path, to_simplified(figure.text)) for figure in figures_of(one.document)]
    assert figures == [(figure.path, figure.text) for figure in figures_of(other.document)]
    assert len(figures) > 8


def test_what_is_wrong_with_it_is_said_like_of_its_twin():
    one, other = said(built(WRONG)), said(built(to_simplified(WRONG)))
    assert [line.split("：")[0] for line in one] == [line.split("：")[0] for line in other]
    assert sum(line.startswith("错误") for line in one) == 3
    assert (
        "错误 表单.yaml:9 低保·城镇·人数：「274户」的单位应是人。这一行请填以人计的数；说的是「户数」「新增户数」「取消户数」里对应的一项的，请移到那里。"
        in one
    )
    assert any("「高岭」" in line and "高龄" in line for line in one)


def test_it_prints_in_traditional_with_the_officials_own_words_untouched():
    lines = text_of(built(TYPED)).split("\n")
    assert lines[0] == "臺南鎮2012年社會救助工作總結"
    assert lines[-1] == "臺南鎮人民政府"
    text = "\n".join(lines)
    assert "2012年，我鎮圍繞民生，干系重大的事情一件件辦。" in text
    assert "低保配套資金足額落實到位。干部天天跑后勤。" in text
    assert "2.台灣的颱風。" in text
    assert "發放暖風機14臺。" in text
    assert "全部享受高齡津貼" in text
    typed_so = text.replace("干部天天跑后勤", "")
    assert simplified_in(typed_so) == set()


def test_it_prints_in_simplified_when_that_is_asked_for():
    for summary in (
        summarize(TYPED.encode(), "表单.yaml", Options(open_shelf(), script="zh-Hans")),
        built(TYPED.replace("年度:", "文字: 簡體\n年度:")),
    ):
        assert traditional_in(text_of(summary)) == set()
        assert "2012年，我镇围绕民生，干系重大的事情一件件办。" in text_of(summary)
        assert "全镇共有城乡低保对象220户、464人" in text_of(summary)


def test_traditional_punctuation_slips_of_a_simplified_form_change_nothing_else():
    """One stray Traditional word in a Simplified form is the official's, and prints as typed."""
    form = {"单位": "甲镇", "年度": "2012", "存在问题": ["與上级要求有差距"]}
    assert "與上级要求有差距。" in text_of(built(form))


def test_a_template_is_written_once_and_serves_both():
    assert not [path for path in (ROOT / "templates" / "zh").rglob("*.md") if simplified_in_wording(path)]


def simplified_in_wording(path):
    """Whether a template holds Traditional characters."""
    return traditional_in(path.read_text(encoding="utf-8"))


def test_conversion_there_and_back_is_stable():
    text = text_of(built(read(TOWN_2005)))
    assert traditional_by(PHRASES)(to_simplified(text)) == text
    assert not [problem for problem in built(read(TOWN_2005)).problems if problem.severity is Severity.ERROR]


WORDS = [
    tuple(map(str.strip, line.split("|")))
    for line in (CASES / "traditional.txt").read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
    if "|" in line
]


@pytest.mark.parametrize(("plain", "wanted"), WORDS, ids=[plain for plain, _ in WORDS])
def test_words_that_the_converter_gets_wrong_are_printed_by_our_list(plain, wanted):
    assert traditional_by(PHRASES)(plain) == wanted
    assert to_simplified(wanted) == plain


def test_without_a_list_the_converter_alone_speaks():
    assert traditional_by({})("救助金发放") == to_traditional("救助金发放") == "救助金髮放"
