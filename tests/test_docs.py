"""The manuals are true: what they show is what runs, and nothing that can be used is missing from them."""

import re

import click
import manuals
import msgspec
import pictures
import pytest
from casefiles import CASES
from rooms import ORDER, ROOMS

from generator.cli import main
from generator.form import form, official
from generator.language import fields, filters, kinds, sandbox
from generator.library import claims, entries, schema, settings, wording_schema

ROOT = manuals.ROOT
FOR_OFFICIALS = (ROOT / "docs" / "manual.zh.md").read_text(encoding="utf-8")
FOR_MAINTAINERS = (ROOT / "docs" / "templates.zh.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = (*manuals.MANUALS, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md")
DEFINITIONS = (
    fields.FieldDefinition,
    fields.UnitDefinition,
    schema.SectionDefinition,
    claims.ClaimDefinition,
    claims.TopicDefinition,
    claims.TopicsDefinition,
    schema.SentenceDefinition,
    schema.RuleDefinition,
    schema.AnnexDefinition,
    schema.ChartDefinition,
    schema.ReportDefinition,
    entries.EntryDefinition,
    schema.PairDefinition,
    schema.ChecksDefinition,
    schema.TermDefinition,
    wording_schema.WordingDefinition,
    wording_schema.PeriodTexts,
    wording_schema.HealingDefinition,
    settings.SettingsDefinition,
)


@pytest.mark.parametrize("manual", manuals.MANUALS, ids=lambda path: path.name)
def test_a_manual_shows_what_runs(manual):
    text = manual.read_text(encoding="utf-8")
    assert text == manuals.refreshed(text), "python tests/manuals.py brings it up to date"


def test_the_pictures_are_small_and_shown_in_the_manual():
    found = {path.name: path.stat().st_size for path in pictures.IMAGES.iterdir()}
    assert found.keys() == {f"{name}.png" for name in pictures.PICTURES}
    assert max(found.values()) <= pictures.MOST_BYTES
    assert [name for name in found if f"](images/{name})" not in FOR_OFFICIALS] == []
    assert all(
        (pictures.ROOT / "inputs" / page.form).is_file() for pages in pictures.PICTURES.values() for page in pages
    )


def mentioned(name, text):
    return re.search(rf"`{re.escape(name)}[`:]", text) is not None


def test_every_key_of_every_definition_is_explained():
    keys = {key.encode_name for one in DEFINITIONS for key in msgspec.structs.fields(one)}
    assert sorted(key for key in keys if not mentioned(key, FOR_MAINTAINERS)) == []


@pytest.mark.parametrize(
    "names", [kinds.KINDS, filters.FILTERS, sandbox.TEMPLATE_CONTEXT, sandbox.RULE_CONTEXT], ids=["种类", "过滤器", "名字", "规则"]
)  # fmt: skip
def test_everything_a_template_may_name_is_explained(names):
    assert [name for name in names if not mentioned(name, FOR_MAINTAINERS)] == []


@pytest.mark.parametrize("names", [form.HEAD, official.KEYS], ids=["表头", "公文"])
def test_every_key_at_the_top_of_a_form_is_explained(names):
    assert [name for name in names if not mentioned(name, FOR_OFFICIALS)] == []


def commands(command, path=("zongjie",)):
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in command.list_commands(None):
            yield from commands(command.get_command(None, name), (*path, name))


def test_every_command_and_option_is_explained():
    text = FOR_OFFICIALS + FOR_MAINTAINERS
    missing = []
    for path, command in commands(main):
        missing += [] if isinstance(command, click.Group) or path in text else [path]
        options = [one for parameter in command.params for one in parameter.opts if one.startswith("--")]
        missing += [f"{path} {one}" for one in options if one != "--version" and one not in text]
    assert missing == []


def test_every_module_is_listed_in_import_order():
    parts = ARCHITECTURE.split("<!-- 生成：rooms -->")[1].split("<!-- 止 -->")[0].split("\n### ")[1:]
    rooms = {part.split("`")[1].rstrip("/"): re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in parts}
    assert [f"{room}.{name}" for room, names in rooms.items() for name in names] == [one for one in ORDER if "." in one]
    assert list(rooms) == list(ROOMS)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


def test_a_newcomer_is_told_of_every_file_of_cases():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [path.name for path in CASES.iterdir() if f"`tests/cases/{path.name}`" not in text] == []
