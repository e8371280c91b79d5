"""What a form says of itself: names that it uses instead of those of its year, and its explanations of warnings."""

from __future__ import annotations

from generator.figures.quantity import ZERO_WORDS
from generator.figures.unfinished import is_blank
from generator.figures.values import Words
from generator.form.head import HeadReader
from generator.language.typed import Frame
from generator.library.library import Library
from generator.problem import Place, did_you_mean, error
from generator.reading.nodes import Mapping, Node, Scalar


class NotesReader(HeadReader):
    """Reads the head of one form, its 用词 and its 核对说明."""

    def __init__(self, file: str, library: Library, frame: Frame) -> None:
        super().__init__(file, frame, library.whole, library.wording)
        self.library = library
        self.answers: dict[str, Words] = {}
        self.own_terms: dict[str, str] = {}

    def read_terms(self, node: Node | None) -> None:
        """The names the form uses instead of those of its year."""
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.spot, "用词")
            self.problems.append(error(place, "应当分项写。", "请写成「供养对象: 五保老人」。"))
            return
        for key, value in node.entries:
            if key.text not in self.library.terms:
                known = "、".join(self.library.terms)
                advice = did_you_mean(key.text, self.library.terms, f"可以改叫法的有：{known}。")
                self.problems.append(error(Place(self.file, key.spot, "用词"), f"没有「{key.text}」这个词。", advice))
            elif name := self.words(value, Place(self.file, key.spot, "用词")):
                self.own_terms[key.text] = name
                self.typed[f"用词.{key.text}"] = Words(name, f"用词.{key.text}", Place(self.file, key.spot))

    def read_answers(self, node: Node | None) -> None:
        """What the form says to warnings, by the path they speak of."""
        if node is None or (isinstance(node, Scalar) and (is_blank(node.text) or node.text in ZERO_WORDS)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.spot, "核对说明")
            self.problems.append(error(place, "应当分项写。", "请写成「低保.农村.月发放额: 原因」。"))
            return
        for key, value in node.entries:
            path = key.text.replace("·", ".")
            place = Place(self.file, key.spot, "核对说明")
            if not self.library.answerable(path):
                every = [leaf.path for leaf in self.library.whole.leaves()]
                advice = did_you_mean(path, every, "请写明项目的路径，如「低保.农村.月发放额」。")
                self.problems.append(error(place, f"没有「{key.text}」这个项目。", advice))
            elif reason := self.words(value, place):
                self.answers[path] = Words(reason, path, place)
