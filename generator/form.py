"""A filled form: nodes and a library in, values and problems out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from generator.custom import total_custom
from generator.dates import SOME_YEAR, Period, read_day, read_moment, read_period
from generator.fields import Field, Group
from generator.language import evaluate, nest
from generator.leaves import LeafReader
from generator.library import Library, Section
from generator.official import KEY as OFFICIAL
from generator.official import Official, read_official
from generator.problem import Place, Problem, error, nearest
from generator.quantity import (
    SCALES,
    WIDE_TO_NARROW,
    ZERO_WORDS,
    Bounds,
    Fault,
    Quantity,
    format_number,
    is_blank,
    is_masked,
)
from generator.script import to_simplified, to_traditional
from generator.source import Mapping, Node, Scalar, Sequence
from generator.values import Day, Figure, Hole, Pending, Value, Words, waiting_for

HEAD = {
    "报告": "哪一种总结：templates/zh/reports/ 里的名字",
    "单位": "单位名称，印在标题里",
    "年度": "哪一年，如 2012",
    "业务": "总结的是哪项工作，缺省随总结的种类，如“社会救助工作”",
    "期间": "全年、上半年、第三季度或 1—5月，缺省是全年",
    "截至": "时点数截至哪一天，缺省是期间的最后一天",
    "署名": "落款的单位名，缺省与单位相同",
    "成文日期": "如 2012-12-20",
    OFFICIAL: "正式行文才填：发文字号、主送机关、附件、抄送等，见 inputs/公文",
    "核对说明": "对警告的说明：项目路径: 原因",
    "文字": "简体或繁体，缺省与表单相同",
    "用词": "本单位的叫法，如 {供养对象: 五保老人}，缺省随年份",
    "模板": "盖在标准模板上的模板文件夹，路径从表单所在的文件夹算起",
}
"""Keys at the top of every form that belong to no section, and what they are for."""

TRADITIONAL_HEAD = ("報告", "單位", "期間")
"""Keys by which a form shows that it was typed in Traditional characters."""
DEFAULT_REPORT = "town"
AS_TYPED = ("单位", "署名")
"""Keys whose text prints as it was typed, whatever the script of the form."""
UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|：]|\.\.')
YEARS = range(1978, 2101)
MOST_HOMES = 3
"""How many places a message names for a key that stands in the wrong one."""


@dataclass(frozen=True, slots=True)
class Head:
    """Who reports, on what period, and when it is signed."""

    unit: Words | None
    selves: tuple[str, str]
    """What the unit calls itself and its whole area: 我镇, 全镇."""
    year: int | None
    period: Period
    stock_day: Day | None = None
    """截至 as typed, when it was."""
    signature: Words | None = None
    date: date | None = None
    business: Words | None = None


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
    masked: frozenset[str] = frozenset()
    """Paths of figures and dates that were typed with ×× in them."""
    own_terms: dict[str, str] = field(default_factory=dict)
    """用词: names this form uses instead of those of its year."""
    official: Official = field(default_factory=Official)
    """公文: what stands around the summary on the page."""

    @property
    def terms(self) -> dict[str, str]:
        """Each term as this form calls it."""
        return {**self.library.terms_of(self.head.year), **self.own_terms}

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
                waits = draft and (child.definition.required or child.path in self.masked)
                value = Pending(waiting_for(child.label), child.path) if waits else Hole(child.path)
            found[name] = value
            found |= dict.fromkeys(child.definition.aliases, value)
        return found


def report_name(root: Mapping, file: str) -> tuple[str, list[Problem]]:
    """The report a form asks for, and what is wrong with how it asks."""
    node = root.get("报告")
    if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
        return DEFAULT_REPORT, []
    if isinstance(node, Scalar) and not UNSAFE_IN_NAMES.search(node.text):
        return node.text.strip(), []
    advice = f"请写成「报告: {DEFAULT_REPORT}」，或去掉这一行。"
    return DEFAULT_REPORT, [error(Place(file, node.line, "报告"), "这里只能填一种总结的名字。", advice)]


def simplify_keys(root: Mapping) -> tuple[bool, Mapping]:
    """Whether a form was typed in Traditional characters, and the form with its keys in Simplified."""
    if not any(key.text in TRADITIONAL_HEAD for key, _ in root.entries):
        return False, root
    return True, _simplified(root)


def _simplified(node: Mapping) -> Mapping:
    return Mapping(
        tuple((Scalar(to_simplified(key.text), key.line), _simplified_inside(value)) for key, value in node.entries),
        node.line,
    )


def _simplified_inside(node: Node) -> Node:
    if isinstance(node, Mapping):
        return _simplified(node)
    if isinstance(node, Sequence):
        return Sequence(tuple(map(_simplified_inside, node.items)), node.line)
    return node


def read_form(root: Mapping, file: str, library: Library, is_traditional: bool = False) -> tuple[Form, list[Problem]]:
    """The form that ``root`` writes, and everything in it that cannot be read.

    With ``is_traditional`` its figures, choices and dates are read in Traditional characters.
    """
    reader = _Reader(file, library)
    if is_traditional:
        reader.simplify, reader.restore = to_simplified, to_traditional
    head = reader.read_head(root)
    for key, node in root.entries:
        if key.text in HEAD:
            continue
        section = library.section(key.text)
        if section is None:
            reader.unknown_section(key)
        else:
            reader.read_section(section, key, node)
    official, faults = read_official(root.get(OFFICIAL), file, head.date, reader.simplify)
    reader.problems += faults
    reader.read_terms(root.get("用词"))
    form = Form(
        file,
        library,
        head,
        reader.values,
        reader.answers,
        reader.stock_days,
        frozenset(reader.masked),
        reader.own_terms,
        official,
    )
    reader.read_answers(root.get("核对说明"))
    derive(form)
    return form, reader.problems


class _Reader(LeafReader):
    """Collects the values and problems of one form: its head, its sections, its explanations."""

    def __init__(self, file: str, library: Library) -> None:
        super().__init__(file, library.units)
        self.library = library
        self.answers: dict[str, Words] = {}
        self.stock_days: dict[str, Day] = {}
        self.own_terms: dict[str, str] = {}

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
        selves = self.library.wording.selves_of(self.simplify(unit.text) if unit else "")
        return Head(
            unit,
            selves,
            self.year,
            period,
            self._day(stock_day) if stock_day else None,
            signature,
            self._signed(signed),
            self._head_words(root, "业务"),
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
        if is_masked(node.text):
            return None
        text = node.text.strip()
        return Words(text if key in AS_TYPED else self.simplify(text), key, place, context=True)

    def _day(self, typed: Words) -> Day | None:
        found = read_moment(typed.text, self.year or SOME_YEAR)
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
        homes = _homes(key.text, *(section.root for section in self.library.sections))
        if homes:
            advice = f"它应当缩进写在{homes}下面。"
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
        if isinstance(node, Scalar) and not is_masked(node.text):
            words = Words(node.text.strip(), f"{section.key}.截至", Place(self.file, node.line), context=True)
            if day := self._day(words):
                self.stock_days[section.key] = day

    def unknown_field(self, group: Group, key: Scalar, section: Section) -> None:
        near = nearest(key.text, group.children)
        homes = _homes(key.text, section.root)
        everywhere = (one.root for one in self.library.sections)
        if near and (key.text in near or not homes):
            advice = f"是不是「{near}」？"
        elif homes:
            advice = f"它应当写在{homes}下面。"
        elif self.library.section(key.text):
            advice = "它是单独的一节，请顶格书写。"
        elif homes := _homes(key.text, *everywhere):
            advice = f"它应当写在{homes}下面。"
        else:
            advice = f"这里可以填：{'、'.join(group.children)}。"
        place = Place(self.file, key.line, group.path)
        self.problems.append(error(place, f"不认识「{key.text}」。", advice))

    def read_terms(self, node: Node | None) -> None:
        """The names the form uses instead of those of its year."""
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.line, "用词")
            self.problems.append(error(place, "应当分项写。", "请写成「供养对象: 五保老人」。"))
            return
        for key, value in node.entries:
            near = nearest(key.text, self.library.terms)
            if key.text not in self.library.terms:
                known = "、".join(self.library.terms)
                advice = f"是不是「{near}」？" if near else f"可以改叫法的有：{known}。"
                self.problems.append(error(Place(self.file, key.line, "用词"), f"没有「{key.text}」这个词。", advice))
            elif isinstance(value, Scalar) and not is_blank(value.text):
                self.own_terms[key.text] = value.text.strip()

    def read_answers(self, node: Node | None) -> None:
        if node is None or (isinstance(node, Scalar) and (is_blank(node.text) or node.text in ZERO_WORDS)):
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


def _homes(name: str, *groups: Group) -> str:
    """The groups that have a field or group called ``name``, as 「低保·城镇」「低保·农村」."""
    found = list(dict.fromkeys(path for group in groups for path in _owners(name, group)))
    shown = "".join(f"「{path.replace('.', '·')}」" for path in found[:MOST_HOMES])
    return shown + ("等" if len(found) > MOST_HOMES else "")


def _owners(name: str, group: Group) -> Iterator[str]:
    if group.find(name):
        yield group.path
    for child in group.children.values():
        if isinstance(child, Group):
            yield from _owners(name, child)


def derive(form: Form) -> None:
    """Fills blank fields that have a formula whose figures are all there and exact, and asked-for totals."""
    total_custom(form.values)
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
