"""Whatever a message says to write is written, to the letter; nothing that was typed may become anything else."""

import random
import re
from fractions import Fraction
from typing import Any

import pytest
from casefiles import CASES, Case, name_of, read_cases
from cures import figure_ways, follow_line, lost, put_at, value_at, ways_out
from forms import REAL, SECOND, built, library, read, said, write

from generator.figures.values import Figure
from generator.form.form import read_form
from generator.form.opening import Options, take_in
from generator.language.fields import Field, Group
from generator.library.overlays import open_shelf
from generator.problem import Problem, Severity
from generator.reading.nodes import Node, plain_data
from generator.reading.source import read_source

ADVICE = read_cases(CASES / "advice.txt")
SLIPS = read_cases(CASES / "slips.txt")
HEAD = {"报告": "town", "单位": "柳河镇", "年度": "2023"}
HEAD_TEXT = "\n".join(f"{key}: {value}" for key, value in HEAD.items()) + "\n"
TOWN = library()
SECTIONS = {name for section in TOWN.sections for name in (section.key, *section.definition.aliases)}
OLDER = {name: section.key for section in TOWN.sections for name in section.definition.aliases}
FIGURE = re.compile(r"([\d.]+)(万?)([^\d\s.万]+)")
MUTANTS = 400


def faults(data: bytes) -> list[Problem]:
    """What is wrong with a form on its own, read as a command reads it."""
    found = take_in(data, "表单.yaml", Options(open_shelf())).problems
    return [problem for problem in found if problem.severity is Severity.ERROR]


def quick_faults(form: Any) -> tuple[Node, list[Problem]]:
    """The nodes of a form and what is wrong with it, read beside every section of a town's report."""
    root, problems = read_source(write(form), "表单.yaml")
    problems += read_form(root, "表单.yaml", TOWN)[1]
    return root, [problem for problem in problems if problem.severity is Severity.ERROR]


def current(form: Any) -> Any:
    """The form with its sections under their present names."""
    return {OLDER.get(key, key): value for key, value in form.items()}


def faults_of_cures(root: Node, problems: list[Problem], form: Any) -> list[str]:
    """What is wrong with what the messages of a form say to do, each followed on its own."""
    found = []
    for problem in problems:
        for way in ways_out(problem, root, form):
            gone = lost(current(form), current(way), SECTIONS)
            after = quick_faults(way)[1]
            said = {(one.place.field, one.what) for one in after}
            if gone:
                found.append(f"{problem}\n  loses {gone}: {way}")
            if (problem.place.field, problem.what) in said:
                found.append(f"{problem}\n  is said again: {way}")
            if len(after) > len(problems):
                found.append(f"{problem}\n  leads to {[*map(str, after)]}: {way}")
    return found


@pytest.mark.parametrize("case", ADVICE, ids=name_of)
def test_a_key_that_no_field_has_is_told_what_to_write_where(case: Case):
    said = [str(problem) for problem in faults((case.given + "\n" + HEAD_TEXT).encode())]
    expected = case.expected.split("\n") if case.expected else []
    assert len(said) == len(expected)
    for line, pattern in zip(said, expected, strict=True):
        assert re.fullmatch(".*".join(map(re.escape, pattern.split("……"))), line), line


@pytest.mark.parametrize("case", ADVICE, ids=name_of)
def test_what_a_message_says_changes_no_figure_no_unit_and_no_business(case: Case):
    root, _ = read_source((case.given + "\n" + HEAD_TEXT).encode(), "表单.yaml")
    problems = faults((case.given + "\n" + HEAD_TEXT).encode())
    assert faults_of_cures(root, problems, plain_data(root)) == []


def test_most_cases_say_something_that_can_be_followed():
    followed = 0
    for case in ADVICE:
        root, _ = read_source((case.given + "\n" + HEAD_TEXT).encode(), "表单.yaml")
        problems = faults((case.given + "\n" + HEAD_TEXT).encode())
        followed += any(ways_out(problem, root, plain_data(root)) for problem in problems)
    assert followed > len(ADVICE) * 0.9


@pytest.mark.parametrize("case", SLIPS, ids=name_of)
def test_a_slip_cured_as_its_message_says_reads_as_it_was_mended(case: Case):
    text = case.given.replace("→", "\t").replace("□", "\u3000")
    root, problems = read_source(text.encode(), "表单.yaml")
    followed = 0
    for problem in problems:
        cured = follow_line(text, problem)
        followed, text = (followed, text) if cured is None else (followed + 1, cured)
    again, left = read_source(text.encode(), "表单.yaml")
    assert len(left) <= len(problems) - followed
    assert not followed or plain_data(again) == plain_data(root)


def leaves(group: Group) -> list[Field]:
    return [leaf for leaf in group.leaves() if leaf.kind.has_unit]


def typed_figures(form: Any) -> list[tuple[str, ...]]:
    """The keys that lead to each figure of a form with a unit behind it."""
    found: list[tuple[str, ...]] = []

    def walk(value: Any, at: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*at, key))
        elif isinstance(value, str) and TOWN.field(".".join(at)) and FIGURE.fullmatch(value):
            found.append(at)

    walk(form, ())
    return found


