"""The whole of a report's form as JSON Schema: its head, the 公文 block, its sections; for editors that help to fill it in.

Forms that a schema cannot know are passed over: in Traditional characters, whose keys may be written in more ways than
can be listed, and with templates of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from generator.chinese.script import SCRIPTS
from generator.form.annexes import ANNEX_KEYS, OFFICIAL
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY
from generator.form.elements import FORMAT_NUMBERS, PATTERNS
from generator.form.head import HEAD, TRADITIONAL_HEAD
from generator.form.official import KEYS
from generator.language.fields import Field
from generator.language.kinds import A_DATE, A_DIGIT
from generator.library.claims import HEADING_STYLES
from generator.library.json_schema import (
    LIST,
    MASKED,
    NONE_OF_IT,
    ONE_VALUE,
    FieldSchemas,
    JsonSchema,
    any_of,
    contents,
    in_parts,
    mapping,
    matching,
    offering,
    one_of,
    reference,
)
from generator.library.library import Library, Section
from generator.library.schema import TermDefinition

DIALECT = "http://json-schema.org/draft-07/schema#"
YES_NO = one_of({"是": "", "否": ""})
OWN_TEMPLATES = "模板"
OF_SUMS = ("汇总自", "应报单位")
"""Keys that only a report which sums others knows what to do with."""
OF_SECTIONS = {STOCK_DAY: "day", SECTION_PERIOD: "period"}
"""Keys of the head that a section may have too, and what they are called under ``definitions``."""
MONTH_SIGNS = f"{A_DIGIT}|[一二三四五六七八九十元]"
BLANKS_WITHIN = r"\s*"
"""What may stand between the signs of a period's name."""
WIDE = ((r"\d", A_DIGIT), ("[1-9]", "[1-9１-９]"), ("[12]", "[12１２]"))
"""Digits as the patterns of 公文 have them, and as they are typed."""


def schema_name(report: str) -> str:
    """The file that the schema of a report has beside its forms."""
    return f"{report}.schema.json"


def schema_line(report: str) -> str:
    """The first line of a form by which an editor finds the schema beside it."""
    return f"# yaml-language-server: $schema={quote(schema_name(report))}"


def form_schema(library: Library, reports: Mapping[str, str], overlaid: bool = False) -> JsonSchema:
    """The schema of a report's form; ``reports`` are all that there are, with what each is called.

    With ``overlaid`` templates the library is that of forms with templates of their own.
    """
    writer = _FormSchemas(library)
    form = writer.form(reports)
    unknown: list[JsonSchema] = [{"required": [key]} for key in TRADITIONAL_HEAD]
    if not overlaid:
        filled = {"type": ["string", "array"], "minLength": 1, "minItems": 1}
        unknown.append({"required": [OWN_TEMPLATES], "properties": {OWN_TEMPLATES: filled}})
    return {
        "$schema": DIALECT,
        "title": library.report.name,
        "definitions": {**writer.definitions, "form": form},
        "if": {"type": "object", "anyOf": unknown},
        "then": {},
        "else": reference("form"),
    }


