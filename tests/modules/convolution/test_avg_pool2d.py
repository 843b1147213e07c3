"""Average pooling, against fractions and against convolution, and what goes wrong in it."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nnderiv import avg_pool2d, avg_pool2d_backward, conv2d, conv2d_backward, gradcheck
from nnderiv.modules.convolution.windows import windows
from tests.catalogue import Array, numbers
from tests.modules.convolution.shapes import POOL2D, Pool

every_shape = pytest.mark.parametrize("shape", POOL2D.values(), ids=list(POOL2D))


@every_shape
def test_the_passes_are_means_written_out_over_fractions(shape: Pool) -> None:
    x, size, stride = numbers(shape.x), shape.size, shape.stride or shape.size
    y = avg_pool2d(x, shape.size, shape.stride)
    dy = numbers(y.shape, 1)
    dx = np.full(x.shape, Fraction(0))
    for n, c, p, q in np.ndindex(y.shape):
        places = [(n, c, stride * p + i, stride * q + j) for i, j in np.ndindex(size, size)]
        mean = sum((Fraction(float(x[at])) for at in places), Fraction(0)) / len(places)
        assert y[n, c, p, q] == pytest.approx(float(mean), rel=1e-13, abs=1e-15)
        for at in places:
            dx[at] += Fraction(float(dy[n, c, p, q])) / len(places)
    (found,) = avg_pool2d_backward(dy, x, shape.size, shape.stride)
    np.testing.assert_allclose(found, dx.astype(float), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("mode", ["full", "projected"])
@every_shape
def test_the_gradient_passes_the_check(shape: Pool, mode: Any) -> None:
    options: dict[str, Any] = {"size": shape.size, "stride": shape.stride}
    report = gradcheck(avg_pool2d, avg_pool2d_backward, numbers(shape.x), mode=mode, **options)
    assert report.verdict == "pass", str(report)
    assert report.method.startswith("complex step"), report.method


@every_shape
def test_it_is_the_convolution_of_each_channel_with_equal_entries(shape: Pool) -> None:
    channels = numbers(shape.x).reshape(-1, 1, *shape.x[2:])
    w = np.full((1, 1, shape.size, shape.size), 1 / shape.size**2)
    stride = shape.stride or shape.size
    y = avg_pool2d(channels, shape.size, shape.stride)
    np.testing.assert_allclose(y, conv2d(channels, w, [0], stride), rtol=1e-13, atol=1e-15)
    dy = numbers(y.shape, 1)
    (dx,) = avg_pool2d_backward(dy, channels, shape.size, shape.stride)
    expected = conv2d_backward(dy, channels, w, [0], stride)[0]
    np.testing.assert_allclose(dx, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_the_mean_of_numbers_as_large_as_can_be_does_not_overflow(size: int) -> None:
    large = 0.999 * np.finfo(float).max
    x = np.full((1, 1, size, size), large)
    with np.errstate(all="raise"):
        assert avg_pool2d(x, size) == pytest.approx(large, rel=1e-15)
        (dx,) = avg_pool2d_backward([[[[large]]]], x, size)
    assert dx[0, 0, 0, 0] == pytest.approx(large / size**2, rel=1e-15)


def without_the_division(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient of the sum of every window."""
    return size**2 * avg_pool2d_backward(dy, x, size, stride)[0]


def divided_by_one_side(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient with 1/k for 1/k²."""
    return size * avg_pool2d_backward(dy, x, size, stride)[0]


def with_assigned_windows(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient in which a window writes over what another has written."""
    dx = np.zeros_like(x)
    into = windows(dx, (size, size), stride)
    for i, j in np.ndindex(size, size):
        into[:, :, i, j] = dy / size**2
    return dx


def with_the_stride_forgotten(dy: Array, x: Array, size: int, stride: int) -> Array:
    """Return the gradient of windows that begin one apart."""
    whole = np.zeros_like(avg_pool2d(x, size, 1))
    whole[:, :, : dy.shape[2], : dy.shape[3]] = dy
    return avg_pool2d_backward(whole, x, size, 1)[0]


@pytest.mark.parametrize(
    "wrong",
    [
        without_the_division,
        divided_by_one_side,
        with_assigned_windows,
        with_the_stride_forgotten,
    ],
)
def test_it_is_found_where_windows_overlap(wrong: Any) -> None:
    report = gradcheck(avg_pool2d, wrong, numbers((2, 3, 6, 7)), size=3, stride=2)
    assert report.verdict == "fail"


def test_windows_written_over_each_other_are_right_while_they_lie_side_by_side() -> None:
    x = numbers((2, 3, 6, 7))
    assert gradcheck(avg_pool2d, with_assigned_windows, x, size=3, stride=3).verdict == "pass"
