"""The convolution of sequences, against sums written out over integers, and numbers."""

from typing import Any

import numpy as np
import pytest

from nnderiv import conv1d, conv1d_backward, conv2d, conv2d_backward, gradcheck
from tests.catalogue import numbers
from tests.modules.convolution.shapes import CONV1D, Conv
from tests.modules.convolution.written_out import conv, conv_backward, integers

every_shape = pytest.mark.parametrize("shape", CONV1D.values(), ids=list(CONV1D))


@every_shape
def test_every_entry_is_the_sum_over_a_window(shape: Conv) -> None:
    x, w, b = integers(shape.x), integers(shape.w, 1), integers(shape.w[:1], 2)
    expected = conv(x, w, b, shape.stride, shape.padding)
    np.testing.assert_array_equal(conv1d(x, w, b, shape.stride, shape.padding), expected)


@every_shape
def test_the_gradients_are_the_sums_of_the_chain_rule_written_out(shape: Conv) -> None:
    x, w, b = integers(shape.x), integers(shape.w, 1), integers(shape.w[:1], 2)
    options = (shape.stride, shape.padding)
    dy = integers(conv1d(x, w, b, *options).shape, 3)
    found = conv1d_backward(dy, x, w, b, *options)
    for gradient, expected in zip(found, conv_backward(dy, x, w, b, *options), strict=True):
        np.testing.assert_array_equal(gradient, expected)


@pytest.mark.parametrize("mode", ["full", "projected"])
@every_shape
def test_the_gradients_pass_the_check(shape: Conv, mode: Any) -> None:
    options: dict[str, Any] = {"stride": shape.stride, "padding": shape.padding}
    report = gradcheck(conv1d, conv1d_backward, *shape.inputs, mode=mode, **options)
    assert report.verdict == "pass", str(report)


def test_it_is_the_convolution_of_images_that_are_one_row_high() -> None:
    x, w, b = CONV1D["gaps between windows"].inputs
    y = conv2d(x[:, :, np.newaxis], w[:, :, np.newaxis], b, stride=3)
    np.testing.assert_allclose(conv1d(x, w, b, stride=3), y[:, :, 0], rtol=1e-14)
    dy = numbers(y.shape, 4)
    dx, dw, db = conv2d_backward(dy, x[:, :, np.newaxis], w[:, :, np.newaxis], b, stride=3)
    found = conv1d_backward(dy[:, :, 0], x, w, b, stride=3)
    for gradient, expected in zip(found, (dx[:, :, 0], dw[:, :, 0], db), strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-14)


def test_numpy_correlates_a_single_channel_the_same_way() -> None:
    x, w = numbers((9,)), numbers((4,), 1)
    (y,) = conv1d([[x]], [[w]], [0])[0]
    np.testing.assert_allclose(y, np.correlate(x, w), rtol=1e-13)


def test_entries_that_no_window_reaches_have_the_gradient_0() -> None:
    x, w, b = CONV1D["gaps between windows"].inputs
    dx, _, _ = conv1d_backward(np.ones((2, 3, 3)), x, w, b, stride=3)
    assert (dx == 0).all(axis=(0, 1)).tolist() == [False, False, True] * 2 + [False, False]
