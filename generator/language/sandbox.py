"""The one language of wording and rules: sandboxed Jinja with Chinese names.

Only values that carry a trace can be printed, and nothing of Python can be reached through them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import consume
from msgspec.structs import replace

from generator.chinese.reserved import TOGETHER, TOGETHER_END
from generator.document.marks import Marked, mark, mark_nothing
from generator.figures.change import UP, movement
from generator.figures.values import LAST_YEAR, Day, Figure, Flag, Hole, Passage, Pending, Words
from generator.language.budget import METER, CountingSandbox, TemplateFault
from generator.language.context import LAST_PERIOD, UNITS
from generator.language.expressions import Beyond, compute
from generator.language.filters import filter_table
from generator.language.plain import plain_pieces
from generator.language.wordings import says

HEADLINE = "要点"
NEXT_PERIOD, UNITS_TOGETHER = "下期", "各乡镇"
TEMPLATE_CONTEXT = {
    "单位": "单位全称",
    "年度": "年份数字，如 2012",
    "下年": "下一年的年份数字",
    "总结期": "标题说的期间：2012年、2012年上半年；填了截至也不变",
    "报告期": "期间数说的期间：2012年、2012年上半年；填了截至11月底是2012年1—11月，本节另填的随本节",
    "起止": "同报告期，但说首月末月：2012年1—6月；全年是2012年",
    "截至": "时点数的时点：2012年底；填了截至时用所填的，本节另填的随本节",
    "本年": "报告期不带年份：全年、上半年、1—11月",
    "另有时点": "数字不是到期末那一天的（填了截至，或本节另填了期间）才有，印出来同截至；别的时候是空的",
    LAST_PERIOD: "上年；不满一年的期间是上年同期",
    UNITS_TOGETHER: "汇总的各单位合起来的叫法：各乡镇；没有汇总就是空的",
    UNITS: "汇总的各单位的名字；没有汇总就是空的",
    NEXT_PERIOD: "接下来的期间：2013年、下半年、下一步",
    "业务": "总结的是哪项工作：社会救助工作；表单可以另填",
    "自称": "我镇、我县、我院，随单位名",
    "全域": "全镇、全县、全院，随单位名",
    "署名": "落款的单位名",
    HEADLINE: "开头几个有分量的数合成的一句，见第五部分；够不上的就是空的",
}
"""Names every template may print besides its section's fields, and what they say."""

RULE_CONTEXT = {
    "年度": "报告的年份",
    "期初": "报告期第一天，本节另填期间的随本节",
    "期末": "报告期最后一天，填了截至的到截至",
    "月数": "从期初到期末有几个月",
}
"""Names every rule and formula may use besides fields."""

WHOLE_FORM, TERMS = "表", "词"
OVER_RECORDS = "合计"
"""How a rule or formula asks for the sum of a field over all records: 合计(灾害.受灾人口)."""
RECORD_SUM = re.compile(rf"(?<![\w.]){OVER_RECORDS}\(\s*([\w.]+)\s*\)")


