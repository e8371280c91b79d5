"""What a document was found to look like, as the rules of a layout: only what it shows, and only where it differs.

Sizes are in the units Word counts in, as in ``layout``; ``None`` and the empty text stand for what nothing says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.page.layout import Fonts, Layout, Page
from generator.page.stated import (
    FONT_ROLES,
    POINTS_OF_SIZE,
    SAME_AS_CHINESE,
    TWIPS_PER_UNIT,
    read_length,
    read_size,
)
from generator.page.title import closed_up


class Look(Struct, frozen=True):
    """How some text is set."""

    face: str = ""
    latin: str = ""
    size: int | None = None
    bold: bool | None = None
    squeeze: int | None = None
    indent: int | None = None
    pitch: int | None = None
    run_in: bool | None = None


class FoundSheet(Struct, frozen=True):
    """The sheet and its margins, and how far the page number stands from its edge."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int


class FoundTitle(Struct, frozen=True):
    """The title: how it is set, in how many lines, and how far the text below it is."""

    look: Look
    lines: int
    gap_below: int
    """Twips."""


class FoundNumber(Struct, frozen=True):
    """The page number; an empty ``side`` is a place that no layout has a word for."""

    look: Look
    pattern: str
    """As the first page shows it; empty when no layout can say so."""
    side: str
    indent: int | None


class Sample(Struct, frozen=True):
    """What was found in a document, and what could not be read and why."""

    sheet: FoundSheet | None
    body: Look | None = None
    title: FoundTitle | None = None
    headings: tuple[Look | None, ...] = (None, None, None, None)
    number: FoundNumber | None = None
    table: Look | None = None
    table_head: Look | None = None
    language: str = ""
    remarks: tuple[str, ...] = ()


class Learnt(Struct, frozen=True):
    """The rules that differ from the standard, by path in its order, how many were read, and what was not."""

    rules: dict[str, str]
    read: int
    remarks: tuple[str, ...]


NOT_READ = "版头、落款、附件、版记、图表和表格的行距、框线"
"""What is never looked for: it depends on what stands in it."""

HEADINGS = ("一级标题", "二级标题", "三级标题", "四级标题")
SAME_LENGTH = 2
"""Twips: programs round millimetres differently, and none shows so little."""


def learnt(sample: Sample, standard: Layout) -> Learnt:
    """The rules that set a page as ``sample`` was, over those of ``standard``."""
    sheet = _rounded(sample.sheet or _sheet_of(standard), standard)
    roles, fonts, remarks = _roles(sample, standard.fonts)
    title, said = _title_rules(sample, standard)
    found = {
        **(_sheet_rules(sheet) if sample.sheet else {}),
        **_grid_rules(sample, sheet, standard),
        **fonts,
        **title,
        **_number_rules(sample.number, sheet),
        **({"语言": sample.language} if sample.language else {}),
    }
    for element, look in _looks(sample).items():
        found |= _look_rules(element, look, roles)
    order = _words_of(standard)
    rules = {path: found[path] for path in order if path in found and found[path] != order[path]}
    return Learnt(rules, len(found), (*sample.remarks, *remarks, *said))


def _looks(sample: Sample) -> dict[str, Look]:
    """How each element of the page is set, those with the most text first: faces are given out in this order."""
    looks = {
        "正文": sample.body,
        "标题": sample.title.look if sample.title else None,
        **dict(zip(HEADINGS, sample.headings, strict=True)),
        "页码": sample.number.look if sample.number else None,
        "表格": sample.table,
        "表头": sample.table_head,
    }
    return {element: look for element, look in looks.items() if look}


# ---- what each part of the page says


def _sheet_of(layout: Layout) -> FoundSheet:
    return FoundSheet(**{name: getattr(layout.page, name) for name in SHEET}, footer=layout.number.from_edge)


def _rounded(sheet: FoundSheet, standard: Layout) -> FoundSheet:
    """The sheet with lengths of the standard where programs only round them differently."""
    usual = {**{name: getattr(standard.page, name) for name in SHEET}, "footer": standard.number.from_edge}
    near = {name: one for name, one in usual.items() if abs(getattr(sheet, name) - one) <= SAME_LENGTH}
    return replace(sheet, **near)


SHEET = {"width": "纸宽", "height": "纸高", "top": "天头", "bottom": "地脚", "left": "订口", "right": "切口"}


def _sheet_rules(sheet: FoundSheet | Page) -> dict[str, str]:
    return {f"页面.{name}": length_word(getattr(sheet, field), "mm") for field, name in SHEET.items()}


