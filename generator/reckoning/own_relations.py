"""What figures of the official's own say of others: a whole, a target, last year, the sentence they stand behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from generator.chinese.script import to_simplified
from generator.figures import change
from generator.figures.change import amount_text, change_of, growth_text
from generator.figures.quantity import SCALES, Fault, Unit
from generator.figures.values import LAST, LAST_YEAR, Figure, Value, Words, differ
from generator.form.form import Form
from generator.language.fields import Field
from generator.library.library import (
    OWN_CHANGE,
    OWN_FIGURE,
    OWN_NAME,
    OWN_PLACE,
    OWN_ROLLUP,
    OWN_TARGET,
    OWN_WHOLE,
)
from generator.problem import Problem, did_you_mean, error, explained, notice, warning
from generator.reckoning.own_figures import comparable, own_records, sums_of

UPWARDS, DOWNWARDS = ("增长", "增加", "上升", "提高", "多", "+", "＋"), ("下降", "减少", "降低", "少", "-", "－", "—")
"""How people say that something became more or less; the first word prints for a sign."""
WORD_FOR = {"+": UPWARDS[0], "＋": UPWARDS[0], "-": DOWNWARDS[0], "－": DOWNWARDS[0], "—": DOWNWARDS[0]}
AS_BEFORE = ("持平", "不变", "基本持平")
COMPARED_WITH = r"(?:同比|环比|[比较与和同](?:上年同期|上年|去年同期|去年))?"
CHANGE = re.compile(
    rf"{COMPARED_WITH}(?:({'|'.join(map(re.escape, (*UPWARDS, *DOWNWARDS)))})\s*了?(约?\d.*)|({'|'.join(AS_BEFORE)}))"
)
AMOUNT = re.compile(r"约?([\d.,]+)\s*(万|亿)?\s*(个?百分点|%|％)?(.*)")
HOW_TO_SAY_IT = "请写明增减和多少，如「增长8.8%」「减少12户」「持平」。"


class SaidChange(NamedTuple):
    """A comparison that was typed: the word for it, and by how much; no amount where nothing changed."""

    word: str
    amount: str = ""

    @property
    def is_up(self) -> bool:
        """Whether it says that there is more."""
        return self.word in UPWARDS


def said_change(text: str) -> SaidChange | None:
    """What a typed comparison says, None when it does not say which way."""
    match = CHANGE.fullmatch(re.sub(r"\s+", "", text).rstrip("。，；"))
    if match is None:
        return None
    word = match[1] or ""
    return SaidChange(match[3]) if match[3] else SaidChange(WORD_FOR.get(word, word), match[2].replace("％", "%"))


def whole_of(form: Form, record: str) -> Figure | None:
    """The figure that a record says to be a share of, by what its field is called; None where there is none."""
    leaf = _field_named(form, form.values.get(f"{record}.{OWN_WHOLE}"))
    figure = form.values.get(leaf.path) if isinstance(leaf, Field) else None
    return replace(figure, label=form.label(leaf)) if isinstance(leaf, Field) and isinstance(figure, Figure) else None


def _field_named(form: Form, typed: Value | None) -> Field | None:
    return form.library.field(named_path(typed)) if isinstance(typed, Words) else None


def named_path(typed: Words) -> str:
    """The path that was typed for a field, with its points."""
    return re.sub(r"\s+", "", to_simplified(typed.text)).replace("·", ".").rstrip("。")


def place_of(form: Form, record: str) -> str | Fault:
    """The path of the field or group behind whose sentence a record stands, empty where it does not say."""
    typed = form.values.get(f"{record}.{OWN_PLACE}")
    section = form.library.section(record.partition(".")[0])
    if not isinstance(typed, Words) or section is None:
        return ""
    name = re.sub(r"(?:这[句项]话?)?(?:之后|后面|以后|后)?$", "", named_path(typed)).strip("「」“”")
    inside = name.removeprefix(f"{section.key}.")
    if (found := section.root.at(inside)) is not None:
        return found.path
    if form.library.whole.at(name) is not None:
        return Fault(f"「{typed.text}」不在「{section.key}」这一节。", "只能放在本节的一句后面；请把这一条移到那一节。")
    every = [leaf.path.removeprefix(f"{section.key}.") for leaf in section.root.leaves()]
    known = {*every, *(path.rpartition(".")[0] for path in every if "." in path)}
    advice = did_you_mean(inside, known, f"请写本节的项目，如「{every[0]}」。")
    return Fault(f"「{section.key}」里没有「{name}」。", advice)


def own_by_name(form: Form, with_several: bool = False) -> dict[tuple[str, str], Figure]:
    """The single figures of a form's own, by section and name; one whose name stands twice is not there.

    ``with_several`` also those that are several figures of one thing.
    """
    found: dict[tuple[str, str], Figure | None] = {}
    for record in own_records(form.values):
        name, figure = (form.values.get(f"{record}.{one}") for one in (OWN_NAME, OWN_FIGURE))
        if isinstance(name, Words) and isinstance(figure, Figure) and (with_several or not figure.more):
            key = record.partition(".")[0], _bare_name(name)
            found[key] = None if key in found else figure
    return {key: figure for key, figure in found.items() if figure}


def _bare_name(name: Words) -> str:
    return re.sub(r"\s+", "", to_simplified(name.text))


def beside_by_name(form: Form, last: Form) -> dict[str, Value]:
    """The figures of a form's own that last year's form has by the same name and in the same unit, with those beside."""
    before, units = own_by_name(last), form.library.units
    return {
        figure.path: replace(figure, last=replace(old, path=LAST + old.path))
        for key, figure in own_by_name(form).items()
        if (old := before.get(key)) and key[0] not in form.apart and comparable(figure, old, units)
    }


def with_units(form: Form) -> dict[str, Value]:
    """The values of a form with the figures of its own that are to be the sum of those of its units."""
    found = dict(form.values)
    theirs = [(town, own_by_name(town, with_several=True)) for town in form.towns]
    for record in own_records(form.values):
        name = form.values.get(f"{record}.{OWN_NAME}")
        path = f"{record}.{OWN_FIGURE}"
        if not isinstance(name, Words) or f"{record}.{OWN_ROLLUP}" not in form.values:
            continue
        key = record.partition(".")[0], _bare_name(name)
        parts = tuple(_owned(one, town.name, path) for town, own in theirs if (one := own.get(key)))
        summed = _sum(parts, path, form)
        typed = form.values.get(path)
        if isinstance(typed, Figure):
            found[path] = replace(typed, units=parts)
        elif summed:
            found |= {one.path: one for one in summed.all}
    return found


def _owned(figure: Figure, owner: str, path: str) -> Figure:
    """The figure of a unit as part of the one at a path."""
    more = tuple(replace(one, owner=owner, path=f"{path}.{at}") for at, one in enumerate(figure.more, 2))
    return replace(figure, owner=owner, path=path, more=more)


def _sum(parts: tuple[Figure, ...], path: str, form: Form) -> Figure | None:
    found = sums_of(dict(enumerate(parts)), path, form.library.units, exact=False) if parts else None
    if found is None:
        return None
    first, *more = (replace(one, place=form.place_of_sums.of(one.path), units=one.parts) for one in found.all)
    return replace(first, more=tuple(more))


def check_relations(form: Form) -> Iterator[Problem]:
    """What is wrong with the shares, targets, comparisons, places and sums of a form's own figures."""
    for record in own_records(form.values):
        figure = form.values.get(f"{record}.{OWN_FIGURE}")
        typed = {
            name: form.values.get(f"{record}.{name}")
            for name in (OWN_CHANGE, OWN_WHOLE, OWN_TARGET, OWN_PLACE, OWN_ROLLUP)
        }
        if isinstance(place := typed[OWN_PLACE], Words) and isinstance(fault := place_of(form, record), Fault):
            yield error(place.place.of(place.path), fault.what, fault.advice)
        if isinstance(compared := typed[OWN_CHANGE], Words):
            yield from _check_change(form, compared, figure)
        if isinstance(whole := typed[OWN_WHOLE], Words):
            yield from _check_whole(form, record, whole, figure)
        if isinstance(target := typed[OWN_TARGET], Figure) and isinstance(figure, Figure):
            yield from _check_target(target, figure, form.library.units)
        if isinstance(asked := typed[OWN_ROLLUP], Words):
            yield from _check_sum(form, asked, figure)


