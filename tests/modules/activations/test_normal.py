"""The normal distribution, against sixty digits and against the error function of Python."""

from decimal import Decimal, localcontext
from math import erfc, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnderiv.modules.activations import normal as file
from nnderiv.modules.activations.normal import normal
from tests.catalogue import numbers
from tests.modules.activations.decimals import decimal_density, decimal_distribution
from tests.modules.references import relative_error

EPS = {np.float32: 2.0**-23, np.float64: 2.0**-52}
# Down to where Φ is the smallest number with all its digits.
FIRST = {np.float32: -12.5, np.float64: -37.4}
FLOAT_TYPES = list(EPS)


def points(dtype: Any) -> list[float]:
    """Return points on both sides, as many near 0 as far out, that are numbers of the type."""
    far = np.linspace(FIRST[dtype], 9, 150)
    near = np.geomspace(1e-9, 2, 20)
    found: list[float] = np.concatenate([far, near, -near, [0]]).astype(dtype).tolist()
    return found


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_distribution_has_all_digits_but_a_few_units_in_the_last_place(dtype: Any) -> None:
    x = points(dtype)
    found, _ = normal(np.array(x, dtype))
    worst = max(map(relative_error, found, map(decimal_distribution, x)))
    assert worst < 3.5 * EPS[dtype]


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_density_has_all_digits_but_a_few_units_in_the_last_place(dtype: Any) -> None:
    x = points(dtype)
    _, found = normal(np.array(x, dtype))
    assert max(map(relative_error, found, map(decimal_density, x))) < 3.5 * EPS[dtype]


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_the_coefficients_are_those_of_a_polynomial_that_is_p_to_half_a_unit(dtype: Any) -> None:
    table = {np.float32: file.SHORT_POLYNOMIAL, np.float64: file.POLYNOMIAL}[dtype]
    coefficients = [Decimal(one) for one in np.array(table, dtype).tolist()]
    for z in np.linspace(0, file.FAR, 82).tolist():
        with localcontext(prec=100):
            s = (4 - Decimal(z)) / (5 + Decimal(z))
            found = sum(one * s**k for k, one in enumerate(coefficients))
            scaled = decimal_distribution(-z) * (Decimal(z) ** 2 / 2).exp()
            assert abs(found / (scaled * (5 + Decimal(z))) - 1) < EPS[dtype] / 2


@given(st.floats(-37, 37))
def test_it_agrees_with_the_error_function_of_python(x: float) -> None:
    expected = erfc(-x / sqrt(2)) / 2
    rounded = 1 + x * x  # what the rounding of x / √2 does to the expected number
    assert normal(np.array([x]))[0][0] == pytest.approx(expected, rel=4e-16 * rounded)


@given(st.floats(-40, 40))
def test_both_sides_sum_to_1(x: float) -> None:
    (left, right), density = normal(np.array([x, -x]))
    assert left + right == pytest.approx(1, rel=3e-16)
    assert density[0] == density[1]


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_far_out_it_is_0_and_1_and_its_slope_0_without_a_warning(dtype: Any) -> None:
    far = np.array([40, 1000, np.finfo(dtype).max], dtype)
    with np.errstate(all="raise"):
        distribution, density = normal(np.concatenate([-far, far]))
    assert distribution.tolist() == [0, 0, 0, 1, 1, 1]
    assert density.tolist() == [0] * 6


def test_a_probability_with_few_digits_left_is_not_yet_0() -> None:
    assert 0 < normal(np.array(-38.0))[0] < np.finfo(float).tiny


@pytest.mark.parametrize("dtype", FLOAT_TYPES)
@pytest.mark.parametrize("shape", [(), (1,), (3, 1, 2)])
def test_shape_and_type_stay_as_they_are(shape: tuple[int, ...], dtype: Any) -> None:
    for found in normal(numbers(shape).astype(dtype)):
        assert found.shape == shape
        assert found.dtype == dtype


def test_0_of_either_sign_is_in_the_middle() -> None:
    assert normal(np.array([0.0, -0.0]))[0].tolist() == [0.5, 0.5]


def test_an_entry_gives_what_it_gives_beside_more_than_one_block_of_others() -> None:
    x = numbers((2 * file.BLOCK + 3,))
    distribution, density = normal(x)
    for one in (0, file.BLOCK - 1, file.BLOCK, 2 * file.BLOCK + 2):
        alone = normal(x[one : one + 1])
        assert (distribution[one], density[one]) == (alone[0][0], alone[1][0])


def test_a_complex_step_gives_the_density_and_its_slope() -> None:
    x = np.linspace(-20, 9, 200)
    stepped: Any = x + 1e-30j
    distribution, density = normal(stepped)
    exact = normal(x)[1]
    np.testing.assert_allclose(distribution.imag / 1e-30, exact, rtol=1e-13)
    np.testing.assert_allclose(density.imag / 1e-30, -x * exact, rtol=1e-13)


@pytest.mark.parametrize("x", [-2 + 0.1j, -0.3 - 0.2j, 0.2j, 0.7 + 0.2j, 2.5 - 0.1j])
def test_it_is_the_same_function_off_the_real_line(x: complex) -> None:
    term = total = x
    for k in range(1, 100):
        term *= x * x / (2 * k + 1)
        total += term
    density = np.exp(-x * x / 2) / sqrt(2 * np.pi)
    at: Any = np.array([x])
    found = normal(at)
    np.testing.assert_allclose(found[0], [0.5 + density * total], rtol=1e-14)
    np.testing.assert_allclose(found[1], [density], rtol=1e-14)
