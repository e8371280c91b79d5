"""A few of the seeded mutants that ``python -m benchmarks.definitions``, ``.own_texts`` and ``.mutants`` make by the ten thousand."""

import pytest

from benchmarks import mutants, own_texts
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


@pytest.mark.parametrize("first", range(0, 800, 200))
def test_own_text_and_annexes_keep_their_numbers_and_cells_or_say_what_is_lost(first):
    assert [short for seed in range(first, first + 200) for short in own_texts.shortfalls(seed)] == []


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_numbers_of_a_paper_are_typed_or_follow_and_none_that_was_typed_is_lost(first):
    assert [short for seed in range(first, first + 40) for short in mutants.shortfalls(seed)] == []
