"""The Gaussian error linear unit in both its forms, against sixty digits."""

from collections.abc import Callable
from math import pi, sqrt
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gelu, gelu_backward, gradcheck, sigmoid
from nnderiv.gradcheck.check import Mode
from nnderiv.modules.activations.gelu import Approximate
from nnderiv.modules.activations.normal import normal
from tests.catalogue import Array, numbers
from tests.modules.activations.decimals import (
    decimal_gelu,
    decimal_gelu_by_tanh,
    decimal_gelu_by_tanh_slope,
    decimal_gelu_slope,
    decimal_two_u,
)
from tests.modules.calls import call
from tests.modules.references import relative_error

POINTS = [-37.0, -30.0, -10.0, -5.0, -2.0, -0.3, -1e-9, 1e-9, 0.5, 3.0, 10.0, 30.0]
FORMS: list[Approximate] = ["none", "tanh"]
EPS = 2.0**-52
X = numbers((3, 4))


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_are_right_far_out_too(x: float) -> None:
    assert relative_error(gelu(x), decimal_gelu(x)) < 4 * EPS


@pytest.mark.parametrize("x", POINTS)
def test_all_digits_of_the_slope_are_right_far_out_too(x: float) -> None:
    assert relative_error(gelu_backward(1.0, x)[0], decimal_gelu_slope(x)) < 4 * EPS


@pytest.mark.parametrize("x", [-10.0, -4.0, -0.3, 0.5, 3.0])
def test_all_digits_of_float32_are_right_far_out_too(x: float) -> None:
    x = float(np.float32(x))
    found, slope = gelu(np.float32(x)), gelu_backward(1.0, np.float32(x))[0]
    assert found.dtype == slope.dtype == np.float32
    assert relative_error(found, decimal_gelu(x)) < 4 * 2.0**-23
    assert relative_error(slope, decimal_gelu_slope(x)) < 4 * 2.0**-23


@pytest.mark.parametrize("x", [-20.0, -10.0, -5.0, -2.0, -0.3, 1e-9, 0.5, 3.0, 20.0])
def test_with_tanh_no_more_digits_are_lost_than_by_the_rounding_of_u(x: float) -> None:
    bound = EPS * (4 + 2 * abs(float(decimal_two_u(x))))
    found, slope = gelu(x, "tanh"), gelu_backward(1.0, x, "tanh")[0]
    assert relative_error(found, decimal_gelu_by_tanh(x)) < bound
    assert relative_error(slope, decimal_gelu_by_tanh_slope(x)) < bound


def test_where_1_plus_tanh_cancels_no_digit_would_be_left() -> None:
    u = sqrt(2 / pi) * (-10 + 0.044715 * -1000)
    assert -10 * (1 + np.tanh(u)) / 2 == 0
    assert gelu(-10.0, "tanh") < 0


def test_the_forms_differ_by_less_than_a_thousandth_and_by_default_it_is_exact() -> None:
    x = np.linspace(-6, 6, 2001)
    apart = np.abs(gelu(x) - gelu(x, "tanh")).max()
    assert 4.7e-4 < apart < 4.8e-4
    np.testing.assert_array_equal(gelu(x), gelu(x, "none"))
    (unasked,), (exact,) = gelu_backward(x, x), gelu_backward(x, x, "none")
    np.testing.assert_array_equal(unasked, exact)


@pytest.mark.parametrize("approximate", FORMS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_range_pass_without_a_warning(dtype: Any, approximate: Approximate) -> None:
    far = [float(np.finfo(dtype).max), float(np.sqrt(np.finfo(dtype).max)), 1e30, 1000.0, 50.0]
    x = np.array([*far, *(-one for one in far)], dtype)
    with np.errstate(all="raise"):
        y, (dx,) = gelu(x, approximate), gelu_backward(np.ones_like(x), x, approximate)
    assert y.tolist() == [*x[:5].tolist(), 0, 0, 0, 0, 0]
    assert dx.tolist() == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("approximate", FORMS)
def test_1e300_of_either_sign_passes_without_a_warning(approximate: Approximate) -> None:
    with np.errstate(all="raise"):
        assert gelu([1e300, -1e300], approximate).tolist() == [1e300, 0]
        assert gelu_backward([1.0, 1.0], [1e300, -1e300], approximate)[0].tolist() == [1, 0]


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("approximate", FORMS)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 1, 3)])
def test_the_gradient_is_right_for_any_shape_by_complex_steps(
    shape: tuple[int, ...], approximate: Approximate, mode: Mode
) -> None:
    report = gradcheck(gelu, gelu_backward, 2 * numbers(shape), approximate=approximate, mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.method.startswith("complex step")


@pytest.mark.parametrize("approximate", FORMS)
@pytest.mark.parametrize("x", [-30.0, -10.0, -6.0, 0.0, 8.0])
def test_the_gradient_is_right_far_out(x: float, approximate: Approximate) -> None:
    if approximate == "tanh":
        x = max(x, -15.0)  # further out the value is below 1e-200
    report = gradcheck(gelu, gelu_backward, [x], approximate=approximate)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("forward", "backward"), [("none", "tanh"), ("tanh", "none")])
