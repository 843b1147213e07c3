"""A derivation with one wrong row: what it takes, and the numbers that it has from the reader."""

import pytest
from traitlets import TraitError

from nnderiv.errors import InputError
from nnderiv.explorers import WrongStepExplorer

# A wrong row between right ones; all numbers of x^2 and its derivative.
DERIVATION = r"""
x &\in \mathbb{R} \tag{any number} \\
(x^2)' &= 2x \tag{power rule} \\
&= x + 2 \tag{a sum, $x$ twice} \\
&= x - (-x) \tag{two minus signs}
"""
MENDED = "&= x + x"
SHAPES = r"""
x &\in \mathbb{R}^{k \times m}, W \in \mathbb{R}^{m \times n} \\
y &= xW \\
L &= \ell(y) \\
\frac{dL}{dx} &= \frac{dL}{dy} W^T \\
\frac{dL}{dW} &= x \frac{dL}{dy}
"""


@pytest.fixture
def explorer() -> WrongStepExplorer:
    return WrongStepExplorer(DERIVATION, MENDED, remark="Twice $x$.")


def test_verdicts_are_those_of_the_proof_reader(explorer: WrongStepExplorer) -> None:
    assert [row["mark"] for row in explorer.rows] == ["declared", "✓ holds", "✗ fails", "✓ holds"]
    assert [row["claims"] for row in explorer.rows] == [False, True, True, True]
    assert explorer.wrong == 3
    assert explorer.mended["mark"] == "✓ holds"


def test_all_rows_show_the_numbers_of_one_draw(explorer: WrongStepExplorer) -> None:
    ((name, x),) = explorer.inputs
    assert explorer.formulas[name] == "x"
    for row in [explorer.rows[1], explorer.rows[3], explorer.mended]:
        where, left, right = row["numbers"]
        assert (where, left) == ("", right)
        assert float(left) == pytest.approx(2 * x, abs=1e-4)
    _, left, right = explorer.rows[2]["numbers"]
    assert float(left) == pytest.approx(2 * x, abs=1e-4)
    assert float(right) == pytest.approx(x + 2, abs=1e-4)


def test_what_is_mended_is_marked_in_both_rows(explorer: WrongStepExplorer) -> None:
    marked = [explorer.formulas[i] for i in (explorer.marked, explorer.mended["right"])]
    assert marked == [
        r"\displaystyle {} = x + \class{mjx-gone}{2}",
        r"\displaystyle {} = x + \class{mjx-new}{x}",
    ]


def test_the_right_row_has_the_rule_of_the_wrong_one_unless_it_names_its_own(
    explorer: WrongStepExplorer,
) -> None:
    assert explorer.mended["rule"] == explorer.rows[2]["rule"]
    named = WrongStepExplorer(DERIVATION, rf"{MENDED} \tag{{written as a sum}}")
    assert named.mended["rule"] == ["written as a sum"]


def test_numbers_that_differ_late_are_shown_with_the_digits_that_tell_them_apart() -> None:
    late = WrongStepExplorer(r"(x^2)' &= 2x \\ &= 2.0000001x", "&= 2x")
    _, left, right = late.rows[1]["numbers"]
    assert float(right) - float(left) == pytest.approx(0.5e-7 * float(left), rel=0.01)


def test_sides_that_do_not_fit_have_a_reason_in_place_of_numbers() -> None:
    misfit = WrongStepExplorer(SHAPES, r"\frac{dL}{dW} &= x^T \frac{dL}{dy}")
    assert misfit.rows[misfit.wrong - 1]["numbers"] == []
    assert "sizes" in misfit.cause
    assert misfit.mended["numbers"][0] == "entry 1, 1"


def test_a_likely_cause_is_named() -> None:
    sign = WrongStepExplorer(r"(x^2)' &= 2x \\ &= -2x", "&= x + x")
    assert sign.cause == "the right side is minus the left"


@pytest.mark.parametrize(
    ("derivation", "mended", "message"),
    [
        (r"(x^2)' &= 2x \\ &= x + x", MENDED, "got all rows hold. Change the rows"),
        ("", MENDED, "got no row. Change the rows"),
        (r"(x^2)' &= 3x \\ &= x + 2", MENDED, r"got .* 3x, which fails .*; &= x \+ 2, which fails"),
        (r"(x^2)' &= 2x \\ &= x + \foo", MENDED, r"&= x \+ \\foo, which is not read \(\\foo is"),
        (DERIVATION, "&= 3x", "with &= 3x there, got &= 3x, which fails"),
        (DERIVATION, "&= x \\foo", "which is not read"),
        (DERIVATION, r"&= x + x \\ &= 2x", "got 2 rows. Mend that row"),
    ],
)
def test_a_puzzle_without_exactly_one_wrong_row_or_its_mend_is_refused(
    derivation: str, mended: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        WrongStepExplorer(derivation, mended)


def test_a_right_row_that_spoils_a_later_one_is_refused() -> None:
    chain = r"a &= 2 + x \\ (x^2)' &= 3x \\ b &= a + 1 \\ b - a &= 1"
    with pytest.raises(InputError, match="every row must hold; with a &= 5"):
        WrongStepExplorer(chain, "a &= 5")


def test_only_rows_that_claim_something_can_be_picked(explorer: WrongStepExplorer) -> None:
    explorer.tried = [4, 3]
    assert repr(explorer) == "WrongStepExplorer(rows=4, tried=[4, 3])"
    for refused in ([1], [5], [3, 3], [True], "3", None):
        with pytest.raises(TraitError, match="Take them from 2, 3, 4"):
            explorer.set_trait("tried", refused)
    assert explorer.tried == [4, 3]
