"""What stands between the two ends of a range: ～ in a quantity, — between points in time (GB/T 15834, 4.13.3).

One form each, however they were typed and whoever worked them out: 590～630元 beside 1—11月.
"""

from __future__ import annotations

import re
from collections.abc import Callable

BETWEEN = "～"
"""What stands between the two ends of a quantity, typed or summed."""
BETWEEN_TIMES = "—"
POINTS_IN_TIME = ("年", "学年", "季度", "月", "日", "时", "点")
MEASURES = (
    "小时|季度|学年|年级|月龄|平方|立方|千米|厘米|毫米|千克|毫升|"
    "[%％‰年月日时点元人户个名岁亩次万千百亿天周条级倍公米里分秒家张处件份项台套间所座辆批期轮种口床位斤吨升场步折度成克]"
)
"""What stands behind the second number of a range: 号, 组 and 栋 stand behind parts of an address too."""
END_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.\d+)?"
JOINED = r"(?:--?|—{1,2}|[–~])"
NOT_WITHIN = r"(?<![\d.,~—～-])"
LAST_DAY = 31
"""A range alone in its cell whose ends are no greater may be one of days, months or classes."""


def _measured(match: re.Match[str]) -> str:
    first, unit, last, following = match.groups()
    is_duration = following == "年" and unit != "年" and len(first) < len("1999") and first[0] != "0"
    between = BETWEEN if following not in POINTS_IN_TIME or is_duration else BETWEEN_TIMES
    return f"{first}{unit}{between}{last}"


def _alone(match: re.Match[str]) -> str:
    """A range that is all of its cell, 560-590 below 标准（元）; what may be years, days or a number of a house stays."""
    before, first, joined, last = match.groups()
    low, high = float(first.replace(",", "")), float(last.replace(",", ""))
    are_years = all(re.fullmatch(r"(?:19|20)\d\d", end) for end in (first, last))
    is_amount = high > LAST_DAY and (low >= 100 or joined != "-" or "." in first + last)
    is_range = low < high <= 10 * low and first[0] != "0" and is_amount and not are_years
    return f"{before}{first}{BETWEEN}{last}" if is_range else match[0]


RANGE_CORRECTIONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{NOT_WITHIN}({END_NUMBER})([%％‰年月日元人户岁万]?){JOINED}({END_NUMBER})(?=({MEASURES}))", _measured),
    (
        rf"{NOT_WITHIN}({END_NUMBER})([^\W\d年月日时点号组栋楼幢室]{{1,3}}){JOINED}({END_NUMBER})(?=\2)",
        lambda match: f"{match[1]}{match[2]}{BETWEEN}{match[3]}",
    ),
    (
        r"(?:(?<!\d)\d{4}年?|(?<![\d.])\d{1,2}[月日])～(?=\d+(?:年|月(?!龄)|日))|(?<![\d.])\d{1,2}～(?=\d{1,2}月(?!龄))",
        lambda match: f"{match[0][:-1]}{BETWEEN_TIMES}",
    ),
    (rf"(?m)(^[ 　]*|[|｜\t] *)({END_NUMBER})({JOINED})({END_NUMBER})(?= *(?:[|｜\t]|$))", _alone),
)
"""What is looked for, and what is printed in its place."""
MAY_BE_RANGE = r"\d[^\W\d]{0,3}[%％‰]?[-–—]\d|\d[^\W\d]?～\d|\d[%％‰元]?--\d"
