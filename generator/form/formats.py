"""The formats of the standard: what a letter, an order and minutes hold, what they never do, and how their mark ends (GB/T 9704-2012, 10)."""

from __future__ import annotations

from generator.document.tree import Attendance, Format
from generator.figures.unfinished import is_blank
from generator.figures.values import Words
from generator.form.organs import MARK, PAPER, SIGNATURES, OrganReader
from generator.problem import error, warning
from generator.reading.nodes import Scalar

FORMAT, MINUTES, ORDER, POST = "格式", "纪要", "命令", "职务"
FORMATS: dict[str, Format] = {
    "": "paper", PAPER: "paper", "信函": "letter", ORDER: "order", MINUTES: "minutes"
}  # fmt: skip
ATTENDANCE = ("出席", "请假", "列席")
DELETE = "请删去这一项。"
AS_PAPER = f"请删去这一项；要印的，请把{FORMAT}改为「{PAPER}」。"
ONLY_MINUTES = (
    "只有纪要才印出席、请假、列席的人员。",
    f"是纪要的请加一行「{FORMAT}: {MINUTES}」，不是的请删去这一项。",
)
ONLY_ORDER = (
    "只有命令才印职务，右边留出签名章的地方。",
    f"是命令的请加一行「{FORMAT}: {ORDER}」，不是的请删去这一项。",
)
STAMPED = "命令由签发人加盖签名章。"
NOT_OF_FORMAT: dict[Format, dict[str, tuple[str, str]]] = {
    "paper": {POST: ONLY_ORDER, **dict.fromkeys(ATTENDANCE, ONLY_MINUTES)},
    "letter": {
        "签发人": ("信函格式不印签发人。", AS_PAPER),
        "印发机关": ("信函格式的版记不印印发机关。", AS_PAPER),
        "印发日期": ("信函格式的版记不印印发日期。", AS_PAPER),
        POST: ONLY_ORDER,
        **dict.fromkeys(ATTENDANCE, ONLY_MINUTES),
    },
    "order": {
        "标题": ("命令不印标题，令号之下就是正文。", DELETE),
        "签发人": (STAMPED, f"请删去这一项，签发人的职务写在「{POST}」里，如「{POST}: 县长」。"),
        SIGNATURES: (STAMPED, DELETE),
        **dict.fromkeys(ATTENDANCE, ONLY_MINUTES),
    },
    "minutes": {
        "签发人": ("纪要不印签发人。", DELETE),
        SIGNATURES: ("纪要不联合署名。", DELETE),
        POST: ONLY_ORDER,
    },
}
"""The elements that a format does not have, why, and what to do about it."""
UNSEALED: dict[Format, str] = {
    "minutes": "纪要不加盖印章。",
    "order": "命令加盖签发人的签名章，不加盖机关印章。",
}
FORMAT_NAMES: dict[Format, str] = {form: name for name, form in FORMATS.items()}
COMMAND = "令"
"""How the mark of an order ends."""


class FormatReader(OrganReader):
    """Reads the format of a paper, and what only some formats have."""

    def format(self) -> Format:
        """The format asked for; an error for every element that it does not have."""
        found = FORMATS.get(self.patterned(FORMAT), "paper")
        for key, (what, advice) in NOT_OF_FORMAT[found].items():
            node = self.block.get(key)
            if node is not None and not (isinstance(node, Scalar) and is_blank(node.text)):
                self.problems.append(error(self.at(key), what, advice))
        if found in UNSEALED and self.flag(self.block, "印章"):
            self.problems.append(error(self.at("印章"), UNSEALED[found], "请改为「印章: 否」，或删去这一项。"))
        return found

    def post(self, form: Format, mark: str, head: Words | None) -> str:
        """职务 of who signs an order; ``head`` is 署名 of the form's head, which is lost unless the ``mark`` says it."""
        post = self.text(POST)
        if form != "order":
            return ""
        if head and not mark.startswith(head.text):
            what = f"表头的署名「{head.text}」不印：命令由签发人加盖签名章。"
            advice = f"请删去表头的署名；是签发人职务的，请写在公文里「{POST}: {head.text}」。"
            self.problems.append(error(head.place, what, advice))
        if not post:
            advice = f"请补上「{POST}」，如「{POST}: 县长」。"
            self.problems.append(warning(self.at(FORMAT), "命令没有写签发人的职务。", advice))
        return post

    def attendance(self) -> tuple[Attendance, ...]:
        """The lines of who attended, excused himself, sat in."""
        found = ((key, self.joined(key)) for key in ATTENDANCE)
        return tuple(Attendance(f"{key}：", names, self.at(key).field) for key, names in found if names)

    def mark_problem(self, form: Format, mark: str, organs: tuple[str, ...]) -> None:
        """Says where the mark is not that of the format."""
        ends_well = self.frame.simplify(mark).endswith(MINUTES)
        if organs and form != "paper":
            several = f"，各机关写在「{SIGNATURES}: [{', '.join(organs)}]」里" if form == "letter" else ""
            one = "信函格式只印主办机关的标志" if several else f"{FORMAT_NAMES[form]}的标志只有一行"
            what = f"{one}，这里写了{len(organs)}个机关。"
            self.problems.append(error(self.at(MARK), what, f"请改为「{MARK}: {organs[0]}」{several}。"))
        elif form == "letter" and mark.endswith(PAPER):
            what = f"信函格式的标志不加“{PAPER}”两个字。"
            self.problems.append(error(self.at(MARK), what, f"请改为「{mark.removesuffix(PAPER)}」。"))
        elif form == "minutes" and mark and not ends_well:
            what = f"「{mark}」不对：纪要的标志以“{MINUTES}”结尾。"
            self.problems.append(error(self.at(MARK), what, "请照样子填，如「青石乡民政工作会议纪要」。"))
        elif form == "order" and mark and not mark.endswith(COMMAND):
            what = f"「{mark}」不对：命令的标志以“命令”或“令”结尾。"
            self.problems.append(error(self.at(MARK), what, f"请改为「{mark.removesuffix(PAPER)}{COMMAND}」。"))
        elif form == "paper" and (ends_well or mark.endswith(COMMAND)):
            name = MINUTES if ends_well else ORDER
            advice = f"是{name}的请加一行「{FORMAT}: {name}」；不是的不用改。"
            self.problems.append(warning(self.at(MARK), f"「{mark}」像是{name}的标志。", advice))
