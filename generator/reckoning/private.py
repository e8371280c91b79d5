"""Numbers of persons that texts of a form name: identity cards, telephones, bank cards. A paper goes from hand to hand.

What is made public on purpose, a hotline, the contact in 附注, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator.figures.quantity import WIDE_TO_NARROW
from generator.figures.values import Passage, Words
from generator.form.annexes import OFFICIAL
from generator.form.form import Form
from generator.form.head import ANSWERS
from generator.problem import Place, Problem, Spot, explained, warning
from generator.reading.encodings import decode

LONG_NUMBERS = re.compile(r"(?<![\dA-Za-z.,〔〕])\d(?:[ \-—)）]?\d){10,18}[ \-—]?[Xx]?(?![\dA-Za-z〕]|\.\d)")
"""Eleven digits and more, in groups or not."""
CHEAP = re.compile(r"(?:\d[ \-—)）]?){11}")
ROW_OF_DIGITS = re.compile(rb"[0-9]{11}")
BETWEEN_BYTES = b" -)" + "—）".encode()
"""Bytes that may stand between groups of digits."""
WIDE_DIGIT = re.compile(rb"\xef\xbc[\x90-\x99]")
BETWEEN_GROUPS = re.compile(r"[ \-—)）]")
COUNTS_SOMETHING = re.compile(r"\s*[万亿元人户个次份件吨亩平公]")
"""Behind a number that counts something."""
PUBLIC = re.compile(r"(?:热线|值班|咨询|举报|监督|投诉|服务|公开|报警|求助|联系)[^，。；\d]{0,8}$")
"""Before a telephone that is meant to be known."""
WEIGHTS, CHECK_SIGNS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
"""How the last sign of a citizen's number follows from the others (GB 11643-1999)."""
PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82)
)
MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
"""Of eleven digits, from abroad behind those of the country."""
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[ \-—)）]?[2-8]\d{6,7}")
OF_EIGHTEEN = 18
CARD_DIGITS = range(16, 20)
CARD_BEGINS = ("62", "60", "4", "5", "35", "36", "37", "9")
ANNEXES = f"{OFFICIAL}.附件."
"""Where lists of persons stand; what else there is of 公文 is made public."""
KEPT_BEFORE, KEPT_BEHIND = 3, 2
BEHIND_SIGN = re.compile(r"(?:^|\s)#(.*)")
SENT_ALONG = "总结和文档里带着的表单会传给别人"
CURES_OF = {
    "身份证号": "请删去，或只写姓名、末四位",
    "手机号": "请删去",
    "电话号码": "请删去；是对外公布的，请在前面写明是什么电话，如“服务热线”",
    "银行卡号": "请删去，或只写末四位",
}


class Private(Struct, frozen=True):
    """A number of a person in a text."""

    kind: str
    shown: str
    """As a message may name it: its first and last signs."""
    start: int


def private_numbers(text: str) -> Iterator[Private]:
    """The numbers of persons that a text names."""
    if not CHEAP.search(text):
        return
    text = text.translate(WIDE_TO_NARROW)
    for match in LONG_NUMBERS.finditer(text):
        digits = BETWEEN_GROUPS.sub("", match[0])
        if kind := _kind(match[0].strip(" -—"), digits.upper(), text[: match.start()], text[match.end() :]):
            hidden = "*" * (len(digits) - KEPT_BEFORE - KEPT_BEHIND)
            yield Private(kind, digits[:KEPT_BEFORE] + hidden + digits[-KEPT_BEHIND:], match.start())


def _kind(written: str, digits: str, before: str, behind: str) -> str:
    is_measured = COUNTS_SOMETHING.match(behind) is not None
    if is_citizen_number(digits) and not (is_measured and len(digits) < OF_EIGHTEEN):
        return "身份证号"
    if is_measured or not digits.isdecimal():
        return ""
    if MOBILE.fullmatch(digits):
        return "手机号"
    if LANDLINE.fullmatch(written):
        return "" if PUBLIC.search(before) else "电话号码"
    is_card = len(digits) in CARD_DIGITS and digits.startswith(CARD_BEGINS) and passes_luhn(digits)
    return "银行卡号" if is_card else ""


def is_citizen_number(digits: str) -> bool:
    """Whether it is a 身份证号 of 18 signs that checks, or one of 15 that may be."""
    if len(digits) not in (15, 18) or not digits[:-1].isdecimal() or int(digits[:2]) not in PROVINCES:
        return False
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if len(digits) == 15:
        return digits.isdecimal()
    total = sum(int(digit) * weight for digit, weight in zip(digits[:-1], WEIGHTS, strict=True))
    return day.year >= 1880 and digits[-1] == CHECK_SIGNS[total % 11]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit of a card's number follows from the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def check_private(form: Form) -> Iterator[Problem]:
    """A warning for each number of a person that a text of the form names."""
    for path, one in _texts(form):
        for found in private_numbers(one.text):
            line = one.text.count("\n", 0, found.start)
            place = one.place._replace(spot=one.place.spot.of_line(line)).of(path)
            answer = form.answers.get(path)
            what, advice = _said(found)
            yield explained(place, what, answer.text) if answer else warning(place, what, advice)


def _texts(form: Form) -> Iterator[tuple[str, Words | Passage]]:
    """Every text of a form with the field it was typed in; of an explanation, with where those stand."""
    for value in (*form.values.values(), *form.head.typed.values()):
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Words | Passage):
                yield one.path, one
    yield from ((path, one) for path, one in form.official.typed.items() if path.startswith(ANNEXES))
    yield from ((f"{ANSWERS}.{path}", one) for path, one in form.answers.items())


def private_remarks(data: bytes, file: str) -> Iterator[Problem]:
    """A warning for each number of a person that stands behind a # of a form, which a document takes along."""
    if not (ROW_OF_DIGITS.search(data.translate(None, BETWEEN_BYTES)) or WIDE_DIGIT.search(data) or b"\0" in data):
        return
    for number, line in enumerate((decode(data, file)[0] or "").splitlines(), 1):
        remark = BEHIND_SIGN.search(line)
        for found in private_numbers(remark[1]) if remark else ():
            what, advice = _said(found)
            yield warning(Place(file, Spot(number)), f"# 后面{what}", advice)


def _said(found: Private) -> tuple[str, str]:
    return f"写着{found.kind}（{found.shown}）。", f"{SENT_ALONG}，{CURES_OF[found.kind]}。"
