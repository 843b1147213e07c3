"""0 = 0 says nothing: a row that rests on a name without a formula is not read."""

import pytest

from tests.proofread.verdicts import last, verdicts

VACUOUS = {  # the rows, the last of which holds with any factor and sign, and the name
    "the chain rule with a wrong sign": (r"\frac{\partial J}{\partial W} = -(y - \hat{y}) \frac{\partial \hat{y}}{\partial W}", "J"),
    "a factor": (r"\frac{dC}{dX} = 5 \frac{dC}{dY}", "C"),
    "a definition in prose": (r"\frac{\partial y}{\partial z} = z (1 - z)", "y"),
    "a square of what has no formula": (r"\frac{\partial}{\partial w} (y - a)^2 = 2 (y - a) \frac{\partial a}{\partial w}", "a"),
    "a term that vanishes beside others": (r"w \in \mathbb{R}, x \in \mathbb{R} \\ \frac{\partial}{\partial w} (w x) = x + \frac{\partial r}{\partial w}", "r"),
    "declared, but without a formula": (r"W \in \mathbb{R}^{n \times n}, p \in \mathbb{R}^n, q \in \mathbb{R}^n \\ \frac{\partial p_i}{\partial W_{jk}} = 3 \frac{\partial q_i}{\partial W_{jk}}", "p"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "name"), VACUOUS.values(), ids=VACUOUS)
def test_a_row_in_which_a_derivative_vanishes_for_want_of_a_formula_is_not_read(
    rows: str, name: str
) -> None:
    claim = last(rows)
    assert claim.verdict == "unread"
    assert claim.reason == f"rests on {name}, which has no formula here"


RIGHT = {  # the rows, and a slip in the last
    "inputs are independent": (r"x \in \mathbb{R}^n, w \in \mathbb{R}^n \\ \frac{\partial x_i}{\partial w_j} = 0", r"x \in \mathbb{R}^n, w \in \mathbb{R}^n \\ \frac{\partial x_i}{\partial w_j} = \delta_{ij}"),
    "a bias beside a product": (r"x, w, b \in \mathbb{R}^n \\ \frac{\partial (w_i x_i + b_i)}{\partial w_i} = x_i + \frac{\partial b_i}{\partial w_i}", r"x, w, b \in \mathbb{R}^n \\ \frac{\partial (w_i x_i + b_i)}{\partial w_i} = b_i + \frac{\partial b_i}{\partial w_i}"),
    "a number has no slope": (r"x \in \mathbb{R} \\ \frac{d}{dx} (x + 7) = 1", r"x \in \mathbb{R} \\ \frac{d}{dx} (x + 7) = 8"),
    "the chain rule of a loss": (r"x \in \mathbb{R}^n, L \in \mathbb{R} \\ y = e^x \\ \frac{dL}{dx} = \frac{dL}{dy} \odot y", r"x \in \mathbb{R}^n, L \in \mathbb{R} \\ y = e^x \\ \frac{dL}{dx} = \frac{dL}{dy}"),
}  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), RIGHT.values(), ids=RIGHT)
def test_what_was_declared_may_vanish(right: str, wrong: str) -> None:
    assert (verdicts(right)[-1], verdicts(wrong)[-1]) == ("holds", "fails")


def test_a_chain_rule_of_names_without_formulas_holds_for_any() -> None:
    rows = r"\frac{\partial J}{\partial w} = \frac{\partial J}{\partial a} \frac{\partial a}{\partial w}"
    assert verdicts(rows) == ["holds"]


def test_a_definition_that_was_not_read_is_not_forgotten() -> None:
    rows = r"s^2 = \frac{1}{N} \foo{x} \\ \frac{\partial s^2}{\partial x_i} = \frac{2}{N} x_i"
    assert verdicts(rows) == ["unread", "unread"]
    assert "rests on s" in last(rows).reason


def test_a_function_without_a_formula_explains_what_stands_on_one_side_alone() -> None:
    rows = r"h(x) = g(2 x) \\ h(x) = \frac{1}{1 + e^{-2x}}"
    assert last(rows).reason == "rests on g, which has no formula here"
