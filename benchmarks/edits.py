"""Edits of finished documents as people make them in a word processor; knows only the XML of a package.

An edit says what it did, in the words of the paper: which number stood where, and what stands there now.
"""

import random
import re
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

import docx
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PART = "word/document.xml"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMBER_OF_PAPER = re.compile(r"〔\d{4}〕\d+号")
BEFORE_ITS_END = re.compile(r"\d+(?=号)")
LONG_NUMBER = re.compile(r"(?<![\d.〔])[1-9]\d{4,}(?![\d.])")
LONG = 30


class Edit(NamedTuple):
    """What was done: the numbers as they were and as they are, the words that went or came."""

    kind: str
    was: str
    now: str
    place: str
    """The text of the paragraph before the edit."""


def edited(data: bytes, change: Callable[[Any], Edit], part: str = PART) -> tuple[bytes, Edit]:
    """The package with its text changed, or another part of it, and what was done."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    root = etree.fromstring(parts[part])
    done = change(root)
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue(), done


def text_of(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def with_numbers(root: Any, in_table: bool) -> list[Any]:
    """The paragraphs with a number in them, of tables or of the text; 目录 and its page numbers are none."""
    found = []
    for paragraph in root.iter(f"{W}p"):
        is_cell = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        if is_cell == in_table and any(NUMBER.search(node.text or "") for node in paragraph.iter(f"{W}t")):
            found.append(paragraph)
    return found


def retype(root: Any, chance: random.Random, in_table: bool = False) -> Edit:
    """Another number in place of one, so that it is no other way to write the same."""
    paragraph = chance.choice(with_numbers(root, in_table) or with_numbers(root, not in_table))
    nodes = [node for node in paragraph.iter(f"{W}t") if NUMBER.search(node.text or "")]
    node = chance.choice(nodes)
    match = chance.choice(list(NUMBER.finditer(node.text)))
    before = text_of(paragraph)
    digits = str(int(match[0].replace(".", "") or 0) + chance.choice((1, 7, 10, 123)))
    cut = len(match[0].partition(".")[2])
    new = f"{digits[:-cut] or '0'}.{digits[-cut:]}" if cut and len(digits) > cut else digits
    node.text = node.text[: match.start()] + new + node.text[match.end() :]
    return Edit("retyped", match[0], new, before)


def retype_cell(root: Any, chance: random.Random) -> Edit:
    """The same in a cell of a table, where there is one."""
    return retype(root, chance, in_table=True)


def delete_paragraph(root: Any, chance: random.Random) -> Edit:
    """A paragraph with a number taken out."""
    paragraph = chance.choice(with_numbers(root, in_table=False))
    before = text_of(paragraph)
    paragraph.getparent().remove(paragraph)
    return Edit("deleted", before, "", before)


def add_sentence(root: Any, chance: random.Random) -> Edit:
    """A sentence of one's own with a number at the end of a paragraph."""
    paragraph = chance.choice([one for one in with_numbers(root, in_table=False) if text_of(one).endswith("。")])
    before, number = text_of(paragraph), str(chance.randint(100000, 999999))
    run = next(paragraph.iter(f"{W}r"))
    added = deepcopy(run)
    for node in added.iter(f"{W}t"):
        node.text = f"另有{number}人次参加活动。"
    paragraph.append(added)
    return Edit("added", "", number, before)


def track(root: Any, chance: random.Random) -> Edit:
    """A number retyped under tracked changes: the run struck out, another put in."""
    paragraph = chance.choice(with_numbers(root, in_table=False))
    runs = [run for run in paragraph.iterchildren(f"{W}r") if NUMBER.search("".join(run.itertext()))]
    if not runs:
        return retype(root, chance)
    run, before = chance.choice(runs), text_of(paragraph)
    match = next(match for node in run.iter(f"{W}t") if (match := NUMBER.search(node.text or "")))
    new = str(int(match[0].split(".")[0]) + 1)
    inserted, removed = etree.Element(f"{W}ins"), etree.Element(f"{W}del")
    for number, change in enumerate((inserted, removed)):
        change.set(f"{W}id", str(900 + number))
        change.set(f"{W}author", "办公室")
    copy = deepcopy(run)
    node = next(node for node in copy.iter(f"{W}t") if NUMBER.search(node.text or ""))
    node.text = NUMBER.sub(new, node.text, count=1)
    run.addprevious(removed)
    run.addprevious(inserted)
    inserted.append(copy)
    removed.append(run)
    for node in run.iter(f"{W}t"):
        node.tag = f"{W}delText"
    return Edit("retyped", match[0], new, before)


def one_of_two(root: Any, chance: random.Random) -> Edit:
    """Another number in one of two places that have the same, where there are two."""
    held: dict[str, list[tuple[Any, re.Match[str]]]] = {}
    for paragraph in with_numbers(root, in_table=False):
        for node in paragraph.iter(f"{W}t"):
            for match in NUMBER.finditer(node.text or ""):
                held.setdefault(match[0], []).append((node, match))
    twice = [places for places in held.values() if len(places) > 1]
    if not twice:
        return retype(root, chance)
    node, match = chance.choice(chance.choice(twice))
    return _put(node, match, str(int(match[0].replace(".", "")) + chance.choice((3, 11))))


