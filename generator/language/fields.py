"""What a form may hold: fields, and groups of them, as sections declare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.figures.quantity import Unit, split_unit
from generator.figures.values import Hole, hole
from generator.figures.written import PLACE_OF_NUMBER
from generator.language.kinds import KINDS, Kind, KindName, Rollup
from generator.problem import WHOLE_FILE, Place, Problem, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.strict import Definition, validate

ALIASES = "aliases"
"""What other names a group is known by stand under, among its fields."""
JUMP = re.compile(r"\d+(\.\d+)?%|none")


class RuleDefinition(Definition, frozen=True):
    """One entry under ``checks:``: a claim that must be possible, and what to say when it is not."""

    rule: str
    message: str
    level: Literal["error", "warning", "notice"] = "warning"
    tolerance: str = "0"
    """A share like 10%, or an absolute amount like 1."""
    units: tuple[str, ...] = ()
    """Unlike units that it compares on purpose: [户, 人]."""

    def __post_init__(self) -> None:
        try:
            tolerance = Fraction(self.tolerance.removesuffix("%"))
        except (ValueError, ZeroDivisionError) as fault:
            raise ValueError("容差应写成 10% 或 1 这样") from fault
        if tolerance < 0:
            raise ValueError("容差不能是负数")


@lru_cache(maxsize=512)
def read_span(least: str, most: str) -> tuple[Fraction, Fraction]:
    """The two ends of what is plausible; ValueError says how to write them."""
    try:
        low, high = Fraction(least), Fraction(most)
    except (ValueError, ZeroDivisionError) as fault:
        raise ValueError(f"范围应写成 [5, 100000] 这样两个数，现在是「{least}」「{most}」") from fault
    if low > high:
        raise ValueError(f"范围应当前小后大，现在是「{least}」「{most}」")
    return low, high


class FieldDefinition(Definition, frozen=True):
    """A leaf under ``fields:`` of a section's form.yaml."""

    kind: KindName
    unit: str = ""
    also: tuple[str, ...] = ()
    """Other units that it takes in place of its own, one for one; the one typed prints: 人 for 具."""
    label: str = ""
    """What messages, the blank form and 列举 call it; by default its keys joined."""
    help: str = ""
    required: bool = False
    rare: bool = False
    """Listed in the blank form after the line that separates the less usual fields."""
    detail: bool = False
    """Rare, and not even named there: only the full blank form has it."""
    scope: str = ""
    """The scope that brought it; the blank form has it only when asked for in full."""
    formula: str = ""
    otherwise: str = ""
    """Another sum that it follows from where ``formula`` lacks a figure."""
    rollup: Rollup | None = None
    weight: str = ""
    """The field of the section by which ``rollup: weighted`` weighs."""
    last: str = ""
    """The figure of the section whose value of last year a new form begins with here: 城镇.标准 for 城镇.原标准."""
    jump: str = ""
    """A change since last year beyond this share is asked about: 50% when not given, none for never."""
    renewed: bool = False
    """Whether words that only repeat last year's are pointed out."""
    decimals: bool = False
    """Whether it is an average, which need not be whole though its unit is: 45.27张 for a thousand."""
    per: tuple[str, ...] = ()
    """What it is divided by to see whether it can be right: the first of these that is filled in; 甲 + 乙 for both."""
    between: tuple[str, str] | None = None
    """The least and the most of it, or for each of ``per``; by default that of its kind."""
    said: tuple[str, ...] = ()
    """What its sentence says before it already, so that it is left out when it was typed: 每人每月."""
    each: str = ""
    """For whom its standard is, which stands before it in print: 每人 for 每人每月760元."""
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    phrases: dict[str, str] = {}
    wordings: dict[str, tuple[str, ...]] = {}
    """Other ways to say the sentence of a short name; units take turns at them."""
    fields: dict[str, Any] = {}
    named: str = ""
    """The text of each record that says which it is; a record may stand under it as under a key."""
    series: str = ""
    """The text of each record that names the figure whose parts it holds; the others are called as periods are: 一季度."""
    closes: bool = False
    """Whether it prints behind the first paragraph of its section; of fields that every section takes."""
    checks: tuple[RuleDefinition, ...] = ()
    """The rules that each record must meet."""

    def __post_init__(self) -> None:
        if self.jump and not JUMP.fullmatch(self.jump):
            raise ValueError("jump 应写成 80% 或 none")
        if bool(self.weight) != (self.rollup == "weighted"):
            raise ValueError("rollup: weighted 要和 weight 一起写，weight 是按哪个项目加权")
        if self.between:
            read_span(*self.between)
        others = (one for several in self.wordings.values() for one in several)
        printed = (*self.options, *self.phrases.values(), *others)
        if raw := next((one for one in printed if "{{" in one or "{%" in one), ""):
            raise ValueError(f"「{raw}」会照字面印出，options、phrases 和 wordings 里不能写 {{{{ }}}}、{{% %}}")
        if lost := next((one for one in self.wordings if one not in self.phrases), ""):
            raise ValueError(f"wordings 里的「{lost}」不在 phrases 里")
        if self.also and not KINDS[self.kind].has_unit:
            raise ValueError("also 要和 unit 一起写，是这一项也认的单位")
        if self.otherwise and not self.formula:
            raise ValueError("otherwise 要和 formula 一起写")
        if (self.checks or self.series or self.named) and self.kind != "records":
            raise ValueError("checks、series、named 只能写在 records 下面")
        if lost := next((one for one in (self.series, self.named) if one and one not in self.fields), ""):
            raise ValueError(f"series、named 所指的「{lost}」不在 fields 里")


