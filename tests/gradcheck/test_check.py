"""How the check takes functions and inputs, and by which method it differentiates."""

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from nnderiv import (
    InputError,
    gradcheck,
    held_constant,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from tests.catalogue import Array, Module, numbers
from tests.gradcheck.conftest import square, square_backward

X = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])


def scale(x: Array, factor: float) -> Array:
    """Return x times a number."""
    return x * factor


def scale_backward(dy: Array, x: Array, factor: float) -> tuple[Array]:
    """Return the gradient of x alone."""
    return (dy * factor,)


def test_the_backward_pass_of_every_module_passes_by_the_complex_step(module: Module) -> None:
    report = gradcheck(module.forward, module.backward, *module.inputs)
    assert report.verdict == "pass", str(report)
    assert report.method == "complex step"
    assert [f"d{one.name}" for one in report.inputs] == list(module.gradients)
    assert max(one.error for one in report.inputs) < 1e-13


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.0005, "fail")])
def test_a_hessian_vector_product_is_checked_like_any_backward_pass(
    mode: Any, factor: float, verdict: str
) -> None:
    def gradient(x: Array) -> Any:  # of Σ tanh(x)² / 2, with a matrix of its own for the Hessian
        return A.T @ (np.tanh(A @ x) * (1 - np.tanh(A @ x) ** 2))

    def hessian_vector_product(dy: Array, x: Array) -> Any:
        t = np.tanh(A @ x)
        return factor * (A.T @ ((1 - t**2) * (1 - 3 * t**2) * (A @ dy)))

    A = numbers((5, 4))
    report = gradcheck(gradient, hessian_vector_product, numbers((4,), 1), mode=mode)
    assert report.verdict == verdict, str(report)


@pytest.mark.parametrize("batch", [(), (1,), (2, 2)])
def test_the_check_takes_any_number_of_batch_axes(batch: tuple[int, ...]) -> None:
    h, t = numbers((*batch, 3)), np.ones(batch, dtype=int)
    assert gradcheck(softmax_cross_entropy, softmax_cross_entropy_backward, h, t)


@pytest.mark.parametrize("x", [1.5, [1.5], [[1.5, 2.5]], np.float32(1.5), np.ones((2, 1, 2))])
def test_numbers_lists_and_arrays_of_any_shape_are_taken(x: Any) -> None:
    report = gradcheck(square, square_backward, x)
    assert report
    assert report.inputs[0].shape == np.shape(x)


REAL_FUNCTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "abs": (np.abs, lambda dy, x: dy * np.sign(x)),
    "the real part": (lambda x: x.real**2, lambda dy, x: dy * 2 * x),
    "a cast to float": (lambda x: x.astype(float) ** 2, lambda dy, x: dy * 2 * x),
    "one that refuses complex numbers": (
        lambda x: np.cbrt(x),
        lambda dy, x: dy / (3 * np.cbrt(x) ** 2),
    ),
    "the norm": (np.linalg.norm, lambda dy, x: dy * x / np.linalg.norm(x)),
    "abs beside a smooth part": (
        lambda x: np.abs(x) + x**3,
        lambda dy, x: dy * (np.sign(x) + 3 * x**2),
    ),
    "the conjugate": (lambda x: np.conj(x) * 2, lambda dy, x: dy * 2),
}


