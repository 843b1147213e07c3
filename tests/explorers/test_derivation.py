"""The explorer of a derivation: its rows with their numbers, and what its traits take."""

import json
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from nnderiv.explorers import DerivationExplorer
from nnderiv.proofread.derivation import read_derivation

SQUARE = r"""
x &\in \mathbb{R}^{n} \tag{input} \\
y &= \sum_i x_i^2 \tag{definition} \\
\frac{dy}{dx_i} &= 2x_i \tag{power rule, $x_i^2$ alone} \\
&= x_i + x_i \tag{a sum}
"""
# dL/dy, and so every right side, rests on a loss that is any function.
LINEAR = r"""
x &\in \mathbb{R}^{k \times m} \tag{input} \\
W &\in \mathbb{R}^{m \times n} \tag{weights} \\
y &= xW \tag{forward} \\
L &= \ell(y) \tag{the loss: whatever comes later} \\
\frac{dL}{dW_{cb}} &= \sum_a \frac{dL}{dy_{ab}} \frac{dy_{ab}}{dW_{cb}} \tag{chain rule} \\
\frac{dL}{dW} &= x^T \frac{dL}{dy} \tag{all entries}
"""
ACTIVATION = r"""
f &: \mathbb{R} \to \mathbb{R} \tag{any activation function} \\
y_i &= f(x_i) \tag{forward} \\
L &= \ell(y) \tag{loss} \\
\frac{dL}{dx_i} &= \frac{dL}{dy_i} \frac{dy_i}{dx_i} \tag{chain rule} \\
&= \frac{dL}{dy_i} f'(x_i) \tag{definition of $y_i$}
"""


@pytest.fixture
def explorer() -> DerivationExplorer:
    return DerivationExplorer(read_derivation(SQUARE))


def test_each_row_has_its_mark_and_its_rule(explorer: DerivationExplorer) -> None:
    assert [row["mark"] for row in explorer.rows] == ["declared", "defined", "✓ holds", "✓ holds"]
    assert explorer.rows[0]["rule"] == ["input"]
    before, formula, after = explorer.rows[2]["rule"]
    assert (before, explorer.formulas[formula], after) == ("power rule, ", "x_i^2", " alone")


def test_a_row_that_goes_on_is_shown_below_the_one_before(explorer: DerivationExplorer) -> None:
    third, fourth = explorer.rows[2:]
    assert third["before"] is None
    assert explorer.formulas[fourth["left"]] == r"\displaystyle \frac{dy}{dx_i}"
    assert explorer.formulas[fourth["before"]] == r"\displaystyle {} = \class{mjx-gone}{2}x_i"
    assert explorer.formulas[fourth["after"]] == r"\displaystyle {} = x_i \class{mjx-new}{+ x_i}"


def test_both_sides_belong_to_the_inputs_of_their_draw(explorer: DerivationExplorer) -> None:
    draws = explorer.rows[3]["draws"]
    assert len(draws) == 6
    for draw in draws:
        values = {explorer.formulas[name]: value for name, value in explorer.values[draw["inputs"]]}
        assert values["n"] == len(values["x"])
        for x, (_, left, right) in zip(values["x"], draw["numbers"], strict=True):
            assert float(left) == pytest.approx(2 * x, abs=2e-6)
            assert left == right


def test_rows_of_one_derivation_share_their_draws(explorer: DerivationExplorer) -> None:
    third, fourth = explorer.rows[2:]
    pairs = zip(third["draws"], fourth["draws"], strict=True)
    assert all(one["inputs"] == other["inputs"] for one, other in pairs)


def values_of(explorer: DerivationExplorer, row: int, draw: int) -> dict[str, dict[str, Any]]:
    """What a row shows of a draw: inputs, what is computed from them, and what is given."""
    shown = explorer.rows[row - 1]["draws"][draw - 1]
    return {
        kind: {explorer.formulas[name]: value for name, value in explorer.values[shown[kind]]}
        for kind in ("inputs", "computed", "given")
    }


@pytest.mark.parametrize("row", [5, 6])
def test_a_row_can_be_redone_by_hand_from_what_is_shown(row: int) -> None:
    explorer = DerivationExplorer(read_derivation(LINEAR))
    for draw, shown in enumerate(explorer.rows[row - 1]["draws"], start=1):
        values = values_of(explorer, row, draw)
        x, W = (np.array(values["inputs"][name]) for name in "xW")
        assert np.array(values["computed"]["y"]) == pytest.approx(x @ W, abs=1e-5)
        dW = x.T @ np.array(values["given"][r"\frac{dL}{dy}"])
        for _, left, right in shown["numbers"]:
            assert left == right
            assert np.abs(dW - float(left)).min() < 2e-5


def test_what_rests_on_an_arbitrary_function_is_given() -> None:
    explorer = DerivationExplorer(read_derivation(ACTIVATION))
    values = values_of(explorer, 5, 1)
    assert set(values["given"]) == {"y", "L", r"\frac{dL}{dy}", "f'(x)"}
    assert values["computed"] == {}
    slope, gradient = (np.array(values["given"][name]) for name in ("f'(x)", r"\frac{dL}{dy}"))
    numbers = explorer.rows[4]["draws"][0]["numbers"]
    lefts = [float(left) for _, left, _ in numbers]
    assert lefts == pytest.approx(slope * gradient, abs=1e-5)


def test_rows_share_the_values_of_a_draw() -> None:
    explorer = DerivationExplorer(read_derivation(LINEAR))
    assert len(explorer.values) == len({json.dumps(values) for values in explorer.values})


def test_a_declaration_and_a_definition_have_no_numbers(explorer: DerivationExplorer) -> None:
    assert explorer.rows[0]["draws"] == explorer.rows[1]["draws"] == [None] * 6


def test_it_is_closed_at_first_and_takes_rows_and_draws_of_its_own(
    explorer: DerivationExplorer,
) -> None:
    assert repr(explorer) == "DerivationExplorer(rows=4, row=0, draw=1)"
    explorer.row, explorer.draw = 4, 6
    with pytest.raises(TraitError, match="row must be a whole number from 0 to 4; got 5"):
        explorer.row = 5
    with pytest.raises(TraitError, match="draw must be a whole number from 1 to 6; got 0"):
        explorer.draw = 0
    assert (explorer.row, explorer.draw) == (4, 6)
