import pytest
import yaml
from casefiles import CASES, Case, name_of, read_cases

from generator.problem import Severity
from generator.reading.nodes import Mapping, Node, Sequence, plain_data
from generator.reading.slips import repair_slips
from generator.reading.source import read_source

SLIPS = read_cases(CASES / "slips.txt")
STAND_INS = str.maketrans({"→": "\t", "□": "\u3000"})
SPOKEN = ("错误 ", "警告 ", "提示 ")


def expectation(case: Case) -> tuple[list[str], str]:
    """What the user should see, and the form as it should have been typed."""
    lines = case.expected.translate(STAND_INS).split("\n")
    said = [line for line in lines if line.startswith(SPOKEN)]
    form = [line for line in lines if not line.startswith(SPOKEN)]
    return said, "\n".join(form) if any(form) else case.given.translate(STAND_INS)


def keys_with_lines(node: Node) -> list[tuple[str, int]]:
    found = []
    if isinstance(node, Mapping):
        for key, value in node.entries:
            found += [(key.text, key.spot.line), *keys_with_lines(value)]
    elif isinstance(node, Sequence):
        for item in node.items:
            found += keys_with_lines(item)
    return found


@pytest.mark.parametrize("case", SLIPS, ids=name_of)
def test_each_slip_is_named_and_all_else_is_read_as_if_it_were_not_there(case: Case):
    nodes, problems = read_source(case.given.translate(STAND_INS).encode(), "表单.yaml")
    said, form = expectation(case)
    assert [str(problem) for problem in problems] == said
    assert plain_data(nodes) == yaml.load(form, yaml.BaseLoader)


@pytest.mark.parametrize("case", SLIPS, ids=name_of)
def test_every_key_keeps_the_line_it_was_typed_on(case: Case):
    lines = case.given.split("\n")
    nodes, _ = read_source(case.given.translate(STAND_INS).encode(), "表单.yaml")
    assert [(key, line) for key, line in keys_with_lines(nodes) if key not in lines[line - 1]] == []


@pytest.mark.parametrize("case", SLIPS, ids=name_of)
def test_a_mended_form_has_no_slip_left(case: Case):
    mended, _ = repair_slips(case.given.translate(STAND_INS), "表单.yaml")
    again, problems = repair_slips(mended, "表单.yaml")
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    assert again.count("\n") == case.given.count("\n")


def test_the_cases_for_healing_are_in_the_same_format():
    cases = read_cases(CASES / "heal.txt")
    assert len(cases) > 40
    assert cases[0].title == "末尾一句没有填"
    assert cases[0].expected == "共有低保对象271户、681人，月发放7万元。"


def test_a_case_without_its_dot_is_named_by_line(tmp_path):
    path = tmp_path / "cases.txt"
    path.write_text("说明\n\n甲\n一\n.\n二\n.\n\n乙\n一\n.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cases\.txt:9: 「乙」"):
        read_cases(path)


def test_fifty_slips_in_one_form_are_fifty_problems():
    form = "其他:\n" + "".join(f"  项目{number}：{number}户\n" for number in range(50))
    nodes, problems = read_source(form.encode(), "表单.yaml")
    assert [problem.place.spot.line for problem in problems] == list(range(2, 52))
    assert plain_data(nodes) == {"其他": {f"项目{number}": f"{number}户" for number in range(50)}}
