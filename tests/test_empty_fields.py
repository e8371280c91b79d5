"""Whatever of a real form is left blank, what remains reads as one careful hand wrote it."""

import random
import re

import pytest
from chinese import find_broken_document
from forms import FORMS, ROOT, at, built, leaves, read, text_of, without, write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize
from generator.problem import Severity

ALL = sorted((ROOT / "inputs").rglob("*.yaml"))
COUNTY = ROOT / "inputs" / "云岭县-2024.yaml"
OTHERS = [
    path for path in ALL if path not in FORMS and path.parent.parent.name != "towns" and path.name[:3] != "云岭县"
]
"""The forms of the invented towns fill in the same fields; two of them stand for all."""
OTHERS += [ROOT / "inputs" / "towns" / "2024" / f"{name}-2024.yaml" for name in ("云城街道", "白果坪镇")]
HEAD = ("报告", "单位", "年度", "期间", "署名", "成文日期", "核对说明", "业务", "文字", "自称", "公文", "模板", "用词")
HEAD += ("标题", "上年", "汇总自", "应报单位")
"""What is said of the form itself; blanking 单位 or 年度 is another matter."""
OPTIONS = Options(open_shelf())
"""The same for all, so that the towns of a county are read once."""


def blankable(form):
    return [leaf for leaf in leaves(form) if leaf[0] not in HEAD]


def summary_of(form, folder=None):
    """Built as an official would see it; drafts of the repository lack their year."""
    year = form["年度"] if form["年度"].isdigit() else "2010"
    return summarize(write({**form, "年度": year}), "表单.yaml", OPTIONS, folder)


def complaints(form, folder=None):
    summary = summary_of(form, folder)
    if summary.document is None:
        return [str(problem) for problem in summary.problems if problem.severity is Severity.ERROR]
    return find_broken_document(summary.document)


EVERY = [(path, leaf) for path in FORMS for leaf in blankable(read(path))]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_whole_form_reads_well(path):
    assert complaints(read(path), path.parent) == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_any_single_field_may_be_blank(path):
    form = read(path)
    broken = {leaf: found for leaf in blankable(form) if (found := complaints(without(form, {leaf})))}
    assert broken == {}


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_any_single_field_of_the_other_forms_may_be_blank(path):
    form = read(path)
    broken = {leaf: found for leaf in blankable(form) if (found := complaints(without(form, {leaf}), path.parent))}
    assert broken == {}


def test_any_field_in_four_of_a_county_may_be_blank():
    form = read(COUNTY)
    broken = {
        leaf: found for leaf in blankable(form)[::4] if (found := complaints(without(form, {leaf}), COUNTY.parent))
    }
    assert broken == {}


def test_a_county_may_type_nothing_at_all():
    form = read(COUNTY)
    assert complaints(without(form, set(blankable(form))), COUNTY.parent) == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_any_single_field_may_be_all_there_is(path):
    form = read(path)
    every = set(blankable(form))
    broken = {leaf: found for leaf in every if (found := complaints(without(form, every - {leaf})))}
    assert broken == {}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_any_group_may_be_blank(path):
    form = read(path)
    groups = {leaf[:depth] for leaf in blankable(form) for depth in range(1, len(leaf))}
    broken = {group: found for group in groups if (found := complaints(without(form, {group})))}
    assert broken == {}


@settings(max_examples=120)
@given(st.sampled_from(FORMS), st.sampled_from((0.05, 0.2, 0.5, 0.8, 0.95)), st.randoms(use_true_random=False))
def test_any_part_of_a_form_may_be_blank(path, share, chance):
    form = read(path)
    gone = {leaf for leaf in blankable(form) if chance.random() < share}
    assert complaints(without(form, gone)) == []


def whole(text):
    """The lines of a text but for the opening, whose headline tells of several sections together."""
    return [line for line in text.split("\n") if line and not line.endswith("总结如下。")]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_blank_takes_nothing_of_other_sections_along(path):
    form = read(path)
    for section in [key for key in form if key not in HEAD]:
        left = text_of(summary_of({key: value for key, value in form.items() if key in HEAD or key == section}))
        lines = set(whole(left)) - set(whole(text_of(summary_of({key: form[key] for key in form if key in HEAD}))))
        bodies = {line.removeprefix("全年") for line in lines if line[-1] in "。；！"}
        assert bodies <= {line.removeprefix("全年") for line in whole(text_of(summary_of(form)))}


def test_a_form_of_nothing_but_its_head_says_only_what_it_is_and_warns_of_it():
    summary = built({"单位": "甲镇", "年度": "2023"})
    assert text_of(summary) == "甲镇2023年社会救助工作总结\n现将我镇2023年社会救助工作总结如下。\n甲镇"
    (warned,) = (problem for problem in summary.problems if problem.severity > Severity.NOTICE)
    assert str(warned).startswith("警告 表单.yaml：除了开头几项，什么都没有填。")


def shuffled(value, chance):
    match value:
        case dict():
            keys = list(value)
            chance.shuffle(keys)
            return {key: shuffled(value[key], chance) for key in keys}
        case list():
            return [shuffled(one, chance) for one in value]
    return value


@settings(max_examples=25)
@given(st.sampled_from(FORMS), st.randoms(use_true_random=False))
@example(FORMS[0], random.Random(1))
def test_the_order_in_which_fields_are_filled_in_changes_nothing(path, chance):
    form = read(path)
    assert summary_of(shuffled(form, chance)).document == summary_of(form).document


@pytest.mark.parametrize("blank", ["", "~", "xx", "待填"])
def test_a_blank_is_as_good_as_a_missing_line(blank):
    form = read(FORMS[0])
    every = random.Random(7).sample(blankable(form), 25)
    gone = without(form, set(every))
    for leaf in every:
        at(gone, leaf[:-1])[leaf[-1]] = blank
    assert text_of(built(gone)) == text_of(built(without(form, set(every))))


HALF_TYPED = re.compile(r"\d+(?=[^\d.,]*$)")
WAITING = re.compile("【待填：[^】]*】")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_draft_asks_once_and_in_the_words_of_the_form_for_each_figure_typed_by_halves(path):
    form = read(path)
    asked = {}
    for leaf in blankable(form):
        text = at(form, leaf)
        if not HALF_TYPED.fullmatch(text.rstrip("人户次元万张家个所名件月/")) or leaf[1] in ("自定义", "灾害"):
            continue
        halved = without(form, set())
        at(halved, leaf[:-1])[leaf[-1]] = HALF_TYPED.sub("3××", text)
        body = text_of(built(halved, draft=True)).partition("总结如下。")[2]
        marks = WAITING.findall(body)
        if len(marks) != len(set(marks)) or any("{" in mark for mark in marks):
            asked[leaf] = marks
    assert asked == {}
