"""Definition files (reports, sections, units, layouts …) read as strictly as forms.

YAML of a maintainer becomes a frozen msgspec struct, and every fault of it a Problem with file and
line. msgspec, not pydantic, because importing and building models is part of every launch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from generator.problem import Place, Problem, did_you_mean, error
from generator.reading.nodes import Mapping, Node, plain_data, spot_at
from generator.reading.source import UNREADABLE_NEARBY, WITHOUT_QUOTES, read_as_is, read_source

Model = TypeVar("Model")
Hook = Callable[[type, Any], Any]
Path = tuple[str | int, ...]
IN_CHINESE = re.compile("[\u4e00-\u9fff]")
"""What readers of a type say themselves, and msgspec does not."""


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every model read from a definition file: frozen, and no key it does not know."""


OF_ANY_FILE = ("extends", "remove")
"""Keys at the top of a file that lies over another; they are taken off before it is read as what it defines."""
LIKE_STANDARD = "请照标准模板里同一种文件写。"

EXPECTED = {
    "str": "应当是一段文字，写在同一行。",
    "array": "应当是一列，每条一行，以「- 」开头。",
    "object": "应当分项写成「项目: 内容」。",
    "bool": "只能是 true 或 false。",
    "int": "应当是整数。",
}
"""What msgspec wanted, in the one voice."""


def read_definition(data: bytes, file: str, model: type[Model]) -> tuple[Model | None, Mapping, list[Problem]]:
    """The model a file defines (None when it is faulty), its nodes with lines, and its problems."""
    as_is = read_as_is(data)
    if as_is is not None:
        found, faults = validate(as_is, file, model)
        if not faults:
            return found, as_is, []
    node, problems = read_source(data, file, LIKE_STANDARD)
    if problems and not node.entries:
        return None, node, problems
    found, faults = validate(node, file, model)
    return found, node, [*problems, *without_consequences(faults, problems)]


def without_consequences(faults: list[Problem], problems: list[Problem]) -> list[Problem]:
    """The faults of a definition but for those that may be there only because part of its text could not be read."""
    lost = any(one.what.startswith(UNREADABLE_NEARBY) or WITHOUT_QUOTES in one.what for one in problems)
    return [] if lost else faults


def validate(
    node: Node, file: str, model: type[Model], field: str = "", hook: Hook | None = None
) -> tuple[Model | None, list[Problem]]:
    """The model that ``node`` writes out, or the problems that keep it from being one.

    ``hook`` reads the types that msgspec does not know, and says in Chinese why it cannot.
    """
    data = plain_data(node)
    try:
        return msgspec.convert(data, model, strict=False, dec_hook=hook), []
    except msgspec.ValidationError:
        faults = _faults(data, model, (), hook)
        return None, [_problem(path, what, advice, node, file, field) for path, what, advice in faults]


def _problem(path: Path, what: str, advice: str, node: Node, file: str, field: str) -> Problem:
    keys = ".".join(step for step in ((field,) if field else ()) + path if isinstance(step, str))
    return error(Place.at(file, spot_at(node, path), keys), what, advice)


def _faults(data: Any, kind: Any, path: Path, hook: Hook | None) -> Iterator[tuple[Path, str, str]]:
    """Every fault of ``data`` as a ``kind``: where it is, what was found, what to do."""
    try:
        msgspec.convert(data, kind, strict=False, dec_hook=hook)
        return
    except msgspec.ValidationError as fault:
        found = list(_inner_faults(data, kind, path, hook))
        choices = [
            str(choice) for one in (kind, *get_args(kind)) if get_origin(one) is Literal for choice in get_args(one)
        ]
        yield from found or [_own_fault(data, path, str(fault), choices)]


def _inner_faults(data: Any, kind: Any, path: Path, hook: Hook | None) -> Iterator[tuple[Path, str, str]]:
    """The faults of what ``data`` consists of, when it is the right sort of thing itself."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(data, dict):
        yield from _struct_faults(data, {info.encode_name: info for info in fields(kind)}, path, hook)
    elif origin is tuple and isinstance(data, list) and arguments[1:] == (...,):
        for position, item in enumerate(data):
            yield from _faults(item, arguments[0], (*path, position), hook)
    elif origin is dict and isinstance(data, dict):
        known = get_args(arguments[0]) if get_origin(arguments[0]) is Literal else data
        for key, value in data.items():
            if key not in known:
                yield (*path, key), f"不认识「{key}」。", did_you_mean(key, known, f"可以用的有：{'、'.join(known)}。")
            yield from _faults(value, arguments[1], (*path, key), hook)
    elif origin is Annotated:
        yield from _inner_faults(data, arguments[0], path, hook)
    elif origin in (Union, UnionType):
        for one in arguments:
            yield from _inner_faults(data, one, path, hook)


def _struct_faults(
    data: dict[str, Any], known: dict[str, FieldInfo], path: Path, hook: Hook | None
) -> Iterator[tuple[Path, str, str]]:
    for name, info in known.items():
        if name in data:
            yield from _faults(data[name], info.type, (*path, name), hook)
        elif info.required:
            yield path, f"缺少「{name}」。", "请补上这一项。"
    likely = known if path else (*known, *OF_ANY_FILE)
    for key in data:
        if key not in known:
            yield (*path, key), f"不认识「{key}」。", did_you_mean(key, likely, f"可以用的有：{'、'.join(known)}。")


def _own_fault(data: Any, path: Path, said: str, choices: list[str]) -> tuple[Path, str, str]:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    name = f"「{key}」" if key else "这个文件"
    said = said.split(" - at `")[0]
    if exactly := re.match(r"Expected `array` of length (\d+)", said):
        return path, f"{name}要正好写{exactly[1]}样，写了{len(data)}样。", "请补上或去掉。"
    if expected := re.match(r"Expected `(\w+)", said):
        return path, f"{name}{EXPECTED.get(expected[1], '写得不对。')}", "请改正。"
    if said.startswith("Invalid enum value"):
        return path, f"{name}不能是「{data}」。", did_you_mean(str(data), choices, f"可以填：{'、'.join(choices)}。")
    if IN_CHINESE.search(said):
        return path, f"{name}不对：{said.rstrip('。')}。", ""
    return path, f"{name}写得不对。", LIKE_STANDARD
