"""Several figures typed for one field, or one with words about it: which belongs where, and what is written there.

A cure followed to the letter leaves every figure that was typed; it names the fields of the group, of the section, or
自定义 where none is meant.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from difflib import SequenceMatcher
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numerals import NUMERAL_CHARS
from generator.figures.mistyped import FORMULA, meant_by
from generator.figures.quantity import Fault, Quantity, format_scaled
from generator.figures.together import COMPARED, FROM, TO, InText, bare_words, figures_in
from generator.form.crowd import Crowd
from generator.form.cures import MOST_FIGURES, MOST_HOMES, own_figure_cure, own_figure_of, spell_home, told_lines
from generator.form.homes import Home, Stray, homes_of, homes_within, namesakes
from generator.language.fields import Field, Group
from generator.problem import WHOLE_FILE
from generator.reading.nodes import Scalar

BLANK_BEFORE = re.compile(r"\s+(?=[^\d\s])")
"""A blank that parts no two figures."""
BLANK_BEHIND = re.compile(r"((?:^|[，,。；;、：:（(【/／+＋|｜])[^\d\s，,。；;、：:（(【/／+＋|｜]+)\s+(?=\d)")
"""The blank between words and their figure: 其中死亡 9户."""
BARE_SUM = re.compile(r"(?<=\d)([万亿])(?=$|[，,。；;、（(【）)】\s])")
"""A sum of money whose unit was left out."""
OF_BEFORE, A_YEAR = "调整前的", "年"
NONE_OF_THEM = "都不是的，请写进「自定义」。"
IN_BRACKETS = re.compile(r"[（(][^）)]*")
PART_OF_IT = re.compile(r"其中|包?含|包括")
OF_ALL = re.compile(
    r"(?:全年|今年|本年|年内|已|实际|共|累计)*(?:发放|支出|支付|下拨|拨付|落实|投入)?(?:资金|金额)?了?$"
)
"""Words before a figure that say of the whole field that it was done."""
OF_EACH = re.compile(r"[人户次月年日]均|[每平]")
"""How words begin that say what a figure is of: 每人, 人均, 平均."""
LONGEST_CROWD = 60
"""Characters of a value that is still taken for figures and not for a sentence about them."""
NUMERALS_IN = re.compile(rf"(?<![\d.{NUMERAL_CHARS}])[{NUMERAL_CHARS}]+")
WORDS_APART = re.compile(r"(?:(?![每均日月年天半增减升降多少超内外起次倍比率占中和或至到于给按])[\u4e00-\u9fff])+")
"""Words about a figure that only name what is counted; with 每, 增 or 比 in them they say something else."""


class Placed(Struct, frozen=True):
    """One figure with where it belongs: fields that may be meant, or a name of its own."""

    text: str
    homes: tuple[Home, ...] = ()
    name: str = ""
    is_typed: bool = False
    """Whether something was typed already where it belongs."""
    is_part: bool = False
    """Whether it is a part of the field's own, and may be of the field's group alone."""


def crowd_fault(text: str, crowd: Crowd) -> Fault | None:
    """What is wrong with a value that holds more than one figure, or words behind it; None where that is not it."""
    if len(text) > LONGEST_CROWD or "\n" in text or FORMULA.fullmatch(text.strip()):
        return None
    units = (*crowd.frame.units.values(), *(unit for _, unit in crowd.field.beside))
    names = {name for unit in units for name in (unit.name, *(other for other, _ in unit.accepted))}
    spaced = _spaced(crowd.frame.simplify(text), crowd)
    if _counts_in_words(spaced, names):
        return None
    found = _in_one_unit(figures_in(spaced, names), crowd)
    if len(found) == 1:
        return _with_words(text, found[0], crowd)
    if not 1 < len(found) <= MOST_FIGURES:
        return None
    placed = _raised(found, crowd) or _places(found, spaced, crowd) or _all_named(found, crowd)
    what = f"「{text}」里有{len(found)}个数，这一项只填一个。"
    return Fault(what, _told(placed, crowd)) if placed else _only_first(what, text, found[0], crowd)


def _spaced(text: str, crowd: Crowd) -> str:
    """A text without the blanks that part no figures, and with 元 behind a bare 万 where money is counted."""
    text = BLANK_BEHIND.sub(r"\1", BLANK_BEFORE.sub("", text))
    units = [field.unit for field in (crowd.field, *crowd.here.leaves()) if field.unit]
    return BARE_SUM.sub(r"\1元", text) if any(unit.name == "元" for unit in units) else text


def _only_first(what: str, text: str, first: InText, crowd: Crowd) -> Fault | None:
    """What to do with figures in brackets behind the field's own that no field takes: they are written as words."""
    typed = crowd.frame.simplify(text).replace(" ", "")
    if first.words or not typed.startswith((f"{first.text}（", f"{first.text}(")) or not crowd.reads(first.text):
        return None
    return Fault(
        what,
        f"请改为「{first.text}」；括号里的话要印的，写进本节的文字项目（如措施），不印的写在 # 后面，# 前面空一格。",
    )


