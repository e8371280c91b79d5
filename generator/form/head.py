"""The head of a form: who reports, in which report, on what period, and when it is signed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Several
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.lines import join_lines
from generator.chinese.script import to_simplified
from generator.figures.dates import SOME_YEAR, Period, read_day, read_stock_day
from generator.figures.quantity import WIDE_TO_NARROW, Fault
from generator.figures.unfinished import counts_as_blank, is_blank, is_masked, is_masked_name
from generator.figures.values import Day, Words
from generator.form.annexes import OFFICIAL
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY
from generator.form.field_values import LeafReader
from generator.form.strays import entries_on_a_line, on_lines_apart
from generator.form.title import title_fault
from generator.language.fields import Group
from generator.language.typed import Frame
from generator.language.wordings import turn
from generator.library.claims import HEADING_STYLES, StyleOfHeadings
from generator.library.wording_schema import WordingDefinition
from generator.problem import Place, Problem, did_you_mean, error, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

HEAD = {
    "报告": "哪一种总结：templates/zh/reports/ 里的名字",
    "单位": "单位名称，印在标题里",
    "年度": "哪一年，如 2012",
    "业务": "总结的是哪项工作，缺省随总结的种类，如“社会救助工作”",
    "标题": "总结的标题，可以写成“{单位}{期间}工作总结和{下年}工作思路”，缺省随总结的种类",
    "标题风格": "各节标题怎样写：名词、成效、对仗，缺省随总结的种类",
    "期间": "全年、上半年、第三季度或 1—5月，缺省是全年；一节里也可以另填",
    "截至": "数字截至哪一天，如 11月底，缺省是期间的最后一天；一节里也可以另填",
    "署名": "落款的单位名，缺省与单位相同",
    "成文日期": "如 2012-12-20",
    OFFICIAL: "正式行文才填：发文字号、主送机关、附件、抄送等，见 inputs/公文",
    "核对说明": "对警告的说明：项目路径: 原因",
    "上年": "上年的表单在哪里，缺省自动去找；写“无”就不比较",
    "汇总自": "汇总哪些单位的表单，如 towns/2024/*.yaml，路径从表单所在的文件夹算起；下面留空的数就由它们相加",
    "应报单位": "应当上报的单位，少了哪个会提醒；缺省是上年汇总过的单位",
    "文字": "简体或繁体，缺省与表单相同",
    "用词": "本单位的叫法，如 {供养对象: 五保老人}，缺省随年份",
    "模板": "盖在标准模板上的模板文件夹，路径从表单所在的文件夹算起",
}
"""Keys at the top of every form that belong to no section, and what they are for."""

SIGNED = "成文日期"
NAMES, ANSWERS = "用词", "核对说明"
"""The keys of the head that hold the form's own names, and what it says to warnings."""
TRADITIONAL_HEAD = ("報告", "單位", "期間")
"""Keys by which a form shows that it was typed in Traditional characters."""
DEFAULT_REPORT = "town"
REQUIRED = ("单位", "年度")
"""Keys whose blank is an error of its own."""
AS_TYPED = ("单位", "署名", "上年")
"""Keys whose text prints as it was typed, whatever the script of the form."""
UNFILLED = {"上年": is_blank, "单位": is_masked_name, "署名": is_masked_name, "业务": is_masked_name}
"""What leaves a key unfilled that is no date, no year and no period: in the name of a file any character may stand."""
UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|：]|\.\.')
NO_PART_OF_NAME = re.compile(r"[（(](?:盖章|公章|印章|签章|章|签字)[）)]|^[“‘]|[”’]$")
HELP_OF_SIGNED = re.compile(r"(?:如 \d{4}-\d\d-\d\d)?")
"""What the blank form says behind the day of signing; anything else there is told of as a remark."""
REPORT_YEARS = range(1978, 2101)
SPOKEN_YEAR = re.compile(r"[零〇○O0一二三四五六七八九]{4}")
YEAR_OF_DATE = re.compile(r"[“”\"'公元\s]*(\d{4})(?:[”“\"']*|(?:[-/.]|年)\d{1,2}(?:(?:[-/.]|月)\d{0,2}日?)?)")
SPOKEN_DIGITS = str.maketrans("零〇○O一二三四五六七八九", "0000123456789")


