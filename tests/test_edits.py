"""Values of a form set anew in its text, and figures that hands changed in a document put back into its form."""

import random
import re
from functools import cache

import pytest
from click.testing import CliRunner
from forms import ROOT
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from benchmarks.edits import Edit, reworded
from benchmarks.edits import edited as edited_package
from generator.cli import main
from generator.figures.values import Figure
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.making.taken_back import taken_back
from generator.reading.edits import edited, encoded, written
from generator.trust.changes import changes
from generator.trust.embedded import printed
from generator.trust.verified import verified

FORM = """\
# 讲治镇，12人填
报告: town   # 种类
单位: '甲镇'
低保:
  城镇: {户数: 45户, 人数: 61人}  # 61人
  农村:
    户数:     # 只填户
    人数: "70人"
办公室工作:
  - 一句，12人
  -
正文: |
  第一句。
    第二句，12人。

末: 完
"""
OPTIONS = Options(open_shelf(), draft=True)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
INPUTS = sorted(path for path in (ROOT / "inputs").rglob("*.yaml") if "单位:" in path.read_text(encoding="utf-8"))


def at(text: str, *keys: str | int):
    return next(one for one in written(text) if one.keys == keys)


@pytest.mark.parametrize(
    ("keys", "new", "was", "now"),
    [
        (("低保", "城镇", "人数"), "62人", "人数: 61人}  # 61人", "人数: 62人}  # 61人"),
        (("低保", "农村", "户数"), "3户", "户数:     # 只填户", "户数: 3户     # 只填户"),
        (("低保", "农村", "人数"), "71人", '"70人"', '"71人"'),
        (("单位",), "乙'镇", "'甲镇'", "'乙''镇'"),
        (("办公室工作", 0), "12: 3 # 四", "一句，12人", '"12: 3 # 四"'),
        (("办公室工作", 1), "两句", "  -\n", "  - 两句\n"),
        (("低保", "城镇", "户数"), "4, 5}", "户数: 45户", '户数: "4, 5}"'),
        (("正文",), "甲。\n\n乙。\n", "  第一句。\n    第二句，12人。\n", "  甲。\n\n  乙。\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_value_is_set_anew_and_nothing_else(keys, new, was, now, line_end):
    text = FORM.replace("\n", line_end)
    assert FORM.count(was) == 1
    assert edited(text, at(text, *keys), new) == FORM.replace(was, now).replace("\n", line_end)


@given(st.sampled_from([one.keys for one in written(FORM)]), st.text(max_size=12).filter(lambda text: text.strip()))
def test_whatever_is_written_reads_so_or_is_not_written(keys, new):
    value = at(FORM, *keys)
    found = edited(FORM, value, new)
    if found is not None:
        assert at(found, *keys).text == new
        assert found.startswith(FORM[: value.start])
        assert found.endswith(FORM[value.end :])


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_keeps_its_encoding_and_its_mark(before, encoding):
    if before and encoding != "utf-8":
        return
    data = before + FORM.replace("\n", "\r\n").encode(encoding)
    file = encoded(data)
    assert file
    text = edited(file.text, at(file.text, "低保", "城镇", "人数"), "62人")
    assert text
    assert file.bytes_of(text) == data.replace("61人}".encode(encoding), "62人}".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_sixteen_bits_gives_the_same_bytes_again(encoding):
    data = FORM.encode(encoding)
    file = encoded(data)
    assert file
    assert file.bytes_of(file.text) == data


@pytest.mark.parametrize("text", ["", "a: [", "{" * 99, "- " * 500 + "1", "[" * 5000])
def test_what_cannot_be_read_has_no_values(text):
    assert written(text) == ()


# ---- figures put back


@cache
def made(path):
    summary = summarize(path.read_bytes(), path.name, OPTIONS, path.parent)
    return (summary, write_summary(summary, OPTIONS)) if summary.document else None


def retyped(path, field: str, new) -> tuple[bytes, int]:
    """The paper with every number of a field made another, and how many places that were."""
    summary, data = made(path)
    texts = {}
    for line in printed(summary.document):
        text = line.text
        for span in reversed(line.figures):
            if span.path == field:
                text = text[: span.start] + NUMBER.sub(new, text[span.start : span.end], count=1) + text[span.end :]
        if text != line.text:
            assert not line.drawn
            texts[line.text] = text

    def change(root) -> Edit:
        return Edit("retyped", "", str(reworded(root, texts)), "")

    package, done = edited_package(data, change)
    return package, int(done.now)


def one_more(match: re.Match[str]) -> str:
    whole, point, places = match[0].partition(".")
    return f"{int(whole) + 1}{point}{places}"


def typed_figures(path):
    """The fields of figures that the paper prints, typed in the form itself, one number each, in no chart."""
    summary, _ = made(path)
    lines = printed(summary.document)
    drawn = {span.path for line in lines if line.drawn for span in line.figures}
    texts = {}
    for line in lines:
        for span in line.figures:
            texts.setdefault(span.path, set()).add(line.text[span.start : span.end])
    values = take_in(path.read_bytes(), path.name, OPTIONS, path.parent).form.values
    for field, found in texts.items():
        figure = values.get(field)
        one_number = all(len(NUMBER.findall(text)) == 1 for text in found)
        if field not in drawn and isinstance(figure, Figure) and figure.quantity.number is not None and one_number:
            yield field


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_typed_figure_that_was_changed_comes_back_into_the_form(path):
    if made(path) is None:
        pytest.skip("no paper")
    fields = list(typed_figures(path))
    for field in random.Random(7).sample(fields, min(4, len(fields))):
        data, places = retyped(path, field, one_more)
        found = verified(data, "总结.docx")
        assert places, field
        taken = taken_back(found, OPTIONS, path.parent)
        where = f"{field} {taken.left} {found.changes.figures}"
        assert {one.path for one in taken.taken} == {field}, where
        before = take_in(path.read_bytes(), path.name, OPTIONS, path.parent).form.values
        after = take_in(taken.form, path.name, OPTIONS, path.parent).form.values
        assert before[field].quantity.number != after[field].quantity.number
        assert path.read_bytes().count(b"\n") == taken.form.count(b"\n")
        again = summarize(taken.form, path.name, OPTIONS, path.parent)
        if again.document:
            differs = verified(data, "总结.docx", printed(again.document)).changes.figures
            assert field not in {one.path for one in differs}, where


# ---- the command

SMALL = """\
报告: town
单位: 甲镇
年度: 2023   # 今年
成文日期: 2023-12-20
低保: {城镇: {户数: 45户, 人数: 61人}, 农村: {户数: 20户, 人数: 31人}}
临时救助: {人次: 9人次, 金额: 3万元}
特困供养: {集中供养: 37人, 分散供养: 75人}
自拟章节:
  - {标题: 其他, 正文: 走访老人88人。}
"""


@pytest.fixture
def take(tmp_path):
    """The form that comes back, and what is said, of a paper in which words were replaced wherever they stand."""

    def taking(*replaced: tuple[str, str], form: str = SMALL, code: int = 0) -> tuple[str, str]:
        summary = summarize(form.encode(), "甲镇.yaml", OPTIONS)

        def turned(root) -> int:
            texts = {}
            for line in printed(summary.document):
                text = line.text
                for old, new in replaced:
                    text = text.replace(old, new)
                texts[line.text] = text
            return reworded(root, texts)

        (tmp_path / "稿.docx").write_bytes(
            edited_package(write_summary(summary, OPTIONS), lambda root: Edit("", "", str(turned(root)), ""))[0]
        )
        target = tmp_path / "回.yaml"
        arguments = ["extract", str(tmp_path / "稿.docx"), "-o", str(target), "--apply-edits"]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == code, result.output
        return target.read_text(encoding="utf-8"), result.output.replace("\n", "")

    return taking


def test_a_figure_is_put_back_and_the_rest_stays(take):
    form, said = take(("9人次", "8人次"), ("3万元", "3.2万元"))
    assert form == SMALL.replace("9人次", "8人次").replace("3万元", "3.2万元")
    assert "写回2个改过的数" in said
    assert "临时救助·人次由9人次改成8人次" in said


def test_one_figure_of_several_on_a_line(take):
    assert take(("集中供养37人", "集中供养75人"), ("112人", "150人"))[0] == SMALL.replace(
        "集中供养: 37人", "集中供养: 75人"
    )


def test_what_follows_from_it_and_was_not_changed_is_told(take):
    form, said = take(("61人", "62人"), code=1)
    assert form == SMALL.replace("61人", "62人")
    assert "照新表单跟着变、文档里没有改的数" in said
    assert "92人改成93人" in said


def test_what_follows_from_it_and_was_changed_too_is_fine(take):
    form, said = take(("61人", "62人"), ("92人", "93人"))
    assert form == SMALL.replace("61人", "62人")
    assert "没有" not in said


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("92人", "95人", "92人 → 95人：低保·合计·人数，由"),
        ("88人", "89人", "88人 → 89人：自述 第9行"),
        ("分散供养75人", "分散供养", "75人：文档里删去了它"),
        ("9人次", "8户", "9人次 → 8户：单位也改了"),
        ("9人次", "9人次、5件", "5件：表单里没有一项说它"),
    ],
)
def test_what_is_not_certain_stays_and_the_reason_is_told(take, old, new, why):
    form, said = take((old, new), code=1)
    assert form == SMALL
    assert why in said


def test_two_places_that_disagree_stay():
    form = "报告: town\n单位: 甲镇\n年度: 2023\n成文日期: 2023-12-20\n临时救助: {人次: 9人次, 金额: 3万元}\n"
    summary = summarize(form.encode(), "甲镇.yaml", OPTIONS)
    found = verified(write_summary(summary, OPTIONS), "甲镇.docx")
    (line,) = (one for one in found.printed if "9人次" in one.text)
    lines = (*found.printed, line)
    texts = [one.text for one in lines]
    changed = changes(lines, [*texts[:-1], line.text.replace("9人次", "8人次")])
    taken = taken_back(replace(found, printed=lines, changes=changed), OPTIONS)
    assert taken.form == form.encode()
    assert [one.why for one in taken.left] == ["文档里有2处是这个数，只改了1处"]
