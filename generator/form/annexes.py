"""附件 of the 公文 block: their names and contents, each text with the place it was typed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.chinese.lines import doubtful_joints, join_lines, without_tabs
from generator.chinese.numbering import describe_numbers, without_numbers
from generator.chinese.punctuation import closed, describe, set_right
from generator.chinese.width import half_widths
from generator.document.own_table import with_dashes
from generator.document.own_text import read_own
from generator.document.own_totals import wrong_totals
from generator.document.tree import Annex, Block, Inlines, Listing, Table, Text, number_annexes, number_blocks, whole
from generator.figures.unfinished import is_blank, unfinished_problems
from generator.figures.values import Words
from generator.language.kinds import NO, YES
from generator.language.typed import Frame
from generator.problem import Place, Problem, did_you_mean, error, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

OFFICIAL = "公文"
ANNEX_KEYS = ("名称", "内容", "横排")

TYPED_NUMBER = re.compile(r"附件\s?[\d一二三四五六七八九十]{0,2}\s*[:：、.．\s]\s*(?=\S)")
"""What people type before the name of an annex: 附件1：."""
BLANK_HEAD = re.compile(r"\A(?:\s*\n)+")
"""Lines without a word before a text, whose own lines are counted behind them."""
LONGEST_TITLE = 120
"""Half-width characters of a title: three lines, more is no title."""


def title_problems(title: str, place: Place) -> list[Problem]:
    """An error when no page could take the title."""
    width = half_widths(title)
    if width <= LONGEST_TITLE:
        return []
    advice = f"请压缩到{LONGEST_TITLE // 2}个字以内；标题一般不超过两行，40个字。"
    return [error(place, f"标题有{(width + 1) // 2}个字，三行也排不下。", advice)]


class AnnexReader:
    """Reads the annexes of one form, keeps what was typed by its path, and collects what is wrong with it."""

    def __init__(self, file: str, frame: Frame) -> None:
        self.file = file
        self.frame = frame
        self.problems: list[Problem] = []
        self.typed: dict[str, Words] = {}

    def place(self, node: Node, *keys: str) -> Place:
        """Where ``node`` is, spoken of as what ``keys`` lead to in the block."""
        return Place(self.file, node.spot, ".".join((OFFICIAL, *keys)))

    def unknown(self, node: Mapping, known: object, keys: tuple[str, ...]) -> None:
        """Reports every key of ``node`` that is not known."""
        names = list(known)  # type: ignore[call-overload]
        for key, _ in node.entries:
            if key.text not in names:
                advice = did_you_mean(key.text, names, f"这里可以填：{'、'.join(names)}。")
                place = Place(self.file, key.spot, ".".join((OFFICIAL, *keys)))
                self.problems.append(error(place, f"不认识「{key.text}」。", advice))

    def set_right(self, text: str, place: Place) -> str:
        """The text as Chinese is printed, with a notice of what was changed."""
        text, changes = set_right(text)
        if changes:
            self.problems.append(notice(place, f"标点已按公文的写法改正：{describe(changes)}。"))
        return text

    def keep(self, text: str, place: Place, context: bool = False, in_table: bool = False) -> str:
        """The text, which is kept by the path of its place; ``context`` is what is not told in sentences."""
        self.typed[place.field] = Words(text, place.field, place, context)
        if not context:
            self.problems += unfinished_problems(text, place, self.frame.units, in_table)
        return text

    def one_line(self, node: Scalar, place: Place, in_table: bool = False) -> str:
        """The text of a node as one line, set right and kept as typed."""
        typed = self.keep(self.set_right(node.text.strip(), place), place, in_table=in_table)
        if "\n" not in typed:
            return typed
        lines = without_tabs(typed).split("\n")
        for at, what, advice in doubtful_joints(lines, as_one=True):
            self.problems.append(warning(place._replace(spot=place.spot.of_line(at)), what, advice))
        return join_lines(lines)

    def flag(self, node: Mapping, key: str, *keys: str) -> bool:
        """A yes or no under ``key``."""
        value = node.get(key)
        if value is None or (isinstance(value, Scalar) and is_blank(value.text)):
            return False
        text = value.text.strip().lower() if isinstance(value, Scalar) else ""
        if text not in (*YES, *NO):
            self.problems.append(error(self.place(value, *keys, key), "这里只能填“是”或“否”。", "请改正。"))
        return text in YES

    def annexes(self, node: Node | None) -> tuple[Annex, ...]:
        """The annexes that are written under 附件, numbered."""
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        annexes = [annex for at, item in enumerate(items, 1) if (annex := self._annex(item, str(at)))]
        return number_annexes(annexes)

    def _annex(self, node: Node, at: str) -> Annex | None:
        if not isinstance(node, Mapping):
            named = f"「{node.text.strip()}」" if isinstance(node, Scalar) else ""
            what = f"附件{named}只有名称，没有内容。" if named else "附件应当分项写。"
            self.problems.append(error(self.place(node, "附件"), what, "请写成「- 名称: 」，下一行缩进写「内容: 」。"))
            return None
        self.unknown(node, ANNEX_KEYS, ("附件",))
        name, content = node.get("名称"), node.get("内容")
        if not isinstance(name, Scalar) or is_blank(name.text):
            self.problems.append(error(self.place(name or node, "附件"), "附件没有名称。", "请写「名称: 」。"))
            return None
        own = self.place(name, "附件", at, "名称")
        title = self._title(name, own)
        self.problems += title_problems(title, self.place(name, "附件", "名称"))
        blocks = self._content(content, title, at)
        if not blocks:
            what = f"附件「{title}」没有内容。"
            advice = "请在「内容: |」下面写文字或表格，或写成一列；没有这个附件就删去这一项。"
            self.problems.append(error(self.place(content or name, "附件"), what, advice))
        landscape = self.flag(node, "横排", "附件")
        return Annex(title, number_blocks(blocks), landscape=landscape, name_sources=whole(title, own.field))

    def _title(self, node: Scalar, place: Place) -> str:
        """The name of an annex, without the number that was typed before it: it gets one of ours."""
        (title,), taken = without_numbers([TYPED_NUMBER.sub("", typed := node.text.strip(), count=1)])
        title = join_lines(self.set_right(title.rstrip("。；，、;,."), place).split("\n"))
        if title != typed and (taken or TYPED_NUMBER.match(typed)):
            told = taken or [TYPED_NUMBER.findall(typed)[0].strip()]
            self.problems.append(notice(place, describe_numbers(told)))
        return self.keep(title, place)

    def _content(self, node: Node | None, title: str, at: str) -> tuple[Block, ...]:
        """The blocks of an annex: a text of its own, a list of sentences, or a table of like entries."""
        if isinstance(node, Scalar):
            return () if is_blank(node.text) else self._own_text(node, title, at)
        items = node.items if isinstance(node, Sequence) else (node,) if node else ()
        records = [item for item in items if isinstance(item, Mapping)]
        if records and len(records) == len(items):
            return (self._records_table(records, title, at),)
        for number, item in enumerate(items, 1):
            if not isinstance(item, Scalar):
                held = "一列里有的是一句话，有的分了项" if isinstance(item, Mapping) else "一条里又套了一列"
                what = f"{held}，第{number}条就是。"
                advice = "请都写成一句话；要做成表，请每条都写成「- 项目: 内容」。"
                self.problems.append(error(self.place(item, "附件", title), what, advice))
        lines = [item for item in items if isinstance(item, Scalar) and not is_blank(item.text)]
        typed = [item.text.strip() for item in lines]
        plain, taken = without_numbers([closed(text) for text in typed])
        if taken:
            self.problems.append(notice(self.place(lines[0], "附件", title), describe_numbers(taken)))
        found = tuple(
            self._typed(Scalar(text, item.spot), self.place(item, "附件", at, "内容", str(number)))
            for number, (item, text) in enumerate(zip(lines, plain, strict=True), 1)
        )
        return (Listing(found, ordered=True),) if found else ()

    def _own_text(self, node: Scalar, title: str, at: str) -> tuple[Block, ...]:
        """The blocks of an annex that was written as one text."""
        own, named = self.place(node, "附件", at, "内容"), self.place(node, "附件", title)
        text = self.keep(self.set_right(BLANK_HEAD.sub("", node.text).rstrip("\n"), named), own)
        found = read_own(text, own.field)
        self.problems += [remark.at(named) for remark in found.remarks]
        return found.blocks

    def _typed(self, node: Scalar, place: Place, in_table: bool = False) -> Inlines:
        """A text of an annex, which knows where it was typed."""
        text = self.one_line(node, place, in_table)
        return (Text(text, sources=whole(text, place.field)),) if text else ()

    def _records_table(self, records: list[Mapping], title: str, at: str) -> Table:
        """A table of entries that each say 项目: 内容; its columns are all items, in the order they first appear."""
        heads: dict[str, Scalar] = {}
        for key in (key for record in records for key, _ in record.entries):
            heads.setdefault(key.text, key)
        rows = []
        for number, record in enumerate(records, 1):
            self._nested(record, number, title)
            rows.append(tuple(self._cell(record.get(name), at, str(number), name) for name in heads))
        typed = [
            [one.text if isinstance(one := record.get(name), Scalar) else "" for name in heads] for record in records
        ]
        for row, fault in wrong_totals(list(heads), typed):
            self.problems.append(warning(self.place(records[row], "附件", title), fault.what, fault.advice))
        head = tuple(
            self._typed(head, self.place(head, "附件", at, "内容", name), in_table=True) for name, head in heads.items()
        )
        return with_dashes(Table(head, tuple(rows)))

    def _nested(self, record: Mapping, number: int, title: str) -> None:
        """Reports every cell of a row that holds more than one value."""
        named = next((value.text for _, value in record.entries if isinstance(value, Scalar) and value.text), "")
        row = f"第{number}行「{named}」" if named else f"第{number}行"
        for key, value in record.entries:
            if not isinstance(value, Scalar):
                held = "、".join(_held(value))
                what = f"表格{row}的「{key.text}」一格里又分了项（{held}），印不进一格。"
                advice = "一格只填一个数或一段文字；几项请各写一格，如「甲: 内容, 乙: 内容」。"
                self.problems.append(error(self.place(value, "附件", title), what, advice))

    def _cell(self, node: Node | None, at: str, *keys: str) -> Inlines:
        if not isinstance(node, Scalar) or is_blank(node.text):
            return ()
        return self._typed(node, self.place(node, "附件", at, "内容", *keys), in_table=True)


def _held(node: Node) -> Iterator[str]:
    """What a value that is more than one text holds, so far as a message names it."""
    if isinstance(node, Mapping):
        yield from (
            f"{key.text}: {value.text}" if isinstance(value, Scalar) and value.text else key.text
            for key, value in node.entries
        )
    elif isinstance(node, Sequence):
        yield from (item.text for item in node.items if isinstance(item, Scalar))
