"""A bureau's year, with what no catalogue foresees: figures in figures, series, losses, chapters of its own."""

from io import BytesIO

import docx
import pytest
from chinese import find_broken_document
from forms import built, figures_of, said, text_of

from generator.document.tree import Table
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import write_summary

FORM = """\
报告: county
单位: 江州市民政局
年度: 2012
成文日期: 2013-01-10
导语: {领导: 市委、市政府, 指导: 省民政厅, 思路: 围绕保障和改善民生, 成效: 各项民政工作取得新进展}
低保:
  城镇: {户数: 12360户, 人数: 2.31万人, 原标准: 330元/月, 标准: 360元/月, 累计资金: 6240.5万元}
  农村: {人数: 10.46万人, 原标准: 1200元/年, 标准: 1440元/年, 累计资金: 9876万元}
  自定义:
    - 名称: 全市低保资金支出
      合计: 是
      其中:
        - 名称: 市本级
          数值: 3200万元
          其中:
            - {名称: 某集团, 数值: 860万元}
            - {名称: 某矿业公司, 数值: 240万元}
        - {名称: 各县（区）, 数值: 1.29亿元}
临时救助:
  自定义:
    - 名称: 全年临时救助金额
      合计: 是
      其中:
        - {名称: 第一季度, 数值: 120.5万元}
        - {名称: 第二季度, 数值: 98万元}
        - {名称: 第三季度, 数值: 143.2万元}
        - {名称: 第四季度, 数值: 207万元}
特困供养:
  自定义:
    - {名称: 集中供养年标准, 原值: 3200元, 数值: 3800元}
救灾:
  灾害:
    - 名称: “6·23”特大洪涝灾害
      受灾人口: 41.2万人
      转移安置: 3.86万人
      受灾面积: 1.9万公顷
      绝收面积: 2300公顷
      倒塌户数: 1206户
      倒塌间数: 3415间
      损坏间数: 1.2万间
      经济损失: 8.7亿元
      重建户数: 1206户
  自定义:
    - {名称: 因灾需紧急生活救助人口, 数值: 2.4万人}
    - 名称: 农业损失
      数值: 3.1亿元
      其中: [{名称: 粮食作物, 数值: 1.8亿元}]
    - {名称: 损毁公路, 数值: 86公里}
    - {名称: 冲毁桥梁, 数值: 17座}
    - {名称: 死亡大牲畜, 数值: 640头}
自拟章节:
  - 标题: 改革试点
    正文: |
      全市在3个县开展试点，投入35.6万元，比上年多2成。

      建立了三项制度：

      - 首问负责制。
      - 限时办结制。

      | 县 | 试点村 | 资金 |
      |---|---|---|
      | 甲县 | 12 | 15.6万元 |
      | 乙县 | 9 | 20万元 |

      试点经验在全省推广。
  - 标题: 党建工作
    正文: 全年召开专题会议6次。
"""


@pytest.fixture(scope="module")
def summary():
    return built(FORM)


def own(entries, section="低保"):
    """The summary of a form with nothing but figures of the official's own."""
    head = "报告: county\n单位: 江州市民政局\n年度: 2012\n"
    return built(f"{head}{section}:\n  自定义:\n" + "".join(f"    - {line}\n" for line in entries.splitlines()))


def test_it_builds_without_a_warning_and_reads_well(summary):
    assert not [line for line in said(summary) if not line.startswith("提示")]
    assert find_broken_document(summary.document) == []