class Field(Struct, frozen=True):
    """One thing that can be filled in."""

    path: str
    """Dotted keys from the section down, e.g. 低保.城镇.人数."""
    name: str
    place: Place
    definition: FieldDefinition
    unit: Unit | None = None
    scale: str = ""
    record: Group | None = None
    beside: tuple[tuple[str, Unit], ...] = ()
    """The fields of its group that count something, itself among them, with what they count, those of a full form last; see ``_called_alike``."""

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return KINDS[self.definition.kind]

    @property
    def is_anywhere(self) -> bool:
        """Whether any section with figures takes it: series of a figure, and what closes a first paragraph."""
        return bool(self.definition.series or self.definition.closes)

    @property
    def label(self) -> str:
        """What it is called towards a user; may hold a term that depends on the year."""
        return self.definition.label or self.path.split(".", 1)[-1].replace(".", "")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names that its key is typed by."""
        return self.definition.aliases

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen."""
        return self.definition.options

    @property
    def phrases(self) -> dict[str, str]:
        """Short names and the sentences they print."""
        return self.definition.phrases

    def ways_to_say(self, sentence: str) -> tuple[str, ...]:
        """The sentence of a short name and the others that units take turns at."""
        named = (name for name, one in self.phrases.items() if one == sentence)
        return (sentence, *(one for name in named for one in self.definition.wordings.get(name, ())))

    @property
    def said(self) -> tuple[str, ...]:
        """What its sentence says before it already."""
        return self.definition.said

    @property
    def hint(self) -> str:
        """What the blank form says of what to type."""
        return self.kind.hint_for(self)

    def specimens(self, number: int) -> tuple[str, ...]:
        """All sorts of text that must be readable for it; ``number`` makes them differ from those of other fields."""
        return self.kind.specimens_for(self, number)

    @property
    def counts(self) -> tuple[tuple[str, ...], ...]:
        """What it may be divided by, each the fields that are added up for it."""
        return _counts(self.definition.per)


@lru_cache(maxsize=512)
def _counts(per: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name.strip() for name in names.split("+")) for names in per)


