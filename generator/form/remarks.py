"""What stands behind the # of a form: the help that the blank form put there, or something that was meant to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.figures.quantity import is_blank
from generator.form.annexes import OFFICIAL
from generator.form.head import HEAD
from generator.form.official import KEYS
from generator.library.fields import Field, Group
from generator.library.library import Library
from generator.problem import Place, Problem, Spot, error, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

OF_LAST_YEAR, LAST_YEARS_WORDS, OF_TOWNS, SUM_OF_TOWNS = "上年{}", "上年填的是“{}”", "各单位{}", "各单位合计{}"
"""What the blank form knows of a field besides its help."""
KNOWN_BEFORE = re.compile(r"上年填的是“.*”|(?:各单位(?:合计)?|上年)[^，\s]*|如 \d{4}-\d\d-\d\d|找到了 .*上年的数")
"""Such a note, whatever it says."""
SIGN = re.compile(r"([#＃])")
STRAY_SIGN = re.compile(r"^[#＃]\s+")
AT_EDGE = " \u3000，。；：、,;:"
PAUSE = re.compile(r"[，,；;\s]+")
LEAST_KEPT = 2
LONGEST_QUOTE = 24


class _Spoken(NamedTuple):
    """A text that holds a remark or stands in one, and the keys that lead to it."""

    keys: tuple[str, ...]
    spot: Spot
    text: str
    is_value: bool


def explain(field: Field, library: Library, year: int | None) -> str:
    """The help behind a key of the blank form: label, unit, options, help, and whether it must be filled."""
    definition = field.definition
    label = library.say(field.label, year)
    parts = [label] if definition.label and label != field.name else []
    parts += [field.hint] if field.hint else []
    parts += [library.say(definition.help, year)] if definition.help else []
    parts += ["必填"] if definition.required else []
    return "，".join(parts)


def remark_problems(root: Mapping, file: str, library: Library, year: int | None) -> Iterator[Problem]:
    """A warning for each blank line with something else than its help behind the #, an error for help typed as text."""
    for spoken in _spoken(root):
        found = _at(spoken.keys, library)
        if isinstance(found, Group) or (isinstance(found, Field) and spoken.text == explain(found, library, year)):
            continue
        helps = _helps(found, library, year) if isinstance(found, Field) else (found,)
        place = Place(file, spoken.spot, ".".join(spoken.keys))
        if not spoken.is_value:
            yield from _stray(spoken.text, helps, place)
        elif not (isinstance(found, Field) and found.unit):
            yield from _glued(spoken.text, helps, place)


def _stray(remark: str, helps: tuple[str, ...], place: Place) -> Iterator[Problem]:
    """A warning when what stands behind the # of a blank line is not all help; it may be what was to be filled in."""
    if typed := min((_besides(remark, help_text) for help_text in helps), key=len):
        what = f"这一项没有填，「{_short(typed)}」写在了 # 后面，不会读入。"
        yield warning(place, what, "如果是要填的内容，请写到 # 前面；如果是说明，请另起一行，以 # 开头。")


def _glued(text: str, helps: tuple[str, ...], place: Place) -> Iterator[Problem]:
    """An error when the help follows a text so closely that it would print; a figure is told of by who reads it."""
    _, sign, behind = SIGN.split(text, maxsplit=1)
    if any(2 * _covered(behind, one) >= max(len(behind.strip(AT_EDGE)), 2 * LEAST_KEPT) for one in helps):
        what = f"「{_short(text)}」里，{sign} 后面的说明会当作正文印出。"
        yield error(place, what, "请在 # 前面加一个空格。" if sign == "#" else "请改用半角的 #，前面加一个空格。")


def _helps(field: Field, library: Library, year: int | None) -> tuple[str, ...]:
    """The help of a field as the form's year words it, and as others do: a form may be begun from an older one."""
    ends = (name.until for names in library.terms.values() for name in names)
    return tuple(dict.fromkeys(explain(field, library, one) for one in (year, None, *ends)))


def _spoken(node: Node, keys: tuple[str, ...] = ()) -> list[_Spoken]:
    """Every remark behind a blank line, and every value with a # in it; a list, for all forms are gone through."""
    found: list[_Spoken] = []
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.remark and _is_empty(value):
                found.append(_Spoken((*keys, key.text), key.spot, key.remark, False))
            if not isinstance(value, Scalar):
                found += _spoken(value, (*keys, key.text))
            elif "#" in value.text or "＃" in value.text:
                found.append(_Spoken((*keys, key.text), value.spot, value.text, True))
    elif isinstance(node, Sequence):
        for item in node.items:
            found += _spoken(item, keys)
    elif node.remark or SIGN.search(node.text):
        found.append(_Spoken(keys, node.spot, node.remark or node.text, not node.remark))
    return found


def _is_empty(node: Node) -> bool:
    """Whether nothing was filled in at ``node``, nor in any item or record of it."""
    match node:
        case Scalar(text):
            return is_blank(text)
        case Sequence(items):
            return all(map(_is_empty, items))
        case Mapping(entries):
            return all(_is_empty(value) for _, value in entries)


def _at(keys: tuple[str, ...], library: Library) -> Field | Group | str:
    """The field or group that ``keys`` lead to; for a key of the head what is said of it, for any other nothing."""
    first, *rest = keys
    if first in HEAD:
        return HEAD[first] if not rest else KEYS.get(rest[-1], "") if first == OFFICIAL else ""
    section = library.section(first)
    found: Field | Group | None = section.root if section else None
    if section and section.definition.direct and not (rest and section.root.find(rest[0])):
        found = section.root.find(section.definition.direct)
    for key in rest:
        group = found.record if isinstance(found, Field) else found
        found = group.find(key) if isinstance(group, Group) else None
    return found or ""


def _besides(remark: str, help_text: str) -> str:
    """What stands beside the help; where the help was edited, only what looks like a figure."""
    kept = re.search(rf"(?<![^{AT_EDGE}]){re.escape(help_text)}(?![^{AT_EDGE}])", remark) if help_text else None
    rest = f"{remark[: kept.start()]} {remark[kept.end() :]}" if kept else remark
    rest = KNOWN_BEFORE.sub("", rest).strip(AT_EDGE)
    if not kept and 2 * _covered(rest, help_text) >= len(rest):
        parts = PAUSE.split(rest)
        rest = next((part for part in parts if part not in help_text and any(map(str.isdigit, part))), "")
    return STRAY_SIGN.sub("", rest)


def _covered(text: str, help_text: str) -> int:
    """How many characters of ``text`` stand in the help in the same order, at least two together."""
    blocks = SequenceMatcher(None, text, help_text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= LEAST_KEPT)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
