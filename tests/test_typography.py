import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.chinese.punctuation import set_right

CASES = [
    ("困难群众(含低保),救助;到位", "困难群众（含低保），救助；到位"),
    ("做到: 好", "做到：好"),
    ("好不好?好!", "好不好？好！"),
    ("他说\"好\"", "他说“好”"),
    ("１２３户、４．５万元", "123户、4.5万元"),
    ("5-10元，10%-20%", "5～10元，10%～20%"),
    ("1-5月，2011-2012年", "1—5月，2011—2012年"),
    ("共3个;其中2个", "共3个；其中2个"),
    ("等...", "等……"),
    ("一--二", "一——二"),
    ("约3-5天，每年2–3次，12-15家", "约3～5天，每年2～3次，12～15家"),
    ("10000-20000元，5-8千元，3万-5万元，2‰-5‰", "10000～20000元，5～8千元，3万～5万元，2‰～5‰"),
    ("20万元-30万元，1,200-1,500元，每天3-5小时，6-12月龄", "20万元～30万元，1,200～1,500元，每天3～5小时，6～12月龄"),
    ("100—200平方米，70--80岁，3-5年级", "100～200平方米，70～80岁，3～5年级"),
    ("1-3季度，2024-2025学年，3～5月，2020～2023年", "1—3季度，2024—2025学年，3—5月，2020—2023年"),
    ("3-5年内，12月1日～12月15日，6月-9月", "3～5年内，12月1日—12月15日，6月—9月"),
    ("560-590", "560～590"),
    ("| 城市 | 710—740 | 71.5-80 |", "| 城市 | 710～740 | 71.5～80 |"),
    ("标准600元∕月，170元⁄人", "标准600元/月，170元/人"),
    ("约(3)户", "约（3）户"),
    ("　　缩进", "缩进"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), CASES)
def test_put_right_and_listed(typed, printed):
    text, changes = set_right(typed)
    assert text == printed
    assert changes


@pytest.mark.parametrize("text", [
    "12,345元", "1,227,396元", "2012-07-04", "023-5222-1234", "时间12:30", "A,B(C)", "https://a.b/c,d;e", "7.4洪灾",
    "“好”——是……", "甲 乙", "C级:D级", "北京—上海", "（含低保），救助；", "**粗体**", "| a | b |", "1. 条", "<b>&amp;",
    "3-5号楼", "2-3组", "2组-3组", "3号-5号", "5-10", "1—5", "2020-2023", "0818-1234", "办理3～5日", "590至630元", "023-55512345", "3.86万元", "GB/T 9704-2012",
])  # fmt: skip
def test_left_as_typed(text):
    assert set_right(text) == (text, ())


@pytest.mark.parametrize(("_", "printed"), CASES)
def test_what_is_right_stays(_, printed):
    assert set_right(printed) == (printed, ())


@given(st.text(alphabet='甲乙１2,;:()"-~ ….元年月%—“”、。　\n', max_size=30))
def test_never_changes_twice_or_loses_a_character_of_text(text):
    once, _ = set_right(text)
    assert [c for c in once if c in "甲乙元年月2"] == [c for c in text.replace("１", "1") if c in "甲乙元年月2"]
    assert set_right(once)[0] == set_right(set_right(once)[0])[0]
