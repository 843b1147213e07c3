"""Mistakes that people made with several heads, planted in the backward pass, and found."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from nnderiv import softmax
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array
from tests.modules.attention.test_planted_errors import Gradients, found, from_weights
from tests.topics.attention import MULTI_HEAD

HEADS = 2
Change = Callable[[Array], Array]


def split(a: Array) -> Array:
    return a.reshape(*a.shape[:-1], HEADS, -1).swapaxes(-3, -2)


def split_by_a_reshape_alone(a: Array) -> Array:
    return a.reshape(*a.shape[:-2], HEADS, a.shape[-2], -1)


def every_second_column(a: Array) -> Array:
    return np.stack([a[..., h::HEADS] for h in range(HEADS)], axis=-3)


def merge(a: Array) -> Array:
    return np.concatenate([a[..., h, :, :] for h in range(HEADS)], axis=-1)


def merge_by_a_reshape_alone(a: Array) -> Array:
    return a.reshape(*a.shape[:-3], a.shape[-2], -1)


def merge_in_reverse(a: Array) -> Array:
    return merge(a[..., ::-1, :, :])


def summed(x: Array, dy: Array) -> Array:
    """Return xᵀdy, summed over the batch."""
    return np.asarray(x.reshape(-1, x.shape[-1]).T @ dy.reshape(-1, dy.shape[-1]))


def of_the_first_example(x: Array, dy: Array) -> Array:
    return summed(x[0], dy[0])


def with_heads(
    split: Change = split,
    merge: Change = merge,
    merge_gradients: Change = merge,
    root_of: Callable[[Array], int] = lambda q: q.shape[-1],
    through: str = "QKV",
    transposed: Change = np.transpose,
    weight: Callable[[Array, Array], Array] = summed,
) -> Callable[..., Gradients]:
    """Return the backward pass of two heads, or one in which a step is another."""

    def backward(dy: Array, x: Array, Wq: Array, Wk: Array, Wv: Array, Wo: Array) -> Gradients:
        W = {"Q": Wq, "K": Wk, "V": Wv}
        Q, K, V = (split(x @ one) for one in W.values())
        scale = 1 / sqrt(root_of(Q))
        A = softmax(scale * Q @ K.mT)
        of_heads = from_weights(split(dy @ transposed(Wo)), Q, K, V, A, scale)
        parts = dict(zip(W, map(merge_gradients, of_heads), strict=True))
        dx: Any = sum(parts[name] @ W[name].T for name in through)
        return (dx, *(weight(x, part) for part in parts.values()), weight(merge(A @ V), dy))

    return backward


ALL = "dx dWq dWk dWv dWo"
IN_FRONT = "dx dWq dWk dWv"
MISTAKES: dict[str, tuple[Callable[..., Gradients], str]] = {
    "the root of d_model": (with_heads(root_of=lambda q: HEADS * q.shape[-1]), ALL),
    "the root of the number of positions": (with_heads(root_of=lambda q: q.shape[-2]), ALL),
    "split by a reshape alone": (with_heads(split=split_by_a_reshape_alone), ALL),
    "heads of every second column": (with_heads(split=every_second_column), ALL),
    "merged by a reshape alone": (with_heads(merge=merge_by_a_reshape_alone), "dWo"),
    "merged in reverse": (with_heads(merge=merge_in_reverse), "dWo"),
    "gradients merged by a reshape alone": (
        with_heads(merge_gradients=merge_by_a_reshape_alone),
        IN_FRONT,
    ),
    "gradients merged in reverse": (with_heads(merge_gradients=merge_in_reverse), IN_FRONT),
    "no gradient through the queries": (with_heads(through="KV"), "dx"),
    "no gradient through the keys": (with_heads(through="QV"), "dx"),
    "a gradient through the values alone": (with_heads(through="V"), "dx"),
    "Wo without its transpose": (with_heads(transposed=np.array), IN_FRONT),
    "the first example alone": (with_heads(weight=of_the_first_example), "dWq dWk dWv dWo"),
}


def test_without_a_mistake_it_is_the_backward_pass_of_the_module() -> None:
    dy = MULTI_HEAD.dy
    for dx, expected in zip(
        with_heads()(dy, *MULTI_HEAD.inputs),
        MULTI_HEAD.backward(dy, *MULTI_HEAD.inputs),
        strict=True,
    ):
        np.testing.assert_allclose(dx, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("backward", "wrong"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_found(backward: Callable[..., Gradients], wrong: str, mode: Mode) -> None:
    verdicts = found(MULTI_HEAD, backward, mode)
    assert [name for name, verdict in verdicts.items() if verdict == "fail"] == wrong.split()