SENTENCES = (
    "全市低保资金支出1.61亿元，其中市本级3200万元（其中某集团860万元、某矿业公司240万元）、各县（区）1.29亿元。",
    "全年临时救助金额569万元，其中第一季度120.5万元、第二季度98万元、第三季度143.2万元、第四季度207万元。",
    "集中供养年标准由3200元提高到3800元。",
    "城市低保标准由每人每月330元提高到360元，农村由每人每年1200元提高到1440元。",
    "在“6·23”特大洪涝灾害中，受灾人口41.2万人，紧急转移安置3.86万人，农作物受灾1.9万公顷、绝收2300公顷，"
    "倒塌房屋1206户、3415间，损坏房屋1.2万间，直接经济损失8.7亿元。灾后，为倒房户重建住房1206户。",
    "因灾需紧急生活救助人口2.4万人；农业损失3.1亿元，其中粮食作物1.8亿元；损毁公路86公里；冲毁桥梁17座；死亡大牲畜640头。",
    "全年共发放低保金16117万元，其中城市6240.5万元，农村9876万元。",
    "截至2012年底，全市共有城乡低保对象12.77万人，其中城市低保对象12360户、2.31万人",
)


@pytest.mark.parametrize("sentence", SENTENCES, ids=[one[:12] for one in SENTENCES])
def test_what_no_field_foresees_is_printed_in_whole_sentences(summary, sentence):
    assert sentence in text_of(summary)


def test_a_total_of_its_parts_knows_them(summary):
    total = summary.form.values["临时救助.自定义.1.数值"]
    assert total.text == "569万元"
    assert [part.text for part in total.typed] == ["120.5万元", "98万元", "143.2万元", "207万元"]
    assert [part.place.spot.line for part in total.typed] == [24, 25, 26, 27]


def test_a_total_stands_where_its_record_was_typed_behind_a_blank_one():
    typed = "低保:\n  自定义:\n    -\n    - {名称: 共保障, 合计: 是, 其中: [{名称: 甲村, 数值: 3户}, {名称: 乙村, 数值: 4户}]}\n"
    summary = built(f"报告: town\n单位: 青石镇\n年度: 2012\n{typed}")
    assert "共保障7户，其中甲村3户、乙村4户。" in text_of(summary)
    assert summary.form.values["低保.自定义.2.数值"].text == "7户"
    assert [path for path in summary.form.values if path.startswith("低保.自定义.1")] == []


def test_every_figure_of_its_own_is_traced_to_its_line(summary):
    traced = {figure.path: figure.text for figure in figures_of(summary.document)}
    assert traced["低保.自定义.1.其中.1.其中.1.数值"] == "860万元"
    assert traced["特困供养.自定义.1.原值"] == "3200元"
    assert traced["救灾.灾害.1.经济损失"] == "8.7亿元"


def test_an_own_chapter_reaches_the_docx_with_paragraphs_list_and_table(summary):
    document = docx.Document(BytesIO(write_summary(summary, Options(open_shelf()))))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "三、改革试点" in lines
    assert "四、党建工作" in lines
    assert "首问负责制。" in lines
    assert lines.index("三、改革试点") < lines.index("首问负责制。") < lines.index("试点经验在全省推广。")
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["县", "试点村", "资金"], ["甲县", "12", "15.6万元"], ["乙县", "9", "20万元"],
    ]  # fmt: skip
    assert [type(block) for block in summary.document.blocks].count(Table) == 1


def test_figures_inside_own_sentences_stay_as_typed(summary):
    assert "全市在3个县开展试点，投入35.6万元，比上年多2成。" in text_of(summary)
    text = text_of(built("单位: 甲镇\n年度: 2012\n存在问题:\n  - 全镇1，234户中有0.50%的人户分离，2012.7.4前要核完\n"))
    assert "0.50%" in text
    assert "2012.7.4" in text


