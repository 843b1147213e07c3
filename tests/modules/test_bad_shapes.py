"""Shapes that do not fit, targets that are none, and an unknown reduction."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from tests.modules.calls import call


@pytest.mark.parametrize("function", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize(
    ("dy", "shape"), [(np.ones((2, 1)), "(2, 1)"), (1.0, "()"), ([1, 1], "(2,)")]
)
def test_dy_must_have_the_shape_of_x_even_where_it_would_broadcast(
    function: str, dy: Any, shape: str
) -> None:
    message = f"dy must have the shape of x, (2, 2), but its shape is {shape}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(f"{function}_backward", dy=dy)


SHAPES: list[tuple[str, dict[str, Any], str]] = [
    (
        "linear",
        {"W": [1.0, 2.0]},
        "W must be a matrix with two axes, (m, n), but its shape is (2,)",
    ),
    (
        "linear",
        {"W": np.ones((1, 2, 2))},
        "W must be a matrix with two axes, (m, n), but its shape",
    ),
    ("linear", {"W": 1.0}, "W must be a matrix with two axes, (m, n), but its shape is ()"),
    (
        "linear",
        {"x": np.ones((2, 3))},
        "the last axis of x must be as long as W has rows, 2, but the shape of x is (2, 3)",
    ),
    (
        "linear",
        {"W": np.ones((3, 4)), "b": np.ones(4)},
        "the last axis of x must be as long as W has rows, 3, but the shape of x is (2, 2)",
    ),
    ("linear", {"x": 1.0}, "the last axis of x must be as long as W has rows, 2, but the shape of"),
    ("linear", {"b": 1.0}, "b must have one entry per column of W, (2,), but its shape is ()"),
    ("linear", {"b": [1.0]}, "b must have one entry per column of W, (2,), but its shape is (1,)"),
    ("linear", {"b": [[1.0, 2.0]]}, "b must have one entry per column of W, (2,), but its shape"),
    ("softmax", {"h": 1.0}, "h must have at least one axis, the logits of one example, but it is"),
    ("softmax_cross_entropy", {"h": 1.0, "t": 0.5}, "h must have at least one axis"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), SHAPES)
def test_a_shape_that_does_not_fit_is_refused_by_the_forward_pass(
    function: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, **arguments)


@pytest.mark.parametrize(("function", "arguments", "message"), SHAPES)
def test_a_shape_that_does_not_fit_is_refused_by_the_backward_pass(
    function: str, arguments: dict[str, Any], message: str
) -> None:
    softmax_of_a_number = {"dy": 1.0} if function == "softmax" else {}
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(f"{function}_backward", **arguments, **softmax_of_a_number)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("linear_backward", "dy must have the shape of y, (2, 2), but its shape is (2,)."),
        ("softmax_backward", "dy must have the shape of h, (2, 2), but its shape is (2,)."),
        (
            "softmax_cross_entropy_backward",
            "dy must have the shape of the loss, (), but its shape is (2,).",
        ),
    ],
)
def test_dy_must_have_the_shape_of_the_output(function: str, message: str) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function, dy=[1.0, 2.0])


@pytest.fixture(params=["softmax_cross_entropy", "softmax_cross_entropy_backward"])
def loss(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Return each pass of the cross entropy, with good logits."""
    return lambda **arguments: call(request.param, **arguments)


@pytest.mark.parametrize(
    ("t", "message"),
    [
        ([0, 2], "class indices must lie in 0 … 1, but t holds 2"),
        ([-1, 0], "class indices must lie in 0 … 1, but t holds -1"),
        ([0.0, 1.0], "class indices must be integers, but the dtype of t is float64"),
        ([False, True], "class indices must be integers, but the dtype of t is bool"),
        ([[0.5, 0.6], [0.5, 0.5]], "every row of t must sum to 1, but one sums to 1.1"),
        ([[0.5, 0.5], [0, 0]], "every row of t must sum to 1, but one sums to 0"),
        ([[-0.5, 1.5], [1, 0]], "probabilities must not be negative, but t holds -0.5"),
        (0, "t must hold one class index per row of h, shape (2,), or one probability per logit"),
        ([0], "t must hold one class index per row of h, shape (2,), or one probability per logit"),
        ([[0], [1]], "t must hold one class index per row of h, shape (2,)"),
        (np.ones((2, 2, 1)), "t must hold one class index per row of h, shape (2,)"),
    ],
)
def test_a_target_that_is_neither_classes_nor_distributions_is_refused(
    loss: Callable[..., Any], t: Any, message: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        loss(t=t)


@pytest.mark.parametrize("reduction", ["none", "MEAN", "", None, 1])
def test_an_unknown_reduction_is_refused_and_shown(
    loss: Callable[..., Any], reduction: Any
) -> None:
    message = f'reduction must be "mean" or "sum", but it is {reduction!r}.'
    with pytest.raises(InputError, match="^" + re.escape(message)):
        loss(reduction=reduction)


def test_the_shapes_that_a_target_may_have_are_told_for_several_batch_axes(
    loss: Callable[..., Any],
) -> None:
    message = (
        "t must hold one class index per row of h, shape (2, 3), or one probability per logit, "
        "shape (2, 3, 4), but its shape is (6,)."
    )
    with pytest.raises(InputError, match="^" + re.escape(message)):
        loss(h=np.ones((2, 3, 4)), t=[0] * 6)
