"""Text packed small for a document to carry: deflated behind the words that papers have in common.

Those words are no knowledge of the trade: without them a text would only be packed less small. The file of a number is
never changed, for papers are unpacked with the words that they were packed with; other words are a file of their own.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path

WORDS_FOLDER = Path(__file__).with_name("words")
NEWEST = "1"
"""Which words to pack with: the name of their file."""
ALL_WORDS = frozenset((NEWEST,))
"""All there ever were."""
ENCODING = "gb18030"
"""Two bytes for a character that UTF-8 has three for; any character there is has a place in it."""
WITHOUT_HEAD = -15
LEVEL = 5
"""Beyond, half of the time again wins half a hundredth of the bytes."""
MOST_UNPACKED_TEXT = 16 * 1024 * 1024


def packed(data: bytes) -> bytes:
    """The bytes made small with the newest words."""
    packer = _packer().copy()
    return packer.compress(data) + packer.flush()


def unpacked(data: bytes, words: str) -> bytes | None:
    """What was packed with some ``words``; None for what was not packed so, or comes to more than a paper has."""
    if words not in ALL_WORDS:
        return None
    unpacker = zlib.decompressobj(WITHOUT_HEAD, _common(words))
    try:
        found = unpacker.decompress(data, MOST_UNPACKED_TEXT)
    except zlib.error:
        return None
    return found if unpacker.eof and not unpacker.unused_data else None


@lru_cache(maxsize=1)
def _packer() -> zlib._Compress:
    """What packs, with the words before it already read; taken as a copy each time."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, WITHOUT_HEAD, zdict=_common(NEWEST))


@lru_cache(maxsize=2)
def _common(words: str) -> bytes:
    return "".join((WORDS_FOLDER / f"{words}.txt").read_text(encoding="utf-8").split("\n")).encode(ENCODING)
