"""Topic sentences and headings of a result: said where the form bears them out, and never otherwise."""

import re
from collections import Counter
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from catalogue import REPORTS, UNITS, composed, whole_form
from forms import alone, built, leaves, library, put, said, text_of, trial, trial_form, without
from msgspec.structs import replace

from generator.chinese.reserved import FIGURE
from generator.document.marks import paths, unmarked
from generator.document.tree import Heading
from generator.document.walk import walk
from generator.form.form import read_form
from generator.form.opening import Options
from generator.language.evidence import BeyondEvidence, evidence, ways_to_hold
from generator.language.filters import RATIO
from generator.language.possible import example
from generator.library.claims import HEADING_STYLES, PAIRED_STYLE, PLAIN_STYLE, TopicsDefinition
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.reading.nodes import unplaced
from generator.reckoning.formulas import derive
from generator.reckoning.lastyear import beside
from generator.wording.compose import compose
from generator.wording.red_pen import marks_in

TOWNS = Path(__file__).parents[1] / "inputs" / "towns" / "2024"
NUMBER, UNNUMBERED = re.compile(r"\d+(\.\d+)?"), re.compile("[一二三四五六七八九十]+是")
ANY = TopicsDefinition(figures=1, two=99)
"""A topic sentence over a single figure, so that evidence is all there need be."""


@lru_cache
def sections():
    """Every section of the standard templates once, with the report it was met in."""
    return {section.folder: (name, section) for name in (*REPORTS, "county") for section in library(name).sections}


TOPICS = [
    pytest.param(folder, topic, id=f"{section.key}: {topic.when}")
    for folder, (_, section) in sections().items()
    for topic in section.definition.topics
]
HEADINGS = [
    pytest.param(folder, style, heading, id=f"{section.key} {style}: {heading.when}")
    for folder, (_, section) in sections().items()
    for style, listed in section.styles.items()
    for heading in listed
]


def typed(section, trial):
    """What a form has under a section, and last year's, for figures by the steps that evidence names."""
    now, last = {}, {}
    for steps, number in trial.items():
        here, own = (last, steps[1:]) if steps[0] == "上年" else (now, steps)
        *groups, name = own
        leaf, group = section.root, here
        for step in groups:
            leaf = leaf.children[step]
            if getattr(leaf, "record", None):
                group = group.setdefault(step, [{}])[0]
                leaf = leaf.record
            else:
                group = group.setdefault(step, {})
        field = leaf.children[name]
        if hasattr(field, "children"):  # a group is there when any of it is
            group.setdefault(name, {})[next(iter(field.children))] = str(number)
        else:
            group[name] = str(number) if field.unit else field.specimens(number)[0]
    return now, last


def paper(folder, trial, head=None, **changes):
    """The wording of a form with nothing but some figures of one section, whose definition is changed."""
    name, section = sections()[folder]
    changed = replace(section, definition=replace(section.definition, **changes)) if changes else section
    changed = replace(changed, styles=changed.definition.styles) if "styles" in changes else changed
    whole = library(name)
    used = replace(
        whole,
        sections=tuple(changed if one.folder == folder else one for one in whole.sections),
        wording=replace(whole.wording, topics=ANY),
    )
    now, last = typed(section, trial)
    forms = []
    for year, given in (("2024", now), ("2023", last)):
        root = unplaced({"单位": UNITS[name], "年度": year, **(head or {}), section.key: given})
        form, problems = read_form(root, "表单.yaml", used)
        assert problems == []
        forms.append(derive(form))
    wording, faults = compose(beside(*forms) if last else forms[0])
    assert faults == []
    return unmarked(wording.text), used.terms_of(2024)


def words(wordings, terms):
    """Some wordings with their terms by name."""
    return [re.sub(r"\{\{ 词\.(\w+) \}\}", lambda match: terms[match[1]], one) for one in wordings]


def less(trial):
    """Some figures with each of them left out in turn."""
    for gone in trial:
        yield {steps: number for steps, number in trial.items() if steps != gone}


