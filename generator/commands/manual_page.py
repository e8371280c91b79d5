"""A manual as one page for a browser, its pictures inside, so that it can be sent on as one file."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

NAMED_BLOCK = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
"""The head of a block that is a file of its own; Markdown has no name for it."""
PICTURE = re.compile(r'src="([^":]+\.png)"')
LINK = re.compile(r'<a href="([^"#:]+)">(.*?)</a>', re.DOTALL)
PAGE = """\
<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 54em; margin: 2em auto; padding: 0 1em; line-height: 1.7; font-family: "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }}
pre, code {{ font-family: "NSimSun", "Noto Sans Mono CJK SC", monospace; background: #f4f4f4 }}
pre {{ padding: .8em; overflow-x: auto; line-height: 1.5 }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #bbb; padding: .2em .6em; vertical-align: top }}
img {{ max-width: 100% }}
</style>
{contents}
{body}
</html>
"""


def manual_page(path: Path, others: Mapping[str, str]) -> str:
    """The manual at ``path`` as HTML; ``others`` are the pages that other manuals became, by their file names."""
    from markdown import Markdown
    from markdown.extensions.toc import TocExtension, slugify_unicode

    headings = TocExtension(slugify=slugify_unicode, toc_depth="2-3")
    converter = Markdown(extensions=["tables", "fenced_code", "sane_lists", headings])
    text = NAMED_BLOCK.sub(lambda block: f"`{block[2]}`\n\n```{block[1]}", path.read_text(encoding="utf-8"))
    body = converter.convert(text)
    body = PICTURE.sub(lambda found: f'src="{_inside(path.parent / found[1])}"', body)
    body = LINK.sub(lambda link: _led(link[1], link[2], others), body)
    title = html.escape(text.partition("\n")[0].lstrip("# "))
    return PAGE.format(title=title, contents=getattr(converter, "toc", ""), body=body)


def _inside(picture: Path) -> str:
    return f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}"


def _led(target: str, text: str, others: Mapping[str, str]) -> str:
    """A link to another page, or its text alone where that did not come along."""
    return f'<a href="{html.escape(others[target])}">{text}</a>' if target in others else text
