"""Faults planted in the forms of one year, and the account of them that is written beside the forms."""

from __future__ import annotations

from copy import deepcopy

import town_county
from town_forms import Written, town_form, wan
from town_model import County, Money, Town, dibao_total
from town_relief import dibao_area
from town_yaml import Form

ACCOUNT = "faults.yaml"
MISSING, SMALL, ODD_SUM, TWICE, EMPTY, LATE, EARLY, LAST_YEAR = (
    *("竹山坳乡", "茶垭镇", "白果坪镇", "清溪坝镇"),
    *("高岩乡", "柏坪镇", "石鼓湾镇", "河西街道"),
)
"""Which town has which fault; no two share one, and the others have none."""
HELD_OUT = (MISSING, ODD_SUM, EMPTY, TWICE)
"""Towns whose figures cannot be in the county's sums."""
COMMUNITY = "云城街道北门社区"
SLIP = 18
"""By how much a mistyped total is off."""
EMPTY_KEYS = ("低保", "特困供养", "临时救助", "养老", "存在问题", "下年计划")


class Planting:
    """The forms of a county while faults are put into them, each written down."""

    def __init__(self, files: Written, county: County, year: int) -> None:
        self.files = deepcopy(files)
        self.towns = {town.name: town for town in county.towns}
        self.county = county
        self.year = year
        self.faults: list[Form] = []

    def file(self, name: str, year: int | None = None) -> str:
        """Where a unit's form is in this year's folder."""
        return f"{self.year}/{name}-{year or self.year}.yaml"

    def note(self, fault: str, town: str, file: str, effect: str, **what: str) -> None:
        """Writes a fault down: ``field``, ``typed`` and ``right`` where there is one."""
        self.faults.append({"fault": fault, "town": town, "file": file, **what, "effect": effect})

    def amount(self, town: Town) -> tuple[str, str]:
        """The month's money of rural 低保 in 万元 as typed without and with its unit."""
        money = dibao_area(town, "农村", self.year)["月发放额"]
        assert isinstance(money, Money)
        right = wan(money.yuan)
        return right.removesuffix("万元"), right


def planted(files: Written, county: County, year: int) -> Written:
    """The forms with every fault, and the account of the faults."""
    work = Planting(files, county, year)
    for plant in PLANTS:
        plant(work)
    counted = [name for name in work.towns if name not in HELD_OUT]
    account: Form = {
        "# 由 tests/invented/make_towns.py --faults 写成：哪份表里埋了什么错": "",
        "county": town_county.file_of(year),
        "year": str(year),
        "counted": list(counted),
        "faults": list(work.faults),
    }
    return {**work.files, ACCOUNT: account}


def county_total(work: Planting) -> None:
    """A total in the county's form that its towns do not give; the other totals are those of the towns counted."""
    file = town_county.file_of(work.year)
    counted = [town for town in work.county.towns if town.name not in HELD_OUT]
    form = town_county.county_form(work.county, work.year, "", counted)
    right = sum(town_county.times_of(town, work.year) for town in counted)
    form["临时救助"] = {**form["临时救助"], "人次": f"{right + SLIP}人次"}
    work.files[file] = form
    what = {"field": "临时救助.人次", "typed": f"{right + SLIP}人次", "right": f"{right}人次"}
    work.note("county-total", work.county.name, file, "县表填的数与各乡镇之和不等", **what)


def missing(work: Planting) -> None:
    """A town that has sent nothing."""
    del work.files[work.file(MISSING)]
    effect = "应报未报，不计入汇总"
    work.note("missing", MISSING, town_county.file_of(work.year), effect, field="应报单位", right=work.file(MISSING))


def small(work: Planting) -> None:
    """A month's money in 万元 with no unit, which is read as 元."""
    dibao = work.files[work.file(SMALL)]["低保"]
    typed, right = work.amount(work.towns[SMALL])
    dibao["农村"]["月发放额"] = typed
    effect = "少写了单位，比实际小一万倍，应与上年和别的乡镇比较发现"
    what = {"field": "低保.农村.月发放额", "typed": typed, "right": right}
    work.note("unit", SMALL, work.file(SMALL), effect, **what)


