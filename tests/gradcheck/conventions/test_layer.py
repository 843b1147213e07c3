"""Layers with forward(x) and backward(dy), which keep what they need in between."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import numbers
from tests.gradcheck.conventions.pairs import PAIRS, Plain, both_modes, right_and_wrong


class Layer:
    """A layer of any pair."""

    def __init__(self, pair: Plain, backward: Any) -> None:
        self.pair, self.of_pair = pair, backward
        self.cache: Any = None
        self.gradients: Any = None

    def forward(self, *inputs: Any) -> Any:
        self.cache = inputs
        return self.pair.forward(*inputs)

    def backward(self, dout: Any) -> Any:
        self.gradients = self.of_pair(dout, *self.cache)
        return self.gradients

    def __call__(self, *inputs: Any) -> Any:
        return self.forward(*inputs)


# A layer does not say which of its floats are held constant.
WITHOUT_CONSTANTS = [
    one for one in PAIRS if one.gradients == sum(array.dtype.kind == "f" for array in one.inputs)
]


@both_modes
@right_and_wrong(WITHOUT_CONSTANTS)
@pytest.mark.parametrize("called", [True, False])
def test_the_forward_pass_of_a_layer_runs_before_its_backward_pass(
    pair: Plain, backward: Any, verdict: str, called: bool, mode: Any
) -> None:
    layer = Layer(pair, backward)
    report = gradcheck(layer if called else layer.forward, layer.backward, *pair.inputs, mode=mode)
    assert report.verdict == verdict, str(report)
    assert "the backward pass takes dy alone" in report.read_as
    assert layer.cache is None
    assert layer.gradients is None


@both_modes
@right_and_wrong(WITHOUT_CONSTANTS)
def test_a_layer_behind_two_lambdas_is_a_plain_pair(
    pair: Plain, backward: Any, verdict: str, mode: Any
) -> None:
    layer = Layer(pair, backward)

    def plain(dy: Any, *inputs: Any) -> Any:
        layer.forward(*inputs)
        return layer.backward(dy)

    report = gradcheck(lambda *inputs: layer.forward(*inputs), plain, *pair.inputs, mode=mode)
    assert report.verdict == verdict
    assert report.read_as == ""
    assert layer.cache is None


class SquaredError:
    """A loss as a layer, whose backward pass has dout = 1, or takes none at all."""

    def __init__(self, factor: float = 1.0) -> None:
        self.factor, self.rest = factor, np.zeros(3)

    def forward(self, y: Any, t: Any) -> Any:
        self.rest = y - t
        return (self.rest**2).sum()

    def backward(self, dout: Any = 1) -> Any:
        return self.factor * dout * 2 * self.rest

    def gradient(self) -> Any:
        return self.backward()


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (0.5, "fail")])
@pytest.mark.parametrize("name", ["backward", "gradient"])
def test_the_backward_pass_of_a_loss_may_take_a_dout_of_1_or_nothing(
    factor: float, verdict: str, name: str, mode: Any
) -> None:
    layer = SquaredError(factor)
    report = gradcheck(layer.forward, getattr(layer, name), numbers((3,)), [1, 2, 3], mode=mode)
    assert report.verdict == verdict
    assert report.constants == ("t",)


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.1, "fail")])
def test_a_network_of_layers_is_checked_as_a_layer(factor: float, verdict: str, mode: Any) -> None:
    def tanh_backward(dy: Any, x: Any) -> Any:
        return factor * dy * (1 - np.tanh(x) ** 2)

    def cube_backward(dy: Any, x: Any) -> Any:
        return dy * 3 * x**2

    tanh = Layer(Plain("tanh", np.tanh, tanh_backward, (), 1), tanh_backward)
    cube = Layer(Plain("cube", lambda x: x**3, cube_backward, (), 1), cube_backward)
    layers = [tanh, cube]

    def forward(x: Any) -> Any:
        for layer in layers:
            x = layer.forward(x)
        return x

    def backward(dy: Any) -> Any:
        for layer in layers[::-1]:
            dy = layer.backward(dy)
        return dy

    assert gradcheck(forward, backward, numbers((4,)), mode=mode).verdict == verdict
    assert [layer.cache for layer in layers] == [None, None]
