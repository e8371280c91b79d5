"""Papers of every shape made by overlays alone, of fewer than forty lines, by the cases of cases/overlays.txt."""

from pathlib import PurePosixPath

import pytest
from casefiles import CASES, Case, name_of, read_cases
from chinese import find_broken_document, find_lone_headings
from click.testing import CliRunner
from forms import FORMS, built, put, text_of

from generator.cli import main
from generator.commands.check_templates import check_templates
from generator.form.opening import Options
from generator.library.overlays import Shelf, open_shelf
from generator.making.summarize import read_summary
from generator.problem import Severity

PAPERS = read_cases(CASES / "overlays.txt")
FILE = "== "
MOST_LINES = 40


def overlay_of(case: Case) -> dict[str, str]:
    """The files of a case by their names."""
    files, _, _ = case.given.partition("---\n")
    parts = (part.partition("\n") for part in files.removeprefix(FILE).split(f"\n{FILE}"))
    return {name: f"{text.rstrip()}\n" for name, _, text in parts}


def shelf_of(case: Case, folder) -> Shelf:
    """The standard templates with the files of a case over them."""
    for name, text in overlay_of(case).items():
        put(folder, name, text)
    return open_shelf(folder)


@pytest.mark.parametrize("case", PAPERS, ids=name_of)
def test_a_few_lines_make_a_paper_that_reads_as_a_whole(case, tmp_path):
    assert sum(text.count("\n") for text in overlay_of(case).values()) < MOST_LINES
    summary = built(case.given.partition("---\n")[2], shelf=shelf_of(case, tmp_path))
    assert [str(one) for one in summary.problems if one.severity > Severity.NOTICE] == []
    assert text_of(summary) == case.expected
    assert [*find_broken_document(summary.document), *find_lone_headings(summary.document)] == []


def test_nothing_is_to_be_said_of_such_templates(tmp_path):
    for case in PAPERS:
        shelf = shelf_of(case, tmp_path)
    assert [str(one) for one in check_templates(shelf)] == []


def every_name() -> list[str]:
    """All that can be copied: sections, reports, layouts and what all sections share."""
    shelf = open_shelf()
    sections = [name.split("/")[1] for name in shelf.names("sections/*/form.yaml")]
    return [
        *sections,
        *(PurePosixPath(name).stem for name in shelf.names("*/*.yaml") + shelf.names("*.yaml")),
        "custom",
    ]


def test_copies_of_everything_are_without_fault_and_build_to_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in dict.fromkeys(one for one in every_name() if one != "form"):
        result = CliRunner().invoke(main, ["templates", "copy", name, "--to", "全"])
        assert result.exit_code == 0, (name, result.output)
    shelf = open_shelf(tmp_path / "全")
    copied = {path.relative_to(tmp_path / "全").as_posix() for path in (tmp_path / "全").rglob("*") if path.is_file()}
    assert copied == set(open_shelf().names("**/*.*"))
    assert [str(one) for one in check_templates(shelf)] == []
    for form in FORMS:
        plain, over = (read_summary(form, Options(one)) for one in (open_shelf(), shelf))
        assert text_of(over) == text_of(plain)
        assert [one.what for one in over.problems] == [one.what for one in plain.problems]