class Group(Struct, frozen=True, dict=True):
    """Fields under one key; the root group of a section has the section's key as name."""

    path: str
    name: str
    place: Place
    children: dict[str, Field | Group] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    """Other names that its key is typed by."""

    @property
    def usual(self) -> list[str]:
        """The keys of its children but for those that any section with figures takes."""
        return [name for name, one in self.children.items() if not (isinstance(one, Field) and one.is_anywhere)]

    def find(self, key: str) -> Field | Group | None:
        """The child that ``key`` names, by its present name or an older one."""
        if key in self.children:
            return self.children[key]
        return next((child for child in self.children.values() if key in child.aliases), None)

    def at(self, path: str) -> Field | Group | None:
        """What the dotted ``path`` below it names."""
        found: Field | Group | None = self
        for key in path.split("."):
            found = found.find(key) if isinstance(found, Group) else None
        return found

    @cached_property
    def series(self) -> tuple[Field, ...]:
        """The fields right in it that tell a figure by month or quarter."""
        return tuple(one for one in self.children.values() if isinstance(one, Field) and one.definition.series)

    @cached_property
    def blank(self) -> dict[str, Hole | None]:
        """What templates know of each field, by all its names, where nothing was filled in; a group only has its place."""
        return {
            name: hole(child.path) if isinstance(child, Field) else None
            for key, child in self.children.items()
            for name in (key, *child.aliases)
        }

    def leaves(self) -> tuple[Field, ...]:
        """Every field below, in the order declared."""
        return self._leaves

    @cached_property
    def _leaves(self) -> tuple[Field, ...]:
        children = self.children.values()
        return tuple(leaf for one in children for leaf in ((one,) if isinstance(one, Field) else one.leaves()))

    def every_field(self) -> Iterator[Field]:
        """The same, each followed by those of its records."""
        for leaf in self.leaves():
            yield leaf
            if leaf.record:
                yield from leaf.record.every_field()


class UnitDefinition(Definition, frozen=True):
    """A unit in units.yaml: ``same`` are other names of equal size, ``convert`` gives factors.

    Both may be written around the number, which … stands for: 每人每月…元.
    """

    whole: bool = False
    same: tuple[str, ...] = ()
    convert: dict[str, str] = {}

    def __post_init__(self) -> None:
        for unit, factor in self.convert.items():
            try:
                positive = Fraction(factor) > 0
            except (ValueError, ZeroDivisionError):
                positive = False
            if not positive:
                raise ValueError(f'一个{unit}等于几个，应写成 1/2 或 "12" 这样，现在是「{factor}」')


def build_units(definitions: dict[str, UnitDefinition]) -> dict[str, Unit]:
    """Units by every name they are declared or known under."""
    units: dict[str, Unit] = {}
    for name, definition in definitions.items():
        accepted = {other: Fraction(1) for other in definition.same}
        accepted |= {other: Fraction(factor) for other, factor in definition.convert.items()}
        units[name] = Unit(name, definition.whole, tuple(accepted.items()))
    for name, definition in definitions.items():
        for other in definition.same:
            if other not in units and PLACE_OF_NUMBER not in other:
                accepted = {name: Fraction(1)} | {same: Fraction(1) for same in definition.same if same != other}
                units[other] = Unit(other, definition.whole, tuple(accepted.items()))
    return units


def read_fields(node: Node | None, file: str, section: str, units: dict[str, Unit]) -> tuple[Group, list[Problem]]:
    """The root group that a ``fields:`` mapping declares, and its faults."""
    reader = _FieldReader(file, units)
    children = reader.children(section, node) if isinstance(node, Mapping) else {}
    return Group(section, section, Place.at(file, node.spot if node else WHOLE_FILE), children), reader.problems


def _aliases_of(group: Mapping) -> tuple[str, ...]:
    listed = group.get(ALIASES)
    return tuple(one.text for one in listed.items if isinstance(one, Scalar)) if isinstance(listed, Sequence) else ()


