"""The likely cause that a report names is the mistake that was planted."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, linear, linear_backward, relu, sigmoid, tanh
from tests.catalogue import (
    LINEAR,
    SIGMOID,
    TANH,
    Array,
    Module,
    numbers,
)
from tests.gradcheck.plants import changed
from tests.topics import GRADIENT_IDS, GRADIENTS


def cause(forward: Callable[..., Any], backward: Callable[..., Any], *inputs: Any) -> str:
    """Return the cause of the one gradient that fails."""
    report = gradcheck(forward, backward, *inputs)
    (failed,) = (found for found in report.inputs if found.verdict == "fail")
    assert str(report).count("is consistent with") == bool(failed.cause)
    return failed.cause


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(lambda dx: -dx, "the wrong sign", id="sign"),
        pytest.param(lambda dx: 2 * dx, "a factor of 2", id="twice"),
        pytest.param(lambda dx: dx / 2, "a factor of 1/2", id="half"),
        pytest.param(lambda dx: -2 * dx, "a factor of -2", id="minus twice"),
        pytest.param(lambda dx: 3 * dx, "a factor of 3, the length of an axis", id="thrice"),
        pytest.param(lambda dx: dx / 3, "a factor of 1/3, with 3 the length of an axis", id="mean"),
        pytest.param(lambda dx: 1.0005 * dx, "a constant factor of 1.0005", id="a little more"),
        pytest.param(lambda dx: 0 * dx, "a gradient that is never computed", id="zero"),
        pytest.param(lambda dx: dx.astype(np.float32), "float32", id="float32"),
        pytest.param(lambda dx: dx.astype(np.float16), "float16", id="float16"),
    ],
)
@pytest.mark.parametrize(("module", "k"), GRADIENTS, ids=GRADIENT_IDS)
def test_in_every_module_it_names(
    module: Module, k: int, change: Callable[[Array], Array], named: str
) -> None:
    assert cause(module.forward, changed(module, k, change), *module.inputs).startswith(named)


def test_in_every_module_it_names_a_dy_that_is_not_multiplied_in(module: Module) -> None:
    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        return module.backward(np.ones_like(dy), *inputs)

    report = gradcheck(module.forward, backward, *module.inputs)
    assert {one.cause for one in report.inputs if one.verdict == "fail"} == {
        "dy not multiplied in: another dy gives the same gradient"
    }


@pytest.mark.parametrize("change", [np.abs, np.square, np.exp])
def test_it_names_a_dy_that_is_no_factor(change: Callable[[Array], Array]) -> None:
    found = cause(sigmoid, lambda dy, x: SIGMOID.backward(change(dy), x), *SIGMOID.inputs)
    assert found.startswith("dy used otherwise than as a factor")


@pytest.mark.parametrize(
    ("name", "wrong", "named"),
    [
        ("dx", lambda dy, x, W: (dy @ W.T).T, "a transpose: "),
        ("dx", lambda dy, x, W: dy @ W, "a transpose missing, or one too many"),
        ("dx", lambda dy, x, W: dy.T @ W.T, "a transpose missing, or one too many"),
        ("dW", lambda dy, x, W: dy.T @ x, "a transpose: "),
        ("dW", lambda dy, x, W: x @ dy, "a transpose missing, or one too many"),
        ("dW", lambda dy, x, W: x.T @ dy.T, "a transpose missing, or one too many"),
        (
            "dW",
            lambda dy, x, W: np.outer(x[0], dy[0]),
            "a sum over the batch forgotten: only the f",
        ),
        ("dW", lambda dy, x, W: np.outer(x[-1], dy[-1]), "a sum over the batch forgotten: only t"),
        ("dW", lambda dy, x, W: x.T @ dy / len(x), "a factor of 1/3"),
        ("dW", lambda dy, x, W: dy @ W.T, "gradients in the wrong order: it is that of dx"),
        ("dx", lambda dy, x, W: x.T @ dy, "gradients in the wrong order: it is that of dW"),
        ("db", lambda dy, x, W: dy[0], "a sum over the batch forgotten: only the first example"),
        ("db", lambda dy, x, W: dy[-1], "a sum over the batch forgotten: only the last example"),
        ("db", lambda dy, x, W: dy[:-1].sum(axis=0), "a sum over the batch that leaves out the l"),
        ("db", lambda dy, x, W: dy[1:].sum(axis=0), "a sum over the batch that leaves out the f"),
        ("db", lambda dy, x, W: dy.mean(axis=0), "a factor of 1/3"),
        ("db", lambda dy, x, W: dy.sum(axis=1), "a transpose missing, or one too many, on dy"),
    ],
)
def test_in_the_linear_layer_it_names(name: str, wrong: Callable[..., Any], named: str) -> None:
    k = LINEAR.gradients.index(name)

    def backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
        return changed(LINEAR, k, lambda _: wrong(dy, x, W))(dy, x, W, b)

    assert cause(linear, backward, *LINEAR.inputs).startswith(named)


def test_it_names_both_of_two_gradients_in_the_wrong_order() -> None:
    def backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
        dx, dW, db = linear_backward(dy, x, W, b)
        return dW, dx, db

    report = gradcheck(linear, backward, *LINEAR.inputs)
    assert [one.cause[-5:] for one in report.inputs] == ["of dW", "of dx", ""]


@pytest.mark.parametrize(
    ("module", "wrong", "named"),
    [
        (SIGMOID, lambda dy, x: dy * x * (1 - x), "a formula in the output that is given the inp"),
        (TANH, lambda dy, x: dy * (1 - x**2), "a formula in the output that is given the input"),
        (TANH, lambda dy, x: dy * (1 - tanh(tanh(x)) ** 2), "a formula in the input that is given"),
        (
            SIGMOID,
            lambda dy, x: SIGMOID.backward(dy, sigmoid(x)),
            "a formula in the input that is g",
        ),
    ],
)
def test_in_an_activation_it_names(module: Module, wrong: Callable[..., Any], named: str) -> None:
    assert cause(module.forward, wrong, *module.inputs).startswith(named)


@pytest.mark.parametrize(("sign", "side"), [(1, "negative"), (-1, "positive")])
def test_it_names_the_side_on_which_alone_a_gradient_is_wrong(sign: int, side: str) -> None:
    x = numbers((4, 5))

    def leaky(x: Array) -> Array:
        return np.where(sign * x.real > 0, x, 0.1 * x)

    found = cause(leaky, lambda dy, x: dy * (1 - 1.3 * (sign * x < 0)), x)
    assert found == f"a case forgotten: it is wrong only where the input is {side}"


def test_it_names_a_single_wrong_entry() -> None:
    def wrong(dy: Array, x: Array) -> Array:
        dx = dy * (x > 0)
        dx[tuple(np.argwhere(x > 0)[0])] *= 1.5
        return dx

    assert cause(relu, wrong, numbers((20, 30))) == "a single wrong entry: all others agree"


def test_it_says_nothing_of_an_error_that_it_does_not_know() -> None:
    assert cause(tanh, lambda dy, x: dy * (1 + np.tanh(x) ** 2), numbers((2, 3))) == ""
