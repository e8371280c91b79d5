"""What a Chinese reader would stumble over in a finished text: ``find_broken`` and its kin.

Written to be stricter than any one rule of healing: it knows nothing of how a text came about.
"""

import re
from collections.abc import Iterable, Iterator

from generator.chinese.numerals import chinese_number, read_chinese_number
from generator.document.tree import Document, Heading, Paragraph, Table, plain_text
from generator.wording.red_pen import marks_in

PAIRS = dict(zip("（(【〔“‘《「", "）)】〕”’》」", strict=True))
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
OPENING, CLOSING = "（(【〔“‘《「", "）)】〕”’》」"
CJK = "\u3400-\u9fff"
STOPS = "，。；：、！？"
ENDINGS = "。！？：；…”’）"
PREPOSITIONS = "由|从|对|把|将|按|与|为|至|在"
NEEDS_AN_OBJECT = (
    "达到|提高到|增加到|下降到|减少到|共有|现有|分别为|标准为|为每人每月|比例为|封顶线为|比上年|按人均"
    "|月发放低保金|供养金|救助金额|资助标准为|由提高到|送入院|从起"
)

RULES = {
    "标点重叠": rf"[{STOPS}][，。；：、]|[，；：、][！？]|，”，",
    "顿号在边上": rf"^、|、$|、[{OPENING}]?[{STOPS}{CLOSING}]|[{OPENING}]、",
    "标点在句首": rf"^[{STOPS}{CLOSING}]",
    "括号或引号里是空的": rf"[{OPENING}][{STOPS}\s]*[{CLOSING}]",
    "标点贴着括号": rf"[{OPENING}][{STOPS}]|[，；：、][）)”’》]",
    "其中没有下文": r"其中[，：]?(?=[。；！？）)]|$)|^其中",
    "连词没有下文": r"(同时|此外|另外|并且|与此同时|分别为)[，：]?(?=[。；！？）)]|$)",
    "截至没有下文": r"(?:^|[。；])截[至止][^，。；]*(?=[。；]|$)",
    "时间没有下文": r"(?:^|。)(?:\d{4}年)?(?:\d{1,2}[—\-]?)*\d{0,2}(?:年|月|日|月底|年底)?。",
    "缺了宾语": rf"(?:{NEEDS_AN_OBJECT}|(?:^|[，。；、（])(?:{PREPOSITIONS}))(?=[，。；、）])",
    "两个数挤在一起": r"\d(?:户|人|人次|元|万元|床|件|间|亩|公斤)(?=\d)",
    "汉字之间有空格": rf"[{CJK}，。；、：]\s+[{CJK}]",
    "程序的词": r"None|Undefined|undefined|\bnan\b|Marked|Hole\(|Figure\(|Words\(|<[a-z_]+ ",
    "内部记号": r"[\U000f0000-\U000f1fff]",
    "模板的括号": r"[{}]|\{%|%\}",
    "标记的残余": r"\*\*|^#{1,6}\s|^\s*[-*|>]\s|\|",
}
"""What is wrong: a pattern that finds it in one line."""
_COMPILED = {name: re.compile(pattern) for name, pattern in RULES.items()}
POINT = re.compile(r"(?:^|[。；：！？，])([一二三四五六七八九十]+)是")
HEADING = re.compile(r"([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|(\d{1,2})\.(?!\d)|（(\d{1,2})）")


def find_broken(text: str) -> list[str]:
    """Everything in the lines of ``text`` that reads as if something had been torn out."""
    return [f"{name}：{line}" for line in text.split("\n") if line.strip() for name in _broken(line)]


def _broken(line: str) -> Iterator[str]:
    for name, pattern in _COMPILED.items():
        if found := pattern.search(line):
            yield f"{name}「{line[max(found.start() - 6, 0) : found.end() + 6]}」"
    if unpaired := find_unpaired(line):
        yield f"括号或引号不成对「{unpaired}」"
    if gap := find_gap([read_chinese_number(match) or 0 for match in POINT.findall(line)]):
        yield f"一是二是不连续「{gap}」"


def find_unpaired(line: str) -> str:
    """The first bracket or quote that has no partner, empty when all have one."""
    open_ones: list[str] = []
    for char in line:
        if char in PAIRS:
            open_ones.append(char)
        elif char in CLOSERS and (not open_ones or open_ones.pop() != CLOSERS[char]):
            return char
    return open_ones[-1] if open_ones else ""


def find_gap(numbers: Iterable[int]) -> str:
    """Where counted points do not run 1, 2, 3 … or there is only one of them."""
    numbers = list(numbers)
    for position, number in enumerate(numbers):
        follows = number == 1 or (position and numbers[position - 1] == number - 1)
        alone = number == 1 and numbers[position + 1 : position + 2] != [2]
        if not follows or alone:
            return "、".join(map(chinese_number, numbers))
    return ""


def find_broken_document(document: Document) -> list[str]:
    """Everything broken in a document: its lines, its paragraphs' ends, its headings and their numbers."""
    found = find_broken(document.title)
    for block in document.blocks:
        match block:
            case Heading(inlines=inlines):
                line = plain_text(inlines)
                found += find_broken(line) if line.strip() else ["标题是空的"]
                found += [f"标题末尾有标点：{line}"] if line[-1:] in STOPS else []
            case Paragraph(inlines=inlines):
                line = plain_text(inlines)
                found += find_broken(line) if line.strip() else ["段落是空的"]
                found += [f"段落末尾没有标点：{line}"] if line and line[-1] not in ENDINGS else []
            case Table(head, rows):
                found += [one for row in (head, *rows) for cell in row for one in find_broken(plain_text(cell))]
                found += [] if rows else ["表格没有内容"]
    found += [mark.said for mark in marks_in(document)]
    return [*found, *_bare_headings(document), *_number_gaps(document)]


def _bare_headings(document: Document) -> Iterator[str]:
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        if isinstance(block, Heading) and (
            after is None or (isinstance(after, Heading) and after.level <= block.level)
        ):
            yield f"标题下面什么也没有：{block.number}{plain_text(block.inlines)}"


def _number_gaps(document: Document) -> Iterator[str]:
    """Headings and listed paragraphs whose printed number is not the next one under their parent."""
    counts = {1: 0, 2: 0, 3: 0, 4: 0}
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph):
            continue
        number = block.number
        if isinstance(block, Heading) and not number:
            yield f"标题没有编号：{plain_text(block.inlines)}"
        match = HEADING.match(number)
        if match is None:
            continue
        rung = next(rung for rung in range(1, 5) if match[rung])
        value = read_chinese_number(match[rung]) if rung < 3 else int(match[rung])
        first_of_list = isinstance(block, Paragraph) and value == 1
        if value != counts[rung] + 1 and not first_of_list:
            yield f"编号跳了：{number}{plain_text(block.inlines)[:12]}"
        counts = {other: count if other < rung else 0 for other, count in counts.items()} | {rung: value or 0}


def find_lone_headings(document: Document) -> list[str]:
    """Headings that stand alone under another, or more than one level below what stands above them."""
    found: list[str] = []
    above: list[Heading] = []
    below: dict[int, list[str]] = {}
    for heading in (block for block in document.blocks if isinstance(block, Heading)):
        while above and above[-1].level >= heading.level:
            above.pop()
        name = plain_text(heading.inlines)
        found += [f"跳了一级：{name}"] if heading.level != (above[-1].level if above else 0) + 1 else []
        if above:
            below.setdefault(id(above[-1]), []).append(name)
        above.append(heading)
    return [*found, *(f"只有一个小标题：{names[0]}" for names in below.values() if len(names) == 1)]
