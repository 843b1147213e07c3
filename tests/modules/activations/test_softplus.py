"""Softplus, against sixty digits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import gradcheck, relu, sigmoid, softplus, softplus_backward, tanh
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.activations.decimals import decimal_softplus
from tests.modules.references import decimal_sigmoid, relative_error

POINTS = [-700.0, -40.0, -20.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 20.0, 40.0, 700.0]
ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-700, 700))


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_are_right_on_both_sides(x: float) -> None:
    assert relative_error(softplus(x), decimal_softplus(x)) < 4e-16


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_of_the_slope_are_right(x: float) -> None:
    assert relative_error(softplus_backward(1.0, x)[0], decimal_sigmoid(x)) < 4e-16


@given(ANY_ARRAY)
def test_it_lies_above_relu_by_log_2_at_most(x: Array) -> None:
    above = softplus(x) - relu(x)
    assert ((above >= 0) & (above <= np.log(2))).all()


@given(ANY_ARRAY)
def test_the_slope_is_the_sigmoid(x: Array) -> None:
    (slope,) = softplus_backward(np.ones_like(x), x)
    np.testing.assert_allclose(slope, sigmoid(x), rtol=1e-15)


def test_above_20_it_is_still_more_than_x() -> None:
    assert softplus(21.0) - 21 == pytest.approx(np.exp(-21), rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_range_pass_without_a_warning(dtype: Any) -> None:
    most = np.finfo(dtype).max
    x = np.array([most, 1000, -1000, -most], dtype)
    with np.errstate(all="raise"):
        assert softplus(x).tolist() == [most, 1000, 0, 0]
        assert softplus_backward(np.ones(4, dtype), x)[0].tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 1, 3)])
def test_the_gradient_is_right_for_any_shape(shape: tuple[int, ...], mode: Mode) -> None:
    report = gradcheck(softplus, softplus_backward, 3 * numbers(shape), mode=mode)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dy, x: dy * sigmoid(-x), id="the sigmoid of minus x"),
        pytest.param(lambda dy, x: dy * sigmoid(softplus(x)), id="the output for the input"),
        pytest.param(lambda dy, x: dy * np.exp(x), id="no denominator"),
        pytest.param(lambda dy, x: dy / (1 + np.exp(x)), id="no numerator"),
        pytest.param(lambda dy, x: dy * tanh(x), id="the hyperbolic tangent"),
    ],
)
def test_a_wrong_slope_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    assert gradcheck(softplus, wrong, numbers((3, 4)), mode=mode).verdict == "fail"
