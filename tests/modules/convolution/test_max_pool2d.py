"""Max pooling, against Python's own max, and what goes wrong in its backward pass."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, max_pool2d, max_pool2d_backward
from nnderiv.arrays import complex_allowed
from nnderiv.modules.convolution.max_pool2d import forward
from nnderiv.modules.convolution.windows import windows
from tests.catalogue import Array, numbers
from tests.modules.convolution.shapes import POOL2D, Pool

every_shape = pytest.mark.parametrize("shape", POOL2D.values(), ids=list(POOL2D))


def tied() -> Array:
    """Return an image in which many windows of 2 by 2 have two entries that are largest."""
    x = numbers((2, 2, 4, 6))
    x[:, :, 1] = x[:, :, 0] = np.abs(x[:, :, 0]) + 3
    return x


def dealt(shape: tuple[int, ...]) -> Array:
    """Return different integers in random order, as many below 0 as above."""
    size = int(np.prod(shape))
    return np.random.default_rng(0).permutation(size).reshape(shape) - size / 2


def written_out(x: Array, size: int, stride: int | None) -> tuple[Array, Array, Array]:
    """Return y, a dy of integers, and dx."""
    stride = stride or size
    counts = [(length - size) // stride + 1 for length in x.shape[2:]]
    y, dx = np.empty((*x.shape[:2], *counts)), np.zeros_like(x)
    dy = np.arange(1.0, y.size + 1).reshape(y.shape)
    for n, c, p, q in np.ndindex(y.shape):
        places = [(stride * p + i, stride * q + j) for i, j in np.ndindex(size, size)]
        largest = max(places, key=lambda at: x[n, c, *at])
        y[n, c, p, q] = x[n, c, *largest]
        dx[n, c, *largest] += dy[n, c, p, q]
    return y, dy, dx


@every_shape
def test_the_passes_are_pythons_max_of_each_window_written_out(shape: Pool) -> None:
    x = dealt(shape.x)
    y, dy, dx = written_out(x, shape.size, shape.stride)
    np.testing.assert_array_equal(max_pool2d(x, shape.size, shape.stride), y)
    (found,) = max_pool2d_backward(dy, x, shape.size, shape.stride)
    np.testing.assert_array_equal(found, dx)


@pytest.mark.parametrize("mode", ["full", "projected"])
@every_shape
def test_the_gradient_passes_the_check(shape: Pool, mode: Any) -> None:
    options: dict[str, Any] = {"size": shape.size, "stride": shape.stride}
    report = gradcheck(max_pool2d, max_pool2d_backward, numbers(shape.x), mode=mode, **options)
    assert report.verdict == "pass", str(report)
    assert report.method.startswith("complex step"), report.method


def test_of_equal_entries_the_first_row_by_row_gets_all() -> None:
    x = [[[[1.0, 7.0, 0.0], [7.0, 7.0, 2.0]]]]
    assert max_pool2d(x, size=2, stride=1).tolist() == [[[[7, 7]]]]
    (dx,) = max_pool2d_backward([[[[3.0, 5.0]]]], x, size=2, stride=1)
    assert dx.tolist() == [[[[0, 8, 0], [0, 0, 0]]]]
    (dx,) = max_pool2d_backward([[[[3.0]]]], [[[[0.0, 0.0], [0.0, 0.0]]]], size=2)
    assert dx.tolist() == [[[[3, 0], [0, 0]]]]


def test_the_largest_of_negative_entries_is_negative() -> None:
    assert max_pool2d([[[[-3, -2], [-4, -5]]]], size=2).tolist() == [[[[-2]]]]


def test_complex_numbers_are_compared_by_their_real_parts() -> None:
    with complex_allowed():
        assert max_pool2d([[[[1 + 9j, 2 - 9j], [2 + 5j, 0]]]], size=2).tolist() == [[[[2 - 9j]]]]


def test_the_largest_numbers_pass_without_a_warning() -> None:
    large = float(np.finfo(float).max)
    x = [[[[large, -large], [-large, 0.0]]]]
    with np.errstate(all="raise"):
        assert max_pool2d(x, size=2).tolist() == [[[[large]]]]
        (dx,) = max_pool2d_backward([[[[large]]]], x, size=2)
    assert dx.tolist() == [[[[large, 0], [0, 0]]]]


def with_assigned_windows(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient in which a window writes over what another has written."""
    chosen, shape = forward(x, size, stride)[1]
    dx = np.zeros(shape)
    dx.flat[chosen] = dy
    return dx


