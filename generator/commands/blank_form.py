"""The blank form that ``zongjie new`` writes: every field of a report, grouped, labelled, explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.chinese.width import half_widths
from generator.figures.values import Day, Figure, Value, Words
from generator.form.form import Form
from generator.form.head import HEAD
from generator.form.remarks import LAST_YEARS_WORDS, OF_LAST_YEAR, OF_TOWNS, SUM_OF_TOWNS, explain, explain_period
from generator.library.fields import Field, Group
from generator.library.library import CUSTOM, Library, Section
from generator.reckoning.rollup import rule_of

COLUMN = 24
"""Where the comment behind a key begins, in half-width columns."""

PREFACE = """\
# {title}　填报表
#
# 怎样填：在冒号后面空一格填写。没有的项目留空，文中不会出现；填 0 或“无”表示确实没有。
# 数字照平时的写法：274、274人、45805元、超过50万元、60多人、不少于20人都可以，单位可写可不写。
# 每级缩进两个空格，不要用 Tab 和全角空格；冒号用半角。# 后面是说明，不会印出。
# 表里没有的数，可以在任何一节里加上：自定义: [{{名称: 助学人数, 数值: 12人}}]，名称和数值照样印出。
# 填好后：zongjie check 检查，zongjie build 成稿。
"""


def write_blank(start: Form, unit: str, year: int, sources: Sequence[str] = (), expected: Sequence[str] = ()) -> str:
    """The text of a blank form for ``unit`` and ``year``; it reads back without a fault.

    What is known at the start of it, last year's values and the sums of its towns, stands beside the
    fields as comments. ``sources`` are the patterns of 汇总自, ``expected`` the names of 应报单位.
    """
    blank = _Blank(start, year)
    lines = [PREFACE.format(title=f"{unit}{year}年{start.library.report.name}")]
    lines += [*blank.head(unit), *blank.sums(sources, expected)]
    for section in start.library.sections:
        if section.is_current(year):
            lines += ["", *blank.section(section)]
    return "\n".join(lines) + "\n"


class _Blank:
    """Writes the lines of one form."""

    def __init__(self, start: Form, year: int) -> None:
        self.start = start
        self.library: Library = start.library
        self.year = year

    def head(self, unit: str) -> Iterator[str]:
        yield _line(0, "报告", self.library.report_name, self.library.report.name)
        yield _line(0, "单位", unit, HEAD["单位"])
        yield _line(0, "年度", str(self.year))
        yield _line(0, "期间", self.start.head.period.name, explain_period(self.library))
        yield _line(0, "截至", "", HEAD["截至"])
        yield _line(0, "署名", "", HEAD["署名"])
        yield _line(0, "成文日期", "", f"如 {self.year}-12-20")
        last = f"找到了 {self.start.last.file}，各项后面注有上年的数" if self.start.last else HEAD["上年"]
        yield _line(0, "上年", "", last)
        yield _line(0, "公文", "", HEAD["公文"])
        yield _line(0, "核对说明", "", HEAD["核对说明"])

    def sums(self, sources: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
        """What a form that sums others says of them."""
        if not self.library.report.sums:
            return
        if not sources:
            yield _line(0, "汇总自", "", HEAD["汇总自"])
            return
        yield _line(0, "汇总自", "", "下面留空的数由这些表单相加，填了的照填的印，并与相加的数核对")
        yield from (f'  - "{source}"' for source in sources)
        yield _line(0, "应报单位", "", "少了哪个会提醒；附件的表也照这个次序排")
        yield from (f"  - {name}" for name in expected)

    def section(self, section: Section) -> Iterator[str]:
        heading = self.library.say(section.heading, self.year)
        title = f"{section.key}（{heading}）" if heading and heading != section.key else section.key
        yield f"# ━━━━ {title} ━━━━"
        if section.definition.help:
            yield f"# {self.library.say(section.definition.help, self.year)}"
        direct = section.root.find(section.definition.direct) if section.definition.direct else None
        if isinstance(direct, Field):
            yield from self.field(direct, 0, section.key)
            return
        yield f"{section.key}:"
        yield from self.group(section.root, 2)

    def group(self, group: Group, indent: int) -> Iterator[str]:
        """The usual children first, the rarer ones after a line that says so."""
        children = [child for name, child in group.children.items() if name != CUSTOM]
        usual = [child for child in children if not _is_rare(child)]
        rare = [child for child in children if _is_rare(child)]
        for child in usual:
            yield from self.child(child, indent)
        if rare and usual:
            yield f"{' ' * indent}# 以下各项较少用到，有就填："
        for child in rare:
            yield from self.child(child, indent)

    def child(self, child: Group | Field, indent: int) -> Iterator[str]:
        if isinstance(child, Field):
            yield from self.field(child, indent, child.name)
        else:
            yield f"{' ' * indent}{child.name}:"
            yield from self.group(child, indent + 2)

    def field(self, field: Field, indent: int, key: str) -> Iterator[str]:
        yield _line(indent, key, "", self.explain(field))
        margin = " " * (indent + 2)
        if field.record:
            lines = list(self.group(field.record, indent + 4))
            yield from (f"{margin}- {lines[0].strip()}", *lines[1:])
        yield from (f"{margin}# {line}" for line in self.texts(field))
        if field.phrases:
            yield f"{margin}# 可以只写短名，印出来是整句；也可以写自己的话："
            for name, sentence in field.phrases.items():
                yield f"{margin}#   {name}：{sentence}"
        if field.kind.is_list:
            yield f"{margin}-"

    def explain(self, field: Field) -> str:
        """The comment behind a key: its help, and what is known of it at the start."""
        return "，".join(part for part in (explain(field, self.library, self.year), *self.figures(field)) if part)

    def figures(self, field: Field) -> Iterator[str]:
        """What the towns give for a field, and what it was last year."""
        summed = self.start.values.get(field.path)
        last = self.start.last.values.get(field.path) if self.start.last else None
        if isinstance(summed, Figure) and summed.parts:
            yield (SUM_OF_TOWNS if rule_of(field) == "sum" else OF_TOWNS).format(summed.text)
        if isinstance(last, Figure | Day):
            yield OF_LAST_YEAR.format(last.text)
        elif isinstance(last, Words) and len(last.text) <= SHORT_TEXT:
            yield LAST_YEARS_WORDS.format(last.text)

    def texts(self, field: Field) -> Iterator[str]:
        """The sentences of last year, and of the towns where an author wants to know them all."""
        last = self.start.last.values.get(field.path) if self.start.last else None
        if said := [*_sentences(last)]:
            yield "上年写的："
            yield from (f"  {text}" for text in said)
        towns = [(town.name, text) for town in self.start.towns for text in _sentences(town.values.get(field.path))]
        if field.definition.renewed and towns:
            yield "各单位写的，供参考，不会印出："
            yield from (f"  {name}：{text}" for name, text in towns)


SHORT_TEXT = 20
"""A text up to this long stands behind its key, a longer one on lines of its own."""


def _sentences(value: Value | None) -> Iterator[str]:
    """Each text of a value on one line, as it was typed."""
    found: Iterable[object] = value if isinstance(value, tuple) else (value,)
    for one in found:
        if isinstance(one, Words) and (isinstance(value, tuple) or len(one.text) > SHORT_TEXT):
            yield " ".join(one.text.split())


def _is_rare(child: Group | Field) -> bool:
    if isinstance(child, Field):
        return child.definition.rare
    return all(leaf.definition.rare for leaf in child.leaves())


def _line(indent: int, key: str, value: str, comment: str = "") -> str:
    """One line of the form, its comment in a column of its own."""
    text = f"{' ' * indent}{key}: {value}".rstrip()
    if not comment:
        return text
    return f"{text}{' ' * max(COLUMN - half_widths(text), 2)}# {comment}"
