"""Last year's form beside this year's: every figure knows its predecessor, and jumps are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from msgspec.structs import replace

from generator.figures.change import Change, change_of, growth_text
from generator.figures.over_units import units_of
from generator.figures.values import LAST, LAST_YEAR, Day, Figure, Nowhere, Passage, Record, Value, Words
from generator.form.form import Form
from generator.language.fields import Field, Group
from generator.language.kinds import OF_MONTHS
from generator.problem import Place, Problem, explained, list_some, notice, warning
from generator.reckoning.copied import NOT_COMPARED, tells_figures
from generator.reckoning.lacking import lacking_units
from generator.reckoning.own_relations import beside_by_name
from generator.reckoning.sides import absent_units, fit_beside
from generator.reckoning.unit_days import MOST_SECTIONS, MOST_UNITS, odd_units

USUAL_JUMP = Fraction(1, 2)
"""A figure that moved by more than this share of last year's is asked about, unless its field says otherwise."""
ROUGHLY_LEAPT = 0.99
"""The part of such a share below which a rough look is enough."""
MOST_FIELDS = 3
MOST_CAUSES = 3
"""So many groups of units are named that keep sums from being compared."""
FEWEST_FIGURES, FEWEST_ALIKE = 2, 4
"""So many figures of a section, and of all such sections, are no longer alike in two years by chance."""
SMALL = 10
"""Counts that stay below this jump every year."""


def beside(form: Form, last: Form) -> Form:
    """The form with last year's figure attached to each of its own that speaks of the same units and months.

    A record has no predecessor: the first disaster of this year is not the first of last year; a figure of the
    official's own has that of the same name.
    """
    last = fit_beside(last, form)
    sections = {path.partition(".")[0] for path in form.values}
    form = replace(form, apart=frozenset(key for key in sections if extent_of(form, key) != extent_of(last, key)))
    values = dict(form.values)
    for path, value in form.values.items():
        before = last.values.get(path)
        if isinstance(value, Figure) and form.is_apart(path):
            values[path] = replace(value, last=None)
        elif isinstance(value, Figure) and isinstance(before, Figure) and form.library.field(path):
            same = _speak_of_the_same(value, before, form)
            values[path] = replace(value, last=replace(before, path=LAST + path) if same else None)
    return replace(form, values={**values, **beside_by_name(form, last)}, last=last)


def extent_of(form: Form, key: str = "") -> tuple[object, frozenset[object]]:
    """The months and day that the figures of a section are of, with those of the units summed that say others.

    Of the form itself without a ``key``.
    """
    if not key:
        return form.covered().extent, frozenset()
    return form.covered(key).extent, frozenset((town.name, one.extent) for town, one in odd_units(form, key))


def _speak_of_the_same(now: Figure, before: Figure, form: Form) -> bool:
    """Whether two totals are over the same units: with one missing, a smaller total says nothing of the year."""
    if _is_by_formula(now) and _is_by_formula(before):
        parts = {part.path: part for part in before.parts}
        return all(_speak_of_the_same(part, parts[part.path], form) for part in now.parts if part.path in parts)
    if any(part.is_short for part in (*now.parts, *before.parts)):
        return False
    ours, theirs = units_of(now), units_of(before)
    if theirs and _is_by_formula(now) and ours:
        return all(units_of(part) | absent_units(form, part.path) == theirs for part in now.parts)
    if ours and theirs:
        return ours == theirs
    return not ours or not lacking_units(form, now.path)


def _is_by_formula(figure: Figure) -> bool:
    return bool(figure.parts) and not figure.is_over_units


def last_tree(form: Form, group: Group) -> object:
    """What 上年 stands for in the section of ``group``: its fields as last year's form filled them in."""
    if form.last is None:
        return Nowhere(LAST + group.path)
    tree: dict[str, object] = {}
    for name, child in group.children.items():
        if isinstance(child, Group):
            tree |= dict.fromkeys((name, *child.aliases), last_tree(form, child))
            continue
        value = form.last.filled(child)
        missing = value is None or (isinstance(value, Figure) and form.is_apart(child.path))
        found = Nowhere(LAST + child.path) if value is None or missing else _of_last_year(value)
        tree |= dict.fromkeys((name, *child.aliases), found)
    return tree


