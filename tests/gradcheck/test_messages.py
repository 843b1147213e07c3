"""Each refusal says the rule, what arrived and the way out."""

import math
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    central_difference,
    complex_step,
    gradcheck,
    held_constant,
    one_sided_difference,
)
from tests.catalogue import Array, numbers
from tests.gradcheck.conftest import square, square_backward


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (None, r"it is None\. Pass an array, or leave the argument out"),
        ((one for one in (1.0, 2.0)), r"it is a generator, which is read once\. Pass a list"),
        (10**400, r"it is an integer too large for any float\. Scale"),
        (
            [1, 10**30],
            r"it holds 10+, an integer too large for 64 bits\. Pass floats, such as 1e\+30",
        ),
        ([1.0, None], r"it holds None\. Pass floats or integers"),
        ([1.0, "one"], "x must hold real numbers, but its dtype is <U"),
        (object(), r"it is object\. Pass floats or integers"),
    ],
)
def test_an_input_that_is_no_array_is_named_as_what_it_is(x: Any, message: str) -> None:
    with pytest.raises(InputError, match=r"^x must hold real numbers, but its dtype is ") as raised:
        gradcheck(square, square_backward, x)
    raised.match(message)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([1.0, np.nan]), r"must be finite, but its entry \[1\] is nan"),
        (np.nan, r"must be finite, but it is nan"),
        (np.ones(2) * 1j, r"must be real, but it is complex128\. Pass y\.real in its place"),
        (np.ma.masked_array([1.0, 2.0], [True, False]), r"must be whole.* with y\.filled\(0\)"),
        ((one for one in (1.0, 2.0)), "it is a generator, which is read once"),
    ],
)
def test_what_the_forward_pass_returns_is_called_its_output(y: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^the output of the forward pass .*{message}"):
        gradcheck(lambda x: y, square_backward, [1.0, 2.0])


def test_a_generator_of_gradients_fails_with_the_way_out() -> None:
    report = gradcheck(square, lambda dy, x: (one for one in (dy * 2 * x,)), [1.0, 2.0])
    assert "it is generator, which is read once. Return a tuple" in report.reason


def test_a_target_without_a_gradient_fails_with_the_mark_for_it() -> None:
    def loss(x: Array, t: Array) -> Any:
        return ((x - t) ** 2).sum()

    def backward(dy: Array, x: Array, t: Array) -> Any:
        return 2 * dy * (x - t), None

    x, t = numbers((3,)), numbers((3,), 1)
    report = gradcheck(loss, backward, x, t)
    assert report.verdict == "fail"
    assert report.reason.endswith('mark it: @held_constant("t") on the forward pass.')
    assert gradcheck(held_constant("t")(loss), backward, x, t)


def test_a_check_without_inputs_is_refused_with_their_names() -> None:
    with pytest.raises(
        InputError, match=r"there are none\. Call gradcheck\(forward, backward, x\)"
    ):
        gradcheck(square, square_backward)


@pytest.mark.parametrize("inputs", [([1.0], [2.0]), ([1.0], [2.0], [3.0])])
def test_another_number_of_inputs_than_the_forward_pass_takes_is_refused(inputs: Any) -> None:
    with pytest.raises(
        InputError, match=rf"of which there are {len(inputs)}, but it is forward\(x\)\."
    ):
        gradcheck(square, square_backward, *inputs)


@pytest.mark.parametrize(
    ("forward", "backward", "message"),
    [
        (None, square_backward, "the forward pass must be a function, but it is None"),
        (square, None, "the backward pass must be a function, but it is None"),
        (square, np.ones((2, 3)), r"the backward pass .* but it is an array of shape \(2, 3\)"),
    ],
)
def test_what_is_no_function_is_named(forward: Any, backward: Any, message: str) -> None:
    with pytest.raises(InputError, match=rf"{message}\. Call gradcheck\(forward, backward"):
        gradcheck(forward, backward, [1.0])


def test_held_constant_without_parentheses_is_refused() -> None:
    with pytest.raises(
        InputError, match=r'it was given loss\. Write them in parentheses: @held_constant\("t"\)'
    ):

        @held_constant  # type: ignore[arg-type]  # that is the mistake
        def loss(x: Array, t: Array) -> Any:
            return x - t


@pytest.mark.parametrize("f", [math.sin, lambda z: math.sin(z), float])
def test_a_complex_step_refuses_a_function_that_takes_no_complex_numbers(f: Any) -> None:
    with pytest.raises(InputError, match=r"Write np\.sin in the place of math\.sin.*central_diff"):
        complex_step(f, 1.0)


DIFFERENCES = pytest.mark.parametrize(
    "difference",
    [
        lambda f, x: one_sided_difference(f, x, 1e-3),
        lambda f, x: central_difference(f, x, 1e-3),
        complex_step,
    ],
)


@DIFFERENCES
def test_differences_refuse_a_function_that_returns_none(difference: Any) -> None:
    with pytest.raises(InputError, match=r"it returned None\. Perhaps its return statement is mis"):
        difference(lambda x: None, 1.0)


@DIFFERENCES
def test_differences_refuse_a_function_that_returns_nan(difference: Any) -> None:
    with pytest.raises(
        InputError, match=r"it returned nan at \[1\]\. Choose a point inside of its"
    ):
        difference(lambda x: x * [1.0, np.nan], [1.0, 2.0])


def test_a_check_of_a_function_of_math_takes_central_differences() -> None:
    assert gradcheck(math.sin, lambda dy, x: dy * math.cos(x), 1.0)
