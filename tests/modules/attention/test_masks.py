"""Masks of attention: what is left out counts nothing, whatever it holds; a row of nothing is 0."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from nnderiv import InputError, attention, attention_backward, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

Q, K, V = numbers((2, 4, 3)), numbers((2, 5, 3), 1), numbers((2, 5, 2), 2)
DY = numbers((2, 4, 2), 3)
N, M = 4, 5
ANY_MASK = arrays(np.bool_, (N, M))
PADDING = np.array([True, True, True, False, False])

MASKS = {
    "causal": np.tri(N, M, dtype=bool),
    "causal, from the end": np.tri(N, M, M - N, dtype=bool),
    "a band": np.tri(N, M, 1, dtype=bool) & ~np.tri(N, M, -2, dtype=bool),
    "padding": PADDING,
    "padding of each example": np.stack([PADDING, PADDING[::-1]])[:, np.newaxis, :],
    "each example its own": numbers((2, N, M), 4) > 0,
    "one key for each query": np.eye(N, M, dtype=bool),
    "a query without a key": np.array([[1], [0], [1], [1]], dtype=bool),
    "a single boolean": np.array(True),
}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_the_backward_pass_passes_the_check_with_a_mask(mask: Array, mode: Mode) -> None:
    report = gradcheck(attention, attention_backward, Q, K, V, mask=mask, mode=mode)
    one_each = mask is MASKS["one key for each query"]
    report.raise_if_failed(vacuous_ok=("Q", "K") if one_each else ())


@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_every_query_gets_what_the_keys_that_take_part_would_give_alone(mask: Array) -> None:
    Y = attention(Q, K, V, mask)
    for b, i in np.ndindex(2, N):
        seen = np.broadcast_to(mask, (2, N, M))[b, i]
        alone = attention(Q[b, [i]], K[b, seen], V[b, seen])[0] if seen.any() else np.zeros(2)
        np.testing.assert_allclose(Y[b, i], alone, rtol=1e-13)


@pytest.mark.parametrize("mask", MASKS.values(), ids=list(MASKS))
def test_the_gradients_are_those_of_the_keys_that_take_part_alone(mask: Array) -> None:
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for b, i in np.ndindex(2, N):
        seen = np.broadcast_to(mask, (2, N, M))[b, i]
        if seen.any():
            one_dQ, one_dK, one_dV = attention_backward(
                DY[b, [i]], Q[b, [i]], K[b, seen], V[b, seen]
            )
            dQ[b, i] += one_dQ[0]
            dK[b, seen] += one_dK
            dV[b, seen] += one_dV
    for found, expected in zip(attention_backward(DY, Q, K, V, mask), (dQ, dK, dV), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_the_mask_is_held_constant() -> None:
    report = gradcheck(attention, attention_backward, Q, K, V, MASKS["causal"])
    assert report.verdict == "pass"
    assert report.constants == ("mask",)


def test_a_mask_that_leaves_nothing_out_changes_no_digit() -> None:
    all_of_them = np.ones((N, M), dtype=bool)
    np.testing.assert_array_equal(attention(Q, K, V, all_of_them), attention(Q, K, V))
    for found, expected in zip(
        attention_backward(DY, Q, K, V, all_of_them), attention_backward(DY, Q, K, V), strict=True
    ):
        np.testing.assert_array_equal(found, expected)


def test_a_nested_list_is_a_mask_too() -> None:
    mask = MASKS["causal"]
    np.testing.assert_array_equal(attention(Q, K, V, mask.tolist()), attention(Q, K, V, mask))


@given(ANY_MASK)
def test_what_is_left_out_has_no_gradient(mask: Array) -> None:
    dQ, dK, dV = attention_backward(DY, Q, K, V, mask)
    assert not dQ[:, ~mask.any(axis=1)].any()
    assert not dK[:, ~mask.any(axis=0)].any()
    assert not dV[:, ~mask.any(axis=0)].any()


# A causal mask.


def test_under_a_causal_mask_the_first_output_is_the_first_value() -> None:
    Y = attention(Q, K, V, np.tri(N, M, dtype=bool))
    np.testing.assert_array_equal(Y[:, 0], V[:, 0])


@pytest.mark.parametrize("i", range(N))
def test_under_a_causal_mask_nothing_later_changes_an_output_or_has_a_gradient(i: int) -> None:
    causal = np.tri(N, M, dtype=bool)
    later_K, later_V = K.copy(), V.copy()
    later_K[:, i + 1 :] += 1
    later_V[:, i + 1 :] -= 1
    Y = attention(Q, K, V, causal)[:, i]
    np.testing.assert_array_equal(attention(Q, later_K, later_V, causal)[:, i], Y)
    of_i = np.where(np.arange(N)[:, np.newaxis] == i, DY, 0)
    dQ, dK, dV = attention_backward(of_i, Q, K, V, causal)
    assert not dK[:, i + 1 :].any()
    assert not dV[:, i + 1 :].any()
    assert dV[:, : i + 1].all()
    assert not np.delete(dQ, i, axis=1).any()


# No key at all.


def test_a_query_for_which_no_key_takes_part_gets_0_and_gives_0() -> None:
    mask = np.ones((N, M), dtype=bool)
    mask[1] = False
    with np.errstate(all="raise"):
        Y = attention(Q, K, V, mask)
        dQ, dK, dV = attention_backward(DY, Q, K, V, mask)
    assert not Y[:, 1].any()
    assert not dQ[:, 1].any()
    others = [0, 2, 3]
    np.testing.assert_allclose(Y[:, others], attention(Q[:, others], K, V), rtol=1e-14)
    of_others = attention_backward(DY[:, others], Q[:, others], K, V)
    for found, expected in zip((dQ[:, others], dK, dV), of_others, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_where_no_key_takes_part_for_any_query_all_is_0_and_the_check_is_vacuous() -> None:
    with np.errstate(all="raise"):
        assert not attention(Q, K, V, mask=False).any()
        assert not any(dx.any() for dx in attention_backward(DY, Q, K, V, mask=False))
    assert gradcheck(attention, attention_backward, Q, K, V, mask=False).verdict == "vacuous"


# What is left out may hold anything.


@pytest.mark.parametrize("size", [1e4, 1e150, 1e300, np.finfo(float).max])
def test_what_is_left_out_may_be_huge_and_its_score_may_overflow(size: float) -> None:
    padded_K, padded_V = K.copy(), V.copy()
    padded_K[:, 3:], padded_V[:, 3:] = size, -size
    with np.errstate(all="raise"):
        Y = attention(10 * Q, padded_K, padded_V, PADDING)
        gradients = attention_backward(DY / 10, 10 * Q, padded_K, padded_V, PADDING)
    np.testing.assert_array_equal(Y, attention(10 * Q, K, V, PADDING))
    for found, expected in zip(
        gradients, attention_backward(DY / 10, 10 * Q, K, V, PADDING), strict=True
    ):
        np.testing.assert_array_equal(found, expected)


def test_scores_that_are_all_as_low_as_can_be_still_share_the_weight() -> None:
    low = np.full((2, 1), -np.finfo(float).max)
    with np.errstate(all="raise"):
        assert attention([[1.0]], [*low, [0.0]], [[2.0], [4.0], [9.0]], [True, True, False]) == 3.0


# Bad masks.


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.ones((N, M)), "mask must hold booleans, but its dtype is float64."),
        ([[1, 0, 1, 1, 0]], "mask must hold booleans, but its dtype is int64."),
        ("causal", "mask must hold booleans, but its dtype is <U6."),
        (
            np.ones((M, N), dtype=bool),
            "mask must broadcast to one boolean for each query and key, (2, 4, 5), but its shape "
            "is (5, 4).",
        ),
        (np.ones((3, N, M), dtype=bool), "mask must broadcast to one boolean for each query and"),
        (np.ones((1, 2, N, M), dtype=bool), "mask must broadcast to one boolean for each query an"),
        (np.ones((0,), dtype=bool), "mask must broadcast to one boolean for each query and key"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused_by_both_passes(mask: Any, message: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention(Q, K, V, mask)
    with pytest.raises(InputError, match="^" + re.escape(message)):
        attention_backward(DY, Q, K, V, mask)
