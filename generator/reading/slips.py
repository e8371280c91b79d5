"""Slips of the Chinese keyboard in YAML: each is named with line and cure, and the text is repaired.

YAML's own parser stops at the first slip and often blames the wrong line. This scanner reads the text
as lines of one form before the parser does, reports every slip, and hands on a text in which each is
mended, so that all other faults of the file can be found in the same run. What is typed as a value is
never altered: a value that YAML would take for its own notation is quoted so that it stays as it is.
"""

from __future__ import annotations

import re

from generator.chinese.lines import is_pasted, tab_between
from generator.problem import Place, Problem, Severity, Spot, error, shorten
from generator.reading.brackets import closes_quote, mend_flow
from generator.reading.scanning import ENTRY, INDENT, WIDE_SPACES, Scanner, columns_of, quoted
from generator.reading.value_slips import MERGE, REFERRED, YAML_NOTATION, continue_flow, scan_value

INNER_TAB = re.compile(r"(?<=\S)[ \t]*\t[ \t]*")
CELL_BREAK = re.compile(r"[ ]*\t[ \t]*")
TAB_IN_TEXT = re.compile(r"[^\s:：\-#,{\[][ ]*\t[ \t]*[^\s#]")
OUTDENTED_HEADING = re.compile(r"##+\s*[^#\s]")
"""A heading of own text, which YAML takes for a remark where it stands no further in than its key."""
MARKER = re.compile(r"(---|\.\.\.)\s*$")
DASHES = re.compile(r"((?:-[ \t]+)+|-$)")
ITEM = re.compile(r"-([ \t].*)?")
LOOSE_DASH = re.compile(r"(?:-(?=[^ \t\-\d])|[－—–][ \t\u3000]*)(?![－—–])(.+)")
WIDE_COLON = re.compile(r"([^\s:：，。；“”\[{][^:：，。；“”]{0,19}?)\s*：\s*(.*)$")
NARROW_COLON = re.compile(r"([^\s:：，。；\[{'\"][^\s:：，。；]{0,19}):([^\s:：].*)$")
ODD_ENTRY = re.compile(r"(.+?):(?:\s+(.*))?$")
FILLED_IN = re.compile(r"[\d，。、；！？“《]")
"""In a line that is rather something filled in than the name of a field."""
BARE_KEY = re.compile(r"[^\s:：，。；！？“”\[\]{}]{1,20}")


