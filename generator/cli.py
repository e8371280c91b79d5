"""The ``zongjie`` command: the list of its verbs, each in a file of ``commands`` that is read when it is called for.

Exit codes: 0 all well; 1 a form has errors, or under --strict warnings; 2 the command was mistyped;
3 the program itself failed.
"""

from __future__ import annotations

import click

from generator.terminal.chinese_click import Chinese
from generator.version import VERSION

VERBS = {
    "new": "generator.commands.new:new",
    "check": "generator.commands.check:check",
    "build": "generator.commands.build:build",
    "convert": "generator.commands.convert:convert",
    "compare": "generator.commands.compare:compare",
    "collect": "generator.commands.collect:collect",
    "verify": "generator.commands.verify:verify",
    "diff": "generator.commands.diff:diff",
    "extract": "generator.commands.extract:extract",
    "show": "generator.commands.show:show",
    "ledger": "generator.commands.ledger:ledger",
    "templates": "generator.commands.templates:templates",
    "layouts": "generator.commands.layouts:layouts",
    "examples": "generator.commands.examples:examples",
    "manual": "generator.commands.manual:manual",
    "schema": "generator.commands.schema:schema",
    "doctor": "generator.commands.doctor:doctor",
}
"""Where each verb is, in the order an official uses them."""
CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "terminal_width": 100}


@click.group(cls=Chinese, verbs=VERBS, context_settings=CONTEXT_SETTINGS)
@click.version_option(VERSION, prog_name="zongjie", message="%(prog)s %(version)s")
def main() -> None:
    """把填好的表单变成合乎公文格式的工作总结（Word 文档）。

    先用 new 生成空白表单，填好后用 check 检查，用 build 成稿。
    """
