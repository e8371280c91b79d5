"""Slips of the Chinese keyboard in YAML: each is named with line and cure, and the text is repaired.

YAML's own parser stops at the first slip and often blames the wrong line. This scanner reads the text
as lines of one form before the parser does, reports every slip, and hands on a text in which each is
mended, so that all other faults of the file can be found in the same run. What is typed as a value is
never altered: a value that YAML would take for its own notation is quoted so that it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.problem import Place, Problem, Spot, error, notice
from generator.reading.brackets import UNKNOWN_ESCAPE, close_flow, closes_quote, closing_quote, mend_flow

WIDE_SPACES = "\u3000\u00a0\u2002\u2003"
INDENT = re.compile(r"[ \t\u3000\u00a0\u2002\u2003]*")
INNER_TAB = re.compile(r"(?<=\S)[ \t]*\t[ \t]*")
TAB_IN_TEXT = re.compile(r"[^\s:：\-#,{\[][ ]*\t[ \t]*[^\s#]")
MARKER = re.compile(r"(---|\.\.\.)\s*$")
DASHES = re.compile(r"((?:-[ \t]+)+|-$)")
ITEM = re.compile(r"-([ \t].*)?")
LOOSE_DASH = re.compile(r"(?:-(?=[^ \t\-\d])|[－—–][ \t\u3000]*)(?![－—–])(.+)")
ENTRY_KEY = r"""("[^"]*"[ \t]*|'[^']*'[ \t]*|[^\s"'#\[{&*!|>%@`:：,\]}?\-][^:：]*|[?\-][^\s:：][^:：]*)"""
ENTRY = re.compile(ENTRY_KEY + r":(?:[ \t]+(.*))?$")
WIDE_COLON = re.compile(r"([^\s:：，。；“”\[{][^:：，。；“”]{0,19}?)\s*：\s*(.*)$")
NARROW_COLON = re.compile(r"([^\s:：，。；\[{'\"][^\s:：，。；]{0,19}):([^\s:：].*)$")
ODD_ENTRY = re.compile(r"(.+?):(?:\s+(.*))?$")
BARE_KEY = re.compile(r"[^\s:：，。；！？“”\[\]{}]{1,20}")
COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*$")
GLUED_COMMENT = re.compile(r"[ \t]+#[^\s#]")
SHEET_FAULT = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|#{4,}", re.IGNORECASE)
"""What a spreadsheet shows in a cell that it cannot reckon, or that is too narrow."""
PASTED = "是电子表格里算不出的格子粘过来的"
"""What is said of it."""
BLOCK_SCALAR = re.compile(r"[|>][-+]?\d?$")
YAML_NOTATION = re.compile(r"[*&!%@`|>]|\{\{|\{%|\{#|\?\s|,|\]|\}|-$")
COLON_INSIDE = re.compile(r":(\s|$)")
MOST_FLOW_LINES = 40


class _Scanner(Struct):
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
    dropped_indent: int = -1
    """Indentation of a line that was left out, and with it all that is nested under it."""
    flow: list[str] = field(default_factory=list)
    """Brackets that are open."""
    open_quote: str = ""
    in_item: bool = False
    """Whether the line at hand is an item of a list, where a text is more likely than a comment."""
    line: int = 0

    def report(self, what: str, advice: str) -> None:
        self.problems.append(error(Place(self.file, Spot(self.line)), what, advice))

    def ahead(self) -> Iterator[str]:
        """The lines after this one."""
        return (self.lines[number] for number in range(self.line, len(self.lines)))

    def next_line(self) -> tuple[int, str]:
        """Indentation and content of the next line that has any; (-1, "") at the end."""
        for line in self.ahead():
            content = line.strip()
            if content and not content.startswith("#"):
                return _columns(line), content
        return -1, ""

    def continues_text(self, indent: int) -> bool:
        """Whether a line so far in is the next line of a text begun above."""
        return 0 <= self.filled_indent < indent

    def awaits_value(self, indent: int) -> bool:
        """Whether a line so far in can be the value of the key above."""
        return self.filled_indent < 0 and bool(self.levels) and indent > self.levels[-1][0]

    def open_level(self, indent: int, kind: str) -> None:
        levels = self.levels
        while levels and levels[-1][0] > indent:
            levels.pop()
        if kind == "map" and levels and levels[-1] == (indent, "seq"):
            levels.pop()
        if not levels or levels[-1] != (indent, kind):
            levels.append((indent, kind))

    def home(self, indent: int, kind: str) -> int | None:
        """The open level nearest to ``indent`` that takes an entry of this kind; None when none does."""
        if not self.levels or self.awaits_value(indent):
            return indent
        if kind == "seq" and self.filled_indent < 0 and self.levels[-1] == (indent, "map"):
            return indent
        fitting = [level for level, of in self.levels if of == kind]
        return min(fitting, key=lambda level: (abs(level - indent), -level), default=None)


