"""Shapes that do not fit a recurrent layer, and what is said of them."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv import InputError
from tests.modules.calls import call

X = "x must have three axes, (T, B, m), but its shape is "
H0 = "h0 must have one row for each of the 1 examples of x, (1, n), but its shape is "
SHAPES: list[tuple[str, dict[str, Any], str]] = [
    ("rnn", {"x": 1.0}, X + "()"),
    ("rnn", {"x": np.ones((2, 2))}, X + "(2, 2)"),
    ("lstm", {"x": np.ones((1, 2, 1, 1))}, X + "(1, 2, 1, 1)"),
    ("rnn", {"h0": [1.0, 2.0]}, H0 + "(2,)"),
    ("rnn", {"h0": np.ones((2, 2))}, H0 + "(2, 2)"),
    ("lstm", {"h0": np.ones((1, 1, 1))}, H0 + "(1, 1, 1)"),
    ("lstm", {"c0": 1.0}, "c0 must have the shape of h0, (1, 1), but its shape is ()"),
    ("lstm", {"c0": np.ones((1, 2))}, "c0 must have the shape of h0, (1, 1), but its shape is (1,"),
    (
        "rnn",
        {"Wx": np.ones((3, 2))},
        "Wx must have a row per entry of x_t and a column per entry of h_t, (2, 2), but its shape "
        "is (3, 2)",
    ),
    (
        "lstm",
        {"Wx": np.ones((4, 1))},
        "Wx must have a row per entry of x_t and 4 columns per entry of h_t, (1, 4), but its shape "
        "is (4, 1). PyTorch has the transpose of it: pass weight.T.",
    ),
    (
        "rnn",
        {"Wh": np.ones((2, 3))},
        "Wh must have a row and a column per entry of h_t, (2, 2), but its shape is (2, 3)",
    ),
    (
        "lstm",
        {"Wh": 1.0},
        "Wh must have a row and 4 columns per entry of h_t, (1, 4), but its shape is ()",
    ),
    ("rnn", {"b": [1.0]}, "b must have one entry per column of Wh, (2,), but its shape is (1,)"),
    ("lstm", {"b": np.ones((2, 4))}, "b must have one entry per column of Wh, (4,), but its shape"),
]


@pytest.mark.parametrize("suffix", ["", "_backward"])
@pytest.mark.parametrize(("function", "arguments", "message"), SHAPES)
def test_a_shape_that_does_not_fit_is_refused_by_both_passes(
    function: str, arguments: dict[str, Any], message: str, suffix: str
) -> None:
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(function + suffix, **arguments)


@pytest.mark.parametrize(("function", "shape"), [("rnn", "(2, 1, 2)"), ("lstm", "(2, 1, 1)")])
def test_dy_must_have_the_shape_of_all_states_not_of_the_last_alone(
    function: str, shape: str
) -> None:
    message = f"dy must have the shape of h, {shape}, but its shape is (1, 2)."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        call(f"{function}_backward", dy=[[1.0, 2.0]])
