"""附件 of the 公文 block: their names and contents, each text with the place it was typed in."""

from __future__ import annotations

from generator.chinese.punctuation import describe, set_right
from generator.chinese.width import half_widths
from generator.document.markdown import parse
from generator.document.tree import Annex, Block, Inlines, Listing, Table, Text, number_annexes, number_blocks, whole
from generator.figures.unfinished import is_blank, unfinished_problems
from generator.figures.values import Words
from generator.library.kinds import Frame
from generator.problem import Place, Problem, error, nearest, notice
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

OFFICIAL = "公文"
ANNEX_KEYS = ("名称", "内容", "横排")

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
                near = nearest(key.text, names)
                advice = f"是不是「{near}」？" if near else f"这里可以填：{'、'.join(names)}。"
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

    def flag(self, node: Mapping, key: str, *keys: str) -> bool:
        """A yes or no under ``key``."""
        value = node.get(key)
        if value is None or (isinstance(value, Scalar) and is_blank(value.text)):
            return False
        if not isinstance(value, Scalar) or value.text.strip() not in ("是", "否"):
            self.problems.append(error(self.place(value, *keys, key), "这里只能填“是”或“否”。", "请改正。"))
            return False
        return value.text.strip() == "是"

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
        title = self.set_right(name.text.strip().rstrip("。；，、;,."), self.place(name, "附件", "名称"))
        self.problems += title_problems(title, self.place(name, "附件", "名称"))
        own = self.place(name, "附件", at, "名称")
        self.keep(title, own)
        blocks = self._content(content, title, at)
        if not blocks:
            what = f"附件「{title}」没有内容。"
            advice = "请在「内容: |」下面写文字或表格，或写成一列；没有这个附件就删去这一项。"
            self.problems.append(error(self.place(content or name, "附件"), what, advice))
        landscape = self.flag(node, "横排", "附件")
        return Annex(title, number_blocks(blocks), landscape=landscape, name_sources=whole(title, own.field))

    def _content(self, node: Node | None, title: str, at: str) -> tuple[Block, ...]:
        """The blocks of an annex: Markdown, a list of sentences, or a table of like entries."""
        if isinstance(node, Scalar):
            if is_blank(node.text):
                return ()
            text = self.set_right(_with_gaps(node.text), self.place(node, "附件", title))
            own = self.place(node, "附件", at, "内容")
            self.keep(set_right(node.text.strip("\n"))[0], own)
            return parse(text, path=own.field)
        items = node.items if isinstance(node, Sequence) else ()
        if items and all(isinstance(item, Mapping) for item in items):
            return (self._records_table([item for item in items if isinstance(item, Mapping)], at),)
        lines = [item for item in items if isinstance(item, Scalar) and not is_blank(item.text)]
        for item in items:
            if not isinstance(item, Scalar):
                advice = "请都写成一句话；要做成表，请每条都写成「- 项目: 内容」。"
                self.problems.append(error(self.place(item, "附件"), "一列里有的是一句话，有的分了项。", advice))
        found = tuple(
            self._typed(
                item, self.set_right(item.text.strip(), self.place(item, "附件")), at, str(number), in_table=False
            )
            for number, item in enumerate(lines, 1)
        )
        return (Listing(found, ordered=True),) if found else ()

    def _typed(self, node: Scalar, text: str, at: str, *keys: str, in_table: bool = True) -> Inlines:
        """A text of an annex, which knows where it was typed."""
        own = self.place(node, "附件", at, "内容", *keys)
        return (Text(self.keep(text, own, in_table=in_table), sources=whole(text, own.field)),) if text else ()

    def _records_table(self, records: list[Mapping], at: str) -> Table:
        """A table of entries that each say 项目: 内容; its columns are all items, in the order they first appear."""
        heads: dict[str, Scalar] = {}
        for key in (key for record in records for key, _ in record.entries):
            heads.setdefault(key.text, key)
        rows = tuple(
            tuple(self._cell(record.get(name), at, str(number), name) for name in heads)
            for number, record in enumerate(records, 1)
        )
        return Table(tuple(self._typed(head, name, at, name) for name, head in heads.items()), rows)

    def _cell(self, node: Node | None, at: str, *keys: str) -> Inlines:
        if isinstance(node, Mapping | Sequence):
            place = self.place(node, "附件", at, "内容", *keys)
            self.problems.append(error(place, "表格的一格只能填一个值。", f"请写成「{keys[-1]}: 内容」。"))
        if not isinstance(node, Scalar) or is_blank(node.text):
            return ()
        return self._typed(node, node.text.strip(), at, *keys)


def _with_gaps(text: str) -> str:
    """Markdown with an empty line around each table, which people forget and the parser needs."""
    lines: list[str] = []
    for line in text.splitlines():
        if (
            lines
            and lines[-1].strip()
            and line.strip()
            and lines[-1].lstrip().startswith("|") != line.lstrip().startswith("|")
        ):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)
