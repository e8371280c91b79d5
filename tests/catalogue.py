"""Forms filled in with made-up values, for whatever a report's sections hold."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from forms import library

from generator.commands.check_templates import made_up
from generator.document.markdown import parse
from generator.document.tree import Document, number_blocks
from generator.form.form import read_form
from generator.language.fields import Field, Group
from generator.reading.nodes import Mapping, unplaced
from generator.wording.compose import Wording, compose

REPORTS = ("town", "community", "welfare-home", "county", "bureau")
UNITS = {
    "town": "青石镇",
    "community": "东门社区",
    "welfare-home": "江北福利院",
    "county": "青石县民政局",
    "bureau": "青石区民政局",
}
HEAD = {"年度": "2016", "成文日期": "2017-01-10"}


def own(section: str) -> list[dict[str, Any]]:
    """Figures of the official's own, with a name that no other section has."""
    return [{"名称": f"{section}助学人数", "数值": "12人", "原值": "9人", "其中": [{"名称": "高中生", "数值": "7人"}]}]


@lru_cache
def whole_form(name: str) -> dict[str, Any]:
    """Every field of a report filled in, its sections as dicts."""
    sections = {section.key: made_up(section.root) for section in library(name).sections}
    return {key: {**_of_its_own(key, section), "自定义": own(key)} for key, section in sections.items()}


def _of_its_own(key: str, value: Any) -> Any:
    """What is filled in, with made-up sentences that no other section has."""
    if isinstance(value, dict):
        return {name: _of_its_own(key, child) for name, child in value.items()}
    if isinstance(value, list):
        return [_of_its_own(key, child) for child in value]
    return value.replace("按照规定", f"按照{key}规定") if isinstance(value, str) else value


def leaves_of(name: str) -> list[Field]:
    """Every field of a report."""
    return [leaf for section in library(name).sections for leaf in section.root.leaves()]


def composed(name: str, sections: dict[str, Any], **head: object) -> tuple[Document, Wording]:
    """The document of a form, its checks unasked: made-up figures do not add up."""
    top = {"报告": name, "单位": UNITS[name], **HEAD, **head}
    root = unplaced({**top, **sections})
    assert isinstance(root, Mapping)
    form, problems = read_form(root, "表单.yaml", library(name))
    assert problems == [], "\n".join(map(str, problems))
    wording, faults = compose(form)
    assert faults == []
    assert wording is not None
    return Document(wording.title, number_blocks(parse(wording.text))), wording


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
