"""What a document carries beside its text: an XML part of data, and custom properties that name it.

A program that saves the document anew keeps both (ECMA-376 Part 1, 15.2.5 and 15.2.12.2), so that they say later what
it was made from. The properties hold a fingerprint of all other parts as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING
from zipfile import ZipInfo

from markupsafe import escape
from msgspec import Struct

from generator.word.styles import DECLARATION

if TYPE_CHECKING:
    from docx.package import Package

DATA_PART = "customXml/item1.xml"
PROPERTIES_PART = "docProps/custom.xml"
FINGERPRINT = "成稿指纹"
"""The property that holds the fingerprint of the package."""
ITEM_ID = "{6C1D5C1B-0A4E-4F0B-9C57-5A0E2B7F6D11}"
"""What our data goes by among the parts of a package; any number that nobody else uses."""
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set that custom properties belong to (MS-OSHARED, 2.3.3.1.4)."""
HEX = 32


class Carried(Struct, frozen=True):
    """What one document is to carry."""

    namespace: str
    """Of the root of ``data``."""
    data: str = ""
    """An XML element; none is carried where it is empty."""
    properties: tuple[tuple[str, str], ...] = ()


def digest(data: bytes) -> str:
    """A short name that no other bytes have."""
    return sha256(data).hexdigest()[:HEX]


def fingerprint(entries: Iterable[ZipInfo]) -> str:
    """A short name of the parts of a package, whatever their order; the custom properties are not among them."""
    told = sorted(f"{one.filename} {one.CRC:08x} {one.file_size}" for one in entries if one.filename != PROPERTIES_PART)
    return digest("\n".join(told).encode())


def properties_xml(properties: Iterable[tuple[str, str]]) -> str:
    """The part of the custom properties."""
    told = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{number}" name="{escape(name)}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
        for number, (name, text) in enumerate(properties, 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{told}</Properties>'
    )


def relate_carried(package: Package, namespace: str) -> None:
    """Gives a package its place for custom properties, and for data of a ``namespace`` if there is one."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    uri, kind = PackURI(f"/{PROPERTIES_PART}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES
    package.relate_to(Part(uri, kind, b"", package), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    if not namespace:
        return
    described = (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{ITEM_ID}"'
        ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    )
    about = PackURI("/customXml/itemProps1.xml")
    item = Part(PackURI(f"/{DATA_PART}"), CONTENT_TYPE.XML, b"", package)
    kind = CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES
    item.relate_to(Part(about, kind, described.encode(), package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    package.main_document_part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
