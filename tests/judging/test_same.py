"""Formulas that are the same but for how they are written, and those that are not."""

import pytest

from nnderiv.judging.rows import behind, parsed
from nnderiv.judging.same import same, slopes
from tests.judging.conftest import GIVEN

READER = behind([GIVEN])


def same_latex(one: str, other: str) -> bool:
    return same(parsed(one, READER), parsed(other, READER))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a + b", "b + a"),
        ("a + (b + c)", "(c + a) + b"),
        ("a b c", r"c \cdot (b a)"),
        ("a + 0", "a"),
        ("1 a", "a"),
        ("-(-a)", "a"),
        (r"\sum_{i=1}^{k} x_{i,a}", r"\sum_{q=1}^{k} x_{q,a}"),
        (r"\sum_{i=1}^{k} \sum_{j=1}^{m} x_{i,j}", r"\sum_{j=1}^{k} \sum_{i=1}^{m} x_{j,i}"),
        (r"\frac{dL}{dW_{a,c}}", r"\left( \frac{dL}{dW} \right)_{a,c}"),
    ],
)
def test_order_brackets_and_letters_of_sums_make_no_difference(one: str, other: str) -> None:
    assert same_latex(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        ("a + b", "a b"),
        ("a - b", "a + b"),
        ("2 a", "a + a"),
        ("x_{i,a}", "x_{a,i}"),
        (r"\sum_{i=1}^{k} x_{i,a}", r"\sum_{i=1}^{m} x_{i,a}"),
        (r"\sum_{i=1}^{k} \sum_{j=1}^{k} x_{i,j}", r"\sum_{i=1}^{k} \sum_{j=1}^{k} x_{j,i}"),
        (r"\sum_{i=1}^{k} x_{i,a}", r"\sum_{a=1}^{k} x_{i,a}"),
        (r"\frac{dL}{dW_{a,c}}", r"\frac{dL}{dW_{c,a}}"),
        ("x^T", "x"),
    ],
)
def test_all_else_does(one: str, other: str) -> None:
    assert not same_latex(one, other)


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        (r"x_{i,a} W_{a,c}", set()),
        (r"\frac{dL}{dy_{i,c}} x_{i,a}", {("L", "y")}),
        (r"\frac{d}{dW_{a,c}} (x_{i,a} W_{a,c})", {("W a c i x", "W")}),
        (r"\left( \frac{dL}{dy} W^T \right)_{a,c}", {("L", "y")}),
        (r"\frac{dL}{dy_{i,c}} \frac{dy_{i,c}}{dx_{a,b}}", {("L", "y"), ("y", "x")}),
        (r"\tanh'(x_{i,j})", {("tanh'",)}),
    ],
)
def test_derivatives_are_found_wherever_they_stand(latex: str, found: set[tuple[str, ...]]) -> None:
    assert slopes(parsed(latex, READER)) == found
