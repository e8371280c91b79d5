"""One field's node to its value: single values by the reader of their kind, lists and records here."""

from __future__ import annotations

from collections.abc import Container, Iterator

from msgspec.structs import replace

from generator.chinese.lines import items_of, join_lines
from generator.chinese.numbering import counted_apart, describe_numbers, may_be_numbers, without_numbers
from generator.figures.quantity import ZERO_WORDS, Fault
from generator.figures.several import JOINT
from generator.figures.unfinished import counts_as_blank, is_blank, says_unknown, unfinished_problems
from generator.figures.values import Figure, Records, Value, Words
from generator.form.crowd import crowd_of
from generator.form.crowded import crowd_fault
from generator.form.homes import Stray, typed_paths
from generator.form.instalments import entries_apart
from generator.form.strays import cure_in, cure_without_home
from generator.language.fields import Field, Group
from generator.language.kinds import NO_LIST
from generator.language.typed import Frame, ReadTyped, Typed
from generator.library.library import CUSTOM
from generator.problem import Place, Problem, Spot, error, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

MOST_WRITTEN_OUT = 120
"""Characters of items that are written out in full."""


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
        self.retold: set[int] = set()
        """Lines of which all is said with what stands there, what the look for slips said too."""
        self.denied: set[str] = set()
        """Groups of which it was said that there is nothing."""

    @property
    def taken(self) -> frozenset[str]:
        """The paths of all that was typed in the sections of the form."""
        return frozenset()

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

    def apart(self, group: Group, node: Mapping, section: Group) -> tuple[str, ...]:
        """Reports entries of a group that are months or quarters of its figures; the keys of those entries."""
        found = entries_apart(group, node, section, self.frame)
        if found is None:
            return ()
        self.fault(found.keys[0].spot, group.path, found.fault)
        self.unread |= {f"{group.path}.{key.text}" for key in found.keys}
        return tuple(key.text for key in found.keys)

    def note_mask(self, field: Field, node: Scalar) -> None:
        """Warns of a figure or date that was typed with ×× in it; it counts as blank."""
        if field.kind.is_blank_when_masked and not is_blank(node.text):
            self.problems.append(counts_as_blank(node.text, Place(self.file, node.spot, field.path)))
            self.masked.add(field.path)
        elif not field.kind.is_blank_when_masked:
            self._note_blank(node, Place(self.file, node.spot, field.path))

    def _note_blank(self, node: Scalar, place: Place) -> None:
        """Tells of a word that says that something is still to be written; nothing is printed for it."""
        if (word := node.text.strip()) and word.isalpha() and not word.isascii():
            self.problems.append(notice(place, f"「{word}」按没有填处理，文中不写这一条。", "请写上内容；没有就删去。"))

    def says_nothing(self, group: Group, node: Node) -> bool:
        """Whether a word for a group as a whole says that there is nothing of it, or nothing known yet."""
        if isinstance(node, Scalar) and self.frame.simplify(node.text.strip()) in ZERO_WORDS:
            self.denied.add(group.path)
            return True
        if isinstance(node, Scalar) and says_unknown(node.text):
            self.problems.append(counts_as_blank(node.text, Place(self.file, node.spot, group.path)))
            return True
        return False

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
        crowded = None if reading.value else self._crowded(typed)
        self.problems += (crowded,) if crowded else reading.problems
        if isinstance(reading.value, Figure):
            self.values |= {one.path: one for one in reading.value.more}
        return reading.value

    def _crowded(self, typed: Typed) -> Problem | None:
        """What is wrong with several figures that were typed for one field; None where that is not it."""
        field = typed.field
        crowd = crowd_of(field, self.catalogue, self.frame, self.taken) if isinstance(field, Field) else None
        fault = crowd_fault(typed.text, crowd) if crowd else None
        return error(typed.place, fault.what, fault.advice) if fault else None

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
        return join_lines(text.split("\n"))

    def items(self, field: Field, node: Node, read: ReadTyped) -> tuple[Words, ...] | None:
        """The items of a list that were filled in; a single text is a list of one."""
        if isinstance(node, Mapping):
            place = Place(self.file, node.spot, field.path)
            written = "".join(f"「- {one}」" for one in _as_items(node, field.phrases))
            advice = (
                f"请改为{len(node.entries)}条：{written}。"
                if len(written) <= MOST_WRITTEN_OUT
                else "请在每条前面加上「- 」。"
            )
            self.problems.append(error(place, "这里应当是一列，每条以「- 」开头。", advice))
            self.retold |= {key.spot.line for key, _ in node.entries}
            return None
        texts: list[tuple[str, str, Place]] = []
        for position, item in enumerate(self._listed(field, node), 1):
            place = Place(self.file, item.spot, field.path)
            if isinstance(item, Mapping):
                written = item.entries[0][0].text
                advice = f"「{written}」后面的冒号请用全角“：”。"
                self.problems.append(error(place, "这一条里有半角冒号加空格，被当成了分项。", advice))
            elif isinstance(item, Sequence):
                self.problems.append(error(place, "这一条里又套了一列。", "请每条写成一句话。"))
            elif is_blank(item.text):
                self._note_blank(item, place)
            else:
                texts.append((item.text.strip(), f"{field.path}.{position}", place))
        plain = self._without_numbers(self._without_lead(texts))
        values = [self.single(read, Typed(text, place, path, field, self.frame)) for text, path, place in plain]
        found = tuple(value for value in values if isinstance(value, Words))
        if len(found) > 1:
            self.problems += [
                notice(one.place, f"「{one.text}」这一条没有印。", "请删去这一行；要印的请写成一句话。")
                for one in found
                if one.none
            ]
        if len(found) == 1 and isinstance(node, Scalar) and node.lines > 1 and "\n" not in node.text.strip():
            what = f"这{node.lines}行没有以「- 」开头，连成了一条。"
            advice = "各是一条的，请在每行前面加上「- 」；是一句话的，请写在一行里。"
            self.problems.append(warning(Place(self.file, node.spot, field.path), what, advice))
        return found or None

    def _listed(self, field: Field, node: Scalar | Sequence) -> tuple[Node, ...]:
        """The items of a list; those that were typed in one text, line by line or counted, are told apart and said."""
        nodes = node.items if isinstance(node, Sequence) else (node,)
        only = nodes[0] if len(nodes) == 1 else None
        if not isinstance(only, Scalar):
            return nodes
        text = only.text.strip("\n")
        lines = items_of(text) if only is node and "\n" in text.strip() else [(0, text.strip())]
        items = [(at, item) for at, line in lines for item in counted_apart(line)]
        if len(items) < 2:
            return nodes
        what = f"一段文字里写了几条，按{len(items)}条读。"
        advice = "同一条的请写在一行里；每条写成「- 」开头的一行，就不再提示。"
        self.problems.append(notice(Place(self.file, node.spot, field.path), what, advice))
        return tuple(Scalar(item, _deeper(only.spot, at)) for at, item in items)

    def _without_lead(self, texts: list[tuple[str, str, Place]]) -> list[tuple[str, str, Place]]:
        """The items of a list without the first where that only leads over to the others, which is said."""
        if len(texts) < 2 or not texts[0][0].endswith(("：", ":")):
            return texts
        what = f"「{texts[0][0]}」只引出下面几条，这一句没有印。"
        self.problems.append(warning(texts[0][2], what, "请删去这一句；要印的请写成完整的一条。"))
        return texts[1:]

    def _without_numbers(self, texts: list[tuple[str, str, Place]]) -> list[tuple[str, str, Place]]:
        """The items of a list without the numbers typed before them, which is said."""
        typed = [text for text, _, _ in texts]
        plain, taken = without_numbers(typed)
        if taken:
            self.problems.append(notice(texts[0][2], describe_numbers(taken)))
        elif may_be_numbers(typed):
            what = f"「{typed[0][:LONGEST_START]}」开头的数，看不出是编号还是内容，照填的印。"
            self.problems.append(warning(texts[0][2], what, "是编号的请删去，由程序编；是内容的，请在前面加几个字。"))
        return [(text, path, place) for text, (_, path, place) in zip(plain, texts, strict=True)]

    def records(self, field: Field, node: Node) -> Records | None:
        """The records that have anything filled in."""
        assert field.record is not None
        found = []
        for position, item in enumerate(self._records_of(field, field.record, node), 1):
            if isinstance(item, Scalar) and is_blank(item.text):
                continue
            if not isinstance(item, Mapping):
                names = "、".join(field.record.children)
                place = Place(self.file, item.spot, field.path)
                advice = f"请写成「- {self._first_entry(field.record, item)}」，可以填：{names}。"
                if _named_by(field):
                    advice = _in_parts(field, field.record, "项目名")
                elif isinstance(item, Scalar) and "：" in item.text:
                    advice = "看上去用了全角冒号，请改为半角冒号加空格。"
                self.problems.append(error(place, "每笔记录应当分项写。", advice))
                continue
            if self._record(field, field.record, item, position):
                found.append(f"{field.path}.{position}")
        return Records(tuple(found)) if found else None

    def _records_of(self, field: Field, record: Group, node: Node) -> tuple[Node, ...]:
        """The records of a list; those of a series may stand under the names of what they are of."""
        if isinstance(node, Sequence):
            return node.items
        if not _named_by(field) or not isinstance(node, Mapping) or _holds_keys_of(record, node):
            return (node,)
        return tuple(self._by_name(field, record, node, ""))

    def _by_name(self, field: Field, record: Group, node: Mapping, above: str) -> Iterator[Node]:
        """The series that stand under the names of fields and groups, each as a record that holds its name."""
        for key, value in node.entries:
            name = f"{above}{key.text}"
            is_group = bool(field.definition.series) and isinstance(
                self.catalogue.at(f"{field.path.partition('.')[0]}.{name}"), Group
            )
            if isinstance(value, Mapping) and is_group:
                yield from self._by_name(field, record, value, f"{name}.")
            elif isinstance(value, Mapping):
                named = Scalar(_named_by(field), key.spot), Scalar(name, key.spot)
                yield Mapping((named, *value.entries), key.spot)
            elif not is_empty(value):
                place = Place(self.file, key.spot, field.path)
                self.problems.append(error(place, f"「{name}」没有分项填写。", _in_parts(field, record, name)))

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
                self.unread.add(f"{field.path}.{position}.{key.text}")
                continue
            path = f"{field.path}.{position}.{leaf.name}"
            leaf = replace(leaf, path=path)
            if isinstance(value, Scalar) and leaf.kind.is_unfilled(value.text):
                self.note_mask(leaf, value)
                continue
            if leaf.kind.takes_several and _joined(value) == "":
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


