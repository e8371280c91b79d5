"""Characters that no page can show: refused, left out or made plain, typed raw or as ``"\\u…"`` in double quotes."""

from __future__ import annotations

import re

from generator.chinese.radicals import LOOKALIKES, plain_character
from generator.chinese.reserved import RESERVED, class_of
from generator.problem import Place, Problem, error, notice

UNPRINTABLE = (
    f"\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff{class_of(RESERVED)}"
)
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
FORBIDDEN = re.compile(f"[{UNPRINTABLE}]")
INVISIBLE = re.compile(f"[{UNSEEN}]")
LOOKALIKE = re.compile(f"[{LOOKALIKES}]")
ODD = re.compile(f"[{UNPRINTABLE}{UNSEEN}{LOOKALIKES}]")
"""All of them; most forms have none."""
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""One character beyond the first plane, as JSON writes it."""
ESCAPED_BLANK = re.compile(r"\t|\b[A-Za-z]:\n")
"""What 甲\\t乙 and D:\\new come to in double quotes."""

RETYPE = "请删去这个字符重新输入；它在屏幕上可能看不见，可删掉整个词再打一遍。"
UNESCAPE = "双引号里的反斜杠另有用处；要照字面印反斜杠的，请把双引号换成单引号，不要的请删去。"


def clean_line(line: str, place: Place, advice: str = RETYPE) -> tuple[str, list[Problem]]:
    """A line as a page can show it, and what was wrong with it; what has meaning is an error and left out too."""
    problems = []
    if bad := FORBIDDEN.search(line):
        what = f"含有控制字符（U+{ord(bad.group()):04X}），无法印出。"
        problems.append(error(place, what, advice))
    if INVISIBLE.search(line):
        what = "含有看不见的零宽字符，已略去。"
        problems.append(notice(place, what, "多半是从网页或微信粘贴带来的，不影响内容。"))
    line = INVISIBLE.sub("", FORBIDDEN.sub("", line))
    plain = LOOKALIKE.sub(lambda found: plain_character(found.group()), line)
    if plain != line:
        pairs = dict.fromkeys((one, plain_character(one)) for one in LOOKALIKE.findall(line))
        changed = "、".join(f"「{one}」改成「{word}」" for one, word in pairs if one != word)
        what = f"含有只是样子像汉字的部首，已把{changed}。"
        problems.append(notice(place, what, "多半是从PDF复制带来的，读起来一样；别处也请用正字。"))
    return plain, problems


def clean_text(text: str, file_place: Place) -> tuple[str, list[Problem]]:
    """A whole text as pages can show it, line by line, with its line ends made one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not ODD.search(text):
        return text, []
    lines = text.split("\n")
    problems = []
    for number, line in enumerate(lines):
        if ODD.search(line):
            place = file_place._replace(spot=file_place.spot._replace(line=number + 1))
            lines[number], found = clean_line(line, place)
            problems += found
    return "\n".join(lines), problems


def clean_quoted(text: str, place: Place) -> tuple[str, list[Problem]]:
    """What escapes in double quotes came to, held to the same as what is typed raw."""
    text = SURROGATES.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
    text, problems = clean_line(text, place, UNESCAPE) if ODD.search(text) else (text, [])
    if blank := ESCAPED_BLANK.search(text):
        sign, word = ("t", "制表符") if blank.group() == "\t" else ("n", "换行")
        problems.append(notice(place, f"「\\{sign}」在这里读作{word}。", UNESCAPE))
    return text.replace("\t", " "), problems
