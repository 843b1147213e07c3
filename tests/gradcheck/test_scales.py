"""The verdict holds at every size of inputs, outputs and slopes, and at the edge of a domain."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    gradcheck,
    relu,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.gradcheck.report import Verdict
from tests.catalogue import Array, numbers
from tests.gradcheck.conftest import square, square_backward


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 1e3, 1e12])
def test_the_verdict_does_not_depend_on_the_size_of_the_output(factor: float) -> None:
    def scaled(x: Array) -> Array:
        return factor * square(x)

    x = numbers((3,))
    assert gradcheck(scaled, lambda dy, x: factor * dy * 2 * x, x).verdict == "pass"
    assert gradcheck(scaled, lambda dy, x: factor * dy * 2.001 * x, x).verdict == "fail"


def test_a_wrong_gradient_as_small_as_the_rounding_of_dy_is_noise_and_no_pass() -> None:
    report = gradcheck(lambda x: 1e-17 * x**2, lambda dy, x: 0 * x, numbers((3,)))
    assert report.verdict == "noise"


@pytest.mark.parametrize("size", [1e-9, 1e-6, 1e-3, 1e3, 1e6])
def test_a_right_gradient_passes_at_every_size_of_the_input(size: float) -> None:
    assert gradcheck(square, square_backward, size * numbers((3,))).verdict == "pass"


@pytest.mark.parametrize(
    "size",
    [1e-9, 1e-6, 1e-3, 1e-2, 1.0, 1e3, 1e6],
)
@pytest.mark.parametrize("forward", [square, lambda x: x.real**2], ids=["complex", "real"])
def test_a_wrong_gradient_fails_at_every_size_of_the_input(
    forward: Callable[..., Any], size: float
) -> None:
    x = size * numbers((3,))
    assert gradcheck(forward, lambda dy, x: dy * 2.001 * x, x).verdict == "fail"


def test_a_gradient_that_is_not_0_at_the_bottom_of_a_parabola_fails() -> None:
    assert gradcheck(square, lambda dy, x: dy * (2 * x + 1e-6), [0.0, 0.0]).verdict == "fail"


@pytest.mark.parametrize("steepness", [1e2, 1e4, 1e6])
def test_a_right_gradient_of_a_steep_function_passes_and_a_wrong_one_fails(
    steepness: float,
) -> None:
    x = numbers((3,)) / steepness

    def right(dy: Array, x: Array) -> Array:
        return np.asarray(dy * steepness / np.cosh(steepness * x) ** 2)

    def steep(x: Array) -> Array:
        return np.asarray(np.tanh(steepness * x))

    assert gradcheck(steep, right, x).verdict == "pass"
    assert gradcheck(steep, lambda dy, x: 1.01 * right(dy, x), x).verdict != "pass"


@pytest.mark.parametrize("gap", [5.0, 15.0, 30.0, 40.0])
def test_the_softmax_of_the_book_never_fails_however_sure_it_is(gap: float) -> None:
    assert gradcheck(softmax, softmax_backward, [gap, 0.0]).verdict in {"pass", "noise", "vacuous"}


@pytest.mark.parametrize("gap", [5.0, 15.0, 30.0, 40.0])
def test_the_cross_entropy_of_the_book_never_fails_however_sure_it_is(gap: float) -> None:
    report = gradcheck(softmax_cross_entropy, softmax_cross_entropy_backward, [gap, 0.0], 0)
    assert report.verdict in {"pass", "noise", "vacuous"}


@pytest.mark.parametrize("large", [10.0, 1e3, 1e6])
def test_abs_beside_a_much_larger_smooth_part_is_not_differentiated_by_the_complex_step(
    large: float,
) -> None:
    report = gradcheck(
        lambda x: np.stack([large * x[0], np.abs(x[1])]),
        lambda dy, x: dy * [large, np.sign(x[1])],
        [0.3, -0.7],
    )
    assert report.verdict == "pass"


@pytest.mark.parametrize("offset", [1.0, 1e6, 1e12])
def test_abs_above_a_large_constant_does_not_fail_a_right_gradient(offset: float) -> None:
    report = gradcheck(lambda x: offset + np.abs(x), lambda dy, x: dy * np.sign(x), [0.3, -0.7])
    assert report.verdict in {"pass", "noise"}


@pytest.mark.parametrize("factor", [1e-6, 1e-2, 1e2, 1e6])
@pytest.mark.parametrize(("slope", "verdict"), [(0.0, "kink"), (1.0, "kink"), (1.05, "fail")])
def test_a_kink_is_told_from_an_error_at_every_size_of_the_output(
    factor: float, slope: float, verdict: Verdict
) -> None:
    report = gradcheck(
        lambda x: factor * relu(x),
        lambda dy, x: factor * dy * np.where(x == 0, slope, x > 0),
        [-1.0, 0.0, 2.0],
    )
    assert report.verdict == verdict


@pytest.mark.parametrize(
    "steepest",
    [
        10.0,
        1e4,
    ],
)
def test_a_kink_is_a_kink_however_steep_the_function_is_elsewhere(steepest: float) -> None:
    slopes = np.array([steepest, 1.0])
    report = gradcheck(
        lambda x: slopes * np.abs(x),
        lambda dy, x: dy * slopes * np.where(x >= 0, 1, -1),
        [0.3, 0.0],
    )
    assert report.verdict == "kink"


@pytest.mark.parametrize(
    ("forward", "x"),
    [(np.sqrt, [0.0]), (np.arcsin, [1.0]), (np.log, [1e-7]), (np.log, [1e-7, 2e-7, 3e-7])],
    ids=["sqrt at 0", "arcsin at 1", "log near 0", "log of three numbers near 0"],
)
def test_a_wrong_gradient_never_passes_where_a_step_leaves_the_domain(
    forward: Callable[..., Any], x: list[float]
) -> None:
    with np.errstate(all="ignore"):
        report = gradcheck(lambda x: forward(x.real), lambda dy, x: 77 * dy, x)
    assert report.verdict != "pass"


DOMAIN_EDGES: dict[str, tuple[Callable[..., Any], Callable[..., Any], float]] = {
    "arccosh": (np.arccosh, lambda dy, x: dy / np.sqrt(x**2 - 1), 1 + 1e-6),
    "arctanh": (np.arctanh, lambda dy, x: dy / (1 - x**2), 1 - 1e-6),
    "log": (np.log, lambda dy, x: dy / x, 1e-8),
    "the square root of math": (
        lambda x: math.sqrt(x[0]),
        lambda dy, x: dy / (2 * np.sqrt(x)),
        1e-7,
    ),
    "binary cross entropy": (
        lambda x: -np.log(x) - np.log(1 - x),
        lambda dy, x: dy * (1 / (1 - x) - 1 / x),
        1 - 1e-6,
    ),
}


@pytest.mark.parametrize(
    ("forward", "backward", "x"), DOMAIN_EDGES.values(), ids=list(DOMAIN_EDGES)
)
def test_near_the_edge_of_a_domain_a_right_gradient_does_not_fail_and_a_wrong_one_does_not_pass(
    forward: Callable[..., Any], backward: Callable[..., Any], x: float
) -> None:
    assert gradcheck(forward, backward, [x]).verdict in {"pass", "noise"}
    assert gradcheck(forward, lambda dy, x: 1.01 * backward(dy, x), [x]).verdict != "pass"


def test_at_the_edge_of_a_domain_the_report_says_so() -> None:
    report = gradcheck(lambda x: np.sqrt(x.real), lambda dy, x: 77 * dy, [0.0])
    assert report.verdict == "fail"
    assert "cannot be checked at the edge of the domain" in report.reason


def test_an_error_in_a_small_entry_beside_a_large_one_is_found() -> None:
    def wrong(dy: Array, x: Array) -> tuple[Array]:
        (dx,) = sigmoid_backward(dy, x)
        return (np.where(x > 20, 0, dx),)

    assert gradcheck(sigmoid, sigmoid_backward, [0.0, 25.0])
    assert gradcheck(sigmoid, wrong, [0.0, 25.0]).verdict == "fail"


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(lambda x: 1 / x, lambda dy, x: -dy / x**2), (np.log, lambda dy, x: dy / x)],
    ids=["1/x", "log"],
)
def test_a_tiny_input_beside_a_large_one_is_checked_by_steps_of_its_own_size(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    assert gradcheck(forward, backward, [1e-5, 4.0])
    assert gradcheck(forward, lambda dy, x: 1.0005 * backward(dy, x), [1e-5, 4.0]).verdict == "fail"
