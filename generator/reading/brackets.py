"""``{…}`` and ``[…]`` on one line of a form: wide colons and commas mended, values kept as typed."""

from __future__ import annotations

import re

OPENING, CLOSING = "{[", {"{": "}", "[": "]"}
WIDE_BRACKET = re.compile(r"(?<![^\s\[{［｛,，:：])[｛［]|[｝］](?=\s*(?:[,，\]}｝］]|$|\s#))")
"""A full-width bracket where one of YAML's would stand: before an entry or a value, or behind it."""
WIDE_FLOW = re.compile(r"(?:｛[^｛｝]*[:：].*[｝}]|［[^［］\[\]]*[,，][^［］\[\]]*[］\]])(?:\s+#.*)?$")
"""A whole value in full-width brackets that can only be meant for YAML's: what has no colon or comma in it is a text."""
WIDE_LIST = re.compile(r"［[^［］\[\]]*］")
"""A list of which all signs are full-width, its commas too."""
WIDE_SIGNS = "｛｝［］"
NARROW_BRACKET = str.maketrans(WIDE_SIGNS, "{}[]")
STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s*[:,，\]}]|\s*$|\s+#)"""
COMMON = rf"\s+#.*|\s+|[\[\]{{}},]|{STRING}|"
PIECE = {
    "{": re.compile(COMMON + rf"(?:(?<=[:：])\s*{STRING}|(?!\s#)(?:[^,\[\]{{}}]|(?<=\d),(?=\d)))+"),  # 1,227,396 is one
    "[": re.compile(COMMON + r"(?:(?!\s#)[^,\[\]{}])+"),
}
FLOW_ENTRY = re.compile(r"([^:：,，][^:：]*)?(：|:)(.*)", re.DOTALL)
WIDE_COMMA = re.compile(r"，\s*(?=[^\s:：，]+\s*(:\s|：))")
NOTATION = re.compile(r"[*&!%@`|>\"'#]|[?\-]\s|[?\-]$")
BREAKS = re.compile(r":(\s|$)|,|\?|\s#")
"""In a value: what YAML would read as the end of it."""
UNKNOWN_ESCAPE = re.compile(
    r'(?<!\\)(?:\\\\)*\\(?:[^0abtnvfe "/\\N_LPxuU]|x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4})|U(?!00(?:0|10)[\da-fA-F]{4}))'
)
"""A backslash in double quotes that means nothing to YAML: of D:\\文件, which is meant as it stands."""


def mend_flow(text: str, brackets: list[str]) -> tuple[str, list[str], str]:
    """The mended text up to the last closing bracket, the names of its slips, and what follows it.

    ``brackets`` are those open so far; those this text leaves open are left in it.
    """
    pieces: list[str] = []
    slips: dict[str, None] = {}
    position = 0
    while position < len(text):
        match = PIECE[brackets[-1] if brackets else "["].match(text, position)
        piece = match.group() if match else text[position]
        position += len(piece)
        if piece in OPENING:
            brackets.append(piece)
        elif piece in ("}", "]"):
            expected = CLOSING[brackets.pop()] if brackets else piece
            if piece != expected:
                slips["不配对的括号"] = None
            pieces.append(expected)
            if not brackets:
                break
            continue
        elif not piece.isspace() and piece != "," and not piece.lstrip().startswith("#"):
            piece = _mend_run(piece, slips) if brackets and brackets[-1] == "{" else _kept(piece)
        pieces.append(piece)
    return "".join(pieces), list(slips), text[position:]


TO_BE_PRINTED = r"(?:\{\{[^{}]*\}\}|\{%[^{}]*%\})"
BARE_TEMPLATE = re.compile(rf"(?:: +|\[ *|, +)((?:[^\"'\[\]{{}},:#]*{TO_BE_PRINTED})+[^\"'\[\]{{}},:#]*)")
FLOW_BRACKET = re.compile(r"\[|(?<!\{)\{(?![{%])")


