"""Text packed small for a document to carry: deflated behind the words that papers have in common.

Those words are no knowledge of the trade: without them a text would only be packed less small. The files of a number
are never changed, for papers are unpacked with the words that they were packed with; other words are files of their own.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path

WORDS_FOLDER = Path(__file__).with_name("words")
NEWEST = "3"
"""Which words to pack with: the number in the names of their files."""
ALL_WORDS = frozenset(("2", NEWEST))
"""All that papers may have been packed with; 1 came and went before any was."""
FORM_AND_TEXT, FIELDS_OF_TEXT = "text", "fields"
"""The kinds of text that have words of their own, for a packer looks back no farther than 32 KB."""
ENCODING = "gb18030"
"""Two bytes for a character that UTF-8 has three for; any character there is has a place in it."""
SHOWN_SIGNS = str.maketrans("⏎⟦⟧⇥⇤", "\n\x01\x02\x04\x05")
"""What stands in the files of words for signs that a line of text cannot show."""
WITHOUT_HEAD = -15
LEVEL = 2
"""Beyond, a third of the time again wins a twentieth of the bytes."""
MOST_UNPACKED_TEXT = 16 * 1024 * 1024


def packed(*pieces: tuple[str, bytes]) -> bytes:
    """The bytes made small one after another, each with the newest words of its kind."""
    made = b""
    for kind, data in pieces:
        packer = _packer(kind).copy()
        made += packer.compress(data) + packer.flush()
    return made


def unpacked(data: bytes, words: str, *kinds: str) -> list[bytes] | None:
    """What was packed so with some ``words``; None for what was not, or comes to more than a paper has."""
    if words not in ALL_WORDS:
        return None
    found = []
    for kind in kinds:
        unpacker = zlib.decompressobj(WITHOUT_HEAD, _common(words, kind))
        try:
            found.append(unpacker.decompress(data, MOST_UNPACKED_TEXT))
        except zlib.error:
            return None
        if not unpacker.eof:
            return None
        data = unpacker.unused_data
    return None if data else found


@lru_cache(maxsize=2)
def _packer(kind: str) -> zlib._Compress:
    """What packs, with the words before it already read; taken as a copy each time."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, WITHOUT_HEAD, zdict=_common(NEWEST, kind))


@lru_cache(maxsize=4)
def _common(words: str, kind: str) -> bytes:
    text = (WORDS_FOLDER / f"{words}-{kind}.txt").read_text(encoding="utf-8")
    return text.replace("\n", "").translate(SHOWN_SIGNS).encode(ENCODING)
