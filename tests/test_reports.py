"""Every kind of summary, whatever of it is filled in: no broken Chinese, no bare heading, no invented year."""

import re
from zlib import crc32

import pytest
from catalogue import HEAD, REPORTS, UNITS, composed, leaves_of, pruned, whole_form
from chinese import find_broken_document
from forms import blank, built, library, said, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.document.tree import Heading, plain_text
from generator.document.walk import iter_texts
from generator.library.claims import PLAIN_STYLE
from generator.problem import Severity

MERGED = {"资金监管和政策宣传"}
"""The groups of which each section is a paragraph."""
each_report = pytest.mark.parametrize("name", REPORTS)


def some(name, kept):
    """The sections of the full form with only the fields that ``kept`` says yes to."""
    return {one.key: pruned(one.root, whole_form(name)[one.key], kept) for one in library(name).sections}


def text_with(name, kept, **head):
    document, wording = composed(name, some(name, kept), **head)
    assert find_broken_document(document) == []
    return "\n".join(iter_texts(document)), wording


@each_report
def test_in_full_it_prints_every_section_and_reads_well(name):
    document, wording = composed(name, whole_form(name))
    assert find_broken_document(document) == []
    headings = {plain_text(block.inlines) for block in document.blocks if isinstance(block, Heading)}
    found = library(name)
    plain = [one for one in found.sections if PLAIN_STYLE not in one.styles]
    own = [one.heading for one in plain if not MERGED.intersection(one.groups)]
    wanted = {found.say(heading, 2016) for heading in own if heading and "{{ 下期" not in heading}
    assert wanted <= headings
    assert {group for one in found.sections for group in one.groups} <= headings
    assert not [one for one in wording.fallen if not one.paths]


@each_report
def test_in_full_hardly_a_field_is_left_unprinted(name):
    """Alternatives exclude one another (a total or its parts); everything else must be printed."""
    _, wording = composed(name, whole_form(name))
    paths = {leaf.path for leaf in leaves_of(name) if leaf.kind.has_unit or leaf.definition.kind in ("date", "text")}
    assert len(paths - wording.printed) <= 0.02 * len(paths), sorted(paths - wording.printed)


@each_report
@pytest.mark.parametrize("odd", [True, False])
def test_half_filled_it_reads_well(name, odd):
    half = {leaf.path for position, leaf in enumerate(leaves_of(name)) if position % 2 == odd}
    text_with(name, half.__contains__)


@each_report
def test_empty_it_prints_no_heading_and_no_claim(name):
    document, _ = composed(name, some(name, lambda _: False))
    assert not [block for block in document.blocks if isinstance(block, Heading)]
    own = library(name).wording.selves_of(UNITS[name])[0]
    assert list(iter_texts(document))[1:] == [f"现将{own}2016年{library(name).report.business}总结如下。"]


@settings(max_examples=30)
@given(data=st.data())
@each_report
def test_any_fields_left_blank_leave_no_broken_chinese(name, data):
    """Of a random few sections a random part is filled in, from hardly anything to nearly all."""
    share = data.draw(st.sampled_from([2, 10, 30, 50, 70, 90, 98]))
    seed = data.draw(st.integers(0, 2**32))
    text_with(name, lambda path: crc32(f"{path}{seed}".encode()) % 100 < share)


def test_any_single_field_alone_leaves_no_broken_chinese():
    """The sparsest forms there are: a section with one field filled in, a field of each section at a time."""
    sections = {one.key: [leaf.path for leaf in one.root.leaves()] for one in library("county").sections}
    for position in range(max(map(len, sections.values()))):
        kept = {paths[position % len(paths)] for paths in sections.values()}
        text_with("county", kept.__contains__)


PERIODS = [
    ("全年", "2016年", "全年", "2016年底", "2017年工作打算"),
    ("上半年", "2016年上半年", "上半年", "2016年6月底", "下半年工作打算"),
    ("第一季度", "2016年第一季度", "第一季度", "2016年3月底", "第二季度工作打算"),
    ("第三季度", "2016年第三季度", "第三季度", "2016年9月底", "第四季度工作打算"),
    ("前三季度", "2016年前三季度", "前三季度", "2016年9月底", "第四季度工作打算"),
    ("1—5月", "2016年1—5月", "1—5月", "2016年5月底", "下一步工作打算"),
]


@pytest.mark.parametrize(("period", "label", "flows", "day", "plans"), PERIODS, ids=[one[0] for one in PERIODS])
@each_report
def test_every_period_is_spoken_of_rightly(name, period, label, flows, day, plans):
    text, _ = text_with(name, lambda _: True, 期间=period)
    report = library(name).report
    assert text.startswith(f"{UNITS[name]}{label}{report.wider or report.business}总结\n")
    assert plans in text
    assert "全年" not in text or period == "全年"
    if name != "welfare-home":
        assert re.search(f"{flows}新(增|纳入|批)低保对象", text)
        assert f"截至{day}，" in text


