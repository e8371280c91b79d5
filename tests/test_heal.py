"""Closing up over blanks: the cases of heal.txt, and what holds for any sentence whatever."""

import re
from itertools import count
from pathlib import Path

import pytest
from casefiles import CASES, Case, name_of, read_cases
from chinese import find_broken
from forms import library
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.chinese.reserved import ALONE, ALONE_END, HOLE, TOGETHER, TOGETHER_END
from generator.document.marks import VALUE, mark, plain
from generator.figures.quantity import Quantity
from generator.figures.values import Figure, Hole, Words
from generator.problem import Place
from generator.wording.compose import connectives
from generator.wording.heal import heal, heal_afresh

BLANK, SHOWN, CONTEXT = "⟂", re.compile("‹([^›]*)›"), re.compile("«([^»]*)»")
ODD = ("没有配对的括号照字面印", "填的文字里的一是不重新数")
"""Cases whose text is broken before anything is left out."""
STAND_INS = str.maketrans({"⟨": TOGETHER, "⟩": TOGETHER_END, "⟦": ALONE, "⟧": ALONE_END})


def marked(text):
    """Text of a case as templates render it, its blanks numbered 空1, 空2 …"""
    numbers = count(1)
    text = re.sub(BLANK, lambda _: mark(Hole(f"空{next(numbers)}")), text)
    text = SHOWN.sub(lambda match: mark(Words(match[1], "填的", Place("表单.yaml"))), text)
    text = CONTEXT.sub(lambda match: mark(Words(match[1], "全域", Place("表单.yaml"), context=True)), text)
    return text.translate(STAND_INS)


def shown(text):
    return plain(VALUE.sub(lambda match: f"«{match[3]}»" if match[2] == "全域" else f"‹{match[3]}›", text))


def closed_up(text):
    return shown(heal(marked(text), connectives(library())).text)


@pytest.mark.parametrize("case", read_cases(CASES / "heal.txt"), ids=name_of)
def test_case(case: Case):
    assert closed_up(case.given) == case.expected


@pytest.mark.parametrize("case", read_cases(CASES / "heal.txt"), ids=name_of)
def test_what_a_case_leaves_reads_well(case: Case):
    assert case.title in ODD or broken(case.expected) == []


def test_no_two_cases_share_a_title():
    titles = [case.title for case in read_cases(Path(CASES / "heal.txt"))]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize(
    ("text", "fallen"),
    [
        ("共有⟂、5人，发放⟂。", [("发放＿", ("空2",))]),
        ("发放大米5公斤、食用油⟂。", [("食用油＿", ("空1",))]),
        ("由⟂提高到⟂，救助3人。", [("由＿提高到＿", ("空1", "空2"))]),
        ("救助3人（其中五保⟂）。", [("其中五保＿", ("空1",))]),
        ("开展“⟂”活动。救助3人。", [("开展“＿”活动", ("空1",))]),
        ("动态管理，新增⟂。", [("新增＿", ("空1",)), ("动态管理", ())]),
        ("救助⟂，比上年增加3人，发放5元。", [("救助＿", ("空1",)), ("比上年增加3人", ())]),
        ("⟨走访5户。\n\n发放⟂。⟩\n\n救助3人。", [("走访5户。发放＿。", ("空1",))]),
        ("| 项目 | 户数 |\n|---|---|\n| 城镇 | ⟂ |\n| 农村 | 5户 |", [("| 城镇 | ＿ |", ("空1",))]),
    ],
)
def test_what_falls_is_told_with_the_fields_that_were_blank(text, fallen):
    assert [(one.text, one.paths) for one in heal(marked(text), connectives(library())).fallen] == fallen


NAMES = ("城镇低保", "农村低保", "五保对象", "新增", "取消", "月发放资金", "走访慰问困难家庭", "医疗救助")
GOODS = ("大米", "食用油", "棉被", "衣物", "面粉")
UNITS = ("户", "人", "万元", "人次", "件")
SPECIALS = ("五保", "重病", "重残", "孤儿")


