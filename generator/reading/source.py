"""YAML text to nodes that keep what was typed and on which line.

Scalars stay text: ``0755``, ``12:30``, ``no`` and ``1e3`` never change before the kind of their field
reads them. Nothing raises for what a user wrote; every fault is a Problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import yaml

from generator.problem import WHOLE_FILE, Place, Problem, Spot, error, has_errors, list_some
from generator.reading.brackets import bare_template, has_wide_brackets, in_quotes
from generator.reading.characters import ODD, clean_quoted, clean_text
from generator.reading.encodings import decode
from generator.reading.files import MOST_BYTES, too_long
from generator.reading.nodes import EMPTY, Entries, Mapping, Node, Scalar, Sequence
from generator.reading.slips import repair_slips
from generator.reading.value_slips import SHEET_FAULT

DEEPEST = 30
STEEP = re.compile(r"^[ \-?:]{200}", re.MULTILINE)
"""A line so far in that it would nest deeper than the parser can follow."""
BROKEN_ALL_OVER = 10
"""Where so much cannot be read and nothing is left, it is no form; one problem says so."""
MOST_TRIES = 10
"""After so many parts left out because of how they stand together, the rest is given up."""
TOP_LEVEL = re.compile(r"[^\s#]")
CJK = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2014\u2018-\u201d\u2026]"
FOLD_BETWEEN_CJK = re.compile(rf"(?<={CJK}) (?={CJK})")

KEY = r"\w[\w·.、（）]{0,39}+"
TEXT = r"[\w“《（](?:[^\s#:]| |[\u3000\u00a0](?=\S)|:(?=\S))*+"
"""A value that neither YAML nor the look for slips can take for anything else."""
ATOM = r"\w[^\s#:：,，、；{}\[\]\"'“”]*+"
GROUP = rf"\{{{KEY}: {ATOM}(?:, {KEY}: {ATOM})*+\}}"
"""A group in one line as the blank form shows it; written in any other way it may have slips."""
NO_LIST_BELOW = r"(?!\n(?: *+\n)*+(?P=margin) +-(?![^ \n]))"
"""YAML takes a list under a filled value for more of its text."""
REST = r"[^\n\t]*+"
LINE = (
    rf"(?P<margin> {{0,24}}+)(?:(?:- )?+{KEY}:(?: ++(?:(?:{TEXT}|{GROUP})(?:(?<= )#(?:#?+ {REST})?+|{NO_LIST_BELOW})|#{REST})?+)?+"
    rf"|- {TEXT}{NO_LIST_BELOW}|-(?: ++#{REST})?+|#{REST})?+ *+"
)
PLAIN = re.compile(rf"(?:{LINE}(?:\n|\Z))*+")
"""A whole text in which the parser would notice every slip there can be: entries, items, comments, nothing else.

Most forms are such. The look for slips takes longer than all the rest of reading, and finds nothing in them.
"""


BEHIND = re.compile(r"[^#]*(?::|-)[ ]+(#.*)")
"""A key or a dash with nothing but a remark behind it."""


FIGURES_NAMED = re.compile(
    r"[ \t]*#+[ \t]*(?!上年|去年|各单位|如|截至|第)"
    r"([^\W\d_]{1,14}[ \t]*[:：]?[ \t]*(?:\d[\d,.]*[^\W\d_]{1,6}[，、,；;\s]*(?:[^\W\d_]{1,8}[ \t]*[:：]?[ \t]*(?=\d))?)+)"
)
"""A line with nothing but figures and their names behind its #."""


UNREADABLE_NEARBY = "这一行附近的写法读不懂"
"""How a problem begins of a part of a text that could not be read at all."""
WITHOUT_QUOTES = "没有放进引号"
"""What is said of text with names to be printed that the parser took for brackets."""
LINES_LOOKED_AT = 2
"""So many lines are looked at where the parser finds fault."""


SEVERAL = 2
"""So many keys written twice in one place are told together."""


BLANK_ENTRY = re.compile(r"[^#]*:[ ]*(?:#|$)")
FIGURE_ALONE = re.compile(r"[ \t]*#+[ \t]*([约近超逾]?[￥¥]?\d[\d,.]*[^\s:：，。；、（(]{0,6})[ \t]*")
"""A line with nothing but a figure behind its #."""


class _Untagged:
    """Answers the parser's question what a text means: nothing, before its field reads it."""

    def resolve(self, *_: object) -> str:
        return ""

    def descend_resolver(self, *_: object) -> None: ...

    def ascend_resolver(self) -> None: ...


