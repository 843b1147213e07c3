"""The exponential linear unit, against the mathematics of Python."""

from collections.abc import Callable
from math import exp, expm1
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import elu, elu_backward, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers

ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-700, 700))
ALPHAS = st.floats(-10, 10)


@given(ANY_ARRAY, ALPHAS)
def test_every_entry_is_itself_or_alpha_times_its_exponential_less_1(
    x: Array, alpha: float
) -> None:
    expected = [one if one > 0 else alpha * expm1(one) for one in x.ravel().tolist()]
    np.testing.assert_allclose(elu(x, alpha).ravel(), expected, rtol=1e-15)


@given(ANY_ARRAY, ALPHAS)
def test_every_slope_is_1_or_alpha_times_the_exponential(x: Array, alpha: float) -> None:
    expected = [1 if one > 0 else alpha * exp(one) for one in x.ravel().tolist()]
    (dx,) = elu_backward(np.ones_like(x), x, alpha)
    np.testing.assert_allclose(dx.ravel(), expected, rtol=1e-15)


@pytest.mark.parametrize("alpha", [1.0, 1.5])
def test_at_0_of_either_sign_the_slope_is_alpha(alpha: float) -> None:
    assert elu_backward([5.0, 5.0], [0.0, -0.0], alpha)[0].tolist() == [5 * alpha] * 2


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("alpha", "verdict"), [(1.0, "pass"), (1.5, "kink"), (0.25, "kink")])
def test_at_0_there_is_a_kink_unless_alpha_is_1(alpha: float, verdict: str, mode: Mode) -> None:
    report = gradcheck(elu, elu_backward, [0.0, 1.0, -1.0], alpha=alpha, mode=mode)
    assert report.verdict == verdict, str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("alpha", [1.0, -0.5, 20.0])
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 1, 3)])
def test_the_gradient_is_right_for_any_shape_and_alpha(
    shape: tuple[int, ...], alpha: float, mode: Mode
) -> None:
    report = gradcheck(elu, elu_backward, numbers(shape, 3), alpha=alpha, mode=mode)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dy, x: dy * np.where(x < 0, 1, 1.5 * np.exp(x)), id="the wrong side"),
        pytest.param(lambda dy, x: dy * np.where(x > 0, 1, np.exp(x)), id="alpha forgotten"),
        pytest.param(lambda dy, x: dy * np.where(x > 0, 1, elu(x, 1.5)), id="y for y + alpha"),
        pytest.param(lambda dy, x: dy * np.where(x > 0, 1, elu(x, 1.5) + 1), id="y + 1"),
        pytest.param(lambda dy, x: dy * np.minimum(1, 1.5 * np.exp(x)), id="the smaller slope"),
    ],
)
def test_a_wrong_slope_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    def forward(x: Array) -> Array:
        return np.maximum(0, x) + 1.5 * np.expm1(np.minimum(0, x))

    x = np.r_[numbers((10,)), -0.1]
    assert gradcheck(forward, wrong, x, mode=mode).verdict == "fail"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_range_pass_without_a_warning(dtype: Any) -> None:
    most = np.finfo(dtype).max
    x = np.array([most, 1e30, -1e30, -most], dtype)
    with np.errstate(all="raise"):
        assert elu(x, 0.5).tolist() == [*x[:2].tolist(), -0.5, -0.5]
        assert elu_backward(np.ones(4, dtype), x)[0].tolist() == [1, 1, 0, 0]
        assert elu_backward(dtype(most), dtype(1), 2.0)[0] == most
