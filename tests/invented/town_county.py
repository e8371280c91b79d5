"""The county's own form: where its towns' forms are, what only it counts, and a few totals it has typed itself."""

from __future__ import annotations

from town_forms import wan
from town_model import AREAS, Count, County, Money, Town, dibao_stock, tekun_total
from town_relief import dibao_area, tekun, temporary
from town_tables import BASE_YEAR, COUNTY, COUNTY_RANGES, ORGANIZATIONS
from town_texts import COUNTY_TEXTS, COUNTY_WORDS
from town_yaml import Form

SIGNED = 10
"""Day of January on which the county signs, after its towns."""


def file_of(year: int) -> str:
    """The county's form beside the towns' folder."""
    return f"{COUNTY}-{year}.yaml"


def county_form(county: County, year: int, folder: str, counted: list[Town] | None = None) -> Form:
    """The county's form; its typed totals are those of the towns ``counted``, all unless said."""
    texts = COUNTY_TEXTS[year % 2]
    towns = county.towns if counted is None else counted
    form: Form = {
        "报告": "county",
        "单位": county.name,
        "年度": str(year),
        "署名": f"{county.name}民政局",
        "成文日期": f"{year + 1}-01-{SIGNED}",
        "汇总自": f"[{folder}{year}/*.yaml]",
        "应报单位": [town.name for town in county.towns],
        "导语": dict(texts["导语"]),
        **totals(towns, year),
        **own(county, year),
        "存在问题": list(texts["存在问题"]),
        "下年计划": list(texts["下年计划"]),
    }
    return form


def totals(towns: list[Town], year: int) -> Form:
    """Totals that the county has typed and that its towns must give too; beside them the county's measures."""
    rural = [dibao_stock(town, "农村", year) for town in towns]
    typed: dict[str, Form] = {
        "低保": {"农村": {"户数": f"{sum(one[0] for one in rural)}户", "人数": f"{sum(one[1] for one in rural)}人"}},
        "特困供养": {"人数": f"{sum(tekun_total(town, year) for town in towns)}人"},
        "临时救助": {"人次": f"{sum(times_of(town, year) for town in towns)}人次"},
    }
    for section, lists in COUNTY_WORDS.items():
        typed[section] = {
            **typed.get(section, {}),
            **{key: said if isinstance(said, str) else list(said) for key, said in lists.items()},
        }
    return dict(typed)


def times_of(town: Town, year: int) -> int:
    """How often a town gave 临时救助."""
    times = temporary(town, year)["人次"]
    assert isinstance(times, Count)
    return times.number


def own(county: County, year: int) -> Form:
    """What only the county counts."""

    def rate(name: str) -> float:
        low, high = COUNTY_RANGES[name]
        return county.random(name).uniform(low, high) * county.random(name, year).uniform(0.96, 1.04)

    people = county.population
    raised, saved = round(people * rate("捐款"), -2), round(people * rate("减免"))
    return {
        "流浪乞讨": {
            "巡查": f"{round(rate('巡查'))}次",
            "寻亲": f"{round(people * rate('寻亲'))}人",
            "救助点": "1个",
            "措施": ["街面巡查", "寻亲服务", "部门联动"],
        },
        "社会组织": organizations(county, year),
        "地名": {"门牌": f"{round(people * rate('门牌'))}块", "界线": "86.4公里", "措施": ["门牌管理", "界线联检"]},
        "婚姻登记": {
            **{name: f"{round(people * rate(name))}对" for name in ("结婚", "离婚", "补领", "辅导")},
            "合格率": "100%",
            "措施": ["预约服务", "婚姻辅导", "婚俗改革"],
        },
        "殡葬": {"减免": {"人数": f"{saved}人", "金额": wan(saved * 980)}, "措施": ["惠民减免", "公墓建设"]},
        "慈善": {
            "捐款": wan(raised),
            "支出": wan(raised * rate("善款支出")),
            "救助人次": f"{round(raised / 2600)}人次",
            "措施": ["助学助医", "公开透明"],
        },
        "资金管理": funds(county, year),
        "宣传": {
            "讲座": f"{round(rate('讲座'))}次",
            "报道": f"{round(rate('报道'))}篇",
            "会议": "4次",
            "措施": ["限时办结", "矛盾排查"],
        },
    }


def organizations(county: County, year: int) -> Form:
    """社会组织: last year's, those founded, less those struck off."""
    clubs, services = ORGANIZATIONS
    new = gone = 0
    for one in range(BASE_YEAR + 1, year + 1):
        random = county.random("社会组织", one)
        new, gone = random.randint(5, 11), random.randint(2, 6)
        clubs, services = clubs + new - gone - 1, services + 1
    examined = round((clubs + services) * 0.93)
    return {
        "总数": f"{clubs + services}家",
        "社团": f"{clubs}家",
        "民非": f"{services}家",
        "新增": f"{new}家",
        "注销": f"{gone}家",
        "应检": f"{clubs + services - new}家",
        "年检": f"{min(examined, clubs + services - new)}家",
        "年检率": f"{min(examined, clubs + services - new) / (clubs + services - new) * 100:.1f}%",
        "措施": ["依法登记", "年检监督", "培育扶持"],
    }


def funds(county: County, year: int) -> Form:
    """资金管理: what was spent on relief follows from the towns."""

    def rate(name: str) -> float:
        return county.random(name, year).uniform(*COUNTY_RANGES[name])

    relief = -(-sum(relief_of(town, year) for town in county.towns) // 10000) * 10000
    spent = round(relief * rate("其他支出"), -4)
    total = round(spent * rate("结余"), -4)
    above = round(total * rate("上级"), -4)
    amounts = {"总额": total, "上级": above, "本级": total - above, "支出": spent, "社会救助": relief}
    return {
        **{name: wan(yuan) for name, yuan in amounts.items()},
        "检查": "4次",
        "措施": ["专户管理", "检查审计"],
    }


def relief_of(town: Town, year: int) -> int:
    """What 低保, 特困 and 临时救助 of a town have cost in a year."""
    paid = [dibao_area(town, area, year)["累计资金"] for area in AREAS]
    paid += [tekun(town, year)["资金"], temporary(town, year)["金额"]]
    return sum(one.yuan for one in paid if isinstance(one, Money))