SELVES = [
    ("讲治镇", "我镇", "全镇"), ("青石乡", "我乡", "全乡"), ("东门街道", "我街道", "全街道"),
    ("东门街道办事处", "我街道", "全街道"), ("东门社区", "我社区", "社区"), ("东门社区居民委员会", "我社区", "社区"),
    ("桥头村", "我村", "全村"), ("青石县", "我县", "全县"), ("青石县民政局", "我局", "全县"), ("江北区民政局", "我局", "全区"),
    ("江州市民政局", "我局", "全市"), ("讲治镇人民政府", "我镇", "全镇"), ("江北福利院", "我院", "全院"),
    ("讲治镇敬老院", "我院", "全院"), ("江州市社会福利中心", "我中心", "全中心"), ("某厅", "我单位", "本单位"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "own", "area"), SELVES, ids=[one[0] for one in SELVES])
def test_a_unit_speaks_of_itself_by_its_name(unit, own, area):
    form = {"报告": "county", "单位": unit, "年度": "2016", "低保": {"城镇": {"人数": "10人"}}}
    text = text_of(built(form))
    assert f"现将{own}2016年" in text
    assert f"截至2016年底，{area}有城市低保对象10人" in text


def test_a_home_reported_by_its_bureau_is_not_the_bureau():
    home = {"概况": {"名称": "县福利院", "床位": "60张", "位置": "城东"}}
    text = text_of(built({"报告": "county", "单位": "青石县民政局", "年度": "2016", "福利机构": home}))
    assert "县福利院位于城东" in text
    assert "我局位于" not in text


def test_a_section_with_a_day_of_its_own_does_not_speak_of_the_whole_period():
    funeral = {"死亡": "12人", "职工": "9人", "新建公墓": "1个"}
    head = {"报告": "community", "单位": "某社区", "年度": "2016", "期间": "上半年"}
    own_day = text_of(built({**head, "殡葬": {"截至": "5月31日", **funeral}}))
    assert "截至5月31日，辖区死亡人口12人，其中单位职工9人。2016年1—5月，新建公益性公墓1个。" in own_day
    assert "上半年辖区死亡" not in own_day
    assert "上半年辖区死亡人口12人，其中单位职工9人。上半年新建公益性公墓1个。" in text_of(
        built({**head, "殡葬": funeral})
    )


@each_report
@pytest.mark.parametrize("typed", ["", "20xx", "××"])
def test_a_draft_never_invents_a_year(name, typed):
    sections = {"低保": {"农村": {"人数": "10人"}, "新增": {"人数": "2人"}}} if name != "welfare-home" else {}
    form = {"报告": name, "单位": UNITS[name], "年度": typed, **sections, "下年计划": ["继续努力"]}
    text = text_of(built(form, draft=True))
    assert "【待填：年度】" in text.split("\n")[0]
    assert "【待填：下一年度】年工作打算" in text
    assert not re.search(r"20\d\d", text)
    final = built(form)
    assert final.document is None
    assert [one.what for one in final.problems if one.severity is Severity.ERROR] == ["没有填年度。"]


LEFT = {
    "town": ["救灾", "优抚"],
    "county": ["救灾", "优抚"],
    "community": ["优抚"],
    "welfare-home": [],
    "bureau": ["救灾", "优抚"],
}


@each_report
def test_what_left_the_office_is_out_of_the_blank_form_and_still_enterable(name):
    text = blank(name, UNITS[name], 2023, full=True)
    before = blank(name, UNITS[name], 2012, full=True)
    for key in LEFT[name]:
        assert f"\n{key}:" not in text
        assert f"\n{key}:" in before
    form = {"报告": name, "单位": UNITS[name], "年度": "2023"} | {key: {"人数": "3人"} for key in LEFT[name][-1:]}
    if LEFT[name]:
        assert "优抚对象3人" in text_of(built(form))


def test_what_came_later_is_out_of_the_earlier_blank_form_and_still_enterable():
    assert "\n低收入监测:" not in blank("town", "青石镇", 2012)
    assert "\n低收入监测:" in blank("town", "青石镇", 2023)
    form = {"单位": "青石镇", "年度": "2012", "低收入监测": {"户数": "5户"}}
    assert "低收入家庭5户" in text_of(built(form))


@each_report
@pytest.mark.parametrize("year", [2005, 2012, 2023])
def test_the_blank_form_reads_back_clean(name, year):
    summary = built(blank(name, UNITS[name], year))
    (empty,) = said(summary)
    assert empty.startswith("警告 表单.yaml：除了开头几项，什么都没有填。")
    assert summary.document is not None
    assert not [block for block in summary.document.blocks if isinstance(block, Heading)]


@each_report
def test_the_blank_form_names_every_field_of_the_year(name):
    text = blank(name, UNITS[name], int(HEAD["年度"]), full=True)
    for section in library(name).sections:
        if section.is_current(2016):
            for leaf in section.root.leaves():
                key = section.key if leaf.name == section.definition.direct else leaf.name
                assert leaf.name == "自定义" or leaf.definition.series or f"{key}:" in text, leaf.path
