"""How a chart looks: fonts of the layout, and greys that stay apart when they are printed in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.chinese.width import half_widths
from generator.document.tree import Chart, Series
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.word.package import WORKBOOK_KEY

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Drawn


def dress(space: Any, drawn: Drawn, chart: Chart, layout: Layout) -> None:
    """Gives a chart that python-pptx has just written its look; ``space`` is the element that ``drawn`` stands for."""
    _set_up(space, drawn, chart, layout)
    _set_axes(space, drawn, chart, layout)
    _set_plot(drawn, chart)
    for position, series in enumerate(drawn.plots[0].series):
        _set_series(series, position, chart, layout)
    _set_fonts(space, layout)


def height_in_lines(chart: Chart, layout: Layout, turned: bool = False) -> int:
    """Lines of the body the chart takes up: bars grow with their number, and names that stand need room below."""
    look, pitch = layout.chart, layout.grid.pitch
    most = (layout.text_width if turned else layout.text_height) // pitch - LINES_BESIDE
    if chart.kind == "bar":
        bars = look.bar * len(chart.categories) * (len(chart.series) + 1) // 2
        return min(-(-(bars + _below_bars(chart, layout)) // pitch), most)
    longest = max((len(name) for name in chart.categories), default=0)
    standing = longest * look.size * 10 if _names_stand(chart, layout) else 0
    return min(int(look.height) + standing // pitch, most)


LINES_BESIDE = 6
"""Lines of its page a chart leaves at least to its caption, and to headings or the head of an annex above."""


def _below_bars(chart: Chart, layout: Layout) -> int:
    """Twips for the figures of the axis, and for the legend."""
    return layout.chart.size * 10 * (4 if len(chart.series) > 1 else 2)


def _names_stand(chart: Chart, layout: Layout) -> bool:
    """Whether the names below the columns are too wide to lie side by side."""
    if chart.kind == "bar":
        return False
    widest = max((half_widths(name) for name in chart.categories), default=0) + 1
    return widest * half_width(layout.chart.size) * len(chart.categories) > layout.text_width * PLOT // 100


PLOT = 90
"""Hundredths of the width that are left beside the names or the figures of the axis."""


def number_format(chart: Chart) -> str:
    """The format of every figure, as the text writes it: no thousands apart, decimals as they were typed."""
    values = (value for series in chart.series for value in series.values if value is not None)
    return "0" if all(value == value.to_integral_value() for value in values) else PLAIN_NUMBER


PLAIN_NUMBER = "General"
"""As it is, without a trailing dot; so are the steps of the axis, which Word chooses."""

BLACK, AXIS, GRID = "000000", "595959", "BFBFBF"
THIN, HAIR = 0.75, 0.5
"""Thickness of axes and outlines, and of grid lines, in points."""


def _set_up(space: Any, drawn: Drawn, chart: Chart, layout: Layout) -> None:
    """Language, corners, frame, legend and the workbook: what stands around the plot."""
    from pptx.dml.fill import FillFormat
    from pptx.dml.line import LineFormat
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    _insert(space, "c:lang", layout.language, "c:roundedCorners", "c:AlternateContent", "c:style", "c:chart")
    _insert(space, "c:roundedCorners", "0", "c:AlternateContent", "c:style", "c:chart")
    space.chart.autoTitleDeleted.val = True
    if not space.chart.findall("{*}plotVisOnly"):
        _insert(space.chart, "c:plotVisOnly", "1", "c:dispBlanksAs")
    drawn.font.size = Pt(layout.chart.size / 2)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    frame = _insert(space, "c:spPr", "", "c:txPr", "c:externalData")
    FillFormat.from_fill_parent(frame).background()
    LineFormat(frame).fill.background()
    space.get_or_add_externalData().rId = WORKBOOK_KEY


def _insert(parent: Any, tag: str, value: str, *successors: str) -> Any:
    """A new child of ``parent`` before the first of ``successors``, as the order of the schema wants it."""
    from pptx.oxml.xmlchemy import OxmlElement

    child = OxmlElement(tag)
    if value:
        child.set("val", value)
    return parent.insert_element_before(child, *successors)


def _set_axes(space: Any, drawn: Drawn, chart: Chart, layout: Layout) -> None:
    """Names and figures of the axes; the axis of the figures begins at zero where their length is what one sees."""
    from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_MARK
    from pptx.util import Pt

    names, figures = drawn.category_axis, drawn.value_axis
    for axis, size in ((names, _name_size(chart, layout)), (figures, layout.chart.size)):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.font.size = Pt(size / 2)
    _draw_line(names.format.line, AXIS, THIN)
    figures.format.line.fill.background()
    # Figures that are printed would stand on the lines that one reads them off.
    figures.has_major_gridlines = not _has_labels(chart, layout)
    if figures.has_major_gridlines:
        _draw_line(figures.major_gridlines.format.line, GRID, HAIR)
    figures.tick_labels.number_format, figures.tick_labels.number_format_is_linked = PLAIN_NUMBER, False
    if chart.kind != "line" and all(value >= 0 for series in chart.series for value in series.values if value):
        figures.minimum_scale = 0
    if chart.kind == "bar":
        names.reverse_order = True
        space.valAx_lst[0].crosses.val = XL_AXIS_CROSSES.MAXIMUM
    _insert(space.valAx_lst[0], "c:crossBetween", "between", "c:majorUnit", "c:minorUnit", "c:dispUnits")
    _insert(space.catAx_lst[0], "c:tickLblSkip", "1", "c:tickMarkSkip", "c:noMultiLvlLbl")
    turn = {"rot": "0", "vert": "wordArtVert" if _names_stand(chart, layout) else "horz"}
    space.catAx_lst[0].txPr.bodyPr.attrib.update(turn)
    # python-pptx numbers axes below zero, which the schema does not have.
    for place in space.xpath("//c:axId | //c:crossAx"):
        place.set("val", place.get("val").lstrip("-"))


def _name_size(chart: Chart, layout: Layout) -> int:
    """Half-points of the names: smaller only where so many bars share a page that they would touch."""
    if chart.kind != "bar":
        return layout.chart.size
    room = height_in_lines(chart, layout) * layout.grid.pitch - _below_bars(chart, layout)
    return min(layout.chart.size, max(room // len(chart.categories) // 12, SMALLEST))


SMALLEST = 10
"""Five points: what can still be read."""


def _draw_line(line: Any, colour: str, points: float, dash: str = "SOLID") -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    line.color.rgb = RGBColor.from_string(colour)
    line.width = Pt(points)
    line.dash_style = MSO_LINE_DASH_STYLE[dash]


def _set_plot(drawn: Drawn, chart: Chart) -> None:
    """How close the bars stand."""
    plot = drawn.plots[0]
    plot.vary_by_categories = False
    if chart.kind != "line":
        plot.gap_width = GAPS[min(len(chart.series), len(GAPS)) - 1]
        plot.overlap = 0


GAPS = (80, 40, 40)
"""Between two categories, in hundredths of a bar, by the number of series."""


class Fill(NamedTuple):
    """How the bars of a series are filled: a grey, or a pattern in black on white."""

    grey: str
    pattern: str = ""


FILLS = (
    Fill("D9D9D9"),
    Fill("404040"),
    Fill("8C8C8C"),
    Fill("FFFFFF", "WIDE_UPWARD_DIAGONAL"),
    Fill("FFFFFF", "DOTTED_GRID"),
    Fill("FFFFFF", "DARK_HORIZONTAL"),
)
"""Neighbours are as far from each other as they can be; last year is light, this year dark, and every bar outlined."""
ONLY_FILL = FILLS[2]


class Stroke(NamedTuple):
    """How the line of a series is drawn, and the shape and filling of its markers."""

    grey: str
    dash: str
    marker: str
    filling: str


STROKES = (
    Stroke("595959", "DASH", "SQUARE", "FFFFFF"),
    Stroke("000000", "SOLID", "CIRCLE", "000000"),
    Stroke("7F7F7F", "SOLID", "TRIANGLE", "7F7F7F"),
    Stroke("000000", "ROUND_DOT", "DIAMOND", "FFFFFF"),
)
"""Last year is dashed, this year drawn through."""
ONLY_STROKE = STROKES[1]


def _set_series(series: Any, position: int, chart: Chart, layout: Layout) -> None:
    alone = len(chart.series) == 1
    if chart.kind == "line":
        _set_line(series, ONLY_STROKE if alone else STROKES[position % len(STROKES)])
    else:
        _set_bar(series, ONLY_FILL if alone else FILLS[position % len(FILLS)])
    if _has_labels(chart, layout):
        _set_labels(series, position, chart, layout)


def _set_bar(series: Any, look: Fill) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_PATTERN_TYPE

    series.invert_if_negative = False
    fill = series.format.fill
    if look.pattern:
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE[look.pattern]
        fill.fore_color.rgb = RGBColor.from_string(BLACK)
        fill.back_color.rgb = RGBColor.from_string(look.grey)
    else:
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(look.grey)
    _draw_line(series.format.line, BLACK, HAIR)


def _set_line(series: Any, look: Stroke) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE

    series.smooth = False
    _draw_line(series.format.line, look.grey, LINE_WIDTH, look.dash)
    marker = series.marker
    marker.style, marker.size = XL_MARKER_STYLE[look.marker], MARKER_SIZE
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor.from_string(look.filling)
    _draw_line(marker.format.line, look.grey, THIN)


LINE_WIDTH, MARKER_SIZE = 1.75, 7
"""Thickness of a line and size of its markers in points."""


def _has_labels(chart: Chart, layout: Layout) -> bool:
    """Whether each figure is printed at its bar or point: few enough, and none running into its neighbour."""
    count = len(chart.series)
    if chart.kind == "bar":
        return count == 1 or count * len(chart.categories) <= MOST_LABELS
    beside = count + GAPS[min(count, len(GAPS)) - 1] / 100 if chart.kind == "column" else 1
    room = layout.text_width * PLOT / 100 / len(chart.categories) / beside
    widest = max((half_widths(text) for text in _labels(chart)), default=0)
    return count * len(chart.categories) <= MOST_LABELS and widest * half_width(_label_size(layout)) <= room


MOST_LABELS = 12


def _label_size(layout: Layout) -> int:
    """Half-points of the figures at the bars: a step smaller than the names."""
    return layout.chart.size * 6 // 7


def _labels(chart: Chart) -> Iterator[str]:
    return (f"{value:f}" for series in chart.series for value in series.values if value is not None)


def _set_labels(series: Any, position: int, chart: Chart, layout: Layout) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value = True
    labels.font.size = Pt(_label_size(layout) / 2)
    labels.number_format, labels.number_format_is_linked = number_format(chart), False
    if chart.kind == "line":
        labels.position = XL_LABEL_POSITION.BELOW if _is_below(position, chart) else XL_LABEL_POSITION.ABOVE
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _is_below(position: int, chart: Chart) -> bool:
    """Whether another line runs close above this one, so that its figures must stand below."""
    values = [value for series in chart.series for value in series.values if value is not None]
    means = [_mean(series) for series in chart.series]
    near = (max(values, default=Decimal(0)) - min(values, default=Decimal(0))) / CLOSE_LINES
    return any(means[position] < mean < means[position] + near for mean in means)


CLOSE_LINES = 6
"""Lines nearer than this part of the height of the chart leave no room for figures between them."""


def _mean(series: Series) -> Decimal:
    known = [value for value in series.values if value is not None]
    return sum(known, Decimal(0)) / max(len(known), 1)


def _set_fonts(space: Any, layout: Layout) -> None:
    """The fonts of the layout wherever a font is set: one for letters and digits, one for Chinese."""
    from pptx.oxml.xmlchemy import OxmlElement

    role = layout.chart.font
    names = {"a:latin": layout.fonts.latin_for(role), "a:ea": layout.fonts.named(role)[0]}
    for font in space.xpath("//a:defRPr"):
        for tag, name in names.items():
            face = OxmlElement(tag)
            face.set("typeface", name)
            font.append(face)
    for end in space.xpath("//a:endParaRPr"):
        end.set("lang", layout.language)
