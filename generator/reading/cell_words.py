"""What is said of a form in text, said of cells: keys, colons, indents and brackets are nothing to one who fills in a workbook."""

from __future__ import annotations

import re

from generator.problem import WHOLE_FILE, Problem

OF_OWN = re.compile(
    r"(?:请在「?(?P<section>[^「」，。]*?)」?下面用「自定义」：|：?)「自定义: \[(?P<written>\{.*?\})\]」(?P<end>。?)"
    r"(?P<unit>[^。]*?)(?:那里已经有「自定义」的，把花括号里的加进去。)?"
)
PAIRS_OF_OWN = re.compile(r"\{([^{}]*)\}")
RECORD_OF_OWN = re.compile(r"写成「([^「」:]+): \[\{([^{}]*)\}\]」")
A_DAY = re.compile(r"「(\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)」(?:里有\d+个数|的数字中间有空格).*")
KEY_AND_VALUE = re.compile(r"「([^「」:：，。\s]{1,24}): ?([^「」]*)」")
LISTED = re.compile(r"\[([^\[\]]*)\]")
BETWEEN_LISTED = re.compile(r"[,，、]\s*")
SAID_OF_TEXT = tuple(
    (re.compile(typed), said)
    for typed, said in (
        (r"# 后面的?如果是说明，请在 # 前面加一个空格。", "是说明的请删去，要留的写成这一格的批注；一格只填数。"),
        (r"请改用半角的 #，前面加一个空格。?", "是说明的请删去，要留的写成这一格的批注。"),
        (r"如果是说明，请在 # 后面加上“说明：”，就不再提示。?", "是说明的请删去。"),
        (r"看上去用了全角冒号，请改为半角冒号加空格。?", "请填到表里各自的那一行。"),
        (r"请另起一行，缩进两格，(?:逐项)?写", "请在各自的那一行里填"),
        (r"它?(?:管一整节，)?应当缩进写在((?:「[^」]*」)+)下面(?:：请在[^。]*)?", r"它应当填在\1的那几行里"),
        (r"请缩进写在((?:「[^」]*」)+)下面", r"请填在\1的那几行里"),
        (r"(「[^」]*」)没有缩进", r"\1不在它的那一节里"),
        (r"，或每行一个、以“?「?- 」?”?开头", "，一行填一个"),
        (r"或写在 # 后面[^。；，]*", "或清空"),
        (r"请填写，如「", "请在它的那一行填写，如「"),
        (r"应当分项写。", "这一格里填不下，要分项填。"),
        (r"半角冒号加空格", "半角冒号"),
        (r"请分成两行，各", "请分在两行，各"),
        (r"/\*\.yaml", "/*.xlsx"),
    )
)

NOTES_OF_TEXT = tuple(
    (re.compile(typed), said)
    for typed, said in (
        (r"在冒号后写 \| ?换行，缩进两格写正文", "一格里写全文，换行按 Alt+Enter"),
        (r"，?直接写在“[^”]*”下面", "，一行填一条"),
    )
)
"""How the notes of fields speak of a form in text, and what is meant in cells."""


def note_of_cells(note: str) -> str:
    """What is to be known of a field, in words of cells."""
    for typed, said in NOTES_OF_TEXT:
        note = typed.sub(said, note)
    return note


def said_of_cells(problem: Problem) -> Problem:
    """The problem of a form in a workbook, in words of cells; one that lies in another file is left as it is."""
    if not problem.place.spot.cell and problem.place.spot != WHOLE_FILE:
        return problem
    field = problem.place.field
    if day := A_DAY.fullmatch(problem.what):
        what = f"这一格的格式是日期，读出来是「{day[1]}」，这一项要填数。"
        return problem._replace(what=what, advice="请把这一格的格式改为“文本”，再填一遍。")
    return problem._replace(what=_plain(problem.what, field), advice=_plain(problem.advice, field))


def _plain(text: str, field: str) -> str:
    if "「" not in text and "#" not in text and "应当" not in text:  # as in most
        return text
    text = OF_OWN.sub(lambda found: _own(found, field), text)
    text = RECORD_OF_OWN.sub(lambda found: f"在「{found[1]}」添一行：{_pairs(found[2])}", text)
    for typed, said in SAID_OF_TEXT:
        text = typed.sub(said, text)
    return KEY_AND_VALUE.sub(lambda found: _value(found[1], found[2].strip(), field), text)


def _own(found: re.Match[str], field: str) -> str:
    """Where a figure of one's own is filled in, and what."""
    section = found["section"] or field.partition(".")[0]
    rows = []
    for inside in PAIRS_OF_OWN.findall(found["written"]):
        rows.append(f"章节填「{section}」，{_pairs(inside)}")
    return f"请填到工作表「自定义」，一行一个：{'；'.join(rows)}。{found['unit']}"


def _pairs(inside: str) -> str:
    pairs = (pair.partition(": ") for pair in BETWEEN_LISTED.split(inside))
    return "，".join(f"{key}填「{value.strip()}」" for key, _, value in pairs)


def _value(key: str, value: str, field: str) -> str:
    """What to fill in for a key: the value alone where the message stands at that key."""
    if listed := LISTED.fullmatch(value):
        value = "」「".join(one.strip() for one in BETWEEN_LISTED.split(listed[1]) if one.strip())
    if not value:
        return f"「{key}」"
    name = key.replace("·", ".").rpartition(".")[2]
    return f"「{value}」" if field.rpartition(".")[2] == name else f"「{key}」一项填「{value}」"
