"""Bytes to text: UTF-8, UTF-16, GBK and Big5 told apart."""

from __future__ import annotations

import re

from generator.problem import Place, Problem, error, notice
from generator.reading.characters import FORBIDDEN

ENCODING_NAMES = {"gb18030": "GBK", "cp950": "Big5"}
"""What encodings are called that are not UTF-16."""
PAIR_OF_BYTES = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
LEAST_SECOND_BYTE, MOST_RARE = 0xA1, 8
"""In a text of GBK fewer than one pair in so many has a smaller second byte."""


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8, UTF-16 or GBK; None when it is no text at all."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = ["utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"]
        if data.count(0) * 20 < len(data):
            encodings.insert(0, "utf-8-sig")
    else:
        encodings = ["utf-8-sig", "cp950" if _is_big5(data) else "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8-sig" and len(FORBIDDEN.findall(text)) * 100 > len(text):
            break
        if encoding == "utf-8-sig":
            return text, []
        name = ENCODING_NAMES.get(encoding, "UTF-16")
        advice = "内容没有改动；建议在记事本或WPS里另存为UTF-8。"
        return text, [notice(Place(file), f"文件是{name}编码，已照此读入。", advice)]
    advice = "请检查是否选错了文件；表单应当是纯文本的 .yaml 文件。"
    return None, [error(Place(file), "这不是文本文件，读不出文字。", advice)]


def _is_big5(data: bytes) -> bool:
    """Whether a text is rather in the encoding of Traditional characters than in that of Simplified ones.

    Whatever is Big5 can be read as GBK too, as characters that nobody types: the second byte of half of them is below
    that of any character of GB 2312.
    """
    pairs = PAIR_OF_BYTES.findall(data)
    if sum(pair[1] < LEAST_SECOND_BYTE for pair in pairs) * MOST_RARE < len(pairs) or not pairs:
        return False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _is_text_in(data, "cp950")
    return False


def _is_text_in(data: bytes, encoding: str) -> bool:
    try:
        return not FORBIDDEN.search(data.decode(encoding))
    except UnicodeDecodeError:
        return False
