"""The pipeline over one form: its bytes to a document, and the document to the bytes of a .docx.

bytes → opening → related → checks → compose and heal → parse → number → write → bytes
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.reserved import CHART
from generator.chinese.script import HANT_LAYOUT, convert_tree, to_simplified, traditional_by
from generator.document.markdown import parse
from generator.document.tree import Annex, Block, Chart, Document, Paragraph, number_annexes, number_blocks, plain_text
from generator.figures.dates import chinese_date
from generator.figures.values import Day, Figure, Passage, Words
from generator.form.annexes import title_problems
from generator.form.cures import own_text_of
from generator.form.form import Form
from generator.form.mishap import mishap
from generator.form.official import citation_problems
from generator.form.opening import Options, read_form_file, take_in
from generator.language.sandbox import IS_NOTHING
from generator.library.library import CUSTOM, Library
from generator.library.overlays import show_path
from generator.library.settings import Settings
from generator.page.layout import Layout
from generator.page.layout_files import STANDARD, load_layout
from generator.problem import (
    Place,
    Problem,
    Severity,
    list_some,
    notice,
    spell_path,
    warning,
    worst_first,
)
from generator.reading.cell_words import said_of_cells
from generator.reading.workbook import is_workbook
from generator.reckoning.checks import check_form
from generator.reckoning.copied import check_neighbours
from generator.reckoning.own_figures import lacking
from generator.reckoning.private import private_remarks
from generator.reckoning.related import complete
from generator.trust.embedded import carried, printed_text, templates_digest
from generator.word.carried import Carried
from generator.word.charts import is_installed as charts_installed
from generator.word.columns import table_problems, with_turned_annexes
from generator.word.first_page import first_page_problems
from generator.word.flow import settled
from generator.word.write import Properties, write_docx
from generator.wording.compose import Wording, compose
from generator.wording.heal import Fallen
from generator.wording.red_pen import marked
from generator.wording.unit_tables import MOST_CHARTED, undrawn_charts

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the properties of a document that is not signed, unless SOURCE_DATE_EPOCH gives another."""


class Summary(Struct, frozen=True):
    """What became of one form; ``document`` is None when its problems forbid it."""

    file: str
    problems: tuple[Problem, ...]
    document: Document | None = None
    form: Form | None = None
    fallen: tuple[Fallen, ...] = ()
    settings: Settings | None = None
    source: bytes = b""
    """The bytes it was made from."""


def summarize(data: bytes, file: str, options: Options, folder: Path | None = None) -> Summary:
    """The finished document of one form's bytes, and everything to say about it.

    ``folder`` is where the form lies; its zongjie.yaml and the form's 模板 are looked up from there.
    """
    summary = _summary(data, file, options, folder)
    if not is_workbook(data):
        return summary
    return replace(summary, problems=tuple(map(said_of_cells, summary.problems)))


def _summary(data: bytes, file: str, options: Options, folder: Path | None) -> Summary:
    intake = take_in(data, file, options, folder)
    if intake.form is None:
        return Summary(file, intake.problems)
    found = complete(intake.form, options, folder / Path(file).name if folder else None)
    form, is_traditional = found.form, intake.is_traditional
    problems = [*intake.problems, *found.problems, *check_form(form, options.draft)]
    problems += [*check_neighbours(form, options.neighbours), *private_remarks(data, file)]
    summary = Summary(file, tuple(worst_first(problems)), form=form, settings=intake.settings, source=data)
    if is_forbidden(problems, options):
        return summary
    layout = layout_of(form, intake.settings or Settings(options.shelf))
    wording, faults = compose(form, options.draft, layout.figures.growth_digits)
    if wording is None:
        return replace(summary, problems=tuple(worst_first([*problems, *faults])))
    problems += [*_unprinted(form, wording), *_zeros(form, wording), *_chart_problems(form, wording)]
    faults = _title_problems(form, wording)
    problems += faults
    if is_forbidden(faults, options):
        return replace(summary, problems=tuple(worst_first(problems)))
    document = settled(with_turned_annexes(document_of(form, wording, is_traditional), layout), layout)
    faults = table_problems(document, layout, file)
    problems += [*citation_problems(document, file), *first_page_problems(document, layout, file), *faults]
    problems += marked(document, form)
    if is_forbidden(faults, options):
        return replace(summary, problems=tuple(worst_first(problems)))
    script = intake.settings.script if intake.settings else ""
    document = _in_script(document, script, is_traditional, form.library.wording.traditional)
    return replace(summary, problems=tuple(worst_first(problems)), document=document, fallen=wording.fallen)


