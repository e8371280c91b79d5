"""What templates, rules and formulas may name, checked before any form is read.

A name that no field has, a filter that does not exist, a yes or no that would be printed: each is a
Problem with file and line, never a surprise in print.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct, field
from msgspec.structs import replace

from generator.figures.values import LAST_YEAR
from generator.language.fields import Field, Group
from generator.language.sandbox import (
    ENVIRONMENT,
    FLAG_PRINTED,
    GROUP_PRINTED,
    OVER_RECORDS,
    RESULT_PRINTED,
    TEMPLATE_CONTEXT,
    TERMS,
    UNLIKE,
    WHOLE_FORM,
    parse_template,
)
from generator.language.signs import (
    BRACES,
    LONE_BRACE,
    cure_of_braces,
    cure_of_lone_brace,
    cure_of_signs,
    inside_braces,
    wide_braces,
)
from generator.problem import Place, Problem, Spot, did_you_mean, error, nearest, spell_path
from generator.reading.characters import FORBIDDEN


class Names(Struct, frozen=True):
    """What a template or rule of one section may name."""

    own: Group
    """The section's own fields, named plainly."""
    whole: Group
    """All sections of the report, named through 表."""
    terms: tuple[str, ...] = ()
    context: tuple[str, ...] = tuple(TEMPLATE_CONTEXT)
    lenient: bool = False
    """Whether a section that is not among those read may be named."""


class Checked(Struct, frozen=True):
    """What a template or rule names, and what is wrong with it."""

    used: set[str]
    """Paths of the fields it names."""
    problems: list[Problem]
    absent: dict[str, int]
    """Sections it names that are not among those read, and where."""


ANYTHING = Group("", "", Place(""))
"""Stands for a value that the check does not follow."""


Scope = dict[str, Group | Field]


PARTS = (nodes.Getattr, nodes.Getitem)
NAMING = (nodes.Name, *PARTS)
LISTS = (nodes.List, nodes.Tuple)
LOOKED_UP = (nodes.Filter, nodes.Test)
RESULTS = (nodes.BinExpr, nodes.UnaryExpr, nodes.Compare, nodes.Test, nodes.Concat)
"""Expressions whose result is a number, a yes or no, or words without a trace."""
OTHER_TEMPLATES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block)


FAR_REACHING = (*OTHER_TEMPLATES, nodes.Const, nodes.Call, nodes.Pow, nodes.Mul)
"""What could run for ever or look beyond the template; few of the nodes of one."""


