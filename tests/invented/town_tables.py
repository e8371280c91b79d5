"""What the invented towns are made of: names, habits, ranges. Beside a range stands what it must keep to."""

from __future__ import annotations

from typing import NamedTuple

COUNTY = "云岭县"
BASE_YEAR = 2022
"""The year before the first: its stocks are drawn, those of every later year follow by what was added and struck off."""
FIRST_YEAR = BASE_YEAR + 1
MONTHS = 12


class Place(NamedTuple):
    """A town before anything of its year is drawn."""

    name: str
    population: int
    urban: float
    """The share of its people that live in its streets."""
    villages: int
    communities: int


PLACES = (
    Place("云城街道", 61200, 0.88, 3, 11),
    Place("河西街道", 48700, 0.81, 5, 8),
    Place("新桥街道", 36400, 0.62, 8, 5),
    Place("柏坪镇", 38600, 0.31, 17, 3),
    Place("双河口镇", 41900, 0.34, 18, 4),
    Place("茶垭镇", 24300, 0.19, 14, 1),
    Place("石鼓湾镇", 29800, 0.24, 15, 2),
    Place("清溪坝镇", 33500, 0.27, 16, 2),
    Place("麻柳镇", 27100, 0.21, 13, 2),
    Place("龙洞沟镇", 19600, 0.16, 11, 1),
    Place("白果坪镇", 22800, 0.18, 12, 1),
    Place("大屋场镇", 26400, 0.22, 13, 2),
    Place("杉木桥镇", 31200, 0.25, 15, 2),
    Place("高岩乡", 9400, 0.07, 7, 1),
    Place("松坪乡", 12800, 0.08, 9, 1),
    Place("岩口乡", 11300, 0.08, 8, 1),
    Place("梨树垭乡", 14700, 0.10, 10, 1),
    Place("竹山坳乡", 10600, 0.07, 8, 1),
    Place("冷水坪乡", 8900, 0.06, 6, 1),
    Place("响水洞乡", 13500, 0.09, 9, 1),
)
NUMBERED = {"镇": (18000, 42000, 0.15, 0.35), "乡": (8500, 16000, 0.06, 0.10), "街道": (32000, 65000, 0.60, 0.90)}
"""Towns of a benchmark: people and urban share by kind."""


class Hand(NamedTuple):
    """How the person types who fills in the form."""

    units: str
    """all, none, some"""
    money: str
    """wan, yuan, comma, either"""
    flow: bool = False
    """Short groups in one line, {户数: 31, 人数: 52}."""
    blanks: bool = False
    """Leaves keys of the blank form in it, empty or marked as not yet known."""


HANDS = (
    Hand("all", "wan"),
    Hand("none", "yuan"),
    Hand("all", "yuan", flow=True),
    Hand("some", "either"),
    Hand("all", "comma"),
    Hand("none", "wan", flow=True),
    Hand("some", "wan", blanks=True),
)
BLANK_KEYS = {
    "低保": ("变更", "待批"),
    "特困供养": ("发放",),
    "临时救助": ("人数",),
    "养老": ("护理员", "日间照料中心"),
    "残疾人": ("办证",),
    "走访慰问": ("机构",),
}
BLANK_MARKS = ("", "~", "待填", "/", "—")

