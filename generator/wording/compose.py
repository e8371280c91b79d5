"""A form and its library to marked Markdown: every section's template rendered with its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.numerals import NUMERAL_CHARS, SOME
from generator.chinese.reserved import CHART, CLOSE, CONTEXT, FIGURE, SEPARATOR, WORDS
from generator.document.markdown import one_line
from generator.document.marks import PARAGRAPH, mark, paths
from generator.document.tree import Chart, Sources, Text
from generator.figures import change
from generator.figures.change import FROM_ZERO, SAME
from generator.figures.values import LAST_YEAR, Hole, Pending, Sections, Words, name_of_unit, waiting_for
from generator.form.coverage import Coverage
from generator.form.form import Form
from generator.form.places import Anchor, chapters
from generator.form.title import title_pieces
from generator.language.budget import TemplateFault
from generator.language.context import APART_TEXTS, CAUSE_TEXTS, DECIMAL_PLACES, GROUNDS, LAST_PERIOD, RATIO, UNITS
from generator.language.evidence import HOW_EVIDENCE_IS_WRITTEN, BeyondEvidence, Values
from generator.language.sandbox import (
    HEADLINE,
    NEXT_PERIOD,
    RUN_FAULTS,
    TERMS,
    UNITS_TOGETHER,
    WHOLE_FORM,
    describe_fault,
)
from generator.library.cache import template_of
from generator.library.claims import PLAIN_STYLE, Headings
from generator.library.entries import EntryDefinition
from generator.library.library import CUSTOM, Library, Section
from generator.problem import Place, Problem, Spot, error
from generator.reckoning.lastyear import last_tree
from generator.reckoning.news import Told
from generator.wording.connectives import Connectives
from generator.wording.even_money import with_even_money
from generator.wording.fallen import groups_of, worth_telling
from generator.wording.headline import headline
from generator.wording.heal import Fallen, heal
from generator.wording.missing_units import with_missing_units
from generator.wording.outline import Outline, without_lone_headings
from generator.wording.own_sentences import insert_behind, own_rows, prints, sentence_end, series_rows, with_effect
from generator.wording.short import with_joined_paragraphs, without_short
from generator.wording.sparing import sparing
from generator.wording.timing import dated, last_period, odd_days, period_words, said, with_its_time, with_odd_units
from generator.wording.topics import Voice, opened
from generator.wording.unit_tables import section_charts, unit_table

NO_TIMES: Mapping[str, object] = {}
HEADING = re.compile(r"^#", re.MULTILINE)
LEAD_OF_SAME = re.compile(
    rf"(?:同比|(?:比|较|与)(?:上年同期|上年|去年同期|去年|{CONTEXT}{LAST_PERIOD}{SEPARATOR}[^{CLOSE}]*{CLOSE}))"
    rf"(?={FIGURE}[^{SEPARATOR}]*{SEPARATOR}(?:{SAME[0]}{LAST_YEAR}|{FROM_ZERO}))"
)
"""比上年 before 与上年持平 or 由零增至, which say what they compare with themselves."""
TOUCHING = re.compile(
    rf"{CLOSE}(?<=[\d{NUMERAL_CHARS}]{CLOSE})(?=[{FIGURE}{WORDS}][^{SEPARATOR}]*{SEPARATOR}[\d{NUMERAL_CHARS}{SOME}])"
)
"""Between two values of which one ends and the other begins in a numeral, so that they would print as one number."""


class Wording(Struct, frozen=True):
    """A whole summary as closed-up, marked Markdown."""

    title: str
    text: str
    fallen: tuple[Fallen, ...]
    """What was left out, in order."""
    printed: frozenset[str]
    """Paths of all figures and words that stand in it, and of those that its ratios came from."""
    annexes: tuple[tuple[Text, str], ...] = ()
    """Title and marked Markdown of each table of units that follows the text."""
    charts: tuple[Chart, ...] = ()
    """The charts whose places ``reserved.CHART`` holds in the text."""
    title_sources: Sources = ()


def compose(form: Form, draft: bool = False, digits: int = change.SHARE_PLACES) -> tuple[Wording | None, list[Problem]]:
    """The wording of a form, and what its templates did wrong; None when they did.

    ``digits`` are the places of a share of last year.
    """
    library = form.library
    trees = Sections((one.key, form.tree(one.named, draft)) for one in form.sections)
    voice = Voice(form.head.unit.text if form.head.unit else "", form.head.year or 0)
    composer = _Composer(form, {**_context(form), DECIMAL_PLACES: digits}, trees, digits, voice, groups=groups_of(form))
    report_file = f"reports/{library.report_name}.yaml"
    group_heading = partial(composer.group_heading, file=report_file)
    outline = Outline(*composer.texts(), group_heading, library.report.short, composer.are_sentences)
    text = sparing(outline.whole(library.report.sections), form.head.period.name)
    title = one_line(composer.title(form.head.title, library.report.title, report_file))
    if composer.problems:
        return None, composer.problems
    annexes = tuple(composer.annexes(library)) if form.towns else ()
    everything = (text, *(table for _, table in annexes))
    printed = composer.followed.union(
        path for one in everything for found in paths(one, FIGURE + WORDS) for path in found.split(RATIO)
    )
    fallen, charts = tuple(composer.fallen), tuple(composer.charts)
    return Wording(title.text, text, fallen, printed, annexes, charts, title.sources), []


class _Composer(Struct):
    """Renders and closes up the sections of one form."""

    form: Form
    context: dict[str, object]
    trees: Sections
    digits: int
    voice: Voice
    fallen: list[Fallen] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    told: set[tuple[str, Words]] = field(default_factory=set)
    """Units of another day, with the day, that a section said for all that follow."""

    groups: frozenset[str] = frozenset()
    """The groups that the form has something of."""
    followed: frozenset[str] = frozenset()
    """Where it was typed how something prints, which prints nothing itself."""

    @property
    def are_sentences(self) -> bool:
        """Whether the headings of the paper tell results."""
        return (self.form.head.style or self.form.library.report.heading_style) != PLAIN_STYLE

    def title(self, typed: Words | None, pattern: str, file: str) -> str:
        """The title as marked text: that of the form, else that of the report."""
        if typed is None:
            return self.heading(pattern, file)
        pieces = ((piece, self.context.get(piece.name)) for piece in title_pieces(typed.text))
        return "".join(
            mark(found if isinstance(found, Words | Pending) else replace(typed, text=piece.words))
            for piece, found in pieces
        )

    def texts(self) -> tuple[dict[str, str], dict[Anchor, str]]:
        """The text of each section by its folder, and of the chapters that their official placed elsewhere."""
        texts: dict[str, str] = {}
        placed: dict[Anchor, list[str]] = {}
        for section in self.form.sections:
            found = chapters(self.form, section)
            self.followed |= found.followed
            for anchor, rows in found.at.items():
                if anchor is not None:
                    placed.setdefault(anchor, []).append(self.section(section, rows))
            rows = found.at.get(None, [])
            texts[section.name] = self.section(section, rows if found.followed else None)
        return texts, {anchor: PARAGRAPH.join(filter(None, parts)) for anchor, parts in placed.items()}

    def annexes(self, library: Library) -> Iterator[tuple[Text, str]]:
        """The tables of units, with their titles."""
        for section in library.sections:
            covered = self.form.covered(section.key)
            table = unit_table(self.form, section, last_period(covered), self.digits)
            if table and section.definition.annex:
                name = self.heading(
                    section.definition.annex.name, section.file, period_words(self.form, covered, section.key)
                )
                yield one_line(dated(name, self.form, section.key)), table

    def with_charts(self, section: Section, text: str) -> str:
        """The text of a section with the places of its charts after its first part."""
        found = list(section_charts(self.form, section)) if text else []
        places = [f"{CHART}{len(self.charts) + at}" for at in range(len(found))]
        self.charts += found
        return _insert(text, "\n\n".join(places), 1 + bool(section.heading)) if places else text

    def with_odd_units(self, section: Section, text: str) -> str:
        """The text with what has to be said of units of another day, unless a section before said it for all."""
        odd = odd_days(self.form, section.key) if self.form.towns else {}
        new = {pair: everywhere for pair, everywhere in odd.items() if pair not in self.told}
        found = with_odd_units(text, self.form, new) if new else text
        if found != text:
            self.told |= {pair for pair, everywhere in new.items() if everywhere}
        return found

    def section(self, section: Section, rows: list[int] | None = None) -> str:
        """The healed text of a section with its heading, empty when nothing is left of it.

        Of its records only those of ``rows``, and with these nothing else, where they do not all stand together.
        """
        tree = self.trees[section.key]
        if rows is not None:
            tree = _with_rows(tree, section.definition.direct, rows)
        times = period_words(self.form, self.form.covered(section.key), section.key)
        own: dict[str, object] = {**self.context, **times, **tree, WHOLE_FORM: self.trees}
        if HEADLINE in section.wording:
            own[HEADLINE] = headline(self.form, self.trees, {**self.context, **times}, self.render)
        if LAST_YEAR in section.wording.replace(LAST_PERIOD, ""):
            own[LAST_YEAR] = last_tree(self.form, section.named)
        text = self.render(section.wording, section.wording_file, own, section)
        if self.form.last or self.form.towns:
            text = LEAD_OF_SAME.sub("", text)
        behind = self.own_sentences(section, tree, times)
        text = _insert(text, behind.pop("", ""))
        if section.heading:
            text = f"# {self.styled(section.styles, section.heading, section.file, own, times)}\n\n{text}"
        text = with_effect(self.closed_up(section, text, behind, times), section, tree)
        text = self.with_odd_units(section, with_its_time(text, self.form, section.key))
        text = with_missing_units(with_even_money(text, self.form), self.form, section.key)
        text = TOUCHING.sub(f"{CLOSE}：", text)
        if section.definition.topics and rows is None:
            say = partial(self.heading, file=section.file, times=times)
            text = opened(text, section.definition.topics, own, self.voice, say, self.form.library.wording.topics)
        text = without_lone_headings(text)
        text = self.with_short_joined(text)
        draws = section.definition.charts and self.form.library.report.charts
        return self.with_charts(section, text) if draws else text

    def with_short_joined(self, text: str) -> str:
        """The text with what is short joined as the report asks; paragraphs that became one have one unit of money."""
        report = self.form.library.report
        if report.short:
            joined = without_short(text, report.short, self.are_sentences)
        else:
            joined = with_joined_paragraphs(text, report.join) if report.join else text
        return joined if joined == text else with_even_money(joined, self.form)

    def closed_up(
        self, section: Section, text: str, behind: Mapping[str, str], times: Mapping[str, object] = NO_TIMES
    ) -> str:
        """The text of a section closed up, with what stands ``behind`` some of its sentences; what fell is noted.

        What stands behind a sentence that is not printed comes after the first part, as all that names no sentence.
        """
        words = connectives(self.form.library)
        healed = heal(text, words)
        series = self.series(section, healed.text, times)
        homeless = [own for path, own in behind.items() if not prints(healed.text, path)]
        if lost := [*homeless, *(told for end, _, told in series if end < 0)]:
            healed = heal(_insert(text, PARAGRAPH.join(lost), 1 + bool(section.heading)), words)
        fallen, text = list(healed.fallen), healed.text
        for path, sentence in behind.items():
            if sentence not in homeless:
                own = heal(sentence, words)
                fallen += own.fallen
                text = insert_behind(text, path, own.text)
        for _, path, told in (one for one in series if one[0] >= 0):
            text = insert_behind(text, path, heal(told, words).text.strip())
        self.fallen += worth_telling(fallen, section, self.form, self.groups)
        return text

    def series(self, section: Section, text: str, times: Mapping[str, object]) -> list[tuple[int, str, str]]:
        """What is told month by month or quarter by quarter: where the sentence of the whole ends, its path, the text.

        The last stand first. Series of one sentence are told together; those whose whole is not printed stand at -1.
        """
        custom = self.form.library.custom
        told: dict[int, tuple[str, dict[str, list[Any]]]] = {}
        for name, rows in series_rows(self.form, section).items():
            for path, row in rows:
                _, there = told.setdefault(sentence_end(text, path), (path, {}))
                there.setdefault(name, []).append(row)
                self.followed |= {word.path for word in row.values() if isinstance(word, Words)}
        context = {**self.context, **times, **dict.fromkeys(custom.root.children, ())}
        return [
            (end, path, self.render(custom.wording, custom.wording_file, {**context, **lists}).strip())
            for end, (path, lists) in sorted(told.items(), reverse=True)
        ]

    def own_sentences(self, section: Section, tree: Mapping[str, Any], times: Mapping[str, object]) -> dict[str, str]:
        """What figures of the official's own say, by what they stand behind; not yet closed up."""
        custom = self.form.library.custom
        if not tree.get(CUSTOM) or CUSTOM in section.wording:
            return {}
        found = own_rows(self.form, section, tree[CUSTOM], last_period(self.form.covered(section.key)))
        self.followed |= found.followed
        context = {**self.context, **times, **dict.fromkeys(custom.root.children, ())}
        said = {
            path: self.render(custom.wording, custom.wording_file, {**context, custom.definition.direct: tuple(rows)})
            for path, rows in found.behind.items()
        }
        return {path: LEAD_OF_SAME.sub("", text).strip() for path, text in said.items()}

    def styled(
        self, headings: Headings, plain: str, file: str, values: Values, times: Mapping[str, object] = NO_TIMES
    ) -> str:
        """The heading in the style of the paper where the form bears it out, else the plain one."""
        style = self.form.head.style or self.form.library.report.heading_style
        say = partial(self.heading, file=file, times=times)
        try:
            return self.voice.heading(headings.get(style, ()), values, say) or say(plain)
        except BeyondEvidence:
            self.problems.append(error(Place(file), "这里标题的证据读不懂。", HOW_EVIDENCE_IS_WRITTEN))
            return say(plain)

    def group_heading(self, entry: EntryDefinition, file: str) -> str:
        """The heading of a group in the style of the paper."""
        return self.styled(entry.styles, entry.heading, file, {WHOLE_FORM: self.trees})

    def heading(self, text: str, file: str, times: Mapping[str, object] = NO_TIMES) -> str:
        """A heading or title with what it names from the context, or of the time of its section."""
        return self.render(text, file, {**self.context, **times}) if "{{" in text or "{%" in text else text

    def render(self, source: str, file: str, context: dict[str, object], section: Section | None = None) -> str:
        """The rendered template; a fault is noted and gives an empty text."""
        try:
            return template_of(source, file).render(context)
        except (TemplateFault, *RUN_FAULTS) as fault:
            line = _line_of(fault, file)
            place = section.written_at(line) if section else Place(file, Spot(line))
            self.problems.append(error(place, describe_fault(fault, "模板在这里"), "请检查这一行的写法。"))
            return ""


