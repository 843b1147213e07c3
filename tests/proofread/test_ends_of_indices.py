"""What is wrong only where an index is at its end, or equals others, fails under every name."""

import pytest

from tests.proofread.verdicts import verdicts

LETTERS = tuple("abcdeghpqrstuvwyz")
SIZES = r"x \in \mathbb{R}^n, W \in \mathbb{R}^{n \times m}, V \in \mathbb{R}^{k \times n} \\ "


@pytest.mark.parametrize("c", LETTERS)
@pytest.mark.parametrize("bounds", ["2}^{n", "1}^{n-1", "1}^{m", "1}^{k"])
def test_a_sum_that_misses_some_of_its_terms_fails(c: str, bounds: str) -> None:
    row = SIZES + rf"{c} \in \{{1, \dots, n\}} \\ \sum_{{j=%s}} \mathbf{{1}}[j = {c}] = 1"
    assert verdicts(row % "1}^{n")[-1] == "holds"
    assert verdicts(row % bounds)[-1] == "fails"


@pytest.mark.parametrize("c", LETTERS)
def test_what_holds_unless_three_indices_are_equal_fails(c: str) -> None:
    equal = rf"\mathbf{{1}}[{c} = i] \, \mathbf{{1}}[i = j]"
    row = SIZES + rf"{c}, i, j \in \{{1, \dots, n\}} \\ x_j {equal} = "
    assert verdicts(row + rf"x_{c} {equal}")[-1] == "holds"
    assert verdicts(row + "0")[-1] == "fails"


@pytest.mark.parametrize("t", LETTERS)
def test_the_first_and_the_last_row_are_among_those_that_are_looked_up(t: str) -> None:
    row = SIZES + (
        rf"{t} \in \{{1, \dots, n\}}^k \\"
        rf"W_{{{t}_i, j}} = \sum_{{l=%s}} \mathbf{{1}}[{t}_i = l] W_{{l, j}}"
    )
    assert verdicts(row % "1}^{n")[-1] == "holds"
    for bounds in ("2}^{n", "1}^{n-1", "1}^{k", "1}^{m"):
        assert verdicts(row % bounds)[-1] == "fails"
