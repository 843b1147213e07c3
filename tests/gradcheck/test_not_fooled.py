"""Where a check is easily fooled: each right gradient passes, and each wrong one fails."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

W = np.linspace(-2.1, 3, 6)
SMALL = np.array([1.0, 1e-7])
BESIDE_THE_EDGE = np.r_[1 - 1e-9, np.full(60, 0.3)]

# what is easily overlooked: forward pass, right backward pass, wrong backward pass, point
Case = tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], Any]


def penalty(size: float) -> Case:
    """Return a smooth function beside a small one that is not analytic, which the wrong forgets."""
    return (
        lambda w: (w**2).sum() + size * np.abs(w).sum(),
        lambda dy, w: dy * (2 * w + size * np.sign(w)),
        lambda dy, w: dy * 2 * w,
        W,
    )


def root(x: Array) -> Any:
    """Return the root of the mean square of every row."""
    return np.sqrt((x**2).mean(axis=1, keepdims=True) + 1e-6)


CASES: dict[str, Case] = {
    **{f"a penalty of {size}": penalty(size) for size in (1e-4, 1e-5, 1e-6)},
    "a logarithm near 0": (
        lambda x: np.log(np.abs(x)),
        lambda dy, x: dy / x,
        lambda dy, x: dy / (x + 1e-6),
        [1e-3, 0.5],
    ),
    "a norm of small numbers": (
        np.linalg.norm,
        lambda dy, x: dy * x / np.linalg.norm(x),
        lambda dy, x: dy * x / (np.linalg.norm(x) + 1e-8),
        [1e-4, 2e-4, 3e-4],
    ),
    "abs beside its corner": (
        np.abs,
        lambda dy, x: dy * np.sign(x),
        lambda dy, x: dy * 0.3,
        [1e-6, -2e-6],
    ),
    "a function of Python's": (
        lambda x: math.sqrt(x[0]),
        lambda dy, x: dy / (2 * np.sqrt(x)),
        lambda dy, x: dy / (2 * np.sqrt(x) + 1e-6),
        [1e-3],
    ),
    "a small entry of another sign": (
        lambda x: np.abs(x * SMALL),
        lambda dy, x: dy * SMALL,
        lambda dy, x: dy * SMALL * [1, -1],
        [1.0, 2.0],
    ),
    "a fast wave": (
        lambda x: np.sin(1000 * x),
        lambda dy, x: dy * 1000 * np.cos(1000 * x),
        lambda dy, x: dy * 1001 * np.cos(1000 * x),
        numbers((5,), 1),
    ),
    "layer normalisation of small numbers": (
        lambda x: (x - x.mean()) / np.sqrt(x.var() + 1e-5),
        lambda dy, x: (
            (dy - dy.mean() - (x - x.mean()) / (x.var() + 1e-5) * ((x - x.mean()) * dy).mean())
            / np.sqrt(x.var() + 1e-5)
        ),
        lambda dy, x: (dy - dy.mean()) / np.sqrt(x.var() + 1e-5),
        1e-4 * numbers((8,), 1),
    ),
    "a curvature that jumps": (
        lambda x: np.where(x.real < 1, x**2, 2 * x - 1),
        lambda dy, x: dy * np.where(x < 1, 2 * x, 2),
        lambda dy, x: dy * np.where(x < 1, 2 * x, 2.001),
        [0.3, 1.0, 1.7],
    ),
    "a sigmoid far out": (
        lambda x: 1 / (1 + np.exp(-x.real)),
        lambda dy, x: dy / (2 * np.cosh(x / 2)) ** 2,
        lambda dy, x: -dy / (2 * np.cosh(x / 2)) ** 2,
        [0.0, 500.0, -500.0, 700.0],
    ),
    "a curvature that jumps, at many entries": (
        lambda x: np.where(np.abs(x) < 1, x * x / 2, np.abs(x) - 0.5).mean(),
        lambda dy, x: dy * np.clip(x, -1, 1) / x.size,
        lambda dy, x: 1.0005 * dy * np.clip(x, -1, 1) / x.size,
        numbers((3000,), 3),
    ),
    "rows of zeros that are normalised": (
        lambda x: x / np.sqrt((x.real**2).mean(axis=1, keepdims=True) + 1e-6),
        lambda dy, x: dy / root(x) - x * (dy * x).mean(axis=1, keepdims=True) / root(x) ** 3,
        lambda dy, x: dy / root(x),
        [[1.0, 0.5], [0.0, 0.0], [0.7, -1.2]],
    ),
    "huge numbers": (
        np.abs,
        lambda dy, x: dy * np.sign(x),
        lambda dy, x: dy,
        1e12 * numbers((60,)),
    ),
    "huge gradients": (
        lambda x: 1e200 * x,
        lambda dy, x: 1e200 * dy,
        lambda dy, x: 2e200 * dy,
        np.ones(60),
    ),
    "two errors that cancel": (
        lambda x: (x * np.abs(x), x / np.abs(x)),
        lambda dy, x: dy[0] * 2 * np.abs(x),
        lambda dy, x: dy[0] * np.abs(x) + dy[1] / np.abs(x),
        [1.5],
    ),
}


@pytest.mark.parametrize(("forward", "right", "wrong", "x"), CASES.values(), ids=list(CASES))
@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_right_gradient_passes_and_a_wrong_one_fails(
    forward: Callable[..., Any],
    right: Callable[..., Any],
    wrong: Callable[..., Any],
    x: Any,
    mode: Mode,
) -> None:
    report = gradcheck(forward, right, x, mode=mode)
    assert report.verdict == "pass", str(report)
    assert gradcheck(forward, wrong, x, mode=mode).verdict == "fail"


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_beside_the_edge_of_a_domain_a_wrong_gradient_fails_and_a_right_one_does_not(
    mode: Mode,
) -> None:
    def forward(x: Array) -> Any:
        return np.arcsin(np.abs(x))

    def right(dy: Array, x: Array) -> Any:
        return dy / np.sqrt(1 - x * x)

    assert gradcheck(forward, right, BESIDE_THE_EDGE, mode=mode).verdict in {"pass", "noise"}
    report = gradcheck(forward, lambda dy, x: -right(dy, x), BESIDE_THE_EDGE, mode=mode)
    assert report.verdict == "fail"


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("seed", range(4))
def test_a_bias_that_is_normalised_away_is_vacuous_although_rounding_is_left_of_it(
    seed: int, mode: Mode
) -> None:
    h = numbers((256, 3), seed)

    def normalised(b: Array) -> Any:
        z = h + b - (h + b).mean(axis=0)
        return z / np.sqrt((z**2).mean(axis=0) + 1e-5)

    def backward(dy: Array, b: Array) -> Any:
        y = normalised(b)
        s = (h + b - (h + b).mean(axis=0))[0] / y[0]
        return ((dy - dy.mean(axis=0) - y * (dy * y).mean(axis=0)) / s).sum(axis=0)

    report = gradcheck(normalised, backward, np.zeros(3), mode=mode)
    assert report.verdict in {"vacuous", "noise"}, str(report)


@pytest.mark.parametrize("size", [1e-8, 1e-6])
def test_digits_that_a_difference_of_equal_numbers_loses_fail_no_gradient(size: float) -> None:
    def forward(x: Array) -> Any:
        return np.sqrt(((np.exp(x) - 1) ** 2).sum())

    def backward(dy: Array, x: Array) -> Any:
        y = np.exp(x) - 1
        return dy * y * np.exp(x) / np.sqrt((y * y).sum())

    report = gradcheck(forward, backward, size * numbers((6,)))
    assert report.verdict in {"pass", "noise"}, str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ties", [2, 4, 12])
def test_ties_of_sorted_numbers_are_a_kink(ties: int, seed: int, mode: Mode) -> None:
    def backward(dy: Array, x: Array) -> Any:
        return dy[np.argsort(np.argsort(x, kind="stable"))]

    def wrong(dy: Array, x: Array) -> Any:
        return 20 * backward(dy, x)

    def sort(x: Array) -> Any:
        return np.sort(x.real)

    tied = np.r_[np.zeros(ties), 1.0]
    report = gradcheck(sort, backward, tied, seed=seed, mode=mode)
    assert report.verdict == "kink", str(report)
    assert gradcheck(sort, wrong, tied, seed=seed, mode=mode).verdict == "fail"


@pytest.mark.parametrize("n", [4, 5, 6, 7])
def test_the_inverse_of_an_ill_conditioned_matrix_does_not_fail(n: int) -> None:
    hilbert = 1 / (np.arange(n)[:, np.newaxis] + np.arange(n) + 1)
    inv = np.linalg.inv
    report = gradcheck(inv, lambda dy, x: -inv(x).T @ dy @ inv(x).T, hilbert)
    assert report.verdict in {"pass", "noise"}, str(report)


@pytest.mark.parametrize("seed", range(10))
def test_float32_within_a_forward_pass_never_fails_a_right_gradient(seed: int) -> None:
    def softplus(x: Array) -> Any:
        return np.log1p(np.exp(x.astype(np.float32))).astype(float)

    report = gradcheck(softplus, lambda dy, x: dy / (1 + np.exp(-x)), numbers((3, 6), seed))
    assert report.verdict in {"pass", "noise"}, str(report)


@pytest.mark.parametrize("seed", range(6))
def test_a_kink_is_reported_although_off_it_there_may_be_no_value(seed: int) -> None:
    report = gradcheck(
        lambda x: np.maximum(x, 0) + np.sqrt(1 - x * x),
        lambda dy, x: dy * ((x > 0) - x / np.sqrt(1 - x * x)),
        [0.0, 0.999],
        seed=seed,
    )
    assert report.verdict == "kink"


def test_a_label_that_the_forward_pass_refuses_as_a_float_is_held_constant() -> None:
    def pick(x: Array, label: Array) -> Any:
        if label.dtype.kind != "i":
            raise ValueError("labels must be integers")
        return x[label]

    def pick_backward(dy: Array, x: Array, label: Array) -> Any:
        return np.where(np.arange(len(x)) == label, dy, 0), 0

    assert gradcheck(pick, pick_backward, [1.0, 2.0, 3.0], 1).constants == ("label",)


@pytest.mark.parametrize("seed", [-1, 0.5, None, "a"])
def test_a_seed_that_is_none_is_refused(seed: Any) -> None:
    with pytest.raises(InputError, match=r"^seed must be an integer and not negative, but it is"):
        gradcheck(np.tanh, lambda dy, x: dy, [1.0], seed=seed)
