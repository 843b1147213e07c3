"""A forward pass of several outputs: each has its upstream gradient, and all count."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import Array, numbers

X = numbers((3, 2))


def mean_and_spread(x: Array) -> tuple[Array, Array]:
    """Return the mean of each column, and every entry without it."""
    mean = x.mean(axis=0)
    return mean, x - mean


def mean_and_spread_backward(dys: tuple[Array, Array], x: Array) -> Array:
    """Return the gradient of x, from those of both outputs."""
    dmean, dspread = dys
    return np.asarray((dmean - dspread.sum(axis=0)) / len(x) + dspread)


def test_a_right_backward_pass_gets_a_tuple_and_passes() -> None:
    report = gradcheck(mean_and_spread, mean_and_spread_backward, X)
    assert report.verdict == "pass", str(report)
    assert report.method == "complex step"


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dys, x: (dys[0] + 0 * x) / len(x), id="the second output forgotten"),
        pytest.param(lambda dys, x: dys[1] - dys[1].mean(axis=0), id="the first output forgotten"),
    ],
)
def test_an_output_that_is_forgotten_is_found(wrong: Any) -> None:
    assert gradcheck(mean_and_spread, wrong, X).verdict == "fail"


def test_an_output_that_does_not_depend_on_the_input_does_no_harm() -> None:
    report = gradcheck(lambda x: (x**2, np.ones(3)), lambda dys, x: dys[0] * 2 * x, X)
    assert report.verdict == "pass"
    assert report.method == "complex step"


def test_an_output_that_drops_the_imaginary_part_is_differentiated_otherwise() -> None:
    report = gradcheck(
        lambda x: (x**2, np.abs(x)), lambda dys, x: dys[0] * 2 * x + dys[1] * np.sign(x), X
    )
    assert report.verdict == "pass", str(report)
    assert report.method == "central differences"


def test_the_only_output_of_a_tuple_still_comes_in_a_tuple() -> None:
    assert gradcheck(lambda x: (x**2,), lambda dys, x: dys[0] * 2 * x, X)
