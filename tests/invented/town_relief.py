"""What a town reports of relief: 低保, 特困, 临时救助 and the rest of 社会救助, each a function of town and year."""

from __future__ import annotations

from collections.abc import Callable

from town_model import (
    AREAS,
    Count,
    Money,
    Standard,
    Town,
    dibao_flow,
    dibao_stock,
    dibao_total,
    standard,
    tekun_flow,
    tekun_stock,
    tekun_total,
)
from town_tables import BASE_YEAR, DISASTERS, FIRST_YEAR, HOLIDAYS, MONTHS, OMITTED
from town_words import about, about_money, measures
from town_yaml import Form


def dibao(town: Town, year: int) -> Form:
    """低保: households, people, money, standards; what was added and struck off."""
    section: Form = {area: dibao_area(town, area, year) for area in AREAS}
    homes, people = dibao_total(town, year)
    flows = [dibao_flow(town, area, year) for area in AREAS]
    if town.has("合计", chance=0.35):
        section["合计"] = {"户数": Count(homes, "户"), "人数": Count(people, "人")}
    section["新增"] = {
        "户数": Count(sum(flow.new_homes for flow in flows), "户"),
        "人数": Count(sum(flow.new_people for flow in flows), "人"),
    }
    gone = sum(flow.gone_people for flow in flows)
    section["取消"] = {"户数": Count(sum(flow.gone_homes for flow in flows), "户"), "人数": Count(gone, "人")}
    if town.has("死亡", chance=0.3):
        section["取消"] = {**section["取消"], "死亡": Count(town.count("死亡", year, gone), "人")}
    if town.has("节日补贴", chance=0.3):
        section["节日补贴"] = {"户数": Count(homes, "户"), "金额": Money(homes * 200)}
    if town.has("年审", chance=0.3):
        visited = round(homes * town.random("年审", year).uniform(0.92, 1))
        section["年审"] = {"走访户数": Count(visited, "户"), "入户率": f"{visited / homes * 100:.1f}%"}
    section["资金发放"] = measures(town, year, "低保", "资金发放", most=2)
    section["申报审批"] = measures(town, year, "低保", "申报审批", most=4)
    return section


def dibao_area(town: Town, area: str, year: int) -> Form:
    """城镇 or 农村 of 低保."""
    homes, people = dibao_stock(town, area, year)
    level = town.standard(area, year)
    month = town.money(people * level * town.rate(f"{area}补差", year, 0.02))
    group: Form = {"户数": Count(homes, "户"), "人数": Count(people, "人"), "月发放额": Money(month)}
    if year > FIRST_YEAR and town.has("原标准", chance=0.6):
        group["原标准"] = Standard(town.standard(area, year - 1))
    group["标准"] = Standard(level)
    group["累计资金"] = Money(town.money(month * MONTHS * town.rate("累计", year, 0.005)))
    return group


