"""What a backward pass may return, and the sentence for what it may not."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, held_constant
from tests.catalogue import Array
from tests.gradcheck.conftest import square, square_backward

X = np.array([1.0, 2.0])


@held_constant("t")
def product(x: Array, t: Array) -> Array:
    """Return xt, of which t is held constant."""
    return x * t


@pytest.mark.parametrize("returned", [tuple, list, lambda gradients: gradients[0]])
def test_a_tuple_a_list_and_a_bare_array_are_accepted(returned: Any) -> None:
    assert gradcheck(square, lambda dy, x: returned(square_backward(dy, x)), X)


def test_a_nested_list_of_numbers_in_a_tuple_is_accepted() -> None:
    assert gradcheck(square, lambda dy, x: ((dy * 2 * x).tolist(),), X)


def test_a_list_of_numbers_is_accepted_for_an_input_of_its_shape() -> None:
    assert gradcheck(square, lambda dy, x: [d * 2 * u for d, u in zip(dy, x, strict=True)], X)


def test_a_bare_number_is_accepted_for_an_input_that_is_a_number() -> None:
    assert gradcheck(square, lambda dy, x: float(dy * 2 * x), 1.5)


def test_an_integer_gradient_is_accepted_where_it_is_right() -> None:
    # The upstream gradient is drawn at random, so only 0 is a whole number for sure.
    assert gradcheck(lambda x: 0 * x, lambda dy, x: np.zeros(2, dtype=int), X).verdict == "vacuous"


@pytest.mark.parametrize("of_t", [None, "nothing", np.zeros(2), np.full(2, np.nan)])
def test_whatever_is_returned_for_an_input_held_constant_is_ignored(of_t: Any) -> None:
    assert gradcheck(product, lambda dy, x, t: (dy * t, of_t), X, X)


def test_nothing_need_be_returned_for_an_input_held_constant() -> None:
    assert gradcheck(product, lambda dy, x, t: dy * t, X, X)


def test_a_read_only_gradient_is_accepted() -> None:
    def backward(dy: Array, x: Array) -> tuple[Array]:
        (dx,) = square_backward(dy, x)
        dx.flags.writeable = False
        return (dx,)

    assert gradcheck(square, backward, X)


@pytest.mark.parametrize(
    ("returned", "reason"),
    [
        (None, "the backward pass returned None. It must return one gradient per input"),
        ((), "the backward pass returned 0 gradient(s) for 1 input(s)."),
        ((X, X), "the backward pass returned 2 gradient(s) for 1 input(s)."),
        ([2.0, 4.0, 6.0], "the backward pass returned 3 gradient(s) for 1 input(s)."),
        ((None,), "the gradient of x must be an array of real numbers, but it is None."),
        ("dx", "the gradient of x must be an array of real numbers, but it is str of dtype <U2."),
        (("dx",), "the gradient of x must be an array of real numbers, but it is str of dtype"),
        ({"y": X}, "the gradient of x must be an array of real numbers, but it is dict of dtype"),
        ((X * 1j,), "the gradient of x must be an array of real numbers, but it is ndarray of"),
        (([1.0, [2.0]],), "the gradient of x must be an array of real numbers, but it is list of"),
        ((1.0,), "the gradient of x must have the shape of x, (2,), but its shape is ()."),
        ((X[:1],), "the gradient of x must have the shape of x, (2,), but its shape is (1,)."),
        ((X[np.newaxis],), "the gradient of x must have the shape of x, (2,), but its shape is"),
        ((np.array([1.0, np.nan]),), "the gradient of x must be finite, but at [1] it is nan."),
        ((np.array([-np.inf, 1.0]),), "the gradient of x must be finite, but at [0] it is -inf."),
    ],
)
def test_what_is_no_gradient_fails_with_a_sentence(returned: Any, reason: str) -> None:
    report = gradcheck(square, lambda dy, x: returned, X)
    assert report.verdict == "fail"
    assert report.reason.startswith(reason)


@pytest.mark.parametrize(
    ("gradient", "cause"),
    [
        (lambda dy, x, b: np.ones((4, 1)), "a transpose missing, or one too many."),
        (lambda dy, x, b: dy, "a sum forgotten, over an axis that was broadcast."),
        (
            lambda dy, x, b: np.ones((5, 1, 4)),
            "a sum forgotten, over the batch or a broadcast axis.",
        ),
    ],
)
def test_the_sentence_on_a_wrong_shape_names_a_likely_cause(gradient: Any, cause: str) -> None:
    x, b = np.ones((4, 4)), np.ones((1, 4))
    report = gradcheck(lambda x, b: x + b, lambda dy, x, b: (dy, gradient(dy, x, b)), x, b)
    assert report.verdict == "fail"
    assert report.reason.endswith(f"That is consistent with {cause}")


def test_the_sentence_names_the_gradients_that_are_wanted() -> None:
    report = gradcheck(lambda x, W: x * W, lambda dy, x, W: dy * W, X, X)
    assert report.reason == (
        "the backward pass returned 1 gradient(s) for 2 input(s). "
        "It must return one gradient per input, in their order: (dx, dW). An input without a "
        "gradient, such as a target, is marked with nnderiv.held_constant, or passed as integers."
    )


def test_an_input_held_constant_is_not_among_the_gradients_that_are_wanted() -> None:
    report = gradcheck(product, lambda dy, x, t: None, X, X)
    assert "in their order: (dx,)" in report.reason
    assert report.constants == ("t",)


def test_gradients_in_the_wrong_order_fail_even_where_their_shapes_are_equal() -> None:
    report = gradcheck(lambda x, W: x * W, lambda dy, x, W: (dy * x, dy * W), X, X + 1)
    assert [one.verdict for one in report.inputs] == ["fail", "fail"]


def test_a_report_on_what_is_no_gradient_has_no_table() -> None:
    report = gradcheck(square, lambda dy, x: None, X)
    assert report.inputs == ()
    assert " ".join(str(report).split()) == f"fail: {report.reason}"
