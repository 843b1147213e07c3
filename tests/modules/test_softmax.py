"""Softmax, against sixty digits and its Jacobian written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import softmax, softmax_backward
from tests.catalogue import Array, numbers
from tests.modules.references import decimal_softmax, relative_error

LOGITS = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-50, 50))
BATCHES = [(), (1,), (5,), (2, 5), (2, 1, 5)]


@pytest.mark.parametrize("row", [[0.5], [1.0, -2.0, 3.0], [40.0, 0.0], [-300.0, 300.0, 299.0]])
def test_every_probability_has_all_its_digits(row: list[float]) -> None:
    for found, exact in zip(softmax(row), decimal_softmax(row), strict=True):
        assert relative_error(found, exact) < 1e-15


@pytest.mark.parametrize("batch", BATCHES)
def test_the_gradient_is_the_jacobian_written_out_times_dy(batch: tuple[int, ...]) -> None:
    h, dy = numbers((*batch, 4)), numbers((*batch, 4), 1)
    (dh,) = softmax_backward(dy, h)
    assert dh.shape == h.shape
    for row in np.ndindex(batch):
        o = [float(exact) for exact in decimal_softmax(h[row])]
        for i in range(4):
            expected = sum(dy[(*row, a)] * o[a] * ((a == i) - o[i]) for a in range(4))
            assert dh[(*row, i)] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_huge_logits_give_0_and_1_without_a_warning() -> None:
    h = [[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4]]
    with np.errstate(all="raise"):
        o, (dh,) = softmax(h), softmax_backward(np.ones((2, 3)), h)
    assert o[0].tolist() == [1, 0, 0]
    np.testing.assert_allclose(o[1], np.full(3, 1 / 3), rtol=1e-15)
    np.testing.assert_allclose(dh, np.zeros((2, 3)), atol=1e-15)


@given(LOGITS)
def test_every_row_is_positive_and_sums_to_1(h: Array) -> None:
    o = softmax(h)
    assert o.shape == h.shape
    assert (o > 0).all()
    np.testing.assert_allclose(o.sum(axis=-1), np.ones(h.shape[:-1]), rtol=1e-14)


@given(LOGITS, st.floats(-1000, 1000))
def test_a_number_added_to_all_logits_changes_nothing(h: Array, shift: float) -> None:
    np.testing.assert_allclose(softmax(h + shift), softmax(h), rtol=1e-11)


@given(LOGITS)
def test_the_rows_of_the_gradient_sum_to_0(h: Array) -> None:
    (dh,) = softmax_backward(numbers(h.shape), h)
    np.testing.assert_allclose(dh.sum(axis=-1), np.zeros(h.shape[:-1]), atol=1e-14)


@given(LOGITS, st.floats(-100, 100))
def test_a_dy_that_is_equal_along_every_row_gives_no_gradient(h: Array, dy: float) -> None:
    (dh,) = softmax_backward(np.full_like(h, dy), h)
    np.testing.assert_allclose(dh, np.zeros_like(h), atol=1e-12)


def test_one_row_gives_what_it_gives_in_any_batch() -> None:
    h, dy = numbers((2, 3, 4)), numbers((2, 3, 4), 1)
    np.testing.assert_allclose(softmax(h[1, 2]), softmax(h)[1, 2], rtol=1e-15)
    of_one, of_all = softmax_backward(dy[1, 2], h[1, 2])[0], softmax_backward(dy, h)[0]
    np.testing.assert_allclose(of_one, of_all[1, 2], rtol=1e-14)
