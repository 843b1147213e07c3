"""Where the forward pass loses its digits, no wrong gradient passes and no right one fails.

The mistakes are planted by rule: the entry where digits are lost, times 0, 2 and -1.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import Array

FACTORS = (0, 2, -1)
Case = tuple[Callable[..., Any], Callable[..., Any], Array, int]


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    e = np.exp(z - z.real.max())
    return np.asarray(e / e.sum())


def softmax_backward(dy: Array, z: Array) -> Array:
    p = softmax(z)
    share = dy / (1 - p)
    return np.asarray(p * (share - (share * p).sum()))


def cosine_backward(dy: Array, x: Array) -> Array:
    return dy * np.where(np.abs(x) < 1e-2, -x / 12, np.sin(x) / x**2 - 2 * (1 - np.cos(x)) / x**3)


def expm1_backward(dy: Array, x: Array) -> Array:
    return dy * np.where(
        np.abs(x) < 1e-2, 0.5 + x / 3 + x * x / 8, np.exp(x) / x - (np.exp(x) - 1) / x**2
    )


PAIRS: dict[str, tuple[Callable[..., Any], Callable[..., Any], list[Array], int]] = {
    "log(1 - sigmoid)": (
        lambda z: -np.log(1 - sigmoid(z)),
        lambda dy, z: dy * sigmoid(z),
        [np.array([-2, 0.5, top]) for top in (12.0, 16.0, 20.0, 25.0, 30.0, 33.0)],
        2,
    ),
    "its mean": (
        lambda z: -np.log(1 - sigmoid(z)).mean(),
        lambda dy, z: dy * sigmoid(z) / z.size,
        [np.array([-1, 0.3, 18.0, -12.5]), np.array([-1, 0.5, 25.0, -12.5])],
        2,
    ),
    "log(1 - tanh²)": (
        lambda x: np.log(1 - np.tanh(x) ** 2),
        lambda dy, x: -2 * dy * np.tanh(x),
        [np.array([0.3, -1, top]) for top in (6.0, 8.0, 10.0, 13.0, 16.0)],
        2,
    ),
    "artanh tanh": (
        lambda x: np.arctanh(np.tanh(x)),
        lambda dy, x: dy * np.ones_like(x),
        [np.array([0.3, -1, top]) for top in (6.0, 8.0, 10.0, 13.0, 16.0)],
        2,
    ),
    "log(1 - softmax)": (
        lambda z: -np.log(1 - softmax(z)),
        softmax_backward,
        [np.array([0.0, 1.0, 20.0]), np.array([0.0, -1.0, 27.0])],
        2,
    ),
    "1 - cos": (
        lambda x: (1 - np.cos(x)) / x**2,
        cosine_backward,
        [np.array([small, 0.5, 1.0]) for small in (1e-3, 1e-5, 1e-7)],
        0,
    ),
    "exp - 1": (
        lambda x: (np.exp(x) - 1) / x,
        expm1_backward,
        [np.array([small, 0.5, 1.0]) for small in (1e-6, 1e-9)],
        0,
    ),
    "variance by squares": (
        lambda x: (x**2).mean() - x.mean() ** 2,
        lambda dy, x: 2 * dy * (x - x.mean()) / x.size,
        [mean + np.array([0.3, -1, 0.7, 2.0, -0.4]) for mean in (1e3, 1e5, 1e6, 1e7)],
        3,
    ),
    "a difference of roots": (
        lambda x: np.sqrt(x + 1) - np.sqrt(x),
        lambda dy, x: dy * (0.5 / np.sqrt(x + 1) - 0.5 / np.sqrt(x)),
        [np.array([1.0, 2.0, 1e8]), np.array([0.5, 3.0, 1e12])],
        0,
    ),
}


def cases() -> Iterator[Any]:
    for name, (forward, backward, points, lost) in PAIRS.items():
        for x in points:
            yield pytest.param(forward, backward, x, lost, id=f"{name}, {x}")


def spoiled(backward: Callable[..., Any], lost: int, factor: float) -> Callable[..., Any]:
    def wrong(dy: Array, x: Array) -> Array:
        dx = np.array(backward(dy, x))
        dx[lost] *= factor
        return dx

    return wrong


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("forward", "backward", "x", "lost"), list(cases()))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_wrong_gradient_passes_and_no_right_one_fails(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    x: Array,
    lost: int,
    mode: Any,
    seed: int,
) -> None:
    right = gradcheck(forward, backward, x, mode=mode, seed=seed)
    assert right.verdict in {"pass", "noise"}, str(right)
    for factor in FACTORS:
        wrong = gradcheck(forward, spoiled(backward, lost, factor), x, mode=mode, seed=seed)
        assert wrong.verdict in {"fail", "noise"}, str(wrong)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("top", [12.0, 16.0, 20.0])
def test_a_gradient_that_is_far_off_fails_where_a_few_digits_are_left(
    top: float, mode: Any
) -> None:
    forward, backward, _, _ = PAIRS["log(1 - sigmoid)"]
    for factor in FACTORS:
        wrong = spoiled(backward, 2, factor)
        assert gradcheck(forward, wrong, [-2, 0.5, top], mode=mode).verdict == "fail"


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("seed", range(3))
def test_large_logits_hide_no_wrong_gradient(seed: int, mode: Any) -> None:
    forward, backward, _, _ = PAIRS["log(1 - softmax)"]
    logits = 8 * np.random.default_rng(seed).standard_normal(50)
    assert gradcheck(forward, backward, logits, mode=mode).verdict in {"pass", "noise"}
    for factor in FACTORS:
        wrong = spoiled(backward, int(logits.argmax()), factor)
        assert gradcheck(forward, wrong, logits, mode=mode).verdict in {"fail", "noise"}


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("size_of_w", [1e-8, 1e-3, 1.0, 1e6])
@pytest.mark.parametrize("size_of_x", [1e-8, 1e-4, 1.0, 1e4, 1e8])
def test_a_linear_layer_is_judged_at_any_scale(
    size_of_x: float, size_of_w: float, mode: Any
) -> None:
    rng = np.random.default_rng(7)
    x, w = size_of_x * rng.standard_normal((3, 4)), size_of_w * rng.standard_normal((4, 2))
    b = rng.standard_normal(2)

    def backward(factors: tuple[float, ...]) -> Callable[..., Any]:
        return lambda dy, x, w, b: tuple(
            factor * one
            for factor, one in zip(factors, (dy @ w.T, x.T @ dy, dy.sum(0)), strict=True)
        )

    def verdict(*factors: float) -> str:
        return gradcheck(lambda x, w, b: x @ w + b, backward(factors), x, w, b, mode=mode).verdict

    assert verdict(1, 1, 1) == "pass"
    for factor in (0, -1, 1.01):
        assert verdict(factor, 1, 1) == "fail"
        assert verdict(1, factor, 1) == "fail"
        assert verdict(1, 1, factor) == "fail"


@pytest.mark.parametrize(("top", "left"), [(20.0, "about 7 digits"), (34.0, "no digits")])
def test_the_report_says_where_digits_are_lost_and_what_would_keep_them(
    top: float, left: str
) -> None:
    forward, backward, _, _ = PAIRS["log(1 - sigmoid)"]
    said = " ".join(gradcheck(forward, backward, [-2, 0.5, top]).remarks)
    assert f"the forward pass has {left} left at entry [2] of z" in said
    assert "logaddexp" in said