LOADER = type("_Loader", (_Untagged, getattr(yaml, "CBaseLoader", yaml.BaseLoader)), {})
"""The parser in C where this computer has it; the one in pure Python must read every form alike."""


BLANK_FORM = "请用 zongjie new 生成一份空白表单，照着填写。"


def read_source(data: bytes, file: str, advice: str = BLANK_FORM) -> tuple[Mapping, list[Problem]]:
    """The top mapping of a YAML file and all that is wrong with its text; empty when unreadable.

    ``advice`` is for who has written something else altogether.
    """
    if len(data) > MOST_BYTES:
        return EMPTY, [too_long(len(data), file)]
    text, problems = decode(data, file)
    if text is None:
        return EMPTY, problems
    text, found = clean_text(text, Place(file))
    problems += found
    root = read_plain(text)
    return (root, problems) if root is not None else read_carefully(text, file, problems, advice)


def read_plain(text: str) -> Mapping | None:
    """The top mapping of a text that has no fault and can have no slip; None for any other, and for an empty one."""
    root = _read_faultless(text, keeps_remarks=True) if PLAIN.fullmatch(text) else None
    return root if root is not None and root.entries else None


def read_carefully(
    text: str, file: str, problems: list[Problem], advice: str = BLANK_FORM
) -> tuple[Mapping, list[Problem]]:
    """The top mapping of a text with slips or any YAML in it, and what is wrong with it besides ``problems``."""
    repaired, slips = repair_slips(text, file)
    node, found = _compose(repaired, file)
    problems = [*problems, *slips, *found]
    if node is None:
        return EMPTY, problems if has_errors(problems) else [*problems, error(Place(file), "文件是空的。", advice)]
    if not isinstance(node, Mapping):
        return EMPTY, [*problems, error(Place(file, node.spot), "文件的内容不是「项目: 内容」的表单。", advice)]
    return node, problems


def read_as_is(data: bytes) -> Mapping | None:
    """The top mapping of a text without a fault; None for any other, which ``read_source`` can tell about.

    Files of a maintainer mostly are; they need no look for slips of the keyboard.
    """
    if len(data) > MOST_BYTES:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if ODD.search(text) or has_wide_brackets(text) else _read_faultless(text)


def _read_faultless(text: str, keeps_remarks: bool = False) -> Mapping | None:
    """The top mapping of a text that the parser has nothing to say against; None for any other."""
    if is_bottomless(text):
        return None
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return None
    builder = _Builder("", text if keeps_remarks else "")
    node = builder.build(root) if root is not None else EMPTY
    return node if isinstance(node, Mapping) and not builder.problems else None


def peek(data: bytes) -> Mapping:
    """The top mapping of a text that is read in full elsewhere, without a word on its faults; empty when unreadable."""
    return read_as_is(data) or EMPTY


