"""Errors planted in every backward pass of nnderiv, each of which the check must find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, sigmoid, softmax, tanh
from nnderiv.gradcheck.check import Mode
from tests.catalogue import (
    CROSS_ENTROPY_OF_CLASSES,
    CROSS_ENTROPY_OF_ROWS,
    LINEAR,
    RELU,
    SIGMOID,
    SOFTMAX,
    TANH,
    Array,
    Module,
    numbers,
)
from tests.gradcheck.plants import changed
from tests.topics import GRADIENT_IDS, GRADIENTS

LARGE = (
    replace(LINEAR, inputs=(numbers((20, 30)), numbers((30, 10), 1), numbers((10,), 2))),
    replace(SIGMOID, inputs=(numbers((25, 40)),)),
    replace(TANH, inputs=(numbers((25, 40)),)),
    replace(RELU, inputs=(numbers((25, 40)),)),
    replace(SOFTMAX, inputs=(numbers((25, 40)),)),
    replace(CROSS_ENTROPY_OF_CLASSES, inputs=(numbers((25, 40)), np.arange(25))),
)


def assert_found(module: Module, backward: Callable[..., Any], *wrong: int) -> None:
    """Assert that the check fails the backward pass for its `wrong` gradients and no others."""
    report = gradcheck(module.forward, backward, *module.inputs)
    expected = ["fail" if k in wrong else "pass" for k in range(len(module.gradients))]
    assert [one.verdict for one in report.inputs] == expected, str(report)
    assert report.verdict == "fail"
    assert not report


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda dx: 1.0005 * dx, id="a twentieth of a percent too large"),
        pytest.param(lambda dx: 0.9995 * dx, id="a twentieth of a percent too small"),
        pytest.param(lambda dx: -dx, id="of the wrong sign"),
        pytest.param(np.zeros_like, id="zero"),
        pytest.param(lambda dx: dx + 1e-3, id="shifted"),
        pytest.param(lambda dx: dx[..., ::-1], id="reversed"),
        pytest.param(lambda dx: dx.astype(np.float16), id="rounded to float16"),
    ],
)
@pytest.mark.parametrize(("module", "k"), GRADIENTS, ids=GRADIENT_IDS)
def test_a_gradient_is_found_that_is(
    module: Module, k: int, change: Callable[[Array], Any]
) -> None:
    assert_found(module, changed(module, k, change), k)


@pytest.mark.parametrize("factor", [1.0005, 0.0, -1.0])
@pytest.mark.parametrize("module", LARGE, ids=str)
@pytest.mark.parametrize("mode", ["full", "projected"])
def test_one_wrong_entry_is_found_among_hundreds_and_named(
    module: Module, factor: float, mode: Mode
) -> None:
    largest = np.argmax(np.abs(module.backward(module.dy, *module.inputs)[0]))
    place = tuple(int(i) for i in np.unravel_index(largest, module.inputs[0].shape))

    def one_wrong(dx: Array) -> Array:
        dx[place] *= factor
        return dx

    backward = changed(module, 0, one_wrong)
    report = gradcheck(module.forward, backward, *module.inputs, mode=mode)
    assert report.verdict == report.inputs[0].verdict == "fail"
    assert report.inputs[0].index == place
    assert report.inputs[0].backward == pytest.approx(factor * report.inputs[0].numeric)


def test_a_gradient_without_dy_is_found(module: Module) -> None:
    def backward(dy: Array, *inputs: Array) -> tuple[Any, ...]:
        return module.backward(np.ones_like(dy), *inputs)

    assert_found(module, backward, *range(len(module.gradients)))


def test_a_gradient_with_the_absolute_value_of_dy_is_found() -> None:
    assert_found(SIGMOID, lambda dy, x: SIGMOID.backward(np.abs(dy), x), 0)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("dx", lambda dy, x, W: dy @ W),
        ("dx", lambda dy, x, W: (dy @ W.T).T),
        ("dx", lambda dy, x, W: W @ dy),
        ("dW", lambda dy, x, W: x @ dy),
        ("dW", lambda dy, x, W: dy.T @ x),
        ("dW", lambda dy, x, W: dy @ x.T),
        ("dW", lambda dy, x, W: x.T @ dy / len(x)),
        ("dW", lambda dy, x, W: np.outer(x[0], dy[0])),
        ("dW", lambda dy, x, W: np.outer(x[-1], dy[-1])),
        ("db", lambda dy, x, W: dy[0]),
        ("db", lambda dy, x, W: dy.mean(axis=0)),
        ("db", lambda dy, x, W: dy.sum(axis=1)),
        ("db", lambda dy, x, W: dy[:-1].sum(axis=0)),
    ],
)
def test_a_missing_transpose_or_sum_is_found_where_all_shapes_are_square(
    name: str, wrong: Callable[..., Any]
) -> None:
    k = LINEAR.gradients.index(name)

    def backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
        return changed(LINEAR, k, lambda _: wrong(dy, x, W))(dy, x, W, b)

    assert_found(LINEAR, backward, k)


WRONG_FORMULAS: list[tuple[Module, Callable[..., Any]]] = [
    (SIGMOID, lambda dy, x: dy * sigmoid(x) * (1 + sigmoid(x))),
    (SIGMOID, lambda dy, x: dy * sigmoid(x)),
    (SIGMOID, lambda dy, x: dy * x * (1 - x)),
    (SIGMOID, lambda dy, x: dy * sigmoid(dy) * (1 - sigmoid(dy))),
    (TANH, lambda dy, x: dy * (1 - tanh(x))),
    (TANH, lambda dy, x: dy * (1 + tanh(x) ** 2)),
    (TANH, lambda dy, x: dy * (1 - x**2)),
    (TANH, lambda dy, x: dy * (tanh(x) ** 2 - 1)),
    (TANH, lambda dy, x: dy / (1 - tanh(x) ** 2)),
    (RELU, lambda dy, x: dy),
    (RELU, lambda dy, x: dy * (x < 0)),
    (RELU, lambda dy, x: np.maximum(0, dy)),
    (RELU, lambda dy, x: dy * np.maximum(0, x)),
    (SOFTMAX, lambda dy, h: dy * softmax(h) * (1 - softmax(h))),
    (SOFTMAX, lambda dy, h: softmax(h) * (dy + (dy * softmax(h)).sum(axis=-1, keepdims=True))),
    (SOFTMAX, lambda dy, h: softmax(h) * (dy - dy.sum(axis=-1, keepdims=True))),
    (SOFTMAX, lambda dy, h: softmax(h) * (dy - (dy * softmax(h)).sum())),
    (SOFTMAX, lambda dy, h: dy - (dy * softmax(h)).sum(axis=-1, keepdims=True)),
    (CROSS_ENTROPY_OF_CLASSES, lambda dy, h, t: dy * (softmax(h) - np.eye(4)[t])),
    (CROSS_ENTROPY_OF_CLASSES, lambda dy, h, t: dy * (softmax(h) - np.eye(4)[t]) / 4),
    (CROSS_ENTROPY_OF_CLASSES, lambda dy, h, t: dy * (softmax(h) - np.eye(4)[t][::-1]) / 3),
    (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: dy * (t - softmax(h))),
    (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: dy * (softmax(h) + t)),
    (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: -dy * t / softmax(h)),
    (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: dy * t * (softmax(h) - 1)),
    (CROSS_ENTROPY_OF_ROWS, lambda dy, h, t: dy * (softmax(h) - t) / 3),
]


@pytest.mark.parametrize(("module", "wrong"), WRONG_FORMULAS)
def test_a_formula_that_readers_get_wrong_is_found(
    module: Module, wrong: Callable[..., Any]
) -> None:
    assert_found(module, wrong, 0)
