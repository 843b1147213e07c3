"""Differences whose step adapts: the slope, how far off it may be, and where it jumps."""

from collections.abc import Callable
from math import exp, inf, isnan, log, sin, sqrt

import numpy as np
import pytest

from nnderiv.gradcheck.slopes.adaptive import slope_at_0
from nnderiv.gradcheck.slopes.noise import noise_of

EPS = 2.0**-52
WIDEST = 4e-3


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        pytest.param(lambda t: exp(t), 1.0, id="exp"),
        pytest.param(lambda t: exp(1000 * t), 1000.0, id="steep"),
        pytest.param(lambda t: sin(1e6 * t), 1e6, id="a fast wave"),
        pytest.param(lambda t: log(1e-5 + t) if t > -1e-5 else -inf, 1e5, id="near an edge"),
        pytest.param(lambda t: abs(t - 1e-5), -1.0, id="near a kink"),
        pytest.param(lambda t: t * abs(t), 0.0, id="a change of curvature"),
        pytest.param(lambda t: 2 * t + t * min(t, 0.0), 2.0, id="another change of curvature"),
        pytest.param(lambda t: 3.0, 0.0, id="a constant"),
    ],
)
def test_the_slope_is_right_up_to_its_error_and_nothing_jumps(
    f: Callable[[float], float], slope: float
) -> None:
    found = slope_at_0(f, WIDEST, 4 * EPS * max(1.0, abs(f(0.0))))
    assert abs(found.value - slope) <= found.error
    assert found.error <= 1e-6 * max(1.0, abs(slope))
    assert found.jump == 0


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("beside", [0.0, 1.0])
def test_at_a_kink_the_slope_is_that_in_the_middle_of_the_jump(size: float, beside: float) -> None:
    found = slope_at_0(lambda t: size * (max(t, 0.0) + beside * sin(t)), WIDEST, EPS * size)
    assert found.value == pytest.approx(size * (0.5 + beside))
    assert found.jump == pytest.approx(size, rel=1e-3)
    assert found.holds(size * beside)
    assert found.holds(size * (1 + beside))
    assert not found.holds(size * (1.05 + beside))


def test_where_there_is_no_value_on_one_side_there_is_no_slope() -> None:
    assert isnan(slope_at_0(lambda t: sqrt(t) if t >= 0 else float("nan"), WIDEST, EPS).value)


@pytest.mark.parametrize("digits", [np.float64, np.float32, np.float16])
def test_the_noise_of_a_function_is_measured_whatever_it_returns(digits: type) -> None:
    eps = float(np.finfo(digits).eps)
    x = np.array([0.7, 1.9])
    noise = noise_of(lambda x: float(np.exp(x.astype(digits)).sum()), x, x, 1e-20).size
    assert eps / 10 < noise < 10 * eps


def test_a_fast_wave_is_not_taken_for_noise() -> None:
    x = np.array([0.7, 1.9])
    assert noise_of(lambda x: float(np.sin(1e6 * x).sum()), x, x, 1e-20).size < 1e-8