def meant_year(typed: str) -> str:
    """The year that was meant by what is none as it stands: 二〇二三, 2023-12-31; empty where it is not plain."""
    if SPOKEN_YEAR.fullmatch(typed):
        year = typed.translate(SPOKEN_DIGITS)
    elif match := YEAR_OF_DATE.fullmatch(typed):
        year = match[1]
    else:
        return ""
    return year if int(year) in REPORT_YEARS else ""


class Head(Struct, frozen=True):
    """Who reports, on what period, and when it is signed."""

    unit: Words | None
    selves: tuple[str, str]
    """What the unit calls itself and its whole area: 我镇, 全镇."""
    year: int | None
    period: Period
    stock_day: Day | None = None
    """截至 as typed, when it was."""
    signature: Words | None = None
    date: date | None = None
    business: Words | None = None
    year_typed: Words | None = None
    """年度 as typed, when it was, readable or not."""
    last: Words | None = None
    """上年: the file of last year's form, or 无."""
    sources: tuple[Words, ...] = ()
    """汇总自: patterns of the forms to sum."""
    expected: tuple[Words, ...] = ()
    """应报单位: the units that ought to report."""
    title: Words | None = None
    """标题: plain words or a pattern."""
    style: StyleOfHeadings | None = None
    """标题风格: how headings are worded."""
    typed: dict[str, Words] = field(default_factory=dict)
    """What was typed, by the key it was typed under."""


def report_name(root: Mapping, file: str) -> tuple[str, list[Problem]]:
    """The report a form asks for, and what is wrong with how it asks."""
    node = root.get("报告")
    if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
        return DEFAULT_REPORT, []
    if isinstance(node, Scalar) and not UNSAFE_IN_NAMES.search(node.text):
        return node.text.strip(), []
    advice = f"请写成「报告: {DEFAULT_REPORT}」，或去掉这一行。"
    return DEFAULT_REPORT, [error(Place(file, node.spot, "报告"), "这里只能填一种总结的名字。", advice)]


def simplify_keys(root: Mapping) -> tuple[bool, Mapping]:
    """Whether a form was typed in Traditional characters, and the form with its keys in Simplified."""
    if not any(key.text in TRADITIONAL_HEAD for key, _ in root.entries):
        return False, root
    return True, _simplified(root)


def _simplified(node: Mapping) -> Mapping:
    entries, repeats = (
        tuple((_simple(key), _simplified_inside(value)) for key, value in some) for some in (node.entries, node.repeats)
    )
    return Mapping(entries, node.spot, repeats)


def _simple(key: Scalar) -> Scalar:
    return Scalar(to_simplified(key.text), key.spot, to_simplified(key.remark))


def _simplified_inside(node: Node) -> Node:
    if isinstance(node, Mapping):
        return _simplified(node)
    if isinstance(node, Sequence):
        return Sequence(tuple(map(_simplified_inside, node.items)), node.spot)
    return node


def _turns_of(unit: str, year: int | None) -> Callable[[Several[str]], str]:
    """Which of several ways to say one sentence a unit takes in a year: another has another, next year the next one."""
    return lambda ways: ways[turn(ways, unit, year or 0)]


