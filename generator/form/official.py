"""The 公文 block of a form: what makes a summary an official paper, read and checked element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct, field

from generator.chinese.lines import join_lines
from generator.document.tree import (
    NO_FORMALITIES,
    Document,
    Formalities,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    plain_text,
)
from generator.figures.dates import chinese_date, read_day
from generator.figures.quantity import WIDE_TO_NARROW, Fault
from generator.figures.unfinished import counts_as_blank, is_blank, is_masked
from generator.figures.values import Words
from generator.form.annexes import OFFICIAL, AnnexReader
from generator.library.typed import Frame
from generator.problem import WHOLE_FILE, Place, Problem, error, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

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


NO_FRAME = Frame({})


class Official(Struct, frozen=True):
    """The block as read: a title of its own if it has one, and the elements."""

    title: str = ""
    title_place: Place | None = None
    formal: Formalities = NO_FORMALITIES
    typed: dict[str, Words] = field(default_factory=dict)
    """What was typed, by the path of the element or of the part of it."""


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
    node: Node | None, file: str, signed: date | None, frame: Frame = NO_FRAME
) -> tuple[Official, list[Problem]]:
    """The 公文 block of a form, and everything wrong with it; ``signed`` is the form's 成文日期.

    ``frame`` is the form's: what is written in one way only is read by its characters.
    """
    if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
        return Official(), []
    if not isinstance(node, Mapping):
        place = Place(file, node.spot, OFFICIAL)
        return Official(), [
            error(place, "应当分项写。", "请另起一行，缩进两格，逐项写「发文字号: 」「主送机关: 」等。")
        ]
    reader = _Reader(file, node, frame)
    official = reader.read(signed)
    return official, reader.problems


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


class _Reader(AnnexReader):
    """Reads the block of one form and collects what is wrong with it."""

    def __init__(self, file: str, block: Mapping, frame: Frame) -> None:
        super().__init__(file, frame)
        self.block = block

    def read(self, signed: date | None) -> Official:
        self.unknown(self.block, KEYS, ())
        formal = Formalities(
            masthead=self._masthead(),
            recipients=_with_colon(self._joined("主送机关")),
            annexes=self.annexes(self.block.get("附件")),
            sealed=self.flag(self.block, "印章"),
            note=_in_brackets(self._text("附注")),
            imprint=self._imprint(signed),
        )
        node = self.block.get("标题")
        return Official(self._text("标题"), self.place(node or self.block, "标题"), formal, self.typed)

    # ---- single values

    def _text(self, key: str) -> str:
        """The one line of text under ``key``, set right; empty when blank."""
        node = self.block.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.problems.append(error(self.place(node, key), "这里只能填一行文字。", f"请写成「{key}: 内容」。"))
            return ""
        if is_blank(node.text):
            return ""
        place = self.place(node, key)
        return self.one_line(node, place)

    def _texts(self, key: str) -> tuple[str, ...]:
        """The texts under ``key``: a list, or one line."""
        node = self.block.get(key)
        if isinstance(node, Scalar) and "\n" in node.text.strip():
            typed = self.keep(self.set_right(node.text.strip(), self.place(node, key)), self.place(node, key))
            return tuple(line for line in map(str.strip, typed.split("\n")) if line)
        if not isinstance(node, Sequence):
            text = self._text(key)
            return (text,) if text else ()
        found = []
        for item in node.items:
            if not isinstance(item, Scalar):
                self.problems.append(error(self.place(item, key), "这一条应当是一行文字。", "请写成「- 内容」。"))
            elif not is_blank(item.text):
                found.append(join_lines(self.set_right(item.text.strip(), self.place(item, key)).split("\n")))
        self.keep("，".join(found), self.place(node, key))
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
            text = self.frame.simplify(text)
        if not re.fullmatch(pattern.regex, text):
            meant = pattern.repair(text)
            if is_masked(text) and not re.fullmatch(pattern.regex, meant):
                self.problems.append(counts_as_blank(text, self.place(node, key)))
                return ""
            advice = f"请改为「{meant}」。" if re.fullmatch(pattern.regex, meant) else f"请照样子填，{pattern.advice}。"
            self.problems.append(error(self.place(node, key), f"「{text[:30]}」不对：{pattern.what}。", advice))
        return self.keep(text, self.place(node, key), context=True)

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
        node, place = self.block.get("印发日期"), self._at("印发日期")
        if isinstance(node, Scalar) and is_masked(node.text):
            if not is_blank(node.text):
                self.problems.append(counts_as_blank(node.text, place))
            return ""
        typed = self._text("印发日期").removesuffix("印发")
        if not typed:
            return ""
        day = read_day(self.keep(typed, place, context=True))
        if isinstance(day, Fault):
            self.problems.append(error(place, day.what, day.advice))
            return ""
        if signed and day < signed:
            what = f"印发日期{chinese_date(day)}早于成文日期{chinese_date(signed)}。"
            self.problems.append(error(place, what, "请核对这两个日期。"))
        return f"{chinese_date(day)}印发"


MASTHEAD_KEYS = ("份号", "密级", "紧急程度", "发文字号", "签发人")


def _with_colon(names: str) -> str:
    return f"{names}：" if names else ""


def _in_brackets(note: str) -> str:
    return f"（{note.strip('（）()。')}）" if note else ""
