"""The manuals are run: a block with a file name is written, a console block is executed, a table is generated.

    ```yaml 表单.yaml         writes the file
    ```console                runs every line that begins with $; the lines below it are its output
    <!-- 生成：过滤器 -->       up to <!-- 止 --> is a table made from the code

All blocks of a manual run in order in one empty folder that holds a copy of inputs/. A line …… stands for
output left out. ``python tests/manuals.py`` brings every manual up to date; the tests say when one is not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

from casefiles import CASES, read_cases
from paperfigures import table
from rooms import ROOMS, described, docstring

from generator.form.head import HEAD
from generator.form.official import KEYS
from generator.language.filters import FILTERS
from generator.language.kinds import KINDS, ROLLUPS
from generator.language.sandbox import RULE_CONTEXT, TEMPLATE_CONTEXT

ROOT = Path(__file__).parents[1]
MANUALS = tuple(
    ROOT / name
    for name in ("README.md", "docs/manual.zh.md", "docs/templates.zh.md", "docs/architecture.md", "docs/coverage.md")
)
BLOCK = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
GENERATED = re.compile(r"(<!-- 生成：(\S+) -->\n).*?(<!-- 止 -->)", re.DOTALL)
LEFT_OUT = "……"
CRASHED = 3
"""The exit code of a fault of the program, which no manual may show."""


def refreshed(text: str) -> str:
    """The text of a manual with its tables and outputs as they are now."""
    text = GENERATED.sub(lambda match: f"{match[1]}\n{TABLES[match[2]]()}\n\n{match[3]}", text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        shutil.copytree(ROOT / "inputs", folder / "inputs")
        return BLOCK.sub(lambda match: _block(match, folder), text)


def _block(match: re.Match[str], folder: Path) -> str:
    margin, language, file, body = match.groups()
    if file:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(body, encoding="utf-8")
    if language != "console":
        return match[0]
    shown: list[str] = []
    for command, output in _commands(dedent(body)):
        shown += [f"$ {command}", *_like(output, _run(command, folder))]
    return indent("\n".join(["```console", *shown, "```"]), margin)


def _commands(body: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def _like(shown: list[str], output: list[str]) -> list[str]:
    """The output, shortened to as many lines at its head and foot as the manual shows."""
    if LEFT_OUT not in shown:
        return output
    head = shown.index(LEFT_OUT)
    foot = len(shown) - head - 1
    return [*output[:head], LEFT_OUT, *output[len(output) - foot :]]


def _run(command: str, folder: Path) -> list[str]:
    """The lines a command prints, with no path of this machine in them."""
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": paths, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )  # fmt: skip
    if done.returncode == CRASHED:
        raise RuntimeError(f"{command}\n{done.stdout.decode()}")
    said = done.stdout.decode().replace(f"{folder}/", "").replace(f"{ROOT}/", "")
    return [line.rstrip() for line in said.strip("\n").splitlines()]


def _table(head: str, rows: list[tuple[str, ...]]) -> str:
    columns = head.split("|")
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def _named(names: dict[str, str]) -> list[tuple[str, ...]]:
    return [(f"`{name}`", text) for name, text in names.items()]


def _heal_table() -> str:
    cases = [one for one in read_cases(CASES / "heal.txt") if "\n" not in one.given + one.expected]
    rows = [tuple(_plain(text) for text in (one.title, one.given, one.expected or "（整句不印）")) for one in cases]
    return _table("情形|填空以前|印出来", rows)


def _plain(text: str) -> str:
    return re.sub("[‹›⟨⟩]", "", text).lstrip("#- ")


def _rooms() -> str:
    """Every room with its modules in import order, and what each holds."""
    parts = []
    for room in ROOMS:
        what = docstring(room).split("\n")[0].replace("``", "`")
        if found := described(room):
            table = _table("Module|Holds", [(f"`{name}`", text.replace("``", "`")) for name, text in found])
            parts.append(f"### `{room}/`\n\n{what}\n\n{table}")
        else:
            parts.append(f"### `{room}`\n\n{what}")
    return "\n\n".join(parts)


TABLES: dict[str, Callable[[], str]] = {
    "表头": lambda: _table("项目|填什么", _named(HEAD)),
    "公文": lambda: _table("项目|填什么", _named(KEYS)),
    "种类": lambda: _table(
        "kind|是什么|说明|汇总时",
        [(f"`{name}`", kind.called, kind.about, ROLLUPS[kind.rollup]) for name, kind in KINDS.items()],
    ),
    "过滤器": lambda: _table("过滤器|做什么", _named({name: text for name, (_, text) in FILTERS.items()})),
    "模板里的名字": lambda: _table("名字|印出来", _named(TEMPLATE_CONTEXT)),
    "规则里的名字": lambda: _table("名字|是什么", _named(RULE_CONTEXT)),
    "合拢": _heal_table,
    "rooms": _rooms,
    "覆盖": lambda: _table("总结|数|以前：项目、自定义、文字|现在：项目、自定义、文字|填在项目里的", table()),
}
"""Tables made from the code, by the name in their mark."""

if __name__ == "__main__":
    for manual in MANUALS:
        manual.write_text(refreshed(manual.read_text(encoding="utf-8")), encoding="utf-8")