class _Check(Struct):
    names: Names
    file: str
    offset: int
    prints: bool = True
    """False for a rule or formula, whose result is not printed."""
    problems: list[Problem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    absent: dict[str, int] = field(default_factory=dict)

    def fault(self, node: nodes.Node, what: str, advice: str) -> Group:
        found = error(Place(self.file, Spot(node.lineno + self.offset)), what, advice)
        if found not in self.problems:
            self.problems.append(found)
        return ANYTHING

    def walk(self, node: nodes.Node, scope: Scope) -> None:
        """Checks every name below ``node``; loop variables and ``set`` names live in ``scope``."""
        if isinstance(node, NAMING):
            self.use(self.resolve(node, scope))
        elif isinstance(node, nodes.Assign):
            self.walk(node.node, scope)
            scope.update(dict.fromkeys(_target_names(node.target), ANYTHING))
        elif isinstance(node, nodes.For):
            self.walk_loop(node, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = ANYTHING
            inner = {**scope, **dict.fromkeys((argument.name for argument in node.args), ANYTHING)}
            for child in (*node.defaults, *node.body):
                self.walk(child, inner)
        elif isinstance(node, nodes.Call) and not self.prints and _is_named(node.node, OVER_RECORDS):
            self.use(self.over_records(node, scope))
        else:
            self.check_callable(node)
            if isinstance(node, FAR_REACHING):
                self.check_reach(node)
            if isinstance(node, nodes.Output) and self.prints:
                self.check_printed(node.nodes, scope)
            for child in node.iter_child_nodes():
                self.walk(child, scope)

    def check_reach(self, node: nodes.Node) -> None:
        """Reports what could run for ever or look beyond the template."""
        if isinstance(node, OTHER_TEMPLATES):
            self.fault(node, "模板里不能引用别的模板。", "请把要用的话写在这份模板里。")
        elif isinstance(node, nodes.Const):
            self.check_constant(node)
        elif isinstance(node, nodes.Call) and isinstance(node.node, PARTS):
            self.fault(node, "模板里不能这样用括号。", "要改写文字请用过滤器，见模板手册。")
        elif isinstance(node, nodes.Pow):
            self.fault(node, "模板里不能用乘方。", "请改用加减乘除。")
        elif isinstance(node, nodes.Mul) and any(
            isinstance(side, LISTS) or (isinstance(side, nodes.Const) and isinstance(side.value, str))
            for side in (node.left, node.right)
        ):
            self.fault(node, "模板里不能成倍地重复文字。", "请把要印的话照写。")

    def check_constant(self, node: nodes.Const) -> None:
        """Reports a number without end, and a quoted text that cannot be printed or prints its braces."""
        if isinstance(node.value, float) and not isfinite(node.value):
            self.fault(node, "模板里的数太大了。", "请核对这个数。")
        elif isinstance(node.value, str) and (bad := FORBIDDEN.search(node.value)):
            what = f"引号里含有控制字符（U+{ord(bad.group()):04X}），无法印出。"
            self.fault(node, what, "请删去反斜杠和它后面的编码。")
        elif isinstance(node.value, str) and BRACES.search(node.value):
            what = "引号里的 {{ }}、{% %} 不会换成内容，会照样印出来。"
            self.fault(node, what, "请把它移到引号外面，这一句拆开来写。")

    def check_printed(self, printed: list[nodes.Expr], scope: Scope) -> None:
        """Reports what stands between {{ }} and cannot be printed, whatever the form holds."""
        for node in printed:
            if isinstance(node, nodes.TemplateData):
                if brace := LONE_BRACE.search(node.data):
                    above = node.data.count("\n", 0, brace.start())
                    what = f"这里的「{brace[0]}」不成对，会照原样印在文中。"
                    advice = cure_of_lone_brace(node.data, brace.start()) or UNPAIRED
                    self.fault(nodes.TemplateData("", lineno=node.lineno + above), what, advice)
            elif isinstance(node, nodes.CondExpr):
                self.check_printed([node.expr1, *([node.expr2] if node.expr2 else [])], scope)
            elif isinstance(node, nodes.Or):
                self.check_printed([node.left, node.right], scope)
            elif isinstance(node, RESULTS) and not (isinstance(node, nodes.Concat) and _is_constant(node)):
                self.fault(node, *RESULT_PRINTED)
            elif isinstance(node, NAMING):
                found = _silently(self, node, scope)
                if (isinstance(found, Group) and found is not ANYTHING) or _is_records(found):
                    self.fault(node, *GROUP_PRINTED)
                elif isinstance(found, Field) and not found.kind.prints:
                    self.fault(node, *FLAG_PRINTED)

    def check_callable(self, node: nodes.Node) -> None:
        """Reports a filter or test that does not exist, which only rendering would notice."""
        if isinstance(node, LOOKED_UP):
            is_filter = isinstance(node, nodes.Filter)
            known = ENVIRONMENT.filters if is_filter else ENVIRONMENT.tests
            if node.name not in known:
                near = nearest(node.name, known)
                what = f"没有“{node.name}”这个{'过滤器' if is_filter else '判断'}。"
                self.fault(node, what, f"是不是“{near}”？" if near else "可用的见模板手册。")

    def walk_loop(self, node: nodes.For, scope: Scope) -> None:
        items = self.resolve(node.iter, scope)
        self.use(items)
        inner = {**scope, **dict.fromkeys(_target_names(node.target), _item_of(items)), "loop": ANYTHING}
        for child in (*([node.test] if node.test else []), *node.body):
            self.walk(child, inner)
        for child in node.else_:
            self.walk(child, scope)

    def use(self, found: Group | Field) -> None:
        if isinstance(found, Field):
            self.used.add(found.path)
        elif found is not self.names.own and found is not self.names.whole:
            self.used.update(leaf.path for leaf in found.leaves())

    def over_records(self, node: nodes.Call, scope: Scope) -> Group | Field:
        """The field of records whose sum a rule asks for."""
        advice = f"请写成 {OVER_RECORDS}(记录.项目)。"
        asked = node.args[0] if len(node.args) == 1 else None
        if not isinstance(asked, nodes.Getattr):
            return self.fault(node, f"{OVER_RECORDS}( ) 里要写一种记录的一个数。", advice)
        base = self.resolve(asked.node, scope)
        if base is ANYTHING:
            return ANYTHING
        if not isinstance(base, Field) or base.record is None or base.path.startswith(f"{LAST_YEAR}."):
            return self.fault(node, f"「{asked.attr}」前面的不是本年的记录。", advice)
        found = self.child(asked, base.record, asked.attr)
        if found is not ANYTHING and (not isinstance(found, Field) or found.unit is None):
            return self.fault(node, f"「{asked.attr}」不是数，不能相加。", advice)
        return found

    def resolve(self, node: nodes.Node, scope: Scope) -> Group | Field:
        """The field or group an expression names, ANYTHING when it is something else."""
        if isinstance(node, nodes.Name):
            return ANYTHING if node.ctx != "load" else self.root(node, scope)
        if isinstance(node, nodes.Getattr):
            return self.child(node, self.resolve(node.node, scope), node.attr)
        if isinstance(node, nodes.Getitem):
            base = self.resolve(node.node, scope)
            if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                return self.child(node, base, node.arg.value)
            self.walk(node.arg, scope)
            return _item_of(base)
        self.walk(node, scope)
        return ANYTHING

    def root(self, node: nodes.Name, scope: Scope) -> Group | Field:
        name = node.name
        if name in scope:
            return scope[name]
        if found := self.names.own.find(name):
            return found
        if name == WHOLE_FORM:
            return self.names.whole
        if name == LAST_YEAR:
            return _as_last_year(self.names.own)
        if name == TERMS or name in self.names.context:
            return ANYTHING
        return self.fault(node, f"没有「{name}」这个项目。", self.suggest(name, self.names.own))

    def child(self, node: nodes.Getattr | nodes.Getitem, base: Group | Field, name: str) -> Group | Field:
        if name.startswith("_"):
            return self.fault(node, f"模板里不能用「{name}」。", "以下划线开头的名字一律不可用。")
        if isinstance(node.node, nodes.Name) and node.node.name == TERMS and name not in self.names.terms:
            known = "、".join(self.names.terms)
            return self.fault(node, f"词语表里没有「{name}」。", f"terms.yaml 里有：{known}。")
        if base is ANYTHING:
            return ANYTHING
        if isinstance(base, Field):
            return self.fault(node, f"「{base.name}」下面没有「{name}」。", "请去掉后一截，或检查写法。")
        found = base.find(name)
        if found is None and base is self.names.whole and self.names.lenient:
            self.absent.setdefault(name, node.lineno + self.offset)
            return ANYTHING
        where = f"「{spell_path(base.path)}」里" if base.path else "各节里"
        return found or self.fault(node, f"{where}没有「{name}」这个项目。", self.suggest(name, base))

    def suggest(self, name: str, group: Group) -> str:
        known = [*group.children, *(self.names.context if group is self.names.own else ())]
        listed = f"可以用的有：{'、'.join(group.usual)}。" if group.children else "请先在 form.yaml 里加上它。"
        return did_you_mean(name, known, listed)


def _as_last_year(group: Group) -> Group:
    """The group with every field as last year's form has it; a figure named only so counts as not named."""
    children: dict[str, Field | Group] = {
        name: replace(child, path=f"{LAST_YEAR}.{child.path}") if isinstance(child, Field) else _as_last_year(child)
        for name, child in group.children.items()
    }
    return replace(group, path=f"{LAST_YEAR}.{group.path}", children=children)


def _silently(check: _Check, node: nodes.Node, scope: Scope) -> Group | Field:
    """What ``node`` names; its faults are reported when it is walked."""
    return _Check(check.names, check.file, check.offset).resolve(node, dict(scope))


def _is_named(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _is_constant(node: nodes.Concat) -> bool:
    return all(isinstance(part, nodes.Const) for part in node.nodes)


def _is_records(found: Group | Field) -> bool:
    return isinstance(found, Field) and found.kind.holds_records


def _item_of(items: Group | Field) -> Group | Field:
    return items.record if isinstance(items, Field) and items.record else ANYTHING


def _target_names(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    for name in target.find_all(nodes.Name):
        yield name.name


UNPAIRED = "请检查 {{ }}、{% %} 是否两个一对，中间没有空格和换行。"
PAIRED = "请检查 {{ }}、{% %} 是否成对，if、for、together、任选是否写了结尾。"
AS_RULES_ARE = (
    "请照「户数 <= 人数」「甲 + 乙」这样写：符号有 <=、>=、<、>、==、!=、+、-、*、/，连起来用 and、or，括号要成对。"
)


def check_template(source: str, file: str, names: Names, offset: int = 0, prints: bool = True) -> Checked:
    """What a template names, and its faults; ``offset`` is added to line numbers."""
    check = _Check(names, file, offset, prints)
    check.problems += wide_braces(source, file, offset)
    try:
        tree = parse_template(source)
        check.walk(tree, {})
    except TemplateSyntaxError as fault:
        if prints:
            what = f"模板写法不对：{_explain(fault)}。"
            advice = cure_of_braces(source) or cure_of_signs(inside_braces(source)) or PAIRED
        else:
            what = f"看不懂「{source[3:-3]}」这个式子。"
            advice = cure_of_signs(source[3:-3], words=True) or AS_RULES_ARE
        if fault.message == UNLIKE:
            advice = "各单位印其中一种，每一种都要把填的数说全；请把少的项目补上。"
        return Checked(set(), [*check.problems, error(Place(file, Spot(fault.lineno + offset)), what, advice)], {})
    except RecursionError:
        return Checked(set(), [error(Place(file, Spot(offset + 1)), "括号或语句套得太深。", "请分开来写。")], {})
    return Checked(check.used, check.problems, check.absent)


def check_expression(source: str, file: str, line: int, names: Names) -> Checked:
    """What a rule or formula names, and its faults."""
    return check_template("{{ " + source + " }}", file, names, line - 1, prints=False)


SYNTAX_FAULTS = {
    "Unexpected end of template": "有一段没有结尾（缺 endif、endfor、endtogether 或任选完）",
    "unexpected end of template": "有一段没有结尾（缺 }} 或 %}）",
    "end of print statement": "}} 前面有多余或缺少的符号",
    "end of statement block": "%} 前面有多余或缺少的符号",
    "Encountered unknown tag": "用了不认识的标签",
    "expected token": "少了或多了符号",
    "unexpected": "有多余的符号",
    UNLIKE: UNLIKE,
}


def _explain(fault: TemplateSyntaxError) -> str:
    message = str(fault.message)
    return next((reason for words, reason in SYNTAX_FAULTS.items() if words in message), "写法读不懂")
