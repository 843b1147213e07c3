"""The numbers that are shown of a row that fails."""

import pytest

from nnderiv import proofread


@pytest.mark.parametrize(
    "row",
    [
        r"\sum_{i=1}^{3} (x_i - \frac{1}{3} \sum_{j=1}^{3} x_j) &= 1",
        r"A A^{-1} A - A &= A",
        r"1 &= \operatorname{tr}(A A^{-1}) - 3",
        r"d(A A^{-1}) &= A \, d(A^{-1}) - (dA) A^{-1}",
    ],
)
def test_what_rounding_leaves_of_terms_that_cancel_is_shown_as_0(row: str) -> None:
    given = r"x &\in \mathbb{R}^{3} \\ A &\in \mathbb{R}^{3 \times 3} \\"
    (claim,) = proofread(rf"\begin{{align}} {given} {row} \end{{align}}").claims[2:]
    assert claim.verdict == "fails"
    assert claim.witness is not None
    assert 0.0 in (claim.witness["left"], claim.witness["right"])
    assert "side is 0," in claim.reason or "right side 0" in claim.reason


def test_a_number_that_is_small_of_itself_is_shown_as_it_is() -> None:
    (_, claim) = proofread(r"$$ y \in \mathbb{R} $$ $$ e^{-y^2 - 40} = y^2 $$").claims
    assert claim.witness is not None
    assert 0 < claim.witness["left"] < 1e-17
