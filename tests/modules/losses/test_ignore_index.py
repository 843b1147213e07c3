"""Rows without a target in the cross entropy: as if they were not there."""

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
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

LOGITS = arrays(np.float64, (5, 4), elements=st.floats(-50, 50))
# One target at least, and any number of rows without one.
TARGETS = arrays(np.int64, (5,), elements=st.sampled_from([-100, 0, 1, 2, 3])).filter(
    lambda t: bool((t >= 0).any())
)
SHARES = st.sampled_from([0.0, 0.3])


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@given(h=LOGITS, t=TARGETS, share=SHARES)
def test_the_loss_and_its_gradient_are_those_of_the_other_rows_alone(
    reduction: Any, h: Array, t: Array, share: float
) -> None:
    kept = t != -100
    found = softmax_cross_entropy(h, t, reduction, label_smoothing=share, ignore_index=-100)
    alone = softmax_cross_entropy(h[kept], t[kept], reduction, label_smoothing=share)
    assert found == pytest.approx(alone, rel=1e-14)
    (dh,) = softmax_cross_entropy_backward(
        1.5, h, t, reduction, label_smoothing=share, ignore_index=-100
    )
    (of_others,) = softmax_cross_entropy_backward(
        1.5, h[kept], t[kept], reduction, label_smoothing=share
    )
    np.testing.assert_array_equal(dh[kept], of_others)
    assert not dh[~kept].any()


@given(LOGITS, arrays(np.int64, (5,), elements=st.integers(0, 3)))
def test_an_index_that_is_nowhere_changes_nothing(h: Array, t: Array) -> None:
    assert softmax_cross_entropy(h, t, ignore_index=-100) == softmax_cross_entropy(h, t)
    (dh,) = softmax_cross_entropy_backward(1.5, h, t, ignore_index=-100)
    np.testing.assert_array_equal(dh, softmax_cross_entropy_backward(1.5, h, t)[0])


def test_the_index_may_be_that_of_a_class_such_as_padding() -> None:
    h = numbers((4, 3))
    found = softmax_cross_entropy(h, [0, 2, 1, 0], ignore_index=0)
    assert found == pytest.approx(softmax_cross_entropy(h[1:3], [2, 1]), rel=1e-15)
    (dh,) = softmax_cross_entropy_backward(1.0, h, [0, 2, 1, 0], ignore_index=0)
    assert not dh[[0, 3]].any()
    assert dh[[1, 2]].all()


@pytest.mark.parametrize(
    ("dtype", "index"),
    [
        (np.int8, -1),
        (np.int64, -100),
        (np.uint8, 255),
        (np.uint64, 2**64 - 1),
        (np.int64, np.int8(-1)),
        (np.uint8, np.int64(255)),
    ],
)
def test_the_index_may_be_any_integer_that_the_targets_hold(dtype: Any, index: Any) -> None:
    h, t = numbers((3, 4)), np.array([3, 0, index], dtype=dtype)
    expected = softmax_cross_entropy(h[:2], [3, 0])
    assert softmax_cross_entropy(h, t, ignore_index=index) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("index", [-1, -100, 10**30])
def test_an_index_that_the_type_of_the_targets_cannot_hold_is_nowhere(index: int) -> None:
    h, t = numbers((3, 4)), np.array([3, 0, 1], dtype=np.uint8)
    assert softmax_cross_entropy(h, t, ignore_index=index) == softmax_cross_entropy(h, t)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("share", [0.0, 0.3])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize(
    "t", [[1, -1], [-1, -1, 0, -1, 1], [[0, -1, 1], [-1, -1, 0]], [[[0], [-1]]]], ids=str
)
def test_the_gradient_passes_the_check_wherever_rows_are_ignored(
    t: Any, reduction: str, share: float, mode: Mode
) -> None:
    report = gradcheck(
        softmax_cross_entropy,
        softmax_cross_entropy_backward,
        numbers((*np.shape(t), 2)),
        np.array(t),
        mode=mode,
        reduction=reduction,
        label_smoothing=share,
        ignore_index=-1,
    )
    assert report.verdict == "pass", str(report)


def test_logits_of_ignored_rows_may_lie_as_far_apart_as_can_be() -> None:
    largest = np.finfo(np.float64).max
    h = np.array([[largest, -largest, 0.0], [1.0, 1.0, 1.0]])
    options: dict[str, Any] = {"label_smoothing": 0.5, "ignore_index": -1}
    with np.errstate(all="raise"):
        assert softmax_cross_entropy(h, [-1, 0], **options) == pytest.approx(np.log(3), rel=1e-15)
        (dh,) = softmax_cross_entropy_backward(1.0, h, [-1, 0], **options)
    assert not dh[0].any()


@pytest.mark.parametrize("t", [-1, [-1], [[-1, -1]]], ids=str)
def test_of_no_row_at_all_the_mean_is_refused_and_the_sum_is_0(t: Any) -> None:
    h = numbers((*np.shape(t), 4))
    message = "^the mean must be that of at least one row, but every target is ignore_index. Leave"
    with pytest.raises(InputError, match=message):
        softmax_cross_entropy(h, t, ignore_index=-1)
    with pytest.raises(InputError, match=message):
        softmax_cross_entropy_backward(1.0, h, t, ignore_index=-1)
    assert softmax_cross_entropy(h, t, "sum", label_smoothing=0.1, ignore_index=-1) == 0
    (dh,) = softmax_cross_entropy_backward(1.0, h, t, "sum", label_smoothing=0.1, ignore_index=-1)
    assert dh.shape == h.shape
    assert not dh.any()


@pytest.mark.parametrize(
    ("t", "index", "message"),
    [
        ([0, -1], -100, "class indices must lie in 0 … 3, but t holds -1"),
        ([-100, 4], -100, "class indices must lie in 0 … 3, but t holds 4"),
        ([0, 1], -1.0, "ignore_index must be an integer, but it is -1.0. Pass the one that stands"),
        ([0, 1], "pad", "ignore_index must be an integer, but it is 'pad'"),
        ([0, 1], True, "ignore_index must be an integer, but it is True"),
        ([0, 1], [-1], "ignore_index must be an integer, but it is [-1]"),
        (np.eye(4)[:2], -100, "ignore_index must go with class indices, but t holds probability"),
    ],
)
def test_what_does_not_fit_is_refused(t: Any, index: Any, message: str) -> None:
    h = numbers((2, 4))
    with pytest.raises(InputError, match="^" + re.escape(message)):
        softmax_cross_entropy(h, t, ignore_index=index)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        softmax_cross_entropy_backward(1.0, h, t, ignore_index=index)
