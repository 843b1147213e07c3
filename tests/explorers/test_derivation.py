"""The explorer of a derivation: its rows with their numbers, and what its traits take."""

import pytest
from traitlets import TraitError

from nnderiv.explorers import DerivationExplorer
from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.report.html import Derivation
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.files import Passage

SQUARE = r"""
x &\in \mathbb{R}^{n} \tag{input} \\
y &= \sum_i x_i^2 \tag{definition} \\
\frac{dy}{dx_i} &= 2x_i \tag{power rule, $x_i^2$ alone} \\
&= x_i + x_i \tag{a sum}
"""


@pytest.fixture
def explorer() -> DerivationExplorer:
    passage = Passage(SQUARE, is_rows=True)
    report = proofread_passages([passage])
    rows = [row for row in passage_rows(passage) if isinstance(row, Row)]
    return DerivationExplorer(Derivation(rows, report))


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
        values = {explorer.formulas[name]: value for name, value in explorer.inputs[draw["inputs"]]}
        assert values["n"] == len(values["x"])
        for x, (_, left, right) in zip(values["x"], draw["numbers"], strict=True):
            assert float(left) == pytest.approx(2 * x, abs=2e-6)
            assert left == right


def test_rows_of_one_derivation_share_their_draws(explorer: DerivationExplorer) -> None:
    third, fourth = explorer.rows[2:]
    pairs = zip(third["draws"], fourth["draws"], strict=True)
    assert all(one["inputs"] == other["inputs"] for one, other in pairs)


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
