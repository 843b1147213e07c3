"""The three ways to differentiate by numbers, on functions whose derivative is known."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    central_difference,
    complex_step,
    one_sided_difference,
    sigmoid,
    softmax,
    tanh,
)

FINITE = [one_sided_difference, central_difference]
ALL = [*FINITE, complex_step]


@pytest.mark.parametrize("h", [0.5, 0.25, -0.5])
def test_a_one_sided_difference_of_a_square_is_off_by_the_step(h: float) -> None:
    assert one_sided_difference(np.square, 3.0, h) == 6.0 + h


@pytest.mark.parametrize("h", [0.5, 0.25, -0.5])
def test_a_central_difference_of_a_square_is_exact(h: float) -> None:
    assert central_difference(np.square, 3.0, h) == 6.0


@pytest.mark.parametrize("h", [0.5, 0.25])
def test_a_central_difference_of_a_cube_is_off_by_the_square_of_the_step(h: float) -> None:
    assert central_difference(lambda x: x**3, 2.0, h) == 12.0 + h**2


@pytest.mark.parametrize("h", [0.5, 0.25])
def test_a_complex_step_of_a_cube_is_off_by_minus_the_square_of_the_step(h: float) -> None:
    assert complex_step(lambda x: x**3, 2.0, h) == 12.0 - h**2


@pytest.mark.parametrize(
    ("difference", "order"), [(one_sided_difference, 1), (central_difference, 2)]
)
def test_the_error_shrinks_with_the_order_of_the_method(
    difference: Callable[..., Any], order: int
) -> None:
    errors = [abs(difference(np.exp, 1.0, h) - math.e) for h in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(10**order, rel=0.02)


@pytest.mark.parametrize("function", [np.exp, np.sin, np.tanh, np.log, np.sqrt])
def test_the_complex_step_has_all_digits(function: Callable[..., Any]) -> None:
    slopes = {"exp": math.exp(0.7), "sin": math.cos(0.7), "tanh": 1 / math.cosh(0.7) ** 2}
    slopes |= {"log": 1 / 0.7, "sqrt": 0.5 / math.sqrt(0.7)}
    assert complex_step(function, 0.7) == pytest.approx(slopes[function.__name__], rel=5e-16)


@pytest.mark.parametrize("difference", ALL)
def test_the_direction_says_which_entry_moves(difference: Callable[..., Any]) -> None:
    x = np.array([1.0, 2.0, 3.0])
    slope = difference(lambda a: a[0] * a[1] + 5 * a[2], x, 2.0**-20, np.array([0.0, 1.0, 0.0]))
    assert slope == 1.0


@pytest.mark.parametrize("difference", ALL)
def test_the_slope_along_a_direction_is_the_sum_of_its_parts(
    difference: Callable[..., Any],
) -> None:
    x, v = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    assert difference(lambda a: 2 * a[0] + a[1], x, 2.0**-20, v) == 2.0


@pytest.mark.parametrize("difference", ALL)
def test_without_a_direction_every_entry_moves_by_the_step(difference: Callable[..., Any]) -> None:
    slopes = difference(lambda x: 3 * x, [[1.0, 2.0], [3.0, 4.0]], 0.5)
    np.testing.assert_array_equal(slopes, np.full((2, 2), 3.0))


@pytest.mark.parametrize("difference", FINITE)
def test_a_float32_point_is_not_stepped_in_float32(difference: Callable[..., Any]) -> None:
    slope = difference(lambda x: 3 * x, np.float32(1.0), 2.0**-30)
    assert slope == 3.0


def test_a_float32_point_loses_no_digits_to_the_complex_step() -> None:
    assert complex_step(np.exp, np.float32(1.0)) == pytest.approx(math.e, rel=5e-16)


@pytest.mark.parametrize("difference", ALL)
def test_the_point_itself_is_not_changed(difference: Callable[..., Any]) -> None:
    x = np.array([1.0, 2.0])
    x.flags.writeable = False
    difference(np.square, x, 0.5)
    assert x.tolist() == [1.0, 2.0]


def test_integers_are_stepped_as_real_numbers() -> None:
    assert central_difference(np.square, 3, 0.5) == 6.0
    assert one_sided_difference(np.square, 3, 0.5) == 6.5
    assert complex_step(np.square, 3) == 6.0


@pytest.mark.parametrize(
    ("function", "slope"), [(sigmoid, 0.25), (tanh, 1.0), (lambda x: softmax(x)[..., 0], 0.0)]
)
def test_the_complex_step_goes_through_the_modules_of_the_book(
    function: Callable[..., Any], slope: float
) -> None:
    np.testing.assert_allclose(complex_step(function, [0.0]), slope, atol=1e-16)


def test_a_complex_number_is_refused_by_the_modules_once_the_complex_step_is_done() -> None:
    complex_step(sigmoid, 0.0)
    with pytest.raises(InputError, match="x must be real, but it is complex128"):
        sigmoid(1j)


def test_the_complex_step_is_wrong_for_abs_and_the_central_difference_is_not() -> None:
    assert complex_step(np.abs, -2.0) == 0.0
    assert central_difference(np.abs, -2.0, 0.5) == -1.0