def _grid_rules(sample: Sample, sheet: FoundSheet, standard: Layout) -> dict[str, str]:
    """How many lines and characters fill the page that was found."""
    body = sample.body or Look()
    size = body.size or standard.body.size
    pitch = body.pitch or standard.grid.pitch
    squeeze = standard.grid.squeeze if body.squeeze is None else body.squeeze
    return {
        "版心.行数": str((sheet.height - sheet.top - sheet.bottom) // pitch),
        "版心.字数": str((sheet.width - sheet.left - sheet.right) // max(size * 10 + squeeze, 1)),
        "版心.行距": length_word(pitch, "磅"),
        "版心.字距": length_word(squeeze, "磅"),
    }


def _look_rules(element: str, look: Look, roles: Mapping[str, str]) -> dict[str, str]:
    if element == "表头":
        return {"表格.表头字体": roles[element]} if element in roles else {}
    found = {
        "字体": roles.get(element),
        "字号": None if look.size is None else size_word(look.size),
        "加粗": None if look.bold is None else yes_no(look.bold),
        "首行缩进": None if look.indent is None else characters_word(look.indent),
        "接排": None if look.run_in is None else yes_no(look.run_in),
    }
    return {f"{element}.{name}": word for name, word in found.items() if word}


def _title_rules(sample: Sample, standard: Layout) -> tuple[dict[str, str], list[str]]:
    """The pitch of the title as a document's is closed up to the grid, and the lines below it; what was changed."""
    title, said = sample.title, []
    if title is None:
        return {}, []
    grid = sample.body.pitch if sample.body and sample.body.pitch else standard.grid.pitch
    found, gap = {}, round(title.gap_below / grid)
    if abs(title.gap_below - gap * grid) > grid // 10:
        said.append(f"标题·下空：样稿是 {title.gap_below / grid:.1f} 行，版式里只能写整行，用标准的。")
        gap = standard.title.gap_below
    else:
        found["标题.下空"] = f"{gap}行"
    wanted, size = title.look.pitch, title.look.size or standard.title.size
    if wanted:
        closed = closed_up(wanted, title.lines, gap * grid, grid, size)
        found["标题.行距"] = length_word(closed, "磅")
        if closed != wanted:
            said.append(
                f"标题·行距：样稿是 {length_word(wanted, '磅')}；成稿时标题连同下空凑成整行，所以写成{found['标题.行距']}。"
            )
    return found, said


def _number_rules(number: FoundNumber | None, sheet: FoundSheet) -> dict[str, str]:
    if number is None:
        return {}
    found = {
        "写法": number.pattern,
        "行距": length_word(number.look.pitch, "磅") if number.look.pitch else "",
        "距下边": length_word(sheet.footer, "mm"),
        "位置": number.side,
        "空": "" if number.indent is None else characters_word(number.indent),
    }
    return {f"页码.{name}": word for name, word in found.items() if word}


# ---- faces by the roles that a layout gives them

FACE_ROLES = (
    ("小标宋", re.compile("标宋|標宋|中宋|XiaoBiaoSong|Zhongsong", re.IGNORECASE)),
    ("仿宋", re.compile("仿宋|FangSong", re.IGNORECASE)),
    ("楷体", re.compile("楷|Kai", re.IGNORECASE)),
    ("黑体", re.compile("黑|Hei|等线|DengXian|Gothic|Sans", re.IGNORECASE)),
    ("宋体", re.compile("宋|明|Song|Sun|Ming|Serif", re.IGNORECASE)),
)
"""What the name of a face says of the role it can play."""

USUAL_ROLES = {"正文": "仿宋", "标题": "小标宋", "一级标题": "黑体", "二级标题": "楷体"}
"""The role that a face plays whose name says nothing: only where it is sure to be one for Chinese text."""


def _roles(sample: Sample, fonts: Fonts) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The role of each element's face, the rules for the fonts of the roles, and what has none."""
    roles: dict[str, str] = {}
    faces: dict[str, str] = {}
    said = []
    for element, look in _looks(sample).items():
        if not look.face:
            continue
        role = _role_of(look.face, USUAL_ROLES.get(element, ""), faces, fonts)
        if role is None:
            said.append(
                f"{element}·字体：样稿用「{look.face}」，版式的{len(FONT_ROLES)}种字体里没有它的位置，用标准的。"
            )
        else:
            faces[role] = look.face
            roles[element] = role
    rules = {f"字体.{role}": _names(face, fonts.named(role)) for role, face in faces.items()}
    latin = sample.body.latin if sample.body else ""
    if latin:
        rules["字体.西文"] = SAME_AS_CHINESE if sample.body and latin == sample.body.face else latin
    return roles, rules, said


def _role_of(face: str, usual: str, taken: Mapping[str, str], fonts: Fonts) -> str | None:
    """The role that ``face`` has or can have; None when every role has another face."""
    wanted = [
        *(role for role, other in taken.items() if other == face),
        *(role for role in FONT_ROLES if face in fonts.named(role)),
        *(role for role, name in FACE_ROLES if name.search(face)),
        *([usual] if usual else []),
    ]
    return next((role for role in wanted if taken.get(role, face) == face), None)


def _names(face: str, known: tuple[str, ...]) -> str:
    """The names of a font with ``face`` first; others may stand for it only where the standard lets them."""
    return "、".join((face, *(name for name in known if name != face)) if face in known else (face,))


# ---- words for values


def length_word(twips: int, unit: str) -> str:
    """A length as a layout file states it, with as few digits as read back to the same twips."""
    exact = Decimal(twips) / TWIPS_PER_UNIT[unit]
    words = (f"{round(exact, digits):f}" for digits in range(5))
    plain = (word.rstrip("0").rstrip(".") if "." in word else word for word in words)
    return next(word for number in plain if read_length(word := f"{number}{unit}") == twips)


def size_word(half_points: int) -> str:
    """A type size by its Chinese name, or in points."""
    named = (name for name in POINTS_OF_SIZE if read_size(name) == half_points)
    return next(named, f"{Decimal(half_points) / 2:f}磅")


def characters_word(hundredths: int) -> str:
    """An indent in characters."""
    return f"{hundredths / 100:g}字"


def yes_no(flag: bool) -> str:
    """是 or 否."""
    return "是" if flag else "否"


def _words_of(layout: Layout) -> dict[str, str]:
    """What ``layout`` says of every rule that is read, in the order of its file and in the same words."""
    title, number, table = layout.title, layout.number, layout.table
    words = {
        **_sheet_rules(layout.page),
        "版心.行数": str(layout.grid.lines),
        "版心.字数": str(layout.grid.characters),
        "版心.行距": length_word(layout.grid.pitch, "磅"),
        "版心.字距": length_word(layout.grid.squeeze, "磅"),
        **{f"字体.{role}": "、".join(layout.fonts.named(role)) for role in FONT_ROLES},
        "字体.西文": layout.fonts.latin,
        **_set("标题", title),
        "标题.行距": length_word(title.pitch, "磅"),
        "标题.下空": f"{title.gap_below}行",
        **_set("正文", layout.body),
    }
    for element, heading in zip(HEADINGS, layout.headings, strict=True):
        words |= _set(element, heading)
    return words | {
        "页码.写法": "1".join(number.pattern),
        **_set("页码", number),
        "页码.行距": length_word(number.pitch, "磅"),
        "页码.距下边": length_word(number.from_edge, "mm"),
        "页码.位置": number.side,
        "页码.空": characters_word(number.indent),
        **_set("表格", table),
        "表格.表头字体": table.head_font,
        "语言": layout.language,
    }


def _set(element: str, style: Any) -> dict[str, str]:
    """How a layout sets an element, as ``_look_rules`` says it."""
    look = Look(
        size=style.size,
        bold=getattr(style, "bold", None),
        indent=getattr(style, "indent", None) if element != "页码" else None,
        run_in=getattr(style, "run_in", None),
    )
    return _look_rules(element, look, {element: style.font})


# ---- the file


def layout_text(name: str, base: str, rules: Mapping[str, str], about: str) -> str:
    """A layout file that lies over ``base`` and states ``rules``; ``about`` is a remark at its head."""
    lines = [f"# {about}", f"沿用: {base}", f"名称: {_scalar(name)}"]
    part = ""
    for path, word in rules.items():
        group, _, rule = path.rpartition(".")
        if group != part:
            lines += ["", f"{group}:"] if group else [""]
            part = group
        lines.append(f"{'  ' if group else ''}{rule}: {_scalar(word)}")
    return "\n".join(lines) + "\n"


UNQUOTED = re.compile(r"[0-9A-Za-z\u4e00-\u9fff—－][\w\u4e00-\u9fff、.（）() —－-]*(?<! )")


def _scalar(text: str) -> str:
    """``text`` as a scalar of YAML, in quotes where it could be taken for anything else."""
    return text if UNQUOTED.fullmatch(text) else json.dumps(text, ensure_ascii=False)
