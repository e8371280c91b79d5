"""What a town reports: every section of its form as a function of the town and the year."""

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
from town_tables import (
    AGED,
    AIMS,
    BASE_YEAR,
    DISASTERS,
    HOLIDAYS,
    OMITTED,
    RESULTS,
)
from town_words import local, measures

Form = dict[str, object]
MONTHS = 12
FIRST_YEAR = BASE_YEAR + 1


def opening(town: Town, year: int) -> Form:
    """导语: who leads, who guides, what for, what came of it."""
    party = "街道党工委、办事处" if town.kind == "街道" else f"{town.kind}党委、{town.kind}政府"
    turn = year % 2 + town.random("导语").randrange(len(AIMS))
    aim, result = AIMS[turn % len(AIMS)], RESULTS[turn % len(RESULTS)]
    given: Form = {"领导": party, "指导": "县民政局"} if town.has("指导", chance=0.75) else {"领导": party}
    return {**given, "思路": local(town, aim), "成效": result}


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


def about(how: int, number: int, unit: str) -> str:
    """A number as people round it: 近, 余, 超过, 约."""
    step = 10 if number < 400 else 100
    low = number // step * step
    near = round(number / step) * step
    return (f"近{low + step}{unit}", f"{low}余{unit}", f"超过{low}{unit}", f"约{near}{unit}")[how]


def about_money(how: int, yuan: float) -> str:
    """An amount as people round it, in 万元."""
    wan = int(yuan / 10000)
    return (f"近{wan + 1}万元", f"约{yuan / 10000:.1f}万元", f"{max(wan, 1)}万余元" if wan else "近1万元")[how]


def housing(town: Town, year: int) -> Form:
    """危房改造."""
    worst, bad = (town.count("危房", year, town.place.population * share) + 1 for share in (0.3, 0.7))
    money = worst * 35000 + bad * 12000
    return {"D级": Count(worst, "户"), "C级": Count(bad, "户"), "资金": Money(money)}


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
