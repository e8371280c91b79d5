"""A figure as a sentence says it: 每人每月760元 for 760元/月."""

from __future__ import annotations

import re

from msgspec.structs import replace

from generator.figures.quantity import Quantity
from generator.figures.values import Figure

EVERY = "每"
BASE = re.compile(rf"[^/∕／·{EVERY}]+")
"""The part of a unit before what it is counted for."""
FOR = re.compile("人次|[人户月年次天日]")
PERIODS = frozenset("月年天日")


def as_said(figure: Figure, each: str, unit: str) -> Figure:
    """The figure of a field of this ``unit`` as a sentence says it; ``each`` (每人) is for whom its standard is."""
    quantity = figure.quantity
    said = _for_each(quantity, each, unit) if each else quantity
    if said is quantity:
        return figure
    last = as_said(figure.last, each, unit) if figure.last else None
    return replace(figure, quantity=said, last=last, units=tuple(as_said(one, each, unit) for one in figure.units))


def _for_each(quantity: Quantity, each: str, unit: str) -> Quantity:
    """760元/月 as 每人每月760元; as it is when it was typed so, or is in a unit that names nothing it is for."""
    base, unit_base = BASE.match(quantity.unit), BASE.match(unit)
    if base is None or unit_base is None or quantity.before.startswith(EVERY) or quantity.is_spelled:
        return quantity
    behind = quantity.unit[base.end() :] or (unit[unit_base.end() :] if base[0] == unit_base[0] else "")
    counted = FOR.findall(behind)
    whom = "".join(EVERY + one for one in counted if one not in PERIODS) or each
    lead = whom + "".join(EVERY + one for one in counted if one in PERIODS)
    return replace(quantity, before=lead + quantity.before, unit=base[0])


def without_each(quantity: Quantity) -> Quantity:
    """760元 of 每人每月760元, for a sentence that says for whom itself."""
    if not quantity.before.startswith(EVERY):
        return quantity
    return replace(quantity, before=quantity.before[len(lead_of(quantity)) :])


def lead_of(quantity: Quantity) -> str:
    """每人每月 of 每人每月760元; empty for any other."""
    found = FOR_EACH.match(quantity.before)
    return found[0] if found else ""


FOR_EACH = re.compile(rf"(?:{EVERY}(?:人次|[人户月年次天日]))+")
