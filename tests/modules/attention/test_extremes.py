"""Attention at the ends of the range: no warning, and nothing that overflows on the way."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, attention, attention_backward, complex_step
from tests.catalogue import numbers


@pytest.mark.parametrize("sign", [1, -1])
def test_scores_of_1e300_give_all_the_weight_to_one_key_and_gradients_of_0(sign: int) -> None:
    Q, K = [[1e150, 0.0], [0.0, 1e150]], sign * np.array([[1e150, 0.0], [0.0, 1e150]])
    V, dy = [[1.0, 2.0], [3.0, 5.0]], [[1.0, -3.0], [7.0, 11.0]]
    with np.errstate(all="raise"):
        Y, (dQ, dK, dV) = attention(Q, K, V), attention_backward(dy, Q, K, V)
    assert Y.tolist() == V[::sign]
    assert dV.tolist() == dy[::sign]
    assert not dQ.any()
    assert not dK.any()


@pytest.mark.parametrize("seed", range(20))
def test_where_one_key_has_all_the_weight_the_gradient_of_the_scores_is_0_without_rounding(
    seed: int,
) -> None:
    Q, K = 1e150 * numbers((3, 4), seed), 1e150 * numbers((5, 4), seed + 1)
    V, dy = numbers((5, 2), seed + 2), numbers((3, 2), seed + 3)
    with np.errstate(all="raise"):
        dQ, dK, _ = attention_backward(dy, Q, K, V)
    assert not dQ.any()
    assert not dK.any()


def test_scores_of_1e300_that_are_equal_share_the_weight() -> None:
    with np.errstate(all="raise"):
        assert attention([[1e150]], [[1e150], [1e150], [-1e150]], [[2.0], [4.0], [9.0]]) == 3.0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_as_far_apart_as_can_be_are_no_trouble(dtype: Any) -> None:
    K = np.array([[1], [-1]], dtype=dtype) * np.finfo(dtype).max
    Q, V = np.ones((1, 1), dtype=dtype), np.array([[2], [3]], dtype=dtype)
    with np.errstate(all="raise"):
        assert attention(Q, K, V).tolist() == [[2]]
        dQ, dK, dV = attention_backward(Q, Q, K, V)
    assert (dQ.tolist(), dK.tolist(), dV.tolist()) == ([[0]], [[0], [0]], [[1], [0]])


def test_a_query_as_large_as_can_be_is_no_trouble_where_the_root_brings_the_score_back() -> None:
    largest = np.finfo(float).max
    with np.errstate(all="raise"):
        Y = attention([[largest, largest, 0, 0]], [[0.9, 0.9, 0, 0], [0.0] * 4], [[2.0], [3.0]])
    assert Y == 2.0


def test_the_smallest_numbers_pass_without_a_warning() -> None:
    tiny = np.full((2, 2), 1e-300)
    with np.errstate(all="raise"):
        Y, (dQ, dK, dV) = attention(tiny, tiny, tiny), attention_backward(tiny, tiny, tiny, tiny)
    np.testing.assert_allclose(Y, tiny, rtol=1e-15)
    assert not dQ.any()
    assert not dK.any()
    np.testing.assert_allclose(dV, tiny, rtol=1e-15)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_complex_step_sees_the_slope_of_a_weight_that_is_lost_beside_1(sign: int) -> None:
    Q, K, V = np.array([[sign]]), sign * np.array([[40.0], [0.0]]), np.array([[2.0], [5.0]])
    slope = complex_step(lambda k: attention(Q, np.array([K[0], k]), V)[0, 0], K[1])
    exact = 3 * np.exp(-40.0) * sign  # (5 - 2) A, but for the square of A
    np.testing.assert_allclose(slope, [exact], rtol=1e-14)
    _, dK, _ = attention_backward([[1.0]], Q, K, V)
    np.testing.assert_allclose(dK[1], [exact], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_score_that_overflows_is_refused_with_what_makes_it_large(dtype: Any) -> None:
    large = dtype(1e30 if dtype is np.float32 else 1e200)
    Q, K, V = np.full((3, 4), large), np.full((5, 4), -large), np.ones((5, 2), dtype)
    message = (
        "the scores QKᵀ / √d must be finite, but they overflow: the largest entry of Q is "
        f"{large:.3g}, and of K {large:.3g}. Scale Q or K down."
    )
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention(Q, K, V)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention_backward(np.ones((3, 2), dtype), Q, K, V)
