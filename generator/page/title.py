"""A title broken into lines by meaning: a trapezoid or a diamond, no word split (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, combinations, pairwise
from math import ceil

from generator.chinese.width import half_widths
from generator.page.words import WHOLE, WHOLE_BUT_LONG, split_words

MOST_TITLE_LINES = 4
SHORTEST = 6
"""Half-width characters a line has at least: one or two characters alone are no line."""

HEADLESS = ("的", "和", "与", "及", "以及", "暨", "、", "，", "）", "》", "”", "〕", "等")
"""What no line begins with."""
TAILLESS = ("关于", "对", "在", "向", "为", "将", "把", "以", "《", "（", "“", "〔", "不", "第")
"""What no line ends with."""
PLACES = ("乡", "镇", "县", "市", "区", "省", "村", "街道", "社区", "街道办事处", "人民政府", "办公室", "委员会")
"""What belongs to the name before it."""
KIND = re.compile("的[^的]{1,3}")
"""的 with the kind of paper: too little for a line of its own."""
OPENS_WELL = {"关于": 150.0, "工作": 10.0, "社会": 10.0}
"""What a line likes to begin with: 关于 after the name of who issues the paper, before all."""


WIDER_DIGIT = 0.25
"""Half-width characters by which a digit of a font may be wider than half a Chinese character."""


def room_for(title: str) -> float:
    """Half-width characters that a title needs on one line in any of its fonts, digits wider than half a character."""
    return half_widths(title) + WIDER_DIGIT * sum(map(str.isdigit, title))


@lru_cache(maxsize=256)
def break_title(title: str, most: int, names: tuple[str, ...] = (), trade: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The lines of ``title``, none wider than ``most`` half-width characters; names and words of the trade stay whole.

    A title that comes with line breaks keeps them.
    """
    if "\n" in title or room_for(title) <= most:
        return tuple(title.splitlines()) or (title,)
    fewest = ceil(room_for(title) / most)
    for pieces in (WHOLE, WHOLE_BUT_LONG):
        words = _joined(split_words(title, trade, names, pieces))
        for rules in (_is_well_shaped, _is_whole):
            for count in range(fewest, max(fewest, MOST_TITLE_LINES) + 1):
                good = [
                    lines
                    for more in range(2)
                    for lines in _splits(words, min(count + more, MOST_TITLE_LINES), most)
                    if rules(lines)
                ]
                if good:
                    return min(good, key=_cost)
    return tuple(_filled(title, most))


def _joined(found: Iterable[str]) -> list[str]:
    """The words, each with what belongs to the word before it."""
    words: list[str] = []
    for word in found:
        if words and (word in PLACES or word in HEADLESS[-6:]) and not words[-1].endswith(TAILLESS):
            words[-1] += word
        else:
            words.append(word)
    return words


def _splits(words: list[str], count: int, most: int) -> Iterator[tuple[str, ...]]:
    """Every way to set the words in ``count`` lines of at most ``most``."""
    starts = [*accumulate(map(room_for, words), initial=0.0)]
    for cuts in combinations(range(1, len(words)), count - 1):
        edges = (0, *cuts, len(words))
        if all(starts[right] - starts[left] <= most for left, right in pairwise(edges)):
            yield tuple("".join(words[left:right]) for left, right in pairwise(edges))


def _is_whole(lines: tuple[str, ...]) -> bool:
    """Whether no line begins, ends or stands alone as it must not."""
    return (
        all(half_widths(line) >= SHORTEST for line in lines)
        and not any(line.startswith(HEADLESS) for line in lines[1:])
        and not any(line.endswith(TAILLESS) for line in lines[:-1])
        and not KIND.fullmatch(lines[-1])
    )


def _is_well_shaped(lines: tuple[str, ...]) -> bool:
    """Whether the lines are whole and rise, fall, or rise and then fall, and are not a block."""
    steps = [right - left for left, right in pairwise(map(half_widths, lines))]
    falling = [step < 0 for step in steps if step]
    return _is_whole(lines) and bool(falling) and falling == sorted(falling)


def _cost(lines: tuple[str, ...]) -> float:
    """How far the lines are from a title one likes to see: even, and opening with a word that opens well."""
    widths = [half_widths(line) for line in lines]
    mean = sum(widths) / len(widths)
    uneven = sum((width - mean) ** 2 for width in widths) / len(widths)
    alike = sum(8.0 for left, right in pairwise(widths) if abs(left - right) < 4)
    opening = sum(gain for line in lines[1:] for word, gain in OPENS_WELL.items() if line.startswith(word))
    return uneven + alike + 120.0 * len(lines) - opening


def _filled(title: str, most: int) -> Iterator[str]:
    """The title in full lines: what is left when its words allow nothing better."""
    line = ""
    for character in title:
        if room_for(line + character) > most:
            yield line
            line = ""
        line += character
    yield line


SOLID = 102
"""The closest lines of a title, in hundredths of the size of its type."""


def closed_up(wanted: int, lines: int, beside: int, grid: int, size: int) -> int:
    """The pitch nearest to ``wanted`` with which so many lines and what stands ``beside`` them fill whole lines of a grid.

    All in twips but ``size``, half-points of the title: its lines come no closer than its characters let them.
    """
    least = size * 10 * SOLID // 100
    nearest = max(round((beside + lines * wanted) / grid), -(-(beside + lines * least) // grid))
    fitting = [(rows * grid - beside) // lines for rows in range(nearest - 1, nearest + 3)]
    return min((pitch for pitch in fitting if pitch >= least), key=lambda pitch: abs(pitch - wanted))
