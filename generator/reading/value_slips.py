"""Slips in what is typed for a value: quotes and brackets left open, wide marks inside brackets, what YAML takes for its own."""

from __future__ import annotations

import re

from generator.problem import Place, Spot, notice, shorten
from generator.reading.brackets import (
    UNKNOWN_ESCAPE,
    close_flow,
    closes_quote,
    closing_quote,
    mend_flow,
    narrow_brackets,
)
from generator.reading.scanning import COMMENT, ENTRY, WIDE_SPACES, Scanner, columns_of, quoted

GLUED_COMMENT = re.compile(r"[ \t]+#[^\s#]")
SHEET_FAULT = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|#{4,}", re.IGNORECASE)
"""What a spreadsheet shows in a cell that it cannot reckon, or that is too narrow."""
PASTED = "是电子表格里算不出的格子粘过来的"
"""What is said of it."""
BLOCK_SCALAR = re.compile(r"[|>][-+]?\d?$")
YAML_NOTATION = re.compile(r"[*&!%@`|>]|\{\{|\{%|\{#|\?\s|,|\]|\}|-$")
REFERENCE = re.compile(r"([&*][A-Za-z_][A-Za-z_0-9]*)(?=\s|$)")
REFERRED = "用了 & 和 * 的引用写法。"
MERGE = "<<"
"""The key by which YAML takes in what stands elsewhere."""
COLON_INSIDE = re.compile(r":(\s|$)")
MOST_FLOW_LINES = 40


def scan_value(scanner: Scanner, indent: int, value: str) -> str:
    """The value as the parser should see it; notes what it leaves open for the next lines."""
    if not value or value.startswith("#"):
        scanner.filled_indent = -1
        return value
    if value[0] in "\"'":
        return _scan_quotes(scanner, value)
    flow = narrow_brackets(value)
    if flow[0] in "{[" and not YAML_NOTATION.match(flow):
        return _scan_flow(scanner, indent, value, flow)
    if reference := REFERENCE.match(value):
        scanner.report(REFERRED, f"请把内容直接写在各自的项目下，并删去「{reference[1]}」。")
        return scan_value(scanner, indent, value[reference.end() :].strip())
    bare, comment = _split_comment(scanner, value)
    if bare.startswith("- "):
        scanner.report(f"「{shorten(bare)}」写在了冒号后面。", "以「- 」开头的各条请另起一行，缩进两个空格。")
        scanner.filled_indent = -1
        return ""
    if BLOCK_SCALAR.fullmatch(bare):
        scanner.block_indent, scanner.block_margin = indent, -1
        return value
    if YAML_NOTATION.match(bare) or COLON_INSIDE.search(bare):
        return quoted(bare) + comment
    return bare + comment


def _split_comment(scanner: Scanner, value: str) -> tuple[str, str]:
    """A plain value and the comment after it; one that may be meant as text is noted."""
    match = COMMENT.search(value)
    comment = match.group() if match else ""
    if fault := SHEET_FAULT.match(comment.strip()):
        what = f"「{fault[0]}」{PASTED}，从它起都不会读入。"
        scanner.report(what, "请改为正确的内容；没有就删去。")
    elif GLUED_COMMENT.match(comment) or (scanner.in_item and comment.startswith(" #")):
        what = f"「{shorten(comment.strip())}」按批注处理，不会印出。"
        advice = "如果是正文，请把 # 改成全角的＃。"
        scanner.problems.append(notice(Place(scanner.file, Spot(scanner.line)), what, advice))
    return value[: len(value) - len(comment)].rstrip(" \t" + WIDE_SPACES), comment


def _scan_quotes(scanner: Scanner, value: str) -> str:
    quote = value[0]
    closing = closing_quote(value)
    if closing > 0:
        rest = value[closing + 1 :]
        text, comment = _split_comment(scanner, rest)
        if text.strip():
            return quoted(value[: closing + 1] + text) + comment
        if quote == '"' and UNKNOWN_ESCAPE.search(value):
            return quoted(value[1:closing]) + rest
        return value
    for line in scanner.ahead():
        if closes_quote(quote, line.strip()):
            scanner.open_quote = quote
            return value
        if not line.strip() or ENTRY.fullmatch(line.strip()) or line.lstrip().startswith("- "):
            break
    scanner.report(f"「{shorten(value)}」的引号只有前一半。", f"请在末尾补上 {quote}；文字里的引号请用中文引号“”。")
    return quoted(value)


def _scan_flow(scanner: Scanner, indent: int, value: str, flow: str) -> str:
    """A ``{…}`` or ``[…]`` with wide colons and commas reported and mended; ``flow`` has no wide brackets any more."""
    brackets: list[str] = []
    mended, slips, rest = mend_flow(flow, brackets)
    slips = slips if flow == value else ["全角括号", *slips]
    if rest.strip() and not rest.lstrip().startswith("#"):
        bare, comment = _split_comment(scanner, value)
        return quoted(bare) + comment
    if brackets and not _closes_later(scanner, indent, brackets):
        scanner.report(f"「{shorten(value)}」的括号没有写完。", "请在同一行补上右括号 } 或 ]，或改成一行一项。")
        mended, brackets = close_flow(mended, brackets), []
    _report_flow(scanner, value, mended, slips)
    scanner.flow = brackets
    return mended + rest


def continue_flow(scanner: Scanner, line: str) -> str:
    """A line inside open brackets as the parser should see it."""
    mended, slips, rest = mend_flow(line.replace("\t", " "), scanner.flow)
    _report_flow(scanner, line.strip(), mended.strip(), slips)
    if rest.strip() and not rest.lstrip().startswith("#"):
        scanner.report(f"右括号后面还有「{shorten(rest.strip())}」。", "请删去，或把整段文字放进中文引号“”里。")
        return mended
    return mended + rest


def _report_flow(scanner: Scanner, value: str, mended: str, slips: list[str]) -> None:
    if slips:
        what = f"括号里用了{'、'.join(slips)}：「{shorten(value)}」。"
        scanner.report(what, f"请改为「{shorten(mended, 60)}」。")


def _closes_later(scanner: Scanner, indent: int, brackets: list[str]) -> bool:
    """Whether the next lines close the open brackets before another entry begins."""
    left = list(brackets)
    for count, line in enumerate(scanner.ahead()):
        depth = len(left)
        mend_flow(line, left)
        if not left:
            return True
        is_entry = len(left) == depth and not line.rstrip().endswith((",", "，")) and ENTRY.fullmatch(line.strip())
        if count == MOST_FLOW_LINES or (is_entry and columns_of(line) <= indent):
            break
    return False