def _all_named(found: tuple[InText, ...], crowd: Crowd) -> list[Placed]:
    """Where figures go that are each called by a name of their own: 公办6家、民办3家 for the number of both."""
    used: set[str] = set()
    placed: list[Placed] = []
    for one in found:
        words = bare_words(one.words)
        stray = Stray(Scalar(words, WHOLE_FILE), Scalar(one.text, WHOLE_FILE), crowd.frame)
        homes = (
            [home for home in _named(stray, words, crowd) if home.child.path not in crowd.taken | used] if words else []
        )
        if len(homes) != 1:
            return []
        used.add(homes[0].child.path)
        placed.append(Placed(one.text, tuple(homes)))
    return placed


def _counts_in_words(text: str, names: Container[str]) -> bool:
    """Whether a text has counts in Chinese numerals, 十二户 or 12万元五千, which no cure by its digits may drop."""
    return any(
        len(match[0]) > 1 or any(text[match.end() : end] in names for end in range(match.end() + 1, len(text) + 1))
        for match in NUMERALS_IN.finditer(text)
    )


def _with_words(text: str, figure: InText, crowd: Crowd) -> Fault | None:
    """What is wrong with one figure that has words about it which are left out without a loss."""
    words = f"{bare_words(figure.words)}{figure.behind}"
    whole = figure.text if figure.unit else ""
    if not whole or not words or not crowd.reads(whole) or not WORDS_APART.fullmatch(words):
        return None
    if crowd.field.unit and any(crowd.reads(meant) for _, meant in meant_by(text, crowd.field.unit)):
        return None
    return Fault(f"「{text}」里多写了「{words}」，这一项只填数和单位。", f"请改为「{whole}」。")


def _places(found: tuple[InText, ...], text: str, crowd: Crowd) -> list[Placed]:
    """Where each figure belongs; nothing where one of them is no figure, or none is the field's own."""
    own = next((one for one in found if _is_own(one, crowd)), None)
    if (
        own is None
        and not found[0].words
        and not found[0].unit
        and all(one.unit and one.words and not one.touches for one in found[1:])
    ):
        own = found[0] if crowd.reads(found[0].text) else None
    if own is None:
        return []
    placed: list[Placed] = []
    used = {crowd.field.path}
    parts = _parts_of(found, text)
    for one in found:
        place = (
            Placed(one.text, (Home(crowd.here, crowd.field),))
            if one is own
            else _place_of(one, own, crowd, used, one in parts)
        )
        if place is None:
            return []
        if one in parts and crowd.is_in_group and place.homes and place.homes[0].owner is not crowd.here:
            place = replace(place, is_part=True)
        used |= {home.child.path for home in place.homes}
        placed.append(place)
    return sorted(placed, key=lambda place: not (place.homes and place.homes[0].child is crowd.field))


def _parts_of(found: tuple[InText, ...], text: str) -> tuple[InText, ...]:
    """The figures from the first that is said to be one of those before it on, in words or in brackets."""
    aside = "".join(IN_BRACKETS.findall(text))
    says = (at for at, one in enumerate(found) if at and (PART_OF_IT.match(one.words) or one.text in aside))
    return found[next(says, len(found)) :]


def _is_own(one: InText, crowd: Crowd) -> bool:
    """Whether a figure is what the field asks for: nothing names another one, and it counts the same."""
    words = OF_ALL.sub("", bare_words(one.words))
    if crowd.reads(one.text) is None or (not one.unit and not words):
        return False
    return not words or words == crowd.field.name or words in crowd.name


