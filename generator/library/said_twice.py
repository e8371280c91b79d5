"""What wording says that is printed already: a unit behind its figure, a heading below the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from jinja2 import nodes

from generator.language.fields import Field
from generator.language.sandbox import parse_template
from generator.library.library import Section
from generator.problem import Problem, warning

HEADING_TYPED = re.compile(r"^#+[ \t]*(.*?)[ \t]*$")


def said_twice(section: Section) -> Iterator[Problem]:
    """A warning for each thing that the wording of a section says and that is printed already."""
    yield from _units(section)
    yield from _headings(section)


def _units(section: Section) -> Iterator[Problem]:
    """Units written behind a figure that prints its own."""
    for output in parse_template(section.wording).find_all(nodes.Output):
        for figure, text in pairwise(output.nodes):
            field = section.root.at(_path_of(figure)) if isinstance(text, nodes.TemplateData) else None
            unit = field.unit.name if isinstance(field, Field) and field.unit else ""
            if unit and isinstance(text, nodes.TemplateData) and text.data.startswith(unit):
                what = f"「{_path_of(figure)}」印出来带着单位，后面又写了「{unit}」，会印成「3{unit}{unit}」。"
                yield warning(section.written_at(figure.lineno), what, f"请去掉后面的「{unit}」。")


def _path_of(node: nodes.Node) -> str:
    """The field that an expression names and nothing more, dotted; empty for any other."""
    if isinstance(node, nodes.Name):
        return node.name
    above = _path_of(node.node) if isinstance(node, nodes.Getattr) else ""
    return f"{above}.{node.attr}" if above and isinstance(node, nodes.Getattr) else ""


def _headings(section: Section) -> Iterator[Problem]:
    """Headings in the wording that are the section's own."""
    own = {section.heading, section.definition.heading} - {""}
    for number, line in enumerate(section.wording.split("\n"), 1) if section.heading else ():
        if (match := HEADING_TYPED.match(line)) and match[1] in own:
            what = f"「{match[1]}」和这一节的标题一样，会印两次。"
            yield warning(section.written_at(number), what, "请去掉这一行；节的标题只写在 form.yaml 的 heading 里。")