def is_forbidden(problems: Iterable[Problem], options: Options) -> bool:
    """Whether what is wrong keeps the document from being made; a preview is made all the same, with holes."""
    worst = max((problem.severity for problem in problems), default=Severity.NOTICE)
    return not options.preview and worst >= (Severity.WARNING if options.strict else Severity.ERROR)


def _in_script(document: Document, script: str, is_traditional: bool, phrases: Mapping[str, str]) -> Document:
    """The document in the characters asked for; without a word, in those the form was typed in."""
    if script == "zh-Hant" or (is_traditional and not script):
        return convert_tree(document, traditional_by(phrases))
    return convert_tree(document, to_simplified, whole=True) if is_traditional else document


ASKED_FOR_NOTHING = re.compile(rf"([\w.]+) is {IS_NOTHING}(?!\w)")
MOST_ZEROS = 6
"""How many figures a notice names that say there is nothing."""
MOST_TOLD = 60
"""Characters of what nothing prints that a message quotes."""


PRINTED = (Figure, Words, Passage, Day)
"""The values that are typed to be printed."""


def _unprinted(form: Form, wording: Wording) -> Iterator[Problem]:
    """A warning for each figure or text that was filled in and that no sentence prints."""
    for path, value in form.values.items():
        for one in value if isinstance(value, tuple) else (value,):
            if not isinstance(one, PRINTED) or one.path in wording.printed:
                continue
            if isinstance(one, Figure) and (one.parts or one.quantity.high == 0):
                continue
            if not (isinstance(one, Words) and one.none):
                quoted = one.text if len(one.text) <= MOST_TOLD else f"{one.text[:MOST_TOLD]}……"
                what = f"填了「{quoted}」，但文中没有一句用到它。"
                yield warning(one.place.of(path), what, _advice_for(form, one, wording))


def _zeros(form: Form, wording: Wording) -> Iterator[Problem]:
    """A notice of the figures that say there is nothing and that no sentence says, and of how to have them said."""
    said = {value.text for value in form.values.values() if isinstance(value, Words)}
    zeros = [
        one
        for path, one in form.values.items()
        if isinstance(one, Figure) and not one.parts and one.is_nothing and path not in wording.printed
        if path not in _asked_for_nothing(form.library) and _called(one, form) not in said
    ]
    names = [*map(spell_path, [*(one.path for one in zeros), *sorted(form.denied)])]
    if names:
        what = f"填的是0或“无”，文中没有一句说它：{list_some(names, MOST_ZEROS, '项')}。"
        place = zeros[0].place.of(zeros[0].path) if zeros else Place(form.file)
        yield notice(place, what, f"总结一般不写没有的事；数已记下，核对时照用。{_said_in_words(zeros, form)}")


def _called(figure: Figure, form: Form) -> str:
    leaf = form.library.field(figure.path)
    return form.label(leaf) if leaf else figure.label


def _said_in_words(zeros: list[Figure], form: Form) -> str:
    """How to have it said that there is nothing."""
    section = form.library.section(zeros[0].path.partition(".")[0]) if zeros else None
    if section is None or not section.root.find(CUSTOM):
        return ""
    written = own_text_of(_called(zeros[0], form), "为零")
    return f"要印的，请在「{section.key}」下面用「{CUSTOM}」写成一句，如「{CUSTOM}: [{written}]」。"


@lru_cache(maxsize=16)
def _asked_for_nothing(library: Library) -> frozenset[str]:
    """The paths of the figures that the wording has a sentence for when they say that there is nothing."""
    return frozenset(
        f"{section.key}.{name}" for section in library.sections for name in ASKED_FOR_NOTHING.findall(section.wording)
    )


def _advice_for(form: Form, value: Figure | Words | Passage | Day, wording: Wording) -> str:
    """Why something typed is not printed: what else its record or its sentence lacks, where that is known."""
    if lacks := lacking(form, value.path):
        return lacks
    paths = next((fallen.paths for fallen in wording.fallen if value.text in fallen.text), ())
    if paths:
        return f"这句话里还缺{'、'.join(spell_path(path) for path in paths)}，补上就会印出。"
    return "请看 zongjie show --略去 列出的话；或请模板维护人补上这一句。"


