"""The text of a new form: what is to be known of a line stands above it, so that nothing but what is filled in stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from generator.blank.advice import (
    SAID_ANYWAY,
    Adviser,
    Named,
    figure_of_last_year,
    in_lines,
    known_of_towns,
    words_of_last_year,
    words_of_towns,
)
from generator.blank.outline import Choice, SectionPart, last_value, outline
from generator.chinese.script import to_traditional
from generator.form.form import Form
from generator.form.head import HEAD
from generator.form.remarks import explain_period
from generator.language.fields import Field, Group
from generator.library.library import Section

PREFACE = """\
一、在冒号后面空一格填写。没有的空着，文中就不会出现；填 0 或“无”，是说确实没有。
二、数照平时的写法：274、274人、45805元、超过50万元、60多人；单位可写可不写。括号里是单位和说明。
三、有“-”的地方一条写一行，有几条写几行，都以“- ”开头。可以写自己的话，也可以只写列出的短名，印出来是整句。
四、以 # 开头的行是说明，不会印出，不要填在里面。缩进照原样，不用 Tab 和全角空格；冒号用半角。
五、表里没有的数，可以加在任何一节里：自定义: [{名称: 助学人数, 数值: 12人}]，名称和数值照样印出。
六、填好保存后，用 zongjie check 检查，用 zongjie build 成稿。"""
USUAL_HEAD = ("报告", "单位", "年度", "期间", "截至", "署名", "成文日期", "上年")
"""The keys of the head that a form begins with; the last only where a form of last year was found."""
SAID_OF_SUMS = {
    "汇总自": "下面留空的数由这些表单相加，填了的照填的印，并与相加的数核对",
    "应报单位": "少了哪个会提醒；附件的表也照这个次序排",
}
"""The keys of a form that sums others, and what is said of them where they are filled in."""
HOW_TO_ADD = (
    "要填的，照名字写进上面那一节，一项一行，加上冒号；括号里的写在括号前那一行下面，多缩进两格；没有的节写在最后。"
)
BAND = "━━━━"


class Kept(str):
    """A text that stands as it was typed, whatever the script of the form: a unit, a path, last year's words."""

    __slots__ = ()


class Wanted(Struct, frozen=True):
    """Whose form is wanted, and what is known of it at the start."""

    unit: str
    year: int
    sources: tuple[str, ...] = ()
    """The patterns of 汇总自."""
    expected: tuple[str, ...] = ()
    """The names of 应报单位."""
    templates: tuple[str, ...] = ()
    """The folders of 模板, as the form names them."""
    choice: Choice = Choice()
    command: str = ""
    """What to type for a form with lines for everything."""
    traditional: bool = False
    """Whether it is to be filled in with Traditional characters."""


def write_blank(start: Form, wanted: Wanted) -> str:
    """The text of a blank form; it reads back without a fault.

    What is known at the ``start`` of it, last year's values and the sums of its towns, stands above the fields.
    """
    return "\n".join(_Page(start, wanted).lines()) + "\n"


