"""Softmax with cross entropy, against sixty digits."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnderiv import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from tests.catalogue import Array, distributions, numbers
from tests.modules.references import decimal_cross_entropy, relative_error

ONE_HOT = np.eye(4)
MATRICES = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))
CLASSES = arrays(np.int64, (3,), elements=st.integers(0, 3))
BATCHES = [(), (1,), (5,), (2, 5), (2, 1, 5)]


@pytest.mark.parametrize("batch", BATCHES)
def test_the_loss_is_the_mean_of_the_rows_to_all_digits(batch: tuple[int, ...]) -> None:
    h, t = numbers((*batch, 4)), distributions((*batch, 4), 1)
    of_rows = [decimal_cross_entropy(h[row], t[row]) for row in np.ndindex(batch)]
    exact = sum(of_rows) / len(of_rows)
    assert relative_error(softmax_cross_entropy(h, t), exact) < 1e-14  # type: ignore[arg-type] # the sum of decimals is no int, for there is always a row


@pytest.mark.parametrize("batch", BATCHES)
def test_the_gradient_is_o_minus_t_over_the_number_of_rows(batch: tuple[int, ...]) -> None:
    h, t = numbers((*batch, 4)), distributions((*batch, 4), 1)
    (dh,) = softmax_cross_entropy_backward(2.5, h, t)
    expected = 2.5 * (softmax(h) - t) / max(1, np.prod(batch, dtype=int))
    np.testing.assert_allclose(dh, expected, rtol=1e-13, atol=1e-15)


def test_a_probability_that_underflows_gives_the_right_loss_without_a_warning() -> None:
    with np.errstate(all="raise"):
        assert softmax_cross_entropy([0.0, -1000.0], 1) == 1000.0
        assert softmax_cross_entropy([[1e4, -1e4]], [1]) == 2e4
        assert softmax_cross_entropy([[1e4, -1e4]], [0]) == 0.0
        assert softmax_cross_entropy_backward(1.0, [0.0, -1000.0], 1)[0].tolist() == [1, -1]


def test_a_probability_of_0_in_the_target_counts_nothing_however_unlikely_the_class() -> None:
    assert softmax_cross_entropy([0.0, -1e5], [1.0, 0.0]) == 0.0


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@given(h=MATRICES, classes=CLASSES)
def test_class_indices_and_their_one_hot_rows_agree(
    reduction: Any, h: Array, classes: Array
) -> None:
    rows = ONE_HOT[classes]
    assert softmax_cross_entropy(h, classes, reduction) == softmax_cross_entropy(h, rows, reduction)
    (of_classes,) = softmax_cross_entropy_backward(1.5, h, classes, reduction)
    (of_rows,) = softmax_cross_entropy_backward(1.5, h, rows, reduction)
    np.testing.assert_array_equal(of_classes, of_rows)


@given(MATRICES, CLASSES)
def test_the_mean_is_the_sum_over_the_number_of_rows(h: Array, t: Array) -> None:
    mean, total = softmax_cross_entropy(h, t, "mean"), softmax_cross_entropy(h, t, "sum")
    assert mean == pytest.approx(total / 3, rel=1e-15)
    (of_mean,) = softmax_cross_entropy_backward(1.0, h, t, "mean")
    (of_total,) = softmax_cross_entropy_backward(1.0, h, t, "sum")
    np.testing.assert_allclose(of_mean, of_total / 3, rtol=1e-15)


@given(MATRICES, CLASSES)
def test_the_reduction_is_the_mean_unless_asked_otherwise(h: Array, t: Array) -> None:
    assert softmax_cross_entropy(h, t) == softmax_cross_entropy(h, t, "mean")
    (unasked,) = softmax_cross_entropy_backward(1.0, h, t)
    np.testing.assert_array_equal(unasked, softmax_cross_entropy_backward(1.0, h, t, "mean")[0])


@given(MATRICES, CLASSES)
def test_the_rows_of_the_gradient_sum_to_0(h: Array, t: Array) -> None:
    (dh,) = softmax_cross_entropy_backward(1.0, h, t)
    np.testing.assert_allclose(dh.sum(axis=-1), np.zeros(3), atol=1e-15)


@given(MATRICES, CLASSES)
def test_the_loss_is_never_negative(h: Array, t: Array) -> None:
    assert softmax_cross_entropy(h, t) >= 0


def test_the_sum_over_a_batch_is_the_sum_over_its_examples() -> None:
    h, t = numbers((5, 4)), np.array([0, 3, 1, 1, 2])
    of_each = [softmax_cross_entropy(row, index) for row, index in zip(h, t, strict=True)]
    assert softmax_cross_entropy(h, t, "sum") == pytest.approx(sum(of_each), rel=1e-14)
    (dh,) = softmax_cross_entropy_backward(1.0, h, t, "sum")
    (of_one,) = softmax_cross_entropy_backward(1.0, h[2], t[2])
    np.testing.assert_allclose(of_one, dh[2], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64, np.uint64])
def test_class_indices_may_be_integers_of_any_size(dtype: Any) -> None:
    t = np.array([3, 0, 1], dtype=dtype)
    h = numbers((3, 4))
    assert softmax_cross_entropy(h, t) == softmax_cross_entropy(h, ONE_HOT[[3, 0, 1]])


def test_the_first_and_the_last_class_are_classes() -> None:
    h = numbers((2, 4))
    np.testing.assert_allclose(
        softmax_cross_entropy(h, [0, 3], "sum"),
        -np.log(softmax(h)[0, 0]) - np.log(softmax(h)[1, 3]),
        rtol=1e-14,
    )


def test_rows_that_were_normalised_in_float32_are_distributions_beside_float64_logits() -> None:
    t = softmax(numbers((20, 30)).astype(np.float32))
    assert softmax_cross_entropy(numbers((20, 30), 1), t) > 0


def test_a_bare_number_as_dy_leaves_float32_as_it_is() -> None:
    h = numbers((2, 4)).astype(np.float32)
    assert softmax_cross_entropy_backward(1.0, h, [0, 1])[0].dtype == np.float32


def test_a_float64_target_leaves_float32_logits_as_they_are() -> None:
    h = numbers((2, 4)).astype(np.float32)
    assert softmax_cross_entropy(h, ONE_HOT[:2]).dtype == np.float32


def test_class_indices_may_have_several_batch_axes() -> None:
    h, t = numbers((2, 3, 4)), np.array([[0, 3, 1], [2, 2, 0]])
    (dh,) = softmax_cross_entropy_backward(1.0, h, t)
    (flat,) = softmax_cross_entropy_backward(1.0, h.reshape(6, 4), t.ravel())
    np.testing.assert_array_equal(dh.reshape(6, 4), flat)
    assert softmax_cross_entropy(h, t) == softmax_cross_entropy(h.reshape(6, 4), t.ravel())
