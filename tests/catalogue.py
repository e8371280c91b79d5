"""Forms filled in with made-up values, for whatever a report's sections hold."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from typing import Any

from forms import library

from generator.document.markdown import parse
from generator.document.tree import Document, number_blocks
from generator.form.form import read_form
from generator.library.fields import Field, Group
from generator.problem import WHOLE_FILE
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.wording.compose import Wording, compose

REPORTS = ("town", "community", "welfare-home", "county")
UNITS = {"town": "青石镇", "community": "东门社区", "welfare-home": "江北福利院", "county": "青石县民政局"}
HEAD = {"年度": "2016", "成文日期": "2017-01-10"}
OWN = [{"名称": "助学人数", "数值": "12人", "原值": "9人", "其中": [{"名称": "高中生", "数值": "7人"}]}]


@lru_cache
def whole_form(name: str) -> dict[str, Any]:
    """Every field of a report filled in, its sections as dicts."""
    return {section.key: _group(section.root, count(1)) for section in library(name).sections}


def _group(group: Group, numbers: Iterator[int]) -> dict[str, Any]:
    return {
        name: _group(child, numbers) if isinstance(child, Group) else _value(child, next(numbers))
        for name, child in group.children.items()
    }


def _value(field: Field, number: int) -> Any:
    match field.kind.reads:
        case "quantity":
            return f"{number % 90 + 10}{field.scale}{field.unit.name if field.unit else ''}"
        case "figure":
            return f"{number}个"
        case "date":
            return "7月4日"
        case "flag":
            return "是"
        case "choice":
            return field.definition.options[0]
        case "items":
            return [*list(field.definition.phrases)[:2], "按照规定办理各项业务"]
        case "records":
            return [_group(field.record, count(number))] if field.record and field.name != "自定义" else OWN
        case "markdown":
            return "一段话。\n\n- 甲项。\n- 乙项。\n\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |"
        case "prose":
            return "继续做好各项工作。"
    return "某项内容"


def leaves_of(name: str) -> list[Field]:
    """Every field of a report."""
    return [leaf for section in library(name).sections for leaf in section.root.leaves()]


def composed(name: str, sections: dict[str, Any], **head: object) -> tuple[Document, Wording]:
    """The document of a form, its checks unasked: made-up figures do not add up."""
    top = {"报告": name, "单位": UNITS[name], **HEAD, **head}
    form, problems = read_form(nodes({**top, **sections}), "表单.yaml", library(name))
    assert problems == [], "\n".join(map(str, problems))
    wording, faults = compose(form)
    assert faults == []
    assert wording is not None
    return Document(wording.title, number_blocks(parse(wording.text))), wording


def nodes(value: dict[str, Any]) -> Mapping:
    """What source would read of it."""
    return Mapping(tuple((Scalar(key, WHOLE_FILE), _node(one)) for key, one in value.items()), WHOLE_FILE)


def _node(value: Any) -> Node:
    match value:
        case dict():
            return nodes(value)
        case list():
            return Sequence(tuple(map(_node, value)), WHOLE_FILE)
    return Scalar(value, WHOLE_FILE)


def pruned(group: Group, form: dict[str, Any], kept: Callable[[str], bool]) -> dict[str, Any]:
    """The form of ``group`` with only the fields whose path ``kept`` says yes to."""
    found: dict[str, Any] = {}
    for name, child in group.children.items():
        if isinstance(child, Field):
            if kept(child.path):
                found[name] = form[name]
        else:
            found[name] = pruned(child, form[name], kept)
    return found