@pytest.mark.parametrize(("forward", "backward"), REAL_FUNCTIONS.values(), ids=list(REAL_FUNCTIONS))
def test_central_differences_are_taken_where_the_complex_step_is_wrong(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    report = gradcheck(forward, backward, X)
    assert report.verdict == "pass", str(report)
    assert report.method == "central differences"


@pytest.mark.parametrize(("forward", "backward"), REAL_FUNCTIONS.values(), ids=list(REAL_FUNCTIONS))
def test_central_differences_are_extrapolated_to_eleven_digits(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    report = gradcheck(forward, backward, X / 5)
    assert report.verdict == "pass", str(report)
    assert max(one.error for one in report.inputs) < 1e-11


@pytest.mark.parametrize(("forward", "backward"), REAL_FUNCTIONS.values(), ids=list(REAL_FUNCTIONS))
def test_central_differences_find_an_error_of_a_twentieth_of_a_percent(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> None:
    report = gradcheck(forward, lambda dy, x: 1.0005 * backward(dy, x), X)
    assert report.verdict == "fail"


@pytest.mark.parametrize("offset", [1.0, 1e6, 1e9])
def test_a_smooth_function_takes_the_complex_step_above_a_large_constant_too(offset: float) -> None:
    report = gradcheck(lambda x: offset + x**2, square_backward, X)
    assert report.verdict == "pass"
    assert report.method == "complex step"


def test_trying_the_complex_step_shows_no_warning_to_the_reader() -> None:
    forward, backward = REAL_FUNCTIONS["a cast to float"]
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        gradcheck(forward, backward, X)
    assert shown == []


def test_a_lambda_gives_the_names_of_its_parameters() -> None:
    report = gradcheck(lambda a, b: a * b, lambda dy, a, b: (dy * b, dy * a), X, X + 1)
    assert [one.name for one in report.inputs] == ["a", "b"]
    assert report


def test_star_args_are_named_by_their_position() -> None:
    report = gradcheck(lambda *both: both[0] * both[1], lambda dy, a, b: (dy * b, dy * a), X, X + 1)
    assert [one.name for one in report.inputs] == ["input_0", "input_1"]
    assert report


def test_star_args_after_a_named_parameter_are_named_by_their_position() -> None:
    report = gradcheck(lambda a, *rest: a * rest[0], lambda dy, a, b: (dy * b, dy * a), X, X + 1)
    assert [one.name for one in report.inputs] == ["a", "input_1"]


def test_a_partial_is_checked_by_the_inputs_that_it_leaves_open() -> None:
    report = gradcheck(partial(scale, factor=3.0), partial(scale_backward, factor=3.0), X)
    assert [one.name for one in report.inputs] == ["x"]
    assert report


def test_a_partial_of_a_marked_function_still_holds_its_target_constant() -> None:
    report = gradcheck(
        partial(softmax_cross_entropy, reduction="sum"),
        partial(softmax_cross_entropy_backward, reduction="sum"),
        X,
        [[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]],
    )
    assert report
    assert report.constants == ("t",)


def test_an_object_that_can_be_called_is_checked() -> None:
    class Square:
        def __call__(self, x: Array) -> Any:
            return x**2

    report = gradcheck(Square(), square_backward, X)
    assert report
    assert report.inputs[0].name == "x"


def test_several_marked_inputs_are_held_constant_wherever_they_stand() -> None:
    @held_constant("low", "high")
    def between(low: Array, x: Array, high: Array) -> Any:
        return x * (high - low)

    report = gradcheck(between, lambda dy, low, x, high: dy * (high - low), X, X, X + 1)
    assert report
    assert report.constants == ("low", "high")


@pytest.mark.parametrize("labels", [[1, 2, 0], np.array([1, 2, 0], dtype=np.uint8), [True] * 3])
def test_integers_and_booleans_are_held_constant_and_stay_what_they_are(labels: Any) -> None:
    seen = []

    def forward(x: Array, k: Array) -> Array:
        seen.append(k.dtype)
        return x * k

    report = gradcheck(forward, lambda dy, x, k: dy * k, [1.0, 2.0, 3.0], labels)
    assert report
    assert report.constants == ("k",)
    assert set(seen) == {np.asarray(labels).dtype}


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_floats_of_every_size_are_checked_in_float64(dtype: Any) -> None:
    report = gradcheck(square, square_backward, X.astype(dtype))
    assert report
    assert report.method == "complex step"


def test_the_inputs_are_not_changed() -> None:
    x = X.copy()
    gradcheck(square, square_backward, x)
    np.testing.assert_array_equal(x, X)
    assert x.flags.writeable


@pytest.mark.parametrize("which", ["forward", "backward"])
def test_a_pass_that_writes_to_its_input_meets_a_read_only_array(which: str) -> None:
    def writes(*arrays: Array) -> Array:
        arrays[-1][0, 0] = 99.0
        return arrays[-1]

    x = X.copy()
    forward, backward = (writes, square_backward) if which == "forward" else (square, writes)
    with pytest.raises(
        ValueError, match=f"the {which} pass must not write to its inputs, which are read-only"
    ):
        gradcheck(forward, backward, x)
    np.testing.assert_array_equal(x, X)


def test_the_same_check_gives_the_same_report_every_time() -> None:
    assert gradcheck(square, square_backward, X) == gradcheck(square, square_backward, X)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([1.0, np.nan], r"^x must be finite, but x\[1\] is nan"),
        (None, "^x must hold real numbers, but its dtype is object"),
        ([1j], "^x must be real, but it is complex128"),
        ([], "^x must have at least one entry"),
    ],
)
def test_a_bad_input_is_refused_by_the_name_of_its_parameter(x: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        gradcheck(square, square_backward, x)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (
            None,
            "the forward pass must return an array, a number or a tuple of them, but it .* None",
        ),
        ((), r"the forward pass must return an array, a number or a tuple of them, but it .* \(\)"),
        ((X, "y"), "output 1 of the forward pass must hold real numbers, but its dtype is <U1"),
        ("y", "the output of the forward pass must hold real numbers, but its dtype is <U1"),
        (X * np.inf, r"the output of the forward pass must be finite, but .*\[0, 0\] is inf"),
        (X * 1j, "the output of the forward pass must be real, but it is complex128"),
    ],
)
def test_a_forward_pass_that_returns_no_array_of_numbers_is_refused(y: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        gradcheck(lambda x: y, square_backward, X)
