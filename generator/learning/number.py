"""The page number of a Word document of the user's: how it is written and set, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from msgspec import Struct
from msgspec.structs import replace

from generator.learning.learnt import FoundNumber
from generator.learning.lines import Stretch, look_of, read_line, runs_of, size_of, text_of_run
from generator.learning.resolved import Formatting, Resolver, W, child, twips, value_of
from generator.page.stated import NUMBER_SIDES

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ANCHORING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ONE = "1"
NO_FIELD, IN_NAME, IN_RESULT = range(3)


class Footing(Struct, frozen=True):
    """The line of a footer that has the page number."""

    stretches: tuple[Stretch, ...]
    """The number among them reads 1."""
    properties: Formatting
    side: str
    plain: bool
    """Whether it is the only field: a layout knows no number of pages."""


def find_number(
    document: Document, resolver: Resolver, sections: list[Any], at: int
) -> tuple[FoundNumber | None, list[str]]:
    """The page number of a section, None when it has none that can be read; and what could not be."""
    kinds = ("default", "even", "first")
    odd, even, first = (_footing(_footer(document, sections, at, kind), resolver) for kind in kinds)
    if odd is None:
        return None, ["页码：样稿的页脚里没有页码，用标准的。"]
    remarks = []
    two_sided = _is_set(document.settings.element.find(f"{W}evenAndOddHeaders"))
    if two_sided and even is None:
        remarks.append("页码：样稿的双页没有页码，版式里单双页都有。")
    if _is_set(child(sections[at], "titlePg")) and first is None:
        remarks.append("页码：样稿首页不印页码，版式里没有这一项，首页照印。")
    side = _side(odd, even if two_sided else None)
    if not side:
        remarks.append("页码·位置：样稿的页码靠左或者在别处，版式里只有外侧、居中、右侧，用标准的。")
    look = look_of(odd.stretches)
    line = odd.properties.get("spacing.line") if odd.properties.get("spacing.lineRule") == "exact" else None
    digits = next(one.properties for one in odd.stretches if one.text == ONE)
    look = replace(look, face=digits.get("rFonts.ascii", ""), size=size_of(digits), pitch=twips(line))
    if look.pitch is None:
        remarks.append("页码·行距：样稿的页脚没有用固定行距，用标准的。")
    pattern = "".join(stretch.text for stretch in odd.stretches)
    if not odd.plain or pattern.count(ONE) > 1:
        remarks.append(f"页码·写法：样稿印的是「{pattern}」这样的，版式里只能有一个页码，用标准的。")
        pattern = ""
    return FoundNumber(look, pattern, side, _indent(odd, size_of(digits))), remarks


def _is_set(switch: Any) -> bool:
    return switch is not None and value_of(switch) not in ("0", "false", "off")


def _side(odd: Footing, even: Footing | None) -> str:
    """The word for where the number stands on odd and on even pages, empty when there is none."""
    if odd.side == "outside":
        return next(iter(NUMBER_SIDES))
    sides = odd.side, (even or odd).side
    return next((word for word, places in NUMBER_SIDES.items() if places == sides), "")


def _footer(document: Document, sections: list[Any], at: int, kind: str) -> Any:
    """The footer of a section, or that of the section before it which it goes on with."""
    for section in reversed(sections[: at + 1]):
        for reference in section.findall(f"{W}footerReference"):
            if (value_of(reference, "type") or "default") == kind:
                part = document.part.related_parts.get(reference.get(f"{R}id"))
                return getattr(part, "element", None)
    return None


def _footing(footer: Any, resolver: Resolver) -> Footing | None:
    """The line with the page number, in the footer itself or in a text box there."""
    for paragraph in () if footer is None else footer.iter(f"{W}p"):
        if any(one.tag == FALLBACK for one in paragraph.iterancestors()):
            continue
        pieces = list(_pieces(paragraph, resolver))
        if any(text == ONE and field for text, field, _ in pieces):
            line = read_line(paragraph, resolver)
            return Footing(
                tuple(Stretch(text, how) for text, _, how in pieces),
                line.properties,
                _placed(paragraph) or line.properties.get("framePr.xAlign") or line.side,
                sum(field for _, field, _ in pieces) == 1,
            )
    return None


def _placed(paragraph: Any) -> str:
    """Where the text box that a paragraph is in stands; empty when it is in none."""
    anchor = next(paragraph.iterancestors(f"{ANCHORING}anchor"), None)
    align = None if anchor is None else anchor.find(f"{ANCHORING}positionH/{ANCHORING}align")
    return "" if align is None else (align.text or "").strip()


def _pieces(paragraph: Any, resolver: Resolver) -> Iterator[tuple[str, bool, Formatting]]:
    """The words of a line and its fields, the page number as 1, others as …; and which of them are fields."""
    stage, name = NO_FIELD, ""
    simple = None
    for run in runs_of(paragraph):
        how = resolver.run(paragraph, run)
        around = run.getparent()
        if around.tag == f"{W}fldSimple":
            if around is not simple:
                yield _shown(value_of(around, "instr")), True, how
            simple = around
            continue
        for one in run:
            if one.tag == f"{W}instrText" and stage == IN_NAME:
                name += one.text or ""
            if one.tag != f"{W}fldChar":
                continue
            if value_of(one, "fldCharType") == "begin":
                stage, name = IN_NAME, ""
            elif stage == IN_NAME:
                yield _shown(name), True, how
                stage = IN_RESULT
            if value_of(one, "fldCharType") == "end":
                stage = NO_FIELD
        if stage == NO_FIELD and (text := text_of_run(run)):
            yield text, False, how


def _shown(instruction: str) -> str:
    return ONE if instruction.split()[:1] in (["PAGE"], ["page"], ["Page"]) else "…"


def _indent(footing: Footing, size: int) -> int | None:
    """How far the number stands from the side it is set to, in hundredths of its characters."""
    side = footing.side
    if side not in ("left", "right"):
        return None
    characters = footing.properties.get(f"ind.{side}Chars")
    if characters:
        return twips(characters)
    return (twips(footing.properties.get(f"ind.{side}")) or 0) * 100 // (size * 10)