class _FormSchemas(FieldSchemas):
    """Writes the schema of one report's form."""

    def form(self, reports: Mapping[str, str]) -> JsonSchema:
        known = {key: {"title": key, "description": said, **ONE_VALUE} for key, said in HEAD.items()}
        for key, typed in self.head(reports).items():
            known[key] = {"title": key, "description": HEAD[key], **typed}
        for key, name in OF_SECTIONS.items():
            self.definitions[name] = known[key]
            known[key] = reference(name)
        former: dict[str, JsonSchema] = {}
        for section in self.library.sections:
            name = section.name
            self.definitions[name] = self.section(section)
            known.setdefault(section.key, reference(quote(name)))
            if section.definition.aliases:
                former[any_of(section.definition.aliases)] = reference(quote(name))
        if not self.library.report.sums:
            former |= {any_of([key]): known.pop(key) for key in OF_SUMS}
        return mapping(known, former)

    def head(self, reports: Mapping[str, str]) -> dict[str, JsonSchema]:
        """The keys of the head that hold more than any one text."""
        return {
            "报告": one_of(reports),
            "年度": {**matching(f"{A_DIGIT}|{MASKED}", "请填四位年份，如「2012」。"), **ONE_VALUE},
            SECTION_PERIOD: self.period(),
            STOCK_DAY: _a_date("请写成「11月底」「11月30日」或「2012-11-30」。"),
            "成文日期": _a_date("请写全年、月、日，如「2012-12-20」。"),
            OFFICIAL: official(),
            "核对说明": self.answers(),
            "汇总自": LIST,
            "应报单位": LIST,
            "文字": one_of(dict.fromkeys(SCRIPTS, "")),
            "标题风格": one_of(dict.fromkeys(HEADING_STYLES, "")),
            "用词": in_parts(mapping({name: _term(name, names) for name, names in self.library.terms.items()})),
            OWN_TEMPLATES: LIST,
        }

    def period(self) -> JsonSchema:
        """The names of periods, and months."""
        wording = self.library.wording
        names = {name: f"{first}—{last}月" for name, (first, last) in wording.periods.items()}
        others = (other for all_others in wording.period_aliases.values() for other in all_others)
        pattern = f"{any_of((*names, *others), between=BLANKS_WITHIN)}|{MONTH_SIGNS}|{MASKED}"
        message = f"可以填：{'、'.join(names)}，或「1—5月」这样的月份。"
        return {**matching(pattern, message), **offering(names), **ONE_VALUE}

    def answers(self) -> JsonSchema:
        """核对说明: a reason by the path of a field; a path may be written in more ways than are offered."""
        leaves = self.library.whole.leaves()
        paths = {leaf.path: {"title": self.say(leaf.label), **ONE_VALUE} for leaf in leaves}
        return in_parts({"properties": paths, "additionalProperties": ONE_VALUE}, NONE_OF_IT)

    def section(self, section: Section) -> JsonSchema:
        """A section with the day and the months it may have of its own, and what may stand right behind its key."""
        said = self.say(section.definition.help) or contents(section.root)
        about = {"title": self.say(section.heading) or section.key, "description": said}
        keys = self.keys(section.root)
        for key, name in OF_SECTIONS.items():
            keys["properties"].setdefault(key, reference(name))
        direct = section.root.find(section.definition.direct) if section.definition.direct else None
        if not isinstance(direct, Field):
            return {**about, **in_parts(keys, NONE_OF_IT)}
        value = self.field(direct)
        return {**about, **keys, **{key: value[key] for key in DIRECT if key in value}}


DIRECT = ("items", "pattern", "patternErrorMessage", "defaultSnippets")
"""What the field that takes a section's own value says of one that is no mapping."""


def _a_date(message: str) -> JsonSchema:
    return {**matching(f"{A_DATE}|{MASKED}", message), **ONE_VALUE}


def _term(name: str, names: tuple[TermDefinition, ...]) -> JsonSchema:
    return {"title": name, "description": f"随年份的叫法：{'、'.join(one.name for one in names)}", **ONE_VALUE}


def official() -> JsonSchema:
    """The 公文 block."""
    known = {key: {"title": key, "description": said, **ONE_VALUE} for key, said in KEYS.items()}
    for key, pattern in PATTERNS.items():
        regex = (
            "|".join((pattern.regex, *(one.regex for one in FORMAT_NUMBERS.values())))
            if key == "发文字号"
            else pattern.regex
        )
        for narrow, wide in WIDE:
            regex = regex.replace(narrow, wide)
        known[key] |= matching(rf"^\s*(?:{regex})\s*$", f"{pattern.what}，{pattern.advice}。")
    for key in ("发文机关标志", "签发人", "主送机关", "署名", "出席", "请假", "列席", "抄送"):
        known[key] = {"title": key, "description": KEYS[key], **LIST}
    known["格式"] |= offering(dict.fromkeys(("文件", "信函", "命令", "纪要"), ""))
    for key in ("套红", "目录", "附件另装", "印章"):
        known[key] |= YES_NO
    known["印发日期"] |= matching(A_DIGIT, "请写全年、月、日，如「2023-12-26」。")
    name, content, landscape = ANNEX_KEYS
    row: JsonSchema = {"additionalProperties": ONE_VALUE}
    inside: JsonSchema = {
        name: {"title": "附件的名称", **ONE_VALUE},
        content: {"title": "附件的内容", "description": "在冒号后写 | 换行写文字或表格，或写成一列", "items": row},
        landscape: {"title": "是否横排", **YES_NO},
    }
    known["附件"] = {"title": "附件", "description": KEYS["附件"], "items": in_parts(mapping(inside))}
    return in_parts(mapping(known))
