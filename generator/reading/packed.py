"""Packed workbooks opened within bounds: nothing unpacks to more than a form can hold, and no XML brings its own entities."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from generator.problem import ZongjieError

if TYPE_CHECKING:
    from lxml import etree

MOST_UNPACKED_BYTES = 16 * 1024 * 1024
MOST_PACKED_PARTS = 2000
BROKEN_PACKAGE = "工作簿已经损坏，打不开。"
ASK_AGAIN = "请用 WPS 或 Excel 打开，能打开的另存为 .xlsx 再用；打不开的请向填表的人再要一份。"


class Unopened(ZongjieError):
    """Raised inside the reading of workbooks where one cannot be opened; says why, and what to do."""

    def __init__(self, what: str, advice: str = ASK_AGAIN) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def safe_parser() -> etree.XMLParser:
    """A parser that reads nothing beside the bytes it is given, and no more of them than a paper has."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


class Package:
    """The parts of a packed workbook; together they may come to so much and no more."""

    def __init__(self, data: bytes) -> None:
        from zipfile import BadZipFile, ZipFile

        try:
            self._archive = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise Unopened(BROKEN_PACKAGE) from fault
        self.names = frozenset(self._archive.namelist())
        if len(self.names) > MOST_PACKED_PARTS:
            raise _too_large()
        self._left = MOST_UNPACKED_BYTES

    def part(self, name: str) -> bytes:
        """The bytes of a part."""
        from zipfile import BadZipFile
        from zlib import error as Damaged  # noqa: N812

        try:
            with self._archive.open(name) as part:
                found = part.read(self._left + 1)
        except (
            BadZipFile,
            Damaged,
            OSError,
            KeyError,
            ValueError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as fault:
            raise Unopened(BROKEN_PACKAGE) from fault
        self._left -= len(found)
        if self._left < 0:
            raise _too_large()
        return found

    def tree(self, name: str) -> etree._Element:
        """The XML of a part."""
        return self.tree_of(self.part(name))

    def tree_of(self, data: bytes) -> etree._Element:
        """The XML of a part that was read."""
        from lxml import etree

        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unopened("工作簿里夹带了不该有的定义（DOCTYPE），没有读。")
        try:
            return etree.fromstring(data, safe_parser())
        except etree.XMLSyntaxError as fault:
            raise Unopened(BROKEN_PACKAGE) from fault


def _too_large() -> Unopened:
    what = f"工作簿太大：里面的内容展开后超过了{MOST_UNPACKED_BYTES // 1024 // 1024}MB。"
    return Unopened(what, "一份表单展开后不到1MB；请检查是否选错了文件，或把填报表另存为一个新的工作簿。")


def too_many_rows(most: int) -> Unopened:
    """What is raised for a sheet with more rows than a form can have."""
    what = f"工作表的行数超过了{most}行，不像是填报表。"
    return Unopened(what, "请检查是否选错了文件；下面有许多空行的，请删去空行再保存。")
