"""One field's node to its value: single values by the reader of their kind, lists and records here."""

from __future__ import annotations

from msgspec.structs import replace

from generator.figures.quantity import Fault
from generator.figures.several import JOINT
from generator.figures.unfinished import counts_as_blank, is_blank, unfinished_problems
from generator.figures.values import Figure, Records, Value, Words
from generator.form.homes import Stray, typed_paths
from generator.form.strays import cure_in, cure_without_home
from generator.library.fields import Field, Group
from generator.library.kinds import NO_LIST, Frame, ReadTyped, Typed
from generator.library.library import CUSTOM
from generator.problem import Place, Problem, Spot, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence


class LeafReader:
    """Reads single fields of one form and collects what they hold and what is wrong with them."""

    def __init__(self, file: str, frame: Frame, catalogue: Group) -> None:
        self.file = file
        self.frame = frame
        self.catalogue = catalogue
        """Every section that the form may hold."""
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.masked: set[str] = set()
        self.unread: set[str] = set()
        """Where something was typed that cannot be read."""

    def fault(self, spot: Spot, field: str, fault: Fault) -> None:
        """Reports that what was typed cannot be read."""
        self.problems.append(error(Place(self.file, spot, field), fault.what, fault.advice))

    def read_leaf(self, field: Field, node: Node, spot: Spot) -> None:
        """Reads the value of ``field``, unless it was left blank or cannot be read."""
        if field.path in self.values:
            place = Place(self.file, spot, field.path)
            self.problems.append(error(place, "同一项用新旧两个名字填了两次。", "请只留一处。"))
            return
        if isinstance(node, Scalar) and field.kind.is_unfilled(node.text):
            self.note_mask(field, node)
            return
        value = self.value(field, node)
        if value is None:
            self.unread.add(field.path)
        else:
            self.values[field.path] = value

    def note_mask(self, field: Field, node: Scalar) -> None:
        """Warns of a figure or date that was typed with ×× in it; it counts as blank."""
        if field.kind.is_exact and not is_blank(node.text):
            self.problems.append(counts_as_blank(node.text, Place(self.file, node.spot, field.path)))
            self.masked.add(field.path)

    def value(self, field: Field, node: Node) -> Value | None:
        """What was filled in for ``field``, None when it was left blank or cannot be read."""
        kind = field.kind
        if kind.read is None:
            return self.records(field, node)
        if kind.is_list:
            return self.items(field, node, kind.read)
        place = Place(self.file, node.spot, field.path)
        typed = _joined(node) if kind.takes_several else None
        typed = self.scalar(node, place, kind.no_list) if typed is None else typed
        return None if typed is None else self.single(kind.read, Typed(typed, place, field.path, field, self.frame))

    def single(self, read: ReadTyped, typed: Typed) -> Value | None:
        """One value as its kind reads it."""
        reading = read(typed)
        self.problems += reading.problems
        if isinstance(reading.value, Figure):
            self.values |= {one.path: one for one in reading.value.more}
        return reading.value

    def scalar(self, node: Node, place: Place, no_list: Fault = NO_LIST) -> str | None:
        """The one text of a node, reported and None when it is a list or mapping."""
        if isinstance(node, Scalar):
            return node.text.strip()
        fault = Fault("这里只填一个值，现在下面又分了项。", NO_LIST.advice) if isinstance(node, Mapping) else no_list
        self.fault(place.spot, place.field, fault)
        return None

    def words(self, node: Node, place: Place) -> str:
        """The one text of a node that is neither of a field nor of the head; empty when there is none."""
        text = self.scalar(node, place)
        if text is None or is_blank(text):
            return ""
        self.problems += unfinished_problems(text, place, self.frame.units)
        return text

    def items(self, field: Field, node: Node, read: ReadTyped) -> tuple[Words, ...] | None:
        """The items of a list that were filled in; a single text is a list of one."""
        if isinstance(node, Mapping):
            place = Place(self.file, node.spot, field.path)
            self.problems.append(error(place, "这里应当是一列，每条以「- 」开头。", "请在每条前面加上「- 」。"))
            return None
        found: list[Words] = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,), 1):
            place = Place(self.file, item.spot, field.path)
            if isinstance(item, Mapping):
                written = item.entries[0][0].text
                advice = f"「{written}」后面的冒号请用全角“：”。"
                self.problems.append(error(place, "这一条里有半角冒号加空格，被当成了分项。", advice))
            elif isinstance(item, Sequence):
                self.problems.append(error(place, "这一条里又套了一列。", "请每条写成一句话。"))
            elif not is_blank(item.text):
                path = f"{field.path}.{position}"
                value = self.single(read, Typed(item.text.strip(), place, path, field, self.frame))
                found += [value] if isinstance(value, Words) else []
        return tuple(found) or None

    def records(self, field: Field, node: Node) -> Records | None:
        """The records that have anything filled in."""
        assert field.record is not None
        found = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,), 1):
            if isinstance(item, Scalar) and is_blank(item.text):
                continue
            if not isinstance(item, Mapping):
                names = "、".join(field.record.children)
                place = Place(self.file, item.spot, field.path)
                advice = f"请写成「- {self._first_entry(field.record, item)}」，可以填：{names}。"
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
                stray = Stray(key, value, self.frame, frozenset(typed_paths(group, node)))
                section = self.catalogue.children.get(field.path.partition(".")[0])
                own = section if isinstance(section, Group) and f".{CUSTOM}" not in field.path else None
                advice = cure_in(stray, group, group) or cure_without_home(stray, group, own)
                self.problems.append(error(Place(self.file, key.spot, field.path), f"不认识「{key.text}」。", advice))
                continue
            path = f"{field.path}.{position}.{leaf.name}"
            leaf = replace(leaf, path=path)
            if isinstance(value, Scalar) and leaf.kind.is_unfilled(value.text):
                self.note_mask(leaf, value)
                continue
            read = self.value(leaf, value)
            if read is None:
                self.unread.add(path)
            else:
                self.values[path] = read
                holds = True
        return holds

    def _first_entry(self, record: Group, node: Node) -> str:
        """How a record begins that was written as one text: with the first field that can hold it."""
        stray = Stray(Scalar("", node.spot), node, self.frame)
        fitting = (name for name, child in record.children.items() if stray.text and stray.fits(child))
        return next((f"{name}: {stray.text}" for name in fitting), "项目: 内容")


def is_empty(node: Node) -> bool:
    """Whether nothing was typed for a key."""
    return isinstance(node, Scalar) and is_blank(node.text)


def _joined(node: Node) -> str | None:
    """The single values of a list as if they had been typed in one line; None when it is no such list."""
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
        return None
    return JOINT.join(item.text.strip() for item in node.items if isinstance(item, Scalar))
