"""What keeps the modules apart: one order of imports, small modules, small functions, no knowledge of the trade in code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache

import pytest
import yaml
from forms import ROOT
from rooms import ORDER, PACKAGE, ROOMS, source_of, tree

MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 40


def imported(module: str, everywhere: bool = False) -> set[str]:
    """The modules of ours that ``module`` imports when it is loaded, or also later."""
    nodes = ast.walk(tree(module)) if everywhere else tree(module).body
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "generator":
            source = node.module.removeprefix("generator").removeprefix(".")
            found |= {source} if source in ORDER else {f"{source}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("generator.") for alias in node.names if "generator" in alias.name}
    return found


def test_every_module_has_its_place_in_the_order():
    there = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py") if path.stem != "__init__"]
    assert sorted(ORDER) == sorted(".".join(path.parts) for path in there)


@pytest.mark.parametrize("room", [room for room in ROOMS if (PACKAGE / room).is_dir()])
def test_a_room_holds_its_table_and_nothing_else(room):
    assert [type(node) for node in tree(room).body] == [ast.Expr]


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_those_before_it(module):
    before = set(ORDER[: ORDER.index(module)])
    assert imported(module) - before == set()


@pytest.mark.parametrize("module", ORDER)
def test_no_module_asks_the_package_for_what_it_offers_others(module):
    """It would be a way around the order of the rooms."""
    named = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert "generator" not in {
        name
        for node in named
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }


@pytest.mark.parametrize("module", ORDER)
def test_what_is_imported_later_is_of_the_edges_only(module):
    later = imported(module, everywhere=True) - imported(module)
    assert not later or module in ("terminal.console", "commands.build")
    assert later - set(ORDER[: ORDER.index(module)]) == set()


@pytest.mark.parametrize("module", ORDER)
def test_a_module_is_small_enough_to_be_read_at_once(module):
    assert source_of(module).count("\n") <= MOST_LINES


@pytest.mark.parametrize("module", ORDER)
def test_a_function_is_small_enough_to_be_seen_at_once(module):
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def public_names(module: str) -> Iterator[str]:
    """What a module defines for others to import, by its names; what it imports itself is not among them."""
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            targets = [node.name]
        else:
            bound = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            targets = [name.id for target in bound for name in ast.walk(target) if isinstance(name, ast.Name)]
        yield from (name for name in targets if not name.startswith("_"))


def test_a_public_name_is_defined_in_one_module_only():
    owners: dict[str, list[str]] = {}
    for module in ORDER:
        for name in dict.fromkeys(public_names(module)):
            owners.setdefault(name, []).append(module)
    assert {name: modules for name, modules in owners.items() if len(modules) > 1} == {}


@pytest.mark.parametrize("module", ORDER)
def test_a_module_says_what_it_is_for(module):
    assert ast.get_docstring(tree(module))


GENERAL = {
    "亮点",
    "问题",
    "其他",
    "打算",
    "计划",
    "标题",
    "正文",
    "宣传",
    "资金",
    "章节",
    "项目",
    "自定义",
    "导语",
    "结语",
}
"""Names of sections and fields that are words of any paper, not of this trade."""
EXAMPLES = {
    "language.filters": "how a filter is explained",
    "form.notes": "what may be written under 核对说明 and 用词",
    "form.head": "what a key at the top of a form is for",
    "reckoning.own_figures": "how a figure of one's own is written",
    "blank.page": "how a figure of one's own is written",
    "language.sandbox": "what a name of the context prints",
}
"""Modules whose messages give an example from the trade, and what for; none decides anything by it."""


@lru_cache
def words_of_the_trade() -> frozenset[str]:
    """Keys of sections, and names of fields that are more than a general word like 人数."""
    words = set()
    for path in (ROOT / "templates" / "zh" / "sections").glob("*/form.yaml"):
        section = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        words |= {section["key"], *section.get("aliases", ())}
        words |= {name for name in names_of(section["fields"]) if len(name) > 3}
    return frozenset(word for word in words if len(word) > 1) - GENERAL


def names_of(fields: dict) -> set[str]:
    found = set()
    for name, field in fields.items():
        if isinstance(field, list):  # other names of the group
            continue
        found.add(name)
        if isinstance(field, dict):
            inner = field.get("fields", {}) if isinstance(field.get("kind"), str) else field
            found |= names_of(inner if isinstance(inner, dict) else {})
    return found


def literals(module: str) -> list[str]:
    """The strings of a module without those that only document it."""
    notes = {id(node.value) for node in ast.walk(tree(module)) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree(module)) if isinstance(node, ast.Constant) and id(node) not in notes)
    return [node.value for node in strings if isinstance(node.value, str)]


@pytest.mark.parametrize("module", [module for module in ORDER if module not in EXAMPLES])
def test_the_trade_is_known_to_templates_only(module):
    assert [text for text in literals(module) if any(word in text for word in words_of_the_trade())] == []


@pytest.mark.parametrize("module", EXAMPLES)
def test_an_example_is_given_inside_a_sentence_and_never_compared_with(module):
    given = [text for text in literals(module) if any(word in text for word in words_of_the_trade())]
    assert given
    assert [text for text in given if text in words_of_the_trade()] == []


SLOW = ("docx", "jinja2", "rich", "lxml", "yaml", "babel", "markdown", "msgspec", "pdfplumber")


def test_the_command_starts_without_what_only_a_build_needs():
    script = "import sys, generator.cli; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert sorted(set(SLOW) & set(said.split())) == []


def test_reading_a_form_does_not_load_what_writes_a_document():
    script = "import sys, generator.library.loading, generator.form.form; print(' '.join({name.split('.')[0] for name in sys.modules}))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert sorted({"docx", "rich", "babel"} & set(said.split())) == []


PRIVATE = re.compile(r"_[a-zA-Z]\w*")
NOT_PRIVATE = {"_replace", "_asdict", "_fields"}
"""What a NamedTuple offers under names that only look private."""
BY_NAME = {"setattr", "delattr", "getattr", "patch", "object"}
"""Calls that take the name of something as text: monkeypatch's, mock's, Python's own."""


def foreign_names(module: ast.Module) -> Iterator[str]:
    """The names that a module takes from others, as far as they may be private, written out or inside a string."""
    for node in ast.walk(module):
        match node:
            case ast.ImportFrom(names=names):
                yield from (alias.name for alias in names)
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name):
                yield name
            case ast.Call(func=function, args=arguments) if ast.unparse(function).split(".")[-1] in BY_NAME:
                texts = (one.value for one in arguments if isinstance(one, ast.Constant))
                yield from (text.rpartition(".")[2] for text in texts if isinstance(text, str))


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.stem)
def test_tests_import_read_and_replace_nothing_private(path):
    names = foreign_names(ast.parse(path.read_text(encoding="utf-8")))
    assert sorted({name for name in names if PRIVATE.fullmatch(name)} - NOT_PRIVATE) == []