class HeadReader(LeafReader):
    """Reads the head of one form."""

    def __init__(self, file: str, frame: Frame, catalogue: Group, wording: WordingDefinition) -> None:
        super().__init__(file, frame, catalogue)
        self.wording = wording
        self.whole = wording.usual_period
        """The period of the head, once it was read."""
        self.typed: dict[str, Words] = {}
        self.stock_days: dict[str, Day] = {}
        self.periods: dict[str, Period] = {}

    def read_head(self, root: Mapping) -> Head:
        """Who reports, on what period, and when it is signed; the year is kept for later dates."""
        root = self._on_lines_apart(root)
        typed_year = self._head_words(root, "年度")
        year = self._year(typed_year)
        self.frame = replace(self.frame, year=year)
        unit = self._head_words(root, "单位")
        if unit and UNSAFE_IN_NAMES.search(unit.text):
            self.fault(
                unit.place.spot, "单位", Fault(f"「{unit.text}」里有不能用在文件名里的符号。", "请只写单位名称。")
            )
        self.frame = replace(self.frame, choose=_turns_of(unit.text if unit else "", year))
        typed = self._head_words(root, "期间")
        self.whole = (self.period(typed) if typed else None) or self.whole
        stock_day = self._head_words(root, "截至")
        signed = self._head_words(root, SIGNED)
        signature = self._head_words(root, "署名")
        self.problems += [odd for words in (unit, signature) if words for odd in _not_of_a_name(words)]
        selves = self.wording.selves_of(self.frame.simplify(unit.text) if unit else "")
        return Head(
            unit,
            selves,
            year,
            self.whole,
            self.day(stock_day) if stock_day else None,
            signature,
            self._signed(signed),
            self._head_words(root, "业务"),
            typed_year,
            self._head_words(root, "上年"),
            self._head_list(root, "汇总自"),
            self._head_list(root, "应报单位"),
            self._title(root),
            self._style(root),
            self.typed,
        )

    def _on_lines_apart(self, root: Mapping) -> Mapping:
        """The form with each entry of its head by itself, of which several may stand on one line; that is reported."""
        found: list[tuple[Scalar, Node]] = []
        for key, node in root.entries:
            pairs = entries_on_a_line(key, node, HEAD.__contains__) if key.text in HEAD else []
            if pairs:
                self.fault(node.spot, key.text, on_lines_apart(pairs))
            found += [(Scalar(name, key.spot), Scalar(text, node.spot)) for name, text in pairs] or [(key, node)]
        return Mapping(tuple(found), root.spot, root.repeats) if len(found) > len(root.entries) else root

    def _year(self, typed: Words | None) -> int | None:
        if typed is None:
            return None
        digits = typed.text.translate(WIDE_TO_NARROW).removesuffix("年度").removesuffix("年").strip()
        if re.fullmatch(r"\d{4}", digits) and int(digits) in REPORT_YEARS:
            return int(digits)
        is_cut_short = re.fullmatch(r"\d\d", digits) and "年" in typed.text
        meant = f"20{digits}" if is_cut_short else meant_year(digits)
        advice = f"请改为「{meant}」。" if meant else "请填四位年份，如「2012」。"
        self.fault(typed.place.spot, "年度", Fault(f"看不懂年度「{typed.text}」。", advice))
        return None

    def _title(self, root: Mapping) -> Words | None:
        typed = self._head_words(root, "标题")
        if typed is None:
            return None
        self.typed[typed.path] = typed = replace(typed, context=False)
        if fault := title_fault(typed.text):
            self.fault(typed.place.spot, typed.path, fault)
        return typed

    def _style(self, root: Mapping) -> StyleOfHeadings | None:
        typed = self._head_words(root, "标题风格")
        found = next((one for one in HEADING_STYLES if typed and one == typed.text), None)
        if typed and found is None:
            advice = did_you_mean(typed.text, HEADING_STYLES, f"可以填：{'、'.join(HEADING_STYLES)}。")
            self.fault(typed.place.spot, typed.path, Fault(f"没有「{typed.text}」这种标题风格。", advice))
        return found

    def _head_words(self, root: Mapping, key: str) -> Words | None:
        node = root.get(key)
        return self.line_of(node, key, key) if node is not None else None

    def line_of(self, node: Node, key: str, path: str) -> Words | None:
        """The line of text that stands behind a key of the head, or of what a section says like the head."""
        place = Place(self.file, node.spot, path)
        if not isinstance(node, Scalar):
            self.problems.append(error(place, "这里只能填一行文字。", f"请写成「{key}: 内容」。"))
            return None
        if UNFILLED.get(key, is_masked)(node.text):
            if key not in REQUIRED and not is_blank(node.text):
                self.problems.append(counts_as_blank(node.text, place))
            return None
        text = join_lines(node.text.strip().split("\n"))
        self.typed[path] = Words(text if key in AS_TYPED else self.frame.simplify(text), path, place, context=True)
        return self.typed[path]

    def _head_list(self, root: Mapping, key: str) -> tuple[Words, ...]:
        """The texts under a key that takes one or several."""
        node = root.get(key)
        items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        found = []
        for item in items:
            place = Place(self.file, item.spot, key)
            if not isinstance(item, Scalar):
                self.problems.append(
                    error(place, "这里填一列文字。", f"请写成「{key}: [甲, 乙]」，或每行一个、以「- 」开头。")
                )
            elif not is_blank(item.text):
                found.append(Words(item.text.strip(), key, place, context=True))
        return tuple(found)

    def section_coverage(self, section: str, name: str, node: Node) -> None:
        """Takes the 截至 or 期间 that a section says of its own."""
        typed = self.line_of(node, name, f"{section}.{name}")
        if typed and name == STOCK_DAY and (day := self.day(typed)):
            self.stock_days[section] = replace(day, place=day.place.of(""))
        elif typed and name == SECTION_PERIOD and (period := self.period(typed)):
            self.periods[section] = period
            if not self.whole.first_month <= period.first_month <= period.last_month <= self.whole.last_month:
                what = f"期间「{typed.text}」超出了报告期（{self.whole.name}）。"
                self.problems.append(warning(typed.place, what, "文中会照此写明，请核对这一节的期间和表头的期间。"))

    def period(self, typed: Words) -> Period | None:
        """The period that some words of the head or of a section name."""
        found = self.wording.read_period(typed.text, self.frame.year)
        if isinstance(found, Fault):
            self.fault(typed.place.spot, typed.path, found)
            return None
        return found

    def day(self, typed: Words) -> Day | None:
        """The day up to which some words of the head or of a section say that figures count."""
        found = read_stock_day(typed.text, self.frame.year or SOME_YEAR)
        if isinstance(found, Fault):
            self.fault(typed.place.spot, typed.path, found)
            return None
        return Day(found, typed.path, typed.place, context=True)

    def _signed(self, typed: Words | None) -> date | None:
        if typed is None:
            return None
        found = read_day(typed.text)
        if isinstance(found, Fault):
            self.fault(typed.place.spot, typed.path, found)
            return None
        return found


def _not_of_a_name(words: Words) -> Iterator[Problem]:
    """A warning of what stands in the name of a unit and is none of it: （盖章）, quotes about it."""
    for match in NO_PART_OF_NAME.finditer(words.text):
        name = NO_PART_OF_NAME.sub("", words.text)
        yield warning(words.place, f"「{match[0]}」会照字面印出。", f"请改为「{words.path}: {name}」。")
        return


def unsigned(root: Mapping, file: str, year: int | None) -> Iterator[Problem]:
    """A notice of a line for the day of signing that was left empty; a form without the line goes without the day."""
    line = next((key for key, value in root.entries if key.text == SIGNED), None)
    value = root.get(SIGNED)
    has_help_alone = line is not None and bool(HELP_OF_SIGNED.fullmatch(line.remark))
    if line and has_help_alone and year and isinstance(value, Scalar) and is_blank(value.text):
        what = f"没有填{SIGNED}，文末只印署名，不印日期。"
        advice = f"定稿时请填写，如「{SIGNED}: {year}-12-20」；不要日期的，删去这一行，就不再提示。"
        yield notice(Place(file, line.spot, SIGNED), what, advice)
