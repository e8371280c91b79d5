"""Every number of a document is in the list of its sources, with the line that it was typed in."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from forms import ROOT, built, figures_of, put, text_of, trial, trial_form, write

from generator.document.tree import plain_text
from generator.document.walk import DRAWN, walk
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, read_summary
from generator.trust.provenance import origins, trace

EXAMPLES = sorted((ROOT / "inputs").rglob("*.yaml"))
COUNTY = ROOT / "inputs" / "云岭县-2024.yaml"
RUN = re.compile("[0-9０-９]+")
TYPED_LINE = re.compile(r"^(?:自述 )?第(\d+)行")


@lru_cache
def summary_of(path: Path) -> Summary:
    return read_summary(path, Options(open_shelf(), draft=path.parent.name == "草稿"))


def sources(summary: Summary) -> list[str]:
    """The list of sources as ``zongjie show`` prints it."""
    assert summary.document is not None, "\n".join(map(str, summary.problems))
    return [f"{text} ← {origin}" for text, origin in origins(summary.document, summary.form)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_number_stands_in_a_document_without_a_source(path):
    """What zongjie counts itself stands before its line, and is the only thing left out."""
    summary = summary_of(path)
    told = list(trace(summary.document, summary.form))
    listed = {text for text, _ in origins(summary.document, summary.form)}
    for line in walk(summary.document):
        words = plain_text(line.inlines)
        here = [one for one in told if one.line == line]
        untold = [
            match.group()
            for match in RUN.finditer(words)
            if not any(one.start <= match.start() and match.end() <= one.end for one in here)
        ]
        assert untold == [], line.text
        assert [one.text for one in here if words[one.start : one.end] != one.text or one.text not in listed] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_source_names_the_line_in_which_the_number_stands(path):
    summary, lines = summary_of(path), path.read_text(encoding="utf-8").split("\n")
    for one in trace(summary.document, summary.form):
        assert one.origin not in ("", "模板", "自述"), one.text
        if match := TYPED_LINE.match(one.origin):
            typed = lines[int(match[1]) - 1]
            wanted = RUN.search(one.text)
            assert wanted is None or wanted.group().lstrip("0") in typed.replace(",", ""), (one.text, one.origin)


def test_the_county_lists_every_figure_of_its_annexes():
    summary = summary_of(COUNTY)
    figures = list(figures_of(summary.document))
    in_body = [one for one in trace(summary.document, summary.form) if one.is_figure and not one.line.annex]
    assert (len(in_body), len(figures)) == (253, 1263)
    assert len(sources(summary)) > len(figures)


def test_only_the_numbers_of_this_paper_are_told_and_none_that_zongjie_counts():
    summary = summary_of(ROOT / "inputs" / "公文" / "云溪镇-2024.yaml")
    leads = [line.lead for line in walk(summary.document) if line.lead]
    assert {"一、", "1.", "附件：1.", "附件2"} <= set(leads)
    told = sources(summary)
    assert "秘密★1年 ← 第13行 公文·密级" in told
    assert "云府发〔2024〕36号 ← 第16行 公文·发文字号" in told
    assert "2024年 ← 自述 第11行 公文·标题" in told
    assert "2024年12月20日 ← 第8行 成文日期" in told
    assert "2024年12月23日印发 ← 第23行 公文·印发日期" in told


OFFICIAL = """\
单位: 甲镇
年度: 2023
公文:
  附件:
    - 名称: 2023年统计表
      内容: |
        单位：户

        | 村 | 户数 |
        |---|---|
        | 甲 | 31 |
        | 乙 | 4 |
        | 丙 | 31 |
        注：户数为12月底数，含乙村的4户。
    - 名称: 分季度情况
      内容:
        - {季度: 一, 5月前户数: 24}
        - {季度: 二, 5月前户数: 7.5万元}
    - 名称: 职责
      内容:
        - 每月走访2次。
        - 3日内报告。
