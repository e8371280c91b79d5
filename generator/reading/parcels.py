"""The files of a .zip, opened within bounds: each is a file of its own, or why it could not be taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from generator.reading.files import MEGABYTE, MOST_BYTES
from generator.reading.packed import Unopened

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

ZIP_SUFFIX = ".zip"
MOST_PACKED_BYTES = 64 * MEGABYTE
"""A parcel that is longer is not opened."""
MOST_PACKED_FILES = 1000
MOST_IN_ALL = 128 * MEGABYTE
"""So much comes out of a parcel, those inside it taken together."""
DEEPEST_PARCEL = 1
"""So many parcels may lie one within another below the one that was sent."""
NAMED_IN_UTF_8 = 0x800
LOCKED_PART = 0x1
ENTRY_OF_FILE = b"PK\x01\x02"
"""Begins what the table at the end of a parcel says of one file."""
NO_CHINESE_NAME = re.compile("[\x80-\u1fff]")
"""Signs that no Chinese name of a file has."""
BROKEN_PARCEL, SEND_PARCEL_AGAIN = "压缩包已经损坏，打不开。", "请向填表的人再要一份。"
UNPACK = "请先解压，把里面的表放进这个文件夹，再收一次。"
LOCKED_PARCEL = "压缩包加了密码，打不开。"
SWELLS = "压缩包里的东西展开后太多，没有读。"
TOO_LONG_INSIDE = f"超过了{MOST_BYTES // MEGABYTE}MB，不像是表单，没有读。"
TOO_DEEP_INSIDE = "压缩包里又套了几层压缩包，没有读。"


class Packed(NamedTuple):
    """A file inside a parcel."""

    name: str
    """Its name with the folders it lies in, that of the parcel inside which it lay first."""
    data: bytes = b""
    unread: str = ""
    """Why there are no bytes of it."""


def unpack(data: bytes) -> Iterator[Packed]:
    """The files of a parcel and of those inside it, one after the other; Unopened where it cannot be opened."""
    return _Unpacking().files(data, "", 0)


class _Unpacking:
    """Takes the files out of one parcel; keeps how much may still come."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL
        self.count = 0

    def files(self, data: bytes, above: str, depth: int) -> Iterator[Packed]:
        """The files of a parcel, one after the other."""
        archive = _opened(data)
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = above + _name_of(info)
            self.count += 1
            if self.left <= 0 or self.count > MOST_PACKED_FILES:
                raise Unopened(SWELLS, UNPACK)
            if not name.lower().endswith(ZIP_SUFFIX):
                yield self.one(archive, info, name, MOST_BYTES)
                continue
            inner = self.one(archive, info, name, MOST_PACKED_BYTES)
            if inner.unread or depth == DEEPEST_PARCEL:
                yield inner._replace(data=b"", unread=inner.unread or f"{TOO_DEEP_INSIDE}{UNPACK}")
                continue
            yield from self.within(inner, depth + 1)

    def within(self, parcel: Packed, depth: int) -> Iterator[Packed]:
        """The files of a parcel inside another, or that it cannot be opened."""
        try:
            yield from self.files(parcel.data, f"{parcel.name}/", depth)
        except Unopened as fault:
            if self.left <= 0 or self.count > MOST_PACKED_FILES:
                raise
            yield parcel._replace(data=b"", unread=f"{fault.what}{fault.advice}")

    def one(self, archive: ZipFile, info: ZipInfo, name: str, most: int) -> Packed:
        """One file, whatever the parcel says of its length."""
        from zipfile import BadZipFile
        from zlib import error as Damaged  # noqa: N812

        if info.flag_bits & LOCKED_PART:
            return Packed(name, unread=f"{LOCKED_PARCEL}{UNPACK}")
        most = min(most, self.left)
        try:
            with archive.open(info) as part:
                found = part.read(most + 1)
        except (BadZipFile, Damaged, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
            return Packed(name, unread=f"{BROKEN_PARCEL}{SEND_PARCEL_AGAIN}")
        self.left -= len(found)
        return Packed(name, found) if len(found) <= most else Packed(name, unread=TOO_LONG_INSIDE)


def _opened(data: bytes) -> ZipFile:
    from zipfile import BadZipFile, ZipFile

    if data.count(ENTRY_OF_FILE) > MOST_PACKED_FILES:  # each would be an object before the first can be counted
        raise Unopened(SWELLS, UNPACK)
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Unopened(BROKEN_PARCEL, SEND_PARCEL_AGAIN) from fault


def _name_of(info: ZipInfo) -> str:
    """The name of a file, as it can be shown."""
    return "".join(sign if sign.isprintable() else "?" for sign in _decoded(info))


def _decoded(info: ZipInfo) -> str:
    """The name of a file: programs for Windows write it in the code page of the system and do not say so."""
    name = info.orig_filename
    if not info.flag_bits & NAMED_IN_UTF_8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        with suppress(UnicodeDecodeError):
            if not NO_CHINESE_NAME.search(found := raw.decode("utf-8")):  # 图 in the code page is ͼ in UTF-8
                return found
        with suppress(UnicodeDecodeError):
            return raw.decode("gb18030")
    return name
