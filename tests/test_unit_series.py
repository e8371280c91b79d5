"""Series of a county from those of its towns: summed step by step, who is not in it said, typed steps held against them."""

from forms import text_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Severity
from generator.reckoning.unit_days import list_units
from generator.trust.provenance import origins

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
NAMES = "甲乙丙丁戊"


def quarters(*texts):
    return {name: text for name, text in zip(QUARTERS, texts, strict=False) if text}


def county(folder, towns, own=None, **head):
    """A county of some towns, by what each has of the sections."""
    for name, sections in zip(NAMES, towns, strict=False):
        town = {"单位": f"{name}镇", "年度": "2023", **sections}
        (folder / f"{name}.yaml").write_bytes(write(town))
    form = {"报告": "county", "单位": "某县", "年度": "2023", "汇总自": ["[甲乙丙丁戊].yaml"], **head, **(own or {})}
    path = folder / "county.yaml"
    path.write_bytes(write(form))
    return read_summary(path, Options(open_shelf()))


def told(summary):
    return "".join(f"{one.what}{one.advice}" for one in summary.problems)


def relief(*texts, whole="60人次", **more):
    return {"临时救助": {"人次": whole, "按季度": {"人次": quarters(*texts)}, **more}}


EVERY = ("12人次", "15人次", "18人次", "15人次")


def test_steps_that_all_towns_give_are_summed_and_traced(tmp_path):
    summary = county(tmp_path, [relief(*EVERY), relief("1人次", "1人次", "1人次", "57人次")])
    assert "临时救助人次分季度看，一季度13人次、二季度16人次、三季度19人次、四季度72人次。" in text_of(summary)
    assert summary.problems == ()
    found = dict(origins(summary.document, summary.form))
    assert found["13人次"].startswith("临时救助·按季度·1·一季度，由2个单位汇总：乙镇1人次（")


def test_counts_of_a_day_and_amounts_of_groups_are_summed_as_the_figures_are(tmp_path):
    def town(*texts):
        rural = {"户数": texts[-1], "人数": "500人", "月发放额": "9万元"}
        steps = quarters("1万元", "1.5万元", "2万元", "9万元")
        return {"低保": {"农村": rural, "按季度": {"农村": {"户数": quarters(*texts), "月发放额": steps}}}}

    text = text_of(county(tmp_path, [town("10户", "11户", "12户", "13户"), town("20户", "21户", "22户", "23户")]))
    assert "农村低保户数分季度看，一季度30户、二季度32户、三季度34户、四季度36户" in text
    assert "农村低保月发放额分季度看，一季度2万元、二季度3万元、三季度4万元、四季度18万元" in text


def test_a_town_without_the_steps_is_said_to_be_missing(tmp_path):
    for last in (relief("12人次", "15人次", "18人次"), {"临时救助": {"人次": "5人次"}}):
        summary = county(tmp_path, [relief(*EVERY), relief(*EVERY), last])
        assert "四季度30人次（均不含丙镇）。" in text_of(summary)


def test_a_town_that_has_none_of_it_is_not_missing(tmp_path):
    text = text_of(county(tmp_path, [relief(*EVERY), relief(*EVERY), {"走访慰问": {"户数": "5户"}}]))
    assert "一季度24人次、二季度30人次、三季度36人次、四季度30人次" in text
    assert "均不含" not in text


def test_the_head_of_a_column_says_who_is_missing(tmp_path):
    def town(*texts):
        months = {f"{number}月": text for number, text in enumerate(texts, 1)}
        return {"殡葬": {"死亡": "78人", "按月": {"死亡": months}}}

    full = town(*(f"{number}人" for number in range(1, 13)))
    text = text_of(county(tmp_path, [full, full, town("78人")]))
    assert "辖区死亡人数（不含丙镇）" in text
    assert "24人" in text


def test_few_towns_make_no_series_and_that_is_said(tmp_path):
    summary = county(tmp_path, [relief(*EVERY), {"临时救助": {"人次": "5人次"}}, {"临时救助": {"人次": "6人次"}}])
    assert "分季度看" not in text_of(summary)
    what = "3个单位有临时救助人次，只有甲镇分一季度、二季度、三季度、四季度填了，没有合计。"
    assert what in told(summary)


def test_steps_that_make_no_sum_are_said(tmp_path):
    towns = [relief("约12人次", "15人次", "18人次", "15人次"), relief("10—12人次", "15人次", "18人次", "15人次")]
    summary = county(tmp_path, towns)
    assert "分季度看" not in text_of(summary)
    assert "2个单位填的各期有约数或几头，算不出临时救助人次各期的数。" in told(summary)


def test_a_typed_step_stays_and_is_held_against_the_towns(tmp_path):
    typed = relief("24人次", "31人次", "36人次", "29人次", whole="120人次")
    summary = county(tmp_path, [relief(*EVERY), relief(*EVERY)], typed)
    assert "一季度24人次、二季度31人次、三季度36人次、四季度29人次" in text_of(summary)
    warned = [one.what for one in summary.problems if one.severity is Severity.WARNING]
    assert warned == [
        "临时救助人次二季度填的是31人次，2个单位相加是30人次。",
        "临时救助人次四季度填的是29人次，2个单位相加是30人次。",
    ]


