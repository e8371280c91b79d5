"""What LibreOffice is given in a document's place, and told beside it, so that it sets the page as Word would."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile, is_zipfile

from docx.oxml.ns import qn
from lxml import etree
from markupsafe import escape

from generator.word.contents import with_living_pages

HANGING = b'<w:overflowPunct w:val="0"/>', b'<w:overflowPunct w:val="1"/>'
"""Word hangs no mark into the margin when told 0; LibreOffice reads it the other way round, and a mark
it hangs there can be missing from the PDF."""
JOINER = "\u2060"
"""Keeps what stands on its sides on one line, in LibreOffice; a PDF shows and holds nothing of it, nor of ``BREAK_HERE``."""
BREAK_HERE = "\u200b"
"""Lets a line end beside a number: LibreOffice does not look there once the number's unit may not begin a line.

It also keeps LibreOffice from setting digits apart from characters, which the document's styles tell it not to do."""
NO_OPENING = "0-9A-Za-z.,:+·%‰～—〕（(《〈“‘「『【〔￥¥$/-"
"""What stands before a number and does not end a line."""
AROUND_NUMBERS = "%‰～—·〕-"
"""What stands within or around numbers beside letters."""
NOWHERE = "(?!)"
"""A pattern of nothing."""
COUNTED_RUN = re.compile(r"[^0-9，。]{0,2}[0-9.,]+([一-鿿])[一-鿿]{0,4}")
"""A run that is a figure with its unit, which no line begins with, whether the layout knows the unit or not.

To join the figure would part it: LibreOffice goes back from a sign that begins no line past the digit before it.
"""
RUN_TEXT, LANGUAGE, SIGNS_LISTED = qn("w:t"), qn("w:lang"), qn("w:val")
LINE_BREAKS = qn("w:noLineBreaksBefore"), qn("w:noLineBreaksAfter")
PROFILE = "profile"
"""The folder of LibreOffice's own settings."""


class OfficeEnds(NamedTuple):
    """What no line of a document may begin and end with, by the language of its text; LibreOffice does not read it."""

    language: str = ""
    not_first: str = ""
    not_last: str = ""


def copy_for_office(document: Path, target: Path) -> OfficeEnds:
    """What ``document`` says of the ends of lines; makes its copy ``target``, a name without surprises."""
    if not is_zipfile(document):
        shutil.copyfile(document, target)
        return OfficeEnds()
    with ZipFile(document) as source, ZipFile(target, "w") as copied:
        paper = etree.fromstring(with_living_pages(source.read("word/document.xml").decode()).encode())
        runs = [run for run in paper.iter(RUN_TEXT) if run.text]
        ends = _line_ends(etree.fromstring(source.read("word/settings.xml")), runs)
        if ends.language:
            _join(runs, ends)
        for name in source.namelist():
            content = source.read(name)
            if name == "word/styles.xml":
                content = content.replace(*HANGING)
            elif name == "word/document.xml":
                content = etree.tostring(paper, encoding="UTF-8", standalone=True)
            copied.writestr(name, content)
    return ends


def _line_ends(settings: etree._Element, runs: Iterable[etree._Element]) -> OfficeEnds:
    first, last = (settings.find(side) for side in LINE_BREAKS)
    if first is None or last is None:
        return OfficeEnds()
    units = "".join(counted[1] for run in runs if (counted := COUNTED_RUN.fullmatch(run.text or "")))
    return OfficeEnds(first.get(LANGUAGE, ""), _once(first.get(SIGNS_LISTED, "") + units), last.get(SIGNS_LISTED, ""))


def _once(signs: str) -> str:
    return "".join(dict.fromkeys(signs))


def _join(runs: Iterable[etree._Element], ends: OfficeEnds) -> None:
    """Sets joiners into the runs where no line may end beside a number, and openings where one may."""
    first, last = (
        re.escape("".join(sign for sign in signs if sign.isalpha() or sign in AROUND_NUMBERS))
        for signs in (ends.not_first, ends.not_last)
    )
    ahead = rf"(?<=[0-9%‰])(?=[{first}])" if first else NOWHERE
    behind = rf"(?<=[{last}])(?=[0-9])" if last else NOWHERE
    joined = re.compile(f"(?:{ahead}|{behind})")
    opened = re.compile(rf"(?<=[^{NO_OPENING}{last}])(?=[0-9])|(?<=[0-9])(?=[一-鿿])(?![{first}])")
    before = " "
    for run in runs:
        # What stands before a run counts too: a figure is a run of its own.
        text = before + (run.text or "")
        before = text[-1]
        run.text = joined.sub(JOINER, opened.sub(BREAK_HERE, text))[1:]


def write_profile(folder: Path, by_document: Iterable[OfficeEnds]) -> None:
    """A new profile of LibreOffice in ``folder`` that keeps to the ends of lines; beside numbers it needs joiners too.

    Of each language it knows one list: what no line of any of the documents begins or ends with.
    """
    by_language: dict[str, OfficeEnds] = {}
    for ends in by_document:
        known = by_language.get(ends.language, OfficeEnds())
        first, last = _once(known.not_first + ends.not_first), _once(known.not_last + ends.not_last)
        by_language[ends.language] = OfficeEnds(ends.language, first, last)
    by_language.pop("", None)
    if not by_language:
        return
    nodes = "".join(
        f'<node oor:name="{escape(ends.language)}" oor:op="replace">'
        f'<prop oor:name="StartCharacters" oor:op="fuse"><value>{escape(ends.not_first)}</value></prop>'
        f'<prop oor:name="EndCharacters" oor:op="fuse"><value>{escape(ends.not_last)}</value></prop></node>'
        for ends in by_language.values()
    )
    user = folder / PROFILE / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f'<item oor:path="/org.openoffice.Office.Common/AsianLayout/StartEndCharacters">{nodes}</item></oor:items>',
        encoding="utf-8",
    )
