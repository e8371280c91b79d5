"""The 公文 block of a form: what makes a summary an official paper, read and checked element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from generator.chinese.punctuation import describe, set_right
from generator.chinese.width import half_widths
from generator.document.markdown import parse
from generator.document.tree import (
    NO_FORMALITIES,
    Annex,
    Document,
    Formalities,
    Heading,
    Imprint,
    Listing,
    Masthead,
    Paragraph,
    Table,
    Text,
    number_annexes,
    number_blocks,
    plain_text,
)
from generator.figures.dates import chinese_date, read_day
from generator.figures.quantity import WIDE_TO_NARROW, Fault, is_blank
from generator.problem import WHOLE_FILE, Place, Problem, error, nearest, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

OFFICIAL = "公文"
KEYS = {
    "标题": "印在红线下的标题，缺省是总结的标题",
    "份号": "6位数字，如 000001",
    "密级": "绝密、机密、秘密，可加保密期限，如 秘密★1年",
    "紧急程度": "特急或加急",
    "发文机关标志": "如 青石乡人民政府文件",
    "发文字号": "如 青府发〔2023〕8号",
    "签发人": "上行文才填，一人或几人",
    "主送机关": "如 县民政局",
    "附件": "一列，每个写名称和内容",
    "印章": "是或否：是否留出盖章的地方",
    "附注": "如 此件公开发布",
    "抄送": "一行，或一列单位",
    "印发机关": "如 青石乡人民政府办公室",
    "印发日期": "如 2023-12-26",
}
"""What the block may hold, and what it is for."""
ANNEX_KEYS = ("名称", "内容", "横排")

LONGEST_TITLE = 120
"""Half-width characters of a title: three lines, more is no title."""


class Official(Struct, frozen=True):
    """The block as read: a title of its own if it has one, and the elements."""

    title: str = ""
    title_place: Place | None = None
    formal: Formalities = NO_FORMALITIES


class Pattern(Struct, frozen=True):
    """How an element is written, and what to say when it is not."""

    regex: str
    what: str
    advice: str
    repair: Callable[[str], str]
    """A guess at what was meant, shown when it fits."""


def _bracketed(text: str) -> str:
    number = re.sub(r"[\[［(（【〈<](\d{4})[\]］)）】〉>]", r"〔\1〕", text)
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", number.replace(" ", ""))


PATTERNS = {
    "份号": Pattern(
        r"\d{6}", "份号应是6位数字", "如「000001」", lambda text: text.zfill(6) if text.isdigit() else text
    ),
    "密级": Pattern(
        r"(绝密|机密|秘密)(★([1-9]\d*年|[1-9]\d*个月|长期))?",
        "密级应是绝密、机密或秘密，保密期限写在★后面",
        "如「秘密★1年」",
        lambda text: re.sub(r"[*·\s☆]+", "★", text),
    ),
    "紧急程度": Pattern("特急|加急", "紧急程度只能是特急或加急", "如「特急」", str.strip),
    "发文字号": Pattern(
        r"[\u3400-\u9fff]+〔[12]\d{3}〕[1-9]\d*号",
        "发文字号应是机关代字、〔年份〕和序号，年份写全，序号不加“第”、不补0",
        "如「青府发〔2023〕8号」",
        _bracketed,
    ),
}  # fmt: skip
"""The elements that are written in one way only."""


def read_official(
    node: Node | None, file: str, signed: date | None, simplify: Callable[[str], str] = str
) -> tuple[Official, list[Problem]]:
    """The 公文 block of a form, and everything wrong with it; ``signed`` is the form's 成文日期.

    ``simplify`` reads what is written in one way only where the form is in Traditional characters.
    """
    if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
        return Official(), []
    if not isinstance(node, Mapping):
        place = Place(file, node.spot, OFFICIAL)
        return Official(), [
            error(place, "应当分项写。", "请另起一行，缩进两格，逐项写「发文字号: 」「主送机关: 」等。")
        ]
    reader = _Reader(file, node, simplify)
    official = reader.read(signed)
    return official, reader.problems


def title_problems(title: str, place: Place) -> list[Problem]:
    """An error when no page could take the title."""
    width = half_widths(title)
    if width <= LONGEST_TITLE:
        return []
    advice = f"请压缩到{LONGEST_TITLE // 2}个字以内；标题一般不超过两行，40个字。"
    return [error(place, f"标题有{(width + 1) // 2}个字，三行也排不下。", advice)]


CITED = r"附件\s?(\d{0,2})"


def citation_problems(document: Document, file: str) -> Iterator[Problem]:
    """A warning for each annex that the text speaks of and that is not there."""
    annexes = document.formal.annexes
    there = {"", *(annex.number or "1" for annex in annexes)} if annexes else set()
    texts = (plain_text(block.inlines) for block in document.blocks if isinstance(block, Paragraph | Heading))
    cited = dict.fromkeys(number for text in texts if "附件" in text for number in re.findall(CITED, text))
    for number in cited:
        if number not in there:
            what = f"文中提到附件{number}，公文的附件里没有它。"
            yield warning(Place(file, WHOLE_FILE, f"{OFFICIAL}.附件"), what, "请补上这个附件，或改正文中的说法。")


class _Reader:
    """Reads the block of one form and collects what is wrong with it."""

    def __init__(self, file: str, block: Mapping, simplify: Callable[[str], str]) -> None:
        self.file = file
        self.block = block
        self.simplify = simplify
        self.problems: list[Problem] = []

    def place(self, node: Node, *keys: str) -> Place:
        return Place(self.file, node.spot, ".".join((OFFICIAL, *keys)))

    def read(self, signed: date | None) -> Official:
        self._unknown(self.block, KEYS, ())
        formal = Formalities(
            masthead=self._masthead(),
            recipients=_with_colon(self._joined("主送机关")),
            annexes=self._annexes(),
            sealed=self._flag(self.block, "印章"),
            note=_in_brackets(self._text("附注")),
            imprint=self._imprint(signed),
        )
        node = self.block.get("标题")
        return Official(self._text("标题"), self.place(node or self.block, "标题"), formal)

    def _unknown(self, node: Mapping, known: object, keys: tuple[str, ...]) -> None:
        names = list(known)  # type: ignore[call-overload]
        for key, _ in node.entries:
            if key.text not in names:
                near = nearest(key.text, names)
                advice = f"是不是「{near}」？" if near else f"这里可以填：{'、'.join(names)}。"
                place = Place(self.file, key.spot, ".".join((OFFICIAL, *keys)))
                self.problems.append(error(place, f"不认识「{key.text}」。", advice))

    # ---- single values

    def _text(self, key: str) -> str:
        """The one line of text under ``key``, set right; empty when blank."""
        node = self.block.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.problems.append(error(self.place(node, key), "这里只能填一行文字。", f"请写成「{key}: 内容」。"))
            return ""
        return "" if is_blank(node.text) else self._set_right(node.text.strip(), self.place(node, key))

    def _set_right(self, text: str, place: Place) -> str:
        text, changes = set_right(text)
        if changes:
            self.problems.append(notice(place, f"标点已按公文的写法改正：{describe(changes)}。"))
        return text

    def _texts(self, key: str) -> tuple[str, ...]:
        """The texts under ``key``: a list, or one line."""
        node = self.block.get(key)
        if not isinstance(node, Sequence):
            text = self._text(key)
            return (text,) if text else ()
        found = []
        for item in node.items:
            if not isinstance(item, Scalar):
                self.problems.append(error(self.place(item, key), "这一条应当是一行文字。", "请写成「- 内容」。"))
            elif not is_blank(item.text):
                found.append(self._set_right(item.text.strip(), self.place(item, key)))
        return tuple(found)

    def _joined(self, key: str) -> str:
        return "，".join(text.strip("，。；：:") for text in self._texts(key))

    def _patterned(self, key: str) -> str:
        """The element under ``key``, an error when it is not written as it must be."""
        node = self.block.get(key)
        if not isinstance(node, Scalar):
            return self._text(key)
        if is_blank(node.text):
            return ""
        pattern = PATTERNS[key]
        text = node.text.strip().translate(WIDE_TO_NARROW)
        if key != "发文字号":
            text = self.simplify(text)
        if not re.fullmatch(pattern.regex, text):
            meant = pattern.repair(text)
            advice = f"请改为「{meant}」。" if re.fullmatch(pattern.regex, meant) else f"请照样子填，{pattern.advice}。"
            self.problems.append(error(self.place(node, key), f"「{text[:30]}」不对：{pattern.what}。", advice))
        return text

    def _flag(self, node: Mapping, key: str, *keys: str) -> bool:
        value = node.get(key)
        if value is None or (isinstance(value, Scalar) and is_blank(value.text)):
            return False
        if not isinstance(value, Scalar) or value.text.strip() not in ("是", "否"):
            self.problems.append(error(self.place(value, *keys, key), "这里只能填“是”或“否”。", "请改正。"))
            return False
        return value.text.strip() == "是"

    # ---- elements

    def _masthead(self) -> Masthead | None:
        """版头, when the block has anything that stands in it."""
        copy, secrecy, urgency, number = map(self._patterned, ("份号", "密级", "紧急程度", "发文字号"))
        signers = tuple(name for text in self._texts("签发人") for name in re.split(r"[、，,\s]+", text) if name)
        masthead = Masthead(self._text("发文机关标志"), number, copy, secrecy, urgency, signers)
        if masthead.issuer:
            if not number:
                place = self._at("发文机关标志")
                self.problems.append(
                    warning(place, "有发文机关标志，没有发文字号。", "请补上；还没有编号的，印发前再补。")
                )
        elif key := next((key for key in MASTHEAD_KEYS if self._texts(key)), ""):
            advice = "请补上发文机关标志，如「青石乡人民政府文件」；不用红头的，请删去这一项。"
            self.problems.append(error(self._at(key), f"写了{key}，没有发文机关标志。", advice))
        if secrecy and not copy:
            self.problems.append(warning(self._at("密级"), "涉密公文应当标份号。", "请补上份号，如「000001」。"))
        return masthead if masthead.issuer else None

    def _at(self, key: str) -> Place:
        return self.place(self.block.get(key) or self.block, key)

    def _imprint(self, signed: date | None) -> Imprint | None:
        copies, issuer, printed = self._joined("抄送"), self._text("印发机关"), self._printed(signed)
        if bool(issuer) != bool(printed):
            written, missing = ("印发机关", "印发日期") if issuer else ("印发日期", "印发机关")
            self.problems.append(warning(self._at(written), f"写了{written}，没有{missing}。", "请补上。"))
        if not (copies or issuer or printed):
            return None
        return Imprint(f"抄送：{copies}。" if copies else "", issuer, printed)

    def _printed(self, signed: date | None) -> str:
        typed = self._text("印发日期").removesuffix("印发")
        if not typed:
            return ""
        day, place = read_day(typed), self._at("印发日期")
        if isinstance(day, Fault):
            self.problems.append(error(place, day.what, day.advice))
            return ""
        if signed and day < signed:
            what = f"印发日期{chinese_date(day)}早于成文日期{chinese_date(signed)}。"
            self.problems.append(error(place, what, "请核对这两个日期。"))
        return f"{chinese_date(day)}印发"

    # ---- 附件

    def _annexes(self) -> tuple[Annex, ...]:
        node = self.block.get("附件")
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        annexes = [annex for item in items if (annex := self._annex(item))]
        return number_annexes(annexes)

    def _annex(self, node: Node) -> Annex | None:
        if not isinstance(node, Mapping):
            named = f"「{node.text.strip()}」" if isinstance(node, Scalar) else ""
            what = f"附件{named}只有名称，没有内容。" if named else "附件应当分项写。"
            self.problems.append(error(self.place(node, "附件"), what, "请写成「- 名称: 」，下一行缩进写「内容: 」。"))
            return None
        self._unknown(node, ANNEX_KEYS, ("附件",))
        name, content = node.get("名称"), node.get("内容")
        if not isinstance(name, Scalar) or is_blank(name.text):
            self.problems.append(error(self.place(name or node, "附件"), "附件没有名称。", "请写「名称: 」。"))
            return None
        title = self._set_right(name.text.strip().rstrip("。；，、;,."), self.place(name, "附件", "名称"))
        self.problems += title_problems(title, self.place(name, "附件", "名称"))
        blocks = self._content(content, title)
        if not blocks:
            what = f"附件「{title}」没有内容。"
            advice = "请在「内容: |」下面写文字或表格，或写成一列；没有这个附件就删去这一项。"
            self.problems.append(error(self.place(content or name, "附件"), what, advice))
        return Annex(title, number_blocks(blocks), landscape=self._flag(node, "横排", "附件"))

    def _content(self, node: Node | None, title: str) -> tuple[Listing | Table, ...]:
        """The blocks of an annex: Markdown, a list of sentences, or a table of like entries."""
        if isinstance(node, Scalar):
            if is_blank(node.text):
                return ()
            text = self._set_right(_with_gaps(node.text), self.place(node, "附件", title))
            return parse(text)  # type: ignore[return-value]
        items = node.items if isinstance(node, Sequence) else ()
        if items and all(isinstance(item, Mapping) for item in items):
            return (_records_table([item for item in items if isinstance(item, Mapping)]),)
        lines = [item for item in items if isinstance(item, Scalar) and not is_blank(item.text)]
        for item in items:
            if not isinstance(item, Scalar):
                advice = "请都写成一句话；要做成表，请每条都写成「- 项目: 内容」。"
                self.problems.append(error(self.place(item, "附件"), "一列里有的是一句话，有的分了项。", advice))
        texts = (self._set_right(item.text.strip(), self.place(item, "附件")) for item in lines)
        return (Listing(tuple((Text(text),) for text in texts), ordered=True),) if lines else ()


MASTHEAD_KEYS = ("份号", "密级", "紧急程度", "发文字号", "签发人")


def _with_colon(names: str) -> str:
    return f"{names}：" if names else ""


def _in_brackets(note: str) -> str:
    return f"（{note.strip('（）()。')}）" if note else ""


def _with_gaps(text: str) -> str:
    """Markdown with an empty line around each table, which people forget and the parser needs."""
    lines: list[str] = []
    for line in text.splitlines():
        if (
            lines
            and lines[-1].strip()
            and line.strip()
            and lines[-1].lstrip().startswith("|") != line.lstrip().startswith("|")
        ):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _records_table(records: list[Mapping]) -> Table:
    """A table of entries that each say 项目: 内容; its columns are all items, in the order they first appear."""
    names = list(dict.fromkeys(key.text for record in records for key, _ in record.entries))
    rows = tuple(
        tuple((Text(cell),) if (cell := _cell(record.get(name))) else () for name in names) for record in records
    )
    return Table(tuple((Text(name),) for name in names), rows)


def _cell(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) and not is_blank(node.text) else ""
