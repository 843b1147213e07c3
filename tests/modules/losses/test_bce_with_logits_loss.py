"""Binary cross entropy of logits, against sixty digits."""

import re
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnderiv import (
    InputError,
    bce_with_logits_loss,
    bce_with_logits_loss_backward,
    gradcheck,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.references import DIGITS, decimal_sigmoid, relative_error
from tests.topics.losses import chances

SHAPES: list[tuple[int, ...]] = [(), (1,), (5,), (1, 1), (4, 1), (1, 4), (2, 3, 5)]
POINTS = [-60.0, -40.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 40.0, 60.0]
LOGITS = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))
CHANCES = arrays(np.float64, (3, 4), elements=st.floats(0, 1))
FLOAT_TYPES: list[Any] = [np.float32, np.float64]


@pytest.mark.parametrize("t", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", POINTS)
def test_all_digits_of_the_loss_are_right_on_both_sides(z: float, t: float) -> None:
    with localcontext(prec=DIGITS):
        exact = -(
            Decimal(t) * decimal_sigmoid(z).ln() + (1 - Decimal(t)) * decimal_sigmoid(-z).ln()
        )
    assert relative_error(bce_with_logits_loss(z, t), exact) < 4e-16


@pytest.mark.parametrize("t", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", POINTS)
def test_all_digits_of_the_slope_are_right_even_where_the_sigmoid_rounds_to_1(
    z: float, t: float
) -> None:
    with localcontext(prec=DIGITS):
        exact = decimal_sigmoid(z) - Decimal(t)
    assert relative_error(bce_with_logits_loss_backward(1.0, z, t)[0], exact) < 1e-15


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradient_passes_the_check_in_every_shape(
    shape: tuple[int, ...], reduction: str, mode: Mode
) -> None:
    report = gradcheck(
        bce_with_logits_loss,
        bce_with_logits_loss_backward,
        numbers(shape),
        chances(shape, 1),
        mode=mode,
        reduction=reduction,
    )
    assert report.verdict == "pass", str(report)
    assert report.constants == ("t",)


def test_a_logit_of_0_is_no_kink() -> None:
    report = gradcheck(
        bce_with_logits_loss, bce_with_logits_loss_backward, np.zeros((2, 3)), chances((2, 3))
    )
    assert report.verdict == "pass", str(report)


@given(LOGITS, CHANCES)
def test_it_is_the_cross_entropy_of_two_classes_of_which_one_has_the_logit_0(
    z: Array, t: Array
) -> None:
    h, rows = np.stack([np.zeros_like(z), z], axis=-1), np.stack([1 - t, t], axis=-1)
    expected = softmax_cross_entropy(h, rows)
    assert bce_with_logits_loss(z, t) == pytest.approx(expected, rel=1e-13, abs=1e-15)
    (dh,) = softmax_cross_entropy_backward(1.0, h, rows)
    (dz,) = bce_with_logits_loss_backward(1.0, z, t)
    np.testing.assert_allclose(dz, dh[..., 1], rtol=1e-12, atol=1e-15)


@given(LOGITS, CHANCES)
def test_the_mean_is_the_sum_over_the_number_of_all_entries(z: Array, t: Array) -> None:
    mean, total = bce_with_logits_loss(z, t), bce_with_logits_loss(z, t, "sum")
    assert mean == pytest.approx(total / 12, rel=1e-14)
    (of_mean,) = bce_with_logits_loss_backward(1.0, z, t)
    (of_total,) = bce_with_logits_loss_backward(1.0, z, t, "sum")
    np.testing.assert_allclose(of_mean, of_total / 12, rtol=1e-15)


@pytest.mark.parametrize("labels", [[1, 0, 1], [True, False, True], np.array([1, 0, 1], np.uint8)])
def test_labels_may_be_integers_or_booleans(labels: Any) -> None:
    z, as_floats = numbers((3,)), np.array([1.0, 0.0, 1.0])
    assert bce_with_logits_loss(z, labels) == bce_with_logits_loss(z, as_floats)


def test_logits_far_out_lose_nothing_and_give_no_warning() -> None:
    z, t = [1000.0, 1000.0, -1000.0, -1000.0], [0, 1, 0, 1]
    with np.errstate(all="raise"):
        assert bce_with_logits_loss(z, t, "sum") == 2000
        assert bce_with_logits_loss(1000.0, 1) == bce_with_logits_loss(-1000.0, 0) == 0
        assert bce_with_logits_loss_backward(1.0, z, t, "sum")[0].tolist() == [1, 0, 0, -1]


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_ends_of_the_range_give_no_warning(dtype: Any) -> None:
    largest = np.finfo(dtype).max
    z = np.array([largest, -largest])
    with np.errstate(all="raise"):
        assert bce_with_logits_loss(z, [0, 1]) == largest
        assert bce_with_logits_loss(z, [0, 1], "sum") == np.inf
        assert bce_with_logits_loss(z, [1, 0]) == 0
        assert bce_with_logits_loss_backward(largest, z, [0, 1])[0].tolist() == [
            largest / 2,
            -largest / 2,
        ]


def test_a_target_too_small_for_float32_is_0_beside_it() -> None:
    z = np.array([2.0], np.float32)
    with np.errstate(all="raise"):
        assert bce_with_logits_loss(z, [1e-300]) == bce_with_logits_loss(z, [0])


def test_neither_a_float64_target_nor_a_bare_dy_changes_float32() -> None:
    z, t = np.ones(3, np.float32), chances((3,))
    assert bce_with_logits_loss(z, t).dtype == np.float32
    assert bce_with_logits_loss_backward(1.0, z, t)[0].dtype == np.float32


@pytest.mark.parametrize(
    ("t", "message"),
    [
        ([1, -1], "t must hold probabilities, from 0 to 1, but it holds -1.0. Of labels -1 and 1"),
        ([0.5, 1.5], "t must hold probabilities, from 0 to 1, but it holds 1.5."),
        ([[0.5], [0.5]], "t must have the shape of z, (2,), but its shape is (2, 1). Give every"),
        (0.5, "t must have the shape of z, (2,), but its shape is ()."),
    ],
)
def test_a_target_that_is_no_probability_for_each_logit_is_refused(t: Any, message: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        bce_with_logits_loss([0.5, 2.0], t)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        bce_with_logits_loss_backward(1.0, [0.5, 2.0], t)


def test_dy_is_a_single_number() -> None:
    with pytest.raises(InputError, match=r"^dy must have the shape of the loss, \(\), but its sha"):
        bce_with_logits_loss_backward([1.0, 2.0], [1.0, 2.0], [0.0, 0.0])


@pytest.mark.parametrize("reduction", ["none", "batchmean", None])
def test_an_unknown_reduction_is_refused(reduction: Any) -> None:
    with pytest.raises(InputError, match=r'^reduction must be "mean" or "sum", but it is '):
        bce_with_logits_loss([1.0], [1.0], reduction)
    with pytest.raises(InputError, match=r'^reduction must be "mean" or "sum", but it is '):
        bce_with_logits_loss_backward(1.0, [1.0], [1.0], reduction)
