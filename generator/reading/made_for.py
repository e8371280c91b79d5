"""For whom a workbook was made, and by which templates, as it carries that itself."""

from __future__ import annotations

from msgspec import Struct

from generator.reading.packed import Package, Unopened

REPORT_MADE, UNIT_MADE, YEAR_MADE, FIELDS_MADE, ALL_MADE = "填报种类", "填报单位", "填报年度", "项目指纹", "项目齐全"
OF_WORKBOOK = "docProps/custom.xml"


class MadeFor(Struct, frozen=True):
    """What a workbook was made for."""

    report: str
    unit: str
    year: str
    fields: str
    """A short name of all fields that its sections had."""
    has_all: bool = False
    """Whether it had a place for each of them."""

    def properties(self) -> dict[str, str]:
        """The same as properties of a workbook."""
        return {
            REPORT_MADE: self.report,
            UNIT_MADE: self.unit[:80],
            YEAR_MADE: self.year,
            FIELDS_MADE: self.fields,
            ALL_MADE: "是" if self.has_all else "否",
        }


def made_for(data: bytes) -> MadeFor | None:
    """What an .xlsx says that it was made for; None where it says nothing."""
    if OF_WORKBOOK.encode() not in data:
        return None
    try:
        root = Package(data).tree(OF_WORKBOOK)
    except Unopened:
        return None
    found = {one.get("name", ""): "".join(str(text) for text in one.itertext()).strip() for one in root}
    if not found.get(FIELDS_MADE):
        return None
    report, unit, year, fields = (found.get(name, "") for name in (REPORT_MADE, UNIT_MADE, YEAR_MADE, FIELDS_MADE))
    return MadeFor(report, unit, year, fields, found.get(ALL_MADE) == "是")