def repair_slips(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text with every recognised slip mended, and one Problem for each, in the order of lines."""
    scanner = Scanner(file, text.split("\n"))
    for number, line in enumerate(scanner.lines, 1):
        scanner.line = number
        scanner.repaired.append("" if number in scanner.gone else _scan_line(scanner, line))
    return "\n".join(scanner.repaired), sorted(scanner.problems, key=lambda problem: problem.place.spot.line)


def _scan_line(scanner: Scanner, line: str) -> str:
    stripped = line.strip(" \t" + WIDE_SPACES)
    if stripped and 0 <= scanner.block_indent < len(line) - len(line.lstrip(" ")):
        line = _set_in(scanner, line, stripped)
    if "\t" in stripped and _is_pasted_into_text(scanner, line):
        return line
    if "\t" in stripped and (entry := _pasted_row(scanner, line, stripped)) is not None:
        line, stripped = line[: len(line) - len(line.lstrip())] + entry, entry
    elif "\t" in stripped and not stripped.startswith("#"):
        line, stripped = _without_tabs(scanner, line, stripped)
    if scanner.block_indent >= 0:
        if not stripped or len(line) - len(line.lstrip(" ")) > scanner.block_indent:
            return line
        if OUTDENTED_HEADING.match(stripped) and len(line) - len(line.lstrip(" ")) == scanner.block_indent:
            what = f"「{shorten(stripped)}」没有比上面的项目缩进得多，当作说明，没有印。"
            advice = "是正文的，请和上面的文字对齐；是说明的，请只用一个 #。"
            scanner.problems.append(Problem(Severity.WARNING, Place(scanner.file, Spot(scanner.line)), what, advice))
        scanner.block_indent = -1
    if scanner.open_quote:
        if closes_quote(scanner.open_quote, stripped):
            scanner.open_quote = ""
        return line.replace("\t", " ")
    if scanner.flow:
        return continue_flow(scanner, line)
    if not stripped or MARKER.match(line):
        if stripped and scanner.levels:
            scanner.report(f"文件中间有「{stripped}」。", "一个文件只写一份表单，请删去这一行。")
        return ""
    if stripped.startswith("#"):
        return line
    return _scan_content(scanner, _indentation(scanner, line, stripped), stripped)


def _pasted_row(scanner: Scanner, line: str, stripped: str) -> str | None:
    """The entry that two cells pasted from a spreadsheet make; empty for more cells; None for any other line."""
    cells = CELL_BREAK.split(stripped)
    is_inside = scanner.block_indent >= 0 or scanner.open_quote or scanner.flow
    if is_inside or not BARE_KEY.fullmatch(cells[0]) or cells[0][0] in "-#" or scanner.continues_text(columns_of(line)):
        return None
    if _is_pasted_table(scanner, line):
        return ""
    said = "像是从电子表格粘过来的"
    if len(cells) == 2:
        scanner.report(
            f"「{cells[0]}」和「{shorten(cells[1])}」中间是制表符（Tab），{said}。", f"请改为「{': '.join(cells)}」。"
        )
        return ": ".join(cells)
    below = CELL_BREAK.split(next(iter(scanner.ahead()), "").strip())
    if len(below) == len(cells) and not any(BARE_KEY.fullmatch(cell) is None for cell in cells):
        written = "".join(f"「{name}: {value}」" for name, value in zip(cells, below, strict=True))
        scanner.gone |= {scanner.line + 1}
        scanner.report(f"这一行和下一行{said}，各有{len(cells)}格。", f"请改为{len(cells)}行：{written}。")
    else:
        scanner.report(f"这一行{said}，有{len(cells)}格。", "请一项一行，写成「项目: 内容」。")
    return ""


def _is_pasted_table(scanner: Scanner, line: str) -> bool:
    """Whether a line is the head of several rows pasted from a spreadsheet, each with its name; they are reported as one."""
    head = _cells(line)
    rows: list[list[str]] = []
    for below in scanner.ahead():
        cells = _cells(below)
        if len(cells) not in (len(head), len(head) + 1) or len(cells) != len(rows[0] if rows else cells):
            break
        rows.append(cells)
    columns = head if not rows or len(rows[0]) > len(head) else head[1:]
    names = (*columns, *(row[0] for row in rows))
    if len(rows) < 2 or len(columns) < 2 or any(BARE_KEY.fullmatch(one) is None or one[0].isdigit() for one in names):
        return False
    written = "".join(
        f"「{name}: {{{', '.join(f'{column}: {cell}' for column, cell in zip(columns, cells, strict=True) if cell)}}}」"
        for name, *cells in rows
    )
    scanner.gone |= {scanner.line + number for number in range(1, len(rows) + 1)}
    scanner.report(f"这一行和下面{len(rows)}行像是从电子表格粘过来的一张表。", f"请改为{len(rows)}行：{written}。")
    return True


def _cells(line: str) -> list[str]:
    """The cells of a row pasted from a spreadsheet, blank ones among them."""
    return [one.strip() for one in line.strip(" ").lstrip("\t").split("\t")]


def _is_pasted_into_text(scanner: Scanner, line: str) -> bool:
    """Whether a line is one of two or more with tabs in a text behind |, whose reader knows what it may hold."""
    return 0 <= scanner.block_indent < len(line) - len(line.lstrip(" ")) and _is_one_of_several(scanner)


def _set_in(scanner: Scanner, line: str, stripped: str) -> str:
    """A line of a text behind |, where YAML would end it: its first line is set in no further than one below, and a #
    that stands less far in than the text is a line of it."""
    indent = len(line) - len(line.lstrip(" "))
    if scanner.block_margin < 0:
        scanner.block_margin = indent
        for below in filter(str.strip, scanner.ahead()):
            deeper = len(below) - len(below.lstrip(" "))
            if deeper <= scanner.block_indent:
                break
            if not below.lstrip().startswith("#"):
                scanner.block_margin = min(scanner.block_margin, deeper)
        return line[indent - scanner.block_margin :]
    if indent >= scanner.block_margin or stripped[0] != "#":
        return line
    what = f"「{shorten(stripped)}」缩进比上面的文字少，按正文印。"
    advice = f"是正文的，请缩进{scanner.block_margin}格；是说明的，请删去。"
    scanner.problems.append(Problem(Severity.WARNING, Place(scanner.file, Spot(scanner.line)), what, advice))
    return " " * (scanner.block_margin - indent) + line


def _is_one_of_several(scanner: Scanner) -> bool:
    """Whether the line above or below this one has tabs in it as well."""
    at = scanner.line - 1
    return is_pasted(scanner.lines[max(at - 1, 0) : at + 1]) or is_pasted(scanner.lines[at : at + 2])


def _without_tabs(scanner: Scanner, line: str, stripped: str) -> tuple[str, str]:
    """The line with a space for each tab inside it; one within words is noted."""
    if TAB_IN_TEXT.search(stripped):
        severity, what, advice = tab_between(stripped, _is_one_of_several(scanner))
        scanner.problems.append(Problem(severity, Place(scanner.file, Spot(scanner.line)), what, advice))
    return INNER_TAB.sub(" ", line), INNER_TAB.sub(" ", stripped)


def _indentation(scanner: Scanner, line: str, stripped: str) -> int:
    """The indentation in half-width columns; tabs and wide spaces are reported and count as two."""
    match = INDENT.match(line)
    space = match.group() if match else ""
    if "\t" in space:
        scanner.report(f"「{shorten(stripped)}」前面用了制表符（Tab）缩进。", "请删去，改为按空格键，每级两个空格。")
    elif space.strip(" "):
        scanner.report(f"「{shorten(stripped)}」前面用了全角空格缩进。", "请切换到半角输入，每级两个空格。")
    return columns_of(line)


def _scan_content(scanner: Scanner, indent: int, content: str) -> str:
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
        what = f"「{shorten(content)}」缩进在一个已经填了内容的项目下面。"
        return _drop(scanner, indent, content, what, "请把上一项的内容也写成以「- 」开头的一条。")
    home = _aligned(scanner, indent, content, "seq" if prefix else "map")
    if home is None:
        what = f"「{shorten(content)}」放在这里读不懂，上下各行的写法与它不同。"
        return _drop(scanner, indent, content, what, "同一级的各行，要么都以「- 」开头，要么都写成「项目: 内容」。")
    margin = " " * home + prefix
    if prefix:
        scanner.open_level(home, "seq")
        scanner.filled_indent = home
        if not entry and not _is_record_slip(scanner, indent + len(prefix), body):
            return margin + scan_value(scanner, home, body)
        home += len(prefix)
    if not entry and not prefix and _is_value_of_last(scanner, indent, body):
        scanner.filled_indent = indent
        return " " * (indent + 2) + scan_value(scanner, indent, body)
    key, value = (entry.group(1).rstrip(), entry.group(2) or "") if entry else _mend_entry(scanner, indent, body)
    if key == MERGE:
        return _drop(scanner, indent, content, REFERRED, "请把内容直接写在这一项下面，并删去这一行。")
    if not key:
        scanner.dropped_indent = indent
        return f"# {content}"
    scanner.open_level(home, "map")
    scanner.filled_indent = home
    scanner.last_key, scanner.last_line = key, scanner.line
    return f"{margin}{key}: {scan_value(scanner, home, value.strip())}".rstrip()


def _drop(scanner: Scanner, indent: int, content: str, what: str, advice: str) -> str:
    """Leaves a line out of the repaired text, with all that is nested under it."""
    scanner.report(what, advice)
    scanner.dropped_indent = indent
    return f"# {content}"


def _mend_dash(scanner: Scanner, indent: int, content: str) -> str:
    slip = LOOSE_DASH.fullmatch(content)
    if not slip or scanner.continues_text(indent) or ENTRY.fullmatch(content):
        return content
    item = slip.group(1).strip()
    fault = "的短横后面缺一个半角空格" if content[0] == "-" else "的短横不是半角的"
    scanner.report(f"「{shorten(content)}」{fault}。", f"请改为「- {shorten(item)}」。")
    return f"- {item}"


def _is_value(scanner: Scanner, indent: int, body: str) -> bool:
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


def _scan_text(scanner: Scanner, indent: int, body: str) -> str:
    """A line that goes on with a text, or begins one under its key."""
    if scanner.continues_text(indent):
        return " " * indent + body
    scanner.filled_indent = scanner.levels[-1][0] if scanner.levels else indent
    return " " * indent + scan_value(scanner, scanner.filled_indent, body)


def _is_value_of_last(scanner: Scanner, indent: int, body: str) -> bool:
    """Whether a line is what belongs behind the colon of the key above it, as far in as that; it is reported."""
    if scanner.filled_indent >= 0 or not scanner.levels or scanner.levels[-1] != (indent, "map"):
        return False
    if not FILLED_IN.search(body) or any(pattern.fullmatch(body) for pattern in (WIDE_COLON, NARROW_COLON, ODD_ENTRY)):
        return False
    what = f"「{shorten(body)}」写在了「{scanner.last_key}:」的下面，又没有缩进。"
    scanner.report(what, f"请接到第{scanner.last_line}行的冒号后面：「{scanner.last_key}: {shorten(body, 60)}」。")
    return True


def _is_record_slip(scanner: Scanner, column: int, body: str) -> bool:
    """Whether an item is the first line of a record written with a wide colon, not a sentence with one."""
    if not WIDE_COLON.fullmatch(body):
        return False
    indent, content = scanner.next_line()
    return indent == column and bool(ENTRY.fullmatch(content) or WIDE_COLON.fullmatch(content))


def _mend_entry(scanner: Scanner, indent: int, body: str) -> tuple[str, str]:
    """Key and value of a line that is not written ``key: value``; an empty key when there is none."""
    for pattern, fault in ((WIDE_COLON, "用了全角冒号"), (NARROW_COLON, "的冒号后面缺一个空格")):
        if match := pattern.fullmatch(body):
            key, value = match.groups()
            cure = f"{key}: {shorten(value)}".rstrip()
            advice = f"请改为半角冒号加空格：「{cure}」。" if pattern is WIDE_COLON else f"请改为「{cure}」。"
            scanner.report(f"「{shorten(body)}」{fault}。", advice)
            return quoted(key) if YAML_NOTATION.match(key) else key, value
    if match := ODD_ENTRY.fullmatch(body):
        return quoted(match.group(1).rstrip()), match.group(2) or ""
    deeper, content = scanner.next_line()
    if BARE_KEY.fullmatch(body) and (deeper > indent or (deeper == indent and DASHES.match(content))):
        scanner.report(f"「{body}」后面缺冒号。", f"请改为「{body}:」。")
        return body, ""
    scanner.report(
        f"看不懂「{shorten(body)}」：这里应当是「项目: 内容」，或以「- 」开头的一条。",
        "请补上项目名和冒号；如果是上一行文字的后半句，请接到上一行末尾。",
    )
    return "", ""


def _sets_in_less(scanner: Scanner, indent: int, content: str) -> bool:
    """Whether lines above stand too far in, for this one is where it must be: under a key, with lines below it.

    They are set in as this one is, and that is reported once; the line that they belong under may be missing.
    """
    above = [level for level, _ in scanner.levels if level > indent]
    outer = max((level for level, _ in scanner.levels if level < indent), default=-2)
    is_group = content.endswith(":") and scanner.next_line()[0] > indent
    if not above or indent != outer + 2 or not (is_group or indent == 0):
        return False
    start, extra = scanner.opened[above[0]], above[0] - indent
    for number in range(start - 1, scanner.line - 1):
        line = scanner.repaired[number]
        scanner.repaired[number] = line[extra:] if line[:extra].isspace() else line
    first, place = scanner.lines[start - 1].strip(), Place(scanner.file, Spot(start))
    what = f"「{shorten(first)}」起的各行缩进多了，和第{scanner.line}行「{shorten(content)}」对不齐。"
    advice = f"请各删去前面{extra}个空格；上面漏了一行的，请补上那一行。"
    scanner.problems.append(error(place, what, advice))
    scanner.open_level(indent, "map")
    return True


def _aligned(scanner: Scanner, indent: int, content: str, kind: str) -> int | None:
    """The indentation this line should have among the open levels; a different one is reported."""
    target = scanner.home(indent, kind)
    if target is None or target == indent:
        return target
    if kind == "map" and _sets_in_less(scanner, indent, content):
        return indent
    if kind == "map" and scanner.continues_text(indent):
        what = f"「{shorten(content)}」缩进在一个已经填了内容的项目下面。"
        advice = f"如果和上一行同级，请改为{target}个空格；如果是上一行的下级，请删去上一行冒号后面的内容。"
        scanner.report(what, advice)
        return target
    what = f"「{shorten(content)}」前面有{indent}个空格，和上下各行对不齐。"
    scanner.report(what, f"请改为{target}个空格，同一级的各行要左对齐。")
    return target