def repair_slips(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text with every recognised slip mended, and one Problem for each, in the order of lines."""
    scanner = _Scanner(file, text.split("\n"))
    repaired = []
    for number, line in enumerate(scanner.lines, 1):
        scanner.line = number
        repaired.append(_scan_line(scanner, line))
    return "\n".join(repaired), scanner.problems


def _scan_line(scanner: _Scanner, line: str) -> str:
    stripped = line.strip(" \t" + WIDE_SPACES)
    if "\t" in stripped and not stripped.startswith("#"):
        line, stripped = _without_tabs(scanner, line, stripped)
    if scanner.block_indent >= 0:
        if not stripped or len(line) - len(line.lstrip(" ")) > scanner.block_indent:
            return line
        scanner.block_indent = -1
    if scanner.open_quote:
        if closes_quote(scanner.open_quote, stripped):
            scanner.open_quote = ""
        return line.replace("\t", " ")
    if scanner.flow:
        return _continue_flow(scanner, line)
    if not stripped or MARKER.match(line):
        if stripped and scanner.levels:
            scanner.report(f"文件中间有「{stripped}」。", "一个文件只写一份表单，请删去这一行。")
        return ""
    if stripped.startswith("#"):
        return line
    return _scan_content(scanner, _indentation(scanner, line, stripped), stripped)


def _without_tabs(scanner: _Scanner, line: str, stripped: str) -> tuple[str, str]:
    """The line with a space for each tab inside it; one within words is noted."""
    if TAB_IN_TEXT.search(stripped):
        what = f"「{_shorten(stripped)}」中间的制表符（Tab）已当作空格。"
        scanner.problems.append(notice(Place(scanner.file, Spot(scanner.line)), what, "如果不需要，请删去。"))
    return INNER_TAB.sub(" ", line), INNER_TAB.sub(" ", stripped)


def _columns(line: str) -> int:
    match = INDENT.match(line)
    return sum(1 if char == " " else 2 for char in (match.group() if match else ""))


def _indentation(scanner: _Scanner, line: str, stripped: str) -> int:
    """The indentation in half-width columns; tabs and wide spaces are reported and count as two."""
    match = INDENT.match(line)
    space = match.group() if match else ""
    if "\t" in space:
        scanner.report(f"「{_shorten(stripped)}」前面用了制表符（Tab）缩进。", "请删去，改为按空格键，每级两个空格。")
    elif space.strip(" "):
        scanner.report(f"「{_shorten(stripped)}」前面用了全角空格缩进。", "请切换到半角输入，每级两个空格。")
    return _columns(line)


def _scan_content(scanner: _Scanner, indent: int, content: str) -> str:
    if 0 <= scanner.dropped_indent < indent:
        return f"# {content}"
    scanner.dropped_indent = -1
    content = _mend_dash(scanner, indent, content)
    dashes = DASHES.match(content)
    prefix = dashes.group() if dashes else ""
    body = content[len(prefix) :].strip()
    entry = ENTRY.fullmatch(body)
    scanner.in_item = bool(prefix) and not entry
    if not prefix and not entry and (scanner.continues_text(indent) or _is_value(scanner, indent, body)):
        return _scan_text(scanner, indent, body)
    if prefix and scanner.continues_text(indent) and scanner.levels and scanner.levels[-1][1] == "map":
        what = f"「{_shorten(content)}」缩进在一个已经填了内容的项目下面。"
        return _drop(scanner, indent, content, what, "请把上一项的内容也写成以「- 」开头的一条。")
    home = _aligned(scanner, indent, content, "seq" if prefix else "map")
    if home is None:
        what = f"「{_shorten(content)}」放在这里读不懂，上下各行的写法与它不同。"
        return _drop(scanner, indent, content, what, "同一级的各行，要么都以「- 」开头，要么都写成「项目: 内容」。")
    margin = " " * home + prefix
    if prefix:
        scanner.open_level(home, "seq")
        scanner.filled_indent = home
        if not entry and not _is_record_slip(scanner, indent + len(prefix), body):
            return margin + _scan_value(scanner, home, body)
        home += len(prefix)
    key, value = (entry.group(1).rstrip(), entry.group(2) or "") if entry else _mend_entry(scanner, indent, body)
    if not key:
        scanner.dropped_indent = indent
        return f"# {content}"
    scanner.open_level(home, "map")
    scanner.filled_indent = home
    return f"{margin}{key}: {_scan_value(scanner, home, value.strip())}".rstrip()


def _drop(scanner: _Scanner, indent: int, content: str, what: str, advice: str) -> str:
    """Leaves a line out of the repaired text, with all that is nested under it."""
    scanner.report(what, advice)
    scanner.dropped_indent = indent
    return f"# {content}"


def _mend_dash(scanner: _Scanner, indent: int, content: str) -> str:
    slip = LOOSE_DASH.fullmatch(content)
    if not slip or scanner.continues_text(indent) or ENTRY.fullmatch(content):
        return content
    item = slip.group(1).strip()
    fault = "的短横后面缺一个半角空格" if content[0] == "-" else "的短横不是半角的"
    scanner.report(f"「{_shorten(content)}」{fault}。", f"请改为「- {_shorten(item)}」。")
    return f"- {item}"


def _is_value(scanner: _Scanner, indent: int, body: str) -> bool:
    """Whether a line is the value of the key above, begun on a line of its own."""
    if body[0] in "{[" and not YAML_NOTATION.match(body):
        is_key = mend_flow(body, [])[2].lstrip().startswith((":", "："))
        return not is_key and (scanner.awaits_value(indent) or not scanner.levels)
    if not scanner.awaits_value(indent):
        return False
    if body[0] in "\"'":
        return True
    if any(pattern.fullmatch(body) for pattern in (WIDE_COLON, NARROW_COLON, ODD_ENTRY)):
        return False
    deeper, content = scanner.next_line()
    return deeper < indent or not any(pattern.fullmatch(content) for pattern in (ENTRY, WIDE_COLON, ITEM))


def _scan_text(scanner: _Scanner, indent: int, body: str) -> str:
    """A line that goes on with a text, or begins one under its key."""
    if scanner.continues_text(indent):
        return " " * indent + body
    scanner.filled_indent = scanner.levels[-1][0] if scanner.levels else indent
    return " " * indent + _scan_value(scanner, scanner.filled_indent, body)


def _is_record_slip(scanner: _Scanner, column: int, body: str) -> bool:
    """Whether an item is the first line of a record written with a wide colon, not a sentence with one."""
    if not WIDE_COLON.fullmatch(body):
        return False
    indent, content = scanner.next_line()
    return indent == column and bool(ENTRY.fullmatch(content) or WIDE_COLON.fullmatch(content))


def _mend_entry(scanner: _Scanner, indent: int, body: str) -> tuple[str, str]:
    """Key and value of a line that is not written ``key: value``; an empty key when there is none."""
    for pattern, fault in ((WIDE_COLON, "用了全角冒号"), (NARROW_COLON, "的冒号后面缺一个空格")):
        if match := pattern.fullmatch(body):
            key, value = match.groups()
            cure = f"{key}: {_shorten(value)}".rstrip()
            advice = f"请改为半角冒号加空格：「{cure}」。" if pattern is WIDE_COLON else f"请改为「{cure}」。"
            scanner.report(f"「{_shorten(body)}」{fault}。", advice)
            return _quoted(key) if YAML_NOTATION.match(key) else key, value
    if match := ODD_ENTRY.fullmatch(body):
        return _quoted(match.group(1).rstrip()), match.group(2) or ""
    deeper, content = scanner.next_line()
    if BARE_KEY.fullmatch(body) and (deeper > indent or (deeper == indent and DASHES.match(content))):
        scanner.report(f"「{body}」后面缺冒号。", f"请改为「{body}:」。")
        return body, ""
    scanner.report(
        f"看不懂「{_shorten(body)}」：这里应当是「项目: 内容」，或以「- 」开头的一条。",
        "请补上项目名和冒号；如果是上一行文字的后半句，请接到上一行末尾。",
    )
    return "", ""


def _aligned(scanner: _Scanner, indent: int, content: str, kind: str) -> int | None:
    """The indentation this line should have among the open levels; a different one is reported."""
    target = scanner.home(indent, kind)
    if target is None or target == indent:
        return target
    if kind == "map" and scanner.continues_text(indent):
        what = f"「{_shorten(content)}」缩进在一个已经填了内容的项目下面。"
        advice = f"如果和上一行同级，请改为{target}个空格；如果是上一行的下级，请删去上一行冒号后面的内容。"
        scanner.report(what, advice)
        return target
    what = f"「{_shorten(content)}」前面有{indent}个空格，和上下各行对不齐。"
    scanner.report(what, f"请改为{target}个空格，同一级的各行要左对齐。")
    return target


def _scan_value(scanner: _Scanner, indent: int, value: str) -> str:
    """The value as the parser should see it; notes what it leaves open for the next lines."""
    if not value or value.startswith("#"):
        scanner.filled_indent = -1
        return value
    if value[0] in "\"'":
        return _scan_quoted(scanner, value)
    if value[0] in "{[" and not YAML_NOTATION.match(value):
        return _scan_flow(scanner, indent, value)
    bare, comment = _split_comment(scanner, value)
    if bare.startswith("- "):
        scanner.report(f"「{_shorten(bare)}」写在了冒号后面。", "以「- 」开头的各条请另起一行，缩进两个空格。")
        scanner.filled_indent = -1
        return ""
    if BLOCK_SCALAR.fullmatch(bare):
        scanner.block_indent = indent
        return value
    if YAML_NOTATION.match(bare) or COLON_INSIDE.search(bare):
        return _quoted(bare) + comment
    return bare + comment


def _split_comment(scanner: _Scanner, value: str) -> tuple[str, str]:
    """A plain value and the comment after it; one that may be meant as text is noted."""
    match = COMMENT.search(value)
    comment = match.group() if match else ""
    if fault := SHEET_FAULT.match(comment.strip()):
        what = f"「{fault[0]}」{PASTED}，从它起都不会读入。"
        scanner.report(what, "请改为正确的内容；没有就删去。")
    elif GLUED_COMMENT.match(comment) or (scanner.in_item and comment.startswith(" #")):
        what = f"「{_shorten(comment.strip())}」按批注处理，不会印出。"
        advice = "如果是正文，请把 # 改成全角的＃。"
        scanner.problems.append(notice(Place(scanner.file, Spot(scanner.line)), what, advice))
    return value[: len(value) - len(comment)].rstrip(" \t" + WIDE_SPACES), comment


def _scan_quoted(scanner: _Scanner, value: str) -> str:
    quote = value[0]
    closing = closing_quote(value)
    if closing > 0:
        rest = value[closing + 1 :]
        text, comment = _split_comment(scanner, rest)
        if text.strip():
            return _quoted(value[: closing + 1] + text) + comment
        if quote == '"' and UNKNOWN_ESCAPE.search(value):
            return _quoted(value[1:closing]) + rest
        return value
    for line in scanner.ahead():
        if closes_quote(quote, line.strip()):
            scanner.open_quote = quote
            return value
        if not line.strip() or ENTRY.fullmatch(line.strip()) or line.lstrip().startswith("- "):
            break
    scanner.report(f"「{_shorten(value)}」的引号只有前一半。", f"请在末尾补上 {quote}；文字里的引号请用中文引号“”。")
    return _quoted(value)


def _scan_flow(scanner: _Scanner, indent: int, value: str) -> str:
    """A ``{…}`` or ``[…]`` with wide colons and commas reported and mended."""
    brackets: list[str] = []
    mended, slips, rest = mend_flow(value, brackets)
    if rest.strip() and not rest.lstrip().startswith("#"):
        bare, comment = _split_comment(scanner, value)
        return _quoted(bare) + comment
    if brackets and not _closes_later(scanner, indent, brackets):
        scanner.report(f"「{_shorten(value)}」的括号没有写完。", "请在同一行补上右括号 } 或 ]，或改成一行一项。")
        mended, brackets = close_flow(mended, brackets), []
    _report_flow(scanner, value, mended, slips)
    scanner.flow = brackets
    return mended + rest


def _continue_flow(scanner: _Scanner, line: str) -> str:
    mended, slips, rest = mend_flow(line.replace("\t", " "), scanner.flow)
    _report_flow(scanner, line.strip(), mended.strip(), slips)
    if rest.strip() and not rest.lstrip().startswith("#"):
        scanner.report(f"右括号后面还有「{_shorten(rest.strip())}」。", "请删去，或把整段文字放进中文引号“”里。")
        return mended
    return mended + rest


def _report_flow(scanner: _Scanner, value: str, mended: str, slips: list[str]) -> None:
    if slips:
        what = f"括号里用了{'、'.join(slips)}：「{_shorten(value)}」。"
        scanner.report(what, f"请改为「{_shorten(mended, 60)}」。")


def _closes_later(scanner: _Scanner, indent: int, brackets: list[str]) -> bool:
    """Whether the next lines close the open brackets before another entry begins."""
    left = list(brackets)
    for count, line in enumerate(scanner.ahead()):
        depth = len(left)
        mend_flow(line, left)
        if not left:
            return True
        is_entry = len(left) == depth and not line.rstrip().endswith((",", "，")) and ENTRY.fullmatch(line.strip())
        if count == MOST_FLOW_LINES or (is_entry and _columns(line) <= indent):
            break
    return False


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _shorten(text: str, width: int = 24) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