def mistyped(form: Any, at: tuple[str, ...], chance: random.Random) -> tuple[str, Any]:
    """A form with one section, in which the name of one figure went wrong; and how."""
    *owners, name = at
    section = {owners[0]: {}}
    value = form
    for key in at:
        value = value[key]
    beside = chance.random() < 0.5
    if beside:
        section = {owners[0]: yaml_copy(form[owners[0]])}
    group: Any = section
    for key in owners:
        group = group.setdefault(key, {})
    group.pop(name, None)
    number, scale, unit = FIGURE.fullmatch(value).groups()
    cut = chance.randrange(len(name))
    slips: dict[str, tuple[list[str], str, str]] = {
        "a letter wrong": (owners, name[:cut] + "娄" + name[cut + 1 :], value),
        "a letter short": (owners, name[:cut] + name[cut + 1 :] or "某", value),
        "unit in the key": (owners, f"{name}({scale}{unit})", number),
        "unit in wide brackets": (owners, f"{name}（{scale}{unit}）", number),
        "unit behind a slash": (owners, f"{name}/{scale}{unit}", number),
        "unit behind the name": (owners, f"{name}{scale}{unit}", number),
        "scale in the key": (owners, f"{name}({scale}{'' if scale else unit})", number),
        "its group before it, unit in the key": (owners[:1], f"{''.join((*owners[1:], name))}({scale}{unit})", number),
        "of nobody, unit in the key": (owners, f"帮扶企业（{scale}{unit}）", number),
        "both": (owners, f"{name}（{scale}{unit}）", value),
        "numbered": (owners, f"{chance.randrange(1, 9)}.{name}", value),
        "too far out": (owners[:-1], name, value),
        "its whole label": (owners[:1], TOWN.field(".".join(at)).label, value),
        "its group before it": (owners[:1], "".join((*owners[1:], name)), value),
        "no unit": (owners, name[1:] or "某", number),
        "of another business": (owners[:1], chance.choice(ELSEWHERE).name, value),
        "of nobody": (owners, "帮扶企业", value),
        "at the top": ([], name, value),
        "at the top, unit in the key": ([], f"{name}（{scale}{unit}）", number),
    }
    kind = chance.choice(sorted(slips))
    where, key, typed = slips[kind]
    group = section
    for step in where:
        group = group[step]
    group.setdefault(key, typed)
    return f"{kind}: {'.'.join((*where, key))}: {typed}", {**section, **HEAD}


def yaml_copy(form: Any) -> Any:
    return plain_data(read_source(write(form), "")[0]) if isinstance(form, dict) else form


ELSEWHERE = [leaf for section in TOWN.sections for leaf in leaves(section.root)]


def test_no_cure_for_a_mistyped_name_changes_what_was_typed():
    chance, wrong, followed = random.Random(20240611), [], 0
    forms = [read(path) for path in (REAL, SECOND)]
    figures = [(form, at) for form in forms for at in typed_figures(form)]
    for _ in range(MUTANTS):
        form, at = chance.choice(figures)
        slip, given = mistyped(form, at, chance)
        root, problems = quick_faults(given)
        followed += any(ways_out(problem, root, given) for problem in problems)
        wrong += [f"{slip}\n{fault}" for fault in faults_of_cures(root, problems, given)]
    assert not wrong, "\n".join(wrong)
    assert followed > MUTANTS * 0.8


SLIPS_IN_FIGURES = {
    "letter for ten thousand": (r"万", "w"),
    "traditional": (r"万", "萬"),
    "letter l for 1": (r"1", "l"),
    "letter O for 0": (r"(?<=\d)0", "O"),
    "full stop behind it": (r"$", "。"),
    "unit twice": (r"([^\d.万]+)$", r"\1\1"),
    "round words behind it": (r"万(.)$", r"万\1多"),
    "another unit": (r"(?<=\d)[户人]$", "{other}"),
}
"""How a figure goes wrong in itself, and the figure that was meant stays to be seen."""


def number_at(form: Any, path: str) -> Fraction | None:
    root, _ = read_source(write(form), "表单.yaml")
    value = read_form(root, "表单.yaml", TOWN)[0].value(path)
    return value.quantity.number if isinstance(value, Figure) else None


@pytest.mark.parametrize("slip", SLIPS_IN_FIGURES)
def test_no_cure_for_a_slip_in_a_figure_makes_it_another_number(slip: str):
    form, followed = read(SECOND), 0
    for at in typed_figures(form):
        path, typed = ".".join(at), value_at(form, at)
        other = {"户": "人", "人": "户"}.get(typed[-1], "")
        wrong = re.sub(*SLIPS_IN_FIGURES[slip], typed, count=1).format(other=other)
        given = {**HEAD, **nested(at, wrong)}
        _, problems = quick_faults(given)
        if wrong == typed or [problem.place.field for problem in problems] != [path]:
            continue
        for way in figure_ways(problems[0], given, at):
            followed += 1
            (stands,) = typed_figures(way)
            assert number_at(way, ".".join(stands)) == number_at({**HEAD, **nested(at, typed)}, path), problems[0]
            assert not wrong.endswith(other or " ") or stands != at, f"{problems[0]} – {way}"
    assert followed


def nested(at: tuple[str, ...], value: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    put_at(given, at, value)
    return given


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("低保.农村.人数", "十二户30人"),
        ("慈善.捐款", "12万元五千"),
        ("养老.床位", "六十张床位（护理型20张）"),
        ("儿童福利.人数", "三个村12人"),
        ("临时救助.人次", "12人次，其中二十人次为急难型"),
    ],
)
def test_no_cure_drops_a_count_in_chinese_numerals(path, typed):
    *groups, name = path.split(".")
    entry = {name: typed}
    for key in reversed(groups):
        entry = {key: entry}
    (line,) = [one for one in said(built({"单位": "柳河镇", "年度": "2023", **entry})) if one.startswith("错误")]
    assert f"看不懂数字「{typed}」" in line
    assert "请改为" not in line