def test_the_slope_of_the_other_form_is_found(
    forward: Approximate, backward: Approximate, mode: Mode
) -> None:
    report = gradcheck(
        lambda x: gelu(x, forward), lambda dy, x: gelu_backward(dy, x, backward), X, mode=mode
    )
    assert report.verdict == "fail", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dy, x: dy * normal(x)[0], id="no slope of the gate"),
        pytest.param(lambda dy, x: dy * x * normal(x)[1], id="no gate"),
        pytest.param(lambda dy, x: dy * sum(normal(x)), id="x forgotten"),
        pytest.param(lambda dy, x: dy * (normal(x)[0] - x * normal(x)[1]), id="minus"),
        pytest.param(
            lambda dy, x: dy * (normal(x)[0] + x * normal(sqrt(2) * x)[1]), id="e^-x² for e^-x²/2"
        ),
        pytest.param(
            lambda dy, x: dy * (normal(x)[0] + x * normal(x)[1] * sqrt(2)), id="√π for √(2π)"
        ),
        pytest.param(
            lambda dy, x: dy * sigmoid(1.702 * x) * (1 + 1.702 * x * sigmoid(-1.702 * x)),
            id="the approximation by a sigmoid",
        ),
    ],
)
def test_a_wrong_slope_of_the_exact_form_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    assert gradcheck(gelu, wrong, X, mode=mode).verdict == "fail"


def by_tanh(u: Callable[[Array], Any], du: Callable[[Array], Any]) -> Callable[..., Any]:
    """Return the backward pass of the form by tanh with these for u and du/dx, but for √(2/π)."""

    def backward(dy: Array, x: Array) -> Any:
        t = np.tanh(sqrt(2 / pi) * u(x))
        return dy * ((1 + t) / 2 + x / 2 * (1 - t * t) * sqrt(2 / pi) * du(x))

    return backward


def right_u(x: Array) -> Array:
    """Return x + 0.044715 x³."""
    return x + 0.044715 * x**3


def right_du(x: Array) -> Array:
    """Return the slope of right_u."""
    return 1 + 3 * 0.044715 * x**2


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(by_tanh(lambda x: x + 0.044715 * x**2, right_du), id="x² for x³"),
        pytest.param(
            by_tanh(lambda x: x + 0.044715 * x**2, lambda x: 1 + 2 * 0.044715 * x),
            id="x² for x³ in u and in its slope",
        ),
        pytest.param(by_tanh(right_u, lambda x: 1 + 3 * 0.044715 * x), id="x for x² in the slope"),
        pytest.param(by_tanh(right_u, lambda x: 1 + 0.044715 * x**2), id="3 forgotten"),
        pytest.param(by_tanh(right_u, np.ones_like), id="slope of u forgotten"),
        pytest.param(
            by_tanh(right_u, lambda x: np.zeros_like(x)), id="slope of the gate forgotten"
        ),
        pytest.param(by_tanh(right_u, lambda x: -right_du(x)), id="tanh' inverted, tanh² - 1"),
    ],
)
def test_a_wrong_slope_of_the_form_by_tanh_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    def forward(x: Array) -> Array:
        return gelu(x, "tanh")

    assert gradcheck(forward, by_tanh(right_u, right_du), X, mode=mode).verdict == "pass"
    assert gradcheck(forward, wrong, X, mode=mode).verdict == "fail"


@pytest.mark.parametrize("x", [[-5.5, -5.0], [-7.0, -6.5], [-10.0, -9.0]])
def test_a_slope_in_which_1_plus_tanh_cancels_does_not_pass_in_the_tail(x: list[float]) -> None:
    def forward(x: Array) -> Array:
        return gelu(x, "tanh")

    naive = gradcheck(forward, by_tanh(right_u, right_du), x)
    assert naive.verdict == "noise", str(naive)  # right, but for the digits that cancelled
    assert gradcheck(forward, lambda dy, x: gelu_backward(dy, x, "tanh"), x).verdict == "pass"


@pytest.mark.parametrize("function", ["gelu", "gelu_backward"])
@pytest.mark.parametrize("approximate", ["TANH", "", "sigmoid", None, True, 1, ["tanh"]])
def test_an_unknown_form_is_refused_and_shown(function: str, approximate: Any) -> None:
    with pytest.raises(InputError) as refused:
        call(function, approximate=approximate)
    assert str(refused.value) == (
        f'approximate must be "none" or "tanh", but it is {approximate!r}. Choose one of the two.'
    )