class Author:
    """Writes sentences as a template author would, leaving out at random; remembers what must survive."""

    def __init__(self, draw):
        self.draw = draw
        self.numbers = count(11)
        self.must_survive = []

    def pick(self, options):
        return self.draw(st.sampled_from(options))

    def often(self):
        return self.draw(st.integers(0, 3)) > 0

    def slot(self):
        return f"‹{next(self.numbers)}{self.pick(UNITS)}›" if self.often() else BLANK

    def bracket(self):
        inner = self.pick((self.breakdown, self.row, self.slot))()
        return f"（{inner}）" if self.pick((True, False, False)) else ""

    def row(self):
        return f"{self.pick(NAMES)}{self.slot()}、{self.slot()}"

    def number(self):
        return f"‹{next(self.numbers)}›" if self.often() else BLANK

    def row_in_units(self):
        return f"{self.pick(NAMES)}{self.number()}户、{self.number()}人"

    def figure(self):
        return f"{self.pick(NAMES)}{self.slot()}{self.bracket()}"

    def goods(self):
        first, *others = (f"{name}{self.slot()}" for name in GOODS[: self.draw(st.integers(2, 4))])
        last = self.pick(("、", "和", "及"))
        return f"发放{'、'.join([first, *others[:-1]])}{last}{others[-1]}{self.pick(('', '等物资'))}"

    def change(self):
        return f"{self.pick(NAMES)}标准由{self.slot()}提高到{self.slot()}"

    def quote(self):
        return f"开展“{self.pick(('送温暖', BLANK))}”活动{self.slot()}"

    def decree(self):
        return f"印发《{self.pick(('实施细则', BLANK))}》{self.slot()}"

    def measure(self):
        return f"组织{self.slot()}干部逐户走访"

    def passage(self):
        return f"⟨对{self.slot()}逐一走访，发放慰问金{self.slot()}⟩"

    def shares(self):
        return f"{self.pick(('城镇、农村', '集中和分散'))}标准分别为{self.slot()}{self.pick('、和')}{self.slot()}"

    def breakdown(self):
        word = self.pick(("其中", "其中：", ""))
        return word + self.pick("、，").join(
            f"{name}{self.slot()}" for name in SPECIALS[: self.draw(st.integers(1, 3))]
        )

    def claim(self):
        makers = (
            *[self.figure, self.row, self.row_in_units, self.goods, self.change],
            *[self.quote, self.decree, self.measure, self.passage, self.shares],
        )
        return self.pick(("", "", "«全镇»共有", "«我镇»")) + self.pick(makers)()

    def clause(self, first=True):
        text = self.claim() if first or self.often() else self.breakdown()
        if BLANK not in text:
            self.must_survive += SHOWN.findall(text)
        return text

    def stretch(self):
        return "，".join(self.clause(position == 0) for position in range(self.draw(st.integers(1, 4))))

    def sentence(self):
        lead = self.pick(
            ("", "", "截至2012年底，", "今年以来，", "同时，", "2012年1—5月，", "‹7月4日›，", "主要指标：")
        )
        return lead + "；".join(self.stretch() for _ in range(self.draw(st.integers(1, 3)))) + self.pick("。。。！")

    def points(self):
        lead = self.pick(("", "主要做法：", "工作中，"))
        counted = [f"{number}是{self.clause()}" for number in "一二三四"[: self.draw(st.integers(2, 4))]]
        return f"{lead}{self.pick('；。').join(counted)}。"

    def paragraph(self):
        return "".join(
            self.pick((self.sentence, self.sentence, self.points))() for _ in range(self.draw(st.integers(1, 3)))
        )

    def table(self):
        rows = [f"| {name} | {self.slot()} | {self.slot()} |" for name in SPECIALS]
        return "\n".join(("| 项目 | 户数 | 资金 |", "|---|---|---|", *rows))

    def listing(self):
        return "\n".join(f"- {self.sentence()}" for _ in range(self.draw(st.integers(1, 3))))

    def text(self):
        blocks = []
        for _ in range(self.draw(st.integers(1, 4))):
            level = self.draw(st.integers(0, 3))
            blocks += [f"{'#' * level} {self.pick(NAMES)}"] if level else []
            blocks.append(self.pick((self.paragraph, self.paragraph, self.paragraph, self.table, self.listing))())
        return "\n\n".join(blocks)


@st.composite
def written(draw):
    author = Author(draw)
    return author.text(), author.must_survive


