"""Which units ought to report, under the names that they report under now, and who of them did not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.values import Figure, Value, Words
from generator.form.form import Form
from generator.library.unit_names import UnitNames
from generator.problem import Place, Problem, list_some, warning

MOST_MISSING = 30
"""So many units are named that did not report; who is to be reminded must be known by name."""


class Senders(Struct, frozen=True):
    """The units whose forms came, and the names under which they are still asked for."""

    names: UnitNames
    there: tuple[str, ...] = ()
    """Those in the sum."""
    held: tuple[str, ...] = ()
    """Those whose form is there and was held out."""
    former: dict[str, str] = {}
    """The name of a unit by the one that it had last year."""

    def name_now(self, name: str) -> str:
        """Under which name the unit of ``name`` reports, however that is written and whatever it was called."""
        known = (*self.there, *self.held)
        return self.names.one_of(name, known) or self.names.one_of(self.former.get(name, ""), known) or name

    def asked(self, names: Iterable[str]) -> list[str]:
        """The units that ``names`` mean, each once."""
        return list(dict.fromkeys(map(self.name_now, names)))


def senders_of(names: UnitNames, towns: Sequence[Form], held: dict[str, Form | None]) -> Senders:
    """Who sent a form, with the former names that their own forms tell by last year's beside them."""
    forms = (*towns, *(form for form in held.values() if form))
    former = {form.last.name: form.name for form in forms if form.last and form.last.name != form.name}
    return Senders(names, tuple(town.name for town in towns), tuple(held), former)


def with_expected(form: Form, senders: Senders, last: Form | None) -> Form:
    """The form with the units that ought to report: those it names, else last year's; who sent one held out is among them."""
    typed = {senders.name_now(one.text): one for one in reversed(form.head.expected)}
    place = form.head.sources[0].place if form.head.sources else Place(form.file)
    asked = [one.text for one in form.head.expected] or [town.name for town in (last.towns if last else ())]
    expected = senders.asked([*asked, *senders.held])
    words = (replace(typed[name], text=name) if name in typed else Words(name, "", place) for name in expected)
    return replace(form, head=replace(form.head, expected=tuple(words)))


def under_names_of_now(last: Form, senders: Senders) -> Form:
    """Last year's form with its units under the names they have now, so that each is beside itself."""
    changed = {town.name: senders.name_now(town.name) for town in last.towns}
    changed = {old: new for old, new in changed.items() if old != new}
    if not changed:
        return last
    towns = (
        replace(town, head=replace(town.head, unit=replace(town.head.unit, text=changed[town.name])))
        if town.name in changed and town.head.unit
        else town
        for town in last.towns
    )
    values = {path: _renamed(value, changed) for path, value in last.values.items()}
    return replace(last, towns=tuple(towns), values=values)


def _renamed(value: Value, changed: dict[str, str]) -> Value:
    if not isinstance(value, Figure) or not (value.parts or value.units or value.owner in changed):
        return value
    parts, units = (tuple(_renamed(one, changed) for one in some) for some in (value.parts, value.units))
    return replace(value, owner=changed.get(value.owner, value.owner), parts=parts, units=units)


def check_senders(form: Form, last: Form | None, senders: Senders, typed: bool) -> Iterator[Problem]:
    """Who ought to have reported and did not, and who did without being expected where the units were ``typed``."""
    expected = [one.text for one in form.head.expected]
    words = form.head.expected if typed else form.head.sources
    place = words[0].place if words else Place(form.file)
    if missing := [name for name in expected if name not in {*senders.there, *senders.held}]:
        them = "它的" if len(missing) == 1 else "它们的"
        what = f"还缺{len(missing)}个单位的表单：{list_some(missing, MOST_MISSING)}。"
        asked = _asks_of_names(form, missing, last, senders, typed)
        yield warning(place, what, f"{asked}汇总数里没有{them}，请催报。")
    extra = [name for name in senders.there if name not in expected] if typed else []
    if extra:
        what = f"{list_some(sorted(extra), MOST_MISSING)}不在「应报单位」里，数已经计入。"
        yield warning(place, what, "请核对名称，或把它加进「应报单位」。")


def _asks_of_names(form: Form, missing: Sequence[str], last: Form | None, senders: Senders, typed: bool) -> str:
    """Asks whether units that are missing report under another name, and says how to say so; empty where none may."""
    before = {town.name: town for town in (last.towns if last else ())}
    new = [town for town in form.towns if town.name not in before]
    asked, cures = [], []
    for name in missing:
        kin = [town for town in new if senders.names.is_raised(name, town.name)]
        if len(kin) != 1:
            continue
        (now,) = kin
        if name in before:
            way = Path(os.path.relpath(before[name].file, Path(now.file).parent)).as_posix()
            cures.append(f"在{now.name}的表单（{now.file}）开头写上「上年: {way}」")
        elif typed:
            cures.append(f"从「应报单位」里删去{name}")
        else:
            continue
        asked.append(f"{name}改名为{now.name}")
    return f"是不是{'、'.join(asked)}了？改了名的，请{'，'.join(cures)}；没有改名的，" if asked else ""
