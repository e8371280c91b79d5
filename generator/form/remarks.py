"""What stands behind the # of a form: the help that the blank form put there, or something that was meant to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.chinese.numerals import NUMERAL_CHARS
from generator.figures.quantity import ZERO_WORDS
from generator.figures.together import figures_in
from generator.figures.unfinished import is_blank
from generator.form.annexes import OFFICIAL
from generator.form.head import HEAD
from generator.form.official import KEYS
from generator.language.fields import Field, Group
from generator.library.library import Library
from generator.problem import Place, Problem, Spot, error, notice, shorten, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.value_slips import PASTED, SHEET_FAULT

KNOWN_BEFORE = re.compile(
    r"上年填的是“.*”|(?:各单位(?:合计)?|上年)(?=[^，\s]*\d)[^，\s]*|如 \d{4}-\d\d-\d\d|找到了 .*上年的数"
)
"""What blank forms once said of a field besides its help, whatever it was; forms begun from those still have it."""
SIGN = re.compile(r"([#＃])")
STRAY_SIGN = re.compile(r"^[#＃]\s+")
AT_EDGE = " \u3000，。；：、,;:"
PAUSE = re.compile(r"[，,；;\s]+")
LEAST_KEPT = 2


NUMERAL = re.compile(rf"[约近超逾]?[{NUMERAL_CHARS}]")
NOT_YET = re.compile(r"[待暂未尚无见同]|没有|参见")
"""Begins a remark on why a text was not filled in."""
REMARK_IN_TEXT = re.compile(r"[^#＃]*[^\s#＃A-Za-z0-9]#+[^\d#＃][^#＃]*")
"""甲# 乙, but not 第#1组, C# or #话题#."""

_Found = Field | Group | str
"""What keys lead to; of the head, what is said of its key."""


class _Spoken(NamedTuple):
    """A text that holds a remark or stands in one, and the keys that lead to it."""

    keys: tuple[str, ...]
    spot: Spot
    text: str
    is_value: bool
    is_beside: bool = False
    """Whether it stands in a line of its own."""


def explain(field: Field, library: Library, year: int | None) -> str:
    """The help behind a key of the blank form: label, unit, options, help, and whether it must be filled."""
    definition = field.definition
    label = library.say(field.label, year)
    parts = [label] if definition.label and label != field.name else []
    parts += [field.hint] if field.hint else []
    parts += [library.say(definition.help, year)] if definition.help else []
    parts += ["必填"] if definition.required else []
    return "，".join(parts)


def explain_period(library: Library) -> str:
    """The help behind 期间 of the blank form."""
    return f"{'、'.join(list(library.wording.periods)[:4])}……或 1—5月"


def remark_problems(root: Mapping, file: str, library: Library, year: int | None) -> Iterator[Problem]:
    """What stands on the wrong side of a #: beside the help of a blank line, or so close to a text that it would print."""
    for spoken in _spoken(root):
        found = _at(spoken.keys, library)
        if spoken.is_beside:
            yield from _beside(spoken, found, library, file)
            continue
        if isinstance(found, Field) and spoken.text == explain(found, library, year):
            continue
        helps = _helps(found, library, year)
        place = Place(file, spoken.spot, ".".join(spoken.keys))
        if not spoken.is_value:
            yield from _stray(spoken.text, found, helps, place)
        elif not _tells_itself(found):
            yield from _glued(spoken.text, helps, place)


def _tells_itself(found: _Found) -> bool:
    """Whether the reader of a field tells of a # in it, or a # is not out of place there."""
    return isinstance(found, Field) and (found.kind.is_blank_when_masked or found.definition.kind == "markdown")


def _stray(remark: str, found: _Found, helps: tuple[str, ...], place: Place) -> Iterator[Problem]:
    """What stands behind the # of a blank line besides help: a warning when it may be what was to be filled in."""
    typed = min((_besides(remark, help_text) for help_text in helps), key=len)
    if fault := SHEET_FAULT.search(typed):
        what = f"这一项没有填，# 后面的「{fault[0]}」{PASTED}。"
        yield warning(place, what, "请填上正确的内容；没有就留空，并删去它。")
    elif typed and _is_meant(typed, found):
        what = f"这一项没有填，「{shorten(typed)}」写在了 # 后面，不会读入。"
        yield warning(place, what, "如果是要填的内容，请写到 # 前面；如果是说明，请另起一行，以 # 开头。")
    elif typed:
        yield notice(place, f"这一项没有填，# 后面的「{shorten(typed)}」按批注处理，不会印出。")