def another_figure(root: Any, chance: random.Random) -> Edit:
    """A number that stands elsewhere in the paper in place of one."""
    nodes = [node for one in with_numbers(root, in_table=False) for node in one.iter(f"{W}t")]
    found = [(node, match) for node in nodes for match in NUMBER.finditer(node.text or "")]
    node, match = chance.choice(found)
    others = sorted({one[0] for _, one in found if float(one[0]) != float(match[0])})
    return _put(node, match, chance.choice(others)) if others else retype(root, chance)


def _put(node: Any, match: re.Match[str], new: str) -> Edit:
    before = text_of(next(node.iterancestors(f"{W}p")))
    node.text = node.text[: match.start()] + new + node.text[match.end() :]
    return Edit("retyped", match[0], new, before)


EDITS = (retype, retype_cell, delete_paragraph, add_sentence, track, one_of_two, another_figure)


def reworded(root: Any, texts: dict[str, str]) -> int:
    """How many paragraphs were given another text, by the text they had; their runs are made one."""
    done = 0
    for paragraph in root.iter(f"{W}p"):
        text = text_of(paragraph)
        if text not in texts:
            continue
        first, *others = paragraph.iter(f"{W}t")
        first.text = texts[text]
        for node in others:
            node.text = ""
        done += 1
    return done


def retype_number_of_paper(root: Any, chance: random.Random) -> Edit:
    """Another 发文字号, of a paper that has one."""
    found = [
        (paragraph, match) for paragraph in root.iter(f"{W}p") if (match := NUMBER_OF_PAPER.search(text_of(paragraph)))
    ]
    if not found:
        return retype(root, chance)
    for node in found[0][0].iter(f"{W}t"):
        if match := BEFORE_ITS_END.search(node.text or ""):
            return _put(node, match, str(int(match[0]) + chance.choice((1, 20))))
    return retype(root, chance)


def write_otherwise(root: Any, chance: random.Random) -> Edit:
    """A number with every third digit set off, where there is one that long."""
    nodes = [node for one in with_numbers(root, in_table=False) for node in one.iter(f"{W}t")]
    found = [(node, match) for node in nodes for match in LONG_NUMBER.finditer(node.text or "")]
    if not found:
        return retype(root, chance)
    node, match = chance.choice(found)
    return _put(node, match, f"{int(match[0]):,}")._replace(kind="written otherwise")


def move_paragraph(root: Any, chance: random.Random) -> Edit:
    """A paragraph of some length taken to another place of the text."""
    found = [
        one for one in with_numbers(root, in_table=False) if len(text_of(one)) >= LONG and text_of(one)[-1] == "。"
    ]
    if len(found) < 2:
        return retype(root, chance)
    one, other = chance.sample(found, 2)
    if other.getnext() is one or text_of(one) == text_of(other):
        return retype(root, chance)
    before = text_of(one)
    one.getparent().remove(one)
    other.addnext(one)
    return Edit("moved", before, "", before)


def retype_in_chart(root: Any, chance: random.Random) -> Edit:
    """Another value of a chart, as it shows it."""
    values = [one for holder in root.iter(f"{CHART}val") for one in holder.iter(f"{CHART}v")]
    node = chance.choice(values)
    was, node.text = node.text, str(int(float(node.text)) + chance.choice((1, 30)))
    return Edit("charted", was, node.text, "")


MORE_EDITS = (retype_number_of_paper, write_otherwise, move_paragraph)
CHART_PART = "word/charts/chart1.xml"


def edited_somehow(data: bytes, seed: int) -> tuple[bytes, Edit]:
    """The package with one seeded edit: of its charts where it has some, one in ten."""
    chance = random.Random(seed)
    with ZipFile(BytesIO(data)) as archive:
        has_charts = CHART_PART in archive.namelist()
    if has_charts and chance.random() < 1 / 10:
        return edited(data, lambda root: retype_in_chart(root, chance), CHART_PART)
    edit = chance.choice((*EDITS, *MORE_EDITS))
    return edited(data, lambda root: edit(root, chance))


def edited_by_library(data: bytes, seed: int) -> tuple[bytes, Edit]:
    """The same through python-docx, as scripts do: a number retyped in a run or a cell, the file saved anew."""
    chance = random.Random(seed)
    document = docx.Document(BytesIO(data))
    cells = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    runs = [run for one in (*document.paragraphs, *cells) for run in one.runs if NUMBER.search(run.text)]
    run = chance.choice(
        [run for run in runs if not run._r.xpath("ancestor::w:p[w:pPr/w:pStyle[starts-with(@w:val,'TOC')]]")]
    )
    match = chance.choice(list(NUMBER.finditer(run.text)))
    before = text_of(run._r.getparent())
    new = str(int(match[0].split(".")[0]) + chance.choice((2, 40)))
    run.text = run.text[: match.start()] + new + run.text[match.end() :]
    target = BytesIO()
    document.save(target)
    return target.getvalue(), Edit("retyped", match[0], new, before)