def is_said(topic, folder, trial):
    text, terms = paper(folder, trial, topics=(topic,))
    return any(re.search(rf"(?m)^{re.escape(one)}。", text) for one in words(topic.say, terms))


@pytest.mark.parametrize(("folder", "topic"), TOPICS)
def test_a_topic_is_said_with_its_evidence_and_not_without_any_of_it(folder, topic):
    for holds, named in ways_to_hold(topic.when):
        trial = example(holds, named)
        assert is_said(topic, folder, trial)
        assert [rest for rest in less(trial) if is_said(topic, folder, rest)] == []


@pytest.mark.parametrize(("folder", "style", "heading"), HEADINGS)
def test_a_heading_tells_a_result_with_its_evidence_and_else_what_it_is_about(folder, style, heading):
    def is_headed(trial):
        text, terms = paper(folder, trial, {"标题风格": style}, styles={style: (heading,)})
        return any(re.search(rf"(?m)^#+ {re.escape(one)}$", text) for one in words(heading.say, terms))

    for holds, named in ways_to_hold(heading.when):
        trial = example(holds, named)
        assert is_headed(trial) or sections()[folder][0] == "welfare-home"
        assert [rest for rest in less(trial) if is_headed(rest)] == []


# ---- how much must be told below a topic sentence


@lru_cache
def clauses():
    """Every wording of every topic, as it reads in 2016."""
    terms = library("county").terms_of(2016)
    listed = (topic.say for _, section in sections().values() for topic in section.definition.topics)
    return frozenset(one for say in listed for one in words(say, terms))


def figures_under(wording):
    """How many figures stand below each topic sentence of a paper, up to the next heading."""
    found = {}
    lines = wording.text.split("\n\n")
    for at, block in enumerate(lines):
        first = unmarked(block).split("。")[0]
        told = [clause for clause in re.split("，", first) if clause in clauses()]
        if told:
            below = next((end for end in range(at, len(lines)) if lines[end].startswith("#")), len(lines))
            of_figures = paths("".join(lines[at:below]), FIGURE)
            found[first] = (len(told), sum(RATIO not in path for path in of_figures))
    return found


@pytest.mark.parametrize("name", ["county", "welfare-home"])
def test_a_single_figure_has_no_topic_sentence(name):
    data = whole_form(name)
    for leaf in leaves(data):
        wording = composed(name, alone(data, leaf))[1]
        assert figures_under(wording) == {}, leaf


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("every", [1, 2, 3])
def test_no_topic_sentence_is_over_too_little_and_none_is_said_twice(name, every):
    data = whole_form(name)
    gone = {leaf for position, leaf in enumerate(leaves(data)) if position % every}
    wording = composed(name, without(data, gone))[1]
    least = library(name).wording.topics
    found = figures_under(wording)
    assert every > 1 or found
    for sentence, (told, below) in found.items():
        assert below >= (least.two if told > 1 else least.figures), sentence
        assert told <= 2
    spoken = [clause for sentence in found for clause in sentence.split("，") if clause in clauses()]
    assert len({clause[-2:] for clause in spoken}) == len(spoken)


@pytest.mark.parametrize("style", HEADING_STYLES)
@pytest.mark.parametrize("every", [1, 2, 3])
def test_the_red_pen_finds_nothing_in_them(every, style):
    data = whole_form("county")
    gone = {leaf for position, leaf in enumerate(leaves(data)) if position % every}
    document, wording = composed("county", without(data, gone), 标题风格=style)
    opened = [clause for sentence in figures_under(wording) for clause in sentence.split("，")]
    assert [mark.said for mark in marks_in(document) if any(clause in mark.said for clause in opened)] == []


def test_another_year_says_it_otherwise():
    form = {
        "单位": "甲镇",
        "特困供养": {"人数": "112人", "集中供养": "37人", "分散供养": "75人", "资金": "79万元", "新增": "3人"},
    }
    lines = [text_of(built({**form, "年度": str(year)})).split("\n")[3].split("。")[0] for year in range(2018, 2024)]
    assert all(one != other for one, other in pairwise(lines))
    assert all(line in clauses() for line in lines)
    assert text_of(built({**form, "年度": "2020"})) == text_of(built({**form, "年度": "2020"}))