def _beside(spoken: _Spoken, found: _Found, library: Library, file: str) -> Iterator[Problem]:
    """A warning of figures in a line of comment beside a blank field; years and days are no figures."""
    units = {name for unit in library.units.values() for name in (unit.name, *(other for other, _ in unit.accepted))}
    figures = figures_in(spoken.text, units)
    if not figures or not all(one.unit for one in figures):
        return
    single = found.unit if isinstance(found, Field) and len(figures) == 1 else None
    if single and single.factor(figures[0].unit) is None:
        return
    written = f"，写成「{spoken.keys[-1]}: {figures[0].text}」" if single else ""
    what = f"这一项没有填，旁边一行「{shorten(spoken.text)}」写在了 # 后面，不会读入。"
    advice = f"如果是要填的内容，请写到冒号后面{written}；如果是说明，请在 # 后面加上“说明：”，就不再提示。"
    yield warning(Place(file, spoken.spot, ".".join(spoken.keys)), what, advice)


def _is_meant(typed: str, found: _Found) -> bool:
    """Whether it is more likely what was to be filled in than a remark on why nothing was."""
    if any(map(str.isdigit, typed)):
        return True
    if isinstance(found, Field) and found.kind.is_blank_when_masked:
        return typed in ZERO_WORDS or bool(NUMERAL.match(typed))
    return not (isinstance(found, Group) or NOT_YET.match(typed))


def _glued(text: str, helps: tuple[str, ...], place: Place) -> Iterator[Problem]:
    """An error when the help follows a text so closely that it would print, a warning when another remark does."""
    before, sign, behind = SIGN.split(text, maxsplit=1)
    cure = "请在 # 前面加一个空格" if sign == "#" else "请改用半角的 #，前面加一个空格"
    if any(2 * _covered(behind, one) >= max(len(behind.strip(AT_EDGE)), 2 * LEAST_KEPT) for one in helps):
        yield error(place, f"「{shorten(text)}」里，{sign} 后面的说明会当作正文印出。", f"{cure}。")
    elif "\n" in text or SHEET_FAULT.search(text):
        return
    elif REMARK_IN_TEXT.fullmatch(text):
        what = f"「{shorten(text)}」里，# 后面的话会当作正文印出。"
        yield warning(place, what, f"如果是批注，{cure}；如果是正文，请改用全角的＃。")
    elif not before and sign == "＃" and not behind[:1].isdigit():
        what = f"「{shorten(text)}」前面的＃会照字面印出。"
        yield warning(place, what, f"如果是批注，{cure}；如果是要填的内容，请删去＃。")


def _helps(found: _Found, library: Library, year: int | None) -> tuple[str, ...]:
    """The help of a field as the form's year words it, and as others do: a form may be begun from an older one."""
    if isinstance(found, Group):
        return ("",)
    if isinstance(found, str):
        return found, library.report.name, explain_period(library)
    ends = (name.until for names in library.terms.values() for name in names)
    return tuple(dict.fromkeys(explain(found, library, one) for one in (year, None, *ends)))


def _spoken(node: Node, keys: tuple[str, ...] = ()) -> list[_Spoken]:
    """Every remark behind a blank line, and every value with a # in it; a list, for all forms are gone through."""
    found: list[_Spoken] = []
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.remark and _is_empty(value):
                behind, _, beside = key.remark.partition("\n")
                at = (*keys, key.text)
                found += [_Spoken(at, key.spot, behind, is_value=False)] if behind else []
                found += [_Spoken(at, key.spot, beside, is_value=False, is_beside=True)] if beside else []
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


def _at(keys: tuple[str, ...], library: Library) -> _Found:
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
    if not kept and 2 * _covered(rest, help_text) >= max(len(rest), len(help_text)):
        parts = PAUSE.split(rest)
        rest = next((part for part in parts if part not in help_text and any(map(str.isdigit, part))), "")
    return STRAY_SIGN.sub("", rest)


def _covered(text: str, help_text: str) -> int:
    """How many characters of ``text`` stand in the help in the same order, at least two together."""
    blocks = SequenceMatcher(None, text, help_text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= LEAST_KEPT)
