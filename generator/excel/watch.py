"""What a workbook tells while it is filled in: what must be filled in, and the plain rules that its figures must meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator.excel.rows import FormRow
from generator.form.head import REQUIRED
from generator.library.library import Library, Rule
from generator.reading.rowed import NOW_HEAD, TABLE_HEADS
from generator.reading.tabular import SELDOM_FILLED

PLAIN_RULE = re.compile(r"[\w.]+(?: [-+*] [\w.]+)* (?:<=|>=|==) [\w.]+(?: [-+*] [\w.]+)*")
SIGN_OF_RULE = re.compile(r" (<=|>=|==) ")
NAME_IN_RULE = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
NOT_FILLED, CHECK = "没有填", "请核对"
TOO_FAR = "({left})-({right})>({slack})"
BROKEN_RULES = {
    "<=": TOO_FAR.format(left="{left}", right="{right}", slack="{slack}"),
    ">=": TOO_FAR.format(left="{right}", right="{left}", slack="{slack}"),
    "==": "ABS(({left})-({right}))>({slack})",
}
LEAST_SLACK = "0.000001"
NOW_LETTER = "ABCDEFGH"[TABLE_HEADS.index(NOW_HEAD)]


class Operand(Struct, frozen=True):
    """A figure that a rule names."""

    way: str
    sheet: str
    unit: str

    def formula(self, row: int) -> str:
        """The number in what was typed for it, wherever its row went; nothing where it is none.

        Its way and its unit stand beside, in the columns A and C of ``row``.
        """
        column = f"INDEX({self.sheet}!{NOW_LETTER}:{NOW_LETTER},MATCH(A{row},{self.sheet}!A:A,0))"
        bare = f'SUBSTITUTE(SUBSTITUTE({column},C{row},""),",","")'
        return f'=IFERROR(VALUE({bare}),"")'

    @property
    def typed(self) -> str:
        """What was typed for it."""
        return f'INDEX({self.sheet}!{NOW_LETTER}:{NOW_LETTER},MATCH("{self.way}",{self.sheet}!A:A,0))'


class Watched(Struct, frozen=True):
    """One thing that is told."""

    section: str
    what: str
    test: str
    """When it is told, its operands in braces by their number."""
    operands: tuple[Operand, ...] = ()
    told: str = CHECK

    def formula(self, places: Mapping[str, str]) -> str:
        """What its cell computes, the numbers standing in ``places``."""
        cells = [places[one.way] for one in self.operands]
        test = self.test.format(*cells)
        if cells:
            test = f"AND(COUNT({','.join(cells)})={len(cells)},{test})"
        return f'=IFERROR(IF({test},"{self.told}",""),"")'


def watched_of(
    library: Library, year: int | None, sheets: Iterable[tuple[str, tuple[FormRow, ...]]]
) -> Iterator[Watched]:
    """All that the rows of ``sheets`` can be held to."""
    rows = {row.way: Operand(row.way, name, row.unit) for name, rows in sheets for row in rows}
    for way in REQUIRED:
        if way in rows:
            yield _required(rows[way], "", way)
    for section in library.sections:
        for leaf in section.root.leaves():
            if leaf.definition.required and leaf.path in rows:
                yield _required(rows[leaf.path], section.key, library.say(leaf.label, year))
        for rule in section.rules:
            if one := _held(rule, section.key, library.say(rule.message, year), rows):
                yield one


def _required(operand: Operand, section: str, name: str) -> Watched:
    return Watched(section, f"{name}必须填", f"LEN(TRIM({operand.typed}))=0", told=NOT_FILLED)


def _held(rule: Rule, section: str, message: str, rows: Mapping[str, Operand]) -> Watched | None:
    """What a rule asks of cells; None for one of seldom figures only, or one that no formula can tell."""
    if all(path in rows and rows[path].sheet == SELDOM_FILLED for path in rule.paths):
        return None
    if rule.sums or not PLAIN_RULE.fullmatch(rule.source) or not rule.paths or not rows.keys() >= set(rule.paths):
        return None
    numbers = {path: at for at, path in enumerate(rule.paths)}

    def placed(side: str) -> str | None:
        names = NAME_IN_RULE.findall(side)
        full = {name: f"{section}.{name}" if f"{section}.{name}" in numbers else name for name in names}
        if not all(path in numbers for path in full.values()):
            return None
        return NAME_IN_RULE.sub(lambda found: f"{{{numbers[full[found[0]]]}}}", side)

    left, sign, right = SIGN_OF_RULE.split(rule.source)
    sides = placed(left), placed(right)
    if sides[0] is None or sides[1] is None:
        return None
    share = f"{float(rule.tolerance):.6f}"
    slack = share if rule.absolute else f"{share}*MAX(ABS({sides[0]}),ABS({sides[1]}))"
    test = BROKEN_RULES[sign].format(left=sides[0], right=sides[1], slack=f"{slack}+{LEAST_SLACK}")
    return Watched(section, message, test, tuple(rows[path] for path in rule.paths))
