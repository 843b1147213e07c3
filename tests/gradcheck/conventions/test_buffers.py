"""A backward pass that fills buffers given to it."""

from typing import Any

import numpy as np
import pytest

from nnderiv import InputError, gradcheck
from tests.catalogue import numbers
from tests.gradcheck.conventions.pairs import (
    NORMALISED,
    PERCEPTRON,
    Plain,
    both_modes,
    right_and_wrong,
)


def filling(pair: Plain, backward: Any, form: str) -> Any:
    """Return the backward pass with a buffer after the inputs for each, named by a form."""
    names = pair.forward.__code__.co_varnames[: len(pair.inputs)]
    buffers = [form.format(name) for name in names]

    def fill(dy: Any, *arrays: Any) -> None:
        inputs, empty = arrays[: len(names)], arrays[len(names) :]
        for buffer, dx in zip(empty, backward(dy, *inputs), strict=True):
            buffer += dx

    taken = ", ".join(["dy", *names, *buffers])
    return eval(f"lambda {taken}: fill({taken})", {"fill": fill})


@both_modes
@right_and_wrong([PERCEPTRON, NORMALISED])
@pytest.mark.parametrize("form", ["d{}", "grad_{}", "{}_grad", "d_{}"])
def test_buffers_named_for_the_inputs_are_filled(
    pair: Plain, backward: Any, verdict: str, form: str, mode: Any
) -> None:
    report = gradcheck(pair.forward, filling(pair, backward, form), *pair.inputs, mode=mode)
    assert report.verdict == verdict, str(report)
    assert "fills buffers" in report.read_as


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(2, "pass"), (3, "fail")])
def test_out_is_the_buffer_of_the_only_input(factor: int, verdict: str, mode: Any) -> None:
    def backward(dy: Any, x: Any, out: Any) -> None:
        np.multiply(dy, factor * x, out=out)

    assert gradcheck(np.square, backward, numbers((3,)), mode=mode).verdict == verdict


@both_modes
def test_buffers_may_come_in_another_order_than_the_inputs(mode: Any) -> None:
    def backward(dy: Any, x: Any, W: Any, dW: Any, dx: Any) -> None:
        dx[...] = dy @ W.T
        dW[...] = x.T @ dy

    inputs = numbers((3, 3)), numbers((3, 3), 1)
    assert gradcheck(lambda x, W: x @ W, backward, *inputs, mode=mode)


def test_a_buffer_that_is_never_filled_is_a_gradient_of_0() -> None:
    def backward(dy: Any, x: Any, W: Any, dx: Any, dW: Any) -> None:
        dx[...] = dy @ W.T

    report = gradcheck(lambda x, W: x @ W, backward, numbers((4, 3)), numbers((3, 2)))
    assert [one.verdict for one in report.inputs] == ["pass", "fail"]


def test_arguments_that_are_no_buffers_are_refused_with_all_conventions() -> None:
    with pytest.raises(
        InputError,
        match=r"must take dy and the inputs, backward\(dy, x\), but it is backward\(dy, x, foo\)\.",
    ):
        gradcheck(np.square, lambda dy, x, foo: dy * x, numbers((3,)))
