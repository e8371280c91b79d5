"""Single elements of the 公文 block: a line, a list of lines, what is written in one way only."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from generator.chinese.lines import join_lines
from generator.figures.quantity import WIDE_TO_NARROW
from generator.figures.unfinished import counts_as_blank, is_blank, is_masked
from generator.form.annexes import AnnexReader
from generator.language.typed import Frame
from generator.problem import Place, error
from generator.reading.nodes import Mapping, Scalar, Sequence


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
    "格式": Pattern(
        "文件|信函|命令|纪要", "格式只能是文件、信函、命令或纪要", "如「信函」",
        lambda text: next((name for name in ("信函", "纪要", "文件", "命令") if text and (text in name or name in text)), text),
    ),
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
NUMBER_OF_MINUTES = Pattern(
    r"([\u3400-\u9fff]*〔[12]\d{3}〕)?第?[1-9]\d*[号期次]", "纪要的编号应是第几期，或〔年份〕和序号",
    "如「第3期」「〔2023〕3号」", lambda text: re.sub(r"^第?0*(\d+)[号期次]?$", r"第\1期", _bracketed(text)),
)  # fmt: skip
"""How minutes count, under the key that other papers have their 发文字号 under."""
NUMBER_OF_ORDER = Pattern(
    r"(第[1-9]\d*|第[一二三四五六七八九十百〇]+|[\u3400-\u9fff]*〔[12]\d{3}〕第?[1-9]\d*)号", "令号应是第几号",
    "如「第3号」", lambda text: re.sub(r"^第?0*(\d+|[一二三四五六七八九十百〇]+)[号期次]?$", r"第\1号", _bracketed(text)),
)  # fmt: skip
"""How orders count; some put the year before."""
FORMAT_NUMBERS = {"order": NUMBER_OF_ORDER, "minutes": NUMBER_OF_MINUTES}
"""What the number of a paper is like by its format, where it is no 发文字号."""


class ElementReader(AnnexReader):
    """Reads what stands under one key of the block, and collects what is wrong with it."""

    def __init__(self, file: str, block: Mapping, frame: Frame) -> None:
        super().__init__(file, frame)
        self.block = block

    def at(self, key: str) -> Place:
        """Where the element under ``key`` is, or the block when it is not there."""
        return self.place(self.block.get(key) or self.block, key)

    def text(self, key: str) -> str:
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

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts under ``key``: a list, or one line."""
        node = self.block.get(key)
        if isinstance(node, Scalar) and "\n" in node.text.strip():
            typed = self.keep(self.set_right(node.text.strip(), self.place(node, key)), self.place(node, key))
            return tuple(line for line in map(str.strip, typed.split("\n")) if line)
        if not isinstance(node, Sequence):
            text = self.text(key)
            return (text,) if text else ()
        found = []
        for item in node.items:
            if not isinstance(item, Scalar):
                self.problems.append(error(self.place(item, key), "这一条应当是一行文字。", "请写成「- 内容」。"))
            elif not is_blank(item.text):
                found.append(join_lines(self.set_right(item.text.strip(), self.place(item, key)).split("\n")))
        self.keep("，".join(found), self.place(node, key))
        return tuple(found)

    def joined(self, key: str) -> str:
        """The texts under ``key`` as one line."""
        return "，".join(text.strip("，。；：:") for text in self.texts(key))

    def patterned(self, key: str, pattern: Pattern | None = None) -> str:
        """The element under ``key``, an error when it is not written as its ``pattern`` or its own says."""
        node = self.block.get(key)
        if not isinstance(node, Scalar):
            return self.text(key)
        if is_blank(node.text):
            return ""
        pattern = pattern or PATTERNS[key]
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
