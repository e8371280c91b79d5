"""What may be typed for fields and groups, as JSON Schema for the editor a form is filled in with.

It is looser than the readers of the fields on purpose: it marks what can be nothing, and never what they read.
``errorMessage``, ``patternErrorMessage``, ``defaultSnippets`` are words of yaml-language-server; others pass over them.
A value has no ``type``, because an editor would offer true, false and null for it; ``SHAPES`` say what it must not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.figures.quantity import ZERO_WORDS
from generator.figures.unfinished import BLANKS, CROSSES, UNKNOWN_WORDS
from generator.language.fields import Field, Group
from generator.library.library import Library
from generator.problem import list_some, spell_path

JsonSchema = dict[str, Any]

SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")
"""What must be escaped in a pattern, and no more: JavaScript takes a needless escape for a fault."""
MOST_NAMES = 8
"""How many keys a message names for one that is unknown."""


def any_of(words: Iterable[str], between: str = "") -> str:
    """A pattern of exactly these words, with blanks around them or none; ``between`` is what may part their signs."""
    spelled = (between.join(SPECIAL.sub(r"\\\g<0>", sign) for sign in word) for word in words)
    return rf"^\s*(?:{'|'.join(spelled)})\s*$"


LEFT_OPEN = rf"{any_of(sorted(BLANKS | UNKNOWN_WORDS))}|^[{CROSSES}\s]+$|^-+$|^—+$"
"""What leaves anything blank."""
NONE_OF_IT = f"{LEFT_OPEN}|{any_of(sorted(ZERO_WORDS))}"
"""The same, and the answer that there is nothing of a whole group."""
MASKED = f"[{CROSSES}?？□…○〇(（]|--|\\.\\.\\.|———"
"""Of a figure or a date that is open in part."""
EXAMPLE = "如「12人」"
IN_PARTS = "下面应当分项填写：另起一行，缩进两格，逐项写「项目: 内容」。"


def _never(wrong: list[str], right: str, message: str) -> JsonSchema:
    return {"if": {"type": wrong}, "then": {"type": right, "errorMessage": message}}


SHAPES: dict[str, JsonSchema] = {
    "one": _never(["object", "array"], "string", "这里只填一个值，请写在冒号后面，同一行。"),
    "list": _never(["object"], "array", "这里应当是一列，每条以「- 」开头。"),
    "parts": _never(["array", "number", "boolean"], "object", IN_PARTS),
    "records": _never(["number", "boolean"], "array", "每笔记录应当分项写：「- 项目: 内容」。"),
}
"""What a value may not be, and what is said of it.