def _check_change(form: Form, typed: Words, figure: Value | None) -> Iterator[Problem]:
    place = typed.place.of(typed.path)
    said = said_change(to_simplified(typed.text))
    if said is None:
        yield error(place, f"看不出「{typed.text}」是增是减。", HOW_TO_SAY_IT)
        return
    found = change_of(figure) if isinstance(figure, Figure) else None
    if found is None:
        return
    computed = growth_text(found, LAST_YEAR)
    by = amount_text(found)
    what = f"填的是{said.word}{said.amount}，按上年的{found.before.text}和今年的{found.now.text}算是{computed}"
    what += f"（{change.MORE if found.difference > 0 else change.LESS}{by}）。" if by and found.difference else "。"
    if _agrees(said, found):
        return
    if answer := form.answers.get(typed.path):
        yield explained(place, what, answer.text)
    else:
        yield warning(place, what, "文中印填的，请核对；不填就印算出的。")


def _agrees(said: SaidChange, found: change.Change) -> bool:
    """Whether a typed comparison can be what the two figures come to, to its own last digit."""
    if not said.amount:
        return not found.difference or growth_text(found, LAST_YEAR).startswith("与")
    match = AMOUNT.fullmatch(said.amount)
    if match is None:
        return True
    if said.is_up != (found.difference > 0):
        return False
    number = Fraction(match[1].replace(",", "").rstrip("."))
    places = len(match[1].partition(".")[2])
    if match[3] and found.share is not None:
        exact = abs(found.difference if match[3].endswith("点") else found.share)
    elif match[3]:
        return True
    else:
        exact = abs(found.difference) / found.now.quantity.factor / (SCALES[match[2]] if match[2] else 1)
    return abs(exact - number) <= Fraction(1, 10**places)


