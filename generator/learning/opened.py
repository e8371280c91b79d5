"""A Word document of the user's opened for reading, or why it cannot be: nothing of it is trusted."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from lxml import etree
from msgspec import Struct

from generator.problem import Place, Problem, error
from generator.reading.files import read_file
from generator.reading.packed import safe_parser

if TYPE_CHECKING:
    from docx.document import Document

MOST_DOCUMENT_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PART = 60 * 1024 * 1024
MOST_PARTS = 5000

SAVE_AS = "请用 Word 或 WPS 打开它，另存为“Word 文档（.docx）”，再读那一份。"
CHOOSE = "请换成一份 .docx 的 Word 文档。"
UNREADABLE = (
    "文件坏了，或者不是 Word 文档，读不了。",
    "请用 Word 或 WPS 打开看看；能打开就另存为一份新的 .docx 再读，打不开就换一份。",
)


class OtherKind(Struct, frozen=True):
    """What a file turns out to be instead of a .docx, and what to do."""

    what: str
    advice: str = SAVE_AS


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OtherKind(
    "加了密码，读不了。",
    "请用 Word 或 WPS 打开它，在“文件—文档加密”（Word 是“信息—保护文档”）里去掉密码，另存一份再读。",
)
BEGINNINGS = (
    (OLE, OtherKind("是旧的 .doc（或 .wps）格式，读不了。")),
    (b"%PDF", OtherKind("是 PDF，看不出版式的各项数值。", "请找它的 Word 原稿，存成 .docx 再读。")),
    (b"{\\rtf", OtherKind("是 RTF 格式，读不了。")),
    (b"<?xml", OtherKind("是 XML 文件（可能是 Word 2003 的 XML），读不了。")),
    (b"<", OtherKind("是网页，读不了。")),
    (b"Rar!", OtherKind("是压缩包，不是 Word 文档。", CHOOSE)),
)
MAIN_PARTS = (
    ("mimetype", OtherKind("是 OpenDocument（.odt）格式，读不了。")),
    ("xl/workbook.xml", OtherKind("是 Excel 表格，不是 Word 文档。", CHOOSE)),
    ("ppt/presentation.xml", OtherKind("是演示文稿，不是 Word 文档。", CHOOSE)),
)
TYPES = (
    (b"wordprocessingml.document.main+xml", None),
    (b"document.macroEnabled.main+xml", OtherKind("带有宏（.docm），不读带宏的文档。")),
    (b"template.macroEnabledTemplate.main+xml", OtherKind("是带有宏的模板（.dotm），不读带宏的文档。")),
    (b"wordprocessingml.template.main+xml", OtherKind("是 Word 模板（.dotx），读不了。")),
)
"""What a package says its main part is."""
RELATIONS_OF_CHARTS = "word/charts/_rels/"
BESIDE_CHARTS = "../"
"""How the relations of a chart begin the name of a part in the folder above."""
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
STRICT = b"http://purl.oclc.org/ooxml/"


def read_document(path: Path, file: str) -> bytes | Problem:
    """The bytes of the document at ``path``, or why it cannot be read; ``file`` is what it is called in messages."""
    return read_file(path, file, MOST_DOCUMENT_BYTES, "一份公文通常不到1MB")


def open_document(data: bytes, file: str) -> Document | Problem:
    """The document in ``data``, or what is wrong with it; ``file`` is what it is called in messages."""
    import docx  # a tenth of a launch
    from docx.opc.exceptions import PackageNotFoundError

    try:
        kind = _other_kind(data)
        if kind:
            return error(Place(file), f"文件{kind.what}", kind.advice)
        document = docx.Document(BytesIO(without_lost_workbooks(data)))
        return document if document.element.body is not None else error(Place(file), *UNREADABLE)
    except (
        *(BadZipFile, PackageNotFoundError, etree.LxmlError, zlib.error, struct.error, NotImplementedError, EOFError),
        *(KeyError, ValueError, IndexError, AttributeError, TypeError, RuntimeError, OSError, AssertionError),
    ):
        # python-docx says of a package that is not as it should be whatever it happened to stumble over.
        return error(Place(file), *UNREADABLE)


def without_lost_workbooks(data: bytes) -> bytes:
    """The package without what charts say of workbooks that are not in it, as LibreOffice saves them after an .odt."""
    with ZipFile(BytesIO(data)) as archive:
        names = frozenset(archive.namelist())
        told = [name for name in names if name.startswith(RELATIONS_OF_CHARTS)]
        lost = [name for name in told if not names.issuperset(_targets(archive.read(name)))]
        if not lost:
            return data
        target = BytesIO()
        with ZipFile(target, "w") as mended:
            for name in archive.namelist():
                mended.writestr(name, NO_RELATIONS if name in lost else archive.read(name))
    return target.getvalue()


def _targets(relations: bytes) -> list[str]:
    told = etree.fromstring(relations, safe_parser()).iterfind("{*}Relationship")
    targets = [one.get("Target", "") for one in told]
    return [f"word/{one.removeprefix(BESIDE_CHARTS)}" for one in targets if one.startswith(BESIDE_CHARTS)]


def _other_kind(data: bytes) -> OtherKind | None:
    """What the file is if it is no document that can be read."""
    if not data:
        return OtherKind("是空的。", CHOOSE)
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        return ENCRYPTED
    known = next((kind for begins, kind in BEGINNINGS if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(begins)), None)
    if known or not data.startswith(b"PK"):
        return known or OtherKind("不是 Word 文档，读不了。", CHOOSE)
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        sizes = [entry.file_size for entry in entries]
        if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED or max(sizes, default=0) > MOST_PART:
            return OtherKind(
                "解开以后太大，不像正常的文档，没有读。", "请换一份文档；真是这么大的，删去图片另存一份再读。"
            )
        if any(entry.flag_bits & 1 for entry in entries):
            return ENCRYPTED
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" not in names:
            return next(
                (kind for name, kind in MAIN_PARTS if name in names), OtherKind("是压缩包，不是 Word 文档。", CHOOSE)
            )
        types = archive.read("[Content_Types].xml")
        if STRICT in (archive.read("_rels/.rels") if "_rels/.rels" in names else b""):
            return OtherKind("存成了“Strict Open XML”格式，读不了。")
    other = next((kind for name, kind in MAIN_PARTS if name in names), OtherKind("不是 Word 文档，读不了。", CHOOSE))
    return next((kind for said, kind in TYPES if said in types), other)
