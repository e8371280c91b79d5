"""Fonts a document names, and the faces of this computer that stand in for those it does not have.

LibreOffice alone would set every missing Chinese font in one and the same face, and its digits in a third one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile, is_zipfile

from markupsafe import escape

from generator.commands.programs import printed_by
from generator.problem import Place, Problem, error, notice

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "思源宋体")
FACES = (
    (
        re.compile("仿宋|FangSong", re.IGNORECASE),
        ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "STFangsong", "华文仿宋", "方正仿宋_GBK", "方正仿宋简体",
         "AR PL SungtiL GB"),
    ),
    (
        re.compile("楷|Kai", re.IGNORECASE),
        ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "Kaiti SC", "STKaiti", "华文楷体", "方正楷体_GBK", "方正楷体简体",
         "AR PL UKai CN", "AR PL KaitiM GB", "LXGW WenKai GB", "LXGW WenKai", "霞鹜文楷"),
    ),
    (
        re.compile("黑|Hei|Sans", re.IGNORECASE),
        ("黑体", "SimHei", "Heiti SC", "STHeiti", "华文黑体", "方正黑体_GBK", "方正黑体简体", "Noto Sans CJK SC",
         "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "思源黑体", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
    ),
    (
        re.compile("小标宋|XiaoBiaoSong", re.IGNORECASE),
        ("方正小标宋简体", "方正小标宋_GBK", "小标宋体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "华文中宋"),
    ),
    (
        re.compile("宋|Song|SimSun|Ming", re.IGNORECASE),
        ("宋体", "SimSun", "NSimSun", "新宋体", "Songti SC", "STSong", "华文宋体", "方正书宋_GBK", "方正书宋简体",
         "AR PL SungtiL GB", "AR PL UMing CN"),
    ),
    (
        re.compile("Times", re.IGNORECASE),
        ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif"),
    ),
)  # fmt: skip
"""What a name says about the letters, and what looks like them, the nearest first."""
HALF_WIDTH = frozenset(("AR PL SungtiL GB", "AR PL KaitiM GB"))
"""Faces of other foundries whose digits and letters are half a character wide, as those of Chinese Windows are: measured."""
SIMPLIFIED_ONLY = HALF_WIDTH
"""Faces that have no Traditional characters."""
TRADITIONAL_FACE = re.compile("細明|標楷|MingLiU|DFKai", re.IGNORECASE)
HEAVY = re.compile("小标宋|XiaoBiaoSong", re.IGNORECASE)
"""Fonts that a text face stands in for only when it is bold."""
OF_NO_FAMILY = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback")
"""Faces with Chinese characters where there is no serif one."""

SYSTEM_FILE = "fonts.conf"
"""The name under which fontconfig finds the rules of the system."""


class StandIn(NamedTuple):
    """A font that a document names, and the family that this computer shows for it."""

    name: str
    face: str
    """Empty when nobody can tell."""
    equal: bool
    """Whether it is the font itself, or one the layout names as good as it."""


def font_table(document: Path) -> dict[str, list[str]]:
    """The fonts a .docx names, each with the names that the layout lets stand for it."""
    if not is_zipfile(document):
        return {}
    with ZipFile(document) as archive:
        table = archive.read("word/fontTable.xml").decode()
    fonts: dict[str, list[str]] = {}
    for name, rest in re.findall(r'<w:font w:name="([^"]+)">(.*?)</w:font>', table):
        others = re.search(r'<w:altName w:val="([^"]+)"', rest)
        fonts[unescape(name)] = unescape(others[1]).split(",") if others else []
    return fonts


def stand_ins(documents: Iterable[Path]) -> list[StandIn]:
    """Every font that ``documents`` name, with the face that is nearest to it here; empty without fontconfig."""
    installed = installed_families()
    fonts = {name: others for document in documents for name, others in font_table(document).items()}
    return [_stand_in(name, others, installed) for name, others in fonts.items()] if installed else []


def _stand_in(name: str, others: Sequence[str], installed: frozenset[str]) -> StandIn:
    equals = (name, *others)
    face = next((equal for equal in equals if equal in installed), "")
    if face:
        return StandIn(name, face, True)
    near = next((faces for words, faces in FACES if any(words.search(equal) for equal in equals)), ())
    if any(TRADITIONAL_FACE.search(equal) for equal in equals):
        installed -= SIMPLIFIED_ONLY
    face = next((face for face in (*near, *SERIF, *OF_NO_FAMILY) if face in installed), "")
    return StandIn(name, face or matched_font(name), False)


def installed_families() -> frozenset[str]:
    """The families of this computer under every name they have; empty when nobody can tell."""
    program = shutil.which("fc-list")
    said = printed_by([program, ":", "family"]) if program else ""
    return frozenset(family.strip() for line in said.splitlines() for family in line.split(","))


def font_rules(fonts: Iterable[StandIn]) -> str:
    """A file for fontconfig that lays the stand-ins over the rules of the system."""
    rules = "".join(_rule(font) for font in fonts if font.face not in (font.name, ""))
    system = escape(os.environ.get("FONTCONFIG_FILE", SYSTEM_FILE))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f'<fontconfig><include ignore_missing="yes">{system}</include>{rules}</fontconfig>'
    )


def _rule(font: StandIn) -> str:
    bold = '<edit name="weight" mode="assign"><const>bold</const></edit>'
    return (
        f'<match target="pattern"><test name="family"><string>{escape(font.name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(font.face)}</string></edit>'
        f"{bold if HEAVY.search(font.name) and not HEAVY.search(font.face) and not font.equal else ''}</match>"
    )


def missing_fonts(fonts: Sequence[StandIn]) -> list[Problem]:
    """The error that names the fonts which are not here, or that nobody can tell which are."""
    missing = "、".join(font.name for font in fonts if not font.equal)
    if fonts and not missing:
        return []
    found = f"这台电脑没有这些字体：{missing}" if fonts else "看不出这台电脑有哪些字体（没有 fontconfig 的 fc-list）"
    what = f"{found}，没有转 PDF 和图片；Word 文档已经写好。"
    return [
        error(
            Place("字体"), what, "请装上这些字体，或到有这些字体的电脑上转；去掉 --require-fonts 就用相近的字体代替。"
        )
    ]


def substituted(fonts: Iterable[StandIn]) -> list[Problem]:
    """A notice of the fonts that are not here, the faces that stand in, and what that changes."""
    missing = [font for font in fonts if not font.equal]
    if not missing:
        return []
    listed = "、".join(f"{font.name}（{_used(font)}）" for font in missing)
    what = f"这台电脑没有这些字体，PDF 和图片里用相近的代替：{listed}。"
    advice = (
        f"字形与原字体不同，{_widths(missing)}；Word 文档里写的仍是原字体。"
        "正式印发用的 PDF，请在有这些字体的电脑上转（加 --require-fonts 就不用代替的）。"
    )
    return [notice(Place("字体"), what, advice)]


def _widths(missing: Sequence[StandIn]) -> str:
    """What the stand-ins change of the widths of digits and letters, and so of the ends of lines."""
    others = [font.name for font in missing if font.face not in HALF_WIDTH]
    if not others:
        return "数字、字母同样是半个字宽，断行和页数不受影响"
    whose = "" if len(others) == len(missing) else f"其中{'、'.join(others)}的"
    return f"{whose}数字、字母的宽窄也不同，个别行的断行以至页数会与装有原字体的电脑不一样"


def _used(font: StandIn) -> str:
    return f"用{font.face}代替" if font.face else "由 LibreOffice 代替"


def matched_font(name: str) -> str:
    """The font this computer shows for ``name``: the name itself when it is there, empty when nobody can tell."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    # A hyphen or a colon in a name would begin a size or a property.
    pattern = re.sub(r"([-:,\\])", r"\\\1", name) + ":lang=zh-cn"
    families = printed_by([program, "-f", "%{family}", pattern]).split(",")
    return name if name in families else families[0]
