"""The mean squared error, against exact fractions."""

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnderiv import InputError, gradcheck, mse_loss, mse_loss_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

SHAPES: list[tuple[int, ...]] = [(), (1,), (5,), (1, 1), (4, 1), (1, 4), (2, 3, 5)]
MATRICES = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))
FLOAT_TYPES: list[Any] = [np.float32, np.float64]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_loss_is_the_sum_of_all_squares_over_their_number(shape: tuple[int, ...]) -> None:
    y, t = numbers(shape), numbers(shape, 1)
    squares = [(Fraction(a) - Fraction(b)) ** 2 for a, b in zip(y.flat, t.flat, strict=True)]
    assert mse_loss(y, t) == pytest.approx(float(sum(squares) / len(squares)), rel=1e-14)
    assert mse_loss(y, t, "sum") == pytest.approx(float(sum(squares)), rel=1e-14)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradient_passes_the_check_in_every_shape(
    shape: tuple[int, ...], reduction: str, mode: Mode
) -> None:
    report = gradcheck(
        mse_loss,
        mse_loss_backward,
        numbers(shape),
        numbers(shape, 1),
        mode=mode,
        reduction=reduction,
    )
    assert report.verdict == "pass", str(report)
    assert report.constants == ("t",)


def test_the_reduction_is_the_mean_unless_asked_otherwise() -> None:
    y, t = numbers((2, 3)), numbers((2, 3), 1)
    assert mse_loss(y, t) == mse_loss(y, t, "mean")
    unasked, mean = mse_loss_backward(1.0, y, t)[0], mse_loss_backward(1.0, y, t, "mean")[0]
    np.testing.assert_array_equal(unasked, mean)


@given(MATRICES)
def test_a_target_that_is_met_leaves_neither_loss_nor_gradient(y: Array) -> None:
    assert mse_loss(y, y) == 0
    assert not mse_loss_backward(1.0, y, y)[0].any()


@given(MATRICES, MATRICES)
def test_output_and_target_may_change_places(y: Array, t: Array) -> None:
    assert mse_loss(y, t) == mse_loss(t, y) >= 0
    np.testing.assert_array_equal(mse_loss_backward(1.0, y, t)[0], -mse_loss_backward(1.0, t, y)[0])


@pytest.mark.parametrize(
    ("y", "t"), [((3, 1), (3,)), ((3,), (3, 1)), ((2, 3), (3,)), ((2, 3), ()), ((2, 3), (3, 2))]
)
def test_a_target_of_another_shape_is_refused_though_it_may_broadcast(
    y: tuple[int, ...], t: tuple[int, ...]
) -> None:
    message = f"t must have the shape of y, {y}, but its shape is {t}. Bring both to one shape"
    with pytest.raises(InputError, match="^" + re.escape(message)):
        mse_loss(np.ones(y), np.ones(t))
    with pytest.raises(InputError, match="^" + re.escape(message)):
        mse_loss_backward(1.0, np.ones(y), np.ones(t))


def test_dy_is_a_single_number() -> None:
    with pytest.raises(InputError, match=r"^dy must have the shape of the loss, \(\), but its sha"):
        mse_loss_backward([1.0, 2.0], [1.0, 2.0], [0.0, 0.0])


@pytest.mark.parametrize("reduction", ["none", "batchmean", None])
def test_an_unknown_reduction_is_refused(reduction: Any) -> None:
    with pytest.raises(InputError, match=r'^reduction must be "mean" or "sum", but it is '):
        mse_loss([1.0], [2.0], reduction)
    with pytest.raises(InputError, match=r'^reduction must be "mean" or "sum", but it is '):
        mse_loss_backward(1.0, [1.0], [2.0], reduction)


def test_a_bare_number_as_dy_leaves_float32_as_it_is() -> None:
    y, t = np.ones(3, np.float32), np.zeros(3, np.float32)
    assert mse_loss_backward(1.0, y, t)[0].dtype == np.float32


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_a_mean_that_is_a_float_is_found_though_no_float_holds_the_sum(dtype: Any) -> None:
    root = np.sqrt(np.finfo(dtype).max) / 2
    with np.errstate(all="raise"):
        assert mse_loss(np.full(8, root), np.zeros(8, dtype)) == pytest.approx(root * root)


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_ends_of_the_range_give_no_warning(dtype: Any) -> None:
    largest, smallest = np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal
    y, t = np.array([largest, smallest]), np.zeros(2, dtype)
    with np.errstate(all="raise"):
        assert mse_loss(y, t) == np.inf
        assert mse_loss(y[1:], t[1:]) == 0
        assert mse_loss_backward(1.0, y, t)[0].tolist() == [largest, 0]
        (dx,) = mse_loss_backward(largest, np.array([0.25, 0.125], dtype), t)
    assert dx.tolist() == [largest / 4, largest / 8]
