"""What the paragraphs and runs of a Word document look like in the end: its own formatting over styles over defaults."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.reading.packed import safe_parser

if TYPE_CHECKING:
    from docx.document import Document

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
"""What the kinds of relationships between the parts of a package begin with (ECMA-376 Part 1, 15.2)."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Formatting = dict[str, str]
"""What is told of a text, by element and attribute: spacing.line, rFonts.eastAsia, b.val."""

THEME_SLOTS = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
SCRIPT_OF = {"zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant"}
NESTED = ("numPr",)
LONGEST_CHAIN = 50
"""Styles that are based on one another no further than this; a circle ends here."""

PER_UNIT = {
    "pt": Decimal(20),
    "in": Decimal(1440),
    "cm": Decimal(14400) / Decimal("25.4"),
    "mm": Decimal(1440) / Decimal("25.4"),
}


def twips(text: str | None) -> int | None:
    """A length as Word writes it, bare twips or with a unit; None when it is missing or no number."""
    found = re.fullmatch(r"\s*(-?\d{1,9}(?:\.\d{1,9})?)(pt|in|cm|mm)?\s*", text or "")
    return round(Decimal(found[1]) * PER_UNIT.get(found[2], Decimal(1))) if found else None


def is_on(properties: Formatting, name: str, default: bool = False) -> bool:
    """Whether a switch such as b or snapToGrid is on."""
    told = properties.get(f"{name}.val")
    return default if told is None else told not in ("0", "false", "off", "none")


def child(element: Any, *names: str) -> Any:
    """The descendant that ``names`` lead to, or None."""
    for name in names:
        element = None if element is None else element.find(W + name)
    return element


def value_of(element: Any, name: str = "val") -> str:
    """An attribute of an element of Word's, empty when either is missing."""
    return "" if element is None else element.get(W + name) or ""


class Resolver:
    """Answers how the text of one document is set."""

    def __init__(self, document: Document) -> None:
        self._theme = _theme_faces(document)
        styles = document.styles.element
        self._styles = {value_of(style, "styleId"): style for style in styles.findall(f"{W}style")}
        self._default = next(
            (key for key, one in self._styles.items() if value_of(one, "type") == "paragraph" and value_of(one, "default") in ("1", "true")),
            "",
        )  # fmt: skip
        defaults = child(styles, "docDefaults")
        self._base_paragraph = self._flat(child(defaults, "pPrDefault", "pPr"))
        self._base_run = self._flat(child(defaults, "rPrDefault", "rPr"))
        self._numbering = _numbering(document)
        self._of_style = lru_cache(maxsize=None)(self._resolved)

    @property
    def usual_run(self) -> Formatting:
        """How text is set that has no style and no formatting of its own."""
        return {**self._base_run, **self._of_style(self._default, "rPr")}

    def style_name(self, paragraph: Any) -> str:
        """What the gallery calls the style of a paragraph."""
        return value_of(child(self._styles.get(self._key(paragraph)), "name"))

    def paragraph(self, paragraph: Any) -> Formatting:
        """How a paragraph is set."""
        own = self._flat(child(paragraph, "pPr"))
        styled = self._of_style(self._key(paragraph), "pPr")
        level = self._level({**styled, **own})
        return {**self._base_paragraph, **styled, **self._flat(child(level, "pPr")), **own}

    def run(self, paragraph: Any, run: Any) -> Formatting:
        """How a run of a paragraph is set."""
        own = child(run, "rPr")
        character = self._of_style(value_of(child(own, "rStyle")), "rPr")
        return {**self._base_run, **self._of_style(self._key(paragraph), "rPr"), **character, **self._flat(own)}

    def number(self, properties: Formatting) -> str:
        """The number that Word puts before a paragraph, as its first would read; empty when there is none."""
        level = self._level(properties)
        if level is None:
            return ""
        ones = {"decimal": "1", "decimalFullWidth": "１", "decimalEnclosedCircle": "①"}
        kind = value_of(child(level, "numFmt"))
        one = (
            "一"
            if kind.lower().startswith(("chinesecount", "ideographdigital", "taiwanesecount", "japanesecount"))
            else ones.get(kind, "")
        )
        return re.sub(r"%\d", one, value_of(child(level, "lvlText"))) if one else ""

    def _key(self, paragraph: Any) -> str:
        return value_of(child(paragraph, "pPr", "pStyle")) or self._default

    def _level(self, properties: Formatting) -> Any:
        return self._numbering.get((properties.get("numId.val", ""), properties.get("ilvl.val", "0")))

    def _resolved(self, key: str, kind: str) -> Formatting:
        chain: list[Any] = []
        while key in self._styles and len(chain) < LONGEST_CHAIN:
            chain.append(self._styles[key])
            key = value_of(child(chain[-1], "basedOn"))
        found: Formatting = {}
        for style in reversed(chain):
            found |= self._flat(child(style, kind))
        return found

    def _flat(self, element: Any) -> Formatting:
        """What an element says of properties, its themes named by their faces."""
        found: Formatting = {}
        for one in _elements(element):
            name = etree.QName(one).localname
            if name in NESTED:
                found |= self._flat(one)
                continue
            values = {etree.QName(key).localname: value for key, value in one.attrib.items()}
            if name == "rFonts":
                values = self._faces(values)
            elif name == "ind":
                values = _indents(values)
            found |= {f"{name}.{key}": value for key, value in (values or {"val": "1"}).items()}
        return found

    def _faces(self, values: dict[str, str]) -> dict[str, str]:
        named = {slot: values[slot] for slot in THEME_SLOTS if values.get(slot)}
        themed = {slot: self._theme.get(values.get(theme, ""), "") for slot, theme in THEME_SLOTS.items()}
        return {**named, **{slot: face for slot, face in themed.items() if face}, "hint": values.get("hint", "")}


