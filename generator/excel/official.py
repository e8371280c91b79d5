"""The 公文 block of a form as rows, and its annexes as a sheet with a row for each."""

from __future__ import annotations

from generator.excel.records import RecordColumn, RecordSheet
from generator.form.annexes import ANNEX_KEYS, OFFICIAL
from generator.form.elements import PATTERNS
from generator.form.official import KEYS
from generator.language.kinds import NO, YES
from generator.problem import WHOLE_FILE
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.recorded import ONE_A_ROW, RECORD
from generator.reading.ways import Keys, spell_way

ANNEX_LIST = "附件"
SEVERAL_LINES = ("发文机关标志", "签发人", "署名", "出席", "请假", "列席", "抄送")
"""The elements that may be several lines."""
TRUTH_ASKED = f"{YES[0]}或{NO[0]}"
TRUTHS_OFFERED = (YES[0], NO[0])
NOTES_OF_ANNEXES = {
    "名称": "前面不用写“附件1”，几个附件会自动编号",
    "内容": "一格里写全文：换行按 Alt+Enter；表格一行写成一行，各格前后加竖线，如 | 村名 | 户数 |",
    "横排": TRUTH_ASKED,
}


def with_official(root: Mapping) -> Mapping:
    """A blank form with the block in it, of which nothing is filled in."""
    others = (entry for entry in root.entries if entry[0].text != OFFICIAL)
    return Mapping((*others, (_key(OFFICIAL), _blank_official())), root.spot)


def _blank_official() -> Mapping:
    blank = Scalar("", WHOLE_FILE)
    entries: list[tuple[Scalar, Node]] = []
    for key in KEYS:
        value: Node = Sequence((blank,), WHOLE_FILE) if key in SEVERAL_LINES else blank
        if key == ANNEX_LIST:
            value = Sequence((Mapping(tuple((_key(one), blank) for one in ANNEX_KEYS), WHOLE_FILE),), WHOLE_FILE)
        entries.append((_key(key), value))
    return Mapping(tuple(entries), WHOLE_FILE)


def _key(name: str) -> Scalar:
    return Scalar(name, WHOLE_FILE)


def told_of_element(key: str) -> tuple[str, tuple[str, ...]]:
    """What is to be known of an element, and what may be chosen for it."""
    note = KEYS.get(key, "")
    pattern = PATTERNS[key].regex if key in PATTERNS else ""
    choices = tuple(pattern.split("|")) if pattern.replace("|", "").isalpha() else ()
    return note, TRUTHS_OFFERED if note.startswith(TRUTH_ASKED) else choices


def annexes_of(keys: Keys, node: Node) -> RecordSheet | None:
    """The annexes as a sheet of records; None where they are typed in another shape."""
    if not isinstance(node, Sequence) or not node.items:
        return None
    rows = []
    for item in node.items:
        if not isinstance(item, Mapping) or not all(isinstance(value, Scalar) for _, value in item.entries):
            return None
        texts = {key.text: value.text for key, value in item.entries if isinstance(value, Scalar)}
        if not texts.keys() <= set(ANNEX_KEYS):
            return None
        rows.append(tuple(texts.get(key, "") for key in ANNEX_KEYS))
    columns = tuple(
        RecordColumn(
            spell_way((*keys, RECORD, key)),
            key,
            note,
            TRUTHS_OFFERED if note == TRUTH_ASKED else (),
            note != TRUTH_ASKED,
        )
        for key, note in NOTES_OF_ANNEXES.items()
    )
    return RecordSheet(ANNEX_LIST, f"{'·'.join(map(str, keys))}{ONE_A_ROW}", columns, tuple(filter(any, rows)))
