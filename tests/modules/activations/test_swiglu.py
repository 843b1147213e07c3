"""SwiGLU, against its entries written out, and its shapes."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    gradcheck,
    linear_backward,
    sigmoid,
    silu,
    silu_backward,
    swiglu,
    swiglu_backward,
)
from nnderiv.gradcheck.check import Mode
from nnderiv.modules.activations import swiglu as file
from tests.catalogue import Array, numbers
from tests.modules.activations.decimals import decimal_silu
from tests.modules.calls import call

SHAPES: list[tuple[tuple[int, ...], int]] = [
    ((4,), 3),
    ((1,), 1),
    ((1, 4), 2),
    ((5, 1), 3),
    ((2, 1, 3), 5),
]


def point(shape: tuple[int, ...], n: int) -> tuple[Array, Array, Array]:
    """Return x, W and V."""
    m = shape[-1]
    return numbers(shape, 1), numbers((m, n), 2), numbers((m, n), 3)


@pytest.mark.parametrize(("shape", "n"), SHAPES)
def test_every_entry_is_that_of_one_gate(shape: tuple[int, ...], n: int) -> None:
    x, W, V = point(shape, n)
    y = swiglu(x, W, V)
    assert y.shape == (*shape[:-1], n)
    for row in np.ndindex(shape[:-1]):
        for a in range(n):
            g = sum(x[(*row, i)] * W[i, a] for i in range(shape[-1]))
            u = sum(x[(*row, i)] * V[i, a] for i in range(shape[-1]))
            expected = float(decimal_silu(float(g))) * u
            assert y[(*row, a)] == pytest.approx(expected, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("shape", "n"), SHAPES)
def test_the_gradients_are_right_for_any_shape(shape: tuple[int, ...], n: int, mode: Mode) -> None:
    report = gradcheck(swiglu, swiglu_backward, *point(shape, n), mode=mode)
    assert report.verdict == "pass", str(report)


def test_what_a_network_uses_gives_the_same() -> None:
    x, W, V = point((5, 4), 3)
    y, kept = file.forward(x, W, V)
    dy = numbers(y.shape)
    np.testing.assert_array_equal(y, swiglu(x, W, V))
    for one, other in zip(file.backward(dy, kept), swiglu_backward(dy, x, W, V), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_gate_far_out_is_open_or_shut_without_a_warning() -> None:
    with np.errstate(all="raise"):
        assert swiglu([1.0], [[1e6, -1e6]], [[2.0, 2.0]]).tolist() == [2e6, 0]
        dx, dW, dV = swiglu_backward([1.0, 1.0], [1.0], [[1e6, -1e6]], [[2.0, 2.0]])
    assert (dx.tolist(), dW.tolist(), dV.tolist()) == ([4e6], [[2, 0]], [[1e6, 0]])


def the_other_half_activated(dy: Array, x: Array, W: Array, V: Array) -> tuple[Array, ...]:
    """Return the gradients of xW ⊙ silu(xV)."""
    dx, dV, dW = swiglu_backward(dy, x, V, W)
    return dx, dW, dV


def branches(
    of_gate: Callable[[Array, Array, Array], Array], of_rest: Callable[[Array, Array, Array], Array]
) -> Callable[..., tuple[Array, ...]]:
    """Return the backward pass with these for dg and du, functions of dy, g and u."""

    def backward(dy: Array, x: Array, W: Array, V: Array) -> tuple[Array, ...]:
        g, u = x @ W, x @ V
        dg, du = of_gate(dy, g, u), of_rest(dy, g, u)
        return dg @ W.T + du @ V.T, x.T @ dg, x.T @ du

    return backward


def right_dg(dy: Array, g: Array, u: Array) -> Array:
    """Return dL/dg."""
    return silu_backward(dy * u, g)[0]


def right_du(dy: Array, g: Array, u: Array) -> Array:
    """Return dL/du."""
    return dy * silu(g)


def one_branch_alone(dy: Array, x: Array, W: Array, V: Array) -> tuple[Array, ...]:
    """Return dx of the gate alone."""
    _, dW, dV = swiglu_backward(dy, x, W, V)
    return linear_backward(right_dg(dy, x @ W, x @ V), x, W, W[0])[0], dW, dV


def matrices_exchanged(dy: Array, x: Array, W: Array, V: Array) -> tuple[Array, ...]:
    """Return dV in the place of dW."""
    dx, dW, dV = swiglu_backward(dy, x, W, V)
    return dx, dV, dW


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        pytest.param(the_other_half_activated, "dx dW dV", id="the other half activated"),
        pytest.param(one_branch_alone, "dx", id="one branch alone in dx"),
        pytest.param(matrices_exchanged, "dW dV", id="dW and dV exchanged"),
        pytest.param(
            branches(lambda dy, g, u: dy * u * sigmoid(g) * sigmoid(-g), right_du),
            "dx dW",
            id="the slope of the sigmoid for that of silu",
        ),
        pytest.param(
            branches(right_dg, lambda dy, g, u: dy * g), "dx dV", id="g not activated in du"
        ),
        pytest.param(
            branches(right_dg, lambda dy, g, u: dy * sigmoid(g)), "dx dV", id="g forgotten in du"
        ),
        pytest.param(
            branches(lambda dy, g, u: silu_backward(dy, g)[0], right_du),
            "dx dW",
            id="u forgotten in dg",
        ),
        pytest.param(branches(lambda dy, g, u: dy * u, right_du), "dx dW", id="silu' forgotten"),
    ],
)
def test_a_wrong_gradient_is_found(wrong: Callable[..., Any], found: str, mode: Mode) -> None:
    inputs = numbers((3, 3), 1), numbers((3, 3), 2), numbers((3, 3), 3)
    assert gradcheck(swiglu, branches(right_dg, right_du), *inputs, mode=mode)
    report = gradcheck(swiglu, wrong, *inputs, mode=mode)
    assert " ".join(f"d{one.name}" for one in report.inputs if one.verdict == "fail") == found


@pytest.mark.parametrize("function", ["swiglu", "swiglu_backward"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"W": [1.0, 2.0]}, "W must be a matrix with two axes, (m, n), but its shape is (2,)"),
        ({"W": 1.0}, "W must be a matrix with two axes, (m, n), but its shape is ()"),
        ({"V": np.ones((2, 3))}, "V must have the shape of W, (2, 2), but its shape is (2, 3)"),
        ({"V": 1.0}, "V must have the shape of W, (2, 2), but its shape is ()"),
        ({"x": 1.0}, "the last axis of x must be as long as W has rows, 2, but the shape of x is"),
        ({"x": np.ones((2, 3))}, "the last axis of x must be as long as W has rows, 2, but the"),
    ],
)
def test_a_shape_that_does_not_fit_is_refused(
    function: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, **arguments)


def test_dy_must_have_the_shape_of_the_output() -> None:
    message = "dy must have the shape of y, (2, 2), but its shape is (2,)."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call("swiglu_backward", dy=[1.0, 2.0])
