"""The sigmoid linear unit, against sixty digits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import gradcheck, sigmoid, silu, silu_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.activations.decimals import decimal_silu, decimal_silu_slope
from tests.modules.references import relative_error

POINTS = [-700.0, -40.0, -20.0, -3.0, -1e-9, 1e-9, 0.5, 20.0, 37.0, 40.0, 700.0]
ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-700, 700))


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_are_right_on_both_sides(x: float) -> None:
    assert relative_error(silu(x), decimal_silu(x)) < 6e-16


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_of_the_slope_are_right_even_where_the_sigmoid_rounds_to_1(x: float) -> None:
    assert relative_error(silu_backward(1.0, x)[0], decimal_silu_slope(x)) < 1e-15


@given(ANY_ARRAY)
def test_the_values_at_x_and_minus_x_differ_by_x(x: Array) -> None:
    np.testing.assert_allclose(silu(x) - silu(-x), x, rtol=1e-15, atol=1e-300)


@given(ANY_ARRAY)
def test_the_slope_is_y_plus_the_sigmoid_of_x_times_1_minus_y(x: Array) -> None:
    (slope,) = silu_backward(np.ones_like(x), x)
    y = silu(x)
    np.testing.assert_allclose(slope, y + sigmoid(x) * (1 - y), rtol=0, atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_range_pass_without_a_warning(dtype: Any) -> None:
    most = np.finfo(dtype).max
    x = np.array([most, 1000, -1000, -most], dtype)
    with np.errstate(all="raise"):
        assert silu(x).tolist() == [most, 1000, 0, 0]
        assert silu_backward(np.ones(4, dtype), x)[0].tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 1, 3)])
def test_the_gradient_is_right_for_any_shape(shape: tuple[int, ...], mode: Mode) -> None:
    report = gradcheck(silu, silu_backward, 3 * numbers(shape), mode=mode)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dy, x: dy * sigmoid(x), id="no slope of the gate"),
        pytest.param(lambda dy, x: dy * x * sigmoid(x) * sigmoid(-x), id="no gate"),
        pytest.param(lambda dy, x: dy * sigmoid(x) * (1 + sigmoid(-x)), id="x forgotten"),
        pytest.param(lambda dy, x: dy * sigmoid(x) * (1 - x * sigmoid(-x)), id="minus"),
        pytest.param(lambda dy, x: dy * (silu(x) + sigmoid(x)), id="1 - y forgotten"),
        pytest.param(lambda dy, x: dy * sigmoid(x) * (1 + x * (1 - silu(x))), id="y for the gate"),
    ],
)
def test_a_wrong_slope_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    assert gradcheck(silu, wrong, numbers((3, 4)), mode=mode).verdict == "fail"
