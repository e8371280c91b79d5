"""How much a template may do: steps, text and memory, counted while it runs, so that none runs for ever.

What is counted does not depend on the computer: the same template fails on the same form everywhere, or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from threading import local
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from generator.problem import ZongjieError

MOST_WORK = 5_000_000
"""Characters that one run of a template may put together, steps counted as ``STEP`` of them; a form has 300 000."""
STEP = 10
TOGETHER_PAID = 64
"""So many pieces of a text are paid for at a time."""
GROWING = (str, tuple, list)
"""What + makes longer."""
TOO_MUCH = "模板在这里没完没了，或印出的文字太长，已停下。"
REPEATED = "模板里不能成倍地重复文字。"


class TemplateFault(ZongjieError):
    """A template did at run time what no check before could see; the message says what."""


class _Meter(local):
    """What is left of the work that the template at hand may do, in each thread."""

    left = MOST_WORK

    def refill(self) -> None:
        self.left = MOST_WORK

    def spend(self, work: int) -> None:
        self.left -= work
        if self.left < 0:
            raise TemplateFault(TOO_MUCH)


METER = _Meter()


class _Counting(CodeGenerator):
    """Code of templates that counts what it does."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802  (Jinja's name)
        """A loop whose every turn costs a step and the text in it."""
        turn = STEP + sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        items = node.iter
        counted = nodes.EnvironmentAttribute("counted")
        node.iter = nodes.Call(counted, [items, nodes.Const(turn)], [], None, None).set_lineno(node.lineno)
        try:
            super().visit_For(node, frame)
        finally:
            node.iter = items  # the tree is shared with those who check it

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Texts put together with ~."""
        self.write("environment.put_together((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")


class _CountingTemplate(Template):
    """A template that has its whole budget whenever it is run."""

    def render(self, *arguments: Any, **named: Any) -> str:
        """The text of the template; TemplateFault when it goes on for too long."""
        METER.refill()
        names = self.new_context(dict(*arguments, **named), shared=True)  # nobody else has it; there are no globals
        try:
            return self.environment.concat(self.root_render_func(names))
        except Exception:
            self.environment.handle_exception()


def _concat(pieces: Iterable[str]) -> str:
    made: list[str] = []
    waiting = iter(pieces)
    while some := list(islice(waiting, TOGETHER_PAID)):
        METER.spend(sum(map(len, some)))
        made += some
    return "".join(made)


class CountingSandbox(SandboxedEnvironment):
    """A sandbox whose templates do no more than ``MOST_WORK``."""

    code_generator_class = _Counting
    template_class = _CountingTemplate
    intercepted_binops = frozenset(["+", "*", "%"])
    concat = staticmethod(_concat)

    @staticmethod
    def counted(items: Iterable[object], turn: int) -> Iterator[object]:
        """The items of a loop, each turn paid for."""
        for item in items:
            METER.spend(turn)
            yield item

    @staticmethod
    def put_together(values: Iterable[object]) -> str:
        """The texts as one, paid for before it is made."""
        texts = [str(value) for value in values]
        METER.spend(sum(map(len, texts)))
        return "".join(texts)

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """What a macro or a loop that is called gives; a call costs a step, and what it is given."""
        METER.spend(STEP + sum(len(one) for one in arguments if isinstance(one, GROWING)))
        return super().call(context, called, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002  (Jinja's)
        """What + * % give; only + takes texts and lists, and pays for what comes of them."""
        if operator == "+":
            if isinstance(left, GROWING) and isinstance(right, GROWING):
                METER.spend(len(left) + len(right))
        elif isinstance(left, GROWING) or isinstance(right, GROWING):
            raise TemplateFault(REPEATED)
        return self.binop_table[operator](left, right)
