"""Lines of typed text: how they join to a paragraph, and where people part them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from generator.chinese.numbering import ITEM_SIGNS, numbering_of
from generator.problem import Severity

# Patterns are compiled when the first text of several lines needs them, and kept by re: most forms have none.

HAN_OR_MARK = (
    "[\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff]"
)
"""Chinese characters and marks, between which nothing parts words; no digit and no letter of any width."""
DIGIT_AT = r"\d"
FINISHED = r"[。！？；：…][”’）】》」』]*$|^[`~]{3}|^[-*_=]{3,}$"
"""How a line ends behind which people begin a new paragraph."""
OPENED = rf"[-+*](?=\s)|-(?=[\u3400-\u9fff])|[`~]{{3}}|[-*_=]{{3,}}$|[#|｜{ITEM_SIGNS}]|\d{{3,4}}[.．、](?!\s*\d)"
"""How a line begins, besides a number, that people set under another."""
ANY_STOP = r"[^\w\s]$"
HELD_OPEN = r"[，、（“‘《「—]$"
"""How a line ends that goes on in the next."""
HEADS = r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．\s]"
"""How a heading is counted, as 一是 is not."""
LONGEST_HEADING = 20
"""Characters of a line with a number that may be a heading."""
SET_IN = "\u3000\u3000"
"""What people type at the head of a paragraph."""
GOES_ON = r"[，。、；：！？）”’》」]"
LAST_NUMBER, FIRST_NUMBER = r"\d[\d.,．]*$", r"^[\d.,．]*\d"
CUT_BEHIND, CUT_BEFORE = r"\d[.,．]$", r"[.,．]?\d"
"""How a line ends that may have been cut behind the point of a figure, and how one begins that may go on with one."""
TABS = r"[ \t]*\t[ \t]*"
TABLE_BELOW = "「内容: |」下面一行一行地粘"
QUOTED = 8
"""Characters of a line that a message quotes."""
MARK_OF_ITEM = rf"[-{ITEM_SIGNS}]\s*(?=\D)|-\s+"
"""What people type before the items of a list."""

UNIT_LINE, NOTE_LINE = ("单位：", "计量单位：", "（单位：", "（计量单位："), ("注：", "说明：", "备注：")
"""How the line right above a table begins that is its unit line, and the one below that is its note."""
TABLE_CAPTION = r"[附续]?表\s*(?:\d{1,3}(?:[-－—–.．]\d{1,2})?(?!\d)[\s：:、.．]*|[一二三四五六七八九十]{1,3}(?:[\s：:、]+|$))[^，。；：！？]{0,50}"
"""A line right above a table that says which it is, and of what: 表1　各村低保情况; no sentence about one."""


def join_lines(lines: Iterable[str]) -> str:
    """The lines as one; a blank parts two words or numbers that a line end parted, and nothing parts Chinese.

    A figure stays with the Chinese beside it, as a blank would tear it from its unit.
    """
    joined = ""
    for line in lines:
        line = line.strip()
        joined += f" {line}" if joined and line and _are_apart(joined[-1], line[0]) else line
    return joined


def _are_apart(last: str, first: str) -> bool:
    """Whether a blank parts two lines that end and begin so."""
    wide = bool(re.match(HAN_OR_MARK, last)), bool(re.match(HAN_OR_MARK, first))
    if not any(wide):
        return True
    return not all(wide) and (last if wide[1] else first).isalpha()


def without_tabs(text: str) -> str:
    """A text with a blank for the tabs between two of its words."""
    return re.sub(TABS, " ", text) if "\t" in text else text


def tab_between(line: str, pasted: bool = False) -> tuple[Severity, str, str]:
    """How bad the tab in a line is, what is wrong, and what to do so that no two figures become one.

    ``pasted`` tells that the line beside it has tabs too.
    """
    left, right = re.split(TABS, line.strip(), maxsplit=1)
    named = f"「{left[-QUOTED:]}」和「{without_tabs(right)[:QUOTED]}」中间的制表符（Tab）已当作空格。"
    if pasted or re.search(TABS, right):
        advice = (
            f"像是从电子表格粘过来的：要印成表格，请写进公文的附件，{TABLE_BELOW}；不是表格，请在各项中间写上标点。"
        )
        return Severity.WARNING, named, advice
    if left[-1:].isdecimal() and right[:1].isdecimal():
        return Severity.WARNING, named, "请在两个数中间写上标点；不能只删去，删去就连成了一个数。"
    return Severity.NOTICE, named, "如果不需要，请删去。"


def is_pasted(lines: Sequence[str]) -> bool:
    """Whether two lines that follow each other have tabs in them, as rows pasted from a spreadsheet do."""
    tabbed = ["\t" in line.strip(" ").rstrip() for line in lines]
    return any(map(all, pairwise(tabbed)))


def stands_alone(line: str) -> bool:
    """Whether a line that follows others is one of its own, because it is counted or marked: （1）, 一是, ●."""
    found = numbering_of(line)
    return bool(found and not found.doubtful) or bool(re.match(OPENED, line))


def begins_paragraph(line: str) -> bool:
    """Whether a line as typed begins a paragraph below another: one of its own, or set in by two blanks."""
    return line.startswith(SET_IN) or stands_alone(line.strip())


def is_finished(line: str) -> bool:
    """Whether a line ends what it says, so that the next begins a paragraph; 一、驻村帮扶 by itself is a heading."""
    line = line.strip()
    return bool(re.search(FINISHED, line)) or (
        len(line) <= LONGEST_HEADING and bool(re.match(HEADS, line)) and stands_alone(line) and not is_open(line)
    )


def is_open(line: str) -> bool:
    """Whether a line goes on in the next."""
    return bool(re.search(HELD_OPEN, line))


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text: lines joined, but not over an empty one, a finished one, or to one that stands alone."""
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        words = line.strip()
        above = groups[-1]
        if not words or (above and (begins_paragraph(line) or is_finished(above[-1]))):
            groups.append([])
        if words:
            groups[-1].append(words)
    return [join_lines(group) for group in groups if group]


