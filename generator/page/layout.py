"""The page format as data: GB/T 9704-2012, or a house style that lies over it.

A layout file states each rule as ``[value, force, clause]`` or as a bare value. The model holds the values in
the units Word counts in (``rules``); where each one comes from, ``layouts`` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

import msgspec
from msgspec import Struct, field

from generator.page.line_ends import LineEnds
from generator.page.stated import (
    FONT_ROLES,
    SAME_AS_CHINESE,
    Colour,
    Count,
    FontNames,
    FontRole,
    HalfPoints,
    Hundredths,
    Lines,
    NumberPattern,
    Side,
    Twips,
    Verbatim,
    WordList,
    YesNo,
    read_stated,
)
from generator.reading.strict import Definition


class Page(Definition, frozen=True):
    """The sheet and its white margins."""

    width: Twips = field(name="纸宽")
    height: Twips = field(name="纸高")
    top: Twips = field(name="天头")
    bottom: Twips = field(name="地脚")
    left: Twips = field(name="订口")
    right: Twips = field(name="切口")


class Grid(Definition, frozen=True):
    """How many lines and characters fill a page, and what makes them fit."""

    lines: Count = field(name="行数")
    characters: Count = field(name="字数")
    pitch: Twips = field(name="行距")
    squeeze: Twips = field(name="字距")


class Fonts(Definition, frozen=True):
    """The fonts by role; each is a name to write and the names that may replace it."""

    title: FontNames = field(name="小标宋")
    body: FontNames = field(name="仿宋")
    black: FontNames = field(name="黑体")
    script: FontNames = field(name="楷体")
    song: FontNames = field(name="宋体")
    latin: Verbatim = field(name="西文")

    def named(self, role: str) -> tuple[str, ...]:
        """The names of the font that plays ``role``."""
        return dict(zip(FONT_ROLES, (self.title, self.body, self.black, self.script, self.song), strict=True))[role]

    def latin_for(self, role: str) -> str:
        """The font of letters and digits within text of ``role``."""
        return self.named(role)[0] if self.latin == SAME_AS_CHINESE else self.latin


class TitleStyle(Definition, frozen=True):
    """The title of the document."""

    font: FontRole = field(name="字体")
    size: HalfPoints = field(name="字号")
    bold: YesNo = field(name="加粗")
    pitch: Twips = field(name="行距")
    gap_below: Lines = field(name="下空")


class TextStyle(Definition, frozen=True):
    """Body text."""

    font: FontRole = field(name="字体")
    size: HalfPoints = field(name="字号")
    bold: YesNo = field(name="加粗")
    indent: Hundredths = field(name="首行缩进")


class HeadingStyle(TextStyle, frozen=True):
    """A heading: on a line of its own, or run into the paragraph it opens."""

    run_in: YesNo = field(name="接排")


class MastheadStyle(Definition, frozen=True):
    """版头: what stands above the red line, and the line."""

    secrecy_font: FontRole = field(name="密级字体")
    issuer_top: Twips = field(name="标志上距")
    issuer_font: FontRole = field(name="标志字体")
    issuer_size: HalfPoints = field(name="标志字号")
    """The largest; a name too long for one line is set smaller."""
    least_size: HalfPoints = field(name="标志最小字号")
    body_lines: Lines = field(name="首页正文")
    """Lines of the body that the mark is set smaller for."""
    colour: Colour = field(name="颜色")
    number_gap: Lines = field(name="发文字号上空")
    inset: Hundredths = field(name="左右空")
    """Of 发文字号 and 签发人 where a paper goes upwards."""
    signer_font: FontRole = field(name="签发人字体")
    line_gap: Twips = field(name="分隔线距")
    line: Twips = field(name="分隔线粗")
    title_gap: Lines = field(name="标题上空")
    organ_gap: Hundredths = field(name="联署间空")
    """Between the organs of a joint paper, in characters of the mark; twice as much before 文件."""
    organs_height: Twips = field(name="联署最高")
    """Of the mark of a joint paper."""


class AnnexStyle(Definition, frozen=True):
    """附件说明 below the text, and 附件 on pages of their own."""

    gap_above: Lines = field(name="说明上空")
    indent: Hundredths = field(name="说明左空")
    mark_font: FontRole = field(name="序号字体")
    title_gap: Lines = field(name="标题上空")


class Closing(Definition, frozen=True):
    """署名 and 成文日期, with a seal and without, and 附注."""

    gap_above: Lines = field(name="上空")
    signature_right: Hundredths = field(name="署名右空")
    date_step: Hundredths = field(name="日期右移")
    date_right: Hundredths = field(name="日期右空")
    sealed_gap_above: Lines = field(name="盖章上空")
    sealed_date_right: Hundredths = field(name="盖章日期右空")
    seals: Count = field(name="每排印章")
    """At most so many seals of a joint paper side by side."""
    seal_pitch: Lines = field(name="印章排距")
    """From a row of signatures under seals to the next."""
    note_indent: Hundredths = field(name="附注左空")


class ImprintStyle(Definition, frozen=True):
    """版记 at the foot of the last page."""

    font: FontRole = field(name="字体")
    size: HalfPoints = field(name="字号")
    pitch: Twips = field(name="行距")
    outer: Twips = field(name="首末线")
    inner: Twips = field(name="中间线")
    indent: Hundredths = field(name="左右空")
    on_back: YesNo = field(name="单占双数面")
    """Whether it has the last even page to itself, the outside of a paper bound in a sheet (7.5)."""


class LetterStyle(Definition, frozen=True):
    """信函: its mark and its red double lines, which stand outside of the text area (10.1)."""

    issuer_top: Twips = field(name="标志上距")
    """From the edge of the paper."""
    line_gap: Twips = field(name="首线距")
    line_bottom: Twips = field(name="末线距下边")
    length: Twips = field(name="线长")
    thick: Twips = field(name="粗线")
    thin: Twips = field(name="细线")
    between: Twips = field(name="线间")
    element_gap: Hundredths = field(name="要素距")
    """From the first line to what stands under it."""


class OrderStyle(Definition, frozen=True):
    """命令: its mark, its number, and the stamp of who signs it (10.2, 7.3.5.3)."""

    issuer_top: Twips = field(name="标志上距")
    number_gap: Lines = field(name="令号上空")
    text_gap: Lines = field(name="正文上空")
    stamp_gap: Lines = field(name="签名章上空")
    stamp_right: Hundredths = field(name="签名章右空")
    stamp_width: Twips = field(name="签名章宽")
    stamp_height: Lines = field(name="签名章高")
    post_gap: Hundredths = field(name="职务距")
    """Between 职务 and the stamp."""
    date_gap: Lines = field(name="日期上空")
    date_right: Hundredths = field(name="日期右空")


class MinutesStyle(Definition, frozen=True):
    """纪要: its mark, and who attended (10.3)."""

    issuer_top: Twips = field(name="标志上距")
    gap_above: Lines = field(name="人员上空")
    indent: Hundredths = field(name="人员左空")
    label_font: FontRole = field(name="人员字体")
    """Of 出席, 请假 and 列席; the names are set as the body."""


class ContentsStyle(Definition, frozen=True):
    """目录 on pages of its own before the text."""

    name: Verbatim = field(name="名称")
    depth: Count = field(name="级数")
    indent: Hundredths = field(name="每级缩进")


class PageNumber(Definition, frozen=True):
    """The page number below the text area."""

    pattern: NumberPattern = field(name="写法")
    font: FontRole = field(name="字体")
    size: HalfPoints = field(name="字号")
    pitch: Twips = field(name="行距")
    from_edge: Twips = field(name="距下边")
    side: Side = field(name="位置")
    indent: Hundredths = field(name="空")


class TableStyle(Definition, frozen=True):
    """Tables within the text area."""

    font: FontRole = field(name="字体")
    head_font: FontRole = field(name="表头字体")
    size: HalfPoints = field(name="字号")
    least_size: HalfPoints = field(name="最小字号")
    """Of a table whose columns are too many for its type."""
    pitch: Twips = field(name="行距")
    least_pitch: Twips = field(name="最小行距")
    """How close lines may come where that spares a page with hardly anything on it."""
    border: Twips = field(name="框线")
    padding: Hundredths = field(name="格内空")
    least_padding: Hundredths = field(name="最小格内空")
    """How close words may come to the sides of their cells before one is broken or a page has hardly anything on it."""
    widest: Count = field(name="竖排列数")
    """More columns than this turn the page."""


class ChartStyle(Definition, frozen=True):
    """Charts within the text area; their caption is set like the text of a table."""

    font: FontRole = field(name="字体")
    size: HalfPoints = field(name="字号")
    height: Lines = field(name="高")
    """Lines of the body that a column or a line chart takes up."""
    bar: Twips = field(name="条距")
    """From bar to bar of a chart of bars, which grows with them."""


class TradeWords(Definition, frozen=True):
    """Words that neither a title nor the head of a table splits, by what they are about."""

    people: WordList = field(name="对象")
    work: WordList = field(name="业务")
    papers: WordList = field(name="文种")
    heads: WordList = field(name="表头")
    own: WordList = field(name="自定")
    """Those of a house style."""


class FigureStyle(Definition, frozen=True):
    """How computed figures are written."""

    growth_digits: Count = field(name="同比小数")
    """Places of a share of last year; zeros at its end are left out."""


class Layout(Definition, frozen=True):
    """A page format: GB/T 9704-2012, or a house style that lies over it."""

    name: Verbatim = field(name="名称")
    page: Page = field(name="页面")
    grid: Grid = field(name="版心")
    fonts: Fonts = field(name="字体")
    title: TitleStyle = field(name="标题")
    masthead: MastheadStyle = field(name="版头")
    body: TextStyle = field(name="正文")
    heading1: HeadingStyle = field(name="一级标题")
    heading2: HeadingStyle = field(name="二级标题")
    heading3: HeadingStyle = field(name="三级标题")
    heading4: HeadingStyle = field(name="四级标题")
    annex: AnnexStyle = field(name="附件")
    closing: Closing = field(name="落款")
    imprint: ImprintStyle = field(name="版记")
    letter: LetterStyle = field(name="信函")
    order: OrderStyle = field(name="命令")
    minutes: MinutesStyle = field(name="纪要")
    contents: ContentsStyle = field(name="目录")
    number: PageNumber = field(name="页码")
    table: TableStyle = field(name="表格")
    chart: ChartStyle = field(name="图表")
    figures: FigureStyle = field(name="数字")
    ends: LineEnds = field(name="断行")
    trade: TradeWords = field(name="整词")
    language: Verbatim = field(name="语言")

    @property
    def text_width(self) -> int:
        """Twips between the left and the right margin."""
        return self.page.width - self.page.left - self.page.right

    @property
    def text_height(self) -> int:
        """Twips between the top and the bottom margin."""
        return self.page.height - self.page.top - self.page.bottom

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the trade."""
        trade = self.trade
        return trade.people + trade.work + trade.papers + trade.heads + trade.own

    @property
    def headings(self) -> tuple[HeadingStyle, ...]:
        """The styles of heading levels 1 to 4."""
        return self.heading1, self.heading2, self.heading3, self.heading4

    @property
    def character(self) -> int:
        """Twips one Chinese character of the body takes up."""
        return self.body.size * 10 + self.grid.squeeze

    @property
    def half_character(self) -> int:
        """Twips one half-width digit of the body takes up."""
        return self.body.size * 5 + self.grid.squeeze

    def in_characters(self, hundredths: int) -> int:
        """Twips of an indent that is counted in characters of the body."""
        return self.character * hundredths // 100

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Self:
        """The layout that a file's plain data states; msgspec.ValidationError in Chinese otherwise."""
        return msgspec.convert(data, cls, dec_hook=read_stated)

    def __post_init__(self) -> None:
        page, grid = self.page, self.grid
        _check_fill(
            Fitting("行", "行距", grid.pitch, 0, grid.lines, self.text_height),
            f"天头 {_millimetres(page.top)}、地脚 {_millimetres(page.bottom)} 之间",
        )
        _check_fill(
            Fitting("字", "字距", self.character, self.body.size * 10, grid.characters, self.text_width),
            f"订口 {_millimetres(page.left)}、切口 {_millimetres(page.right)} 之间",
        )