临时救助: {人次: 60人次}
"""


@pytest.mark.parametrize(
    "source",
    [
        "2023年 ← 自述 第5行 公文·附件·1·名称",
        "31 ← 自述 第11行 公文·附件·1·内容",
        "4 ← 自述 第12行 公文·附件·1·内容",
        "31 ← 自述 第13行 公文·附件·1·内容",
        "12月 ← 自述 第14行 公文·附件·1·内容",
        "4户 ← 自述 第14行 公文·附件·1·内容",
        "5月 ← 自述 第17行 公文·附件·2·内容·5月前户数",
        "24 ← 自述 第17行 公文·附件·2·内容·1·5月前户数",
        "7.5万元 ← 自述 第18行 公文·附件·2·内容·2·5月前户数",
        "2次 ← 自述 第21行 公文·附件·3·内容·1",
        "3日 ← 自述 第22行 公文·附件·3·内容·2",
        "60人次 ← 第23行 临时救助·人次",
    ],
)
def test_a_number_of_an_annex_knows_its_line(source):
    assert source in sources(built(OFFICIAL))


FIELDS = """\
数: {kind: stock, unit: 人}
日子: {kind: date}
话: {kind: prose}
措施: {kind: items, phrases: {热线: 开通12345热线}}
章: {kind: markdown}
"""
WORDING = """\
{{ 日子 }}起，80岁以上有{{ 数 }}。

{{ 措施 | 分点 }}。

{{ 话 }}

