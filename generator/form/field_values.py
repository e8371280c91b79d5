"""One field's node to its value, by the way its kind is read."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.chinese.punctuation import describe, set_right
from generator.figures.dates import SOME_YEAR, Moment, read_moment
from generator.figures.quantity import Fault, Quantity, Unit, is_blank, is_masked, read_quantity, typed_unit
from generator.figures.values import Day, Figure, Flag, Passage, Records, Value, Words
from generator.library.fields import Field, Group
from generator.problem import Place, Problem, Spot, error, nearest, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

YES, NO = ("是", "有", "对", "true", "yes", "√"), ("否", "没有", "无", "不是", "false", "no")
HALF_MASKED = re.compile(r"[xX×Ｘ]{2,}|[_＿]{2,}")


LONGEST_NAME = 7
"""Characters in the longest short name of a phrase."""
STOP = re.compile(r"[，。；：、！？]")
EXACT = ("quantity", "figure", "date")
"""What is not known at all when part of it is masked; a text with ×× in it is still a text."""


def is_unfilled(field: Field, text: str) -> bool:
    """Whether ``text`` leaves ``field`` blank."""
    return is_masked(text) if field.kind.reads in EXACT else is_blank(text)


class LeafReader:
    """Reads single fields of one form and collects what they hold and what is wrong with them."""

    def __init__(self, file: str, units: dict[str, Unit]) -> None:
        self.file = file
        self.units = units
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.masked: set[str] = set()
        self.unread: set[str] = set()
        """Where something was typed that cannot be read."""
        self.year: int | None = None
        self.simplify: Callable[[str], str] = str
        """Reads what was typed in Traditional characters; leaves Simplified alone."""
        self.restore: Callable[[str], str] = str
        """Puts what the templates say into the characters of the form."""

    def fault(self, spot: Spot, field: str, fault: Fault) -> None:
        """Reports that what was typed cannot be read."""
        self.problems.append(error(Place(self.file, spot, field), fault.what, fault.advice))

    def read_leaf(self, field: Field, node: Node, spot: Spot) -> None:
        """Reads the value of ``field``, unless it was left blank or cannot be read."""
        if field.path in self.values:
            place = Place(self.file, spot, field.path)
            self.problems.append(error(place, "同一项用新旧两个名字填了两次。", "请只留一处。"))
            return
        if isinstance(node, Scalar) and is_unfilled(field, node.text):
            self.note_mask(field, node)
            return
        value = READERS[field.kind.reads](self, field, node, Place(self.file, node.spot, field.path))
        if value is None:
            self.unread.add(field.path)
        else:
            self.values[field.path] = value

    def note_mask(self, field: Field, node: Scalar) -> None:
        """Warns of a figure or date that was typed with ×× in it; it counts as blank."""
        if field.kind.reads in EXACT and not is_blank(node.text):
            place = Place(self.file, node.spot, field.path)
            what = f"「{node.text.strip()}」没有填完，按没有填处理。"
            self.problems.append(warning(place, what, "请补上确切的数或日期；没有就留空。"))
            self.masked.add(field.path)

    def exact(self, node: Node, place: Place) -> str | None:
        """The one text of a node as figures, dates, flags and choices are read."""
        typed = self.scalar(node, place)
        return None if typed is None else self.simplify(typed)

    def scalar(self, node: Node, place: Place) -> str | None:
        """The one text of a node, reported and None when it is a list or mapping."""
        if isinstance(node, Scalar):
            return node.text.strip()
        what = "这里只填一个值，现在是一列。" if isinstance(node, Sequence) else "这里只填一个值，现在下面又分了项。"
        self.problems.append(error(place, what, "请写在冒号后面，同一行。"))
        return None

    def quantity(self, field: Field, node: Node, place: Place) -> Figure | None:
        """A figure in the unit of its field."""
        typed = self.exact(node, place)
        assert field.unit is not None
        if typed is None:
            return None
        found = read_quantity(typed, field.unit, field.scale)
        if isinstance(found, Fault):
            self.fault(place.spot, place.field, found)
            return None
        if field.definition.kind == "percent" and found.low is not None and found.low > 1000:
            self.problems.append(warning(place, f"「{typed}」作为百分比太大。", "请核对是否漏了小数点。"))
        return Figure(found, field.path, place, field.name)

    def figure(self, field: Field, node: Node, place: Place) -> Figure | None:
        """A figure in whatever unit was typed with it."""
        typed = self.exact(node, place)
        if typed is None:
            return None
        unit = self.units.get(typed_unit(typed)) or Unit(typed_unit(typed))
        found: Quantity | Fault = read_quantity(typed, unit)
        if isinstance(found, Quantity) and not found.unit:
            found = Fault(f"「{typed}」没有写单位。", "自己加的数要连单位一起填，如「12人」「3.5万元」。")
        if isinstance(found, Fault):
            self.fault(place.spot, place.field, found)
            return None
        return Figure(found, field.path, place, field.name)

    def date(self, field: Field, node: Node, place: Place) -> Day | None:
        """A date; one without a year belongs to the form's."""
        typed = self.exact(node, place)
        if typed is None:
            return None
        found = read_moment(typed, self.year or SOME_YEAR)
        if isinstance(found, Moment):
            return Day(found, field.path, place)
        self.fault(place.spot, place.field, found)
        return None

    def flag(self, field: Field, node: Node, place: Place) -> Flag | None:
        """A yes or no."""
        typed = self.exact(node, place)
        if typed is None or typed.lower() in (*YES, *NO):
            return None if typed is None else Flag(typed.lower() in YES, field.path, place)
        self.fault(
            place.spot, place.field, Fault(f"「{typed}」不是“是”或“否”。", "请填「是」或「否」；没有这回事就留空。")
        )
        return None

    def choice(self, field: Field, node: Node, place: Place) -> Words | None:
        """One of the field's options."""
        typed = self.exact(node, place)
        if typed is None or typed in field.definition.options:
            return None if typed is None else Words(typed, field.path, place)
        near = nearest(typed, field.definition.options)
        advice = f"是不是「{near}」？" if near else ""
        options = "、".join(field.definition.options)
        self.fault(place.spot, place.field, Fault(f"没有「{typed}」这个选项。", f"{advice}可以填：{options}。"))
        return None

    def text(self, field: Field, node: Node, place: Place) -> Words | None:
        """A text on one line, or of several paragraphs."""
        if isinstance(node, Sequence):
            self.problems.append(error(place, "这里填一段文字，现在是一列。", "请合成一段，写在冒号后面。"))
            return None
        typed = self.scalar(node, place)
        return None if typed is None else self.words(field, typed, field.path, place)

    def markdown(self, field: Field, node: Node, place: Place) -> Passage | None:
        """Paragraphs, lists and tables as Markdown writes them."""
        typed = self.scalar(node, place)
        return None if typed is None else Passage(self.set_right(typed, place), field.path, place)

    def words(self, field: Field, typed: str, path: str, place: Place) -> Words:
        """A text, or the full sentence of the phrase it names."""
        sentence = field.definition.phrases.get(self.simplify(typed).rstrip("。；，"))
        if sentence is None and HALF_MASKED.search(typed):
            self.problems.append(warning(place, f"「{typed[:30]}」里有××，像是没有填完。", "请补上，或改写这一句。"))
        if sentence is None:
            self.check_phrase(field, typed, place)
            typed = self.set_right(typed, place)
        return Words(self.restore(sentence) if sentence else typed, path, place)

    def set_right(self, typed: str, place: Place) -> str:
        """The text as Chinese is printed, with a notice of what was changed."""
        text, changes = set_right(typed)
        if changes:
            self.problems.append(notice(place, f"标点已按公文的写法改正：{describe(changes)}。"))
        return text

    def check_phrase(self, field: Field, typed: str, place: Place) -> None:
        """Warns of what looks like the short name of a phrase and is none."""
        if len(typed) > LONGEST_NAME or STOP.search(typed):
            return
        near = nearest(typed, field.definition.phrases)
        if near:
            what = f"「{typed}」不是这里的短名，会照字面印出。"
            self.problems.append(warning(place, what, f"是不是「{near}」？如果就是要印这几个字，请写成一句完整的话。"))

    def items(self, field: Field, node: Node, place: Place) -> tuple[Words, ...] | None:
        """The items of a list that were filled in; a single text is a list of one."""
        if isinstance(node, Mapping):
            self.problems.append(error(place, "这里应当是一列，每条以「- 」开头。", "请在每条前面加上「- 」。"))
            return None
        found = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,)):
            place = Place(self.file, item.spot, field.path)
            if isinstance(item, Mapping):
                written = item.entries[0][0].text
                advice = f"「{written}」后面的冒号请用全角“：”。"
                self.problems.append(error(place, "这一条里有半角冒号加空格，被当成了分项。", advice))
            elif isinstance(item, Sequence):
                self.problems.append(error(place, "这一条里又套了一列。", "请每条写成一句话。"))
            elif not is_blank(item.text):
                found.append(self.words(field, item.text.strip(), f"{field.path}.{position + 1}", place))
        return tuple(found) or None

    def records(self, field: Field, node: Node, _: Place) -> Records | None:
        """The records that have anything filled in."""
        assert field.record is not None
        found = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,), 1):
            if isinstance(item, Scalar) and is_blank(item.text):
                continue
            if not isinstance(item, Mapping):
                names = "、".join(field.record.children)
                place = Place(self.file, item.spot, field.path)
                advice = f"请写成「- 项目: 内容」，可以填：{names}。"
                if isinstance(item, Scalar) and "：" in item.text:
                    advice = "看上去用了全角冒号，请改为半角冒号加空格。"
                self.problems.append(error(place, "每笔记录应当分项写。", advice))
                continue
            if self._record(field, field.record, item, position):
                found.append(f"{field.path}.{position}")
        return Records(tuple(found)) if found else None

    def _record(self, field: Field, group: Group, node: Mapping, position: int) -> bool:
        """Reads one record, and says whether it holds anything."""
        holds = False
        for key, value in node.entries:
            leaf = group.find(key.text)
            if not isinstance(leaf, Field):
                near = nearest(key.text, group.children)
                advice = f"是不是「{near}」？" if near else f"这里可以填：{'、'.join(group.children)}。"
                self.problems.append(error(Place(self.file, key.spot, field.path), f"不认识「{key.text}」。", advice))
                continue
            if isinstance(value, Scalar) and is_unfilled(leaf, value.text):
                continue
            path = f"{field.path}.{position}.{leaf.name}"
            here = Field(path, leaf.name, leaf.place, leaf.definition, leaf.unit, leaf.scale, leaf.record)
            read = READERS[leaf.kind.reads](self, here, value, Place(self.file, value.spot, path))
            if read is not None:
                self.values[path] = read
                holds = True
        return holds


READERS: dict[str, Callable[[LeafReader, Field, Node, Place], Value | None]] = {
    "quantity": LeafReader.quantity,
    "date": LeafReader.date,
    "flag": LeafReader.flag,
    "choice": LeafReader.choice,
    "text": LeafReader.text,
    "prose": LeafReader.text,
    "figure": LeafReader.figure,
    "markdown": LeafReader.markdown,
    "items": LeafReader.items,
    "records": LeafReader.records,
}
"""How each way of reading (``fields.Kind.reads``) turns a node into a value; None leaves it blank."""