def _compose(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The nodes of the parts of a form that can be parsed, and a problem for each that cannot."""
    if is_bottomless(text):
        return None, [error(Place(file), f"括号或缩进套了{DEEPEST}层以上。", "请改成一行一项的写法。")]
    lines = text.split("\n")
    problems: list[Problem] = []
    for _ in range(MOST_TRIES):
        try:
            root = _parse(text := "\n".join(lines))
        except yaml.MarkedYAMLError as fault:
            found = _unreadable_parts(lines, file)
            problems += found or [_unreadable(fault, lines, file)]
            if found or _leave_out(lines, problems[-1].place.spot.line):
                continue
            break
        if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
            return None, problems if len(problems) < BROKEN_ALL_OVER else problems[:1]
        builder = _Builder(file, text)
        return builder.build(root), [*problems, *builder.problems]
    return None, problems


def _unreadable_parts(lines: list[str], file: str) -> list[Problem]:
    """A problem for each part of a form that cannot be parsed on its own; the part is blanked."""
    heads = [number for number, text in enumerate(lines) if TOP_LEVEL.match(text)]
    problems = []
    for start, end in pairwise([*heads, len(lines)]):
        try:
            _parse("\n".join(lines[start:end]))
        except yaml.MarkedYAMLError as fault:
            problems.append(_unreadable(fault, lines[:end], file, start))
            lines[start:end] = [""] * (end - start)
    return problems


def _unreadable(fault: yaml.MarkedYAMLError, lines: list[str], file: str, above: int = 0) -> Problem:
    """What the parser says of a part of ``lines`` that has ``above`` of them before it."""
    mark = fault.problem_mark or fault.context_mark
    line = min(above + mark.line + 1, len(lines)) if mark else above + 1
    for at in range(line, max(line - LINES_LOOKED_AT, 0), -1):
        if bare := bare_template(lines[at - 1]):
            what = f"{UNREADABLE_NEARBY}：括号里的「{bare}」{WITHOUT_QUOTES}。"
            return error(Place(file, Spot(at)), what, f"请写成 {in_quotes(bare)}。")
    what = f"{UNREADABLE_NEARBY}（{_cause(fault)}）。"
    return error(Place(file, Spot(line)), what, "请检查这一行和上一行的冒号、引号、括号、短横和缩进。")


def _parse(text: str) -> yaml.Node | None:
    """What the parser makes of ``text``; the one in pure Python has the last word on a fault."""
    try:
        return yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _leave_out(lines: list[str], line: int) -> bool:
    """Blanks the top-level part of the form that ``line`` is in; False when nothing is left there."""
    heads = [number for number, text in enumerate(lines) if TOP_LEVEL.match(text)]
    start = max((head for head in heads if head < line), default=0)
    end = min((head for head in heads if head >= line), default=len(lines))
    left_out = any(lines[start:end])
    lines[start:end] = [""] * (end - start)
    return left_out


CAUSES = {
    "could not find expected ':'": "缺少冒号",
    "mapping values are not allowed": "一行里有两个冒号，或缩进不对",
    "expected <block end>": "缩进和上面不齐，或引号、括号没有配对",
    "expected ',' or": "括号或逗号没有写完整",
    "expected the node content": "括号或逗号没有写完整",
    "undefined alias": "用了 * 引用",
    "duplicate anchor": "用了 & 和 * 的引用写法",
    "quoted scalar": "引号没有写完",
    "cannot start any token": "用了YAML里有特殊用处的符号",
}
"""What the parser says, in the words of the person who typed it."""


def _cause(fault: yaml.MarkedYAMLError) -> str:
    said = f"{fault.problem} {fault.context}"
    return next((cause for words, cause in CAUSES.items() if words in said), "不合YAML的写法")


def is_bottomless(text: str) -> bool:
    """Whether ``text`` nests deeper than the parser can follow."""
    return depth_of(text) > DEEPEST or bool(STEEP.search(text))


def depth_of(text: str) -> int:
    """How deep the brackets of ``text`` nest at most."""
    deepest = depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


class _Builder:
    """Turns the parser's nodes into ours, and reports repeated keys and references."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.remarks = _remarks(text)
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, spot: Spot = WHOLE_FILE, depth: int = 0) -> Node:
        """What the parser's node says; ``spot`` is where its key stands, which mostly is its own."""
        line = node.start_mark.line + 1
        spot = spot if spot.line == line else Spot(line)
        if id(node) in self.seen or depth > DEEPEST:
            what = "用了 & 和 * 的引用写法，或嵌套过深。"
            self.problems.append(error(Place(self.file, spot), what, "请把内容直接写在各自的项目下。"))
            return Scalar("", spot)
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            more = node.end_mark.line - line + 1
            if not node.style and not more:
                return Scalar(node.value, spot)
            text = _closed_up(node) if more > 0 else node.value
            if node.style == '"':
                text = self._unescaped(text, spot)
            elif node.style == "|":
                blank = text.count("\n", 0, len(text) - len(text.lstrip()))
                spot = spot._replace(begins=spot.line + 1 + blank)
            folded = not node.style and more > 0
            return Scalar(text, spot, "", more + 1 if folded else 1)
        if isinstance(node, yaml.MappingNode):
            return Mapping(*self._entries(node, depth, spot))
        return Sequence(tuple([self._item(item, spot, depth + 1) for item in node.value]), spot)

    def _item(self, node: yaml.Node, spot: Spot, depth: int) -> Node:
        """One item of a list, a blank one with what stands behind it; empty brackets are no item, so that nobody has to look into them."""
        found = self.build(node, spot, depth)
        if isinstance(found, Scalar):
            return found if found.text else Scalar("", found.spot, self.remarks.get(found.spot.line, ""))
        if found.items if isinstance(found, Sequence) else found.entries:
            return found
        if not node.value:
            what = "这一条是空的括号，里面没有填东西。"
            self.problems.append(error(Place(self.file, found.spot), what, "请在括号里填上内容，或删去这一条。"))
        return Scalar("", found.spot)

    def _unescaped(self, text: str, spot: Spot) -> str:
        """What stands in double quotes, with what its escapes came to held to the same as raw text."""
        text, found = clean_quoted(text, Place(self.file, spot))
        self.problems += found
        return text

    def _entries(self, node: yaml.MappingNode, depth: int, place: Spot) -> tuple[Entries, Spot, Entries]:
        """The entries of a mapping, where it stands, and entries that are there already."""
        entries: dict[str, tuple[Scalar, Node]] = {}
        repeats: list[tuple[Scalar, Node]] = []
        told: list[int] = []
        for position, (key_node, value_node) in enumerate(node.value):
            spot = Spot(key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(error(Place(self.file, spot), *_no_key(key_node)))
                continue
            key = key_node.value
            key = (self._unescaped(key, spot) if key_node.style == '"' else key).strip()
            value = self.build(value_node, spot, depth + 1)
            remark = self.remarks.get(spot.line, "")
            if key in entries:
                repeats.append((Scalar(key, spot, remark), value))
                told.append(position)
                continue
            blank = isinstance(value, Scalar) and not value.text
            entries[key] = Scalar(key, spot, remark), Scalar("", spot) if blank else value
        if repeats:
            are_together = len(told) >= SEVERAL and told[-1] - told[0] == len(told) - 1
            self._report_repeats(repeats, {key: first.spot for key, (first, _) in entries.items()}, are_together)
        return tuple(entries.values()), place, tuple(repeats)

    def _report_repeats(self, repeats: list[tuple[Scalar, Node]], first: dict[str, Spot], are_together: bool) -> None:
        """Reports keys written twice; several together as one, for the line above them may be missing."""
        names = [key.text for key, _ in repeats]
        if not are_together:
            for key, _ in repeats:
                what = f"「{key.text}」写了两次，{first[key.text].said}已有。"
                self.problems.append(error(Place(self.file, key.spot), what, "请只留一处；两处都要的内容请合在一起。"))
            return
        what = f"「{list_some(names, SEVERAL + 1)}」都写了两次，{first[names[0]].said}起已有。"
        advice = "请只留一处；如果第二处上面漏了一行（这几项所属的那一项），请补上那一行。"
        self.problems.append(error(Place(self.file, repeats[0][0].spot), what, advice))


def _no_key(node: yaml.Node) -> tuple[str, str]:
    """What is wrong with brackets in place of a key, and what to do: mostly a name to be printed without quotes."""
    inner = node.value[0][0] if isinstance(node, yaml.MappingNode) and node.value else None
    if not isinstance(inner, yaml.ScalarNode):
        return "项目名不能是列表或括号。", "请写成「项目: 内容」。"
    bare = f"{{{{ {inner.value} }}}}"
    return f"「{bare}」{WITHOUT_QUOTES}，读成了括号。", f"请写成 {in_quotes(bare)}。"


def _remarks(text: str) -> dict[int, str]:
    """What stands behind each line that has a key or a dash and nothing else before its #."""
    if "#" not in text:
        return {}
    lines = text.split("\n")
    found = ((number, BEHIND.match(line)) for number, line in enumerate(lines, 1) if "#" in line)
    remarks = {number: _remark(match[1]) for number, match in found if match}
    for number, line in enumerate(lines[1:], 1):
        if "#" in line and (below := FIGURE_ALONE.fullmatch(line)) and BLANK_ENTRY.match(lines[number - 1]):
            remarks[number] = f"{remarks.get(number, '')}，{below[1]}".strip("，")
    for number, figures in _named_beside(lines):
        remarks[number] = f"{remarks.get(number, '')}\n{figures}"
    return remarks


def _named_beside(lines: list[str]) -> Iterator[tuple[int, str]]:
    """What stands behind the # of a line of figures with their names, by the line with a blank entry beside it."""
    named = ((at, FIGURES_NAMED.fullmatch(line)) for at, line in enumerate(lines) if "#" in line)
    for at, figures in named:
        near = (one for one in (at + 1, at - 1) if figures and 0 <= one < len(lines) and BLANK_ENTRY.match(lines[one]))
        if figures and (beside := next(near, None)) is not None:
            yield beside + 1, figures[1].strip()


def _remark(comment: str) -> str:
    """What a comment says; the # of a fault pasted from a spreadsheet is part of it."""
    return (comment if SHEET_FAULT.match(comment) else comment.lstrip("#")).strip()


def _closed_up(node: yaml.ScalarNode) -> str:
    """What was typed on several lines, with the breaks inside a Chinese sentence closed up."""
    text: str = node.value
    return text if node.style == "|" else FOLD_BETWEEN_CJK.sub("", text)
