"""Dual numbers against the complex step, against autograd, and nested."""

from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from nnderiv import complex_step
from nnderiv.proofread.numeric import dual as duals
from nnderiv.proofread.numeric.dual import Dual

POINT = 0.37
# Functions that numpy does not know for complex numbers, by their slopes.
REAL_ONLY = {"abs": 1.0, "sign": 0.0, "erf": 2 / np.sqrt(np.pi) * np.exp(-(POINT**2))}


def slope(name: str, at: float) -> float:
    return float(duals._apply(name, Dual(1, np.asarray(at), np.asarray(1.0))).slope)


@pytest.mark.parametrize("name", sorted(duals._ELEMENTARY.keys() - REAL_ONLY.keys()))
def test_the_slope_of_every_function_is_that_of_a_complex_step(name: str) -> None:
    at = POINT + (1.0 if name == "arccosh" else 0.0)
    function, _ = duals._ELEMENTARY[name]
    assert slope(name, at) == pytest.approx(complex_step(function, at), rel=1e-14)


@pytest.mark.parametrize("name", REAL_ONLY)
def test_the_slope_of_a_real_function_is_known(name: str) -> None:
    assert slope(name, POINT) == pytest.approx(REAL_ONLY[name], rel=1e-15)


def test_nested_derivatives_agree_with_autograd() -> None:
    def ours(x: Any) -> Any:
        return duals.exp(x) * duals.sin(x) / (x * x + 1.0) - duals.power(x, np.asarray(3.0))

    def theirs(x: Any) -> Any:
        return anp.exp(x) * anp.sin(x) / (x * x + 1.0) - x**3

    inner = Dual(1, np.asarray(POINT), np.asarray(1.0))
    outer = Dual(2, inner, np.asarray(1.0))
    second = ours(outer).slope.slope
    assert second == pytest.approx(autograd.grad(autograd.grad(theirs))(POINT), rel=1e-13)


def test_a_constant_of_a_lower_level_is_not_confused_with_the_variable() -> None:
    x = Dual(1, np.asarray(2.0), np.asarray(1.0))
    y = Dual(2, np.asarray(3.0), np.asarray(1.0))
    by_y = (x * y).slope  # d(xy)/dy = x, of which the slope by x is 1
    assert (float(by_y.value), float(by_y.slope)) == (2.0, 1.0)


@pytest.mark.parametrize("exponent", [-2.0, -1.0, 0.5, 1.0, 2.0, 3.0])
def test_the_power_rule(exponent: float) -> None:
    power = duals.power(Dual(1, np.asarray(POINT), np.asarray(1.0)), np.asarray(exponent))
    assert float(power.slope) == pytest.approx(exponent * POINT ** (exponent - 1), rel=1e-14)


def test_an_exponent_may_vary() -> None:
    power = duals.power(np.asarray(POINT), Dual(1, np.asarray(1.5), np.asarray(1.0)))
    assert float(power.slope) == pytest.approx(POINT**1.5 * np.log(POINT), rel=1e-14)
