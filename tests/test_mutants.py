"""A few of the seeded mutants that ``python -m benchmarks.definitions`` makes by the ten thousand."""

import pytest

from benchmarks.definition_slips import definition_mutant, files
from benchmarks.definitions import shortfalls


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_what_is_wrong_in_a_template_file_is_said_or_does_no_harm(first):
    assert [short for seed in range(first, first + 20) for short in shortfalls(seed)] == []


def test_slips_are_made_in_every_kind_of_file_and_are_the_same_for_the_same_seed():
    mutants = [definition_mutant(seed) for seed in range(400)]
    assert mutants == [definition_mutant(seed) for seed in range(400)]
    kinds = {name.split("/")[0] for name in files()[0]}
    assert {mutant.name.split("/")[0] for mutant in mutants} == kinds
