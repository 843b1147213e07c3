"""Mistakes that people made in the backward pass of a convolution, planted and found."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import conv1d, conv1d_backward, conv2d, conv2d_backward, gradcheck
from tests.catalogue import Array, Module, numbers
from tests.gradcheck.test_planted_errors import assert_found
from tests.topics.convolution import CONV2D, CONV2D_WITH_STRIDE, autograd_conv


def with_gradient(module: Module, k: int, wrong: Callable[..., Any]) -> Callable[..., Any]:
    """Return the backward pass of a module with another gradient k."""

    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        found = module.backward(dy, *inputs)
        return (*found[:k], wrong(dy, *inputs), *found[k + 1 :])

    return backward


def flipped(w: Array) -> Array:
    """Return kernels that are reversed along both axes."""
    return w[:, :, ::-1, ::-1]


def dx_with(change: Callable[[Array], Array]) -> Callable[..., Any]:
    """Return dx as other kernels would have it."""
    return lambda dy, x, w, b: conv2d_backward(dy, x, change(w), b)[0]


def dw_with(change: Callable[[Array], Array]) -> Callable[..., Any]:
    """Return dw with its entries at other places."""
    return lambda dy, x, w, b: change(conv2d_backward(dy, x, w, b)[1])


@pytest.mark.parametrize(
    ("k", "wrong"),
    [
        pytest.param(0, dx_with(flipped), id="dx with flipped kernels"),
        pytest.param(0, dx_with(lambda w: w[:, :, ::-1]), id="dx with kernels flipped once"),
        pytest.param(0, dx_with(lambda w: np.rot90(w, axes=(2, 3))), id="dx with rotated kernels"),
        pytest.param(0, dx_with(lambda w: w.swapaxes(2, 3)), id="dx with transposed kernels"),
        pytest.param(0, dx_with(lambda w: w.swapaxes(0, 1)), id="dx with the channels swapped"),
        pytest.param(
            0, dx_with(lambda w: w[:, [0, 0, 0]]), id="dx with the first channel for every one"
        ),
        pytest.param(1, dw_with(flipped), id="dw flipped"),
        pytest.param(1, dw_with(lambda dw: np.rot90(dw, axes=(2, 3))), id="dw rotated"),
        pytest.param(1, dw_with(lambda dw: dw.swapaxes(0, 1)), id="dw with the channels swapped"),
        pytest.param(
            1,
            lambda dy, x, w, b: conv2d_backward(dy[:1], x[:1], w, b)[1],
            id="dw of the first example",
        ),
        pytest.param(2, lambda dy, x, w, b: dy.mean(axis=(0, 2, 3)), id="db as a mean"),
        pytest.param(2, lambda dy, x, w, b: dy[0].sum(axis=(1, 2)), id="db of the first example"),
        pytest.param(2, lambda dy, x, w, b: dy[:, :, 0, 0].sum(axis=0), id="db of the first place"),
    ],
)
def test_where_no_shape_tells_axes_apart_it_finds(k: int, wrong: Callable[..., Any]) -> None:
    assert_found(CONV2D, with_gradient(CONV2D, k, wrong), k)


def one_apart(dy: Array, x: Array, w: Array) -> Array:
    """Return dy as the first of the windows that begin one apart."""
    whole = np.zeros_like(conv2d(x, w, np.zeros(len(w)), padding=1))
    whole[:, :, : dy.shape[2], : dy.shape[3]] = dy
    return whole


def with_the_stride_forgotten(k: int) -> Callable[..., Any]:
    """Return a gradient of windows that begin one apart."""
    return lambda dy, x, w, b: conv2d_backward(one_apart(dy, x, w), x, w, b, padding=1)[k]


def with_the_padding_left_on(dy: Array, x: Array, w: Array, b: Array) -> Array:
    """Return the first rows and columns of the gradient of the padded images."""
    around = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    dx = conv2d_backward(dy, around, w, b, stride=3)[0]
    return dx[:, :, : x.shape[2], : x.shape[3]]


def with_the_remainder_at_the_front(dy: Array, x: Array, w: Array, b: Array) -> Array:
    """Return dx moved by the column that no window reaches."""
    return np.roll(conv2d_backward(dy, x, w, b, stride=3, padding=1)[0], 1, axis=3)


def with_the_remainder_filled(dy: Array, x: Array, w: Array, b: Array) -> Array:
    """Return dx as if the last windows reached to the end."""
    dx = conv2d_backward(dy, x, w, b, stride=3, padding=1)[0]
    dx[..., -1] = dx[..., -2]
    return dx


@pytest.mark.parametrize(
    ("k", "wrong"),
    [
        pytest.param(0, with_the_stride_forgotten(0), id="dx with the stride forgotten"),
        pytest.param(1, with_the_stride_forgotten(1), id="dw with the stride forgotten"),
        pytest.param(0, with_the_padding_left_on, id="dx with its padding left on"),
        pytest.param(0, with_the_remainder_at_the_front, id="dx with the remainder at the front"),
        pytest.param(0, with_the_remainder_filled, id="dx with the remainder filled"),
    ],
)
def test_with_a_stride_and_padding_it_finds(k: int, wrong: Callable[..., Any]) -> None:
    assert_found(CONV2D_WITH_STRIDE, with_gradient(CONV2D_WITH_STRIDE, k, wrong), k)


def test_a_remainder_that_is_cut_off_is_told_by_its_shape() -> None:
    def backward(dy: Array, x: Array, w: Array, b: Array) -> Any:
        dx, dw, db = conv1d_backward(dy, x, w, b, stride=2)
        return dx[..., :-1], dw, db

    inputs = numbers((2, 3, 6)), numbers((4, 3, 3), 1), numbers((4,), 2)
    report = gradcheck(lambda x, w, b: conv1d(x, w, b, stride=2), backward, *inputs)
    assert report.verdict == "fail"
    assert "(2, 3, 5)" in str(report)


def test_kernels_that_only_the_forward_pass_flips_are_found() -> None:
    report = gradcheck(lambda x, w, b: conv2d(x, flipped(w), b), CONV2D.backward, *CONV2D.inputs)
    assert [one.verdict for one in report.inputs] == ["fail", "fail", "pass"]


def test_kernels_that_both_passes_flip_are_another_function_which_the_reference_tells() -> None:
    def forward(x: Array, w: Array, b: Array) -> Any:
        return conv2d(x, flipped(w), b)

    def backward(dy: Array, x: Array, w: Array, b: Array) -> Any:
        dx, dw, db = conv2d_backward(dy, x, flipped(w), b)
        return dx, flipped(dw), db

    assert gradcheck(forward, backward, *CONV2D.inputs).verdict == "pass"
    x, w, b = CONV2D.inputs
    difference = forward(x, w, b) - autograd_conv(x, w, b)
    assert np.abs(difference).max() > 1


@pytest.mark.parametrize(
    ("wrong", "w"),
    [
        pytest.param(dx_with(flipped), numbers((2, 2, 1, 1)), id="a flip, in kernels of one entry"),
        pytest.param(dx_with(flipped), np.ones((2, 2, 3, 2)), id="a flip, in symmetric kernels"),
        pytest.param(
            dx_with(lambda w: w.swapaxes(0, 1)), numbers((1, 1, 3, 2)), id="channels, if one is all"
        ),
    ],
)
def test_what_the_shape_or_the_point_hides_passes(wrong: Callable[..., Any], w: Array) -> None:
    x, b = numbers((2, w.shape[1], 5, 4), 1), numbers((len(w),), 2)
    assert gradcheck(conv2d, with_gradient(CONV2D, 0, wrong), x, w, b).verdict == "pass"
