"""A filled form: nodes and a library in, values and problems out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from generator.dates import Moment, Period, read_day, read_moment, read_period
from generator.fields import Field, Group
from generator.language import evaluate, nest
from generator.library import Library, Section
from generator.problem import Place, Problem, error, nearest, warning
from generator.quantity import SCALES, WIDE_TO_NARROW, Bounds, Fault, Quantity, format_number, is_blank, read_quantity
from generator.source import Mapping, Node, Scalar, Sequence
from generator.values import Day, Figure, Flag, Hole, Pending, Record, Value, Words

HEAD = {
    "报告": "哪一种总结：templates/zh/reports/ 里的名字",
    "单位": "单位名称，印在标题里",
    "年度": "哪一年，如 2012",
    "期间": "全年、上半年、第三季度或 1—5月，缺省是全年",
    "截至": "时点数截至哪一天，缺省是期间的最后一天",
    "署名": "落款的单位名，缺省与单位相同",
    "成文日期": "如 2012-12-20",
    "核对说明": "对警告的说明：项目路径: 原因",
}
"""Keys at the top of every form that belong to no section, and what they are for."""

DEFAULT_REPORT = "town"
UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|：]|\.\.')
YEARS = range(1978, 2101)
YES, NO = ("是", "有", "对", "true", "yes", "√"), ("否", "没有", "无", "不是", "false", "no")
HALF_MASKED = re.compile(r"[xX×Ｘ]{2,}|[_＿]{2,}")


@dataclass(frozen=True, slots=True)
class Head:
    """Who reports, on what period, and when it is signed."""

    unit: Words | None
    year: int | None
    period: Period
    stock_day: Day | None = None
    """截至 as typed, when it was."""
    signature: Words | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """All that one official filled in; ``values`` holds only what was, by dotted path."""

    file: str
    library: Library
    head: Head
    values: dict[str, Value]
    answers: dict[str, Words]
    """Explanations of warnings by the path they speak of."""
    stock_days: dict[str, Day]
    """截至 of single sections, by section key."""

    def tree(self, group: Group, draft: bool = False) -> dict[str, object]:
        """The values of a group as nested dicts, with holes where nothing was filled in.

        In a ``draft`` a required field that is blank is pending instead of a hole.
        """
        found: dict[str, object] = {}
        for name, child in group.children.items():
            if isinstance(child, Group):
                found[name] = self.tree(child, draft)
                continue
            value = self.values.get(child.path)
            if value is None:
                waits = draft and child.definition.required
                value = Pending(child.label, child.path) if waits else Hole(child.path)
            found[name] = value
            found |= dict.fromkeys(child.definition.aliases, value)
        return found


def report_name(root: Mapping) -> str:
    """The report a form asks for."""
    node = root.get("报告")
    return node.text.strip() if isinstance(node, Scalar) and node.text.strip() else DEFAULT_REPORT


def read_form(root: Mapping, file: str, library: Library) -> tuple[Form, list[Problem]]:
    """The form that ``root`` writes, and everything in it that cannot be read."""
    reader = _Reader(file, library)
    head = reader.read_head(root)
    for key, node in root.entries:
        if key.text in HEAD:
            continue
        section = library.section(key.text)
        if section is None:
            reader.unknown_section(key)
        else:
            reader.read_section(section, key, node)
    form = Form(file, library, head, reader.values, reader.answers, reader.stock_days)
    reader.read_answers(root.get("核对说明"))
    derive(form)
    return form, reader.problems


class _Reader:
    """Collects the values and problems of one form."""

    def __init__(self, file: str, library: Library) -> None:
        self.file = file
        self.library = library
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.answers: dict[str, Words] = {}
        self.stock_days: dict[str, Day] = {}
        self.year: int | None = None

    def fault(self, line: int, field: str, fault: Fault) -> None:
        self.problems.append(error(Place(self.file, line, field), fault.what, fault.advice))

    def read_head(self, root: Mapping) -> Head:
        self.year = self._year(root)
        unit = self._head_words(root, "单位")
        if unit and UNSAFE_IN_NAMES.search(unit.text):
            self.fault(
                unit.place.line, "单位", Fault(f"「{unit.text}」里有不能用在文件名里的符号。", "请只写单位名称。")
            )
        periods = self.library.wording.periods
        period = Period(next(iter(periods)), *next(iter(periods.values())))
        typed = self._head_words(root, "期间")
        if typed:
            found = read_period(typed.text, periods)
            if isinstance(found, Fault):
                self.fault(typed.place.line, "期间", found)
            else:
                period = found
        stock_day = self._head_words(root, "截至")
        signed = self._head_words(root, "成文日期")
        signature = self._head_words(root, "署名")
        return Head(
            unit, self.year, period, self._day(stock_day) if stock_day else None, signature, self._signed(signed)
        )

    def _year(self, root: Mapping) -> int | None:
        typed = self._head_words(root, "年度")
        if typed is None:
            return None
        digits = typed.text.translate(WIDE_TO_NARROW).removesuffix("年度").removesuffix("年").strip()
        if re.fullmatch(r"\d{4}", digits) and int(digits) in YEARS:
            return int(digits)
        self.fault(typed.place.line, "年度", Fault(f"看不懂年度「{typed.text}」。", "请填四位年份，如「2012」。"))
        return None

    def _head_words(self, root: Mapping, key: str) -> Words | None:
        node = root.get(key)
        if node is None:
            return None
        place = Place(self.file, node.line, key)
        if not isinstance(node, Scalar):
            self.problems.append(error(place, "这里只能填一行文字。", f"请写成「{key}: 内容」。"))
            return None
        return None if is_blank(node.text) else Words(node.text.strip(), key, place, context=True)

    def _day(self, typed: Words) -> Day | None:
        found = read_moment(typed.text, self.year)
        if isinstance(found, Fault):
            self.fault(typed.place.line, typed.path, found)
            return None
        return Day(found, typed.path, typed.place, context=True)

    def _signed(self, typed: Words | None) -> date | None:
        if typed is None:
            return None
        found = read_day(typed.text)
        if isinstance(found, Fault):
            self.fault(typed.place.line, typed.path, found)
            return None
        return found

    def unknown_section(self, key: Scalar) -> None:
        known = [*HEAD, *(section.key for section in self.library.sections)]
        near = nearest(key.text, known)
        owner = next((one for one in self.library.sections if one.root.find(key.text)), None)
        if owner and not near:
            advice = f"它应当缩进写在「{owner.key}」下面。"
        else:
            advice = f"是不是「{near}」？" if near else f"这份表单可以填：{'、'.join(known)}。"
        self.problems.append(error(Place(self.file, key.line), f"不认识「{key.text}」。", advice))

    def read_section(self, section: Section, key: Scalar, node: Node) -> None:
        direct = section.definition.direct
        if isinstance(node, Scalar) and is_blank(node.text):
            return
        if isinstance(node, Mapping):
            self.read_group(section.root, node, section)
        elif direct:
            leaf = section.root.find(direct)
            assert isinstance(leaf, Field)
            self.read_leaf(leaf, node, key.line)
        else:
            self._not_a_mapping(section.root, node)

    def _not_a_mapping(self, group: Group, node: Node) -> None:
        names = list(group.children)
        what = "下面应当分项填写，现在是一列。" if isinstance(node, Sequence) else "下面应当分项填写，现在是一段文字。"
        advice = f"请另起一行，缩进两格，逐项写「{names[0]}: 」「{names[min(1, len(names) - 1)]}: 」等。"
        if isinstance(node, Scalar) and "：" in node.text:
            advice = "看上去用了全角冒号，请改为半角冒号加空格。"
        self.problems.append(error(Place(self.file, node.line, group.path), what, advice))

    def read_group(self, group: Group, node: Mapping, section: Section) -> None:
        for key, value in node.entries:
            child = group.find(key.text)
            if child is None and group is section.root and key.text == "截至":
                self._section_day(section, value)
            elif child is None:
                self.unknown_field(group, key, section)
            elif isinstance(child, Field):
                self.read_leaf(child, value, key.line)
            elif isinstance(value, Mapping):
                self.read_group(child, value, section)
            elif not (isinstance(value, Scalar) and is_blank(value.text)):
                self._not_a_mapping(child, value)

    def _section_day(self, section: Section, node: Node) -> None:
        if isinstance(node, Scalar) and not is_blank(node.text):
            words = Words(node.text.strip(), f"{section.key}.截至", Place(self.file, node.line), context=True)
            if day := self._day(words):
                self.stock_days[section.key] = day

    def unknown_field(self, group: Group, key: Scalar, section: Section) -> None:
        near = nearest(key.text, group.children)
        elsewhere = next((leaf for leaf in section.root.leaves() if leaf.name == key.text), None)
        if near:
            advice = f"是不是「{near}」？"
        elif elsewhere:
            advice = f"它应当写在「{elsewhere.path.rpartition('.')[0].replace('.', '·')}」下面。"
        elif self.library.section(key.text):
            advice = "它是单独的一节，请顶格书写。"
        else:
            advice = f"这里可以填：{'、'.join(group.children)}。"
        place = Place(self.file, key.line, group.path)
        self.problems.append(error(place, f"不认识「{key.text}」。", advice))

    def read_leaf(self, field: Field, node: Node, line: int) -> None:
        if field.path in self.values:
            place = Place(self.file, line, field.path)
            self.problems.append(error(place, "同一项用新旧两个名字填了两次。", "请只留一处。"))
            return
        if isinstance(node, Scalar) and is_blank(node.text):
            return
        value = READERS[field.kind.reads](self, field, node, Place(self.file, node.line, field.path))
        if value is not None:
            self.values[field.path] = value

    def scalar(self, node: Node, place: Place) -> str | None:
        """The one text of a node, reported and None when it is a list or mapping."""
        if isinstance(node, Scalar):
            return node.text.strip()
        what = "这里只填一个值，现在是一列。" if isinstance(node, Sequence) else "这里只填一个值，现在下面又分了项。"
        self.problems.append(error(place, what, "请写在冒号后面，同一行。"))
        return None

    def quantity(self, field: Field, node: Node, place: Place) -> Figure | None:
        typed = self.scalar(node, place)
        assert field.unit is not None
        if typed is None:
            return None
        found = read_quantity(typed, field.unit, field.scale)
        if isinstance(found, Fault):
            self.fault(place.line, place.field, found)
            return None
        if field.definition.kind == "percent" and found.low is not None and found.low > 1000:
            self.problems.append(warning(place, f"「{typed}」作为百分比太大。", "请核对是否漏了小数点。"))
        return Figure(found, field.path, place, field.name)

    def date(self, field: Field, node: Node, place: Place) -> Day | None:
        typed = self.scalar(node, place)
        if typed is None:
            return None
        found = read_moment(typed, self.year)
        if isinstance(found, Moment):
            return Day(found, field.path, place)
        self.fault(place.line, place.field, found)
        return None

    def flag(self, field: Field, node: Node, place: Place) -> Flag | None:
        typed = self.scalar(node, place)
        if typed is None or typed.lower() in (*YES, *NO):
            return None if typed is None else Flag(typed.lower() in YES, field.path, place)
        self.fault(
            place.line, place.field, Fault(f"「{typed}」不是“是”或“否”。", "请填「是」或「否」；没有这回事就留空。")
        )
        return None

    def choice(self, field: Field, node: Node, place: Place) -> Words | None:
        typed = self.scalar(node, place)
        if typed is None or typed in field.definition.options:
            return None if typed is None else Words(typed, field.path, place)
        near = nearest(typed, field.definition.options)
        advice = f"是不是「{near}」？" if near else ""
        options = "、".join(field.definition.options)
        self.fault(place.line, place.field, Fault(f"没有「{typed}」这个选项。", f"{advice}可以填：{options}。"))
        return None

    def text(self, field: Field, node: Node, place: Place) -> Words | None:
        if isinstance(node, Sequence):
            self.problems.append(error(place, "这里填一段文字，现在是一列。", "请合成一段，写在冒号后面。"))
            return None
        typed = self.scalar(node, place)
        return None if typed is None else self.words(field, typed, field.path, place)

    def words(self, field: Field, typed: str, path: str, place: Place) -> Words:
        """A text, or the full sentence of the phrase it names."""
        sentence = field.definition.phrases.get(typed.rstrip("。；，"))
        if sentence is None and HALF_MASKED.search(typed):
            self.problems.append(warning(place, f"「{typed[:30]}」里有××，像是没有填完。", "请补上，或改写这一句。"))
        return Words(sentence or typed, path, place)

    def items(self, field: Field, node: Node, place: Place) -> tuple[Words, ...] | None:
        if isinstance(node, Mapping):
            self.problems.append(error(place, "这里应当是一列，每条以「- 」开头。", "请在每条前面加上「- 」。"))
            return None
        found = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,)):
            spot = Place(self.file, item.line, field.path)
            if isinstance(item, Mapping):
                written = item.entries[0][0].text
                advice = f"「{written}」后面的冒号请用全角“：”。"
                self.problems.append(error(spot, "这一条里有半角冒号加空格，被当成了分项。", advice))
            elif isinstance(item, Sequence):
                self.problems.append(error(spot, "这一条里又套了一列。", "请每条写成一句话。"))
            elif not is_blank(item.text):
                found.append(self.words(field, item.text.strip(), f"{field.path}.{position + 1}", spot))
        return tuple(found) or None

    def records(self, field: Field, node: Node, _: Place) -> tuple[Record, ...] | None:
        assert field.record is not None
        found = []
        for position, item in enumerate(node.items if isinstance(node, Sequence) else (node,), 1):
            if not isinstance(item, Mapping):
                names = "、".join(field.record.children)
                spot = Place(self.file, item.line, field.path)
                self.problems.append(error(spot, "每笔记录应当分项写。", f"请写成「- 项目: 内容」，可以填：{names}。"))
                continue
            found.append(self._record(field, field.record, item, position))
        return tuple(found) or None

    def _record(self, field: Field, group: Group, node: Mapping, position: int) -> Record:
        record: Record = {leaf.name: Hole(f"{field.path}.{position}.{leaf.name}") for leaf in group.leaves()}
        for key, value in node.entries:
            leaf = group.find(key.text)
            if not isinstance(leaf, Field):
                near = nearest(key.text, group.children)
                advice = f"是不是「{near}」？" if near else f"这里可以填：{'、'.join(group.children)}。"
                self.problems.append(error(Place(self.file, key.line, field.path), f"不认识「{key.text}」。", advice))
                continue
            if isinstance(value, Scalar) and is_blank(value.text):
                continue
            path = f"{field.path}.{position}.{leaf.name}"
            here = Field(path, leaf.name, leaf.place, leaf.definition, leaf.unit, leaf.scale, leaf.record)
            read = READERS[leaf.kind.reads](self, here, value, Place(self.file, value.line, path))
            if read is not None:
                record[leaf.name] = read
                self.values[path] = read
        return record

    def read_answers(self, node: Node | None) -> None:
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.line, "核对说明")
            self.problems.append(error(place, "应当分项写。", "请写成「低保.农村.月发放额: 原因」。"))
            return
        for key, value in node.entries:
            path = key.text.replace("·", ".")
            place = Place(self.file, key.line, "核对说明")
            if self.library.field(path) is None:
                every = [leaf.path for leaf in self.library.whole.leaves()]
                near = nearest(path, every)
                advice = f"是不是「{near}」？" if near else "请写明项目的路径，如「低保.农村.月发放额」。"
                self.problems.append(error(place, f"没有「{key.text}」这个项目。", advice))
            elif isinstance(value, Scalar) and not is_blank(value.text):
                self.answers[path] = Words(value.text.strip(), path, place)


READERS: dict[str, Callable[[_Reader, Field, Node, Place], Value | None]] = {
    "quantity": _Reader.quantity,
    "date": _Reader.date,
    "flag": _Reader.flag,
    "choice": _Reader.choice,
    "text": _Reader.text,
    "prose": _Reader.text,
    "items": _Reader.items,
    "records": _Reader.records,
}
"""How each way of reading (``fields.Kind.reads``) turns a node into a value; None leaves it blank."""


def _line_of(root: Mapping, key: str) -> int:
    return next((name.line for name, _ in root.entries if name.text == key), root.line)


def derive(form: Form) -> None:
    """Fills blank fields that have a formula whose figures are all there and exact."""
    pending = [leaf for leaf in form.library.whole.leaves() if leaf.definition.formula]
    for _ in pending:
        found = {
            leaf.path: figure for leaf in pending if leaf.path not in form.values and (figure := derived(leaf, form))
        }
        if not found:
            return
        form.values.update(found)


def derived(leaf: Field, form: Form) -> Figure | None:
    """What the formula of ``leaf`` gives, or None when a figure it needs is blank or inexact."""
    section = leaf.path.split(".", 1)[0]
    paths = form.library.formula_paths(leaf)
    parts = [form.values.get(path) for path in paths]
    figures = [part for part in parts if isinstance(part, Figure) and part.quantity.exact]
    if not figures or len(figures) < len(parts) or leaf.unit is None:
        return None
    result = evaluate(leaf.definition.formula, nest(section, {one.path: one.bounds for one in figures}))
    if not isinstance(result, Bounds) or result.low is None or not result.exact:
        return None
    scales = {figure.quantity.scale for figure in figures}
    scale = scales.pop() if len(scales) == 1 else ""
    number = format_number(result.low / SCALES.get(scale, 1))
    quantity = Quantity(number + scale, leaf.unit.name, "", result.low, result.low, scale)
    return Figure(quantity, leaf.path, figures[0].place, leaf.name, tuple(figures))
