"""Mistakes that people make backwards through time, planted: which the check finds, and where."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, lstm, lstm_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, Module
from tests.modules.recurrent import wrong_lstm, wrong_rnn
from tests.topics.recurrent import LSTM, RNN, autograd_lstm

STEPWISE: dict[str, tuple[Callable[..., Any], dict[str, set[str]]]] = {
    "rnn": (wrong_rnn.stepwise_backward, wrong_rnn.MISTAKES),
    "lstm": (wrong_lstm.stepwise_backward, wrong_lstm.MISTAKES),
}
PLANTED = [(one, mistake) for one in (RNN, LSTM) for mistake in STEPWISE[one.name][1]]
IDS = [f"{one}: {mistake}" for one, mistake in PLANTED]


def wrong(module: Module, mistake: str) -> Callable[..., Any]:
    """Return the backward pass of a module, one step at a time, with a mistake."""
    return partial(STEPWISE[module.name][0], mistake=mistake)


@pytest.mark.parametrize("one", [RNN, LSTM], ids=str)
def test_without_a_mistake_the_backward_pass_of_single_steps_is_right(one: Module) -> None:
    found = wrong(one, "")(one.dy, *one.inputs)
    for gradient, expected in zip(found, one.backward(one.dy, *one.inputs), strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize(("one", "mistake"), PLANTED, ids=IDS)
def test_a_mistake_is_found_in_the_gradients_that_it_makes_wrong_and_in_no_others(
    one: Module, mistake: str, mode: Mode
) -> None:
    report = gradcheck(one.forward, wrong(one, mistake), *one.inputs, mode=mode)
    pairs = zip(one.gradients, report.inputs, strict=True)
    failed = {name for name, found in pairs if found.verdict == "fail"}
    assert failed == STEPWISE[one.name][1][mistake], str(report)


def steps(count: int) -> Callable[..., tuple[Array, ...]]:
    """Return what cuts the inputs of a layer to so many steps."""
    return lambda x, *others: (x[:count], *others)


def from_zero(x: Array, h0: Array, *others: Array) -> tuple[Array, ...]:
    """Return the inputs of a layer with a start at 0, as most people take it."""
    return (x, np.zeros_like(h0), *others)


POINTS = {"one step": steps(1), "two steps": steps(2), "a start at 0": from_zero}
UNSEEN = [
    (RNN, "the gradient of one step only", "one step"),
    (RNN, "dh in place of dy_t, not added to it", "one step"),
    (RNN, "only the next step sends dh back", "two steps"),
    (RNN, "dWh without the first step", "a start at 0"),
    (LSTM, "the gradient of one step only", "one step"),
    (LSTM, "the path through c forgotten", "one step"),
    (LSTM, "the path through h forgotten", "one step"),
    (LSTM, "f_t in place of f_{t+1} in dc", "one step"),
]


@pytest.mark.parametrize(("one", "mistake", "point"), UNSEEN, ids=str)
def test_a_mistake_is_not_seen_where_its_path_is_not_there(
    one: Module, mistake: str, point: str
) -> None:
    report = gradcheck(one.forward, wrong(one, mistake), *POINTS[point](*one.inputs))
    assert report.verdict == "pass", str(report)


def test_gates_mixed_up_in_both_passes_agree_with_each_other_but_not_with_the_reference() -> None:
    def swapped(Wx: Array, Wh: Array, b: Array) -> list[Array]:
        return [np.concatenate([W[..., :6], W[..., 9:], W[..., 6:9]], -1) for W in (Wx, Wh, b)]

    def forward(x: Array, h0: Array, c0: Array, *weights: Array) -> Any:
        return lstm(x, h0, c0, *swapped(*weights))

    def backward(dy: Array, x: Array, h0: Array, c0: Array, *weights: Array) -> Any:
        dx, dh0, dc0, *gradients = lstm_backward(dy, x, h0, c0, *swapped(*weights))
        return dx, dh0, dc0, *swapped(*gradients)

    assert gradcheck(forward, backward, *LSTM.inputs)
    apart = np.abs(forward(*LSTM.inputs) - autograd_lstm(*LSTM.inputs))
    assert apart.max() > 0.1
