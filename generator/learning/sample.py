"""What a unit's own Word document looks like: its sheet, title, text, headings, tables and page number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from docx.document import Document
from msgspec.structs import replace

from generator.learning.learnt import HEADINGS, FoundSheet, FoundTitle, Look, Sample
from generator.learning.lines import SetLine, Stretch, commonest, look_of, read_text, size_of
from generator.learning.number import find_number
from generator.learning.resolved import Resolver, W, child, is_on, twips, value_of

HEADING_FORMS = (
    re.compile("[一二三四五六七八九十百]+、"),
    re.compile("[（(][一二三四五六七八九十百]+[）)]"),
    re.compile(r"[0-9０-９]{1,2}[.．、](?![0-9])"),
    re.compile("[（(][0-9０-９]{1,2}[）)]"),
)
"""How a heading of each level begins."""
OWN_FORMS = ("一、", "（一）", "1.", "（1）")
"""How the program numbers them."""
MOST_IN_HEADING = 40
SENTENCE = re.compile("[^。！？；]*[。！？；]")
LARGER = 2
"""Half-points by which a title is larger than the text."""
ROWS_OF_TITLE = 4
RED = re.compile("[A-F][0-9A-F][0-4][0-9A-F][0-4][0-9A-F]", re.IGNORECASE)
LINE_OF_SIZE = 13
"""Tenths of its size that a line of Chinese characters takes up in Word where nothing else is said."""
SINGLE = 240
"""A line of one, in 240ths."""


class SectionGrid(NamedTuple):
    """The grid of a section: twips from line to line and from character to character, None where there is none."""

    pitch: int | None
    cell: Fraction | None


def read_sample(document: Document) -> Sample:
    """What the document looks like, and what could not be read."""
    resolver = Resolver(document)
    text = read_text(document, resolver)
    sections = text.sections or [child(document.element.body, "sectPr")]
    section, remarks = _main_section(sections, text.lines)
    lines = [line for line in text.lines if line.section == section]
    body = [line for line in lines if _is_body(line)]
    sheet, of_sheet = _sheet(sections[section], document)
    grid = _grid(sections[section], resolver)
    look, of_body = _body(body, sheet, grid)
    title, of_title = _title(lines, look, grid)
    headings, of_headings = _headings(lines)
    number, of_number = find_number(document, resolver, sections, section)
    tables = [table for table in text.tables if table.rows]
    return Sample(
        sheet,
        look,
        title,
        headings,
        number,
        _table_look(line for table in tables for line in table.rows),
        _table_look(line for table in tables for line in table.head),
        _language(body),
        (*remarks, *of_sheet, *of_body, *of_title, *of_headings, *of_number),
    )


# ---- the sheet


def _main_section(sections: Sequence[Any], lines: Iterable[SetLine]) -> tuple[int, list[str]]:
    """The section with the most text, and that there are others unlike it."""
    counts = Counter({0: 0})
    for line in lines:
        counts[min(line.section, len(sections) - 1)] += len(line.text)
    at = commonest(counts, 0)
    unlike = {_edges(section) for section in sections if section is not None}
    if len(unlike) < 2:
        return at, []
    return at, [f"页面：样稿有{len(sections)}节，纸张或页边距不一样；读的是字数最多的第{at + 1}节。"]


def _edges(section: Any) -> tuple[tuple[str, str], ...]:
    told = (child(section, name) for name in ("pgSz", "pgMar"))
    return tuple(sorted(item for one in told if one is not None for item in one.attrib.items()))


BOX = f"{W}txbxContent"
MARGINS = {"top": "天头", "bottom": "地脚", "left": "订口", "right": "切口"}


def _sheet(section: Any, document: Document) -> tuple[FoundSheet | None, list[str]]:
    """The sheet of a section, None when it does not say; and what no layout can hold."""
    size, edges = child(section, "pgSz"), child(section, "pgMar")
    lengths = {
        **{name: twips(value_of(size, key)) for name, key in (("width", "w"), ("height", "h"))},
        **{name: twips(value_of(edges, name)) for name in (*MARGINS, "footer")},
    }
    found = {name: abs(length) for name, length in lengths.items() if length is not None}
    if len(found) < len(lengths):
        return None, ["页面：样稿没有写明纸张大小和页边距，用标准的。"]
    settings = document.settings.element
    gutter = twips(value_of(edges, "gutter")) or 0
    found["top" if settings.find(f"{W}gutterAtTop") is not None else "left"] += gutter
    columns = child(section, "cols")
    faults = {
        "页面：样稿的正文是横放的纸，成稿也会横放。": found["width"] > found["height"],
        "页面：样稿分了栏，版式里不能分栏。": (twips(value_of(columns, "num")) or 1) > 1,
        "页面：样稿的文字竖排，版式里只能横排。": value_of(child(section, "textDirection")).startswith(("tb", "btLr")),
        "页面：样稿单双页的页边距左右对调，版式里不对调。": settings.find(f"{W}mirrorMargins") is not None,
        "页面：样稿有页眉，版式里没有页眉，不印。": _has_header(section, document),
        "页面：样稿里有文本框，版式里没有，里面的字没有读。": next(document.element.body.iter(BOX), None) is not None,
    }
    return FoundSheet(**found), [what for what, is_so in faults.items() if is_so]


def _has_header(section: Any, document: Document) -> bool:
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    parts = (document.part.related_parts.get(one.get(key)) for one in section.findall(f"{W}headerReference"))
    elements = (getattr(part, "element", None) for part in parts)
    return any((text.text or "").strip() for one in elements if one is not None for text in one.iter(f"{W}t"))


def _grid(section: Any, resolver: Resolver) -> SectionGrid:
    grid = child(section, "docGrid")
    kind, pitch = value_of(grid, "type"), twips(value_of(grid, "linePitch"))
    cell = None
    if kind in ("linesAndChars", "snapToChars"):
        stretched = Fraction(twips(value_of(grid, "charSpace")) or 0, 4096) * 20
        cell = size_of(resolver.usual_run) * 10 + stretched
    return SectionGrid(pitch if pitch and kind not in ("", "default") else None, cell)


# ---- the text


def _is_body(line: SetLine) -> bool:
    return (
        line.side not in ("center", "right")
        and _level(line) is None
        and line.style.lower() not in ("title", "subtitle")
        and not _is_red(line)
    )


def _is_red(line: SetLine) -> bool:
    return any(RED.fullmatch(stretch.properties.get("color.val", "")) for stretch in line.stretches)


def _body(body: Sequence[SetLine], sheet: FoundSheet | None, grid: SectionGrid) -> tuple[Look | None, list[str]]:
    if not body:
        return None, ["正文：样稿里没有找到正文段落（除标题以外左对齐或两端对齐的段落），用标准的。"]
    look = look_of(stretch for line in body for stretch in line.stretches)
    remarks = [] if look.face else ["正文·字体：样稿的正文里没有汉字，或者没有写明中文字体，用标准的。"]
    if not look.latin:
        remarks.append("字体·西文：样稿的正文里没有数字和字母，用标准的。")
    pitch, reason = _common(body, lambda line: _pitch(line, grid))
    if reason:
        remarks.append(f"版心·行距：{reason}")
    indent = _common(body, _indent)
    squeeze = _squeeze(look, sheet, grid)
    if squeeze != look.squeeze:
        remarks.append("版心·字距：样稿的字距由文档网格定，按每行排的字数算出。")
    return replace(look, pitch=pitch, indent=indent, squeeze=squeeze), remarks


def _common(lines: Iterable[SetLine], what: Any) -> Any:
    """What most characters of some lines have."""
    counts: Counter[Any] = Counter()
    for line in lines:
        counts[what(line)] += len(line.text)
    return commonest(counts, None)


def _pitch(line: SetLine, grid: SectionGrid) -> tuple[int | None, str]:
    """Twips from line to line; or none, and why that cannot be told; or by which reckoning it is told."""
    how = line.properties
    rule = how.get("spacing.lineRule", "auto")
    said_pitch = twips(how.get("spacing.line"))
    size = commonest(Counter({size_of(one.properties): len(one.text) for one in line.stretches}), 0)
    least = size * LINE_OF_SIZE
    if rule == "exact" and said_pitch and said_pitch > 0:
        return said_pitch, ""
    if rule == "atLeast" and said_pitch and said_pitch >= least:
        return said_pitch, f"样稿写的是最小值 {said_pitch / 20:g}磅，字比它矮，照固定值写。"
    times = Fraction(said_pitch or SINGLE, SINGLE) if rule == "auto" else Fraction(1)
    if rule == "auto" and grid.pitch and is_on(how, "snapToGrid", True):
        rows = max(-(-least // grid.pitch), 1)
        pitch = round(times * rows * grid.pitch)
        told = f"每行网格 {grid.pitch / 20:g}磅，{size / 2:g}磅的字占{rows}行" + (
            f"，{float(times):g}倍" if times != 1 else ""
        )
        return pitch, f"样稿没有用固定值，按文档网格算出（{told}）。"
    what = "最小值" if rule == "atLeast" else f"{float(times):g}倍行距"
    return None, (
        f"样稿是{what}，没有文档网格，一行多高随字体而定，算不出磅数，用标准的。"
        "要读出来，请在样稿里把正文的行距改成“固定值”，再读一次。"
    )


def _indent(line: SetLine) -> int:
    """How far a first line stands in, in hundredths of a character; blanks typed for it count too."""
    how = line.properties
    size = size_of(line.stretches[0].properties)
    squeeze = twips(line.stretches[0].properties.get("spacing.val")) or 0
    text = "".join(stretch.text for stretch in line.stretches)
    blanks = text[: len(text) - len(text.lstrip())]
    typed = sum(100 if sign == "\u3000" else 50 for sign in blanks if sign in "\u3000 \xa0")
    by_characters = twips(how.get("ind.firstLineChars"))
    if by_characters:
        return max(by_characters + typed, 0)
    found = (twips(how.get("ind.firstLine")) or 0) * 100 // max(size * 10 + squeeze, 1) + typed
    near = round(found / 50) * 50
    return max(near if abs(near - found) <= NEAR_HALF else found, 0)


NEAR_HALF = 5
"""Hundredths of a character by which programs miss the whole or half one that was meant."""


def _squeeze(look: Look, sheet: FoundSheet | None, grid: SectionGrid) -> int:
    """Twips between characters; a grid of characters sets them to fill a line."""
    own = look.squeeze or 0
    if grid.cell is None or sheet is None:
        return own
    width = sheet.width - sheet.left - sheet.right
    characters = int(width / (grid.cell + own)) if grid.cell + own > 0 else 0
    if characters < 1:
        return own
    return min(round(grid.cell + own), width // characters) - (look.size or 0) * 10


def _language(body: Iterable[SetLine]) -> str:
    found = Counter(
        language
        for line in body
        for stretch in line.stretches
        if (language := stretch.properties.get("lang.eastAsia", "")).startswith("zh-")
    )
    return commonest(found, "")


def _table_look(lines: Iterable[SetLine]) -> Look | None:
    stretches = [stretch for line in lines for stretch in line.stretches]
    return replace(look_of(stretches), bold=None) if stretches else None


# ---- title and headings


def _title(lines: Sequence[SetLine], body: Look | None, grid: SectionGrid) -> tuple[FoundTitle | None, list[str]]:
    """The first centred paragraph larger than the text, with those that go on with it."""
    least = (body.size or 0) + LARGER if body else 0
    for at, line in enumerate(lines):
        size = look_of(line.stretches).size or 0
        titled = line.style.lower() == "title"
        if _is_red(line) or not (titled or (line.side == "center" and size >= least)):
            continue
        end = at + 1
        while end < min(len(lines), at + ROWS_OF_TITLE) and _goes_on(lines[end], line):
            end += 1
        look = look_of(stretch for one in lines[at:end] for stretch in one.stretches)
        pitch, reason = _pitch(line, grid)
        remarks = [f"标题·行距：{reason}"] if reason else []
        if line.side != "center":
            remarks.append("标题：样稿的标题没有居中，版式里的标题总是居中。")
        rows = sum(one.text.count("\n") + 1 for one in lines[at:end])
        return FoundTitle(replace(look, pitch=pitch), rows, _gap(lines, end, body)), remarks
    return None, ["标题：样稿里没有找到居中、字比正文大的标题，用标准的。"]


def _goes_on(line: SetLine, title: SetLine) -> bool:
    """Whether a line belongs to the title above it."""
    sizes = look_of(line.stretches).size, look_of(title.stretches).size
    return not line.before and line.side == title.side and sizes[0] == sizes[1] and line.style == title.style


def _gap(lines: Sequence[SetLine], end: int, body: Look | None) -> int:
    """Twips between the title and what follows it."""
    own = twips(lines[end - 1].properties.get("spacing.after")) or 0
    if end == len(lines):
        return own
    pitch = (body.pitch if body else None) or 0
    return own + lines[end].before * pitch + (twips(lines[end].properties.get("spacing.before")) or 0)


def _level(line: SetLine) -> int | None:
    """The level of a heading, from 0: by how it begins, else by what Word takes it for."""
    # An item of a list that somebody typed hangs; a heading that hangs is numbered by Word.
    hangs = (twips(line.properties.get("ind.firstLine")) or 0) < 0 and not line.number
    if line.side in ("center", "right") or hangs:
        return None
    by_form = next((level for level, form in enumerate(HEADING_FORMS) if form.match(line.text)), None)
    if by_form is not None:
        return by_form
    outline = twips(line.properties.get("outlineLvl.val"))
    return outline if outline is not None and 0 <= outline < len(HEADING_FORMS) else None


class Evidence(NamedTuple):
    """A heading: its words, its line, and whether the text goes on behind it."""

    words: tuple[Stretch, ...]
    line: SetLine
    run_in: bool


def _headings(lines: Sequence[SetLine]) -> tuple[tuple[Look | None, ...], list[str]]:
    """How the headings of each level are set; paragraphs numbered like them show how those look, not whether they run in."""
    found: list[Look | None] = []
    remarks = []
    for level, name in enumerate(HEADINGS):
        of_level = [line for line in lines if _level(line) == level]
        sure = [one for line in of_level if (one := _heading(line))]
        evidence = sure or [Evidence(line.stretches, line, False) for line in of_level]
        if not evidence:
            found.append(None)
            remarks.append(f"{name}：样稿里没有“{OWN_FORMS[level]}”这样的标题，用标准的。")
            continue
        run_in = 2 * sum(one.run_in for one in evidence) > len(evidence) if sure else None
        look = look_of(stretch for one in evidence for stretch in one.words)
        found.append(replace(look, indent=_common((one.line for one in evidence), _indent), run_in=run_in))
        remarks += _odd_form(name, level, [one.line for one in evidence])
        if not sure:
            remarks.append(
                f"{name}：样稿里“{OWN_FORMS[level]}”开头的段落和正文一个样，字体字号照它；是否接排看不出，用标准的。"
            )
    return tuple(found), remarks


def _heading(line: SetLine) -> Evidence | None:
    """What shows that a line is a heading: it stands alone, or its first sentence looks unlike the rest."""
    text = "".join(stretch.text for stretch in line.stretches)
    sentence = SENTENCE.match(text)
    if sentence is None:
        return Evidence(line.stretches, line, False) if len(line.text) <= MOST_IN_HEADING else None
    opening, rest = _parted(line.stretches, sentence.end())
    if not any(stretch.text.strip() for stretch in rest) or _looks(opening) == _looks(rest):
        return None
    return Evidence(tuple(opening), line, True)


def _parted(stretches: Iterable[Stretch], at: int) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches before and behind a character."""
    opening, rest, end = [], [], 0
    for stretch in stretches:
        start, end = end, end + len(stretch.text)
        cut = min(max(at - start, 0), len(stretch.text))
        opening.append(stretch._replace(text=stretch.text[:cut]))
        rest.append(stretch._replace(text=stretch.text[cut:]))
    return opening, rest


def _looks(stretches: Iterable[Stretch]) -> tuple[object, ...]:
    """What tells a heading from the text behind it."""
    stretches = [stretch for stretch in stretches if stretch.text.strip()]
    look = look_of(stretches)
    styles = Counter(stretch.properties.get("rStyle.val", "") for stretch in stretches)
    return look.face, look.size, look.bold, commonest(styles, "")


def _odd_form(name: str, level: int, lines: Sequence[SetLine]) -> list[str]:
    """That headings are numbered otherwise than the program does it."""
    forms = Counter(match[0] if (match := HEADING_FORMS[level].match(line.text)) else "" for line in lines)
    written = re.sub("[一二三四五六七八九十百]+", "一", re.sub("[0-9]+", "1", commonest(forms, "")))
    if written == OWN_FORMS[level]:
        return []
    how = f"写成「{written}」" if written else "没有写在字里"
    return [f"{name}：样稿的序号{how}，成稿时编成「{OWN_FORMS[level]}」，版式里不能改。"]
