"""The ends of the range: no input that is finite gives a result that is not, if the true one is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    relu_backward,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    tanh_backward,
)

FLOAT_TYPES: list[Any] = [np.float32, np.float64]


def largest(dtype: Any) -> Any:
    """Return the largest finite number of a float type."""
    return np.finfo(dtype).max


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_slope_of_tanh_is_0_at_the_largest_number(dtype: Any) -> None:
    x = np.array([largest(dtype), -largest(dtype)])
    with np.errstate(all="raise"):
        assert tanh_backward(np.ones(2, dtype), x)[0].tolist() == [0, 0]


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_largest_dy_passes_through_tanh_at_0(dtype: Any) -> None:
    with np.errstate(all="raise"):
        (dx,) = tanh_backward(largest(dtype), dtype(0))
    assert dx == largest(dtype)


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_largest_dy_passes_through_the_sigmoid_at_0(dtype: Any) -> None:
    with np.errstate(all="raise"):
        (dx,) = sigmoid_backward(largest(dtype), dtype(0))
    assert dx == largest(dtype) / 4


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (softmax, [1, 0]),
        (lambda h: softmax_backward(np.ones_like(h), h)[0], [0, 0]),
        (lambda h: softmax_cross_entropy(h, 0), 0),
        (lambda h: softmax_cross_entropy_backward(1.0, h, 1)[0], [1, -1]),
    ],
    ids=["softmax", "softmax_backward", "cross entropy", "cross entropy backward"],
)
def test_logits_as_far_apart_as_can_be_are_no_trouble(
    function: Callable[..., Any], expected: Any, dtype: Any
) -> None:
    with np.errstate(all="raise"):
        assert function(np.array([largest(dtype), -largest(dtype)])).tolist() == expected


def test_a_batch_of_more_float16_rows_than_float16_can_count_has_a_mean() -> None:
    h = np.zeros((70_000, 2), dtype=np.float16)
    (dh,) = softmax_cross_entropy_backward(1000.0, h, np.zeros(70_000, dtype=int))
    assert dh[0, 1] == pytest.approx(500 / 70_000, rel=1e-6)


def test_the_mean_of_float16_rows_is_finite_though_their_sum_is_not() -> None:
    h = np.tile(np.array([0, 50], dtype=np.float16), (2000, 1))
    assert softmax_cross_entropy(h, np.zeros(2000, dtype=int)) == 50


@pytest.mark.parametrize("backward", [relu_backward, sigmoid_backward, tanh_backward])
def test_a_bare_number_too_large_for_the_type_beside_it_is_refused(
    backward: Callable[..., Any],
) -> None:
    with pytest.raises(InputError, match="dy must"):
        backward(1e39, np.float32(0.5))