def with_repeated_indices(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient by a += that counts an index once, however often it is there."""
    chosen, shape = forward(x, size, stride)[1]
    dx = np.zeros(shape)
    dx.reshape(-1)[chosen] += dy
    return dx


def with_a_mask_of_ties(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient that gives all of dy to each entry equal to the maximum."""
    y, dx = forward(x, size, stride)[0], np.zeros_like(x)
    of_x, into = windows(x, (size, size), stride), windows(dx, (size, size), stride)
    for i, j in np.ndindex(size, size):
        into[:, :, i, j] += dy * (of_x[:, :, i, j] == y)
    return dx


def with_equal_shares_of_ties(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient as jnp.max has it, which is another right one."""
    of_x = windows(x, (size, size), stride)
    ties = (of_x == forward(x, size, stride)[0][:, :, np.newaxis, np.newaxis]).sum(axis=(2, 3))
    return with_a_mask_of_ties(dy / ties, x, size, stride)


def with_the_stride_forgotten(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient of windows that begin one apart."""
    there = forward(x, size, 1)[0]
    whole = np.zeros_like(there)
    whole[:, :, : dy.shape[2], : dy.shape[3]] = dy
    return max_pool2d_backward(whole, x, size, 1)[0]


def with_the_remainder_at_the_front(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient moved by the columns that no window reaches."""
    (dx,) = max_pool2d_backward(dy, x, size, stride)
    return np.roll(dx, (x.shape[3] - size) % stride, axis=3)


def verdict(wrong: Any, x: Array, **options: Any) -> str:
    """Return the verdict on a wrong backward pass."""
    return gradcheck(max_pool2d, wrong, x, **options).verdict


@pytest.mark.parametrize("wrong", [with_assigned_windows, with_repeated_indices])
@pytest.mark.parametrize("stride", [1, 2])
def test_windows_written_over_each_other_are_found_where_they_overlap(
    wrong: Any, stride: int
) -> None:
    assert verdict(wrong, numbers((2, 3, 6, 7)), size=3, stride=stride) == "fail"


@pytest.mark.parametrize("wrong", [with_assigned_windows, with_repeated_indices])
def test_windows_written_over_each_other_are_right_while_they_lie_side_by_side(wrong: Any) -> None:
    assert verdict(wrong, numbers((2, 3, 6, 7)), size=3, stride=3) == "pass"


def test_a_mask_that_multiplies_ties_is_found_at_ties_alone() -> None:
    assert verdict(with_a_mask_of_ties, tied(), size=2, stride=2) == "fail"
    assert verdict(with_a_mask_of_ties, numbers((2, 2, 4, 6)), size=2, stride=2) == "pass"


def test_at_ties_both_conventions_are_a_kink() -> None:
    assert verdict(max_pool2d_backward, tied(), size=2, stride=2) == "kink"
    assert verdict(with_equal_shares_of_ties, tied(), size=2, stride=2) == "kink"


def test_a_forgotten_stride_is_found() -> None:
    assert verdict(with_the_stride_forgotten, numbers((2, 3, 6, 7)), size=3, stride=2) == "fail"


def test_a_remainder_at_the_front_is_found_where_there_is_one() -> None:
    wrong = with_the_remainder_at_the_front
    assert verdict(wrong, numbers((2, 3, 4, 7)), size=2, stride=2) == "fail"
    assert verdict(wrong, numbers((2, 3, 4, 6)), size=2, stride=2) == "pass"
