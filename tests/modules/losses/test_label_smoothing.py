"""Label smoothing in the cross entropy, against sixty digits and targets smoothed by hand."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnderiv import (
    InputError,
    gradcheck,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, distributions, numbers
from tests.modules.references import decimal_cross_entropy, relative_error

ONE_HOT = np.eye(4)
MATRICES = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))
CLASSES = arrays(np.int64, (3,), elements=st.integers(0, 3))
SHARES = st.floats(0, 1)
SHAPES: list[tuple[int, ...]] = [(2,), (1, 5), (7, 2), (3, 3), (2, 1, 5)]


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_the_loss_is_that_of_the_smoothed_target_to_all_digits(share: float) -> None:
    h, t = numbers((4,)), distributions((4,), 1)
    exact = decimal_cross_entropy(h, (1 - share) * t + share / 4)
    assert relative_error(softmax_cross_entropy(h, t, label_smoothing=share), exact) < 1e-15


def test_a_tenth_is_taken_from_the_class_and_shared_by_all_four() -> None:
    h, by_hand = numbers((1, 4)), [[0.025, 0.925, 0.025, 0.025]]
    found = softmax_cross_entropy(h, [1], label_smoothing=0.1)
    assert found == pytest.approx(softmax_cross_entropy(h, by_hand), rel=1e-15)
    (dh,) = softmax_cross_entropy_backward(2.0, h, [1], label_smoothing=0.1)
    np.testing.assert_allclose(dh, 2 * (softmax(h) - by_hand), rtol=1e-14)


@given(MATRICES, CLASSES, SHARES)
def test_class_indices_and_their_one_hot_rows_agree(h: Array, t: Array, share: float) -> None:
    of_classes = softmax_cross_entropy(h, t, label_smoothing=share)
    assert of_classes == softmax_cross_entropy(h, ONE_HOT[t], label_smoothing=share)
    np.testing.assert_array_equal(
        softmax_cross_entropy_backward(1.5, h, t, label_smoothing=share)[0],
        softmax_cross_entropy_backward(1.5, h, ONE_HOT[t], label_smoothing=share)[0],
    )


@given(MATRICES, CLASSES)
def test_a_share_of_0_is_no_smoothing(h: Array, t: Array) -> None:
    assert softmax_cross_entropy(h, t, label_smoothing=0) == softmax_cross_entropy(h, t)
    (found,) = softmax_cross_entropy_backward(1.5, h, t, label_smoothing=0)
    np.testing.assert_array_equal(found, softmax_cross_entropy_backward(1.5, h, t)[0])


@given(MATRICES, CLASSES, CLASSES)
def test_a_share_of_1_leaves_nothing_of_the_target(h: Array, one: Array, other: Array) -> None:
    of_one = softmax_cross_entropy(h, one, label_smoothing=1)
    assert of_one == softmax_cross_entropy(h, other, label_smoothing=1)


@given(MATRICES, CLASSES, SHARES)
def test_the_rows_of_the_gradient_sum_to_0(h: Array, t: Array, share: float) -> None:
    (dh,) = softmax_cross_entropy_backward(1.0, h, t, label_smoothing=share)
    np.testing.assert_allclose(dh.sum(axis=-1), np.zeros(3), atol=1e-15)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("share", [0.1, 1.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradient_passes_the_check_in_every_shape(
    shape: tuple[int, ...], share: float, mode: Mode
) -> None:
    report = gradcheck(
        softmax_cross_entropy,
        softmax_cross_entropy_backward,
        numbers(shape),
        distributions(shape, 1),
        mode=mode,
        label_smoothing=share,
    )
    assert report.verdict == "pass", str(report)


def test_a_single_class_has_neither_loss_nor_gradient() -> None:
    assert softmax_cross_entropy([[3.0], [5.0]], [0, 0], label_smoothing=0.1) == 0
    (dh,) = softmax_cross_entropy_backward(1.0, [[3.0], [5.0]], [0, 0], label_smoothing=0.1)
    assert not dh.any()


@pytest.mark.parametrize("share", [0.1, np.float64(0.1), np.float32(0.1)])
def test_float32_stays_float32_whatever_the_type_of_the_share(share: Any) -> None:
    h = numbers((2, 4)).astype(np.float32)
    assert softmax_cross_entropy(h, [0, 1], label_smoothing=share).dtype == np.float32
    (dh,) = softmax_cross_entropy_backward(1.0, h, [0, 1], label_smoothing=share)
    assert dh.dtype == np.float32


def test_the_shared_part_of_an_unlikely_class_costs_its_part_without_a_warning() -> None:
    with np.errstate(all="raise"):
        found = softmax_cross_entropy([1e4, -1e4], 0, label_smoothing=0.1)
        assert found == pytest.approx(0.05 * 2e4, rel=1e-15)
        largest = np.finfo(np.float64).max
        found = softmax_cross_entropy([largest, -largest], 1, label_smoothing=0.5)
        assert found == pytest.approx(0.75 * largest, rel=1e-15)


@pytest.mark.parametrize("share", [-0.1, 1.5, np.nan, np.inf, None, "0.1", True, 0.1j, [0.1]])
def test_what_is_no_share_is_refused_and_shown(share: Any) -> None:
    message = "^" + re.escape(f"label_smoothing must be a number from 0 to 1, but it is {share!r}.")
    with pytest.raises(InputError, match=message):
        softmax_cross_entropy([[0.0, 1.0]], [0], label_smoothing=share)
    with pytest.raises(InputError, match=message):
        softmax_cross_entropy_backward(1.0, [[0.0, 1.0]], [0], label_smoothing=share)
