"""What a report can be: levels, groups and the order of its parts, by the cases of cases/shapes.txt."""

import random
import re

import pytest
import yaml
from casefiles import CASES, name_of, read_cases
from chinese import find_broken_document, find_lone_headings
from forms import built, leaves, put, text_of, without, write
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.check_templates import check_templates, made_up, report_names
from generator.form.form import read_form
from generator.form.opening import Options
from generator.language.fields import Group
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import document_of, summarize
from generator.problem import SEVERITY_NAMES, Place, Severity
from generator.reading.nodes import unplaced
from generator.reckoning.formulas import derive
from generator.wording.compose import compose
from generator.wording.outline import without_lone_headings

REPORT = {"name": "试写的总结", "title": "{{ 单位 }}{{ 报告期 }}{{ 业务 }}总结", "business": "民政工作"}
HEAD = {"单位": "柳河镇", "年度": "2023"}
SAID = re.compile(rf"(?:{'|'.join(SEVERITY_NAMES.values())}) ")
NUMBERED = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|（\d+）")


def shaped(case, folder):
    """The form of a case, with what its report lies in."""
    sections, apart, form = case.given.rpartition("---\n")
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if not re.search(f"^{key}:", form, re.MULTILINE))
    if not apart:
        return head + form, open_shelf()
    shape = yaml.safe_load(sections)
    report = {**REPORT, "sections": ["opening", *shape]} if isinstance(shape, list) else shape
    put(folder, "reports/shape.yaml", write(report))
    return f"报告: shape\n{head}{form}", open_shelf(folder)


@pytest.mark.parametrize("case", read_cases(CASES / "shapes.txt"), ids=name_of)
def test_a_paper_has_the_shape_of_its_report(case, tmp_path):
    form, shelf = shaped(case, tmp_path)
    summary = built(form, shelf=shelf)
    wanted = case.expected.splitlines()
    if any(map(SAID.match, wanted)):
        told = [one for one in summary.problems if one.severity > Severity.NOTICE]
        assert [f"{SEVERITY_NAMES[one.severity]} {one.what}{one.advice}" for one in told] == wanted
        return
    lines = text_of(summary).split("\n")
    told = [line for line in lines if NUMBERED.match(line) and not line.endswith("。")]
    assert [line for line in lines if line in wanted or line in told] == wanted


@pytest.mark.parametrize("case", read_cases(CASES / "shapes.txt"), ids=name_of)
def test_a_batch_that_reads_all_sections_makes_the_same_paper(case, tmp_path):
    form, shelf = shaped(case, tmp_path)
    alone, in_batch = (
        summarize(form.encode(), "表单.yaml", Options(shelf, whole_library=whole)) for whole in (False, True)
    )
    assert in_batch.document == alone.document


ABOUT_ITSELF = ("报告", "单位", "年度", "期间", "标题", "公文")
PAPERS = read_cases(CASES / "papers.txt")
SHAPES = [
    case for case in read_cases(CASES / "shapes.txt") if not SAID.match(case.expected) and "标题: {" not in case.given
]


def broken(form, shelf):
    """What reads ill of the paper that a form makes; nothing of one that is refused."""
    summary = built(write(form).decode(), shelf=shelf)
    errors = [str(one) for one in summary.problems if one.severity is Severity.ERROR]
    return errors or [*find_broken_document(summary.document), *find_lone_headings(summary.document)]


def blankable(form):
    """Where each thing was filled in that may be left blank; a chapter of one's own is there as a whole, or is not."""
    return [leaf for leaf in leaves(form) if leaf[0] not in (*ABOUT_ITSELF, "自拟章节", "成文日期")]


@pytest.mark.parametrize("case", PAPERS, ids=name_of)
def test_a_paper_reads_as_a_whole(case, tmp_path):
    form, shelf = shaped(case, tmp_path)
    summary = built(form, shelf=shelf)
    assert [str(one) for one in summary.problems if one.severity > Severity.NOTICE] == []
    assert text_of(summary) == case.expected
    assert [*find_broken_document(summary.document), *find_lone_headings(summary.document)] == []


def together(leaves):
    """The leaves of a form that are blanked one by one, and those of one entry of 自定义 together: each needs the others."""
    found = {}
    for leaf in leaves:
        key = leaf[: leaf.index("自定义") + 2] if "自定义" in leaf else leaf
        found.setdefault(key, set()).add(leaf)
    return [*found.values()]


@pytest.mark.parametrize("case", [*SHAPES, *PAPERS], ids=name_of)
def test_whatever_of_a_shape_is_blank_it_reads_well(case, tmp_path):
    text, shelf = shaped(case, tmp_path)
    form = yaml.load(text, Loader=yaml.BaseLoader)
    every = together(blankable(form))
    chance = random.Random(case.title)
    leaves_of_all = set().union(*every)
    gone = [set(), leaves_of_all, *every, *(leaves_of_all - one for one in every)]
    gone += [set().union(*(one for one in every if chance.random() < 0.5)) for _ in range(6)]
    assert {frozenset(some): found for some in gone if (found := broken(without(form, some), shelf))} == {}


