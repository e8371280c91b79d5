"""Rules, formulas and names of a section made ready to use, and what they get wrong."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from generator.figures.values import LAST
from generator.language.fields import Field, Group, RuleDefinition
from generator.language.names_check import Checked, Names, check_expression, check_template
from generator.language.sandbox import RULE_CONTEXT, WHOLE_FORM, is_sum
from generator.language.unit_check import are_alike, counted_in, unlike_units
from generator.library.circles import circles
from generator.library.claims import Claim
from generator.library.claims_check import claim_faults, section_claims
from generator.library.library import Changed, Otherwise, Rule, Section
from generator.library.removals import TREE
from generator.library.said_check import said_problems
from generator.problem import WHOLE_FILE, Place, Problem, Severity, Spot, error, list_some, spell_path, warning
from generator.reading.nodes import Mapping, Node, spot_at

LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.NOTICE}


class Rulebook(Struct):
    """Goes over the sections of one report; keeps what all of them have together."""

    whole: Group
    terms: tuple[str, ...]
    styles: bool = True
    """Whether headings in other styles are gone over, which few forms ask for and every launch would pay."""
    formulas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sides: dict[str, dict[str, str]] = field(default_factory=dict)
    otherwise: list[Otherwise] = field(default_factory=list)
    silent: dict[Place, str] = field(default_factory=dict)
    absent: list[tuple[str, Place]] = field(default_factory=list)
    """Sections that are named and not among those read, and where."""
    problems: list[Problem] = field(default_factory=list)
    unusable: dict[tuple[str, Changed], list[str]] = field(default_factory=dict)
    """Fields that overlays made another sort of thing, and the rules and formulas that cannot use them so."""
    changed: dict[tuple[str, Changed], None] = field(default_factory=dict)
    """Fields that overlays made something that cannot stand where it stood."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where each formula is written."""

    def checked(self, section: Section, node: Mapping) -> Section:
        """The section with its rules ready; reports what rules, formulas, heading and wording get wrong."""
        names = Names(section.named, self.whole, self.terms, lenient=True)
        in_rules = Names(section.named, self.whole, self.terms, tuple(RULE_CONTEXT), lenient=True)
        rules = self.rules(section.definition.checks, in_rules, section, node.get("checks"))
        record_rules = []
        for leaf in section.root.leaves():
            if leaf.definition.checks and leaf.record:
                known = section.named.at(leaf.path.removeprefix(f"{section.key}."))
                record = known.record if isinstance(known, Field) and known.record else leaf.record
                inside = replace(in_rules, own=record)
                where = _field_node(node, leaf)
                record_rules.append((leaf, self.rules(leaf.definition.checks, inside, section, where)))
            if leaf.definition.formula:
                self.formula(leaf, in_rules, section, node)
            if leaf.definition.otherwise:
                self.other_formula(leaf, in_rules, section, node)
        self.changed |= {(path, one): None for path, one in section.changed.items() if one.is_other}
        self.problems += said_problems(section, node, self.terms)
        claims = tuple(one for one in section_claims(section, node) if self.styles or not one.style)
        self.claims(claims, section, replace(names, context=()))
        self.wording(section, names)
        return replace(section, rules=rules, record_rules=tuple(record_rules), claims=claims)

    def claims(self, claims: tuple[Claim, ...], section: Section, names: Names) -> None:
        """Reports what keeps topic sentences and headings in other styles from being read."""
        for claim in claims:
            found = claim_faults(claim, names)
            self.note(found, claim.place.file)
            if not found.problems:
                self.check_units(claim.definition.when, names, claim.place, claim.definition.units, section)

    def formula(self, leaf: Field, names: Names, section: Section, node: Mapping) -> None:
        """Keeps what the formula of a field names; reports what it gets wrong."""
        source = leaf.definition.formula
        spot = spot_at(node, (TREE, *leaf.path.split(".")[1:], "formula"))
        place = Place.at(section.file, spot, leaf.path) if section.above else leaf.place
        found = check_expression(source, place.file, place.spot.line, names)
        self.places[leaf.path] = place
        self.formulas[leaf.path] = tuple(sorted(found.used, key=lambda path: _position(path, source, section.key)))
        self.note(found, place.file)
        for path in found.used if section.removed else ():
            if gone := section.removed_at(path):
                what = f"「{spell_path(path)}」去不掉，{place} 的公式还要用它。"
                self.problems.append(error(gone, what, "请一起去掉，或给它另写 formula。"))
        if not found.problems:
            if sides := _sides_of(leaf, self.formulas[leaf.path]):
                self.sides[leaf.path] = sides
            unit = counted_in(source, names) if self.check_units(source, names, place, (), section) else None
            if unit and leaf.unit and not are_alike(unit, leaf.unit):
                what = f"公式算出来的是{unit.name}，这一项的单位是{leaf.unit.name}。"
                self.problems.append(error(place, what, f"请核对公式；要的就是这个数，把 unit 改成「{unit.name}」。"))

    def other_formula(self, leaf: Field, names: Names, section: Section, node: Mapping) -> None:
        """Keeps the other sum that a field follows from; reports what it gets wrong."""
        source = leaf.definition.otherwise
        place = Place.at(section.file, spot_at(node, (TREE, *leaf.path.split(".")[1:], "otherwise")), leaf.path)
        found = check_expression(source, place.file, place.spot.line, names)
        self.note(found, place.file)
        if found.problems or (section.removed and any(section.removed_at(path) for path in found.used)):
            return
        if not is_sum(source):
            self.problems.append(error(place, f"「{source}」不是几项相加。", "otherwise 只写几项相加，如 甲 + 乙。"))
            return
        paths = tuple(sorted(found.used, key=lambda path: _position(path, source, section.key)))
        other = replace(leaf, definition=replace(leaf.definition, formula=source))
        self.otherwise.append(Otherwise(other, paths, _sides_of(other, paths)))
        self.check_units(source, names, place, (), section)

    def wording(self, section: Section, names: Names) -> None:
        """Reports what is wrong with the wording of a section, at the lines where it was written."""
        found = check_template(section.wording, section.wording_file, names)
        self.problems += (one._replace(place=section.written_at(one.place.spot.line)) for one in found.problems)
        self.absent += ((name, section.written_at(line)) for name, line in found.absent.items())

    def rules(
        self, definitions: tuple[RuleDefinition, ...], names: Names, section: Section, node: Node | None
    ) -> tuple[Rule, ...]:
        """The rules of a section or of its records, ready to run; reports what they get wrong."""
        rules = []
        for position, definition in enumerate(definitions):
            place = Place.at(section.file, spot_at(node, (position, "rule")) if node else WHOLE_FILE)
            found = check_expression(definition.rule, place.file, place.spot.line, names)
            self.note(found, place.file)
            if section.removed and any(section.removed_at(path.removeprefix(LAST)) for path in found.used):
                continue
            if not found.problems:
                self.check_units(definition.rule, names, place, definition.units, section)
            if found.absent:
                self.silent[place] = next(iter(found.absent))
            else:
                sums = frozenset(path for path in found.used if _is_in_records(path, names))
                rules.append(_rule(definition, place, found.used, sums, names.own.path))
        return tuple(rules)

    def check_units(
        self, expression: str, names: Names, place: Place, meant: tuple[str, ...], section: Section
    ) -> bool:
        """Reports unlike units that are compared or added, unless the rule says that it means to; whether all are alike."""
        unlike = unlike_units(expression, names)
        pairs = [pair for pair in unlike if not set(pair) <= set(meant)]
        if section.changed and self.blame(expression, section, names, place, bool(pairs)):
            return not unlike
        for one, other in pairs:
            what = f"「{expression}」把{one}和{other}放在一起比较或相加。"
            advice = f"请改成同一个单位的项目；确要这样比的，在这一条里加上 units: [{one}, {other}]。"
            self.problems.append(error(place, what, advice))
        return not unlike

    def blame(self, expression: str, section: Section, names: Names, place: Place, unlike: bool) -> bool:
        """Notes which fields overlays made what the rule or formula at a place cannot use; whether there are any."""
        used = check_expression(expression, place.file, place.spot.line, names).used
        at_fault = []
        for path in sorted(used & section.changed.keys()):
            leaf, changed = names.whole.at(path), section.changed[path]
            if changed.place.file != place.file and (unlike or not isinstance(leaf, Field) or leaf.unit is None):
                self.unusable.setdefault((path, changed), []).append(f"{place} 的「{expression}」")
                at_fault.append(path)
        return bool(at_fault)

    def note_unusable(self) -> None:
        """Reports each field that an overlay made what rules and formulas cannot use, with the first of them."""
        for (path, changed), where in self.unusable.items():
            what = (
                f"这里把「{spell_path(path)}」由{changed.was}改成了{changed.now}，{list_some(where, 2, '处')}用不了它。"
            )
            advice = "请给新的内容另起一个名字；确要改的，把那些核对或公式也改掉，或写进 remove。"
            self.problems.append(error(changed.place, what, advice))
        for path, changed in self.changed:
            if (path, changed) in self.unusable:
                continue
            what = f"这里把「{spell_path(path)}」由{changed.was}改成了{changed.now}，措辞还照原来的印它。"
            advice = f"请给新的内容另起一个名字；确要改的，先写 remove: [{path.partition('.')[2]}]，再写新的。"
            self.problems.append(error(changed.place, what, advice))

    def note_circles(self) -> None:
        """Reports formulas that come back to themselves: one that names itself, several that need one another."""
        for circle in circles(self.formulas):
            names = [f"「{spell_path(path)}」" for path in circle]
            if len(circle) == 1:
                what = f"{names[0]}的公式要用它自己，永远算不出来。"
                self.problems.append(error(self.places[circle[0]], what, "请从公式里去掉它自己，或去掉 formula。"))
            else:
                what = f"{'、'.join(names)}的公式绕成一圈，一个要等另一个算出来。"
                advice = "请只留一个 formula，别的照填的；两边都要核对的，另写一条 checks。"
                self.problems.append(warning(self.places[circle[0]], what, advice))

    def note(self, found: Checked, file: str) -> None:
        """Notes what is wrong with a template or rule, and which sections it names that are not read."""
        self.problems += found.problems
        self.absent += ((name, Place(file, Spot(line))) for name, line in found.absent.items())


