"""A Word document with tracked changes as a reader sees it once they are accepted or rejected; knows only the XML."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HIDDEN = {True: ("del", "moveFrom"), False: ("ins", "moveTo")}
"""What is not there, by whether changes are accepted."""
HOLDERS = ("ins", "del", "moveTo", "moveFrom", "hyperlink", "sdt", "sdtContent", "smartTag", "r")
Block = tuple[Any, ...]


def seen(data: bytes, accepted: bool) -> list[Block]:
    """The paragraphs and tables of a document, tables as rows of cells of paragraphs."""
    with ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    body = root.find(f"{W}body")
    return list(_blocks(body, accepted))


def _blocks(holder: Any, accepted: bool) -> Iterator[Block]:
    waiting = ""
    for node in holder:
        name = etree.QName(node).localname
        if name in ("sdt", "sdtContent", "customXml"):
            yield from _blocks(node, accepted)
        elif name == "p":
            waiting += _text(node, accepted)
            marks = node.findall(f"{W}pPr/{W}rPr/*")
            if not any(etree.QName(one).localname in HIDDEN[accepted] for one in marks):
                yield ("p", _style(node, accepted), waiting)
                waiting = ""
        elif name == "tbl":
            rows = []
            for row in node.findall(f"{W}tr"):
                marks = row.findall(f"{W}trPr/*")
                if not any(etree.QName(one).localname in HIDDEN[accepted] for one in marks):
                    rows.append([list(_blocks(cell, accepted)) for cell in row.findall(f"{W}tc")])
            if rows:
                yield ("tbl", rows)
    assert not waiting, f"words behind the last paragraph: {waiting}"


def _style(paragraph: Any, accepted: bool) -> str:
    looks = paragraph.find(f"{W}pPr")
    if looks is None:
        return ""
    before = looks.find(f"{W}pPrChange/{W}pPr")
    style = (looks if accepted or before is None else before).find(f"{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""


def _text(node: Any, accepted: bool) -> str:
    text = ""
    for one in node:
        name = etree.QName(one).localname
        if name in HIDDEN[accepted] or name in ("pPr", "rPr"):
            continue
        if name in HOLDERS:
            text += _text(one, accepted)
        elif name in ("t", "delText"):
            text += one.text or ""
        elif name in ("tab", "br", "drawing", "pict", "object"):
            text += f"<{name}>"
    return text
