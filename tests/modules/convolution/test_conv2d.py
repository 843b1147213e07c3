"""The convolution of images, against sums written out over integers, and numbers."""

from typing import Any

import numpy as np
import pytest

from nnderiv import conv2d, conv2d_backward, gradcheck, linear, linear_backward
from tests.catalogue import numbers
from tests.modules.convolution.shapes import CONV2D, Conv
from tests.modules.convolution.written_out import conv, conv_backward, integers, padded

every_shape = pytest.mark.parametrize("shape", CONV2D.values(), ids=list(CONV2D))


@every_shape
def test_every_entry_is_the_sum_over_a_window(shape: Conv) -> None:
    x, w, b = integers(shape.x), integers(shape.w, 1), integers(shape.w[:1], 2)
    expected = conv(x, w, b, shape.stride, shape.padding)
    np.testing.assert_array_equal(conv2d(x, w, b, shape.stride, shape.padding), expected)


@every_shape
def test_the_gradients_are_the_sums_of_the_chain_rule_written_out(shape: Conv) -> None:
    x, w, b = integers(shape.x), integers(shape.w, 1), integers(shape.w[:1], 2)
    options = (shape.stride, shape.padding)
    dy = integers(conv2d(x, w, b, *options).shape, 3)
    found = conv2d_backward(dy, x, w, b, *options)
    for gradient, expected in zip(found, conv_backward(dy, x, w, b, *options), strict=True):
        np.testing.assert_array_equal(gradient, expected)


@pytest.mark.parametrize("mode", ["full", "projected"])
@every_shape
def test_the_gradients_pass_the_check(shape: Conv, mode: Any) -> None:
    options: dict[str, Any] = {"stride": shape.stride, "padding": shape.padding}
    report = gradcheck(conv2d, conv2d_backward, *shape.inputs, mode=mode, **options)
    assert report.verdict == "pass", str(report)


@every_shape
def test_the_check_takes_the_complex_step(shape: Conv) -> None:
    options: dict[str, Any] = {"stride": shape.stride, "padding": shape.padding}
    report = gradcheck(conv2d, conv2d_backward, *shape.inputs, **options)
    assert report.method.startswith("complex step"), report.method


def test_with_stride_1_dx_is_the_convolution_of_dy_with_flipped_kernels() -> None:
    x, w, b = CONV2D["axes that differ"].inputs
    dy = numbers((2, 4, 4, 4), 4)
    dx, _, _ = conv2d_backward(dy, x, w, b)
    around = np.pad(dy, ((0, 0), (0, 0), (1, 1), (2, 2)))
    expected = conv2d(around, w[:, :, ::-1, ::-1].swapaxes(0, 1), np.zeros(3))
    np.testing.assert_allclose(dx, expected, rtol=1e-13)


def test_a_kernel_of_one_entry_is_the_linear_layer_at_every_pixel() -> None:
    x, w, b = CONV2D["kernels of length 1"].inputs
    pixels, matrix = np.moveaxis(x, 1, -1), w[:, :, 0, 0].T
    y = conv2d(x, w, b)
    np.testing.assert_allclose(np.moveaxis(y, 1, -1), linear(pixels, matrix, b), rtol=1e-13)
    dy = numbers(y.shape, 4)
    dx, dw, db = conv2d_backward(dy, x, w, b)
    dpixels, dmatrix, dbias = linear_backward(np.moveaxis(dy, 1, -1), pixels, matrix, b)
    np.testing.assert_allclose(np.moveaxis(dx, 1, -1), dpixels, rtol=1e-13)
    np.testing.assert_allclose(dw[:, :, 0, 0], dmatrix.T, rtol=1e-13)
    np.testing.assert_allclose(db, dbias, rtol=1e-13)


def test_padding_is_zeros_written_around_the_images() -> None:
    x, w, b = CONV2D["remainders that are padding"].inputs
    np.testing.assert_array_equal(
        conv2d(x, w, b, stride=2, padding=1), conv2d(padded(x, 1), w, b, stride=2)
    )


def test_rows_and_columns_that_no_window_reaches_have_the_gradient_0() -> None:
    x, w, b = CONV2D["remainders that differ"].inputs
    dx, _, _ = conv2d_backward(np.ones((2, 3, 2, 2)), x, w, b, stride=3)
    unreached = (dx == 0).all(axis=(0, 1))
    assert unreached.all(axis=1).tolist() == [False, False, True, False, False, True, True]
    assert unreached.all(axis=0).tolist() == [False] * 6 + [True, True]


def test_the_gradients_of_w_and_b_are_sums_over_the_batch() -> None:
    x, w, b = CONV2D["axes that differ"].inputs
    dy = numbers((2, 4, 4, 4), 4)
    of_each = [conv2d_backward(dy[[n]], x[[n]], w, b) for n in range(2)]
    dx, dw, db = conv2d_backward(dy, x, w, b)
    np.testing.assert_allclose(dx, np.concatenate([one[0] for one in of_each]), rtol=1e-13)
    np.testing.assert_allclose(dw, of_each[0][1] + of_each[1][1], rtol=1e-13)
    np.testing.assert_allclose(db, of_each[0][2] + of_each[1][2], rtol=1e-13)