def test_a_typed_total_is_held_against_the_steps_of_the_towns_where_none_is_missing(tmp_path):
    towns = [relief(*EVERY), relief(*EVERY)]
    assert "各期相加是120人次" in told(county(tmp_path, towns, {"临时救助": {"人次": "121人次"}}))
    towns.append({"临时救助": {"人次": "5人次"}})
    assert "各期相加" not in told(county(tmp_path, towns, {"临时救助": {"人次": "125人次"}}))


def test_a_figure_of_the_official_s_own_has_its_steps_where_it_is_a_sum(tmp_path):
    def town(before, *texts):
        own = [*before, {"名称": "义卖", "数值": "10场"}]
        return {"慈善": {"捐款": "1万元", "自定义": own, "按季度": {"义卖": quarters(*texts)}}}

    towns = [town([], "1场", "2场", "3场", "4场"), town([{"名称": "培训", "数值": "3次"}], "2场", "3场", "4场", "1场")]
    asked = {"慈善": {"自定义": [{"名称": "义卖", "汇总": "相加"}]}}
    assert "义卖20场。义卖分季度看，一季度3场、二季度5场、三季度7场、四季度5场。" in text_of(
        county(tmp_path, towns, asked)
    )
    assert "分季度看" not in text_of(county(tmp_path, towns))


def test_what_needs_weights_is_not_summed(tmp_path):
    def town(text):
        rural = {"户数": "10户", "人数": "20人", "月发放额": "8000元", "人均补差": "400元"}
        return {"低保": {"农村": rural, "按季度": {"农村": {"人均补差": quarters(text, text, text, "400元")}}}}

    assert "分季度看" not in text_of(county(tmp_path, [town("390元"), town("395元")]))


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.data())
def test_every_step_is_the_sum_of_the_towns_that_are_not_said_to_be_missing(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("county")
    names = st.lists(st.sampled_from(QUARTERS), unique=True)
    towns = [
        {step: data.draw(st.integers(1, 99)) for step in QUARTERS if step in told}
        for told in data.draw(st.lists(names | st.just(QUARTERS), min_size=2, max_size=5))
    ]
    forms = [
        relief(*(f"{town[one]}人次" if one in town else "" for one in QUARTERS), whole="9000人次") for town in towns
    ]
    text = text_of(county(folder, forms))
    if "分季度看" not in text:
        return
    sentence = text.partition("分季度看，")[2].partition("。")[0]
    steps = [one for one in QUARTERS if one in sentence]
    units = [f"{name}镇" for name, town in zip(NAMES, towns, strict=False) if all(one in town for one in steps)]
    missing = [f"{name}镇" for name, _ in zip(NAMES, towns, strict=False) if f"{name}镇" not in units]
    sums = "、".join(
        f"{step}{sum(town[step] for town in towns if all(one in town for one in steps))}人次" for step in steps
    )
    assert sentence.startswith(sums)
    assert ("不含" in sentence) == bool(missing)
    assert not missing or list_units(missing) in sentence or all(one in sentence for one in (*missing,))


def test_several_figures_of_one_thing_are_summed_each_where_that_is_asked_for(tmp_path):
    def town(*texts):
        own = [{"名称": "走访", "数值": "3户"}, {"名称": "精简退职补助", "数值": [*texts]}]
        return {"低保": {"农村": {"户数": "30户", "人数": "50人"}, "自定义": own}}

    asked = {"低保": {"自定义": [{"名称": "精简退职补助", "汇总": "相加"}]}}
    summary = county(tmp_path, [town("52人", "1.04万元"), town("3人", "0.06万元")], asked)
    assert "精简退职补助55人、1.1万元。" in text_of(summary)
    found = dict(origins(summary.document, summary.form))
    assert found["1.1万元"].startswith("低保·自定义·1·数值·2，由2个单位汇总：乙镇0.06万元（")
    asked["低保"]["自定义"][0]["数值"] = ["55人", "1.2万元"]
    assert "填的是55人、1.2万元，2个单位相加是55人、1.1万元。" in told(
        county(tmp_path, [town("52人", "1.04万元"), town("3人", "0.06万元")], asked)
    )


def test_a_unit_that_is_taken_besides_its_own_is_summed_as_it_was_typed_where_all_typed_it(tmp_path):
    def town(households, emergencies):
        return {"临时救助": {"户数": households, "人次": "90人次", "金额": "9万元", "急难型": {"人次": emergencies}}}

    text = text_of(county(tmp_path, [town("40户次", "12例"), town("50户次", "15人次")]))
    assert "全年实施临时救助90户次、180人次" in text
    assert "急难型救助27人次" in text
