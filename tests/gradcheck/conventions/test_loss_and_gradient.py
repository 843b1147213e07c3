"""One function f -> (loss, grad), as for `scipy.optimize`, with jac=True."""

from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import Array, numbers
from tests.gradcheck.conventions.pairs import (
    OF_FLOATS,
    Plain,
    both_modes,
    loss,
    right_and_wrong,
    upstream,
)


@both_modes
@right_and_wrong(OF_FLOATS)
@pytest.mark.parametrize("nested", [True, False])
def test_a_function_of_a_loss_and_its_gradients_is_passed_twice(
    pair: Plain, backward: Any, verdict: str, nested: bool, mode: Any
) -> None:
    def f(*inputs: Any) -> Any:
        found = backward(upstream(pair, *inputs), *inputs)
        return (loss(pair)(*inputs), found) if nested else (loss(pair)(*inputs), *found)

    report = gradcheck(f, f, *pair.inputs, mode=mode)
    assert report.verdict == verdict, str(report)
    assert "it returns (loss, grad)" in report.read_as


def rosenbrock(x: Array) -> tuple[Any, Array]:
    """Return the value and the gradient that `scipy.optimize` is tried on."""
    bend = x[1:] - x[:-1] ** 2
    grad = np.zeros_like(x)
    grad[1:] += 200 * bend
    grad[:-1] -= 400 * x[:-1] * bend + 2 * (1 - x[:-1])
    return (100 * bend**2 + (1 - x[:-1]) ** 2).sum(), grad


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.001, "fail")])
def test_a_gradient_alone_is_that_of_the_only_input(factor: float, verdict: str, mode: Any) -> None:
    def f(x: Any) -> Any:
        value, grad = rosenbrock(x)
        return value, factor * grad

    assert gradcheck(f, f, numbers((6,)), mode=mode).verdict == verdict


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (0.9, "fail")])
def test_integer_labels_have_no_gradient_in_a_loss_of_cs231n(
    factor: float, verdict: str, mode: Any
) -> None:
    def svm_loss(x: Any, y: Any) -> Any:
        rows = np.arange(len(x))
        margins = np.maximum(0, x - x[rows, y][:, np.newaxis] + 1)
        margins[rows, y] = 0
        dx = (margins > 0).astype(float)
        dx[rows, y] -= dx.sum(axis=1)
        return margins.sum() / len(x), factor * dx / len(x)

    report = gradcheck(svm_loss, svm_loss, numbers((5, 4)), np.array([0, 1, 2, 3, 0]), mode=mode)
    assert report.verdict == verdict
    assert report.constants == ("y",)


@both_modes
def test_a_method_is_one_function_although_it_is_made_anew_at_every_access(mode: Any) -> None:
    class Model:
        def __init__(self) -> None:
            self.scale = 3.0

        def loss(self, w: Any) -> Any:
            return self.scale * (w**3).sum(), {"w": self.scale * 3 * w**2}

    model = Model()
    assert gradcheck(model.loss, model.loss, numbers((3,)), mode=mode)


@pytest.mark.parametrize(
    ("f", "arrived"),
    [
        (lambda w: (w**2).sum(), "float64 alone"),
        (lambda w: (w**2, 2 * w), r"a tuple of shapes \(3,\), \(3,\)"),
    ],
)
def test_what_returns_no_loss_with_its_gradient_is_refused(f: Any, arrived: str) -> None:
    with pytest.raises(
        InputError,
        match=r"must return \(loss, grad\), a number and its gradient, but it returned "
        rf"{arrived}\. "
        r"Otherwise, pass two functions: gradcheck\(forward, backward, w\)",
    ):
        gradcheck(f, f, numbers((3,)))


@pytest.mark.parametrize("second", [None, numbers((3,))])
def test_to_pass_the_function_once_is_refused_with_the_line_that_passes_it_twice(
    second: Any,
) -> None:
    with pytest.raises(InputError, match=r"is both: gradcheck\(f, f, \*inputs\)"):
        gradcheck(rosenbrock, second, numbers((3,)))
