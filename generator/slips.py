"""Slips of the Chinese keyboard in YAML: each is named with line and cure, and the text is repaired.

YAML's own parser stops at the first slip and often blames the wrong line. This scanner reads the text
as lines of one form before the parser does, reports every slip, and hands on a text in which each is
mended, so that all other faults of the file can be found in the same run. What is typed as a value is
never altered: a value that YAML would take for its own notation is quoted so that it stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.problem import Place, Problem, error, notice

WIDE_SPACES = "\u3000\u00a0\u2002\u2003"
INDENT = re.compile(r"[ \t\u3000\u00a0\u2002\u2003]*")
DASHES = re.compile(r"((?:-[ \t]+)+|-$)")
DASH_WITHOUT_SPACE = re.compile(r"(-)([^\s\-\d].*)")
ENTRY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#\[{&*!|>%@`:：][^:：]*?)[ \t]*:(?:[ \t]+(.*))?$""")
WIDE_COLON = re.compile(r"([^\s:：，。；“”\[{][^:：，。；“”]{0,19}?)\s*：\s*(.*)$")
NARROW_COLON = re.compile(r"([^\s:：，。；\[{'\"][^\s:：，。；]{0,19}):(\S.*)$")
COMMENT = re.compile(r"[ \t]+#.*$")
GLUED_COMMENT = re.compile(r"[ \t]+#[^\s#]")
BLOCK_SCALAR = re.compile(r"[|>][-+]?\d?$")
YAML_NOTATION = re.compile(r"[*&!%@`|>]|\{\{|\{%|\{#|\?\s|,|\]|\}")
COLON_INSIDE = re.compile(r":(\s|$)")
FLOW_WIDE_COLON = re.compile(r"(?<=[{,，])(\s*[^\s{}\[\]:：,，]+)\s*：\s*")
FLOW_NARROW_COLON = re.compile(r"(?<=[{,，])(\s*[^\s{}\[\]:：,，\"']+):(?=[^\s,}])")
FLOW_WIDE_COMMA = re.compile(r"，(?=\s*[^\s{}\[\]:：,，]+\s*:(?:\s|$))")
FLOW_SLIPS = (
    (FLOW_WIDE_COLON, r"\1: ", "全角冒号"),
    (FLOW_WIDE_COMMA, ", ", "全角逗号"),
    (FLOW_NARROW_COLON, r"\1: ", "不带空格的冒号"),
)
MOST_FLOW_LINES = 40
FLOW_GROUPED_NUMBER = re.compile(r"(?<=:\s)(\s*)(\d+(?:,\d+)+[^\s,{}\[\]'\"]*)")


@dataclass(slots=True)
class _Scanner:
    """Where the scan stands: the open levels, and what the lines so far have left open."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    levels: list[tuple[int, str]] = field(default_factory=list)
    """Open collections, outermost first: indentation, and "map" or "seq"."""
    filled_indent: int = -1
    """Indentation of the last entry when its value is complete, so nothing may be nested under it."""
    block_indent: int = -1
    """Indentation of the entry whose block scalar is open."""
    flow_depth: int = 0
    open_quote: str = ""
    line: int = 0

    def report(self, what: str, advice: str) -> None:
        self.problems.append(error(Place(self.file, self.line), what, advice))


def repair_slips(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text with every recognised slip mended, and one Problem for each, in the order of lines."""
    scanner = _Scanner(file)
    lines = text.split("\n")
    repaired = []
    for number, line in enumerate(lines, 1):
        scanner.line = number
        repaired.append(_scan_line(scanner, line, lines, number))
    return "\n".join(repaired), scanner.problems


def _scan_line(scanner: _Scanner, line: str, lines: list[str], number: int) -> str:
    stripped = line.strip(" \t" + WIDE_SPACES)
    if scanner.block_indent >= 0:
        if not stripped or len(line) - len(line.lstrip(" ")) > scanner.block_indent:
            return line
        scanner.block_indent = -1
    if scanner.open_quote:
        if _closes(scanner.open_quote, stripped):
            scanner.open_quote = ""
        return line
    if scanner.flow_depth > 0:
        scanner.flow_depth += _flow_balance(stripped)
        return line
    if not stripped:
        return ""
    if stripped.startswith("#") or (line.startswith(("---", "...")) and not line[3:].strip()):
        return line
    indent = _indentation(scanner, line, stripped)
    return _scan_content(scanner, indent, stripped, lines[number:])


