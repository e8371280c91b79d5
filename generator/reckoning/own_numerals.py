"""Counts that texts write in Chinese numerals where the figures of the form are Arabic (GB/T 15835: one way in a paper).

近百人 and 一户一档 are Chinese on purpose: estimates, small numbers and set phrases stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.chinese.numerals import NUMERAL_CHARS, read_chinese_number
from generator.figures.values import Figure, Passage, Words
from generator.form.form import Form
from generator.problem import Problem, notice

LONG_NUMERAL = re.compile(rf"[{NUMERAL_CHARS}]{{2}}")
"""Without one of these a text holds no count; most texts are looked through for nothing else."""
IN_NUMERALS = rf"(?<![第近约逾超过上数几每前后之{NUMERAL_CHARS}])([{NUMERAL_CHARS}]{{2,}})"
LEAST = 11
"""Smaller numbers are written in Chinese as often, and stand in many set phrases."""


def check_numerals(form: Form) -> Iterator[Problem]:
    """A notice for each text with a count in Chinese numerals, of what the form counts in Arabic figures."""
    texts = [
        one
        for value in form.values.values()
        for one in (value if isinstance(value, tuple) else (value,))
        if isinstance(one, Words | Passage) and LONG_NUMERAL.search(one.text) and re.search(IN_NUMERALS, one.text)
    ]
    units = {one.quantity.unit for one in form.values.values() if isinstance(one, Figure)} if texts else set()
    counted = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True) if unit and unit.isalpha())
    if not counted:
        return
    for one in texts:
        for typed, unit in re.findall(rf"{IN_NUMERALS}({counted})(?![以次岁])", one.text):
            number = read_chinese_number(typed)
            if number is not None and number >= LEAST:
                what = f"「{typed}{unit}」用的是汉字数字，全文别处的数用的是阿拉伯数字。"
                yield notice(one.place.of(one.path), what, f"统计的数请写成「{number}{unit}」；固定的说法照写。")