def _in_one_unit(found: tuple[InText, ...], crowd: Crowd) -> tuple[InText, ...]:
    """Figures of which none has a unit in that of the field: 412（集中31、分散381）, 96人（男58，女38）."""
    unit = crowd.field.unit.name if crowd.field.unit else ""
    if (
        len(found) < 2
        or found[0].words
        or any(one.unit for one in found[1:])
        or not all(bare_words(one.words) for one in found[1:])
    ):
        return found
    return tuple(one if one.unit else one._replace(text=one.text + unit, unit=unit) for one in found)


def _place_of(one: InText, own: InText, crowd: Crowd, used: set[str], is_part: bool) -> Placed | None:
    """Where a figure beside the field's own belongs; None where it is no figure."""
    words = bare_words(one.words)
    if changed := COMPARED.fullmatch(one.words):
        return _compared(one, own, crowd, is_more=bool(changed["more"]))
    stray = Stray(Scalar(words, WHOLE_FILE), Scalar(one.text, WHOLE_FILE), crowd.frame)
    homes = [home for home in _named(stray, words, crowd) if home.child.path not in used] if words else []
    if not homes and not one.unit:
        return None
    if not homes and (not words or one.touches):
        homes = [home for home in _counted(one, crowd) if home.child.path not in used]
        if homes and all(_is_of_another(home, crowd) for home in homes):
            return Placed(one.text, name=f"{crowd.counted}{_plainest(homes[0].child, crowd)}")
        words = words if not homes else ""
    if not homes:
        return Placed(one.text, name=_name_of(words, one, own, crowd, is_part))
    typed = [home for home in homes if home.child.path in crowd.taken]
    beside = [home for home in typed if home.owner is crowd.here]
    if beside or len(typed) == len(homes):  # what it is a part of stands here, and so does its part
        return Placed(one.text, ((beside or typed)[0],), is_typed=True)
    return Placed(one.text, tuple(home for home in homes if home not in typed))


def _plainest(field: Field | Group, crowd: Crowd) -> str:
    """The shortest name that a field's own ends in and that counts beside it: 资金 for 孤儿资金."""
    beside = [child.name for child in crowd.here.children.values() if isinstance(child, Field) and child.unit]
    return min((name for name in beside if field.name.endswith(name)), key=len, default=field.name)


def _name_of(words: str, one: InText, own: InText, crowd: Crowd, is_part: bool) -> str:
    """What a figure of one's own is called that no field is meant for: by its words, and by the field where they need it."""
    if PART_OF_IT.match(one.words) and one.unit == own.unit:
        return crowd.among(words)
    if OF_EACH.match(words) or (one.unit != own.unit and len(words) > 1):
        return f"{crowd.name}{words}"
    is_plain = len(words) > 1 and not (is_part and one.unit == own.unit)
    return words if is_plain else crowd.among(words)


def _named(stray: Stray, words: str, crowd: Crowd) -> list[Home]:
    """What the words before a figure name: a field, or the group beside with the same field in it."""
    whole = Stray(Scalar(words + crowd.field.name, WHOLE_FILE), stray.node, stray.frame)
    if found := namesakes(whole, homes_within(crowd.here)):
        return found
    if found := [home for home in homes_of(stray, crowd.here, crowd.section) if not _is_rate(home, stray, crowd)]:
        return found
    groups = [home.child for home in homes_within(crowd.section) if home.child.name == words]
    inner = ((group, group.find(crowd.field.name)) for group in groups if isinstance(group, Group))
    return [Home(group, child) for group, child in inner if child is not None and stray.fits(child)]


def _is_rate(home: Home, stray: Stray, crowd: Crowd) -> bool:
    """Whether a field is so much for each, and what was typed is a part of a sum: 集中3万元 is no 集中标准."""
    names = [one.unit.name for one in (home.child, crowd.field) if isinstance(one, Field) and one.unit]
    return len(names) == 2 and "/" in names[0] and "/" not in names[1] + stray.text


def _counted(one: InText, crowd: Crowd) -> list[Home]:
    """The fields of the group that count what a figure without a name does: those called most like the field itself."""
    fitting = [
        child
        for child in crowd.here.children.values()
        if isinstance(child, Field) and child is not crowd.field and child.unit and crowd.reads(one.text, child)
    ]
    fitting = [child for child in fitting if child.unit and child.unit.name == one.unit] or fitting
    alike = {child.name: SequenceMatcher(None, child.name, crowd.field.name).ratio() for child in fitting}
    best = [child for child in fitting if alike[child.name] == max(alike.values())]
    usual = [child for child in best if not child.definition.rare]
    return [Home(crowd.here, child) for child in (usual or best)]