class _Together(Extension):
    """``{% together %}…{% endtogether %}``: a passage that stands or falls as a whole."""

    tags = {"together"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endtogether",), drop_needle=True)
        edges = [nodes.Output([nodes.TemplateData(edge)]).set_lineno(line) for edge in (TOGETHER, TOGETHER_END)]
        return [edges[0], *body, edges[1]]


OF_WORDINGS = ("任选", "或", "任选完")
"""The tags around and between several wordings of one passage."""
UNLIKE = "任选的几种说法说到的项目不一样"


class _OneOf(Extension):
    """``{% 任选 %}…{% 或 %}…{% 任选完 %}``: one of several wordings of the same passage, by unit and year.

    Each wording says the same fields, so that which one a unit has loses no figure.
    """

    tags = {OF_WORDINGS[0]}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        begun, between, ended = OF_WORDINGS
        line = next(parser.stream).lineno
        wordings = [parser.parse_statements((f"name:{between}", f"name:{ended}"))]
        while next(parser.stream).value == between:
            wordings.append(parser.parse_statements((f"name:{between}", f"name:{ended}")))
        if len({frozenset(_named_in(wording)) for wording in wordings}) > 1:
            parser.fail(UNLIKE, line)
        marks: list[nodes.Expr] = [nodes.Const(f"{number}{_words_of(one)}") for number, one in enumerate(wordings)]
        chosen = nodes.Filter(nodes.List(marks), begun, [], [], None, None)
        *others, last = (
            nodes.If(nodes.Compare(chosen, [nodes.Operand("eq", mark)]), wording, [], [])
            for mark, wording in zip(marks, wordings, strict=True)
        )
        if not others:
            return last.body
        others[0].elif_, others[0].else_ = others[1:], last.body
        return others[0].set_lineno(line)


def _named_in(wording: list[nodes.Node]) -> Iterator[str]:
    """The fields that a wording prints or asks for, as they are written; words of the context may differ."""
    for node in wording:
        yield from (name.name for name in node.find_all(nodes.Name) if name.name not in TEMPLATE_CONTEXT)
        yield from (part.attr for part in node.find_all(nodes.Getattr))


def _words_of(wording: list[nodes.Node]) -> str:
    return "".join(text.data for node in wording for text in node.find_all(nodes.TemplateData))


PRINTABLE = (Hole, Figure, Words, Day, Pending, Passage)
"""The values that carry a trace."""


def _finalize(value: object) -> str:
    """What a printed value becomes in marked text; only values that carry a trace may print."""
    if isinstance(value, PRINTABLE):
        printed = mark_nothing(value) if isinstance(value, Figure) and value.is_nothing else mark(value)
        METER.spend(len(printed))
        return printed
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return Marked("；".join(_finalize(item) for item in value)) if value else Marked(mark(Hole()))
    raise TemplateFault("".join(_unprintable(value)))


def _unprintable(value: object) -> tuple[str, str]:
    """What is wrong with printing ``value``, and what to write instead."""
    if isinstance(value, Flag):
        return FLAG_PRINTED
    return GROUP_PRINTED if isinstance(value, dict) else RESULT_PRINTED


FLAG_PRINTED = ("是/否的项目不能直接印出。", "请写成 {% if 项目 %}…{% endif %}。")
GROUP_PRINTED = ("这里写的是一组项目，不能直接印出。", "请写到具体的项目，或用“列举”。")
RESULT_PRINTED = ("算出来的数不能直接印出。", "请在 form.yaml 里用 formula 定义一个项目，或用“占”“人均”。")


class _Sandbox(CountingSandbox):
    """Values are printed and compared; nothing of Python can be reached through them."""

    def getattr(self, obj: object, attribute: str) -> object:
        """A field of a group; whatever else there is, as Jinja finds it."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Only ``loop`` has attributes; fields are found as items."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)


IS_NOTHING = "无"
"""How a template asks whether a figure says that there is nothing; == 0 holds of 近400人, too, which may be 0."""

SAYS = "含"
"""How a template asks whether a text has some words in it: 思路 is 含("领导下", 自称)."""


ROSE = "提高"
"""How a template asks whether a figure is certainly more than last year's, or than one given: 标准 is 提高(原标准)."""


def _rose(value: object, before: object = None) -> bool:
    own = before if isinstance(before, Figure) and not before.is_nothing else None
    figure = replace(value, last=own) if own and isinstance(value, Figure) else value
    return isinstance(figure, Figure) and movement(figure, UP, "") == UP


def _is_nothing(value: object) -> bool:
    return isinstance(value, Figure) and value.is_nothing


def make_environment() -> SandboxedEnvironment:
    """A sandboxed environment with our filters and none of Jinja's globals."""
    environment = _Sandbox(
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Together, _OneOf],
        autoescape=False,
    )
    environment.filters = filter_table()
    environment.tests |= {IS_NOTHING: _is_nothing, SAYS: says, ROSE: _rose}
    environment.globals = {}
    return environment


ENVIRONMENT = make_environment()