They are written out wherever they hold: an editor takes the title of what several fields share from the last of them.
"""


def reference(name: str) -> JsonSchema:
    """A schema that is written under ``definitions``."""
    return {"$ref": f"#/definitions/{name}"}


ONE_VALUE: JsonSchema = {"anyOf": [SHAPES["one"]]}
"""One text, number or blank; by ``anyOf`` an editor knows to write a blank behind the colon of its key."""
LIST: JsonSchema = {"items": ONE_VALUE, "allOf": [SHAPES["list"]]}
"""Texts in a list, or a single one."""


def matching(pattern: str, message: str) -> JsonSchema:
    """Blank, or a text with what ``pattern`` finds in it; numbers that YAML knows for such pass too."""
    return {"pattern": f"{LEFT_OPEN}|{pattern}", "patternErrorMessage": message}


def offering(options: Mapping[str, str], in_list: bool = False) -> JsonSchema:
    """What an editor offers for a value, each with what it means; anything else may be typed all the same."""
    text = "body" if in_list else "bodyText"  # a single ``body`` would be filled in along with its key
    return {"defaultSnippets": [{"label": one, "description": said, text: one} for one, said in options.items()]}


def one_of(options: Mapping[str, str], *others: str) -> JsonSchema:
    """Blank or one of ``options``, or of ``others``, which are not offered."""
    message = f"可以填：{'、'.join(options)}。"
    return {**matching(any_of((*options, *others)), message), **offering(options), **ONE_VALUE}


def mapping(properties: JsonSchema, former: Mapping[str, JsonSchema] | None = None) -> JsonSchema:
    """The keys of a mapping, of which no others are known but those in ``former``, which are read and never offered."""
    message = f"这里没有这一项，或者缩进不对。可以填：{list_some(list(properties), MOST_NAMES, '项')}。"
    old = {"patternProperties": dict(former)} if former else {}
    return {"properties": properties, **old, "additionalProperties": False, "errorMessage": message}


def in_parts(inside: JsonSchema, unfilled: str = LEFT_OPEN) -> JsonSchema:
    """A mapping that may be left blank."""
    return {**inside, "pattern": unfilled, "patternErrorMessage": IN_PARTS, "allOf": [SHAPES["parts"]]}


def contents(group: Group) -> str:
    """What stands in a group."""
    return list_some(list(group.children), MOST_NAMES, "项")


class FieldSchemas:
    """Writes the schemas of fields and groups, and keeps the ``definitions`` that they refer to."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.definitions: dict[str, JsonSchema] = {}

    def say(self, text: str) -> str:
        """A label or help with the newest names of its terms."""
        return self.library.say(text, None)

    def keys(self, group: Group) -> JsonSchema:
        """The keys of a group, under present and former names."""
        properties: JsonSchema = {}
        former: dict[str, JsonSchema] = {}
        for name, child in group.children.items():
            properties[name] = self.field(child) if isinstance(child, Field) else self.group(child)
            if child.aliases:
                former[any_of(child.aliases)] = properties[name]
        return mapping(properties, former)

    def group(self, group: Group) -> JsonSchema:
        """What may be typed for a group of fields."""
        about = {"title": spell_path(group.path.partition(".")[2]), "description": contents(group)}
        return {**about, **in_parts(self.keys(group), NONE_OF_IT)}

    def field(self, field: Field) -> JsonSchema:
        """What may be typed for a field."""
        about = {"title": self.say(field.label), "description": self._explained(field)}
        if field.record:
            record = self._record(field.record)
            item = in_parts({})
            item["allOf"] = [*item["allOf"], record]
            if field.definition.series or field.definition.named:
                return {**about, **in_parts({"items": item}), "allOf": [SHAPES["records"]]}
            return {**about, **in_parts({"items": item}), "allOf": [SHAPES["records"], record]}
        if field.kind.is_list:
            return {**about, **LIST, "items": {**self._typed(field), **ONE_VALUE}}
        if field.kind.takes_several:
            return {**about, **self._typed(field), "anyOf": [SHAPES["list"]]}
        return {**about, **self._typed(field), **ONE_VALUE}

    def _typed(self, field: Field) -> JsonSchema:
        """What one value of a field must look like, and what is offered for it."""
        kind = field.kind
        if kind.has_options:
            return one_of(dict.fromkeys(field.options, ""))
        signs = f"{kind.pattern}|{MASKED}" if kind.is_blank_when_masked and kind.pattern else kind.pattern
        wanted = f"请填一个数，单位是{field.hint}。" if field.unit else f"请填{kind.called}，{field.hint or EXAMPLE}。"
        offered = offering(field.phrases, kind.is_list) if field.phrases else {}
        return {**(matching(signs, wanted) if signs else {}), **offered}

    def _record(self, group: Group) -> JsonSchema:
        """A reference to the keys of a record; records that are alike share them."""
        keys = self.keys(group)
        name = next((name for name, one in self.definitions.items() if one == keys), "")
        if not name:
            name = f"record{len(self.definitions) + 1}"
            self.definitions[name] = keys
        return reference(name)

    def _explained(self, field: Field) -> str:
        """What is said of a field besides its label."""
        definition, kind = field.definition, field.kind
        parts = [f"{kind.called}，单位：{field.hint}" if field.unit else field.hint or kind.called]
        parts += [self.say(definition.help)] if definition.help else []
        parts += [f"可以只写短名，印出来是整句：{'、'.join(field.phrases)}"] if field.phrases else []
        parts += ["必填"] if definition.required else []
        return "；".join(parts)
