"""The theme of a layout: the faces and greys that Word offers beside the styles.

No text of ours asks the theme for anything, yet a strict reader misses a document without one, and what somebody
draws into it later in Word takes its looks from here.
"""

from __future__ import annotations

from generator.page.layout import Layout
from generator.word.styles import DECLARATION, attribute

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

SLOTS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "404040", "lt2": "E7E6E6",
    "accent1": "404040", "accent2": "D9D9D9", "accent3": "8C8C8C", "accent4": "595959", "accent5": "BFBFBF",
    "accent6": "262626", "hlink": "000000", "folHlink": "595959",
}  # fmt: skip
"""Black and greys: papers are printed in black; the accents begin as the bars of charts do."""

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LOOKS = (
    ("fillStyleLst", (_FILL,) * 3),
    ("lnStyleLst", tuple(f'<a:ln w="{width}">{_FILL}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))),
    ("effectStyleLst", ("<a:effectStyle><a:effectLst/></a:effectStyle>",) * 3),
    ("bgFillStyleLst", (_FILL,) * 3),
)  # fmt: skip
"""Three of each is the least that the schema allows."""


def theme_xml(layout: Layout) -> str:
    """The theme part: the face of titles and that of the body, black and greys, plain lines and fills."""
    name = attribute(layout.name)
    colours = "".join(f'<a:{slot}><a:srgbClr val="{colour}"/></a:{slot}>' for slot, colour in SLOTS.items())
    fonts = _faces("majorFont", layout, layout.title.font) + _faces("minorFont", layout, layout.body.font)
    looks = "".join(f"<a:{slot}>{''.join(each)}</a:{slot}>" for slot, each in _LOOKS)
    return (
        f'{DECLARATION}<a:theme xmlns:a="{DRAWING}" name={name}><a:themeElements>'
        f"<a:clrScheme name={name}>{colours}</a:clrScheme><a:fontScheme name={name}>{fonts}</a:fontScheme>"
        f"<a:fmtScheme name={name}>{looks}</a:fmtScheme></a:themeElements></a:theme>"
    )


def _faces(slot: str, layout: Layout, role: str) -> str:
    """What a theme says of one of its two fonts."""
    faces = {"latin": layout.fonts.latin_for(role), "ea": layout.fonts.named(role)[0], "cs": ""}
    written = "".join(f"<a:{script} typeface={attribute(face)}/>" for script, face in faces.items())
    return f"<a:{slot}>{written}</a:{slot}>"
