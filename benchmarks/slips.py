"""What happens to a form at a desk: seeded slips of an official in the examples of inputs/."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from benchmarks.clock import ROOT

VALUE_LINE = re.compile(r"^(\s*(?:- )?[^\s#:：][^:：#]*: *)([^#\n]*?)(\s*(?:#.*)?)$")
FIGURE_LINE = re.compile(r"^(\s*(?:- )?[^\s#:：][^:：#]*: *)(\D{0,3})([\d.,]+)([^\d#\s]*)(\s*(?:#.*)?)$")


def mutant(seed: int) -> tuple[str, tuple[str, ...]]:
    """The text of a form with one to four slips in it, and what they are; the same for the same seed."""
    random = Random(seed)
    lines = random.choice(bases())
    if random.random() < 0.5:
        lines = _half(lines, random)
    done = []
    for _ in range(random.randint(1, 4)):
        slip = random.choice(SLIPS)
        changed = slip(list(lines), random)
        if changed is not None:
            lines = changed
            done.append(slip.__name__.lstrip("_"))
    return "\n".join(lines) + "\n", tuple(done)


@lru_cache(maxsize=1)
def bases() -> tuple[list[str], ...]:
    """The lines of every example that stands alone."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "inputs").rglob("*.yaml"))]
    return tuple(text.rstrip("\n").split("\n") for text in texts if "单位:" in text and "汇总自" not in text)


def _half(lines: list[str], random: Random) -> list[str]:
    """The lines without half of those that hold a figure or an item."""
    return [line for line in lines if not FIGURE_LINE.match(line) or not line[:1].isspace() or random.random() < 0.5]