def _indentation(scanner: _Scanner, line: str, stripped: str) -> int:
    """The indentation in half-width columns; tabs and wide spaces are reported and count as two."""
    match = INDENT.match(line)
    space = match.group() if match else ""
    if "\t" in space:
        scanner.report(f"「{_shorten(stripped)}」前面用了制表符（Tab）缩进。", "请删去，改为按空格键，每级两个空格。")
    elif space.strip(" "):
        scanner.report(f"「{_shorten(stripped)}」前面用了全角空格缩进。", "请切换到半角输入，每级两个空格。")
    return sum(1 if char == " " else 2 for char in space)


def _scan_content(scanner: _Scanner, indent: int, content: str, following: list[str]) -> str:
    slip = DASH_WITHOUT_SPACE.fullmatch(content)
    if slip and not _continues_text(scanner, indent):
        scanner.report(f"「{_shorten(content)}」的短横后面缺一个空格。", f"请改为「- {_shorten(slip.group(2))}」。")
        content = f"- {slip.group(2)}"
    dashes = DASHES.match(content)
    prefix = dashes.group() if dashes else ""
    body = content[len(prefix) :].strip()
    entry = ENTRY.fullmatch(body)
    if _continues_text(scanner, indent):
        if prefix and scanner.levels[-1][1] == "map":
            what = f"「{_shorten(content)}」缩进在一个已经填了内容的项目下面。"
            scanner.report(what, "请把上一项的内容也写成以「- 」开头的一条。")
            return " " * indent + content
        if not prefix and not entry:
            return " " * indent + content
    indent = _aligned(scanner, indent, content)
    margin = " " * indent + prefix
    if prefix:
        _open_level(scanner, indent, "seq")
        scanner.filled_indent = indent
        if not entry:
            return margin + _scan_value(scanner, indent, body, following)
        indent += len(prefix)
    key, value = (entry.group(1), entry.group(2) or "") if entry else _mend_entry(scanner, body)
    if not key:
        return f"# {content}"
    _open_level(scanner, indent, "map")
    scanner.filled_indent = indent
    return f"{margin}{key}: {_scan_value(scanner, indent, value.strip(), following)}".rstrip()


def _continues_text(scanner: _Scanner, indent: int) -> bool:
    """Whether a line so far in is the next line of a text begun above."""
    return 0 <= scanner.filled_indent < indent


def _mend_entry(scanner: _Scanner, body: str) -> tuple[str, str]:
    """Key and value of a line that is not written ``key: value``; an empty key when there is none."""
    wide = WIDE_COLON.fullmatch(body)
    narrow = NARROW_COLON.fullmatch(body)
    if wide:
        key, value = wide.groups()
        scanner.report(f"「{_shorten(body)}」用了全角冒号。", f"请改为半角冒号加空格：「{key}: {_shorten(value)}」。")
        return key, value
    if narrow:
        key, value = narrow.groups()
        scanner.report(f"「{_shorten(body)}」的冒号后面缺一个空格。", f"请改为「{key}: {_shorten(value)}」。")
        return key, value
    scanner.report(
        f"看不懂「{_shorten(body)}」：这里应当是「项目: 内容」，或以「- 」开头的一条。",
        "请补上项目名和冒号；如果是上一行文字的后半句，请接到上一行末尾。",
    )
    return "", ""


def _aligned(scanner: _Scanner, indent: int, content: str) -> int:
    """The indentation this line should have among the open levels; a different one is reported."""
    levels = [level for level, _ in scanner.levels]
    if not levels or indent in levels:
        return indent
    if indent > levels[-1]:
        if scanner.filled_indent < 0 or indent <= scanner.filled_indent:
            return indent
        target = levels[-1]
    else:
        target = min(levels, key=lambda level: (abs(level - indent), -level))
    scanner.report(
        f"「{_shorten(content)}」前面有{indent}个空格，和上下各行对不齐。",
        f"请改为{target}个空格，同一级的各行要左对齐。",
    )
    return target


def _open_level(scanner: _Scanner, indent: int, kind: str) -> None:
    levels = scanner.levels
    while levels and levels[-1][0] > indent:
        levels.pop()
    if kind == "map" and levels and levels[-1] == (indent, "seq"):
        levels.pop()
    if not levels or levels[-1] != (indent, kind):
        levels.append((indent, kind))


