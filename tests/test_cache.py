"""What is made ready of templates once is found by the next launch, is never out of date, and changes no document."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from forms import ROOT

FORM = "报告: town\n单位: 甲镇\n年度: 2023\n成文日期: 2023-12-20\n临时救助: {人次: 9人次, 金额: 3万元}\n"


@pytest.fixture
def caches(tmp_path: Path) -> Path:
    return tmp_path / "caches"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "甲镇.yaml"
    path.write_text(FORM, encoding="utf-8")
    return path


def shown(form: Path, caches: Path, *options: str, **more: str) -> str:
    """What a launch of its own prints of a form."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_CACHE_HOME": str(caches), "PYTHONPYCACHEPREFIX": str(caches.parent / "compiled")} | more
    command = [sys.executable, "-m", "generator", "show", str(form), *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def cached(caches: Path) -> list[Path]:
    return [path for path in caches.rglob("*") if path.is_file()]


def overlay(folder: Path, text: str) -> Path:
    section = folder / "sections" / "temporary"
    section.mkdir(parents=True, exist_ok=True)
    (section / "section.md").write_text(text, encoding="utf-8")
    return folder


def test_the_next_launch_prints_the_same_from_the_cache(form: Path, caches: Path) -> None:
    first = shown(form, caches)
    before = {path: path.stat().st_mtime_ns for path in cached(caches)}
    assert [path.suffix for path in before].count(".library") == 1
    assert shown(form, caches) == first
    assert {path: path.stat().st_mtime_ns for path in cached(caches)} == before, "nothing was made ready again"


def test_a_template_that_was_edited_prints_as_it_is_now(form: Path, caches: Path, tmp_path: Path) -> None:
    templates = overlay(tmp_path / "本镇", "实施临时救助{{ 人次 }}。\n")
    assert "实施临时救助9人次" in shown(form, caches, "--templates", str(templates))
    overlay(templates, "开展临时救助{{ 人次 }}。\n")
    assert "开展临时救助9人次" in shown(form, caches, "--templates", str(templates))
    (templates / "sections" / "temporary" / "section.md").unlink()
    assert shown(form, caches, "--templates", str(templates)) == shown(form, caches)


def test_a_damaged_cache_is_read_past(form: Path, caches: Path) -> None:
    first = shown(form, caches)
    for path in cached(caches):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert shown(form, caches) == first
    for path in cached(caches):
        path.write_bytes(b"c__builtin__\nno_such_thing\n.")
    assert shown(form, caches) == first


@pytest.mark.skipif(os.name != "posix", reason="only POSIX folders say who may write to them")
def test_a_cache_that_others_may_write_to_is_not_run(form: Path, caches: Path) -> None:
    shown(form, caches)
    (state,) = (caches / "zongjie").iterdir()
    state.chmod(0o777)
    before = {path: path.read_bytes() for path in cached(caches)}
    for path in before:
        path.unlink()
    shown(form, caches)
    assert cached(caches) == []


def test_no_cache_where_python_keeps_none(form: Path, caches: Path) -> None:
    shown(form, caches, PYTHONDONTWRITEBYTECODE="1")
    assert cached(caches) == []


def test_no_cache_can_be_made(form: Path, caches: Path) -> None:
    caches.write_text("not a folder", encoding="utf-8")
    assert "9人次" in shown(form, caches)


def test_a_form_of_other_sections_is_not_served_what_lacks_them(form: Path, caches: Path, tmp_path: Path) -> None:
    shown(form, caches)
    other = tmp_path / "乙镇.yaml"
    other.write_text("报告: town\n单位: 乙镇\n年度: 2023\n殡葬: {火化: 12具}\n", encoding="utf-8")
    assert "12具" in shown(other, caches)