def _elements(element: Any) -> Iterable[Any]:
    """The elements of Word's own within ``element``, without remarks and what other programs put there."""
    return () if element is None else (one for one in element if isinstance(one.tag, str) and one.tag.startswith(W))


SIDE_OF = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
"""Names that newer programs write, for those that all read."""


def _indents(values: dict[str, str]) -> dict[str, str]:
    """Indents under one name each; a first line that hangs takes the place of one that is pushed in."""
    values = {SIDE_OF.get(key, key): value for key, value in values.items()}
    if "hanging" in values:
        values["firstLine"] = f"-{values['hanging']}"
    if "hangingChars" in values:
        values["firstLineChars"] = f"-{values['hangingChars']}"
    return values


def _part(document: Document, kind: str) -> Any:
    """The XML of a part that the document is related to, None when there is none to be read."""
    try:
        return etree.fromstring(document.part.part_related_by(kind).blob, safe_parser())
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return None


def _theme_faces(document: Document) -> dict[str, str]:
    """The faces that a theme stands for, by the names that fonts call them."""
    theme = _part(document, f"{RELATION}theme")
    if theme is None:
        return {}
    settings = document.settings.element
    script = SCRIPT_OF.get(value_of(settings.find(f"{W}themeFontLang"), "eastAsia"), "Hans")
    found = {}
    for group in ("major", "minor"):
        fonts = next(theme.iter(f"{A}{group}Font"), None)
        if fonts is None:
            continue
        face = {
            kind: fonts.find(A + kind).get("typeface", "")
            for kind in ("latin", "ea", "cs")
            if fonts.find(A + kind) is not None
        }
        by_script = {one.get("script"): one.get("typeface", "") for one in fonts.iter(f"{A}font")}
        found[f"{group}EastAsia"] = face.get("ea") or by_script.get(script, "")
        found |= dict.fromkeys((f"{group}Ascii", f"{group}HAnsi"), face.get("latin", ""))
        found[f"{group}Bidi"] = face.get("cs", "")
    return found


def _numbering(document: Document) -> dict[tuple[str, str], Any]:
    """The levels of the lists of a document, by list and level."""
    numbering = _part(document, f"{RELATION}numbering")
    if numbering is None:
        return {}
    abstract = {value_of(one, "abstractNumId"): one for one in numbering.findall(f"{W}abstractNum")}
    return {
        (value_of(number, "numId"), value_of(level, "ilvl")): level
        for number in numbering.findall(f"{W}num")
        for level in _levels(abstract.get(value_of(child(number, "abstractNumId"))))
    }


def _levels(abstract: Any) -> list[Any]:
    return [] if abstract is None else abstract.findall(f"{W}lvl")
