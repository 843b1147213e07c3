"""Where the formula is not stable: equal entries, digits beside a large mean, huge numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    batch_norm,
    batch_norm_backward,
    layer_norm,
    layer_norm_backward,
    rms_norm,
    rms_norm_backward,
)
from tests.catalogue import Array
from tests.modules.normalisation.by_hand import gradient, normalised

FLOAT_TYPES: list[Any] = [np.float32, np.float64]
DY = np.array([1.0, 2.0, 4.0])


def layer(x: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Return y and dx of layer normalisation, with a scale of 1 and a shift of 0."""
    one = np.ones_like(x)
    dx, _, _ = layer_norm_backward(DY.astype(x.dtype), x, one, 0 * one, eps)
    return layer_norm(x, one, 0 * one, eps), dx


def batch(x: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Return y and dx of batch normalisation, of one feature."""
    one, column = np.ones(1, x.dtype), x[:, np.newaxis]
    dx, _, _ = batch_norm_backward(DY.astype(x.dtype)[:, np.newaxis], column, one, 0 * one, eps)
    return batch_norm(column, one, 0 * one, eps)[:, 0], dx[:, 0]


def rms(x: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Return y and dx of root mean square normalisation."""
    one = np.ones_like(x)
    dx, _ = rms_norm_backward(DY.astype(x.dtype), x, one, eps)
    return rms_norm(x, one, eps), dx


Normalised = Callable[..., tuple[Array, Array]]
of_distances = pytest.mark.parametrize("run", [layer, batch])


@of_distances
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize("value", [0.0, 0.1, 1e8, -1e30, "largest", "smallest"])
def test_equal_entries_give_exactly_0_and_the_gradient_of_a_variance_of_0(
    run: Normalised, dtype: Any, value: Any
) -> None:
    ends = {"largest": np.finfo(dtype).max, "smallest": np.finfo(dtype).smallest_subnormal}
    x = np.full(3, ends.get(value, value), dtype)
    with np.errstate(all="raise"):
        y, dx = run(x)
    assert y.tolist() == [0, 0, 0]
    expected = (DY - DY.mean()) / np.sqrt(1e-5)
    np.testing.assert_allclose(dx, expected, rtol=10 * float(np.finfo(dtype).eps))


def test_a_row_of_zeros_has_a_root_mean_square_of_0_and_a_gradient_still() -> None:
    with np.errstate(all="raise"):
        y, dx = rms(np.zeros(3))
    assert y.tolist() == [0, 0, 0]
    np.testing.assert_allclose(dx, DY / np.sqrt(1e-5), rtol=1e-15)


@of_distances
@pytest.mark.parametrize("mean", [1e8, -1e8, 1e12, 1e15])
def test_small_digits_beside_a_large_mean_are_kept(run: Normalised, mean: float) -> None:
    x = mean + np.array([0.5, -1.25, 3.0])
    y, dx = run(x)
    np.testing.assert_allclose(y, np.array(normalised(x, 1e-5)[0], dtype=float), rtol=1e-14)
    np.testing.assert_allclose(dx, gradient(DY, x, 1e-5), rtol=1e-9)


def test_the_formula_with_the_mean_of_the_squares_would_lose_all_of_them() -> None:
    x = 1e8 + np.array([0.5, -1.25, 3.0])
    assert abs((x**2).mean() - x.mean() ** 2 - x.var()) > 0.1 * x.var()


@pytest.mark.parametrize("run", [layer, batch, rms])
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize(
    "row", [[1, -1, 0.5], [1, 1, -1], [1, 0.5, 0.25], [-1, 0, 1], [1, 1e-30, 0]], ids=str
)
@pytest.mark.parametrize("size", ["largest", "smallest", "tiny", "root of the largest"])
def test_at_the_ends_of_the_range_all_digits_are_right_without_a_warning(
    run: Normalised, dtype: Any, row: list[float], size: str
) -> None:
    finfo = np.finfo(dtype)
    unit = {
        "largest": finfo.max,
        "smallest": finfo.smallest_subnormal,
        "tiny": finfo.tiny,
        "root of the largest": np.sqrt(finfo.max),
    }[size]
    x = np.array(row, dtype) * unit
    with np.errstate(all="raise"):
        y, dx = run(x)
    mean_away = run is not rms
    exact = np.array(normalised(x, 1e-5, mean_away)[0], dtype=float)
    rtol = 20 * float(finfo.eps)
    # Halves and differences of the smallest numbers round by as much, which r multiplies by 316.
    lost = 2 * 317 * float(finfo.smallest_subnormal)
    np.testing.assert_allclose(y, exact, rtol=0, atol=rtol * np.abs(exact).max() + lost)
    expected = gradient(DY, x, 1e-5, mean_away)
    size_of_terms = np.abs(DY).max() * float(normalised(x, 1e-5, mean_away)[1])
    np.testing.assert_allclose(dx, expected, rtol=0, atol=rtol * size_of_terms + lost)


@pytest.mark.parametrize("run", [layer, batch, rms])
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize("end", ["tiny", "max"])
def test_the_smallest_and_the_largest_eps_give_finite_numbers(
    run: Normalised, dtype: Any, end: str
) -> None:
    eps = float(getattr(np.finfo(dtype), end))
    for x in (np.zeros(3, dtype), np.array([1, -2, 4], dtype), np.full(3, np.finfo(dtype).max)):
        with np.errstate(all="raise"):
            y, dx = run(x, eps)
        assert np.isfinite(y).all()
        assert np.isfinite(dx).all()


@of_distances
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_one_entry_far_from_all_others_is_told_from_them(run: Normalised, dtype: Any) -> None:
    y, _ = run(np.array([1e30, 1.0, 2.0], dtype))
    np.testing.assert_allclose(y, np.array([2, -1, -1]) / np.sqrt(2), rtol=1e-6)


def test_a_float32_batch_is_as_exact_as_float32_can_be() -> None:
    x = (1e4 + np.arange(3000.0) % 7)[:, np.newaxis].astype(np.float32)
    one = np.ones(1, np.float32)
    exact = (x - x.mean(dtype=float)) / np.sqrt(x.var(dtype=float) + 1e-5)
    np.testing.assert_allclose(batch_norm(x, one, 0 * one), exact, rtol=0, atol=1e-5)
