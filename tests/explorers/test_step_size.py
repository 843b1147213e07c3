"""The explorer of step sizes: its traits, and the numbers its JavaScript computes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from nnderiv.explorers.step_size import StepSizeExplorer
from nnderiv.gradcheck import central_difference, complex_step, one_sided_difference
from nnderiv.gradcheck.differences import Function
from tests.explorers.conftest import InNode

EPSILON = float(np.finfo(np.float64).eps)
POINTS = [round(x, 1) for x in np.linspace(-3, 3, 61).tolist()]
STEPS = [10.0**k for k in range(-16, 1)]
DERIVATIVES: dict[str, list[Callable[[Any], Any]]] = {
    "exp": [np.exp, np.exp, np.exp, np.exp],
    "sin": [np.cos, lambda x: -np.sin(x), lambda x: -np.cos(x), np.cos],
    "sigmoid": [
        lambda x: 1 / (4 * np.cosh(x / 2) ** 2),
        lambda x: -np.tanh(x / 2) / (4 * np.cosh(x / 2) ** 2),
        lambda x: (2 * np.sinh(x / 2) ** 2 - 1) / (8 * np.cosh(x / 2) ** 4),
        lambda x: (33 - 26 * np.cosh(x) + np.cosh(2 * x)) / (32 * np.cosh(x / 2) ** 6),
    ],
    "cube": [lambda x: 3 * x**2, lambda x: 6 * x, lambda x: 6 + 0 * x, lambda x: 0 * x],
}
FUNCTIONS: dict[str, Function] = {
    "exp": np.exp,
    "sin": np.sin,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "cube": lambda x: x * x * x,  # x**3 rounds otherwise
}
METHODS: dict[str, Callable[..., Any]] = {
    "oneSided": one_sided_difference,
    "central": central_difference,
    "complexStep": complex_step,
}
ESTIMATES = """({ functions, methods }, name, method, points, steps) =>
    points.map((x) => steps.map((h) => methods[method].estimate(functions[name], x, h)))"""


def test_a_new_explorer_shows_the_exponential_at_one_with_a_step_of_a_ten_thousandth() -> None:
    assert repr(StepSizeExplorer()) == "StepSizeExplorer(function='exp', log10_h=-4.0, x=1.0)"


@pytest.mark.parametrize("name", ["Exp", "tanh", "", None, 3])
def test_an_unknown_function_is_refused(name: object) -> None:
    rule = r"function must be 'exp', 'sin', 'sigmoid' or 'cube'; got .*Choose one"
    with pytest.raises(TraitError, match=rule):
        StepSizeExplorer(function=name)


@pytest.mark.parametrize("x", [3.01, -4, float("nan"), "1", None, True])
def test_an_x_that_is_not_a_number_of_the_range_is_refused(x: object) -> None:
    with pytest.raises(TraitError, match=r"x must be a number from -3 to 3; got .*Pass a number"):
        StepSizeExplorer(x=x)


@pytest.mark.parametrize("log10_h", [-16.1, 0.1, float("inf"), "-4", None])
def test_an_exponent_that_is_not_a_number_of_the_range_is_refused(log10_h: object) -> None:
    rule = r"log10_h must be a number from -16 to 0; got .*Pass a number"
    with pytest.raises(TraitError, match=rule):
        StepSizeExplorer(log10_h=log10_h)


def test_a_refused_step_leaves_the_trait_as_it_was() -> None:
    explorer = StepSizeExplorer(log10_h=-8)
    with pytest.raises(TraitError, match="got 1"):
        explorer.log10_h = 1
    assert explorer.log10_h == -8.0


@pytest.mark.parametrize("name", DERIVATIVES)
def test_the_page_computes_the_derivatives_of_the_textbook(name: str, in_node: InNode) -> None:
    script = """({ functions }, name, points) =>
        ["d1", "d2", "d3", "d5"].map((d) => points.map((x) => functions[name][d](x)))"""
    found = in_node(StepSizeExplorer, script, name, POINTS)
    expected = [derivative(np.array(POINTS)) for derivative in DERIVATIVES[name]]
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-12)
    np.testing.assert_allclose(found[1:], expected[1:], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_page_computes_with_complex_numbers_as_numpy_does(name: str, in_node: InNode) -> None:
    pairs = [[x, h] for x in POINTS for h in [1e-16, 1e-8, 1e-3, 0.5, 1.0]]
    script = "({ functions }, name, pairs) => pairs.map(functions[name].complex)"
    found = np.array(in_node(StepSizeExplorer, script, name, pairs))
    expected = FUNCTIONS[name](np.array(pairs) @ np.array([1, 1j]))
    np.testing.assert_allclose(found[:, 0], expected.real, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(found[:, 1], expected.imag, rtol=1e-12, atol=1e-30)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_page_takes_differences_as_nnderiv_does(
    name: str, method: str, in_node: InNode
) -> None:
    found = np.array(in_node(StepSizeExplorer, ESTIMATES, name, method, POINTS, STEPS))
    f, x = FUNCTIONS[name], np.array(POINTS)
    for column, h in zip(found.T, STEPS, strict=True):
        # a last digit that the browser's exp rounds otherwise is divided by h
        lost = 0.0 if method == "complexStep" else 2 * EPSILON * (np.abs(f(x)) + 1e-3) / h
        gap = np.abs(column - METHODS[method](f, x, h))
        assert np.all(gap <= lost + 1e-12 * np.abs(column) + 1e-14)


@pytest.mark.parametrize("method", ["oneSided", "central"])
def test_the_cube_s_differences_are_those_of_nnderiv_to_the_last_bit(
    method: str, in_node: InNode
) -> None:
    found = np.array(in_node(StepSizeExplorer, ESTIMATES, "cube", method, POINTS, STEPS))
    x = np.array(POINTS)
    expected = [METHODS[method](FUNCTIONS["cube"], x, h) for h in STEPS]
    np.testing.assert_array_equal(found.T, expected)


def test_an_error_is_relative_except_where_the_derivative_is_zero(in_node: InNode) -> None:
    pairs = [[2.5, 2.0], [-1.5, -2.0], [1e-8, 0.0]]
    script = "({ errorOf }, pairs) => pairs.map(([estimate, exact]) => errorOf(estimate, exact))"
    assert in_node(StepSizeExplorer, script, pairs) == [0.25, 0.25, 1e-8]


CROSSOVERS = """({ functions, crossover }, name, method, points) =>
        points.map((x) => crossover(method, functions[name], x))"""


def typical_error(name: str, method: str, x: float, middle: float) -> float:
    """The error of many steps near 10**middle, relative to the derivative: rounding is noise."""
    slope = DERIVATIVES[name][0](x)
    steps = 10 ** np.linspace(middle - 0.3, middle + 0.3, 101)
    gaps = [METHODS[method](FUNCTIONS[name], x, h) - slope for h in steps]
    return float(np.sqrt(np.mean(np.square(gaps))) / abs(slope))


@pytest.mark.parametrize("method", ["oneSided", "central"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_best_step_lies_where_the_regimes_of_a_difference_meet(
    name: str, method: str, in_node: InNode
) -> None:
    points = [-2.5, -1.0, 0.7, 2.0]
    logs = in_node(StepSizeExplorer, CROSSOVERS, name, method, points)
    for x, log in zip(points, logs, strict=True):
        best = typical_error(name, method, x, log)
        assert typical_error(name, method, x, log - 2) > 5 * best
        assert typical_error(name, method, x, log + 2) > 5 * best


@pytest.mark.parametrize("name", FUNCTIONS)
def test_below_its_truncation_the_complex_step_has_full_precision(
    name: str, in_node: InNode
) -> None:
    points = [-2.5, -1.0, 0.7, 2.0]
    logs = in_node(StepSizeExplorer, CROSSOVERS, name, "complexStep", points)
    for x, log in zip(points, logs, strict=True):
        for below in [log - 0.4, (log - 16) / 2, -15.6]:
            assert typical_error(name, "complexStep", x, below) < 3 * EPSILON
        assert typical_error(name, "complexStep", x, log + 1) > 5 * EPSILON


def test_the_central_difference_leaves_round_off_at_a_larger_step(in_node: InNode) -> None:
    one_sided, central = (
        in_node(StepSizeExplorer, CROSSOVERS, "exp", method, [1.0])[0]
        for method in ["oneSided", "central"]
    )
    assert one_sided < -7 < -6 < central  # so that one shading is not right for both


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["sin", "cube"])
def test_at_zero_no_difference_of_these_has_round_off(
    name: str, method: str, in_node: InNode
) -> None:
    (log,) = in_node(StepSizeExplorer, CROSSOVERS, name, method, [0])
    exact = name == "sin" and method == "complexStep"  # sinh(h) is rounded; h³ at 0 is not
    assert (log > -9) if exact else (log == -16)


def test_a_tiny_number_is_written_with_a_power_of_ten(in_node: InNode) -> None:
    script = "({ scientific }, values) => values.map(scientific)"
    values = [0, 1, 1.234e-5, 1e-16, 12.34]
    expected = ["0", "1.0·10⁰", "1.2·10⁻⁵", "1.0·10⁻¹⁶", "1.2·10¹"]
    assert in_node(StepSizeExplorer, script, values) == expected