{{ 章 }}
"""
CHAPTER = "建成3个中心。\n\n| 站 | 床 |\n|---|---|\n| 甲 | 9 |\n| 乙 | 10 |\n| 丙 | 9 |\n\n注：另有**2个**在建。"
GIVEN = {
    "数": "274人",
    "日子": "2023-04-04",
    "措施": ["热线", "走访1,200户，占91%", "上门2次"],
    "话": "全年办了3件事。\n\n其中2件在8·19水灾后，又办3件。",
    "章": CHAPTER,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    shelf = trial(tmp_path_factory.mktemp("模板"), FIELDS, WORDING)
    form = trial_form(GIVEN, 期间="1—5月", 成文日期="2023-12-20", 截至="5月20日")
    lines = write(form).decode().split("\n")
    return sources(built(form, shelf=shelf)), lines


def line_of(lines, words, after=0):
    return next(number for number, line in enumerate(lines, 1) if number > after and words in line)


def test_dates_and_years_name_their_line_or_what_they_follow_from(told):
    found, lines = told
    assert f"2023年4月4日 ← 第{line_of(lines, '日子')}行 试·日子" in found
    assert f"2023年12月20日 ← 第{line_of(lines, '成文日期')}行 成文日期" in found
    assert "2023年1—5月 ← 由年度（第3行）和期间（第4行）推出" in found


def test_a_number_that_the_template_writes_names_its_file(told):
    assert next(one for one in told[0] if one.endswith("sections/trial/section.md:1")).startswith("80岁 ← 模板 ")


def test_a_phrase_is_the_template_s_and_names_who_chose_it(told):
    found, lines = told
    (phrase,) = [one for one in found if one.startswith("12345")]
    assert phrase.endswith(f"sections/trial/form.yaml，第{line_of(lines, '热线')}行 试·措施·1选用")


def test_numbers_in_items_and_sentences_of_the_official_are_told_by_their_line(told):
    found, lines = told
    wanted = [
        ("1,200户", "1,200", "试·措施·2"), ("91%", "91%", "试·措施·2"), ("2次", "上门2次", "试·措施·3"),
        ("3件", "全年办了3件事", "试·话"), ("2件", "其中2件", "试·话"), ("8", "8·19", "试·话"), ("3件", "又办3件", "试·话"),
        ("3个", "3个中心", "试·章"), ("9", "| 甲 | 9", "试·章"), ("10", "| 乙 | 10", "试·章"),
        ("9", "| 丙 | 9", "试·章"), ("2个", "另有**2个**", "试·章"),
    ]  # fmt: skip
    assert [
        (number, words) for number, words, path in wanted
        if f"{number} ← 自述 第{line_of(lines, words)}行 {path}" not in found
    ] == []  # fmt: skip


def test_what_is_told_twice_is_listed_once_and_every_figure_as_often_as_it_stands(tmp_path):
    shelf = trial(tmp_path, "数: {kind: stock, unit: 人}", "{{ 年度 }}年{{ 数 }}，{{ 年度 }}年{{ 数 }}。\n")
    found = sources(built(trial_form({"数": "3人"}), shelf=shelf))
    assert found == ["2023年 ← 由年度（第3行）和期间推出", "2023 ← 第3行 年度", *["3人 ← 第5行 试·数"] * 2]


def test_a_blank_of_a_draft_says_what_it_waits_for(tmp_path):
    shelf = trial(
        tmp_path,
        "数: {kind: stock, unit: 人}\n老人: {kind: stock, unit: 人, label: 80岁以上老人, required: true}",
        "{{ 起止 }}有{{ 数 }}，老人{{ 老人 }}。\n",
    )
    summary = built({"报告": "trial", "单位": "甲镇", "期间": "上半年", "试": {"数": "3人"}}, shelf=shelf, draft=True)
    assert "【待填：80岁以上老人】" in text_of(summary)
    assert sources(summary) == [
        "【待填：年度】年1—6月 ← 由年度和期间（第3行）推出",
        "3人 ← 第5行 试·数",
        "【待填：80岁以上老人】 ← 待填 试·老人",
    ]


def test_a_form_in_traditional_characters_tells_the_same_lines_as_its_twin():
    form = "單位: 臺南鎮\n年度: 2012\n期間: 全年\n低保:\n  城鎮: {戶數: 120戶, 人數: 274人}\n"
    form += "養老:\n  老年人口: {人數: 88人}\n  措施: [開會3次]\n結語: |\n  辦成5件事，\n  發放2萬元。\n"
    found = sources(built(form))
    assert "120戶 ← 第5行 低保·城镇·户数" in found
    assert "2012年 ← 由年度（第2行）和期间（第3行）推出" in found
    assert [one for one in found if one.startswith("60") and "sections/elderly/section.md:1" in one]
    assert [one for one in found if "5" in one and "自述 第10行 结语" in one]
    assert [one for one in found if one.startswith("2 ← 自述 第11行 结语")]


def test_a_text_of_last_year_and_of_a_town_names_its_file(tmp_path):
    shelf = trial(
        tmp_path / "模板", "话: {kind: text}\n数: {kind: stock, unit: 人}", "上年{{ 上年.话 }}，今年{{ 数 }}。\n"
    )
    put(tmp_path, "上年.yaml", write(trial_form({"话": "办了7件事"}, 年度="2022")))
    summary = built(trial_form({"数": "4人"}), shelf=shelf, folder=tmp_path)
    (source,) = [one for one in sources(summary) if one.startswith("7件")]
    assert re.fullmatch(r"7件 ← 自述 \S*上年\.yaml:5 上年·试·话", source)


def test_an_own_name_for_something_is_told_by_its_line():
    form = "单位: 甲镇\n年度: 2023\n用词: {供养对象: 60岁供养对象}\n特困供养: {人数: 4人}\n"
    found = sources(built(form))
    assert "60岁 ← 第3行 用词·供养对象" in found


def test_what_is_drawn_in_a_chart_is_told_and_prints_in_no_line():
    summary = summary_of(COUNTY)
    drawn = [line for line in walk(summary.document) if line.part in DRAWN]
    assert {line.part for line in drawn} == set(DRAWN)
    assert "2023年 ← 由年度（第3行）推出" in sources(summary)