def test_twenty_towns_do_not_open_alike():
    opened = {}
    for path in sorted(TOWNS.glob("*.yaml")):
        lines = text_of(read_summary(path, Options(open_shelf()))).split("\n")
        for line in lines:
            first = line.split("。")[0]
            if any(clause in clauses() for clause in first.split("，")):
                opened[first] = opened.get(first, 0) + 1
    assert len(opened) > 60
    assert {first: count for first, count in opened.items() if count >= 10} == {}


# ---- headings


def headings_of(document):
    return ["".join(one.text for one in block.inlines) for block in document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("style", HEADING_STYLES)
def test_no_two_headings_of_a_paper_are_alike(name, style):
    document, _ = composed(name, whole_form(name), 标题风格=style)
    top = headings_of(document)
    usual = headings_of(composed(name, whole_form(name))[0])
    assert len(top) - len(set(top)) == len(usual) - len(set(usual)) <= 1  # two sections have a part 制度建设
    assert (top != usual) is (style != PLAIN_STYLE and name != "welfare-home")


def test_a_report_has_a_style_of_its_own_and_a_form_another(tmp_path):
    report = "extends: standard\nheading_style: 对仗\n"
    put(tmp_path, "reports/town.yaml", report)
    form = {"单位": "甲镇", "年度": "2023", "特困供养": {"集中供养": "37人", "分散供养": "75人"}}
    shelf = open_shelf(tmp_path)
    (pairs,) = [one.say for one in library().section("特困供养").styles[PAIRED_STYLE]]
    assert text_of(built(form, shelf=shelf)).split("\n")[2].removeprefix("一、") in pairs
    assert "一、特困人员救助供养" in text_of(built({**form, "标题风格": "名词"}, shelf=shelf))
    assert "一、特困人员救助供养" in text_of(built({**form, "特困供养": {"集中供养": "37人"}}, shelf=shelf))


def test_a_style_that_there_is_not_is_the_forms_fault():
    form = {"单位": "甲镇", "年度": "2023", "标题风格": "对联"}
    assert [line for line in said(built(form)) if line.startswith("错误")] == [
        "错误 表单.yaml:3 标题风格：没有「对联」这种标题风格。是不是「对仗」？"
    ]


def test_a_paper_in_traditional_characters_has_them_too():
    form = {"单位": "甲镇", "年度": "2023", "标题风格": "对仗", "文字": "繁体"}
    text = text_of(
        built({**form, "特困供养": {"集中供养": "37人", "分散供养": "75人", "资金": "79万元", "新增": "3人"}})
    )
    assert "集中供養" in text.split("\n")[2]
    assert "供养" not in text


# ---- evidence


def test_evidence_leaves_no_doubt(tmp_path):
    claim = "topics:\n- {when: 户数 > 300, say: [户数过了三百, 过了三百户, 三百户以上]}\nfields:"
    shelf = trial(
        tmp_path, "户数: {kind: stock, unit: 户}\n人数: {kind: stock, unit: 人}", "共{{ 户数 }}、{{ 人数 }}。\n"
    )
    form = tmp_path / "sections" / "trial" / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("fields:", claim, 1), encoding="utf-8")
    put(tmp_path, "wording.yaml", "extends: standard\ntopics: {figures: 2}\n")
    for typed_figure, is_certain in (
        ("301", True),
        ("300", False),
        ("超过300", False),
        ("近400", False),
        ("约400", False),
        ("400多", True),
        ("0.4万", True),
    ):
        text = text_of(built(trial_form({"户数": typed_figure, "人数": "900"}), shelf=shelf))
        assert ("三百" in text) is is_certain, typed_figure