class _FieldReader(Struct):
    """Reads what one file declares under ``fields:``, and collects what is wrong with it."""

    file: str
    units: dict[str, Unit]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, place: Place, what: str, advice: str) -> None:
        self.problems.append(error(place, what, advice))

    def children(self, path_above: str, node: Mapping) -> dict[str, Field | Group]:
        """The fields and groups that a mapping declares."""
        children: dict[str, Field | Group] = {}
        for key, value in node.entries:
            path = f"{path_above}.{key.text}"
            place = Place.at(self.file, key.spot, path)
            if key.text == ALIASES and isinstance(value, Sequence | Scalar) and "." in path_above:
                if isinstance(value, Scalar):
                    self.fault(place, f"「{ALIASES}」应当是一列。", f"请写成 {ALIASES}: [{value.text or '甲, 乙'}]。")
                continue
            if not key.text.isidentifier():
                advice = "项目名只能用汉字、字母和数字，不带空格和标点，不以数字开头。"
                self.fault(place, f"「{key.text}」不能作项目名。", advice)
            elif not isinstance(value, Mapping):
                self.fault(place, f"「{key.text}」缺少 kind。", "请写成 {kind: stock, unit: 户} 这样。")
            elif value.get("kind") is None or isinstance(value.get("kind"), Mapping):
                children[key.text] = Group(path, key.text, place, self.children(path, value), _aliases_of(value))
            elif leaf := self.leaf(path, place, value):
                children[key.text] = leaf
        leaves = sorted(
            (one for one in children.values() if isinstance(one, Field)), key=lambda one: one.definition.detail
        )
        counted = tuple((one.name, one.unit) for one in leaves if one.unit)
        return {
            name: replace(one, beside=_called_alike(name, counted)) if isinstance(one, Field) else one
            for name, one in children.items()
        }

    def leaf(self, path: str, place: Place, node: Mapping) -> Field | None:
        """The field that a mapping declares, None when it cannot be one."""
        name = path.rpartition(".")[2]
        definition, faults = validate(node, self.file, FieldDefinition, path)
        self.problems += faults
        if definition is None:
            return None
        kind = KINDS[definition.kind]
        if kind.has_unit and not (definition.unit or kind.own_unit):
            self.fault(place, "没有写单位。", "请加上 unit，如 unit: 户。")
        if kind.has_options and not definition.options:
            self.fault(place, "没有写可选的内容。", "请加上 options: [甲, 乙]。")
        record = None
        if kind.holds_records:
            fields = node.get("fields")
            if not isinstance(fields, Mapping):
                self.fault(place, "没有写每笔记录有哪些项目。", "请加上 fields。")
            children = self.children(path, fields) if isinstance(fields, Mapping) else {}
            record = Group(path, name, place, children)
        return Field(path, name, place, definition, *_unit_of(definition, kind, self.units), record)


def _called_alike(name: str, counted: tuple[tuple[str, Unit], ...]) -> tuple[tuple[str, Unit], ...]:
    """Of the fields that count the same those whose names have something of ``name``, where there are any: 人数 for 人次."""
    alike = {unit.name for other, unit in counted if not set(name).isdisjoint(other)}
    return tuple((other, unit) for other, unit in counted if unit.name not in alike or not set(name).isdisjoint(other))


def _unit_of(definition: FieldDefinition, kind: Kind, units: dict[str, Unit]) -> tuple[Unit | None, str]:
    """What a field is counted in, and the 万 of one in 万元."""
    if not kind.has_unit:
        return None, ""
    if kind.own_unit:
        return Unit(definition.unit or kind.own_unit), ""
    scale, base = split_unit(definition.unit)
    unit = units.get(base) or Unit(base)
    if definition.also:
        same = [one for name in definition.also for one in (units.get(name) or Unit(name)).of_equal_size]
        unit = replace(unit, accepted=(*unit.accepted, *((name, Fraction(1)) for name in same)))
    return replace(unit, whole=False) if definition.decimals else unit, scale