def odd_sum(work: Planting) -> None:
    """A total that is not that of its parts: an error, so the whole form is held out."""
    homes, people = dibao_total(work.towns[ODD_SUM], work.year)
    typed, right = f"{people + SLIP}人", f"{people}人"
    form = work.files[work.file(ODD_SUM)]
    section = {"城镇": form["低保"].pop("城镇"), "农村": form["低保"].pop("农村")}
    form["低保"] = {**section, **form["低保"], "合计": {"户数": f"{homes}户", "人数": typed}}
    what = {"field": "低保.合计.人数", "typed": typed, "right": right}
    work.note("sum", ODD_SUM, work.file(ODD_SUM), "合计不等于城镇加农村，表有错误，数字不计入汇总", **what)


def twice(work: Planting) -> None:
    """A second form of one town, signed later, with the same counts."""
    second = deepcopy(work.files[work.file(TWICE)])
    second["成文日期"] = f"{work.year}-12-31"
    file = f"{work.year}/{TWICE}-{work.year}（修改）.yaml"
    work.files[file] = second
    what = {"field": "单位", "typed": TWICE, "right": work.file(TWICE)}
    work.note("duplicate", TWICE, file, "同一单位报了两份，看不出哪份对，都不计入汇总", **what)


def last_year(work: Planting) -> None:
    """Last year's form of a town put beside this year's."""
    file = work.file(LAST_YEAR, work.year - 1)
    work.files[file] = deepcopy(town_form(work.towns[LAST_YEAR], work.year - 1))
    what = {"field": "年度", "typed": str(work.year - 1), "right": str(work.year)}
    work.note("other-year", LAST_YEAR, file, "不是本年度的表，不计入汇总", **what)


def other_report(work: Planting) -> None:
    """A community's form among those of the towns."""
    file = work.file(COMMUNITY)
    work.files[file] = {
        "报告": "community",
        "单位": COMMUNITY,
        "年度": str(work.year),
        "成文日期": f"{work.year}-12-20",
        "低保": {"城镇": {"户数": "64户", "人数": "103人", "月发放额": "61285元", "标准": "770元/月"}},
        "临时救助": {"人次": "27人次", "户数": "19户", "金额": "31600元"},
        "存在问题": ["知晓不够"],
        "下年计划": ["主动发现"],
    }
    what = {"field": "报告", "typed": "community", "right": "town"}
    work.note("other-report", COMMUNITY, file, "不是乡镇的表，不在应报单位之列，不计入汇总", **what)


def empty(work: Planting) -> None:
    """A form of which only the head is filled in."""
    file = work.file(EMPTY)
    form = work.files[file]
    blank: Form = {key: node for key, node in form.items() if isinstance(node, str) and key != "结语"}
    work.files[file] = blank | {key: _blank(form.get(key, "")) for key in EMPTY_KEYS}
    work.note("empty", EMPTY, file, "只填了表头，没有数可汇总")


def _blank(node: object) -> object:
    """The keys of a section with nothing behind them."""
    return {key: _blank(child) for key, child in node.items()} if isinstance(node, dict) else ""


def late(work: Planting) -> None:
    """A form signed after the county's."""
    form, typed = work.files[work.file(LATE)], f"{work.year + 1}-01-17"
    right = str(form["成文日期"])
    form["成文日期"] = typed
    what = {"field": "成文日期", "typed": typed, "right": right}
    work.note("late", LATE, work.file(LATE), "成文日期晚于县表，数字照常汇总", **what)


def early(work: Planting) -> None:
    """A form whose stocks are of the end of November."""
    file, typed = work.file(EARLY), f"{work.year}年11月底"
    form: Form = {}
    for key, node in work.files[file].items():
        form[key] = node
        if key == "年度":
            form["截至"] = typed
    work.files[file] = form
    what = {"field": "截至", "typed": typed, "right": f"{work.year}年12月底"}
    work.note("stock-day", EARLY, file, "时点数截至11月底，与别的乡镇不同期", **what)


PLANTS = (missing, small, odd_sum, county_total, twice, last_year, other_report, empty, late, early)
"""Every fault, in the order of the account."""
