"""What stands above the fields of a form: names, units, help, short names, last year's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.chinese.width import half_widths
from generator.figures.values import Day, Figure, Value, Words
from generator.form.form import Form
from generator.language.fields import Field
from generator.library.library import Library, Section
from generator.reckoning.rollup import rule_of

WIDEST = 120
"""Half-width columns of a line of advice; Notepad shows so many without a scroll bar on a small screen."""
LONGEST_INSIDE = 14
"""Characters that may stand in the brackets behind a name; help that takes more stands behind them."""
SAID_ANYWAY = "的总数"
"""What a label may say without telling more than the keys that lead to its field."""
PAUSES = "、，；。"


class Named(Struct, frozen=True):
    """How a field is named above its line, and what is to be known of it."""

    name: str
    known: tuple[str, ...]
    """What stands behind it in brackets: its label where that says more than the name, its unit."""
    help: str = ""
    """What takes a line, which fields that follow one another may share."""

    @property
    def text(self) -> str:
        """Its name and what is known of it: 户数（户）."""
        return f"{self.name}（{'，'.join(self.known)}）" if self.known else self.name


class Adviser:
    """Says what is to be known of the fields of one section."""

    def __init__(self, section: Section, library: Library, year: int) -> None:
        self.library = library
        self.year = year
        self.plain = {*section.key, *library.say(section.heading, year), *SAID_ANYWAY}
        self.before = ""
        """What the last label said before the name of its field."""

    def named(self, field: Field) -> Named:
        """How a field is named, by its label where that says more than its keys do, and what must be known of it."""
        definition = field.definition
        label = self.library.say(field.label, self.year)
        name = field.name
        known = []
        if not set(label) <= self.plain | set(field.path):
            if label.endswith(name):
                before = label.removesuffix(name)
                name = name if before == self.before else label
                self.before = before
            else:
                known.append(label)
        known += [field.hint] if field.hint and not field.kind.is_list else []
        known += ["必填"] if definition.required else []
        said = self.library.say(definition.help, self.year)
        if not (said and field.unit and len("".join((*known, said))) <= LONGEST_INSIDE):
            return Named(name, tuple(known), said)
        return Named(name, (*known, said))


def known_of_towns(fields: Iterable[Field], start: Form) -> Iterator[str]:
    """What the units below give for some fields: the sum of each, or for what cannot be summed the range."""
    for is_summed, said in ((True, "各单位合计"), (False, "各单位")):
        texts = [
            f"{field.name} {summed.text}"
            for field in fields
            if isinstance(summed := start.values.get(field.path), Figure) and summed.parts
            if (rule_of(field) == "sum") is is_summed
        ]
        if texts:
            yield f"{said}：{'，'.join(texts)}"


def figure_of_last_year(field: Field, start: Form) -> str:
    """What a figure or date was last year, empty when it was not filled in."""
    found = _last(field, start)
    return found.text if isinstance(found, Figure | Day) else ""


def words_of_last_year(field: Field, start: Form) -> tuple[str, ...]:
    """What was written last year, each text in one line."""
    return tuple(_sentences(_last(field, start)))


def words_of_towns(field: Field, start: Form) -> Iterator[tuple[str, str]]:
    """What the units below wrote where an author wants to know it, each with its unit."""
    if field.definition.renewed:
        for town in start.towns:
            yield from ((town.name, text) for text in _sentences(town.values.get(field.path)))


def _last(field: Field, start: Form) -> Value | None:
    return start.last.values.get(field.path) if start.last else None


def _sentences(value: Value | None) -> Iterator[str]:
    found: Iterable[object] = value if isinstance(value, tuple) else (value,)
    yield from (" ".join(one.text.split()) for one in found if isinstance(one, Words))


def in_lines(text: str, margin: int) -> Iterator[str]:
    """A text in lines that are not too wide, broken behind a pause."""
    line = ""
    start = 0
    for end, sign in enumerate(text, 1):
        if sign in PAUSES or end == len(text):
            piece = text[start:end]
            start = end
            if line and half_widths(line + piece) > WIDEST - margin:
                yield line
                line = ""
            line += piece
    yield line
