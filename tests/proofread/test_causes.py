"""A row that fails in words: what the numbers of both sides have in common, and nothing more."""

import pytest

from nnderiv import proofread
from nnderiv.proofread.claims.outcome import Claim

DECLARED = (
    r"x \in \mathbb{R}^n \\ y \in \mathbb{R}^m \\ \lambda \in \mathbb{R} \\"
    r"W \in \mathbb{R}^{n \times n} \\ V \in \mathbb{R}^{m \times n} \\"
)


def claim(row: str) -> Claim:
    """The last claim of a row, with a few declarations before it."""
    return proofread(f"$${DECLARED}{row}$$").claims[-1]


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        # sign
        (r"\frac{d}{d\lambda} \cos \lambda = \sin \lambda", "the right side is minus the left"),
        # factor
        (
            r"\frac{d}{d\lambda} \lambda^2 = \lambda",
            "the right side is 1/2 times the left",
        ),
        (r"x^\top W x = -3 x^\top W x", "the right side is -3 times the left"),
        (r"\sum_i x_i = \frac{1}{n} \sum_i x_i", "the left side is n times the right"),
        (r"\frac{1}{n} \sum_i x_i = \sum_i x_i", "the right side is n times the left"),
        (
            r"\frac{1}{n-1} \sum_i x_i^2 = \frac{1}{n} \sum_i x_i^2",
            "the left side is n/(n - 1) times the right",
        ),
        (
            r"\frac{d}{d\lambda} \sin \lambda^2 = 2 \cos \lambda^2",
            r"the left side is \lambda times the right",
        ),
        # term
        (
            r"\sum_{i=1}^n (x_i - 1) = \sum_{i=1}^n x_i - 1",
            "the right side is larger by (n - 1)",
        ),
        (r"(\lambda + 1)^2 = \lambda^2 + 2 \lambda", "the right side is smaller by 1"),
        # power
        (r"\|x\| = \|x\|^2", "the right side is the square of the left"),
        (r"\|x\|^2 = \|x\|", "the left side is the square of the right"),
        (r"\|x\|^2 = \frac{1}{\|x\|^2}", "the right side is 1 over the left"),
        # transpose
        (r"W^\top = W", "the right side is the transpose of the left"),
        # index
        (r"W_{ij} = W_{ji}", "the right side is the left with i and j exchanged"),
        (
            r"\frac{\partial}{\partial x_j} (W x)_i = W_{ji}",
            "the right side is the left with j and i exchanged",
        ),
        # sum
        (
            r"\frac{\partial}{\partial x_k} \frac{1}{2} \sum_i x_i^2 = \sum_i x_i",
            "the right side is the left side summed over k",
        ),
        (
            r"\sum_j W_{ij} x_j = W_{ij} x_j",
            "the left side is the right side summed over j",
        ),
        (
            r"x_i = \frac{1}{n} \sum_j x_j",
            "the right side is the left side averaged over i",
        ),
        (r"2 x = 2 \sum_i x_i", "the right side is the left side summed over all its entries"),
        # diagonal
        (r"\frac{\partial x_i}{\partial x_j} = 1", "it holds only where j = i"),
        (r"W^\top W = W^\top W + I_n", "it fails only on the diagonal"),
    ],
)
def test_what_explains_every_number_is_said(row: str, cause: str) -> None:
    found = claim(row)
    assert found.verdict == "fails"
    assert found.cause == cause


@pytest.mark.parametrize(
    "row",
    [
        r"\frac{d}{d\lambda} \sin \lambda = \sin \lambda",
        r"W W^\top x = W^\top W x",
        r"\|x\|^2 = x_1^2",
        # in proportion by chance: there are too few values
        r"2 \cdot \mathbf{1}[\lambda > 0] = \mathbf{1}[\lambda > 0]",
        r"\frac{\partial x_1}{\partial x_1} = 2",
        r"\lambda^0 = 2 \lambda^0",
        # minus the left for some of the draws alone
        r"|\lambda| = \lambda",
        r"\max(\lambda, 0) = \lambda",
        # an order has no factor
        r"\|x\|^2 < - \|x\|^2",
    ],
)
def test_nothing_is_said_that_does_not_explain_every_number(row: str) -> None:
    found = claim(row)
    assert found.verdict == "fails"
    assert found.cause == ""


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (r"\|x\|^2 = \sum_{i=1}^{n-1} x_i^2", "if the sum over i ends one later"),
        (r"\|x\|^2 = \sum_{i=2}^{n} x_i^2", "if the sum over i begins one earlier"),
        (r"\sum_{i=1}^{n-1} x_i^2 = \sum_{i=1}^{n} x_i^2", "if the sum over i ends one earlier"),
        (r"(W x)^\top = x^\top W", "if W is transposed"),
        (r"W W = W^\top W", "if W is not transposed"),
        (r"\frac{\partial}{\partial x_k} \sum_i W_{ik} x_k = \sum_i W_{ki}", "of W are exchanged"),
        (
            r"(\lambda - 1)^3 = \lambda^3 - 3 \lambda^2 - 3 \lambda - 1",
            "if one minus is a plus",
        ),
        (r"\cos(2 \lambda) = \cos^2 \lambda + \sin^2 \lambda", "if one plus is a minus"),
    ],
)
def test_one_change_with_which_the_row_holds_is_said(row: str, cause: str) -> None:
    found = claim(row)
    assert found.verdict == "fails"
    assert found.cause.startswith("both sides agree ")
    assert found.cause.endswith(cause)


def test_a_size_that_happens_to_be_one_more_is_no_bound_that_is_off_by_one() -> None:
    # where n < m, the sum runs outside of x: only the draws with m < n are compared
    found = claim(r"\|x\|^2 = \sum_{i=1}^{m} x_i^2")
    assert found.verdict == "fails"
    assert found.cause == ""


def test_a_factor_that_is_a_size_is_told_from_a_number() -> None:
    assert claim(r"\sum_i x_i^2 = 2 \sum_i x_i^2").cause == "the right side is 2 times the left"
    two = proofread(r"$$x \in \mathbb{R}^2 \\ \sum_i x_i = \frac{1}{2} \sum_i x_i$$").claims[-1]
    assert two.cause == "the right side is 1/2 times the left"


def test_of_two_shapes_the_transpose_is_named_only_if_the_entries_agree() -> None:
    shapes = "the left side is an array of shape 4×2, the right side an array of shape 2×4"
    assert claim(r"V^\top = V").reason == f"{shapes}, its transpose"
    assert claim(r"V^\top = 2 V").reason == shapes


def test_a_row_that_holds_has_no_cause() -> None:
    assert claim(r"x^\top W x = x^\top W^\top x").cause == ""


def test_the_cause_stands_in_every_report_of_the_row() -> None:
    report = proofread(r"$$\frac{d}{d\lambda} \cos \lambda = \sin \lambda$$")
    assert "    the right side is minus the left" in str(report).splitlines()
