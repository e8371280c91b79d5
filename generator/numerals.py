"""Chinese numerals: read exactly or not at all, and written as the capital figures of money.

Numbers as GB/T 15835-2011 writes them; 十几, 三四天 and 几十 are estimates and are not read.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
NUMERAL_CHARS = "".join((*DIGITS, *SMALL_UNITS, *LARGE_UNITS))
COUNTING = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def read_chinese_number(text: str) -> int | None:
    """The whole number ``text`` names, or None when it is not one well-formed numeral."""
    total = 0
    rest = text
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in rest:
            head, _, rest = rest.partition(unit)
            if unit in rest:
                return None
            section = _read_section(head)
            if section is None or section == 0:
                return None
            total += section * size
            if not rest:
                return total
    section = _read_section(rest)
    return None if section is None else total + section


def _read_section(text: str) -> int | None:
    """A numeral below 10 000, or None."""
    value, digit, last_unit, zero = 0, None, 10**4, False
    for position, char in enumerate(text):
        if char in "零〇":
            if digit is not None or (zero and len(text) > 1):
                return None
            zero, digit = True, (0 if len(text) == 1 else None)
        elif char in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[char]
        elif char in SMALL_UNITS:
            unit = SMALL_UNITS[char]
            if digit is None and (unit != 10 or position > 0):
                return None
            if unit >= last_unit:
                return None
            value += (1 if digit is None else digit) * unit
            digit, last_unit, zero = None, unit, False
        else:
            return None
    if not text or (digit is None and zero):
        return None
    if digit is not None and value and last_unit > 10 and not zero:
        return None
    return value + (digit or 0)


def capital_money(yuan: Decimal) -> str:
    """``yuan`` in the capital figures of vouchers: 148000 → 壹拾肆万捌仟元整; at most fen.

    Raises ValueError for a negative amount or a part of a fen.
    """
    fen = yuan * 100
    if yuan < 0 or fen != fen.to_integral_value():
        raise ValueError(f"not a sum of money: {yuan}")
    whole, cents = divmod(int(fen), 100)
    jiao, fen_digit = divmod(cents, 10)
    text = _capital_integer(whole) + "元" if whole or not cents else ""
    if not cents:
        return text + "整"
    if jiao:
        text += CAPITALS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (CAPITALS[fen_digit] + "分" if fen_digit else "")


def _capital_integer(number: int) -> str:
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10**4)
        groups.append(group)
    text = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if text and (group < 1000 or (index + 1 < len(groups) and groups[index + 1] == 0)):
            text += "零"
        text += _capital_group(group) + ("", "万", "亿", "万亿")[index]
    return text


def _capital_group(number: int) -> str:
    text, pending_zero = "", False
    for size, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, size)
        if digit == 0:
            pending_zero = bool(text)
            continue
        text += ("零" if pending_zero else "") + CAPITALS[digit] + unit
        pending_zero = False
    return text


def chinese_number(number: int) -> str:
    """``number`` (1 to 99) as it counts headings: 1 → 一, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    text = "" if tens == 0 else ("十" if tens == 1 else COUNTING[tens] + "十")
    return text + (COUNTING[ones] if ones else "")
