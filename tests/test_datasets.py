"""The generated data set: where its points are, and that they stay there."""

from math import cos, hypot, pi, sin, sqrt

import numpy as np
import pytest

from nnderiv.datasets import spirals


def test_every_point_is_where_the_formula_puts_it() -> None:
    x, t = spirals(per_class=5, classes=3, turns=0.6, noise=0.1)
    number = 0
    for spiral in range(3):
        for place in range(1, 6):
            radius, angle = place / 5, 2 * pi * (0.6 * place / 5 + spiral / 3)
            off = [2 * ((number + 1) * sqrt(one) % 1) - 1 for one in (2, 3)]
            expected = [
                radius * cos(angle) + 0.1 * off[0],
                radius * sin(angle) + 0.1 * off[1],
            ]
            assert np.allclose(x[number], expected, rtol=1e-12, atol=1e-14)
            assert t[number] == spiral
            number += 1
    assert number == len(x) == len(t)


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.2])
def test_no_point_is_further_off_its_spiral_than_the_noise(noise: float) -> None:
    x, _ = spirals(noise=noise)
    on, _ = spirals(noise=0)
    assert abs(x - on).max() <= noise + 1e-15
    assert noise == 0 or abs(x - on).max() > 0.9 * noise


def test_the_noise_has_no_direction() -> None:
    x, _ = spirals(per_class=500, noise=1)
    on, _ = spirals(per_class=500, noise=0)
    off = x - on
    assert abs(off.mean(axis=0)).max() < 0.01
    assert abs((off[:, 0] * off[:, 1]).mean()) < 0.02


def test_a_spiral_without_noise_ends_at_radius_one() -> None:
    x, t = spirals(noise=0)
    for spiral in range(2):
        assert hypot(*x[t == spiral][-1]) == pytest.approx(1)