def _with_rows(tree: dict[str, Any], records: str, rows: list[int]) -> dict[str, Any]:
    """The values of a section with some of its records; figures of its official's own stand with the first record."""
    found = {**tree, records: tuple(tree[records][row] for row in rows)}
    return found if 0 in rows else {**found, CUSTOM: ()}


def _insert(text: str, paragraph: str, headings_before: int = 1) -> str:
    """The text with a paragraph after the first of its headed parts, so that no later heading claims it."""
    if not paragraph:
        return text
    headings = [match.start() for match in HEADING.finditer(text)]
    at = headings[headings_before] if len(headings) > headings_before else len(text)
    return f"{text[:at]}\n\n{paragraph}\n\n{text[at:]}"


@lru_cache(maxsize=16)
def connectives(library: Library) -> Connectives:
    """The library's introducing words as healing takes them."""
    healing = library.wording.healing
    return Connectives.of(healing.lead_ins, healing.lead_clauses, healing.links)


def _context(form: Form) -> dict[str, object]:
    """What every template may print besides fields (``language.TEMPLATE_CONTEXT``)."""
    head, wording = form.head, form.library.wording
    words = partial(said, form)
    year, period = head.year, head.period
    unit = head.unit.text if head.unit else None
    own, area = head.selves
    signature = head.signature.text if head.signature else unit
    blank = year is None
    span = wording.period_texts.of(year or waiting_for("年度"), period)
    return {
        **period_words(form, Coverage(period, head.stock_day)),
        "单位": words("单位", unit),
        "年度": words("年度", str(year) if year else None),
        "下年": words("下年", str(year + 1) if year else None),
        "总结期": words("总结期", span.label, blank),
        UNITS: tuple(name_of_unit(town.name, Place(form.file)) for town in form.towns),
        UNITS_TOGETHER: words(UNITS_TOGETHER, wording.together(town.name for town in form.towns))
        if form.towns
        else Hole(),
        GROUNDS: Told(form, wording.says_no_reason),
        CAUSE_TEXTS: wording.causes,
        APART_TEXTS: wording.apart,
        NEXT_PERIOD: words(NEXT_PERIOD, span.following, blank and "【" in span.following),
        "业务": words("业务", _business(form)),
        "自称": words("自称", own),
        "全域": words("全域", area),
        "署名": words("署名", signature),
        HEADLINE: "",
        TERMS: form.terms,
    }


def _business(form: Form) -> str:
    """What the paper is about: as typed, else what its report says of papers that hold such sections."""
    report = form.library.report
    if form.head.business or not report.narrow:
        return form.head.business.text if form.head.business else report.business
    filled = {path.partition(".")[0] for path in form.values}
    beyond = (one.key in filled and one.name not in report.narrow for one in form.library.sections)
    return report.wider if any(beyond) else report.business


def _line_of(fault: BaseException, file: str) -> int:
    """The template line where ``fault`` arose; Jinja rewrites its frames to template lines."""
    line = 0
    frame = fault.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == file:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
