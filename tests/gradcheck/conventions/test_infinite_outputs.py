"""Masks of -inf that are held constant, and outputs that are -inf by right."""

import warnings
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck, held_constant
from tests.catalogue import Array, numbers
from tests.gradcheck.conventions.pairs import both_modes

CAUSAL = np.where(np.tril(np.ones((4, 4))) > 0, 0.0, -np.inf)
PADDED = np.where(np.arange(4) < 3, np.zeros((4, 1)), -np.inf)
MASKS = pytest.mark.parametrize("mask", [CAUSAL, PADDED], ids=["causal", "padded"])
S = numbers((4, 4))


def softmax(s: Any) -> Any:
    e = np.exp(s - s.real.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@held_constant("mask")
def attention(s: Any, mask: Any) -> Any:
    """Return the weights of scores behind a mask."""
    return softmax(s + mask)


def attention_backward(dy: Any, s: Any, mask: Any) -> Any:
    p = softmax(s + mask)
    return p * (dy - (p * dy).sum(axis=1, keepdims=True))


def without_sum(dy: Any, s: Any, mask: Any) -> Any:
    return softmax(s + mask) * dy


def without_mask(dy: Any, s: Any, mask: Any) -> Any:
    return attention_backward(dy, s, np.zeros_like(mask))


@both_modes
@MASKS
@pytest.mark.parametrize(
    ("backward", "verdict"),
    [(attention_backward, "pass"), (without_sum, "fail"), (without_mask, "fail")],
)
def test_a_mask_of_minus_infinity_is_held_constant(
    mask: Array, backward: Any, verdict: str, mode: Any
) -> None:
    report = gradcheck(attention, backward, S, mask, mode=mode)
    assert report.verdict == verdict, str(report)
    assert report.constants == ("mask",)


@held_constant("mask")
def scores(s: Any, mask: Any) -> Any:
    """Return scores of which some are -inf by right."""
    return s**2 + mask


@held_constant("mask")
def log_softmax(s: Any, mask: Any) -> Any:
    return s + mask - np.log(np.exp(s + mask).sum(axis=1, keepdims=True))


def log_softmax_backward(dy: Any, s: Any, mask: Any) -> Any:
    return dy - softmax(s + mask) * dy.sum(axis=1, keepdims=True)


@both_modes
@MASKS
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.1, "fail")])
@pytest.mark.parametrize(
    ("forward", "backward"),
    [(scores, lambda dy, s, mask: dy * 2 * s), (log_softmax, log_softmax_backward)],
)
def test_outputs_that_are_minus_infinite_by_right_are_left_out(
    forward: Any, backward: Any, mask: Array, factor: float, verdict: str, mode: Any
) -> None:
    report = gradcheck(forward, lambda *all: factor * backward(*all), S, mask, mode=mode)
    assert report.verdict == verdict, str(report)
    left_out = int(np.isinf(mask).sum())
    assert report.read_as == f"entries of the output that are -inf were left out: {left_out}"


@both_modes
def test_one_of_two_outputs_may_be_minus_infinite_in_places(mode: Any) -> None:
    def forward(s: Any) -> Any:
        return np.where(CAUSAL == 0, s**2, -np.inf), s * 3

    def backward(dys: Any, s: Any) -> Any:
        return dys[0] * 2 * s + dys[1] * 3

    assert gradcheck(forward, backward, S, mode=mode)


def test_a_mask_that_is_not_marked_is_refused_with_the_line_that_marks_it() -> None:
    def plain(s: Any, mask: Any) -> Any:
        return softmax(s + mask)

    with pytest.raises(
        InputError,
        match=r'mask\[0, 1\] is -inf.*If it is a mask, mark it: @held_constant\("mask"\)',
    ):
        gradcheck(plain, attention_backward, S, CAUSAL)


def test_a_mask_that_holds_nan_is_refused_although_it_is_marked() -> None:
    with pytest.raises(InputError, match=r"mask must be finite, but mask\[0, 0\] is nan"):
        gradcheck(attention, attention_backward, S, CAUSAL * np.nan)


@pytest.mark.parametrize(
    ("forward", "x"),
    [
        (np.log, [0.0, 1.0]),
        (lambda x: x - np.inf, [1.0, 2.0]),
        (lambda x: -np.exp(x), [1.0, 1000.0]),
        (lambda x: x + np.array([0, np.inf]), [1.0, 2.0]),
    ],
)
def test_an_output_that_overflows_or_is_infinite_everywhere_is_refused(
    forward: Any, x: Any
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(InputError, match="must be finite, but its entry"):
            gradcheck(forward, lambda dy, x: dy, x)
