"""The embedding: rows picked by index, and gradients that add up where an index comes again."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import InputError, embedding, embedding_backward, gradcheck, linear, linear_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.calls import call

MODES: tuple[Mode, ...] = ("full", "projected")
BOTH = ["embedding", "embedding_backward"]
INDICES = arrays(np.int64, array_shapes(max_dims=3), elements=st.integers(0, 5))
E = numbers((6, 4))


@given(INDICES)
def test_every_index_gets_its_row(indices: Array) -> None:
    y = embedding(indices, E)
    assert y.shape == (*indices.shape, 4)
    for place in np.ndindex(indices.shape):
        assert y[place].tolist() == E[indices[place]].tolist()


@given(INDICES)
def test_every_row_gets_the_sum_of_the_gradients_at_its_places(indices: Array) -> None:
    dy = numbers((*indices.shape, 4))
    expected = [[Fraction(0)] * 4 for _ in E]
    for place in np.ndindex(indices.shape):
        for j in range(4):
            expected[indices[place]][j] += Fraction(dy[(*place, j)])
    (dE,) = embedding_backward(dy, indices, E)
    np.testing.assert_allclose(dE, np.array(expected, dtype=float), rtol=1e-12, atol=1e-14)


@given(INDICES)
def test_it_is_the_linear_transformation_of_one_hot_rows(indices: Array) -> None:
    one_hot, dy = np.eye(6)[indices], numbers((*indices.shape, 4))
    np.testing.assert_allclose(embedding(indices, E), linear(one_hot, E, np.zeros(4)), rtol=1e-15)
    _, dW, _ = linear_backward(dy, one_hot, E, np.zeros(4))
    np.testing.assert_allclose(embedding_backward(dy, indices, E)[0], dW, rtol=1e-12, atol=1e-14)


def test_a_row_that_no_index_asks_for_has_a_gradient_of_0() -> None:
    (dE,) = embedding_backward(numbers((3, 4)), [0, 5, 0], E)
    assert dE[1:5].tolist() == np.zeros((4, 4)).tolist()


def test_a_bare_index_gives_a_bare_row_that_is_no_view_of_e() -> None:
    y = embedding(2, E)
    assert y.tolist() == E[2].tolist()
    assert not np.shares_memory(y, E)
    (dE,) = embedding_backward([1.0, 2.0, 3.0, 4.0], 2, E)
    assert dE.sum(axis=1).tolist() == [0, 0, 10, 0, 0, 0]


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64, np.uint64])
def test_indices_may_be_integers_of_any_size(dtype: Any) -> None:
    wide = numbers((200, 300))  # 200 · 300 passes the largest number of eight bits
    indices = np.array([100, 0, 100], dtype)
    dy = numbers((3, 300), 1)
    np.testing.assert_array_equal(embedding(indices, wide), wide[[100, 0, 100]])
    (dE,) = embedding_backward(dy, indices, wide)
    np.testing.assert_array_equal(dE[100], dy[0] + dy[2])
    np.testing.assert_array_equal(dE[0], dy[1])
    assert np.count_nonzero(dE) == 600


def test_many_float32_gradients_add_up_in_float32() -> None:
    dy, indices = np.ones((1000, 2), np.float32), np.arange(1000) % 3
    (dE,) = embedding_backward(dy, indices, np.ones((3, 2), np.float32))
    assert dE.dtype == np.float32
    assert dE.tolist() == [[334, 334], [333, 333], [333, 333]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("indices", [3, [1], [1, 1], [[0, 5, 5]], [[[2], [2]], [[0], [4]]]])
@pytest.mark.parametrize("m", [1, 4, 7])
def test_the_check_passes_at_shapes_that_are(indices: Any, m: int, mode: Mode) -> None:
    inputs = np.array(indices), numbers((6, m))
    report = gradcheck(embedding, embedding_backward, *inputs, mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.constants == ("indices",)


def repeats_dropped(dy: Array, indices: Array, E: Array) -> Any:
    dE = np.zeros_like(E)
    dE[indices] += dy
    return dE


def repeats_overwritten(dy: Array, indices: Array, E: Array) -> Any:
    dE = np.zeros_like(E)
    for i, row in zip(indices, dy, strict=True):
        dE[i] = row
    return dE


def mean_for_the_sum_of_repeats(dy: Array, indices: Array, E: Array) -> Any:
    counts = np.bincount(indices, minlength=len(E))
    return embedding_backward(dy, indices, E)[0] / np.maximum(counts, 1)[:, np.newaxis]


def rows_that_were_asked_for_and_not_their_places(dy: Array, indices: Array, E: Array) -> Any:
    return embedding_backward(dy, np.sort(indices), E)[0]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "wrong",
    [
        repeats_dropped,
        repeats_overwritten,
        mean_for_the_sum_of_repeats,
        rows_that_were_asked_for_and_not_their_places,
    ],
    ids=lambda wrong: wrong.__name__,
)
def test_the_check_finds(wrong: Callable[..., Any], mode: Mode) -> None:
    report = gradcheck(embedding, wrong, np.array([4, 0, 4, 1]), E, mode=mode)
    assert report.verdict == "fail", str(report)


@pytest.mark.parametrize("wrong", [repeats_dropped, repeats_overwritten])
def test_where_no_index_comes_again_dropped_repeats_are_no_error(wrong: Callable[..., Any]) -> None:
    assert gradcheck(embedding, wrong, np.array([4, 0, 1]), E).verdict == "pass"


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"indices": [0, 2]}, "indices must lie in 0 … 1, but one is 2. Count the rows of E"),
        ({"indices": [0, -1]}, "indices must lie in 0 … 1, but one is -1. Count the rows of E"),
        ({"indices": [0.0, 1.0]}, "indices must be integers, but their dtype is float64."),
        ({"indices": [False, True]}, "indices must be integers, but their dtype is bool."),
        ({"E": [1.0, 2.0]}, "E must be a matrix with two axes, (n, m), but its shape is (2,)."),
        ({"E": 1.0}, "E must be a matrix with two axes, (n, m), but its shape is ()."),
        ({"E": np.ones((2, 2, 2))}, "E must be a matrix with two axes, (n, m), but its shape is"),
    ],
)
def test_what_is_no_row_of_e_is_refused(
    function: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, **arguments)


@pytest.mark.parametrize("dy", [1.0, [1.0, 2.0], np.ones((1, 2)), np.ones((2, 2, 2))])
def test_dy_must_have_a_row_for_each_index(dy: Any) -> None:
    message = f"dy must have the shape of y, (2, 2), but its shape is {np.shape(dy)}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call("embedding_backward", dy=dy)