RANGES = {
    # 城市低保户数/人数, 农村低保户数/人数: 户均 1.0–4 人; shares of the people are ours
    "城镇低保": (0.008, 0.015),
    "农村低保": (0.026, 0.041),
    "城镇户均": (1.45, 1.85),
    "农村户均": (1.55, 2.05),
    # 月发放额: 月额/人数=人均补差≤标准; 城≥乡
    "城镇补差": (0.70, 0.84),
    "农村补差": (0.60, 0.74),
    # 累计资金: 12×月额≈年额(±10%); measured −0.6% to +2.6%
    "累计": (0.985, 1.025),
    # 新增, 取消: 期初+新增−取消=期末
    "新增": (0.04, 0.09),
    "取消": (0.05, 0.10),
    "死亡": (0.30, 0.55),
    # 五保/特困人数: 集中+分散; 特困标准=低保×1.3–2; 资金≈人数×标准×月数
    "特困": (0.0045, 0.0085),
    "集中率": (0.26, 0.46),
    "特困新增": (0.03, 0.07),
    "特困退出": (0.04, 0.09),
    "供养资金": (0.99, 1.06),
    "失能": (0.18, 0.34),
    # 临时救助: 资金/人次=次均 480–2600元; 急难、支出型为子集
    "临时救助": (0.0026, 0.0052),
    "临时户": (0.58, 0.84),
    "次均": (620, 1850),
    "急难": (0.20, 0.38),
    "急难次均": (0.85, 1.30),
    "备用金": (0.10, 0.18),
    "预警": (0.08, 0.16),
    "纳入": (0.12, 0.30),
    # 医疗救助: 住院+门诊=合计; 人数≤低保+五保; 金额=人数×标准
    "医疗救助": (0.16, 0.32),
    "住院": (0.40, 0.58),
    "住院次均": (2300, 4100),
    "门诊次均": (190, 410),
    "参保": (0.92, 0.985),
    # 低收入: 低保+特困+边缘+刚性=低收入
    "边缘": (0.0035, 0.0065),
    "刚性": (0.0010, 0.0024),
    # 走访慰问: 户均=金额/户
    "慰问": (0.0060, 0.0110),
    "慰问户均": (210, 520),
    # 高龄津贴(80–89/90–99/100+), 老年人口: 60+≥65+≥80+
    "八旬": (0.0185, 0.0240),
    "九旬": (0.0022, 0.0036),
    "老年": (0.19, 0.25),
    "床位": (0.0025, 0.0050),
    "入住": (0.52, 0.84),
    "服务站": (0.35, 0.80),
    "适老化": (0.0008, 0.0017),
    "探访": (0.05, 0.11),
    # 残疾人数; 其中享低保; 两项补贴
    "残疾": (0.046, 0.062),
    "残疾低保": (0.13, 0.17),
    "生活补贴": (0.18, 0.23),
    "护理补贴": (0.26, 0.35),
    # 孤儿/事实无人抚养儿童
    "孤儿": (0.00008, 0.00020),
    "事实无人": (0.00025, 0.00050),
    # 死亡, 火化: 火化≤死亡; 率=火化/死亡
    "死亡率": (0.0066, 0.0084),
    "火化": (0.36, 0.62),
    # 危房改造; 会议、培训、宣传品
    "危房": (0.0003, 0.0008),
    "资料": (0.05, 0.12),
    "横幅": (0.0008, 0.0015),
    "培训": (0.0035, 0.0060),
    "信访": (0.0003, 0.0007),
    "流浪": (0.00015, 0.00035),
    # 受灾≥转移; 受灾≥绝收; 户≤间
    "受灾": (0.03, 0.09),
}
STANDARDS = {"城镇": (680, 30), "农村": (520, 40), "儿童": (1200, 50), "参保": (180, 20), "残疾": (70, 10)}
"""元 a month (参保: a year) of the base year, and the rise each year: 新≥旧."""
TEKUN = {"集中标准": 1.7, "分散标准": 1.3}
"""Of the rural 低保 standard: 特困=低保×1.3–2, 集中≥分散."""
AGED = {"八旬": 50, "九旬": 100, "百岁": 300}
OTHER_STANDARDS = {"云城街道": (30, 30), "河西街道": (30, 30), "冷水坪乡": (0, 20)}
"""元 above the county's 城镇 and 农村 standard, so that the county has a range to report."""

