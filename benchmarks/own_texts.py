"""``python -m benchmarks.own_texts``: own sections and annexes with something wrong in them, and what is left of them.

Every mutant is a few paragraphs, lists and tables as officials type them, with seeded slips of the keyboard among
their signs, as an own section or as an annex. Of each it asks what no part of the program is asked for: is every
number in the paper or its line named, is every number of the paper one that was typed, is every cell there? Prints
each that falls short with its seed, so that it can be had again, and exits 1 when there is one.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from time import process_time
from traceback import format_exc

from benchmarks.mutants import FILE, standard_options
from benchmarks.seeded import Shortfall, try_all
from generator.document.walk import DRAWN, walk
from generator.making.summarize import Summary, summarize

HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n成文日期: 2023-12-20\n"
SECTION = f"{HEAD}自拟章节:\n  - 标题: 专项工作\n    正文: |\n"
ANNEX = f"{HEAD}自拟章节: [{{标题: 甲, 正文: 乙。}}]\n公文:\n  附件:\n    - 名称: 明细表\n      内容: |\n"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARKER = re.compile(r"^[\s>*+\-|]*(?:[（(【\[]?\d{1,3}(?:[.．](?!\d)|[、）)】\]]|\s)\s*)+")
"""The number of a heading, a list or a row, which the paper counts itself or leaves out."""
LARGEST_COUNTED = 60
"""No paper counts its own items, pages and months further."""
ALWAYS = {2023, 2024, 20}
SECONDS = 2.0
SIGNS = "|-#*_`~.、：:，。（）()>\\ \t　&<[]/%—–…①一1"


def own_text(seed: int) -> tuple[str, str]:
    """The form of a mutant, and its own text as it stands in it; the same for the same seed."""
    random = Random(seed)
    lines = [line for _ in range(random.randint(1, 4)) for line in (*random.choice(BLOCKS)(random), "")]
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        lines = random.choice(SLIPS)(lines, random)
    head = random.choice((SECTION, SECTION, ANNEX))
    text = "\n".join(lines).strip("\n") or "无。"
    return head + "".join(f"      {line}\n" if line else "\n" for line in text.split("\n")), text


def _number(random: Random) -> str:
    return random.choice((str(random.randint(61, 99999)), f"{random.randint(1, 999)}.{random.randint(1, 99):02d}"))


def _prose(random: Random) -> list[str]:
    def number() -> str:
        return _number(random)

    return random.choice(
        (
            [f"全年救助{number()}人，支出{number()}万元。"],
            [f"发放粮食{number()}公斤", f"棉被{number()}床，", f"折合{number()}元。"],
            [f"{number()}户受灾。", "", f"{number()}人得到救助。"],
            [f"一是抓好低保，新增{number()}户；", f"二是抓好救助，支出{number()}元。"],
            [f"**重点**：建成敬老院{number()}平方米（投资{number()}万元）。"],
        )
    )


def _numbered(random: Random) -> list[str]:
    mark = random.choice(("{}. ", "{}、", "（{}）", "{}．", "- ", "* ", "{}) "))
    inner = random.choice(("  - ", "   （1）", "    1. ", ""))
    lines = []
    for at in range(1, random.randint(2, 5)):
        lines.append(f"{mark.format(at)}走访{_number(random)}户。")
        lines += [f"{inner}发放{_number(random)}元。"] if inner and random.random() < 0.3 else []
    return lines


def _table(random: Random) -> list[str]:
    columns = random.randint(2, 4)
    heads = [f"栏{sign}" for sign in "甲乙丙丁"[:columns]]
    rows = [[f"{sign}村", *(_number(random) for _ in heads[1:])] for sign in "东南西北"[: random.randint(1, 4)]]
    if random.random() < 0.2:
        return ["\t".join(row) for row in (heads, *rows)]
    outer = random.random() < 0.7
    lines = [" | ".join(cells) for cells in (heads, ["---"] * columns, *rows)]
    return [f"| {line} |" for line in lines] if outer else lines


def _headed(random: Random) -> list[str]:
    return [random.choice(("## 第一项", "一、第一项", "（一）第一项", "# 总述", "### 1.细目")), "", *_prose(random)]


def _odd(random: Random) -> list[str]:
    return [random.choice(ODD).replace("N", _number(random)).replace("M", _number(random))]


ODD = (
    "12. 5万元用于救助。", "2021. 建成N间。", "N\nM元。", "N.M", "N—M人", "<b>N</b>", "&amp; N", "[N](M)", "`N`",
    "~~N~~人", "> N人", "* * *", "N | M", "\\N", "N%", "1.N万元", "（N）", "N、M", "第N号", "表1 N", "N。M。", "- N\n- M",
)  # fmt: skip
BLOCKS: tuple[Callable[[Random], list[str]], ...] = (_prose, _numbered, _table, _headed, _odd)


def _sign_in(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    where = random.randint(0, len(lines[at]))
    return [*lines[:at], lines[at][:where] + random.choice(SIGNS) + lines[at][where:], *lines[at + 1 :]]


def _sign_out(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    where = random.randrange(len(lines[at]) or 1)
    return [*lines[:at], lines[at][:where] + lines[at][where + 1 :], *lines[at + 1 :]]


def _blank_out(lines: list[str], random: Random) -> list[str]:
    blanks = [at for at, line in enumerate(lines) if not line]
    at = random.choice(blanks) if blanks else 0
    return lines[:at] + lines[at + 1 :] or [""]


def _blank_in(lines: list[str], random: Random) -> list[str]:
    at = random.randint(0, len(lines))
    return [*lines[:at], "", *lines[at:]]


def _swapped(lines: list[str], random: Random) -> list[str]:
    return random.sample(lines, len(lines)) if random.random() < 0.2 else [*lines[1:], lines[0]]


def _indented(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    return [*lines[:at], random.choice(("  ", "    ", "\t", "　　")) + lines[at], *lines[at + 1 :]]


SLIPS: tuple[Callable[[list[str], Random], list[str]], ...] = (
    _sign_in, _sign_in, _sign_out, _blank_out, _blank_in, _swapped, _indented,
)  # fmt: skip
"""What happens to own text at a desk."""


def shortfalls(seed: int) -> list[Shortfall]:
    """What falls short in one mutant."""
    form, text = own_text(seed)
    began = process_time()
    try:
        summary = summarize(form.encode(), FILE, standard_options())
    except Exception:
        return [Shortfall(seed, "an exception", format_exc().strip().split("\n")[-1])]
    took = process_time() - began
    slow = [Shortfall(seed, "slow", f"{took:.1f} s")] if took > SECONDS else []
    if summary.document is None:
        errors = any(problem.severity.name == "ERROR" for problem in summary.problems)
        return slow if errors else [*slow, Shortfall(seed, "no paper and no reason", "")]
    return [*slow, *(Shortfall(seed, *one) for one in _changed(summary, form, text))]


def _changed(summary: Summary, form: str, text: str) -> Iterator[tuple[str, str]]:
    """What of the text is not in the paper and not named, and what of the paper is not in the text."""
    assert summary.document is not None
    lines = [line.text for line in walk(summary.document) if line.part not in DRAWN]
    printed = Counter(number for line in lines for number in NUMBER.findall(_narrow(line)))
    there = _bare("".join(lines))
    typed = set(NUMBER.findall(_narrow(text)))
    named = {one.place.spot.line + off for one in summary.problems if one.place.spot.line for off in (-1, 0, 1)}
    first = form.count("\n") - text.count("\n")
    wanted: Counter[str] = Counter()
    for at, line in enumerate(text.split("\n"), first):
        if at in named:
            continue
        narrow = _narrow(line)
        wanted.update(NUMBER.findall(MARKER.sub("", narrow)))
        for cell in re.split(r"[|\t]", narrow) if "|" in narrow or "\t" in narrow else ():
            if not MARKER.match(cell) and _bare(cell) not in there:
                yield "a cell lost in silence", f"第{at}行「{line}」的「{cell}」"
    for number, count in wanted.items():
        if printed[number] < count:
            yield "lost in silence", f"{number}：写了{count}次，印了{printed[number]}次"
    for number in printed:
        if number not in typed and ("." in number or int(number) > LARGEST_COUNTED) and float(number) not in ALWAYS:
            yield "nobody typed it", number


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _bare(text: str) -> str:
    """The letters and digits of a text: signs may be marks of its form."""
    return "".join(sign for sign in _narrow(text) if sign.isalnum())


def main() -> int:
    """0 when no mutant falls short."""
    return try_all("own_texts", __doc__, shortfalls)


if __name__ == "__main__":
    sys.exit(main())
