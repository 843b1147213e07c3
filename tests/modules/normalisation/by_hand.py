"""Normalisations to sixty digits with their Jacobian written out, and what plants are made of."""

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from typing import Any

import numpy as np

from nnderiv import gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, Module
from tests.modules.references import DIGITS

MODES: tuple[Mode, ...] = ("full", "projected")


def decimals(numbers: Iterable[float]) -> list[Decimal]:
    """Return floats as they are, digit by digit."""
    return [Decimal(float(one)) for one in numbers]


def normalised(x: Iterable[float], eps: float, mean_away: bool = True) -> tuple[list[Decimal], Any]:
    """Return h = (x - mean) r, or x r, and r, for one row or column."""
    with localcontext(prec=DIGITS):
        row = decimals(x)
        mean = sum(row, Decimal(0)) / len(row) if mean_away else Decimal(0)
        square = sum(((one - mean) ** 2 for one in row), Decimal(0)) / len(row)
        r = 1 / (square + Decimal(eps)).sqrt()
        return [(one - mean) * r for one in row], r


def gradient(
    dh: Iterable[float], x: Iterable[float], eps: float, mean_away: bool = True
) -> list[float]:
    """Return Σ_i dh_i ∂h_i/∂x_j with ∂h_i/∂x_j = r (δ_ij - 1/n - h_i h_j/n).

    If the mean is not taken away, there is no 1/n.
    """
    h, r = normalised(x, eps, mean_away)
    n = len(h)
    with localcontext(prec=DIGITS):
        return [
            float(
                sum(
                    one * r * ((i == j) - (Decimal(mean_away) + h[i] * h[j]) / n)
                    for i, one in enumerate(decimals(dh))
                )
            )
            for j in range(n)
        ]


def standardised(x: Array, axis: int, eps: float) -> tuple[Array, Any]:
    """Return h and r by the formula, for backward passes that are wrong otherwise."""
    r = 1 / np.sqrt(x.var(axis, keepdims=True) + eps)
    return (x - x.mean(axis, keepdims=True)) * r, r


def means(a: Array, axis: int) -> Any:
    """Return means over one axis, which stays."""
    return a.mean(axis, keepdims=True)


def assert_dx_fails_alone(module: Module, wrong_dx: Callable[..., Any]) -> None:
    """Assert that the check finds a wrong dx in both modes, and leaves the other gradients be."""

    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        return (wrong_dx(dy, *inputs), *module.backward(dy, *inputs)[1:])

    for mode in MODES:
        report = gradcheck(module.forward, backward, *module.inputs, mode=mode)
        others = ["pass"] * (len(module.gradients) - 1)
        assert [one.verdict for one in report.inputs] == ["fail", *others], str(report)


def assert_fails(
    forward: Callable[..., Any], backward: Callable[..., Any], *inputs: Array, **options: Any
) -> None:
    """Assert that the check fails the gradient of x in both modes."""
    for mode in MODES:
        report = gradcheck(forward, backward, *inputs, mode=mode, **options)
        assert report.inputs[0].verdict == "fail", str(report)