def tekun(town: Town, year: int) -> Form:
    """特困供养: in homes and at home, standards, money, who came and went."""
    together, apart = tekun_stock(town, year)
    new, gone = tekun_flow(town, year)
    levels = {which: town.tekun_standard(which, year) for which in ("集中标准", "分散标准")}
    spent = (together * levels["集中标准"] + apart * levels["分散标准"]) * MONTHS * town.rate("供养资金", year, 0.01)
    section: Form = {
        "人数": Count(together + apart, "人"),
        "集中供养": Count(together, "人"),
        "分散供养": Count(apart, "人"),
        **{which: Standard(level) for which, level in levels.items()},
        "资金": Money(town.money(spent)),
        "新增": Count(sum(new), "人"),
        "退出": Count(sum(gone), "人"),
    }
    if town.kind == "镇":
        beds = -(-tekun_stock(town, BASE_YEAR)[0] * 18 // 100) * 10 + 20
        section["机构"] = {"个数": Count(1, "所"), "床位": Count(beds, "张")}
    if town.has("失能", chance=0.4):
        failing = town.count("失能", year, together + apart)
        section["失能"] = {"人数": Count(failing, "人"), "集中": Count(min(round(failing * 0.6), together), "人")}
    section["措施"] = measures(town, year, "特困供养", "措施")
    return section


def temporary(town: Town, year: int) -> Form:
    """临时救助: the sudden cases and those of high spending make up the whole."""
    times = town.count("临时救助", year, town.place.population, 0.1)
    each = town.rate("次均", year, 0.05)
    urgent = town.count("急难", year, times)
    money = town.money(times * each)
    urgent_money = town.money(min(urgent * each * town.rate("急难次均", year), money * 0.6))
    section: Form = {
        "人次": Count(times, "人次"),
        "户数": Count(town.count("临时户", year, times), "户"),
        "金额": Money(money),
    }
    if (town.name, "临时救助", "急难型") not in OMITTED:
        section["急难型"] = {"人次": Count(urgent, "人次"), "金额": Money(urgent_money)}
        section["支出型"] = {"人次": Count(times - urgent, "人次"), "金额": Money(money - urgent_money)}
    if town.has("备用金", chance=0.35) and not town.jumps("临时救助"):
        section["备用金"] = Money(town.money(money * town.rate("备用金", year)))
    section["措施"] = measures(town, year, "临时救助", "措施")
    return section


def medical(town: Town, year: int) -> Form:
    """医疗救助: in hospital and out, and whose insurance was paid."""
    entitled = dibao_total(town, year)[1] + tekun_total(town, year)
    times = town.count("医疗救助", year, entitled)
    inside = town.count("住院", year, times, 0.04)
    inside_money = town.money(inside * town.rate("住院次均", year))
    outside_money = town.money((times - inside) * town.rate("门诊次均", year))
    insured = min(town.count("参保", year, entitled, 0.01), entitled)
    section: Form = {"人次": Count(times, "人次"), "金额": Money(inside_money + outside_money)}
    section["住院"] = {"人次": Count(inside, "人次"), "金额": Money(inside_money)}
    section["门诊"] = {"人次": Count(times - inside, "人次"), "金额": Money(outside_money)}
    section["参保资助"] = {"人数": Count(insured, "人"), "金额": Money(insured * standard("参保", year))}
    section["措施"] = measures(town, year, "医疗救助", "措施", most=2)
    return section


def disaster(town: Town, year: int) -> Form:
    """救灾: one to three disasters of the county's, and the relief."""
    random = town.random("救灾", year)
    all_of_year = DISASTERS[year % 2]
    struck = all_of_year[: 1 if random.random() < 0.55 else random.randint(2, 3)]
    homes = round(town.place.population * random.uniform(0.004, 0.009))
    people = round(homes * random.uniform(2.1, 2.8))
    return {
        "灾害": [RECORDS[what](town, year, name) for name, what in struck],
        "救灾款": {
            "金额": Money(town.money(homes * random.uniform(420, 780))),
            "户数": Count(homes, "户"),
            "人次": Count(people, "人次"),
        },
        "措施": measures(town, year, "救灾", "措施"),
    }


def flood(town: Town, year: int, name: str) -> Form:
    """A rainstorm: people moved, fields and houses hit."""
    random = town.random(name, year)
    people, area = town.count("受灾", year, town.place.population), random.randint(60, 190) * 10
    fallen = random.randint(1, 6)
    return {
        "名称": name,
        "受灾人口": Count(people, "人"),
        "转移安置": Count(round(people * random.uniform(0.08, 0.16)), "人"),
        "受灾面积": Count(area, "亩"),
        "绝收面积": Count(round(area * random.uniform(0.04, 0.12)), "亩"),
        "倒塌户数": Count(fallen, "户"),
        "倒塌间数": Count(fallen * 3 - random.randint(0, 2), "间"),
        "损坏间数": Count(random.randint(12, 70), "间"),
        "经济损失": f"约{random.randint(9, 38) * 10}万元",
        "重建户数": Count(fallen, "户"),
        "维修户数": Count(random.randint(8, 28), "户"),
    }


def hail(town: Town, year: int, name: str) -> Form:
    """A hailstorm: roofs and fields."""
    random = town.random(name, year)
    return {
        "名称": name,
        "受灾面积": Count(random.randint(20, 90) * 10, "亩"),
        "损坏间数": Count(random.randint(15, 90), "间"),
        "经济损失": Money(random.randint(18, 86) * 10000),
    }


def drought(town: Town, year: int, name: str) -> Form:
    """A drought: fields, some of them lost."""
    random = town.random(name, year)
    area = random.randint(40, 160) * 10
    return {
        "名称": name,
        "受灾人口": Count(round(town.count("受灾", year, town.place.population) * 0.6), "人"),
        "受灾面积": Count(area, "亩"),
        "绝收面积": Count(round(area * random.uniform(0.05, 0.15)), "亩"),
    }


RECORDS: dict[str, Callable[[Town, int, str], Form]] = {"flood": flood, "hail": hail, "drought": drought}


def lowincome(town: Town, year: int) -> Form:
    """低收入监测: 低保, 特困, 边缘 and 刚性支出 make up the whole."""
    homes, people = dibao_total(town, year)
    kept = tekun_total(town, year)
    parts = {name: town.count(name, year, town.place.population) for name in ("边缘", "刚性")}
    homes_of = {name: round(count / 2.4) for name, count in parts.items()}
    warned = town.count("预警", year, people) + 5
    return {
        "户数": Count(homes + kept + sum(homes_of.values()), "户"),
        "人数": Count(people + kept + sum(parts.values()), "人"),
        "低保": {"人数": Count(people, "人")},
        "特困": {"人数": Count(kept, "人")},
        "边缘": {"户数": Count(homes_of["边缘"], "户"), "人数": Count(parts["边缘"], "人")},
        "刚性支出": {"户数": Count(homes_of["刚性"], "户"), "人数": Count(parts["刚性"], "人")},
        "预警": {
            "信息": Count(warned, "条"),
            "核查": Count(warned, "条"),
            "纳入": Count(town.count("纳入", year, warned), "人"),
        },
        "措施": measures(town, year, "低收入监测", "措施"),
    }


def homeless(town: Town, year: int) -> Form:
    """流浪乞讨: a handful."""
    times = town.count("流浪", year, town.place.population) + 2
    return {"人次": Count(times, "人次"), "返乡": Count(round(times * 0.6), "人次")}


def outreach(town: Town, year: int) -> Form:
    """走访慰问: where round figures are the rule."""
    random = town.random("走访慰问", year)
    homes = town.count("慰问", year, town.place.population)
    money = homes * town.rate("慰问户均", year)
    rough = town.has("慰问约数", chance=0.6)
    return {
        "节日": random.choice(HOLIDAYS),
        "户数": about(random.randrange(4), homes, "户") if rough else Count(homes, "户"),
        "人次": Count(round(homes * random.uniform(1.25, 1.6)), "人次"),
        "金额": about_money(random.randrange(3), money) if rough else Money(town.money(money)),
        "措施": measures(town, year, "走访慰问", "措施", most=2),
    }


def housing(town: Town, year: int) -> Form:
    """危房改造."""
    worst, bad = (town.count("危房", year, town.place.population * share) + 1 for share in (0.3, 0.7))
    money = worst * 35000 + bad * 12000
    return {"D级": Count(worst, "户"), "C级": Count(bad, "户"), "资金": Money(money)}