class _Page:
    """Writes the lines of one form."""

    def __init__(self, start: Form, wanted: Wanted) -> None:
        self.start = start
        self.wanted = wanted
        self.library = start.library
        self.year = wanted.year
        self.say: Callable[[str], str] = to_traditional if wanted.traditional else str
        self.said: set[str] = set()
        """The advice that the section at hand has given already."""

    def lines(self) -> Iterator[str]:
        """All lines of the form."""
        yield from self.comment(0, Kept(self.wanted.unit), f"{self.year}年{self.library.report.name}　填报表")
        for line in PREFACE.split("\n"):
            yield from self.comment(0, line)
        yield ""
        yield from self.head()
        parts = list(outline(self.start, self.year, self.wanted.choice))
        for part in parts:
            if not part.is_folded:
                yield from ("", *self.section(part))
        yield from self.names([part for part in parts if part.rest.children])

    # ---- lines

    def line(self, indent: int, key: str, value: str = "") -> str:
        return f"{' ' * indent}{self.say(key)}: {self.spell(value)}".rstrip()

    def comment(self, indent: int, *texts: str) -> Iterator[str]:
        """A line of advice, or as many as it takes."""
        margin = " " * indent
        first, *more = in_lines("".join(map(self.spell, texts)), indent + 4)
        yield f"{margin}# {first}".rstrip()
        yield from (f"{margin}#   {line}" for line in more)

    def spell(self, text: str) -> str:
        return text if isinstance(text, Kept) else self.say(text)

    # ---- the head

    def head(self) -> Iterator[str]:
        filled = self.filled_head()
        yield from self.comment(0, f"{self.library.report_name} 就是{self.library.report.name}，这三行不用改")
        sums = tuple(SAID_OF_SUMS) if self.library.report.sums else ()
        usual = USUAL_HEAD if self.start.last else USUAL_HEAD[:-1]
        for key in (*usual, *sums):
            yield from self.head_key(key, filled)
        others = [key for key in HEAD if key not in (*usual, *SAID_OF_SUMS)]
        lines = [key for key in others if filled.get(key) or self.wanted.choice.full]
        for key in lines:
            yield from self.head_key(key, filled)
        if named := [key for key in others if key not in lines]:
            yield from self.comment(0, "开头还可以加这几行，一般不用：")
            for key in named:
                yield from self.comment(0, "  ", *self.head_advice(key))

    def filled_head(self) -> dict[str, tuple[str, ...]]:
        """What is known of the head."""
        return {
            "报告": (Kept(self.library.report_name),),
            "单位": (Kept(self.wanted.unit),),
            "年度": (str(self.year),),
            "期间": (self.start.head.period.name,),
            "文字": ("繁体",) if self.wanted.traditional else (),
            "模板": tuple(map(Kept, self.wanted.templates)),
            "汇总自": tuple(Kept(f'"{source}"') for source in self.wanted.sources),
            "应报单位": tuple(map(Kept, self.wanted.expected)),
        }

    def head_key(self, key: str, filled: dict[str, tuple[str, ...]]) -> Iterator[str]:
        values = filled.get(key, ())
        yield from self.comment(0, *self.head_advice(key)) if key not in USUAL_HEAD[:3] else ()
        if key in SAID_OF_SUMS or len(values) > 1:
            yield self.line(0, key)
            yield from (f"  - {self.spell(value)}" for value in values)
        else:
            yield self.line(0, key, *values)

    def head_advice(self, key: str) -> tuple[str, ...]:
        """What is said above a key of the head."""
        if key == "期间":
            return (f"{key}：{explain_period(self.library)}；一节里也可以另填",)
        if key == "成文日期":
            return (f"{key}：如 {self.year}-12-20",)
        if key == "上年" and self.start.last:
            return (f"{key}：找到了 ", Kept(self.start.last.file), "，上年的数注在各项上面")
        if key in SAID_OF_SUMS and self.wanted.sources:
            return (f"{key}：{SAID_OF_SUMS[key]}",)
        return (f"{key}：{HEAD[key]}",)

    # ---- sections

    def section(self, part: SectionPart) -> Iterator[str]:
        section = part.section
        self.said.clear()
        yield from self.comment(0, f"{BAND} {self.title(section)} {BAND}")
        if section.definition.help:
            yield from self.comment(0, self.library.say(section.definition.help, self.year))
        adviser = Adviser(section, self.library, self.year)
        direct = part.shown.find(section.definition.direct) if section.definition.direct else None
        if isinstance(direct, Field) and len(part.shown.children) == 1:
            yield from self.field(direct, 0, adviser.named(direct), section.key)
            return
        yield self.line(0, section.key)
        yield from self.group(part.shown, 2, adviser)

    def title(self, section: Section) -> str:
        heading = self.library.say(section.heading, self.year)
        return f"{section.key}（{heading}）" if {*heading} - {*section.key, *SAID_ANYWAY} else section.key

    def group(self, group: Group, indent: int, adviser: Adviser) -> Iterator[str]:
        """The children of a group; fields of which the same must be known share one line of advice."""
        run: list[tuple[Field, Named]] = []
        for child in group.children.values():
            named = adviser.named(child) if isinstance(child, Field) else None
            if isinstance(child, Field) and named and self.is_plain(child):
                if run and run[0][1].help != named.help:
                    yield from self.run(run, indent)
                    run = []
                run.append((child, named))
                continue
            yield from self.run(run, indent)
            run = []
            if isinstance(child, Field) and named:
                yield from self.field(child, indent, named)
            elif isinstance(child, Group):
                yield self.line(indent, child.name)
                yield from self.group(child, indent + 2, adviser)
        yield from self.run(run, indent)

    def is_plain(self, field: Field) -> bool:
        """Whether all that may be said of a field is its name, its unit, its help, and figures."""
        own = field.record or field.phrases or field.kind.is_list or last_value(self.start, field)
        return not (own or words_of_last_year(field, self.start))

    def run(self, run: list[tuple[Field, Named]], indent: int) -> Iterator[str]:
        """Fields under one line with their names and units, and the help that they share."""
        if not run:
            return
        advice = "、".join(named.text for _, named in run) + (f"：{run[0][1].help}" if run[0][1].help else "")
        if advice not in self.said:
            self.said.add(advice)
            yield from self.comment(indent, advice)
        yield from self.figures([field for field, _ in run], indent)
        yield from (self.line(indent, field.name) for field, _ in run)

    def figures(self, fields: list[Field], indent: int) -> Iterator[str]:
        """What is known of some fields before they are filled in: what the towns have, what was last year."""
        for text in known_of_towns(fields, self.start):
            yield from self.comment(indent, text)
        last = [(field, figure_of_last_year(field, self.start)) for field in fields]
        if texts := [f"{field.name} {text}" for field, text in last if text]:
            yield from self.comment(indent, f"上年：{'，'.join(texts)}")

    def field(self, field: Field, indent: int, named: Named, section: str = "") -> Iterator[str]:
        """A field with advice of its own; what is filled in right behind the key of a ``section`` goes by that name."""
        before = last_value(self.start, field)
        short = () if self.wanted.choice.full else tuple(field.phrases)
        label = named.text if field.unit else self.library.say(field.label, self.year)
        name = "" if section else label
        known = named.known if section or field.record else ()
        sentences = (
            "：".join(filter(None, (name, "，".join((*known, *([named.help] if named.help else [])))))),
            "已照上年的表填好，不对就改，不用就删去" if before else "",
            f"短名：{'、'.join(short)}" if short else "",
        )
        if any(sentences):
            yield from self.comment(indent, "。".join(filter(None, sentences)))
        yield from self.figures([field], indent)
        yield from self.texts(field, indent)
        yield self.line(indent, section or field.name, before.text if before else "")
        margin = " " * (indent + 2)
        if field.record:
            yield from self.record(field.record, margin)
        elif field.kind.is_list:
            yield f"{margin}-"

    def record(self, group: Group, margin: str) -> Iterator[str]:
        """One record, with all that is said of its fields before it."""
        section = self.library.section(group.path.partition(".")[0])
        adviser = Adviser(section, self.library, self.year) if section else None
        lines = list(self.group(group, len(margin) + 2, adviser)) if adviser else []
        yield from (f"{margin}{line.strip()}" for line in lines if line.lstrip().startswith("#"))
        first, *others = [line for line in lines if not line.lstrip().startswith("#")] or [""]
        yield from (f"{margin}- {first.strip()}".rstrip(), *others)

    def texts(self, field: Field, indent: int) -> Iterator[str]:
        """The short names of a field, and the sentences of last year and of the towns."""
        if field.phrases and self.wanted.choice.full:
            yield from self.comment(indent, "短名和印出来的整句：")
            for name, sentence in field.phrases.items():
                yield from self.comment(indent, f"  {name}：{sentence}")
        said = words_of_last_year(field, self.start)
        if said and not field.kind.is_list:
            yield from self.comment(indent, "上年写的：", *map(Kept, said))
        elif said:
            yield from self.comment(indent, "上年写的：")
            for text in said:
                yield from self.comment(indent, "  ", Kept(text))
        if towns := list(words_of_towns(field, self.start)):
            yield from self.comment(indent, "各单位写的，供参考，不会印出：")
            for name, text in towns:
                yield from self.comment(indent, "  ", Kept(f"{name}：{text}"))

    # ---- what is only named

    def names(self, parts: list[SectionPart]) -> Iterator[str]:
        """The second part: what has no line, by name, section by section."""
        if not parts:
            return
        yield ""
        yield from self.comment(0, f"{BAND} 用得少的项目，这里只列名字 {BAND}")
        yield from self.comment(0, HOW_TO_ADD)
        if self.wanted.command:
            yield from self.comment(0, "要看它们的单位和说明，另外生成一份全的：", Kept(self.wanted.command))
        for part in parts:
            yield from self.comment(0, f"{part.section.key}：{'、'.join(_spelled(part.rest))}")


def _spelled(group: Group) -> Iterator[str]:
    """The names in a group, those of an inner group in brackets behind its own."""
    for child in group.children.values():
        inner = child if isinstance(child, Group) else child.record
        dash = "" if inner is child else "- "
        yield f"{child.name}（{dash}{'、'.join(_spelled(inner))}）" if inner else child.name
