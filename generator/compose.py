"""A form and its library to marked Markdown: every section's template rendered with its values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Template, TemplateError

from generator.clauses import Connectives
from generator.form import Form
from generator.heal import Fallen, heal
from generator.language import ENVIRONMENT, TERMS, WHOLE_FORM, TemplateFault
from generator.library import Library
from generator.marks import FIGURE, WORDS, paths, unmarked
from generator.problem import Place, Problem, error
from generator.values import Day, Pending, Words


@dataclass(frozen=True, slots=True)
class Wording:
    """A whole summary as closed-up, marked Markdown."""

    title: str
    text: str
    fallen: tuple[Fallen, ...]
    """What was left out, in order."""
    printed: frozenset[str]
    """Paths of all figures and words that stand in it."""


def compose(form: Form, draft: bool = False) -> tuple[Wording | None, list[Problem]]:
    """The wording of a form, and what its templates did wrong; None when they did."""
    library = form.library
    context = _context(form)
    trees = {section.key: form.tree(section.root, draft) for section in library.sections}
    parts: list[str] = []
    fallen: list[Fallen] = []
    problems: list[Problem] = []
    for section in library.sections:
        tree = trees[section.key]
        stock_day = form.stock_days.get(section.key)
        own = {**context, **({"截至": stock_day} if stock_day else {}), **tree, WHOLE_FORM: trees}
        rendered, faults = _render(section.wording, section.wording_file, own)
        problems += faults
        heading = library.say(section.definition.heading, form.head.year)
        healed = heal(f"# {heading}\n\n{rendered}" if heading else rendered, connectives(library))
        parts.append(healed.text)
        fallen += healed.fallen
    title, faults = _render(library.report.title, f"reports/{library.report_name}.yaml", context)
    problems += faults
    if problems:
        return None, problems
    text = "\n\n".join(part for part in parts if part)
    return Wording(unmarked(title), text, tuple(fallen), frozenset(paths(text, FIGURE + WORDS))), []


@lru_cache(maxsize=16)
def connectives(library: Library) -> Connectives:
    """The library's introducing words as healing takes them."""
    healing = library.wording.healing
    return Connectives.of(healing.lead_ins, healing.lead_clauses, healing.links)


def _context(form: Form) -> dict[str, object]:
    """What every template may print besides fields (``language.CONTEXT``)."""
    head, wording = form.head, form.library.wording

    def words(name: str, text: str | None) -> Words | Pending:
        return Words(text, name, Place(form.file), context=True) if text else Pending(name, name)

    year, period = head.year, head.period
    unit = head.unit.text if head.unit else None
    own, area = wording.selves_of(unit or "")
    signature = head.signature.text if head.signature else unit
    span = wording.period_texts.of(year, period) if year else None
    stock_day: Day | Words | Pending = head.stock_day or words("截至", span.stock_day if span else None)
    return {
        "单位": words("单位", unit),
        "年度": words("年度", str(year) if year else None),
        "下年": words("下年", str(year + 1) if year else None),
        "报告期": words("报告期", span.label if span else None),
        "起止": words("起止", span.months if span else None),
        "截至": stock_day,
        "本年": words("本年", period.name),
        "自称": words("自称", own),
        "全域": words("全域", area),
        "署名": words("署名", signature),
        TERMS: form.library.terms_of(year),
    }


@lru_cache(maxsize=512)
def _compiled(source: str, file: str) -> Template:
    code = ENVIRONMENT.compile(source, file, file)
    return Template.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def _render(source: str, file: str, context: dict[str, object]) -> tuple[str, list[Problem]]:
    """The rendered template, or an empty text and the fault that stopped it."""
    try:
        return _compiled(source, file).render(context), []
    except (TemplateFault, TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as fault:
        what = str(fault) if isinstance(fault, TemplateFault) else f"模板在这里算不下去（{type(fault).__name__}）。"
        return "", [error(Place(file, _line_of(fault, file)), what, "请检查这一行的写法。")]


def _line_of(fault: BaseException, file: str) -> int:
    """The template line where ``fault`` arose; Jinja rewrites its frames to template lines."""
    line = 0
    frame = fault.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == file:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