def bare_template(line: str) -> str:
    """The text within brackets of a line that names what is to be printed and stands in no quotes; empty where none does."""
    line = line.replace("{'%", "{%").replace("%'}", "%}")  # as the mending of brackets quotes what it takes for a value
    return next(
        (one[1].strip() for one in BARE_TEMPLATE.finditer(line) if FLOW_BRACKET.search(line[: one.start(1)])), ""
    )


def in_quotes(text: str) -> str:
    """A text so quoted that the parser takes it as it stands."""
    return f"'{text}'" if '"' in text else f'"{text}"'


def has_wide_brackets(text: str) -> bool:
    """Whether a text has full-width brackets where YAML's would stand; few files have any sign of them at all."""
    return any(sign in text for sign in WIDE_SIGNS) and WIDE_BRACKET.search(text) is not None


def narrow_brackets(value: str) -> str:
    """A value in full-width brackets with YAML's own for them; any other as it is."""
    if value[0] not in "{[｛［" or not has_wide_brackets(value) or not (value[0] in OPENING or WIDE_FLOW.match(value)):
        return value
    listed = WIDE_LIST.sub(lambda one: one[0].replace("，", ", "), value)
    return WIDE_BRACKET.sub(lambda one: one[0].translate(NARROW_BRACKET), listed)


def close_flow(text: str, brackets: list[str]) -> str:
    """The text with the brackets that are open closed at its end."""
    return text + "".join(CLOSING[bracket] for bracket in reversed(brackets))


def _is_string(piece: str) -> bool:
    return len(piece) > 1 and piece[0] in "\"'" and piece[-1] == piece[0]


def _mend_run(run: str, slips: dict[str, None]) -> str:
    """The entries of a map between two commas: one, or several that wide commas hold together."""
    first = FLOW_ENTRY.fullmatch(run)
    if first is None or _is_string(run):
        return _kept(run)
    entries, start = [], 0
    for comma in WIDE_COMMA.finditer("" if _is_string(first[3].strip()) else run):
        key = run[comma.end() :].partition(comma[1].strip())[0]
        if first[2] == "：" or comma[1] != "：" or key.isascii():
            slips["全角逗号"] = None
            entries.append(run[start : comma.start()])
            start = comma.end()
    return ", ".join(_mend_entry(entry, slips) for entry in (*entries, run[start:]))


def _mend_entry(entry: str, slips: dict[str, None]) -> str:
    match = FLOW_ENTRY.fullmatch(entry)
    if match is None:
        return _kept(entry)
    key, colon, value = match.groups(default="")
    if colon == "：":
        slips["全角冒号"] = None
    elif key and value and not value[0].isspace():
        slips["不带空格的冒号"] = None
    return f"{_kept(key.rstrip())}: {_kept(value.lstrip())}"


def _kept(value: str) -> str:
    """A value so written that the parser reads it as typed."""
    bare = value.strip()
    text = bare
    if _is_string(bare):
        if bare[0] != '"' or not UNKNOWN_ESCAPE.search(bare):
            return value
        text = bare[1:-1]
    elif not bare or not (NOTATION.match(bare) or BREAKS.search(bare)):
        return value
    return value.replace(bare, "'" + text.replace("'", "''") + "'", 1)


def closing_quote(value: str) -> int:
    """Position of the quote that ends the string ``value`` begins, 0 when there is none."""
    quote, position = value[0], 1
    while position < len(value):
        if quote == '"' and value[position] == "\\":
            position += 2
            continue
        if value[position] == quote:
            if quote == "'" and value[position + 1 : position + 2] == "'":
                position += 2
                continue
            return position
        position += 1
    return 0


def closes_quote(quote: str, line: str) -> bool:
    """Whether ``line`` ends the string that ``quote`` opened above."""
    return bool(re.search(rf"{quote}\s*(#.*)?$", line))