SOMETIMES = {"救灾": 0.35, "流浪乞讨": 0.25, "危房改造": 0.25, "殡葬": 0.35, "基层治理": 0.4, "结语": 0.5}
"""How likely a town reports a section that the county does not ask of all."""
LEFT_OUT = {("梨树垭乡", "医疗救助"), ("冷水坪乡", "低收入监测"), ("杉木桥镇", "走访慰问"), ("响水洞乡", "残疾人")}
"""What the county asks of all and a town has not reported."""
JUMPS = {
    ("石鼓湾镇", 2024, "临时救助"): 1.9,
    ("梨树垭乡", 2024, "农村新增"): 8.5,
    ("松坪乡", 2024, "临时救助"): 0.42,
    ("双河口镇", 2024, "信访"): 1.9,
    ("新桥街道", 2024, "适老化"): 2.3,
}
"""What a town has times the usual: each more than half above or below the year before."""
_STORM = "7月暴雨后受灾家庭集中申请，比上年增加较多"
_STORMED = ("人次", "户数", "金额", "急难型.人次", "急难型.金额", "支出型.人次", "支出型.金额")
_MERGED = "年初区划调整，邻乡三个村划入，在册对象随之转入"
ANSWERS = {
    ("石鼓湾镇", 2024): {f"临时救助.{key}": _STORM for key in _STORMED},
    ("梨树垭乡", 2024): {
        **{f"低保.农村.{key}": _MERGED for key in ("户数", "人数", "月发放额", "累计资金")},
        **{f"低保.新增.{key}": _MERGED for key in ("户数", "人数")},
        "低收入监测.低保.人数": _MERGED,
    },
}
"""核对说明 of the jumps that are explained; the others are not."""
OMITTED = {("松坪乡", "临时救助", "急难型"), ("岩口乡", "走访慰问", "人次"), ("大屋场镇", "高龄", "资金")}
"""What a town has left blank in a section; where it is half of a pair, the notice about it is meant."""
SAME_WORDS = ("龙洞沟镇", "竹山坳乡")
"""Their problems and plans of one year are those of every year."""
NOTES = {
    "双河口镇": "# 数据来自救助系统12月报表",
    "竹山坳乡": "# 资金数已和财政所对过",
    "清溪坝镇": "# 户数人数以12月发放花名册为准",
}
DAYS = (16, 18, 19, 20, 23, 24, 25, 26, 27, 30)
"""Of December, on which towns sign."""
HOLIDAYS = ("春节", "春节、重阳节", "元旦、春节", "春节、中秋节")

DISASTERS = {
    1: (("“6·27”暴雨", "flood"), ("“4·12”风雹", "hail"), ("8月上旬旱灾", "drought")),
    0: (("“7·9”暴雨", "flood"), ("“5·23”风雹", "hail"), ("9月中旬旱灾", "drought")),
}
"""What befalls the county, by the year modulo 2."""
COUNTY_RANGES = {
    # 结婚/离婚/补领登记, of the people; 社会组织 期初+增−销=期末; 流浪乞讨; 慈善 支出≤收入
    "结婚": (0.0042, 0.0050),
    "离婚": (0.0017, 0.0022),
    "补领": (0.0011, 0.0016),
    "辅导": (0.0016, 0.0024),
    "门牌": (0.0040, 0.0070),
    "寻亲": (0.00001, 0.00003),
    "巡查": (60, 110),
    "讲座": (18, 34),
    "报道": (25, 48),
    "捐款": (5.2, 7.8),
    "善款支出": (0.72, 0.93),
    "减免": (0.0042, 0.0056),
    "上级": (0.78, 0.84),
    "结余": (1.01, 1.04),
    "其他支出": (1.22, 1.34),
}
ORGANIZATIONS = (112, 74)
"""社团 and 民非 of the base year."""
FAULT_PLACES = (
    "云城街道", "河西街道", "柏坪镇", "双河口镇", "茶垭镇", "石鼓湾镇",
    "清溪坝镇", "白果坪镇", "高岩乡", "松坪乡", "梨树垭乡", "竹山坳乡",
)  # fmt: skip
