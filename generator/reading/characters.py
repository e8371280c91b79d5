"""Characters that no page can show: refused, left out or made plain, typed raw or as ``"\\u…"`` in double quotes."""

from __future__ import annotations

import re

from generator.chinese.radicals import LOOKALIKES, plain_character
from generator.chinese.reserved import RESERVED, class_of
from generator.problem import Place, Problem, error, notice, warning

LINE_ENDS = "\u2028\u2029"
"""What ends a line in other programs and is none here; without it the figures at its sides would be one."""
UNPRINTABLE = f"\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff{class_of(RESERVED)}"
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
FORBIDDEN = re.compile(f"[{UNPRINTABLE}]")
INVISIBLE = re.compile(f"[{UNSEEN}]")
LOOKALIKE = re.compile(f"[{LOOKALIKES}]")
BOXES = re.compile("[\ue000-\uf8ff\ufffd\U000f1000-\U000ffffd\U00100000-\U0010fffd]")
"""What no font of official papers holds: signs of one font only, as Word sets before items, and what was not read."""
SYMBOL_FIRST = re.compile("(^[ \t\u3000\"'“-]*)[\uf020-\uf0ff]")
"""A sign of Word's symbol fonts at the head of a line: what it sets before items, where others type ●."""
ODD = re.compile(f"[{UNPRINTABLE}{UNSEEN}{LOOKALIKES}{BOXES.pattern[1:-1]}]")
"""All of them; most forms have none."""
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""One character beyond the first plane, as JSON writes it."""
ESCAPED_BLANK = re.compile(r"\t|\b[A-Za-z]:\n")
"""What 甲\\t乙 and D:\\new come to in double quotes."""

BREAK_LINE = "这是别的软件里的换行，在屏幕上可能看不见。请删去；要分行的，在这里按回车键。"
REPLACE = "多半是从 Word、网页粘贴带来的，印出来是方框。请删去，或换成能印的字。"
RETYPE = "请删去这个字符重新输入；它在屏幕上可能看不见，可删掉整个词再打一遍。"
UNESCAPE = "双引号里的反斜杠另有用处；要照字面印反斜杠的，请把双引号换成单引号，不要的请删去。"


def clean_line(line: str, place: Place, escaped: bool = False) -> tuple[str, list[Problem]]:
    """A line as a page can show it, and what was wrong with it; what has meaning is an error and left out too.

    What was ``escaped`` in double quotes came there by a backslash, whatever the sign.
    """
    problems = []
    if bad := FORBIDDEN.search(line):
        what = f"含有控制字符（U+{ord(bad.group()):04X}），无法印出。"
        cure = UNESCAPE if escaped else BREAK_LINE if bad.group() in LINE_ENDS else RETYPE
        problems.append(error(place, what, cure))
    if SYMBOL_FIRST.search(line):
        line = SYMBOL_FIRST.sub(r"\1●", line)
        problems.append(notice(place, "行首 Word 的项目符号印出来是方框，已改成「●」。", "不要的请删去。"))
    if not escaped and (unknown := BOXES.search(line)):
        what = f"「{unknown.group()}」（U+{ord(unknown.group()):04X}）公文用的字体里没有。"
        problems.append(warning(place, what, REPLACE))
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
    text, problems = clean_line(text, place, escaped=True) if ODD.search(text) else (text, [])
    if blank := ESCAPED_BLANK.search(text):
        sign, word = ("t", "制表符") if blank.group() == "\t" else ("n", "换行")
        problems.append(notice(place, f"「\\{sign}」在这里读作{word}。", UNESCAPE))
    return text.replace("\t", " "), problems