def _scan_value(scanner: _Scanner, indent: int, value: str, following: list[str]) -> str:
    """The value as the parser should see it; notes what it leaves open for the next lines."""
    comment_match = COMMENT.search(value)
    comment = comment_match.group() if comment_match else ""
    if GLUED_COMMENT.match(comment):
        scanner.problems.append(
            notice(
                Place(scanner.file, scanner.line),
                f"「{_shorten(comment.strip())}」按批注处理，不会印出。",
                "如果是正文，请把 # 改成全角的＃。",
            )
        )
    bare = value[: len(value) - len(comment)].strip(" \t" + WIDE_SPACES)
    if not bare or bare.startswith("#"):
        scanner.filled_indent = -1
        return value
    if BLOCK_SCALAR.fullmatch(bare):
        scanner.block_indent = indent
        return value
    if bare[0] in "\"'":
        return _scan_quoted(scanner, value.strip(), following)
    if bare[0] in "{[" and not YAML_NOTATION.match(bare):
        return _scan_flow(scanner, bare, following) + comment
    if YAML_NOTATION.match(bare) or COLON_INSIDE.search(bare):
        return _quoted(bare) + comment
    return bare + comment


def _scan_quoted(scanner: _Scanner, value: str, following: list[str]) -> str:
    quote = value[0]
    closing = _closing_quote(value)
    if closing > 0:
        rest = value[closing + 1 :]
        if not rest.strip() or rest.lstrip().startswith("#"):
            return value
        return _quoted(value)
    for line in following:
        if _closes(quote, line.strip()):
            scanner.open_quote = quote
            return value
        if not line.strip() or ENTRY.fullmatch(line.strip()) or line.lstrip().startswith("- "):
            break
    scanner.report(f"「{_shorten(value)}」的引号只有前一半。", f"请在末尾补上 {quote}；文字里的引号请用中文引号“”。")
    return _quoted(value)


def _closing_quote(value: str) -> int:
    """Position of the quote that ends the string ``value`` begins, 0 when there is none."""
    quote, position = value[0], 1
    while position < len(value):
        if quote == '"' and value[position] == "\\":
            position += 2
            continue
        if value[position] == quote:
            if quote == "'" and value[position + 1 : position + 2] == "'":
                position += 2
                continue
            return position
        position += 1
    return 0


def _closes(quote: str, line: str) -> bool:
    return bool(re.search(rf"{quote}\s*(#.*)?$", line))


def _scan_flow(scanner: _Scanner, value: str, following: list[str]) -> str:
    """A ``{…}`` or ``[…]`` with wide colons and commas reported and mended."""
    mended = FLOW_GROUPED_NUMBER.sub(r"\1'\2'", value)
    end = _flow_end(mended)
    if 0 < end < len(mended):
        return _quoted(value)
    for slip, cure, name in FLOW_SLIPS:
        changed = slip.sub(cure, mended)
        if changed != mended:
            scanner.report(f"括号里用了{name}：「{_shorten(value)}」。", f"请改为「{_shorten(changed, 60)}」。")
            mended = changed
    scanner.flow_depth = depth = len(_open_brackets(mended))
    for line in following[:MOST_FLOW_LINES]:
        depth += _flow_balance(line)
        if depth <= 0:
            break
    if depth > 0:
        scanner.report(f"「{_shorten(value)}」的括号没有写完。", "请在同一行补上右括号 } 或 ]，或改成一行一项。")
        mended += "".join("}" if char == "{" else "]" for char in reversed(_open_brackets(mended)))
        scanner.flow_depth = 0
    return mended


def _flow_end(value: str) -> int:
    """Position after the bracket that closes the first one, 0 when it stays open."""
    depth = 0
    for position, char in enumerate(value, 1):
        depth += (char in "{[") - (char in "}]")
        if depth == 0:
            return position
    return 0


def _open_brackets(value: str) -> list[str]:
    stack: list[str] = []
    for char in value:
        if char in "{[":
            stack.append(char)
        elif char in "}]" and stack:
            stack.pop()
    return stack


def _flow_balance(value: str) -> int:
    return sum(value.count(char) for char in "{[") - sum(value.count(char) for char in "}]")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _shorten(text: str, width: int = 24) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
