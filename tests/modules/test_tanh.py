"""The hyperbolic tangent, against sixty digits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import sigmoid, tanh, tanh_backward
from tests.catalogue import Array, numbers
from tests.modules.references import decimal_tanh, decimal_tanh_slope, relative_error

POINTS = [-300.0, -20.0, -1.0, -1e-5, 1e-5, 0.5, 1.0, 20.0, 300.0]
ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-300, 300))


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_are_right_on_both_sides(x: float) -> None:
    assert relative_error(tanh(x), decimal_tanh(x)) < 4e-16


@pytest.mark.parametrize("x", [*POINTS, 0.0])
def test_all_digits_of_the_slope_are_right_even_where_tanh_rounds_to_1(x: float) -> None:
    (dx,) = tanh_backward(1.0, x)
    assert relative_error(dx, decimal_tanh_slope(x)) < 1e-15


def test_far_out_tanh_is_plus_or_minus_1_and_its_slope_0_without_a_warning() -> None:
    x = [-1000.0, 1000.0]
    with np.errstate(all="raise"):
        assert tanh(x).tolist() == [-1, 1]
        assert tanh_backward([1.0, 1.0], x)[0].tolist() == [0, 0]


@given(ANY_ARRAY)
def test_tanh_is_a_sigmoid_stretched_over_minus_1_to_1(x: Array) -> None:
    np.testing.assert_allclose(tanh(x), 2 * sigmoid(2 * x) - 1, rtol=0, atol=5e-16)


@given(ANY_ARRAY)
def test_the_slope_is_1_minus_the_square_of_the_value(x: Array) -> None:
    (slope,) = tanh_backward(np.ones_like(x), x)
    np.testing.assert_allclose(slope, 1 - tanh(x) ** 2, rtol=0, atol=1e-15)


def test_one_entry_gives_what_it_gives_in_any_batch() -> None:
    x, dy = numbers((2, 3, 4)), numbers((2, 3, 4), 1)
    assert tanh(x[1, 2, 3]) == pytest.approx(tanh(x)[1, 2, 3], rel=1e-15)
    of_one, of_all = tanh_backward(dy[1, 2], x[1, 2])[0], tanh_backward(dy, x)[0]
    np.testing.assert_allclose(of_one, of_all[1, 2], rtol=1e-15)


def test_a_bare_number_as_dy_leaves_float32_as_it_is() -> None:
    assert tanh_backward(1.0, np.float32(0.5))[0].dtype == np.float32