def _of_last_year(value: Value | tuple[Record, ...]) -> object:
    """The value with a path that says which form it is from."""
    if isinstance(value, tuple):
        return tuple(_of_last_year(item) if isinstance(item, Words) else item for item in value)
    if isinstance(value, Figure | Words | Passage | Day):
        return replace(value, path=LAST + value.path)
    return value


def check_jumps(form: Form) -> Iterator[Problem]:
    """A warning for each figure that moved further since last year than its field usually does."""
    for path, figure in form.values.items() if form.last or form.towns else ():
        if not isinstance(figure, Figure) or (found := jump_in(form, figure)) is None:
            continue
        what = f"上年是{found.before.text}，今年是{figure.text}，{growth_text(found, LAST_YEAR)}。"
        place = figure.place.of(path)
        if answer := form.answers.get(path):
            yield explained(place, what, answer.text)
        elif not figure.parts:
            yield warning(place, what, "变动较大，请核对，或在「核对说明」里写明原因；写明了，文中才说这个增减。")
        elif figure.is_over_units:
            yield notice(place, what, "汇总数变动较大，请看看是哪些单位。")


def is_unexplained(form: Form, figure: Figure) -> bool:
    """Whether a figure moved so far since last year that it is asked about, and nobody has said why."""
    leaf = form.library.field(figure.path) if figure.last else None
    if leaf is None or not jump_of(leaf) or figure.path in form.answers:
        return False
    return _is_small(leaf, figure) or jump_in(form, figure) is not None


def jump_in(form: Form, figure: Figure) -> Change | None:
    """The change of a figure that moved further since last year than its field usually does; None for any other."""
    leaf = form.library.field(figure.path) if figure.last else None
    if leaf is None or not (limit := jump_of(leaf)) or _hardly_moved(figure, limit):
        return None
    found = change_of(figure)
    if found is None or found.share is None or abs(found.share) <= limit * 100 or _is_small(leaf, figure):
        return None
    return found


def _hardly_moved(figure: Figure, limit: Fraction) -> bool:
    """Whether a figure moved by so much less than a share that it need not be worked out exactly."""
    now, before = figure.quantity.number, figure.last.quantity.number if figure.last else None
    return (
        now is not None
        and before is not None
        and abs(float(now) - float(before)) < ROUGHLY_LEAPT * float(limit * before)
    )


def jump_of(leaf: Field) -> Fraction:
    """The share from which a change of this field is asked about; zero for never."""
    return _share(leaf.definition.jump) if leaf.definition.jump else USUAL_JUMP