def document_of(form: Form, wording: Wording, apart: bool) -> Document:
    """The tree of a form's healed wording, with its annexes, signature and date."""
    head, official = form.head, form.official
    signature = head.signature or head.unit
    date = chinese_date(head.date) if head.date else ""
    blocks = number_blocks(_with_charts(parse(wording.text, apart), wording.charts))
    formal = official.formal
    if wording.annexes:
        tables = [
            Annex(name.text, number_blocks(parse(table, apart)), name_sources=name.sources)
            for name, table in wording.annexes
        ]
        formal = replace(formal, annexes=number_annexes((*formal.annexes, *tables)))
    title, sources = (official.title, ()) if official.title else (wording.title, wording.title_sources)
    return Document(title, blocks, signature.text if signature else "", date, formal, sources)


def _with_charts(blocks: Iterable[Block], charts: tuple[Chart, ...]) -> Iterator[Block]:
    """The blocks with each chart where its place is kept; without python-pptx they stay out."""
    for block in blocks:
        kept = plain_text(block.inlines) if charts and isinstance(block, Paragraph) else ""
        if not kept.startswith(CHART):
            yield block
        elif charts_installed():
            yield charts[int(kept.removeprefix(CHART))]


def _chart_problems(form: Form, wording: Wording) -> Iterator[Problem]:
    """A notice of charts of too many units, a warning where the package that draws charts is not there."""
    for title, units in undrawn_charts(form):
        what = f"「{title}」没有画成图：有{units}个单位，一张图最多画{MOST_CHARTED}个，再多就看不清。"
        yield notice(Place(form.file), what, "各单位的数印在文后的情况表里；要图请按片区分开汇总。")
    if wording.charts and not charts_installed():
        what = f"有{len(wording.charts)}张图没有画。"
        yield warning(Place(form.file), what, '画图要先装：pip install "zongjie[charts]"。')


def _title_problems(form: Form, wording: Wording) -> list[Problem]:
    """An error when the title is too long for any page; a notice of one that gives way to that of 公文."""
    own, typed = form.official.title_place if form.official.title else None, form.head.title
    place = own or (typed or form.head.unit or Words("", "", Place(form.file))).place
    found = title_problems(form.official.title or wording.title, place)
    if typed and form.official.formal.format == "order":
        what, advice = f"「{typed.text}」没有印：命令不印标题，令号之下就是正文。", "它只作文件名和文件的标题，不用改。"
        found.append(notice(typed.place.of(typed.path), what, advice))
    elif own and typed:
        what = f"「{typed.text}」没有印，印的是公文里填的标题。"
        found.append(notice(typed.place.of(typed.path), what, "两处留一处就行。"))
    return found


def write_summary(summary: Summary, options: Options) -> bytes:
    """The .docx of a summary that has a document."""
    assert summary.document is not None
    assert summary.form is not None
    form, document = summary.form, summary.document
    layout = layout_of(form, summary.settings or Settings(options.shelf))
    created = created_on(form.head.date)
    properties = Properties(document.title, document.signature, form.library.report.name, created)
    return write_docx(document, layout, properties, _carried(summary, options))


def _carried(summary: Summary, options: Options) -> Carried:
    """What the document of a summary carries: the form, and what was printed of it."""
    assert summary.document is not None
    assert summary.form is not None
    head = summary.form.head
    shelf = summary.settings.shelf if summary.settings else options.shelf
    told = printed_text(summary.document) if carries_form(summary, options) else ""
    unit = head.unit.text if head.unit else ""
    return carried(summary.source, Path(summary.file).name, told, unit, head.year, templates_digest(shelf))


def carries_form(summary: Summary, options: Options) -> bool:
    """Whether the document of a summary takes its form along: neither the command nor the folder says that it does not."""
    return options.embed and (summary.settings is None or summary.settings.embed)


def layout_of(form: Form, settings: Settings) -> Layout:
    """The layout a form's document is set in."""
    own = form.library.report.layout
    is_hant = settings.script == "zh-Hant" and own == STANDARD
    hant = HANT_LAYOUT if is_hant and settings.shelf.find(f"layouts/{HANT_LAYOUT}.yaml") else ""
    return load_layout(settings.shelf, settings.layout or hant or own)


def created_on(day: date | None) -> datetime:
    """The date in the properties of a document: 成文日期, else SOURCE_DATE_EPOCH, else always the same."""
    if day:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(given), UTC) if given.isdigit() and len(given) < 12 else EPOCH


def read_summary(path: Path, options: Options) -> Summary:
    """The summary of the form at ``path``; that it cannot be opened, or that we fail at it, is a problem of it alone."""
    file = show_path(path)
    try:
        data = read_form_file(path, file)
        return Summary(file, (data,)) if isinstance(data, Problem) else summarize(data, file, options, path.parent)
    except Exception as fault:
        return Summary(file, mishap(fault, file))
