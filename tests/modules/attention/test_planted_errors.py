"""Mistakes that people made in attention, planted in its backward passes, which the check finds."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from nnderiv import attention, attention_backward, gradcheck, softmax
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, Module
from tests.topics.attention import ATTENTION, ATTENTION_WITH_MASK

Gradients = tuple[Array, ...]


def found(module: Module, backward: Callable[..., Any], mode: Mode) -> dict[str, str]:
    """Return the verdict of the check on each gradient."""
    report = gradcheck(module.forward, backward, *module.inputs, mode=mode)
    assert report.verdict == "fail", str(report)
    return {f"d{one.name}": one.verdict for one in report.inputs}


def of_scores(A: Array, dA: Array) -> Array:
    """Return the gradient of the scores, by the backward pass of softmax."""
    return np.asarray(A * (dA - (dA * A).sum(axis=-1, keepdims=True)))


def from_weights(dy: Array, Q: Array, K: Array, V: Array, A: Array, scale: float) -> Gradients:
    """Return the gradients if A were the weights and QKᵀ times `scale` the scores."""
    dS = scale * of_scores(A, dy @ V.mT)
    return dS @ K, dS.mT @ Q, A.mT @ dy


def with_scale(scale: Callable[[int], float]) -> Callable[..., Gradients]:
    """Return a backward pass whose scores are QKᵀ times a number that depends on d."""

    def backward(dy: Array, Q: Array, K: Array, V: Array) -> Gradients:
        factor = scale(Q.shape[-1])
        return from_weights(dy, Q, K, V, softmax(factor * Q @ K.mT), factor)

    return backward


def without_the_scale_in_backward(dy: Array, Q: Array, K: Array, V: Array) -> Gradients:
    return from_weights(dy, Q, K, V, softmax(Q @ K.mT / sqrt(Q.shape[-1])), 1)


def with_softmax_over_the_queries(dy: Array, Q: Array, K: Array, V: Array) -> Gradients:
    A = softmax(K @ Q.mT / sqrt(Q.shape[-1])).mT
    return from_weights(dy, Q, K, V, A, 1 / sqrt(Q.shape[-1]))


def with_scores(wrong: Callable[[Array, Array], Array]) -> Callable[..., Gradients]:
    """Return a backward pass with another gradient of the scores than softmax has."""

    def backward(dy: Array, Q: Array, K: Array, V: Array) -> Gradients:
        A = softmax(Q @ K.mT / sqrt(Q.shape[-1]))
        dS = wrong(A, dy @ V.mT) / sqrt(Q.shape[-1])
        return dS @ K, dS.mT @ Q, A.mT @ dy

    return backward


def with_product(k: int, wrong: Callable[..., Array]) -> Callable[..., Gradients]:
    """Return a backward pass whose gradient k is another product of matrices."""

    def backward(dy: Array, Q: Array, K: Array, V: Array) -> Gradients:
        A = softmax(Q @ K.mT / sqrt(Q.shape[-1]))
        dS = of_scores(A, dy @ V.mT) / sqrt(Q.shape[-1])
        gradients = [dS @ K, dS.mT @ Q, A.mT @ dy]
        gradients[k] = wrong(dy, Q, K, V, A, dS)
        return tuple(gradients)

    return backward


MISTAKES: dict[str, tuple[Callable[..., Gradients], str]] = {
    "multiplied by the root": (with_scale(sqrt), "dQ dK dV"),
    "divided by d, not by its root": (with_scale(lambda d: 1 / d), "dQ dK dV"),
    "no scale in either pass": (with_scale(lambda d: 1.0), "dQ dK dV"),
    "no scale in the backward pass": (without_the_scale_in_backward, "dQ dK"),
    "softmax over the queries": (with_softmax_over_the_queries, "dQ dK dV"),
    "the inner product of softmax forgotten": (with_scores(lambda A, dA: A * dA), "dQ dK"),
    "the inner product along the queries": (
        with_scores(lambda A, dA: A * (dA - (dA * A).sum(axis=-2, keepdims=True))),
        "dQ dK",
    ),
    "the inner product without A": (
        with_scores(lambda A, dA: A * (dA - dA.sum(axis=-1, keepdims=True))),
        "dQ dK",
    ),
    "only the diagonal of softmax": (with_scores(lambda A, dA: A * (1 - A) * dA), "dQ dK"),
    "a transposed dQ": (with_product(0, lambda dy, Q, K, V, A, dS: dS.mT @ K), "dQ"),
    "a transposed dK": (with_product(1, lambda dy, Q, K, V, A, dS: dS @ Q), "dK"),
    "a transposed dV": (with_product(2, lambda dy, Q, K, V, A, dS: A @ dy), "dV"),
    "a dQ of the queries": (with_product(0, lambda dy, Q, K, V, A, dS: dS @ Q), "dQ"),
    "a dK of the keys": (with_product(1, lambda dy, Q, K, V, A, dS: dS.mT @ K), "dK"),
}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("backward", "wrong"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_found_where_all_shapes_are_square(
    backward: Callable[..., Gradients], wrong: str, mode: Mode
) -> None:
    verdicts = found(ATTENTION, backward, mode)
    assert [name for name, verdict in verdicts.items() if verdict == "fail"] == wrong.split()


def test_a_scale_forgotten_in_the_backward_pass_is_named() -> None:
    report = gradcheck(attention, without_the_scale_in_backward, *ATTENTION.inputs)
    assert [one.cause.split(",")[0] for one in report.inputs] == ["a factor of sqrt(3)"] * 2 + [""]
    assert report.inputs[0].cause.endswith("a scale forgotten")


MASKED: dict[str, Callable[[Array, Array], Array]] = {
    "the scores multiplied by the mask": lambda S, mask: softmax(S * mask),
    "the mask after softmax": lambda S, mask: softmax(S) * mask,
    "the mask on the sum alone": lambda S, mask: (
        np.exp(S) / (np.exp(S) * mask).sum(axis=-1, keepdims=True)
    ),
    "the mask added as a number": lambda S, mask: softmax(S + mask),
    "the opposite mask": lambda S, mask: softmax(np.where(mask, -1e300, S)),
    "the mask forgotten": lambda S, mask: softmax(S),
}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("weights", MASKED.values(), ids=list(MASKED))
def test_a_mistake_with_the_mask_is_found(
    weights: Callable[[Array, Array], Array], mode: Mode
) -> None:
    def backward(dy: Array, Q: Array, K: Array, V: Array, mask: Array) -> Gradients:
        A = weights(Q @ K.mT / sqrt(Q.shape[-1]), mask)
        return from_weights(dy, Q, K, V, A, 1 / sqrt(Q.shape[-1]))

    assert set(found(ATTENTION_WITH_MASK, backward, mode).values()) == {"fail"}


def test_a_mask_multiplied_after_exp_is_found_where_a_score_that_is_left_out_is_large() -> None:
    Q, K, V, _ = ATTENTION_WITH_MASK.inputs
    padding = np.array([True, True, True, True, False])
    padded = np.where(padding[:, np.newaxis], K, 1e4 * K)

    @np.errstate(all="ignore")  # 0 / 0 comes of it
    def backward(dy: Array, Q: Array, K: Array, V: Array, mask: Array) -> Gradients:
        S = Q @ K.mT / sqrt(Q.shape[-1])
        e = np.exp(S - S.max(axis=-1, keepdims=True)) * mask  # the largest of all scores
        return from_weights(dy, Q, K, V, e / e.sum(axis=-1, keepdims=True), 1 / sqrt(Q.shape[-1]))

    assert gradcheck(attention, backward, Q, K, V, padding)
    assert gradcheck(attention, attention_backward, Q, padded, V, padding)
    report = gradcheck(attention, backward, Q, padded, V, padding)
    assert report.verdict == "fail"
    assert "must be finite" in report.reason
