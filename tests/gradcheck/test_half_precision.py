"""A forward pass that computes in few digits and returns many: what it can show is judged."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import Array, numbers


def float16(x: Array) -> Any:
    return np.asarray(x, np.float16)


def float32(x: Array) -> Any:
    return np.asarray(x, np.float32)


def bfloat16(x: Array) -> Any:
    """Round to the 8 bits of bfloat16, kept as float32: NumPy has no such type."""
    bits = np.asarray(x, np.float32).view(np.uint32)
    even = ((bits >> 16) & 1) + np.uint32(0x7FFF)
    return ((bits + even) & np.uint32(0xFFFF0000)).view(np.float32)


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def softmax_backward(dy: Array, x: Array) -> tuple[Array]:
    p = softmax(x)
    return (p * (dy - (dy * p).sum(-1, keepdims=True)),)


X, W, TARGET = numbers((3, 4)), numbers((4, 2), 1), numbers((3, 4), 2)
PAIRS: dict[str, tuple[Callable[..., Any], Callable[..., Any], tuple[Array, ...]]] = {
    "product": (lambda x, w: x @ w, lambda dy, x, w: (dy @ w.T, x.T @ dy), (X, W)),
    "tanh": (np.tanh, lambda dy, x: (dy * (1 - np.tanh(x) ** 2),), (X,)),
    "sigmoid": (
        lambda x: 1 / (1 + np.exp(-x)),
        lambda dy, x: (dy / (2 + np.exp(x) + np.exp(-x)),),
        (X,),
    ),
    "softmax": (softmax, softmax_backward, (X,)),
    "square": (np.square, lambda dy, x: (2 * dy * x,), (X,)),
    "mean squared error": (
        lambda x, t: ((x - t) ** 2).mean(),
        lambda dy, x, t: (2 * dy * (x - t) / x.size, 2 * dy * (t - x) / x.size),
        (X, TARGET),
    ),
}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("digits", [float16, bfloat16, float32])
@pytest.mark.parametrize(("forward", "backward", "inputs"), PAIRS.values(), ids=list(PAIRS))
def test_gradients_of_zero_twice_as_large_and_of_the_wrong_sign_fail_and_right_ones_do_not(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    inputs: tuple[Array, ...],
    digits: Callable[[Array], Any],
    mode: Any,
) -> None:
    def rounded(*arrays: Array) -> Any:
        return np.asarray(digits(forward(*map(digits, arrays))), float)

    for seed in range(2):
        right = gradcheck(rounded, backward, *inputs, mode=mode, seed=seed)
        assert right.verdict in {"pass", "noise"}, str(right)
        for k in range(len(inputs)):
            for factor in (0, 2, -1):

                def wrong(dy: Array, *arrays: Array, k: int = k, factor: float = factor) -> Any:
                    found = list(backward(dy, *arrays))
                    found[k] = factor * found[k]
                    return tuple(found)

                report = gradcheck(rounded, wrong, *inputs, mode=mode, seed=seed)
                assert report.verdict == "fail", str(report)