WRONG = [
    ("{名称: 助学金, 数值: 12}", "错误 表单.yaml:6 低保·自定义·1·数值：「12」没有写单位。自己加的数要连单位一起填，如「12人」「3.5万元」。"),
    ("{名称: 资金, 数值: 100万元, 其中: [{名称: 甲, 数值: 1.2亿元}]}", "错误 表单.yaml:6 低保·自定义·1·数值：其中的一项1.2亿元比总数100万元还大。请核对。"),
    (
        "{名称: 甲, 数值: 80户, 其中: [{名称: 乙, 数值: 60户, 其中: [{名称: 丙, 数值: 70户}]}]}",
        "错误 表单.yaml:6 低保·自定义·1·其中·1·数值：其中的一项70户比总数60户还大。请核对。",
    ),
    (
        "{名称: 资金, 数值: 100万元, 合计: 是, 其中: [{名称: 甲, 数值: 60万元}, {名称: 乙, 数值: 30万元}]}",
        "错误 表单.yaml:6 低保·自定义·1·数值：填的是100万元，其中各项相加是90万元。请核对；不填总数会自动相加。",
    ),
    ("{数值: 50户}", "错误 表单.yaml:6 低保·自定义·1·名称：没有写明50户是什么数。请填上名称，如「名称: 助学人数」。"),
    ("{名称: 标准, 原值: 300元, 数值: 400户}", "错误 表单.yaml:6 低保·自定义·1·原值：原值300元与数值400户不是同一个单位。请改成同一个单位。"),
    ("{名称: 标准, 数字: 400户}", "错误 表单.yaml:6 低保·自定义：不认识「数字」。是不是「数值」？"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "problem"), WRONG, ids=[entry for entry, _ in WRONG])
def test_what_cannot_be_is_refused_with_a_cure(entry, problem):
    summary = own(entry)
    if "{名称: 标准, 数字" in entry:
        assert problem.split("是不是")[0] in "\n".join(said(summary))
    else:
        assert said(summary) == [problem]
    assert summary.document is None


@pytest.mark.parametrize("other", ["近40万元", "40户"])
def test_a_total_that_cannot_be_had_is_warned_of_and_the_parts_still_print(other):
    summary = own(f"{{名称: 资金, 合计: 是, 其中: [{{名称: 甲, 数值: 60万元}}, {{名称: 乙, 数值: {other}}}]}}")
    assert said(summary) == [
        f"警告 表单.yaml:6 低保·自定义·1·数值：60万元、{other}不能相加，没有合计。请填上合计的数值；单位相同的确数才会自动相加。"
    ]
    assert f"资金：甲60万元、乙{other}。" in text_of(summary)


def test_a_total_in_another_scale_agrees_with_its_parts():
    text = text_of(
        own("{名称: 资金, 数值: 1000000元, 合计: 是, 其中: [{名称: 甲, 数值: 60万元}, {名称: 乙, 数值: 40万元}]}")
    )
    assert "资金1000000元，其中甲60万元、乙40万元。" in text


CHANGES = [
    ("{名称: 标准, 原值: 300元, 数值: 350元}", "标准由300元提高到350元。"),
    ("{名称: 标准, 原值: 300元, 数值: 280元}", "标准由300元下降到280元。"),
    ("{名称: 标准, 原值: 300元, 数值: 300元}", "标准仍为300元。"),
    ("{名称: 人数, 原值: 近300人, 数值: 280人}", "人数由近300人变为280人。"),
    ("{名称: 标准, 数值: 0元}", "标准0元。"),
]


@pytest.mark.parametrize(("entry", "sentence"), CHANGES, ids=[sentence for _, sentence in CHANGES])
def test_a_change_is_put_into_words(entry, sentence):
    assert sentence in text_of(own(entry))


def test_a_name_without_a_figure_does_not_print_and_is_warned_of():
    summary = own("{名称: 甲, 数值: 3户}\n{名称: 只有名称}")
    assert "甲3户。" in text_of(summary)
    assert "只有名称" not in text_of(summary)
    assert "警告 表单.yaml:7 低保·自定义·2·名称：填了「只有名称」，但文中没有一句用到它。" in said(summary)[0]


def test_a_county_adds_up_town_and_country_in_different_scales():
    form = "报告: county\n单位: 江州市民政局\n年度: 2012\n低保:\n  城镇: {累计资金: 3200万元}\n  农村: {累计资金: 1.2亿元}\n"
    assert "全年共发放低保金1.5亿元，其中城市3200万元，农村1.2亿元" in text_of(built(form))
