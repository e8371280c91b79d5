"""The 公文 block of a form: what makes a summary an official paper, read and checked element by element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from generator.document.tree import (
    NO_FORMALITIES,
    Document,
    Formalities,
    Format,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    plain_text,
)
from generator.figures.dates import chinese_date, read_day
from generator.figures.quantity import Fault
from generator.figures.unfinished import counts_as_blank, is_blank, is_masked
from generator.figures.values import Words
from generator.form.annexes import OFFICIAL
from generator.form.elements import FORMAT_NUMBERS
from generator.form.formats import FormatReader
from generator.form.organs import MARK
from generator.language.typed import Frame
from generator.problem import WHOLE_FILE, Place, Problem, error, warning
from generator.reading.nodes import Mapping, Node, Scalar

KEYS = {
    "格式": "文件、信函、命令或纪要，缺省是文件",
    "标题": "印在红线下的标题，缺省是总结的标题",
    "份号": "6位数字，如 000001",
    "密级": "绝密、机密、秘密，可加保密期限，如 秘密★1年",
    "紧急程度": "特急或加急",
    "发文机关标志": "如 青石乡人民政府文件；联合行文写成一列机关，主办机关在前",
    "套红": "是或否：印在预印好红头的纸上，只留出位置，不印红色",
    "发文字号": "如 青府发〔2023〕8号；命令如 第3号，纪要如 第3期",
    "签发人": "上行文才填，一人或几人",
    "目录": "是或否：长的总结在正文前排目录；有红头的首页要有正文，不排目录",
    "主送机关": "如 县民政局",
    "附件": "一列，每个写名称和内容",
    "附件另装": "是或否：附件不与正文装订在一起的，各附件左上角标发文字号，页码另编，版记排在正文后",
    "职务": "命令才填，签发人的职务，如 县长；右边留出签名章的地方",
    "印章": "是或否：是否留出盖章的地方",
    "署名": "联合行文才填，一列机关，缺省是发文机关标志里的各机关",
    "出席": "纪要才填，一行，或一列人员",
    "请假": "纪要才填，同出席",
    "列席": "纪要才填，同出席",
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


def read_official(
    node: Node | None, file: str, signed: date | None, frame: Frame = NO_FRAME, signature: Words | None = None
) -> tuple[Official, list[Problem]]:
    """The 公文 block of a form, and everything wrong with it; ``signed`` is the form's 成文日期, ``signature`` its 署名.

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
    official = reader.read(signed, signature)
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


class _Reader(FormatReader):
    """Reads the block of one form and collects what is wrong with it."""

    def read(self, signed: date | None, signature: Words | None) -> Official:
        self.unknown(self.block, KEYS, ())
        form = self.format()
        masthead = self._masthead(form)
        mark = masthead.issuer if masthead else ""
        formal = Formalities(
            masthead=masthead,
            recipients=_with_colon(self.joined("主送机关")),
            annexes=self.annexes(self.block.get("附件")),
            contents=self._contents(masthead),
            annexes_apart=self._annexes_apart(masthead),
            sealed=self.flag(self.block, "印章"),
            note=_in_brackets(self.text("附注")),
            imprint=self._imprint(signed),
            signatures=() if form == "order" else self.signatures(masthead.organs if masthead else (), signature),
            format=form,
            attendance=self.attendance(),
            post=self.post(form, mark, signature),
        )
        node = self.block.get("标题")
        return Official(self.text("标题"), self.place(node or self.block, "标题"), formal, self.typed)

    def _masthead(self, form: Format) -> Masthead | None:
        """版头, when the block has anything that stands in it."""
        copy, secrecy, urgency = map(self.patterned, ("份号", "密级", "紧急程度"))
        number = self.patterned("发文字号", FORMAT_NUMBERS.get(form))
        signers = tuple(name for text in self.texts("签发人") for name in re.split(r"[、，,\s]+", text) if name)
        issuer, organs, paper = self.mark()
        self.signers_problem(signers, organs)
        self.mark_problem(form, issuer, organs)
        preprinted = self.flag(self.block, "套红")
        masthead = Masthead(
            issuer, number, copy, secrecy, urgency, signers, organs=organs, paper=paper, preprinted=preprinted
        )
        if issuer or preprinted:
            if not number and form != "minutes":
                advice = "请补上；还没有编号的，印发前再补。"
                there = MARK if issuer else "套红"
                self.problems.append(warning(self.at(there), f"有{there}，没有发文字号。", advice))
        elif form == "order":
            what, advice = f"命令要有{MARK}。", f"请补上{MARK}，如「青石乡人民政府令」。"
            self.problems.append(error(self.at("格式"), what, advice))
        elif key := next((key for key in MASTHEAD_KEYS if self.texts(key)), ""):
            advice = f"请补上{MARK}，如「青石乡人民政府文件」；不用红头的，请删去这一项。"
            self.problems.append(error(self.at(key), f"写了{key}，没有{MARK}。", advice))
        if secrecy and not copy:
            self.problems.append(warning(self.at("密级"), "涉密公文应当标份号。", "请补上份号，如「000001」。"))
        return masthead if issuer or preprinted else None

    def _contents(self, masthead: Masthead | None) -> bool:
        asked = self.flag(self.block, "目录")
        if asked and masthead:
            advice = "请改为「目录: 否」，或删去这一项；要排目录的，请去掉发文机关标志。"
            self.problems.append(error(self.at("目录"), "有红头的公文首页必须有正文，不能先排目录。", advice))
        return asked and masthead is None

    def _annexes_apart(self, masthead: Masthead | None) -> bool:
        apart = self.flag(self.block, "附件另装")
        if apart and not (masthead and masthead.number):
            advice = "请补上发文机关标志和发文字号；与正文装订在一起的，请改为「附件另装: 否」。"
            self.problems.append(warning(self.at("附件另装"), "另装的附件要标公文的发文字号，这里没有。", advice))
        return apart

    def _imprint(self, signed: date | None) -> Imprint | None:
        copies, issuer, printed = self.joined("抄送"), self.text("印发机关"), self._printed(signed)
        if bool(issuer) != bool(printed):
            written, missing = ("印发机关", "印发日期") if issuer else ("印发日期", "印发机关")
            self.problems.append(warning(self.at(written), f"写了{written}，没有{missing}。", "请补上。"))
        if not (copies or issuer or printed):
            return None
        return Imprint(f"抄送：{copies}。" if copies else "", issuer, printed)

    def _printed(self, signed: date | None) -> str:
        node, place = self.block.get("印发日期"), self.at("印发日期")
        if isinstance(node, Scalar) and is_masked(node.text):
            if not is_blank(node.text):
                self.problems.append(counts_as_blank(node.text, place))
            return ""
        typed = self.text("印发日期").removesuffix("印发")
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
