"""What an official typed, set as Chinese is printed: marks full-width, digits half-width, ranges with ～ or —.

Only what cannot be meant otherwise is changed: a comma between Chinese characters, not one inside a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from generator.chinese.ranges import MAY_BE_RANGE, RANGE_CORRECTIONS

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
AFTER = rf"(?<=[{HAN}》）”」％%])"
"""Right after a Chinese character, or a mark that closes Chinese."""
NEAR = rf"[{HAN}《（“「]"

MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


HELD = ("，", "、", "；", ",", ";")
"""With which a sentence goes on; none ends a paragraph."""
CLOSERS = "”’）」)》"
LABELLED = ("单位：", "计量单位：", "注：", "说明：", "备注：", "（", "附件：")
"""How a line begins that is no sentence, however it goes on."""
LONGEST_LINE = 30


class Correction(Struct, frozen=True):
    """One thing put right: as typed, and as it prints."""

    typed: str
    printed: str


Printer = Callable[[re.Match[str]], str]


ODD_ZEROS = "0OoＯｏ零"
"""What is typed for the 〇 of a year in Chinese figures."""
YEAR_IN_CHINESE = rf"(?<![{ODD_ZEROS}〇一二三四五六七八九十百千万\d])[一二][{ODD_ZEROS}〇一二三四五六七八九]{{3}}(?=年)"


def _with_round_zeros(match: re.Match[str]) -> str:
    return match[0].translate(dict.fromkeys(map(ord, ODD_ZEROS), "〇"))


CORRECTIONS: tuple[tuple[str, Printer], ...] = (
    (r"[０-９]+(?:．[０-９]+)?", lambda match: match[0].translate(WIDE_DIGITS).replace("．", ".")),
    (YEAR_IN_CHINESE, _with_round_zeros),
    # Brackets before the marks next to them: 困难群众(含低保),救助
    (rf"(?<![\]A-Za-z0-9])\(([^()\n]*[{HAN}][^()\n]*)\)", lambda match: f"（{match[1]}）"),
    (rf"{AFTER}\(([^()\n]+)\)", lambda match: f"（{match[1]}）"),
    (rf'"([^"\n]*[{HAN}][^"\n]*)"', lambda match: f"“{match[1]}”"),
    (rf"{AFTER}[,;?!] ?(?={NEAR}|\d|$)|(?<=\d)[,;] ?(?={NEAR})", lambda match: MARKS[match[0][0]]),
    (rf"(?<=[{HAN}]) (\d[\d.,]*) (?=[{HAN}])", lambda match: match[1]),
    (rf"{AFTER} +([,;]) *(?={NEAR}|\d)", lambda match: MARKS[match[1]]),
    (rf"{AFTER} +(?=[，。；：、！？])", lambda _: ""),
    (rf"(?<=[{HAN}])\.(?=\n|\Z)", lambda _: "。"),
    (rf"{AFTER}: ?(?={NEAR})", lambda _: "："),
    (rf"{AFTER}\.{{3,}}|。{{3,}}|(?<!…)…(?!…)(?=[{HAN}，。；]|$)", lambda _: "……"),
    (rf"(?<=[{HAN}])--(?=[{HAN}])", lambda _: "——"),
    *RANGE_CORRECTIONS,
    (r"[∕⁄]", lambda _: "/"),
    (r"\A　+(?=\S)", lambda _: ""),
)  # fmt: skip
"""What is looked for, and what is printed in its place; compiled when the first text needs it, and kept by ``re``."""

MAY_BE_SUSPECT = re.compile(r"""[０-９(",;:?!~～…∕⁄\u3000.\-–—OoＯｏ零]|。。|[一二]\S?0| \d| [，。；：、！？]""")
"""What is suspect has one of these in it; a text is looked through for them at once."""
SUSPECT = re.compile(
    rf"""{MAY_BE_RANGE}|[一二][0OoＯｏ零]|[一二]\S[0OoＯｏ零]\S年|[０-９(",;:?!~…∕⁄]|^　|\.\.\.|。。|--|[\u3400-\u9fff] \d[\d.]* [\u3400-\u9fff]| [，。；：、！？]|[\u3400-\u9fff]\.(?:\n|\Z)"""
)
"""Texts without any of these are as they should be; nearly all are."""


def set_right(text: str) -> tuple[str, tuple[Correction, ...]]:
    """The text as it prints, and what was changed in it."""
    if not (MAY_BE_SUSPECT.search(text) and SUSPECT.search(text)):
        return text, ()
    changes: list[Correction] = []
    for pattern, printer in CORRECTIONS:

        def printed(match: re.Match[str], printer: Printer = printer) -> str:
            new = printer(match)
            if new != match[0]:
                start, end = max(match.start() - 3, 0), match.end()
                near = match.string[start:end], match.string[start : match.start()] + new
                changes.append(Correction(*near))
            return new

        text = re.sub(pattern, printed, text)
    return text, tuple(changes)


def closed(text: str, always: bool = False) -> str:
    """A paragraph with the full stop that its last sentence lacks; ``always`` one that is a sentence for certain.

    Otherwise it is one where it has marks within, or is longer than any heading.
    """
    text = text.rstrip()
    held_open = text[-1:] in HELD
    last = text[-2:-1] if held_open else text.rstrip(CLOSERS)[-1:]
    if text.startswith(LABELLED) or not (last.isalnum() or last in "%％‰" or (held_open and last in CLOSERS)):
        return text
    is_sentence = always or re.search(r"[，；。！？]", text[:-1]) or len(text) > LONGEST_LINE
    return f"{text[:-1] if held_open else text}。" if last and is_sentence else text


def describe(changes: tuple[Correction, ...]) -> str:
    """The changes as a notice tells them."""
    shown = "、".join(f"「{change.typed}」→「{change.printed}」" for change in changes[:4]).replace("\n", " ")
    return f"{shown}等{len(changes)}处" if len(changes) > 4 else shown
