"""Where a look for slips stands in the text of a form, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.problem import Place, Problem, Spot, error

WIDE_SPACES = "\u3000\u00a0\u2002\u2003"
INDENT = re.compile(r"[ \t\u3000\u00a0\u2002\u2003]*")
ENTRY_KEY = r"""("[^"]*"[ \t]*|'[^']*'[ \t]*|[^\s"'#\[{｛&*!|>%@`:：,\]}?\-][^:：]*|[?\-][^\s:：][^:：]*)"""
ENTRY = re.compile(ENTRY_KEY + r":(?:[ \t]+(.*))?$")
COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*$")


class Scanner(Struct):
    """Where the scan stands: the open levels, and what the lines so far have left open."""

    file: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    levels: list[tuple[int, str]] = field(default_factory=list)
    """Open collections, outermost first: indentation, and "map" or "seq"."""
    filled_indent: int = -1
    """Indentation of the last entry when its value is complete, so nothing may be nested under it."""
    block_indent: int = -1
    """Indentation of the entry whose block scalar is open."""
    block_margin: int = -1
    """Indentation of its lines, from the first of them on."""
    dropped_indent: int = -1
    """Indentation of a line that was left out, and with it all that is nested under it."""
    repaired: list[str] = field(default_factory=list)
    """The lines so far as the parser is to see them."""
    opened: dict[int, int] = field(default_factory=dict)
    """The line at which the open level of an indentation began."""
    last_key: str = ""
    """The key of the last entry."""
    last_line: int = 0
    """Where it stands."""
    gone: frozenset[int] = frozenset()
    """Lines of which all was said with one above them."""
    flow: list[str] = field(default_factory=list)
    """Brackets that are open."""
    open_quote: str = ""
    in_item: bool = False
    """Whether the line at hand is an item of a list, where a text is more likely than a comment."""
    line: int = 0

    def report(self, what: str, advice: str) -> None:
        """Says what is wrong with the line at hand, and how it is mended."""
        self.problems.append(error(Place(self.file, Spot(self.line)), what, advice))

    def ahead(self) -> Iterator[str]:
        """The lines after this one."""
        return (self.lines[number] for number in range(self.line, len(self.lines)))

    def next_line(self) -> tuple[int, str]:
        """Indentation and content of the next line that has any; (-1, "") at the end."""
        for line in self.ahead():
            content = line.strip()
            if content and not content.startswith("#"):
                return columns_of(line), content
        return -1, ""

    def continues_text(self, indent: int) -> bool:
        """Whether a line so far in is the next line of a text begun above."""
        return 0 <= self.filled_indent < indent

    def awaits_value(self, indent: int) -> bool:
        """Whether a line so far in can be the value of the key above."""
        return self.filled_indent < 0 and bool(self.levels) and indent > self.levels[-1][0]

    def open_level(self, indent: int, kind: str) -> None:
        """Takes an entry of a kind that stands so far in: those further in are closed."""
        levels = self.levels
        while levels and levels[-1][0] > indent:
            levels.pop()
        if kind == "map" and levels and levels[-1] == (indent, "seq"):
            levels.pop()
        if not levels or levels[-1] != (indent, kind):
            levels.append((indent, kind))
            self.opened[indent] = self.line

    def home(self, indent: int, kind: str) -> int | None:
        """The open level nearest to ``indent`` that takes an entry of this kind; None when none does."""
        if not self.levels or self.awaits_value(indent):
            return indent
        if kind == "seq" and self.filled_indent < 0 and self.levels[-1] == (indent, "map"):
            return indent
        fitting = [level for level, of in self.levels if of == kind]
        return min(fitting, key=lambda level: (abs(level - indent), -level), default=None)


def columns_of(line: str) -> int:
    """The indentation in half-width columns; tabs and wide spaces count as two."""
    match = INDENT.match(line)
    return sum(1 if char == " " else 2 for char in (match.group() if match else ""))


def quoted(value: str) -> str:
    """The value in quotes, so that the parser leaves it as it is."""
    return "'" + value.replace("'", "''") + "'"
