"""The linear transformation, against sums written out over exact fractions."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nnderiv import linear, linear_backward
from tests.catalogue import Array, numbers

W = numbers((4, 3), 1)
b = numbers((3,), 2)
BATCHES = [(), (1,), (5,), (2, 5), (2, 1, 5)]


def exact(array: Array) -> Any:
    """Return the floats of an array as fractions, in an array of objects."""
    return np.vectorize(Fraction, otypes=[object])(array)


@pytest.mark.parametrize("batch", BATCHES)
def test_every_row_is_the_sum_of_the_rows_of_w_weighted_by_x_and_b(batch: tuple[int, ...]) -> None:
    x = numbers((*batch, 4))
    y = linear(x, W, b)
    assert y.shape == (*batch, 3)
    for row in np.ndindex(batch):
        for j in range(3):
            expected = sum(exact(x)[row] * exact(W)[:, j], Fraction(b[j]))
            assert y[(*row, j)] == pytest.approx(float(expected), rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("batch", BATCHES)
def test_the_gradients_are_the_sums_of_the_chain_rule_written_out(batch: tuple[int, ...]) -> None:
    x, dy = exact(numbers((*batch, 4))), exact(numbers((*batch, 3), 3))
    dx, dW, db = (np.zeros(shape, dtype=object) for shape in (x.shape, W.shape, b.shape))
    for row in np.ndindex(batch):
        for i, j in np.ndindex(W.shape):
            dx[(*row, i)] += dy[(*row, j)] * exact(W)[i, j]
            dW[i, j] += x[(*row, i)] * dy[(*row, j)]
        db += dy[row]
    found = linear_backward(dy.astype(float), x.astype(float), W, b)
    for gradient, expected in zip(found, (dx, dW, db), strict=True):
        assert gradient.shape == expected.shape
        np.testing.assert_allclose(gradient, expected.astype(float), rtol=1e-13, atol=1e-14)


def test_one_example_gives_what_its_row_of_the_batch_gives() -> None:
    x, dy = numbers((5, 4)), numbers((5, 3), 3)
    np.testing.assert_allclose(linear(x[2], W, b), linear(x, W, b)[2], rtol=1e-14)
    dx_of_one, _, _ = linear_backward(dy[2], x[2], W, b)
    np.testing.assert_allclose(dx_of_one, linear_backward(dy, x, W, b)[0][2], rtol=1e-14)


def test_the_gradients_of_w_and_b_are_sums_over_the_batch() -> None:
    x, dy = numbers((5, 4)), numbers((5, 3), 3)
    of_each = [
        linear_backward(dy_of_one, x_of_one, W, b)
        for dy_of_one, x_of_one in zip(dy, x, strict=True)
    ]
    _, dW, db = linear_backward(dy, x, W, b)
    np.testing.assert_allclose(dW, np.sum([one[1] for one in of_each], axis=0), rtol=1e-13)
    np.testing.assert_allclose(db, np.sum([one[2] for one in of_each], axis=0), rtol=1e-13)


def test_several_batch_axes_are_one_long_batch() -> None:
    x, dy = numbers((2, 5, 4)), numbers((2, 5, 3), 3)
    dx, dW, db = linear_backward(dy, x, W, b)
    flat_dx, flat_dW, flat_db = linear_backward(dy.reshape(10, 3), x.reshape(10, 4), W, b)
    np.testing.assert_array_equal(dx.reshape(10, 4), flat_dx)
    np.testing.assert_array_equal(dW, flat_dW)
    np.testing.assert_array_equal(db, flat_db)


def test_a_float64_bias_beside_float32_is_not_rounded() -> None:
    x = np.zeros((1, 4), dtype=np.float32)
    y = linear(x, W.astype(np.float32), np.full(3, 1 + 1e-12))
    np.testing.assert_array_equal(y, np.full((1, 3), 1 + 1e-12))


def test_a_weight_of_one_row_and_one_column_is_enough() -> None:
    assert linear([3.0], [[2.0]], [1.0]).tolist() == [7.0]
    dx, dW, db = linear_backward([5.0], [3.0], [[2.0]], [1.0])
    assert (dx.tolist(), dW.tolist(), db.tolist()) == ([10.0], [[15.0]], [5.0])