def broken(text):
    """What is broken in Markdown: its signs are taken off, a sentence's head is looked at by itself."""
    lines = [re.sub(r"^(#+|-|1\.) ", "", line) for line in CONTEXT.sub(r"\1", SHOWN.sub(r"\1", text)).split("\n")]
    cells = [cell.strip() for line in lines for cell in (line.strip("|").split("|") if line[:1] == "|" else [line])]
    return find_broken("\n".join(cell for cell in cells if not re.fullmatch("-+|—", cell)))


@settings(max_examples=300)
@given(written())
def test_no_blank_leaves_broken_chinese(made):
    text, _ = made
    whole = text.replace(BLANK, "‹7户›")
    assume(not broken(whole.translate(str.maketrans("", "", "⟨⟩"))))
    assert broken(closed_up(text)) == []


@given(written())
def test_every_value_of_a_clause_without_blanks_survives(made):
    text, must_survive = made
    left = SHOWN.findall(closed_up(text))
    assert [value for value in must_survive if value not in left] == []


@given(written())
def test_nothing_is_left_twice_or_out_of_order(made):
    text, _ = made
    left = iter(SHOWN.findall(closed_up(text)))
    typed = iter(SHOWN.findall(text))
    assert all(value in typed for value in left)


@given(written())
@example(("救助‹11人›。\n\n| 项目 | 户数 |\n|---|---|\n| 五保 | ‹12户› |", []))
def test_a_text_without_blanks_stays_as_it_is(made):
    whole = made[0].replace(BLANK, "‹7户›")
    two_lists_are_one = re.compile(r"(?<=\n)(- .*)\n\n(?=- )")
    assert closed_up(whole) == two_lists_are_one.sub(r"\1\n", "\n" + whole.translate(str.maketrans("", "", "⟨⟩")))[1:]


@given(written())
def test_closing_up_leaves_no_marks_of_its_own(made):
    healed = heal(marked(made[0]), connectives(library()))
    assert not {HOLE, TOGETHER, TOGETHER_END} & set(healed.text)
    assert [one for one in healed.fallen if not one.text.strip()] == []


@given(written())
def test_closing_up_twice_changes_nothing_more(made):
    words = connectives(library())
    once = heal(marked(made[0]), words).text
    assert heal(once, words).text == once


TYPED = (
    *(
        "274人",
        "50余万元",
        "12.5%",
        "近两年",
        "90岁以上",
        "无数",
        "壹拾元整",
        "3人。",
        "走访；",
        "“一站式”。",
        "？",
        " 5户",
        "a|b*c",
    ),
    *(
        "7月4日",
        "2012年1—5月",
        "截至2012年底",
        "全年",
        "在汛期中",
        "灾后",
        "同时",
        "其中5人",
        "占9%",
        "比上年增加3人",
        "年底",
    ),
)
"""What may be typed, some of which means something to healing where it stands in a clause."""


@settings(max_examples=500)
@given(written(), st.randoms(use_true_random=False))
@example(("在‹7户›，发放⟂，救助3人。", []), None)
@example(("‹7户›，发放⟂，救助3人。", []), None)
def test_what_is_kept_of_one_text_holds_for_every_other_with_its_skeleton(made, random):
    words = connectives(library())
    for choices in [(one,) for one in TYPED] if random is None else [TYPED] * 3:

        def typed(_, choices=choices):
            text, path = (random.choice(choices), random.choice("甲乙")) if random else (choices[0], "甲")
            if random and random.random() < 0.5:
                return mark(Words(text, path, Place("表单.yaml")))
            return mark(Figure(Quantity(text, "", "", None, None), path, Place("表单.yaml")))

        text = re.sub(BLANK, mark(Hole("空")), made[0]).translate(STAND_INS)
        text = CONTEXT.sub(lambda match: mark(Words(match[1], "全域", Place("表单.yaml"), context=True)), text)
        text = SHOWN.sub(typed, text)
        assert heal(text, words) == heal_afresh(text, words)


def test_a_text_with_our_own_private_signs_is_healed_as_any_other():
    words = connectives(library())
    for number in range(2):
        text = f"{chr(0xF0100 + number)}共有{mark(Hole('空'))}，救助{mark(Words('3人', '人', Place('表单.yaml')))}。"
        assert heal(text, words) == heal_afresh(text, words)
