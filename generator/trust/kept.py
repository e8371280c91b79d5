"""What lies where a document is to be written: whether zongjie may write over it, or somebody has worked on it."""

from __future__ import annotations

from pathlib import Path

from generator.learning.opened import open_document, read_document
from generator.problem import Problem, list_some, spell_path
from generator.reading.files import is_file
from generator.trust.changes import Changes, FigureChange
from generator.trust.standing import Standing, custom_properties, fingerprint_of, standing
from generator.trust.verified import changes_since
from generator.word.carried import FINGERPRINT

MOST_CHANGES = 3
"""How many changed figures a message names."""
BECAME = {
    "changed": "{0}由{1}改成{2}",
    "written otherwise": "{0}的{1}改写成{2}",
    "vanished": "{0}{1}删去了",
    "added": "添了{2}",
    "under another name": "{0}{1}归到了「{2}」名下",
}
"""What is said of a number that is not as it was, by what became of it: its field, what it was, what it is."""


def hands_work(path: Path) -> str:
    """What somebody did to the document at ``path`` since it was written, in Chinese; empty when it may be replaced.

    One that another program only saved anew may be; one that tells nothing of itself may not.
    """
    if not is_file(path):
        return ""
    data = read_document(path, path.name)
    if isinstance(data, Problem):
        return "打不开，看不出有没有人改过"
    written = custom_properties(data).get(FINGERPRINT, "")
    if written and written == fingerprint_of(data):
        return ""
    document = open_document(data, path.name)
    if isinstance(document, Problem):
        return "不是这里写成的 Word 文档"
    found = standing(document, data, path.name)
    return "里面有坏了的地方，看不出有没有人改过" if isinstance(found, Problem) else _told(found, bool(written))


def _told(found: Standing, is_ours: bool) -> str:
    if found.embedded is None:
        return "成稿以后存过，没有带着表单，看不出改了哪里" if is_ours else "看不出是不是这里写成的，有没有人改过"
    if found.is_too_long:
        return "文字太多，看不出改了哪里"
    differs = changes_since(found, found.embedded.lines)
    if differs:
        return f"成稿以后有人改过（{describe_changes(differs)}）"
    return "里面有修订或批注" if found.tracked or found.commented else ""


def describe_changes(differs: Changes) -> str:
    """What differs, in a few words, figures first."""
    figures = [describe_figure(one) for one in differs.figures]
    said = [list_some(figures, MOST_CHANGES, "处数")] if figures else []
    said += [f"{len(differs.texts)}处文字"] if differs.texts else []
    said += [f"{len(differs.moved)}句话移了地方"] if differs.moved else []
    return "；".join(said)


def describe_figure(one: FigureChange) -> str:
    """What became of a number, in Chinese."""
    return BECAME[one.what].format(spell_path(one.path), one.was, one.now)