def items_of(text: str) -> list[tuple[int, str]]:
    """The items that were typed as the lines of one text, without their marks, each with its line, counted from 0."""
    found: list[tuple[int, str]] = []
    for at, line in enumerate(map(str.strip, text.split("\n"))):
        above = found[-1][1] if found else ""
        if line and above and (is_open(above) or re.match(GOES_ON, line)):
            found[-1] = found[-1][0], f"{above}\n{line}"
        elif line:
            found.append((at, re.sub(MARK_OF_ITEM, "", line, count=1) if re.match(MARK_OF_ITEM, line) else line))
    return found


def doubtful_joints(lines: Sequence[str], as_one: bool) -> Iterator[tuple[int, str, str]]:
    """Where lines join and nobody can tell how they belong together: the line below, what is wrong, what to do.

    ``as_one`` tells that all become one line; otherwise those that people set apart stay so.
    """
    for at in range(1, len(lines)):
        above, below = lines[at - 1].strip(), lines[at].strip()
        if not above or not below:
            continue
        if _may_be_cut(above, below):
            first, second = re.findall(LAST_NUMBER, above)[-1], re.findall(FIRST_NUMBER, below)[0]
            what = f"行末的「{first}」和下一行的「{second}」连着，看不出是一个数还是两个数，印时中间空一格。"
            yield at, what, "是一个数的，请写在同一行；是两个数的，请在中间加标点。"
        elif as_one and stands_alone(below) and not re.search(ANY_STOP, above):
            what = f"「{above[-QUOTED:]}」和下一行的「{below[:QUOTED]}」接成了一句，中间没有标点。"
            yield at, what, "请在上一行末尾加上标点。"


def _may_be_cut(above: str, below: str) -> bool:
    """Whether two lines end and begin so that one figure may have been cut between them: 1 | 230, 12 | .5, 12. | 5."""
    ends_in_digit, behind_point = re.search(rf"{DIGIT_AT}$", above), re.search(CUT_BEHIND, above)
    return bool((ends_in_digit and re.match(CUT_BEFORE, below)) or (behind_point and re.match(DIGIT_AT, below)))


def is_unit_line(line: str) -> bool:
    """Whether a line right above a table says what its figures count."""
    return line.startswith(UNIT_LINE)


def is_note_line(line: str) -> bool:
    """Whether a line right below a table is a note to it."""
    return line.startswith(NOTE_LINE)


def is_table_caption(line: str) -> bool:
    """Whether a line right above a table is its caption."""
    return re.fullmatch(TABLE_CAPTION, line) is not None
