"""Definition files (reports, sections, units, layouts …) read as strictly as forms.

YAML of a maintainer becomes a validated model, and every fault of it a Problem with file and line.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from generator.problem import Place, Problem, error, nearest
from generator.source import Mapping, Node, line_at, plain, read_source

Model = TypeVar("Model", bound=BaseModel)


class Definition(BaseModel):
    """Base of every model read from a definition file: frozen, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


MESSAGES = {
    "missing": ("缺少「{key}」。", "请补上这一项。"),
    "extra_forbidden": ("不认识「{key}」。", "{near}"),
    "literal_error": ("「{key}」不能是「{input}」。", "可以填：{expected}。"),
    "string_type": ("「{key}」应当是一段文字。", "请写在同一行，不要再分项。"),
    "list_type": ("「{key}」应当是一列。", "请每条一行，以「- 」开头。"),
    "tuple_type": ("「{key}」应当是一列。", "请每条一行，以「- 」开头。"),
    "dict_type": ("「{key}」应当分项写。", "请写成「项目: 内容」，一项一行。"),
    "model_type": ("「{key}」应当分项写。", "请写成「项目: 内容」，一项一行。"),
    "bool_parsing": ("「{key}」只能是 true 或 false。", "请改正。"),
    "int_parsing": ("「{key}」应当是整数，现在是「{input}」。", "请改正。"),
    "decimal_parsing": ("「{key}」应当是数，现在是「{input}」。", "请改正。"),
    "value_error": ("「{key}」不对：{reason}。", ""),
}
"""What pydantic finds, as (what, advice) in the one voice; ``value_error`` brings its own words."""


def read_definition(data: bytes, file: str, model: type[Model]) -> tuple[Model | None, Mapping, list[Problem]]:
    """The model a file defines (None when it is faulty), its nodes with lines, and its problems."""
    node, problems = read_source(data, file)
    if problems and not node.entries:
        return None, node, problems
    found, faults = validate(node, file, model)
    return found, node, [*problems, *faults]


def validate(node: Node, file: str, model: type[Model], field: str = "") -> tuple[Model | None, list[Problem]]:
    """The model that ``node`` writes out, or the problems that keep it from being one."""
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as fault:
        known = [name if info.alias is None else info.alias for name, info in model.model_fields.items()]
        return None, [_problem(details, node, file, known, field) for details in fault.errors()]


def _problem(details: object, node: Node, file: str, known: list[str], field: str) -> Problem:
    assert isinstance(details, dict)
    location = tuple(step for step in details["loc"] if isinstance(step, int | str))
    keys = [str(step) for step in location if isinstance(step, str)]
    key = keys[-1] if keys else field
    what, advice = MESSAGES.get(details["type"], ("「{key}」写得不对。", "请对照手册改正。"))
    near = nearest(key, known)
    context = details.get("ctx", {})
    words = {
        "key": key,
        "input": str(details.get("input", ""))[:40],
        "near": f"是不是「{near}」？" if near else f"可以用的有：{'、'.join(known)}。",
        "expected": str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、"),
        "reason": str(context.get("error", "")).rstrip("。"),
    }
    place = Place(file, line_at(node, location), ".".join([field, *keys] if field else keys))
    return error(place, what.format(**words), advice.format(**words))


