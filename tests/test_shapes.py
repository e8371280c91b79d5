"""What a report can be: levels, groups and the order of its parts, by the cases of cases/shapes.txt."""

import re

import pytest
import yaml
from casefiles import CASES, name_of, read_cases
from forms import built, put, text_of, write

from generator.library.overlays import open_shelf
from generator.problem import SEVERITY_NAMES, Severity

REPORT = {"name": "试写的总结", "title": "{{ 单位 }}{{ 报告期 }}{{ 业务 }}总结", "business": "民政工作"}
HEAD = {"单位": "柳河镇", "年度": "2023"}
SAID = re.compile(rf"(?:{'|'.join(SEVERITY_NAMES.values())}) ")
NUMBERED = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|（\d+）")


def shaped(case, folder):
    """The summary of a case, whose report lies in ``folder``."""
    sections, apart, form = case.given.rpartition("---\n")
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if not re.search(f"^{key}:", form, re.MULTILINE))
    if not apart:
        return built(head + form)
    put(folder, "reports/shape.yaml", write({**REPORT, "sections": ["opening", *yaml.safe_load(sections)]}))
    return built(f"报告: shape\n{head}{form}", shelf=open_shelf(folder))


@pytest.mark.parametrize("case", read_cases(CASES / "shapes.txt"), ids=name_of)
def test_a_paper_has_the_shape_of_its_report(case, tmp_path):
    summary = shaped(case, tmp_path)
    wanted = case.expected.splitlines()
    if any(map(SAID.match, wanted)):
        told = [one for one in summary.problems if one.severity > Severity.NOTICE]
        assert [f"{SEVERITY_NAMES[one.severity]} {one.what}{one.advice}" for one in told] == wanted
        return
    lines = text_of(summary).split("\n")
    told = [line for line in lines if NUMBERED.match(line) and not line.endswith("。")]
    assert [line for line in lines if line in wanted or line in told] == wanted
