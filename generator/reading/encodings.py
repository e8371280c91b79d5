"""Bytes to text: UTF-8, UTF-16, GBK and Big5 told apart."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from generator.problem import Place, Problem, Spot, error, list_some, notice, warning
from generator.reading.characters import FORBIDDEN

UTF_8 = "utf-8"
ENCODING_NAMES = {"gb18030": "GBK", "cp950": "Big5"}
"""What encodings are called that are not UTF-16."""
OTHER_KINDS = {
    b"PK\x03\x04": "压缩包，或者Word、Excel文档",
    b"PK\x05\x06": "空的压缩包",
    b"\xd0\xcf\x11\xe0": "旧版的Word、Excel或WPS文档",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
}
"""What a file is by its first bytes, whatever its name."""
WEB_PAGE = re.compile(rb"\s*<(?:!DOCTYPE\s|html\b|\?xml\b|head\b|meta\b|body\b|table\b)", re.IGNORECASE)
"""Begins a page that an office program or a browser saved, whatever its name."""
PLAIN_TEXT = "请检查是否选错了文件；表单应当是纯文本的 .yaml 文件。"
MOST_BEFORE_A_PAGE = 64
EMPTY_END = b"\0\0\0"
"""Ends a file of which the end was never written."""
MOST_LACKING = 3
"""So many bytes of a character stand at the end of a file that was broken off within it."""
STRANGE = re.compile("[\u0100-\u024f\u0370-\u1fff\ua000-\uabff\ue000-\uf8ff]")
"""Letters of which no Chinese form has many."""
LOST = "\ufffd"
CHINESE_WORD = re.compile("[\u4e00-\u9fff]")
BEGUN = re.compile("[:：]")
"""Stands in whatever was begun of a form."""
MOST_LINES = 8
PAIR_OF_BYTES = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
LEAST_SECOND_BYTE, MOST_RARE = 0xA1, 8
"""In a text of GBK fewer than one pair in so many has a smaller second byte."""


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8, UTF-16, GBK or Big5; None when it is no text at all.

    A text that was broken off, and one in two encodings line by line, is read as far as it can be, and said so.
    """
    kind = next((kind for begin, kind in OTHER_KINDS.items() if data.startswith(begin)), "")
    if not kind and b"<" in data[:MOST_BEFORE_A_PAGE] and WEB_PAGE.match(data.removeprefix(BOM_UTF8)):
        kind = "网页"
    if kind:
        return None, [error(Place(file), f"这是{kind}，不是表单，读不出来。", PLAIN_TEXT)]
    whole = (data.rstrip(b"\0") if data.endswith(EMPTY_END) else data).removeprefix(BOM_UTF8)
    for encoding in _encodings(whole) if whole or not data.startswith(EMPTY_END) else ():
        try:
            text, lacks = whole.decode(encoding), len(whole) < len(data.removeprefix(BOM_UTF8))
        except UnicodeDecodeError as fault:
            text, lacks = whole[: fault.start].decode(encoding, "ignore"), True
            if fault.start < len(whole) - MOST_LACKING or not BEGUN.search(text):
                if encoding == UTF_8 and (found := _line_by_line(whole, file)):
                    return found
                continue
        if encoding != UTF_8 and _is_no_text(text):
            break
        cut = [_broken_off(text, file)] if lacks else []
        return text, [*_said_encoding(encoding, file), *cut]
    return None, [error(Place(file), "这不是文本文件，读不出文字。", PLAIN_TEXT)]


def _encodings(data: bytes) -> Iterator[str]:
    """What bytes may be in, one after another; what takes a look at all of them is only found out when it is asked for."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    elif b"\0" in data:
        wide = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        yield from (UTF_8, wide) if data.count(0) * 20 < len(data) else (wide,)
    else:
        yield UTF_8
        yield "cp950" if _is_big5(data) else "gb18030"


def _is_no_text(text: str) -> bool:
    """Whether what bytes were read as is nothing that people type: control characters, or letters of all the world."""
    return len(FORBIDDEN.findall(text)) * 100 > len(text) or len(STRANGE.findall(text)) * 10 > len(text)


def _said_encoding(encoding: str, file: str) -> list[Problem]:
    if encoding == UTF_8:
        return []
    name = ENCODING_NAMES.get(encoding, "UTF-16")
    return [notice(Place(file), f"文件是{name}编码，已照此读入。", "内容没有改动；建议在记事本或WPS里另存为UTF-8。")]


def _broken_off(text: str, file: str) -> Problem:
    last = text.rstrip().count("\n") + 1
    what = f"文件不完整，到第{last}行就断了，像是没有传完或没有存好。"
    return error(Place(file, Spot(last)), what, "请向填表的人再要一份；只有这一份的，请补上后面的内容，另存一次。")


def _line_by_line(data: bytes, file: str) -> tuple[str, list[Problem]] | None:
    """The text of which most is UTF-8 and some lines are in GBK or damaged, and what to say of these; None for any other."""
    lines: list[str] = []
    in_gbk: list[int] = []
    damaged: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        text = line.decode(UTF_8, "replace")
        if LOST in text:
            is_damaged = len(CHINESE_WORD.findall(text)) >= text.count(LOST)
            if not is_damaged and not _is_text_in(line, "gb18030"):
                return None
            (damaged if is_damaged else in_gbk).append(number)
            text = text if is_damaged else line.decode("gb18030")
        lines.append(text)
    told = {*in_gbk, *damaged}
    if not any(CHINESE_WORD.search(text) for number, text in enumerate(lines, 1) if number not in told):
        return None
    return "\n".join(lines), [*_said_in_gbk(in_gbk, file), *_said_damaged(damaged, file)]


def _said_in_gbk(numbers: list[int], file: str) -> Iterator[Problem]:
    if numbers:
        what = f"文件里混着两种编码：{_lines(numbers)}是GBK，别的是UTF-8，已分别读入。"
        advice = "请核对这几行；在记事本里打开，把成了乱码的行删去重打，另存为UTF-8，就没有这条了。"
        yield warning(Place(file, Spot(numbers[0])), what, advice)


def _said_damaged(numbers: list[int], file: str) -> Iterator[Problem]:
    if numbers:
        what = f"{_lines(numbers)}里有读不出的字，像是文件传坏了。"
        advice = "请向填表的人再要一份；只有这一份的，请把这几行删去重打，另存为UTF-8。"
        yield error(Place(file, Spot(numbers[0])), what, advice)


def _lines(numbers: list[int]) -> str:
    return list_some([f"第{number}行" for number in numbers], MOST_LINES, "行")


def _is_big5(data: bytes) -> bool:
    """Whether a text that is not UTF-8 is rather in the encoding of Traditional characters than in that of Simplified ones.

    Whatever is Big5 can be read as GBK too, as characters that nobody types: the second byte of half of them is below
    that of any character of GB 2312.
    """
    pairs = PAIR_OF_BYTES.findall(data)
    if sum(pair[1] < LEAST_SECOND_BYTE for pair in pairs) * MOST_RARE < len(pairs) or not pairs:
        return False
    return _is_text_in(data, "cp950")


def _is_text_in(data: bytes, encoding: str) -> bool:
    try:
        return not FORBIDDEN.search(data.decode(encoding))
    except UnicodeDecodeError:
        return False