def _rule(definition: RuleDefinition, place: Place, paths: set[str], sums: frozenset[str], own: str) -> Rule:
    percent = definition.tolerance.endswith("%")
    amount = Fraction(definition.tolerance.removesuffix("%"))
    ordered = tuple(sorted(paths, key=lambda path: _position(path, definition.rule, own)))
    needed = frozenset(path for path in ordered if path not in sums and not path.startswith(LAST))
    return Rule(
        definition.rule, place, LEVELS[definition.level], definition.message,
        amount / 100 if percent else amount, not percent, ordered, sums, needed,
    )  # fmt: skip


def _sides_of(leaf: Field, paths: tuple[str, ...]) -> dict[str, str]:
    """The paths that a plain sum adds with the groups they stand in; empty unless each is a group beside the total."""
    groups = {path: path.rpartition(".")[0] for path in paths}
    beside = all("." in group and not f"{leaf.path}.".startswith(f"{group}.") for group in groups.values())
    is_of_one_year = not any(path.startswith(LAST) for path in paths)
    return groups if beside and is_of_one_year and is_sum(leaf.definition.formula) else {}


def _is_in_records(path: str, names: Names) -> bool:
    """Whether a path names a field of records from outside them."""
    where = names.whole.at(path.rpartition(".")[0])
    return isinstance(where, Field) and where.record is not None and where.path != names.own.path


def _field_node(node: Mapping, leaf: Field) -> Node | None:
    """Where the rules of a field of records are written."""
    found: Node | None = node.get(TREE)
    for key in (*leaf.path.split(".")[1:], "checks"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _position(path: str, rule: str, own: str) -> tuple[int, str]:
    """Where a rule first names a field, so that messages point at the figure named first."""
    is_last, whole = path.startswith(LAST), path.removeprefix(LAST)
    spelled = whole.removeprefix(f"{own}.")
    spellings = (f"{LAST}{spelled}",) if is_last else (f"{WHOLE_FORM}.{whole}", spelled)
    return min((at for at in map(rule.find, spellings) if at >= 0), default=len(rule)), path
