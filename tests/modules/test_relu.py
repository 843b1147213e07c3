"""The rectified linear unit, against Python's own max."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import relu, relu_backward
from tests.catalogue import Array, numbers

ANY_ARRAY = arrays(
    np.float64, array_shapes(max_dims=3), elements=st.floats(allow_nan=False, allow_infinity=False)
)


@given(ANY_ARRAY)
def test_every_entry_is_the_larger_of_itself_and_0(x: Array) -> None:
    assert relu(x).ravel().tolist() == [max(0.0, entry) for entry in x.ravel().tolist()]


@given(ANY_ARRAY)
def test_the_gradient_is_dy_where_x_is_positive_and_0_elsewhere(x: Array) -> None:
    dy = np.arange(1.0, x.size + 1).reshape(x.shape)
    expected = [
        up if entry > 0 else 0.0
        for up, entry in zip(dy.ravel().tolist(), x.ravel().tolist(), strict=True)
    ]
    (dx,) = relu_backward(dy, x)
    assert dx.shape == x.shape
    assert dx.ravel().tolist() == expected


def test_at_0_of_either_sign_the_gradient_is_0() -> None:
    assert relu_backward([5.0, 5.0], [0.0, -0.0])[0].tolist() == [0, 0]


def test_next_to_0_the_gradient_is_that_of_its_side() -> None:
    tiny = np.nextafter(0.0, 1.0)
    assert relu_backward([5.0, 5.0], [tiny, -tiny])[0].tolist() == [5, 0]


def test_the_largest_numbers_pass_without_a_warning() -> None:
    with np.errstate(all="raise"):
        assert relu([1e308, -1e308, 5e-324]).tolist() == [1e308, 0, 5e-324]
        assert relu_backward([1e308, 1e308], [1e308, -1e308])[0].tolist() == [1e308, 0]


def test_writing_to_the_output_leaves_the_input_alone() -> None:
    x = np.ones((2, 2))
    relu(x)[0, 0] = 99.0
    assert x.tolist() == [[1, 1], [1, 1]]


def test_one_row_gives_what_it_gives_in_any_batch() -> None:
    x, dy = numbers((2, 3, 4)), numbers((2, 3, 4), 1)
    assert relu(x[1, 2]).tolist() == relu(x)[1, 2].tolist()
    assert relu_backward(dy[1, 2], x[1, 2])[0].tolist() == relu_backward(dy, x)[0][1, 2].tolist()


def test_a_bare_number_as_dy_leaves_float32_as_it_is() -> None:
    assert relu_backward(1.0, np.float32(0.5))[0].dtype == np.float32
