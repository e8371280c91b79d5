"""The organs of a joint paper: its mark, who signs it, and what of it cannot be together (GB/T 9704-2012, 7.2.4, 7.3.5)."""

from __future__ import annotations

from collections import Counter

from generator.figures.values import Words
from generator.form.elements import ElementReader
from generator.problem import error, warning

MARK, SIGNATURES, PAPER = "发文机关标志", "署名", "文件"


class OrganReader(ElementReader):
    """Reads the mark of a paper and who signs it: one organ, or several."""

    def mark(self) -> tuple[str, tuple[str, ...], str]:
        """发文机关标志: its one line, or the host, all organs of a joint paper, and what stands beside them."""
        typed = self.texts(MARK)
        if len(typed) < 2:
            mark = "".join(typed)
            if "、" in mark:
                names = "，".join(name.strip() for name in mark.split("、"))
                advice = (
                    f"几个机关联合行文的，请写成一列：「{MARK}: [{names.replace('，', ', ')}]」；是一个机关的，不用改。"
                )
                self.problems.append(warning(self.at(MARK), f"「{mark}」里有顿号。", advice))
            return mark, (), ""
        organs = tuple(name for text in typed if (name := text.removesuffix(PAPER)))
        self._repeated(MARK, organs)
        paper = PAPER if any(text.endswith(PAPER) for text in typed) else ""
        return (organs[0], organs, paper) if len(organs) > 1 else (f"{organs[0]}{paper}", (), "")

    def signatures(self, organs: tuple[str, ...], head: Words | None) -> tuple[str, ...]:
        """署名 of a joint paper: as typed, or the organs of the mark; none when one signs alone.

        ``head`` is 署名 of the form's head, which is lost unless it is one of them.
        """
        names = self.texts(SIGNATURES) or organs
        self._repeated(SIGNATURES, names)
        if head and names and head.text not in names:
            several = ", ".join((head.text, *names))
            what = f"表头的署名「{head.text}」不在联合署名的单位里：{'、'.join(names)}。"
            advice = f"请在公文里写「{SIGNATURES}: [{several}]」，只留实际署名的单位，主办机关在前；或删去表头的署名。"
            self.problems.append(error(head.place, what, advice))
        return names if len(names) > 1 or names != organs else ()

    def signers_problem(self, signers: tuple[str, ...], organs: tuple[str, ...]) -> None:
        """Warns where organs that sign together have not one 签发人 each."""
        if signers and len(organs) > 1 and len(signers) != len(organs):
            what = f"联合行文的机关有{len(organs)}个，签发人有{len(signers)}个。"
            advice = "请按机关的顺序写齐各机关的签发人，如「签发人: [某甲, 某乙]」。"
            self.problems.append(warning(self.at("签发人"), what, advice))

    def _repeated(self, key: str, names: tuple[str, ...]) -> None:
        for name, times in Counter(names).items():
            if times > 1:
                self.problems.append(error(self.at(key), f"「{name}」写了{times}遍。", "请只留一个。"))