def _check_whole(form: Form, record: str, typed: Words, figure: Value | None) -> Iterator[Problem]:
    place = typed.place.of(typed.path)
    leaf, whole = _field_named(form, typed), whole_of(form, record)
    if leaf is None or leaf.unit is None:
        every = [one.path for one in form.library.whole.leaves() if one.unit]
        otherwise = "请写项目的路径，如「节.合计.户数」；自己算好的百分比写在「文字」里。"
        advice = did_you_mean(named_path(typed), every, otherwise)
        yield error(place, f"没有「{typed.text}」这个数。", advice)
    elif whole is None:
        yield warning(place, f"{leaf.path}没有填，算不出占百分之几。", "请填上那一项，或去掉这一行。")
    elif isinstance(figure, Figure) and (part := _in_unit_of(whole, figure, form.library.units)) is None:
        what = f"{figure.whole_text}和{whole.label}{whole.text}单位不一样，算不出占百分之几。"
        yield error(place, what, "请换成同一个单位的项目。")
    elif isinstance(figure, Figure) and part and not whole.bounds >= part.bounds:
        yield error(place, f"{part.text}比{whole.label}{whole.text}还大。", "请核对；只有总数的一部分才能说“占”。")


def _in_unit_of(other: Figure, figure: Figure, units: Mapping[str, Unit]) -> Figure | None:
    """Which of a figure and those typed behind it is counted as another is."""
    return next((one for one in figure.all if comparable(one, other, units)), None)


def _check_target(target: Figure, figure: Figure, units: Mapping[str, Unit]) -> Iterator[Problem]:
    place = target.place.of(target.path)
    if target.more:
        yield error(place, "任务只能是一个数。", "请把几个任务各写成一个自定义。")
    elif _in_unit_of(target, figure, units) is None:
        yield error(place, f"任务{target.text}与数值{figure.whole_text}不是同一个单位。", "请改成同一个单位。")
    elif target.quantity.number == 0:
        yield error(place, "任务是零，算不出完成了百分之几。", "没有任务的请去掉这一行。")


def _check_sum(form: Form, asked: Words, figure: Value | None) -> Iterator[Problem]:
    place = asked.place.of(asked.path)
    if not form.head.sources:
        advice = "请去掉这一行。" if isinstance(figure, Figure) else "请填上数值，或去掉这一行。"
        yield warning(place, "这份表单没有「汇总自」，没有数可以相加。", advice)
    elif not isinstance(figure, Figure):
        yield warning(
            place, "各单位的表单里没有同名、同单位的自定义，没有合计。", "请核对名称（要写在同一节里），或填上数值。"
        )
    elif figure.units and not figure.parts and (summed := _sum(figure.units, figure.path, form)):
        if len(figure.all) != len(summed.all) or any(map(differ, figure.all, summed.all)):
            what = f"填的是{figure.whole_text}，{len(figure.units)}个单位相加是{summed.whole_text}。"
            yield warning(place, what, "文中印填的数，请核对；不填就印相加的数。")
    elif len(figure.units) < len(form.towns):
        names = {part.owner for part in figure.units}
        lacking = [town.name for town in form.towns if town.name not in names]
        yield notice(place, f"{'、'.join(lacking[:5])}{'等' if len(lacking) > 5 else ''}没有这一条，合计里没有它们的。")