def _figures(lines: list[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if FIGURE_LINE.match(line) and line[:1].isspace()]


def _values(lines: list[str]) -> list[int]:
    return [
        at for at, line in enumerate(lines) if (match := VALUE_LINE.match(line)) and match[2] and line[:1].isspace()
    ]


Slip = Callable[[list[str], Random], "list[str] | None"]


class FigureLine(NamedTuple):
    """The parts of a line that holds a figure, as typed."""

    key: str
    """The key with its colon and what parts it from the value."""
    word: str
    number: str
    unit: str
    remark: str


def _at_a_figure(change: Callable[[FigureLine, Random], FigureLine]) -> Slip:
    """A slip made in one line that holds a figure."""

    def slip(lines: list[str], random: Random) -> list[str] | None:
        places = _figures(lines)
        if not places:
            return None
        at = random.choice(places)
        match = FIGURE_LINE.match(lines[at])
        assert match is not None
        lines[at] = "".join(change(FigureLine(*match.groups()), random))
        return lines

    slip.__name__ = change.__name__
    return slip


@_at_a_figure
def _other_digits(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(number=str(random.randint(1, 10 ** random.randint(1, 8))))


@_at_a_figure
def _places(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(number=f"{line.number.split('.')[0]}.{random.choice(('0', '00', '5', '25', '375'))}")


@_at_a_figure
def _scaled(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(number=line.number + random.choice("万千百亿"))


@_at_a_figure
def _qualified(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(word=random.choice(("约", "近", "超过", "不足", "共计", "每月", "大概")))


@_at_a_figure
def _about(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(number=line.number + random.choice(("余", "多", "来")))


UNITS = (
    "", "人", "户", "人次", "元", "万元", "%", "个", "间", "亩", "元/月", "w", "k", "萬元", "场次", " 人", "人（含）",
)  # fmt: skip


@_at_a_figure
def _unit(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(unit=random.choice(UNITS))


STRAY_SIGNS = ("l", "O", "o", "x", "xx", "×", "？", "-", " ", "。", "，")


@_at_a_figure
def _letters(line: FigureLine, random: Random) -> FigureLine:
    at = random.randrange(len(line.number))
    return line._replace(number=f"{line.number[:at]}{random.choice(STRAY_SIGNS)}{line.number[at:]}")


@_at_a_figure
def _wide(line: FigureLine, _: Random) -> FigureLine:
    return line._replace(number=line.number.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")))


@_at_a_figure
def _range(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(word="", number=f"{line.number}{random.choice('-—~至到')}{random.randint(1, 9999)}")


@_at_a_figure
def _behind(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(word=random.choice(("# ", "#", " # 填这里 ")), remark="")


@_at_a_figure
def _several(line: FigureLine, random: Random) -> FigureLine:
    joint = random.choice(("、", "，", ",", "/", " ", "（其中"))
    return line._replace(word="", unit=f"{line.unit}{joint}{random.randint(2, 99)}人")


@_at_a_figure
def _quoted(line: FigureLine, random: Random) -> FigureLine:
    opener, closer = random.choice(("“”", '""', "''", "「」", "‘’"))
    return line._replace(word=opener + line.word, unit=line.unit + closer)


@_at_a_figure
def _remark(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(
        remark=random.choice(("（含价格补贴）", "(预计)", "#待核", " # 待核12户", "左右", "以上", "，待核"))
    )


@_at_a_figure
def _colon(line: FigureLine, random: Random) -> FigureLine:
    return line._replace(key=_name(line) + random.choice(("：", ":", " ", "=", " : ", "：：")))


@_at_a_figure
def _key(line: FigureLine, random: Random) -> FigureLine:
    name = _name(line)
    at = random.randrange(len(name.lstrip())) + len(name) - len(name.lstrip())
    changed = random.choice((name[:at] + name[at + 1 :], name + "数", name + "（万元）", name[:at] + "的" + name[at:]))
    return line._replace(key=f"{changed}: ") if changed.strip(" -") else line


def _name(line: FigureLine) -> str:
    return line.key.rstrip().rstrip(":")


def _indent(lines: list[str], random: Random) -> list[str] | None:
    places = _values(lines)
    if not places:
        return None
    at = random.choice(places)
    lines[at] = random.choice((lines[at].lstrip(), "  " + lines[at], "\t" + lines[at].lstrip(), lines[at][1:]))
    return lines


def _gone(lines: list[str], random: Random) -> list[str] | None:
    at = random.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _twice(lines: list[str], random: Random) -> list[str] | None:
    at = random.randrange(len(lines))
    return [*lines[:at], lines[at], *lines[at:]]


def _moved(lines: list[str], random: Random) -> list[str] | None:
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines.insert(other, lines.pop(one))
    return lines


def _own_figure(lines: list[str], random: Random) -> list[str] | None:
    places = [at for at, line in enumerate(lines) if re.fullmatch(r"\S+:\s*", line)]
    if not places:
        return None
    value = random.choice(
        ("12人", "3户5人", "2305人次，145267元", "xx元", "12", "3.5万元、20人", "94xx间", "12户贫困户")
    )
    at = random.choice(places) + 1
    return [*lines[:at], f"  自定义: [{{名称: 另计事项{random.randint(1, 9)}, 数值: {value!r}}}]", *lines[at:]]


def _own_text(lines: list[str], random: Random) -> list[str] | None:
    text = random.choice(
        (
            "12. 5万元用于救助。", "2021. 建成敬老院。", "发放救助款\n      100\n      200元。", "1. 甲\n      2. 乙\n\n      3. 丙17人",
            "| 村 | 户数 |\n      |---|---|\n      | 甲村 | 51 |", "## 第一项\n\n      救助31人。", "倒塌房屋94xx间。", "1、走访96户。",
        )
    )  # fmt: skip
    return [*lines, "自拟章节:", "  - 标题: 专项工作", "    正文: |", f"      {text}"]


def _problem(lines: list[str], random: Random) -> list[str] | None:
    item = random.choice(
        ("1.村干部年龄偏大，平均57岁", "一是人手不足，缺编8人", "（2）车辆太少，只有3辆", "经费缺口12. 5万元")
    )
    return [*lines, f"存在问题: [{item!r}]"]


SLIPS: Sequence[Slip] = (
    _other_digits, _places, _scaled, _qualified, _about, _unit, _letters, _wide, _range, _behind, _several, _quoted,
    _remark, _colon, _key, _indent, _gone, _twice, _moved, _own_figure, _own_text, _problem,
)  # fmt: skip
"""What happens to a form at a desk."""