OWN = [{"标题": "党的建设", "正文": "开展主题教育。"}, {"标题": "队伍建设", "正文": "举办培训。"}]
OTHER_TEXT = ("自定义", "按季度", "按月", "各地")
"""What is filled in by names of others, which made-up values are not."""


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.sampled_from(report_names(open_shelf())), st.data())
def test_whatever_sections_of_a_report_are_filled_in_its_headings_stand_in_order(report, data):
    sections = load_library(open_shelf(), report)[0].sections
    full = made_up(Group("", "", Place(""), {one.key: one.root for one in sections if one.folder[-3:] != "own"}))
    chosen = data.draw(st.lists(st.sampled_from(list(full)), unique=True, max_size=4))
    headed = [one.key for one in sections if one.heading]
    places = st.sampled_from(["", "开头", "结尾", *(f"{key}之{side}" for key in headed for side in "前后")])
    own = [{**one, "位置": data.draw(places)} for one in data.draw(st.lists(st.sampled_from(OWN), unique_by=str))]
    form = {"报告": report, **HEAD, **{key: full[key] for key in full if key in chosen}}
    every = [leaf for leaf in blankable(form) if not set(leaf) & set(OTHER_TEXT)]
    share = data.draw(st.sampled_from([0.0, 0.5, 0.9, 0.98]))
    chance = data.draw(st.randoms(use_true_random=False))
    others = {leaf for leaf in blankable(form) if set(leaf) & set(OTHER_TEXT)}
    form = without(form, others | {leaf for leaf in every if chance.random() < share})
    form |= {"自拟章节": own} if own else {}
    read, _ = read_form(unplaced(form), "表单", load_library(open_shelf(), report)[0])
    wording, faults = compose(derive(read))
    assert faults == []
    assert find_lone_headings(document_of(read, wording, apart=False)) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# 甲\n\n一。\n\n## 乙\n\n二。", "# 甲\n\n一。\n\n\n二。"),
        ("# 甲\n\n## 乙\n\n### 丙\n\n一。\n\n### 丁\n\n二。", "# 甲\n\n\n## 丙\n\n一。\n\n## 丁\n\n二。"),
        ("# 甲\n\n## 乙\n\n### 丙\n\n一。\n\n## 丁\n\n二。", "# 甲\n\n## 乙\n\n\n一。\n\n## 丁\n\n二。"),
        ("# 甲\n\n## 乙\n\n一。\n\n# 丁\n\n二。", "# 甲\n\n\n一。\n\n# 丁\n\n二。"),
        ("# 甲\n\n## 乙\n\n一。\n\n## 丁\n\n二。", "# 甲\n\n## 乙\n\n一。\n\n## 丁\n\n二。"),
    ],
)
def test_a_subheading_that_stands_alone_makes_way_for_those_below_it(text, wanted):
    assert without_lone_headings(text) == wanted


def test_a_heading_that_skips_a_level_is_said_of_the_templates(tmp_path):
    put(tmp_path, "sections/tea/form.yaml", "key: 茶农\nheading: 茶农\nfields:\n  户数: {kind: flow, unit: 户}\n")
    put(tmp_path, "sections/tea/section.md", "### 代管\n\n代管茶园{{ 户数 }}。\n\n### 代采\n\n代采茶叶{{ 户数 }}。\n")
    put(tmp_path, "reports/shape.yaml", write({**REPORT, "sections": ["tea"]}))
    said = [one.what for one in check_templates(open_shelf(tmp_path))]
    assert said == ["小标题「代管」比上面的标题低了不止一级。"]


TEA = "key: 茶农\nheading: 茶农\nfields:\n  户数: {kind: flow, unit: 户}\n  亩数: {kind: measure, unit: 亩}\n"
ALONE = "{% if 户数 and not 表.茶工.户数 and not 表.茶工.亩数 %}\n### 代管\n\n代管{{ 户数 }}。\n\n### 代采\n\n代采{{ 亩数 }}。\n{% else %}\n种茶{{ 亩数 }}、{{ 户数 }}。\n{% endif %}\n"
SHAPES = {
    "levels": {"sections": [{"heading": "工作", "sections": [{"heading": "农业", "sections": ["tea", "relief"]}, "elderly"]}]},
    "merged": {"sections": [{"heading": "工作", "merge": True, "sections": ["tea", "relief"]}, "elderly"]},
    "extended": {"extends": "town", "sections": [{"heading": "工作", "sections": ["tea", "relief"], "after": "opening"}]},
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_templates_are_tried_in_every_shape_of_a_group(shape, tmp_path):
    report = SHAPES[shape] if "extends" in SHAPES[shape] else {**REPORT, **SHAPES[shape]}
    put(tmp_path, "sections/tea/form.yaml", TEA)
    put(tmp_path, "sections/tea/section.md", ALONE)
    put(tmp_path, f"reports/{shape}.yaml", write(report))
    put(tmp_path, "sections/relief/form.yaml", TEA.replace("茶农", "茶工"))
    put(tmp_path, "sections/relief/section.md", "采茶{{ 户数 }}。\n\n种茶{{ 亩数 }}。\n")
    said = {one.what for one in check_templates(open_shelf(tmp_path)) if one.severity is Severity.WARNING}
    assert said == {"小标题「代管」比上面的标题低了不止一级。"}
