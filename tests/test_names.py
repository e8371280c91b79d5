"""Lists of names in lines, none broken."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.chinese.width import half_widths
from generator.page.names import names_in_lines


@pytest.mark.parametrize(
    ("names", "room", "lines"),
    [
        (
            "某某甲（镇党委副书记），某乙（副镇长），某某丙、某丁（社会事务办公室），各村（社区）民政工作人员",
            46,
            [
                "某某甲（镇党委副书记），某乙（副镇长），",
                "某某丙、某丁（社会事务办公室），",
                "各村（社区）民政工作人员",
            ],
        ),
        ("县财政局，县医疗保障局，县残疾人联合会。", 30, ["县财政局，县医疗保障局，", "县残疾人联合会。"]),
        ("甲，乙，丙", 10, ["甲，乙，丙"]),
        ("社会事务办公室全体（含公益岗位），乙", 24, ["社会事务办公室全体", "（含公益岗位），乙"]),
        ("各村（社区）民政工作人员和社会救助协理员，甲", 20, ["各村（社区）民政工作人员和社会救助协理员，甲"]),
    ],
)
def test_a_line_ends_behind_a_name(names, room, lines):
    assert names_in_lines(names, room, half_widths).split("\n") == lines


@given(st.text("甲乙丙，、；（）。", max_size=40), st.integers(4, 30))
def test_no_sign_is_lost_and_lines_end_behind_a_name_or_before_what_is_said_of_it(names, room):
    lines = names_in_lines(names, room, half_widths).split("\n")
    assert "".join(lines) == names
    assert all(above[-1] in "，、；" or below[0] == "（" for above, below in pairwise(lines))
    assert len(lines) == 1 or half_widths(names) > room
