"""The period is said at the head of a paragraph where a reader needs it, and not paragraph after paragraph."""

from forms import built, text_of

TEN = {
    "走访慰问": {"户数": "9户"},
    "临时救助": {"人次": "3人次"},
    "医疗救助": {"人次": "5人次"},
    "流浪乞讨": {"人次": "4人次"},
    "慈善": {"募捐": "3万元"},
}


def openings(form: dict) -> list[str]:
    return [
        line for line in text_of(built({"单位": "甲镇", "年度": "2023", **form})).split("\n") if line.startswith("全年")
    ]


def test_a_paper_of_many_short_sections_says_its_period_where_one_begins_to_forget_it():
    assert len(openings(TEN)) < 3
    text = text_of(built({"单位": "甲镇", "年度": "2023", **TEN}))
    assert all(figure in text for figure in ("9户", "3人次", "5人次", "4人次", "3万元"))


def test_a_section_of_another_period_keeps_every_paper_clear():
    odd = {**TEN, "临时救助": {"人次": "3人次", "期间": "1—11月"}}
    assert len(openings(odd)) > 2


def test_a_paper_of_fewer_months_than_its_title_says_so_each_time():
    text = text_of(built({"单位": "甲镇", "年度": "2023", "截至": "10月底", **TEN}))
    assert text.count("1—10月") == len(TEN)


def test_one_section_alone_says_its_period():
    assert len(openings({"走访慰问": {"户数": "9户"}})) == 1