LONGEST_START = 12
"""Characters of a text that a message quotes to name it."""


def _deeper(spot: Spot, line: int) -> Spot:
    """Where a line of a text stands; it begins a text of its own."""
    below = spot.of_line(line)
    return below._replace(begins=below.line) if spot.begins else below


def _as_items(node: Mapping, phrases: Container[str]) -> Iterator[str]:
    """What was typed as entries, written as items: a short name alone, whatever sentence stands behind it."""
    for key, value in node.entries:
        text = value.text if isinstance(value, Scalar) else ""
        yield key.text if key.text in phrases or not text else f"{key.text}：{text}"


def is_empty(node: Node) -> bool:
    """Whether nothing was typed for a key."""
    return isinstance(node, Scalar) and is_blank(node.text)


def _holds_keys_of(record: Group, node: Mapping) -> bool:
    """Whether a key of a mapping is one of a record."""
    return any(record.find(key.text) for key, _ in node.entries)


def _in_parts(field: Field, record: Group, name: str) -> str:
    """How the parts of a series are typed."""
    first = next(one for one in record.children if one != _named_by(field))
    return f"请写成「{name}: {{{first}: 内容}}」这样，分项写各个数。"


def _named_by(field: Field) -> str:
    """The text by which each record of a field is named, where they may stand under their names."""
    return field.definition.series or field.definition.named


def _joined(node: Node) -> str | None:
    """The single values of a list as if they had been typed in one line; None when it is no such list."""
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
        return None
    return JOINT.join(item.text.strip() for item in node.items if isinstance(item, Scalar) and not is_empty(item))