@lru_cache(maxsize=4096)
def parse_template(source: str) -> nodes.Template:
    """The tree of a template; checking and rendering share it. Raises jinja2.TemplateSyntaxError."""
    if said := plain_pieces(source):
        plain = nodes.Template([nodes.Output(said, lineno=1)], lineno=1)
        plain.set_environment(ENVIRONMENT)
        return plain
    return ENVIRONMENT.parse(source)


@lru_cache(maxsize=2048)
def tree_of(expression: str) -> nodes.Expr:
    """The tree of a rule or formula, the one that was checked."""
    output = parse_template("{{ " + expression + " }}").body[0]
    assert isinstance(output, nodes.Output)
    return output.nodes[0]


@lru_cache(maxsize=2048)
def _compiled(expression: str) -> Callable[[Context], Iterator[str]]:
    """The expression ready to run, made from the tree that was checked; it leaves its result in its context."""
    body = [nodes.Assign(nodes.Name("result", "store"), tree_of(expression), lineno=1)]
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(ENVIRONMENT)
    return ENVIRONMENT.from_string(tree).root_render_func


@lru_cache(maxsize=2048)
def runnable(expression: str) -> str:
    """A rule or formula as it is computed: a field of records stands for its sum, which its context holds."""
    return RECORD_SUM.sub(r"\1", expression) if OVER_RECORDS in expression else expression


@lru_cache(maxsize=512)
def is_sum(expression: str) -> bool:
    """Whether a formula only adds fields: 城镇.户数 + 农村.户数."""
    return _adds_fields(tree_of(expression))


def _adds_fields(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Add):
        return _adds_fields(node.left) and _adds_fields(node.right)
    return isinstance(node, nodes.Name | nodes.Getattr)


RUN_FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError, MemoryError,
    SyntaxError,
)  # fmt: skip
"""What a template or rule that passed all checks can still run into, besides a ``TemplateFault``."""


def evaluate(expression: str, values: dict[str, object]) -> object:
    """What a checked rule or formula gives for ``values``; TemplateFault when it cannot."""
    try:
        try:
            return compute(tree_of(expression), values)
        except Beyond:
            return _run(expression, values)
    except RUN_FAULTS as fault:
        raise TemplateFault(describe_fault(fault, f"「{expression}」")) from fault


def _run(expression: str, values: dict[str, object]) -> object:
    """What an expression gives that uses more of the language than ``compute`` knows."""
    METER.refill()
    context = Context(ENVIRONMENT, values, None, {})
    consume(_compiled(expression)(context))
    result = context.vars["result"]
    return None if isinstance(result, Undefined) else result


def nest(section: str, values: Mapping[str, object]) -> dict[str, object]:
    """Values by dotted path as a rule of ``section`` names them: its own plainly, all through 表, last year's through 上年."""
    whole: dict[str, Any] = {}
    for path, value in values.items():
        *groups, name = path.split(".")
        here = whole
        for group in groups:
            here = here.setdefault(group, {})
        here[name] = value
    last = whole.pop(LAST_YEAR, {})
    own = whole.get(section)
    found = {**(own if isinstance(own, dict) else {}), WHOLE_FORM: whole}
    if isinstance(last, dict) and section in last:
        found[LAST_YEAR] = last[section]
    return found


def describe_fault(fault: Exception, where: str) -> str:
    """What a template or rule did wrong when it was run, in the words of its maintainer; ``where`` names it."""
    if isinstance(fault, TemplateFault):
        return str(fault)
    reason = next((words for kind, words in RUN_REASONS.items() if isinstance(fault, kind)), "写法读不懂")
    return f"{where}算不下去（{reason}）。"


RUN_REASONS: dict[type[Exception], str] = {
    SecurityError: "用了不许用的写法",
    UndefinedError: "用了没有的项目",
    RecursionError: "自己套自己，没有尽头",
    MemoryError: "内存不够用",
    SyntaxError: "语句套得太深",
    ArithmeticError: "除以了零，或数太大",
    TypeError: "数、文字、列表用混了，或过滤器的参数不对",
    AttributeError: "数、文字、列表用混了，或过滤器的参数不对",
}