class Fitting(Struct, frozen=True):
    """How steps of one size fill the text area in one direction; lengths in twips."""

    unit: str
    rule: str
    """The rule that makes a step larger or smaller."""
    step: int
    fixed: int
    """The part of a step that the rule does not set."""
    wanted: int
    room: int


def _check_fill(fill: Fitting, between: str) -> None:
    """Raise in Chinese unless exactly the wanted number of steps fits."""
    if fill.step <= 0 or fill.room <= 0:
        raise ValueError(f"{between}只剩 {_points(fill.room)}，{fill.rule}排不开。请检查页面和版心的数值。")
    fitting = fill.room // fill.step
    if fitting == fill.wanted:
        return
    least = fill.room // (fill.wanted + 1) + 1 - fill.fixed
    most = fill.room // fill.wanted - fill.fixed
    fault = f"排不下第 {fitting + 1}" if fitting < fill.wanted else f"会多排出第 {fill.wanted + 1}"
    raise ValueError(
        f"{fill.rule} {_points(fill.step - fill.fixed)}{fault} {fill.unit}："
        f"{between}是 {_points(fill.room)}，要排 {fill.wanted} {fill.unit}，"
        f"{fill.rule}应在 {_points(least)} 到 {_points(most)} 之间。"
    )


def _points(twips: int) -> str:
    return f"{Decimal(twips) / 20:f}磅"


def _millimetres(twips: int) -> str:
    return f"{Decimal(twips) * Decimal('25.4') / 1440:.1f}mm"