@lru_cache(maxsize=64)
def _share(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / 100 if text != "none" else Fraction(0)


def _is_small(leaf: Field, figure: Figure) -> bool:
    """Whether both years count less than ``SMALL`` of something that is counted one by one."""
    sizes = [one.quantity.number or Fraction(0) for one in (figure, figure.last) if one]
    return leaf.unit is not None and leaf.unit.whole and max(sizes) < SMALL


def check_coverage(form: Form) -> Iterator[Problem]:
    """One notice that says which units keep sums from being compared with last year's."""
    if form.last is None:
        return
    differing: dict[frozenset[str], list[str]] = {}
    for path, figure in form.values.items():
        before, leaf = form.last.values.get(path), form.library.field(path)
        if not leaf or not isinstance(figure, Figure) or not isinstance(before, Figure):
            continue
        if not _speak_of_the_same(figure, before, form):
            units = (
                units_of(figure) ^ units_of(before) if units_of(before) else frozenset(lacking_units(form, figure.path))
            )
            differing.setdefault(units, []).append(form.label(leaf))
    if differing:
        causes = sorted(differing.items(), key=lambda cause: -len(cause[1]))
        count = sum(map(len, differing.values()))
        what = f"{count}个数没有和上年比较：{'；'.join(_said_cause(*cause) for cause in causes[:MOST_CAUSES])}"
        what += f"；其余{rest}个数也是这样" if (rest := sum(len(labels) for _, labels in causes[MOST_CAUSES:])) else ""
        yield notice(form.place_of_sums, f"{what}。", "补齐后会自动比较；没有的请填0。")


def _said_cause(units: frozenset[str], labels: list[str]) -> str:
    """Which units have figures of one year only, and of what."""
    return f"{list_some(sorted(units), MOST_UNITS)}只有一年的数（{list_some(labels, MOST_FIELDS, '个数')}）"


def check_months(form: Form) -> Iterator[Problem]:
    """A notice that says which sections are not compared with last year's because they are of other months."""
    last = form.last
    if last is None:
        return
    told: dict[tuple[str, str], list[str]] = {}
    for key in dict.fromkeys(path.partition(".")[0] for path in form.values if form.is_apart(path)):
        if any(isinstance(last.values.get(path), Figure) for path in form.values if path.startswith(f"{key}.")):
            told.setdefault((_said_extent(form, key), _said_extent(last, key)), []).append(key)
    for (ours, theirs), keys in told.items():
        what = f"{list_some(keys, MOST_SECTIONS, '节')}没有和上年比较：今年的数{ours}，上年的数{theirs}。"
        place = form.stock_days.get(keys[0], form.head.stock_day)
        advice = "期间和截至都相同的数才能比；两年的表请填同样的「截至」和「期间」。"
        yield notice(place.place if place else Place(form.file, field=LAST_YEAR), what, advice)


def _said_extent(form: Form, key: str) -> str:
    """How a notice names what a section's figures are of: 是1—11月的，截至11月底."""
    covered = form.covered(key)
    day = f"，截至{covered.day.text}" if covered.day else ""
    odd = "，其中有的单位截至另一天" if extent_of(form, key)[1] else ""
    return f"是{covered.period.name}的{day}{odd}"


def check_untouched(form: Form) -> Iterator[Problem]:
    """A warning for the sections of which all that is counted over the year is just what it was last year."""
    alike: dict[str, list[Figure]] = {}
    for path, figure in form.values.items() if form.last else ():
        if isinstance(figure, Figure) and _is_of_the_year(form, figure):
            alike.setdefault(path.partition(".")[0], []).append(figure)
    alike = {
        key: figures
        for key, figures in alike.items()
        if len(figures) >= FEWEST_FIGURES
        and all(one.last and one.last.quantity == one.quantity for one in figures)
        and not any(one.path in form.answers for one in figures)
    }
    if sum(map(len, alike.values())) >= FEWEST_ALIKE:
        first = next(iter(alike.values()))[0]
        what = f"{list_some(list(alike), MOST_SECTIONS, '节')}全年发生的数和上年的一个不差。"
        advice = "请核对是不是忘了改；确实没有变的，请在「核对说明」里写明，每节写一项。"
        yield warning(first.place.of(first.path), what, advice)


def _is_of_the_year(form: Form, figure: Figure) -> bool:
    """Whether a typed figure counts what happened in the months of the form, exactly and not just a few."""
    leaf = form.library.field(figure.path)
    if leaf is None or leaf.kind.time != OF_MONTHS or figure.parts or figure.last is None:
        return False
    return not figure.quantity.word and not _is_small(leaf, figure)


def check_sameness(form: Form) -> Iterator[Problem]:
    """A notice for each text that says to the letter what last year's said, where a new year wants new words."""
    if form.last is None:
        return
    for section in form.sections:
        for leaf in section.root.leaves():
            if not leaf.definition.renewed:
                continue
            before = {_bare(one.text) for one in _texts(form.last.values.get(leaf.path))}
            for one in _texts(form.values.get(leaf.path)):
                if _bare(one.text) in before and not tells_figures(one.text):
                    place = one.place.of(leaf.path)
                    yield notice(place, f"「{one.text[:20]}」和上年写的一样。", "请看看今年是否还是这样。")


def _texts(value: Value | None) -> tuple[Words, ...]:
    found = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in found if isinstance(one, Words))


def _bare(text: str) -> str:
    return NOT_COMPARED.sub("", text)


def unusable(place: Place, what: str) -> Problem:
    """Says why last year's form was not compared with."""
    return warning(place, what, "没有和上年比较。")