@pytest.mark.parametrize(
    "written", ["not 户数", "户数 | 占(人数)", "1 < 户数 < 3", "户数 != 3", "最多(户数)", "户数 ** 2 > 1", "(户数"]
)
def test_what_is_no_evidence_is_refused(written):
    with pytest.raises(BeyondEvidence):
        evidence(written)


def test_a_heading_whose_evidence_cannot_be_read_is_said_where_it_is_asked_for(tmp_path):
    styles = "styles:\n  成效:\n  - {when: not 户数, say: [户户得到帮扶, 帮扶落到各户]}\nheading: 试\nfields:"
    shelf = trial(tmp_path, "户数: {kind: stock, unit: 户}", "共{{ 户数 }}。\n")
    form = tmp_path / "sections" / "trial" / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("fields:", styles, 1), encoding="utf-8")
    assert "一、试" in text_of(built(trial_form({"户数": "3"}), shelf=shelf))
    (fault,) = said(built(trial_form({"户数": "3"}, 标题风格="成效"), shelf=shelf))
    assert "sections/trial/form.yaml：这里标题的证据读不懂。" in fault


def test_an_overlay_adds_a_wording_and_takes_a_topic_away(tmp_path):
    both = "(新增.户数 or 新增.人数 or 农村.新增人数 or 城镇.新增人数) and (取消.户数 or 取消.人数)"
    put(
        tmp_path,
        "sections/dibao/form.yaml",
        f"extends: standard\nremove: [年审.走访户数 == 合计.户数]\ntopics:\n- {{when: {both}, say: [进出有名册]}}\n",
    )
    topics = library(shelf=open_shelf(tmp_path)).section("低保").definition.topics
    standard = library().section("低保").definition.topics
    assert [one.when for one in topics] == [one.when for one in standard if "年审" not in one.when]
    assert [len(one.say) for one in topics if one.when == both] == [5]


# ---- a paper as a whole


def twenty_towns():
    """The lines of each town's paper, headings and its name left out."""
    for path in sorted(TOWNS.glob("*.yaml")):
        summary = read_summary(path, Options(open_shelf()))
        lines = (line for line in walk(summary.document) if line.part in ("paragraph", "item") and not line.annex)
        yield [line.text.replace(summary.form.head.unit.text, "") for line in lines]


def test_a_paper_says_neither_the_year_nor_one_opening_too_often():
    for lines in twenty_towns():
        assert sum(map(len, lines)) >= 400 * "".join(lines).count("2024年")
        assert not any(line.startswith("一是") for line in lines)
        opened = Counter(re.split("[，。；：]", NUMBER.sub("#", line))[0] for line in lines)
        assert [first for first, count in opened.items() if count > 2] == []


def test_twenty_towns_do_not_read_alike():
    papers = [
        {UNNUMBERED.sub("", NUMBER.sub("#", one)) for line in lines for one in re.split("[。；]", line) if one}
        for lines in twenty_towns()
    ]
    count = Counter(sentence for paper in papers for sentence in paper)
    shared = [sum(count[one] >= 10 for one in paper) / len(paper) for paper in papers]
    assert max(shared) < 0.2


def test_no_opening_is_a_mould_or_says_only_that_something_was_done():
    """官话套子：在X上，主要做了以下工作；都有办理、都有发放。"""
    moulds = re.compile("主要做了以下工作|都有|都得到|有种有养|用到急处|如数完成任务")
    said = [one for _, section in sections().values() for topic in section.definition.topics for one in topic.say]
    leads = [text for _, section in sections().values() for text in re.findall(r"分点\((.*?)\)", section.wording)]
    assert [one for one in (*said, *leads) if moulds.search(one)] == []


def test_no_two_clauses_of_a_topic_sentence_have_one_subject():
    """不说“危房改造达到任务数，危房改造有重建、有维修”。"""
    twice = [
        (one, other)
        for _, section in sections().values()
        for first, second in combinations(section.definition.topics, 2)
        for one in first.say
        for other in second.say
        if first.under == second.under and one[:4] == other[:4]
    ]
    assert twice == []
