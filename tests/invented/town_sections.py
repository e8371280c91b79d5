"""What a town reports, section by section; each is a function of the town and the year, those of relief in town_relief."""

from __future__ import annotations

from collections.abc import Callable

from town_model import Count, Money, Standard, Town, standard
from town_relief import dibao, disaster, homeless, housing, lowincome, medical, outreach, tekun, temporary
from town_tables import AGED, BASE_YEAR, FIRST_YEAR, MONTHS
from town_texts import AIMS, RESULTS
from town_words import about, local, measures
from town_yaml import Form


def opening(town: Town, year: int) -> Form:
    """导语: who leads, who guides, what for, what came of it."""
    party = "街道党工委、办事处" if town.kind == "街道" else f"{town.kind}党委、{town.kind}政府"
    turn = year % 2 + town.random("导语").randrange(len(AIMS))
    aim, result = AIMS[turn % len(AIMS)], RESULTS[turn % len(RESULTS)]
    given: Form = {"领导": party, "指导": "县民政局"} if town.has("指导", chance=0.75) else {"领导": party}
    return {**given, "思路": local(town, aim), "成效": result}


def longevity(town: Town, year: int) -> Form:
    """高龄津贴: the ages make up the whole."""
    people = {age: town.count(age, year, town.place.population, 0.03) for age in ("八旬", "九旬")}
    people["百岁"] = town.random("百岁", year).randint(1, 3)
    levels = {age: base + 10 * (year - BASE_YEAR) for age, base in AGED.items()}
    paid = sum(people[age] * levels[age] for age in AGED) * MONTHS
    section: Form = {"年龄": "80岁以上", "人数": Count(sum(people.values()), "人")}
    if town.has("全部享受", chance=0.45):
        section["全部享受"] = "是"
    section["资金"] = Money(town.money(paid * town.random("高龄资金", year).uniform(0.98, 1.0)))
    for age in AGED:
        section[age] = {"人数": Count(people[age], "人"), "标准": Standard(levels[age])}
    if town.has("高龄做法", chance=0.5):
        section["措施"] = measures(town, year, "高龄", "措施", most=2)
    return section


def elderly(town: Town, year: int) -> Form:
    """养老: the old, the beds, the service points."""
    old = town.count("老年", year, town.place.population, 0.02)
    beds = max(round(town.place.population * town.rate("床位", BASE_YEAR) / 10) * 10, 30)
    points = town.count("服务站", FIRST_YEAR, town.place.villages + town.place.communities) + (year - FIRST_YEAR)
    section: Form = {
        "老年人口": {"人数": Count(old, "人")},
        "机构": Count(1 + (beds > 120), "家"),
        "床位": Count(beds, "张"),
        "入住": Count(town.count("入住", year, beds), "人"),
        "居家": {"服务站": Count(min(points, town.place.villages + town.place.communities), "个")},
        "助餐点": Count(town.random("助餐").randint(1, 5) + (year - FIRST_YEAR), "个"),
        "适老化": Count(town.count("适老化", year, town.place.population), "户"),
    }
    if town.has("占比", chance=0.4):
        section["老年人口"] = {"人数": Count(old, "人"), "占比": f"{old / town.place.population * 100:.1f}%"}
    if town.has("探访", chance=0.35):
        how = 1 + town.random("探访", year).randrange(2)
        section["探访"] = about(how, town.count("探访", year, town.place.population), "人次")
    section["措施"] = measures(town, year, "养老", "措施")
    return section


def children(town: Town, year: int) -> Form:
    """儿童福利."""
    orphans = town.count("孤儿", year, town.place.population, 0.03) + 1
    alone = town.count("事实无人", year, town.place.population, 0.05) + 1
    level = standard("儿童", year)
    paid = (orphans + alone) * level * MONTHS * town.random("儿童资金", year).uniform(0.95, 1.0)
    return {
        "人数": Count(orphans + alone, "人"),
        "孤儿人数": Count(orphans, "人"),
        "事实无人抚养": Count(alone, "人"),
        "标准": Standard(level),
        "资金": Money(town.money(paid)),
        "措施": measures(town, year, "儿童福利", "措施"),
    }


def disabled(town: Town, year: int) -> Form:
    """残疾人两项补贴."""
    everyone = town.count("残疾", year, town.place.population, 0.02)
    poor, living, care = (town.count(name, year, everyone, 0.03) for name in ("残疾低保", "生活补贴", "护理补贴"))
    paid = (living + care) * standard("残疾", year) * MONTHS * town.random("残疾资金", year).uniform(0.96, 1.0)
    return {
        "总人数": Count(everyone, "人"),
        "低保人数": Count(poor, "人"),
        "生活补贴人数": Count(living, "人"),
        "护理补贴人数": Count(care, "人"),
        "资金": Money(town.money(paid)),
        "措施": measures(town, year, "残疾人", "措施"),
    }


def funeral(town: Town, year: int) -> Form:
    """殡葬."""
    dead = town.count("死亡率", year, town.place.population)
    burnt = town.count("火化", year, dead)
    return {
        "死亡": Count(dead, "人"),
        "火化": Count(burnt, "具"),
        "火化率": f"{burnt / dead * 100:.1f}%",
        "公墓": Count(town.random("公墓").randint(1, 3), "个"),
        "措施": measures(town, year, "殡葬", "措施", most=2),
    }


def governance(town: Town, year: int) -> Form:
    """基层治理."""
    random = town.random("治理", year)
    villages, communities = town.place.villages, town.place.communities
    return {
        "村": Count(villages, "个"),
        "社区": Count(communities, "个"),
        "公开栏": Count(villages + communities, "个"),
        "协商": Count(random.randint(2, 5) * (villages + communities), "次"),
        "社工站": Count(1, "个"),
        "志愿者": about(1, random.randint(180, 900), "人"),
        "措施": measures(town, year, "基层治理", "措施"),
    }


def publicity(town: Town, year: int) -> Form:
    """宣传."""
    random = town.random("宣传", year)
    letters = town.count("信访", year, town.place.population) + 1
    trained = town.count("培训", year, town.place.population)
    return {
        "横幅": Count(town.count("横幅", year, town.place.population), "条"),
        "资料": about(random.randrange(3), town.count("资料", year, town.place.population), "份"),
        "培训": {"次数": Count(random.randint(3, 4), "次"), "人次": Count(trained, "人次")},
        "来访": {"件数": Count(letters, "件"), "办结": Count(letters, "件")},
        "群体上访": "0",
        "措施": measures(town, year, "宣传", "措施", most=2),
    }


SECTIONS: dict[str, Callable[[Town, int], Form]] = {
    "导语": opening,
    "低保": dibao,
    "医疗救助": medical,
    "特困供养": tekun,
    "临时救助": temporary,
    "救灾": disaster,
    "低收入监测": lowincome,
    "流浪乞讨": homeless,
    "走访慰问": outreach,
    "危房改造": housing,
    "高龄": longevity,
    "养老": elderly,
    "儿童福利": children,
    "残疾人": disabled,
    "殡葬": funeral,
    "基层治理": governance,
    "宣传": publicity,
}
CORE = ("导语", "低保", "特困供养", "临时救助")
"""What every town reports."""