def _is_of_another(home: Home, crowd: Crowd) -> bool:
    """Whether a sum is of what another field of the group counts in the unit of the crowd's: of all children, not of orphans."""
    if not isinstance(home.child, Field):
        return False
    whole = crowd.here.find(next(iter(home.child.definition.per), ""))
    own = crowd.field.unit
    return (
        isinstance(whole, Field)
        and whole is not crowd.field
        and bool(own and whole.unit and whole.unit.name == own.name)
    )


def _compared(one: InText, own: InText, crowd: Crowd, is_more: bool) -> Placed:
    """Where the change since last year goes: as last year's figure where there is a field for it, else by its own name."""
    before, now = _of_last_year(crowd), crowd.reads(own.text)
    changed = crowd.reads(one.text, before)
    if before and now and changed and now.is_known and changed.is_known and now.factor == changed.factor:
        number = now.value - changed.value if is_more else now.value + changed.value
        if number >= 0:
            scale = now.scale if now.scale == changed.scale else ""
            text = _written(number, now, scale)
            return Placed(text, (Home(crowd.here, before),), is_typed=before.path in crowd.taken)
    return Placed(one.text, name=f"{crowd.name}{one.words.removesuffix('了')}")


def _written(number: Fraction, like: Quantity, scale: str) -> str:
    return f"{format_scaled(number / like.factor, scale)}{like.unit}"


def _of_last_year(crowd: Crowd) -> Field | None:
    """The field of the group that holds what the crowd's field was last year."""
    path = crowd.field.path.partition(".")[2]
    fields = (child for child in crowd.here.children.values() if isinstance(child, Field))
    return next((child for child in fields if child.definition.last == path), None)


def _raised(found: tuple[InText, ...], crowd: Crowd) -> list[Placed]:
    """Where the two figures of 由650元提高到710元 go: the former to its field, or by a name of its own."""
    if len(found) != 2 or not (FROM.fullmatch(found[0].words) and TO.fullmatch(found[1].words)):
        return []
    former, now = (_of_a_year(one, crowd) for one in found)
    before = _of_last_year(crowd)
    if not (crowd.reads(former) and crowd.reads(now)) or (before and before.path in crowd.taken):
        return []
    own = Placed(now, (Home(crowd.here, crowd.field),))
    return [
        own,
        Placed(former, (Home(crowd.here, before),)) if before else Placed(former, name=f"{OF_BEFORE}{crowd.name}"),
    ]


def _of_a_year(one: InText, crowd: Crowd) -> str:
    """A figure that is said to be for each year before its number, with that behind it where the field has it so."""
    yearly = f"{one.text}/{A_YEAR}"
    return yearly if f"每{A_YEAR}" in one.words and crowd.reads(yearly) else one.text


def _told(placed: list[Placed], crowd: Crowd) -> str:
    """What to write for each figure: lines of the group, then what goes elsewhere."""
    lines = [one for one in placed if len(one.homes) == 1 and one.homes[0].owner is crowd.here and not one.is_typed]
    is_own = any(one.homes[0].child is crowd.field for one in lines)
    lines = lines if is_own or len(lines) > 1 else []
    written = told_lines((one.homes[0].child.name, one.text) for one in lines)
    told = (
        f"请分成{len(lines)}行：{written}。"
        if len(lines) > 1
        else f"请改为「{lines[0].text}」。"
        if lines
        else "这一行请空着。"
    )
    return told + "".join(_told_elsewhere([one for one in placed if one not in lines], crowd))


def _told_elsewhere(others: list[Placed], crowd: Crowd) -> Iterator[str]:
    for one in others:
        if one.is_typed:
            yield f"「{one.homes[0].child.name}」已经填了，「{one.text}」说的要是它，请核对，只留一处。"
        elif one.homes:
            spelled = [spell_home(home, crowd.here, f": {one.text}") for home in one.homes[:MOST_HOMES]]
            which = "看它说的是哪一项，" if len(spelled) > 1 else ""
            yield f"「{one.text}」请{which}另起一行，写成{'或'.join(spelled)}。{NONE_OF_THEM if which else ''}"
    if any(one.is_part for one in others):
        yield f"只是「{crowd.here.name}」的，请写进「自定义」。"
    named = [own_figure_of(one.name, one.text) for one in others if one.name]
    if named:
        yield own_figure_cure(", ".join(named), crowd.key)
