"""The sigmoid, against sixty digits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import sigmoid, sigmoid_backward
from tests.catalogue import Array, numbers
from tests.modules.references import decimal_sigmoid, decimal_sigmoid_slope, relative_error

POINTS = [-700.0, -40.0, -20.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 20.0, 40.0, 700.0]
ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-700, 700))


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_are_right_on_both_sides(x: float) -> None:
    assert relative_error(sigmoid(x), decimal_sigmoid(x)) < 4e-16


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_of_the_slope_are_right_even_where_the_sigmoid_rounds_to_1(x: float) -> None:
    (dx,) = sigmoid_backward(1.0, x)
    assert relative_error(dx, decimal_sigmoid_slope(x)) < 1e-15


def test_far_out_the_sigmoid_is_0_and_1_and_its_slope_0_without_a_warning() -> None:
    x = [-1000.0, 1000.0, -1e308, 1e308]
    with np.errstate(all="raise"):
        assert sigmoid(x).tolist() == [0, 1, 0, 1]
        assert sigmoid_backward([1.0] * 4, x)[0].tolist() == [0, 0, 0, 0]


@given(ANY_ARRAY)
def test_the_sigmoid_of_minus_x_is_1_minus_the_sigmoid_of_x(x: Array) -> None:
    np.testing.assert_allclose(sigmoid(-x), 1 - sigmoid(x), rtol=0, atol=3e-16)


@given(ANY_ARRAY)
def test_every_value_lies_between_0_and_1_and_every_slope_below_a_quarter(x: Array) -> None:
    y, (slope,) = sigmoid(x), sigmoid_backward(np.ones_like(x), x)
    assert y.shape == slope.shape == x.shape
    assert ((y > 0) & (y <= 1)).all()
    assert ((slope > 0) & (slope <= 0.25)).all()


def test_one_entry_gives_what_it_gives_in_any_batch() -> None:
    x, dy = numbers((2, 3, 4)), numbers((2, 3, 4), 1)
    assert sigmoid(x[1, 2, 3]) == sigmoid(x)[1, 2, 3]
    assert (
        sigmoid_backward(dy[1, 2], x[1, 2])[0].tolist() == sigmoid_backward(dy, x)[0][1, 2].tolist()
    )


def test_a_bare_number_as_dy_leaves_float32_as_it_is() -> None:
    assert sigmoid_backward(1.0, np.float32(0.5))[0].dtype == np.float32
    assert sigmoid_backward(1, np.float32(0.5))[0].dtype == np.float32
