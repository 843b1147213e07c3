"""The leaky rectified linear unit, entry by entry in Python, and at its kink."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnderiv import InputError, gradcheck, leaky_relu, leaky_relu_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.calls import call

ANY_ARRAY = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-1e300, 1e300))
SHAPES: list[tuple[int, ...]] = [(), (1,), (7,), (2, 1, 3)]


@given(ANY_ARRAY)
def test_every_entry_is_itself_or_a_hundredth_of_itself(x: Array) -> None:
    expected = [one if one > 0 else 0.01 * one for one in x.ravel().tolist()]
    assert leaky_relu(x).ravel().tolist() == expected


@given(ANY_ARRAY, st.floats(-10, 10))
def test_the_gradient_is_dy_where_x_is_positive_and_alpha_dy_elsewhere(
    x: Array, alpha: float
) -> None:
    dy = np.arange(1.0, x.size + 1).reshape(x.shape)
    pairs = zip(dy.ravel().tolist(), x.ravel().tolist(), strict=True)
    expected = [up if one > 0 else alpha * up for up, one in pairs]
    assert leaky_relu_backward(dy, x, alpha)[0].ravel().tolist() == expected


def test_at_0_of_either_sign_the_slope_is_alpha() -> None:
    assert leaky_relu_backward([5.0, 5.0], [0.0, -0.0], 0.25)[0].tolist() == [1.25, 1.25]


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("alpha", [0.01, 0.5, -1.0, 3.0])
def test_at_0_the_check_speaks_of_a_kink(alpha: float, mode: Mode) -> None:
    x = np.array([[0.5, 0.0], [-1.0, 2.0]])
    report = gradcheck(leaky_relu, leaky_relu_backward, x, alpha=alpha, mode=mode)
    assert report.verdict == "kink", str(report)
    assert report.reason.endswith("with all inputs moved a little, it is pass")


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_the_slope_of_jax_at_0_is_a_choice_at_a_kink_too(mode: Mode) -> None:
    def of_jax(dy: Array, x: Array) -> Array:
        return dy * np.where(x >= 0, 1, 0.01)

    assert gradcheck(leaky_relu, of_jax, [0.0, 1.0, -1.0], mode=mode).verdict == "kink"


def test_without_a_bend_there_is_no_kink() -> None:
    assert gradcheck(leaky_relu, leaky_relu_backward, [0.0, 1.0, -1.0], alpha=1.0)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("alpha", [0.01, 0.0, 1.0, -0.5, 20.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradient_is_right_for_any_shape_and_alpha(
    shape: tuple[int, ...], alpha: float, mode: Mode
) -> None:
    x = np.abs(numbers(shape, 3)) if alpha == 0 else numbers(shape, 3)
    report = gradcheck(leaky_relu, leaky_relu_backward, x, alpha=alpha, mode=mode)
    assert report.verdict == "pass", str(report)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda dy, x: dy * np.where(x > 0, 0.01, 1), id="alpha at the wrong side"),
        pytest.param(lambda dy, x: dy * (x > 0), id="alpha forgotten"),
        pytest.param(lambda dy, x: np.where(x > 0, dy, 0.01), id="no dy beside alpha"),
        pytest.param(lambda dy, x: np.where(dy > 0, dy, 0.01 * dy), id="dy asked for its sign"),
        pytest.param(lambda dy, x: dy * np.where(x > 0, 1, 0.01 * x), id="alpha x for alpha"),
        pytest.param(lambda dy, x: dy * np.where(x > 0, 1, -0.01), id="alpha of the wrong sign"),
    ],
)
def test_a_wrong_slope_is_found(wrong: Callable[..., Any], mode: Mode) -> None:
    assert gradcheck(leaky_relu, wrong, numbers((3, 4)), mode=mode).verdict == "fail"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_range_pass_without_a_warning(dtype: Any) -> None:
    most = np.finfo(dtype).max
    x = np.array([most, -most], dtype)
    with np.errstate(all="raise"):
        assert leaky_relu(x, 0.5).tolist() == [most, -most / 2]
        assert leaky_relu_backward(x, x, 0.5)[0].tolist() == [most, -most / 2]
        assert leaky_relu_backward(x, np.ones(2, dtype), 2.0)[0].tolist() == [most, -most]


@pytest.mark.parametrize("function", ["leaky_relu", "leaky_relu_backward", "elu", "elu_backward"])
@pytest.mark.parametrize(("alpha", "shape"), [([0.1], "(1,)"), ([[0.1, 0.2]] * 2, "(2, 2)")])
def test_alpha_must_be_one_number(function: str, alpha: Any, shape: str) -> None:
    message = (
        f"alpha must have the shape of one number, (), but its shape is {shape}. "
        "Pass one for all entries."
    )
    with pytest.raises(InputError) as refused:
        call(function, alpha=alpha)
    assert str(refused.value) == message


@pytest.mark.parametrize("function", ["leaky_relu", "elu"])
def test_alpha_leaves_float32_as_it_is(function: str) -> None:
    assert call(function, x=np.ones(2, np.float32), alpha=0.3).dtype == np.float32
