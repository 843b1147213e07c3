"""Several outputs whose upstream gradients are arguments of their own."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck
from tests.catalogue import numbers
from tests.gradcheck.conventions.pairs import both_modes
from tests.gradcheck.conventions.test_cache import LSTM, lstm_step, lstm_step_backward


def polar(x: Any, y: Any) -> Any:
    """Return two outputs of two inputs."""
    return np.sqrt(x**2 + y**2), x * y


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.1, "fail")])
def test_each_upstream_gradient_may_be_an_argument(factor: float, verdict: str, mode: Any) -> None:
    def backward(dradius: Any, dproduct: Any, x: Any, y: Any) -> Any:
        radius = np.sqrt(x**2 + y**2)
        return dradius * x / radius + dproduct * y, dradius * y / radius + factor * dproduct * x

    report = gradcheck(polar, backward, numbers((4,)), numbers((4,), 1), mode=mode)
    assert report.verdict == verdict
    assert "as an argument of its own" in report.read_as


@both_modes
@pytest.mark.parametrize("k", [None, 0, 2, 5])
def test_a_step_of_an_lstm_without_a_cache_is_checked(k: int | None, mode: Any) -> None:
    def backward(dh: Any, dc: Any, x: Any, h: Any, c: Any, Wx: Any, Wh: Any, b: Any) -> Any:
        found = list(lstm_step_backward(dh, dc, lstm_step(x, h, c, Wx, Wh, b)[2]))
        if k is not None:
            found[k] = found[k] * 1.01
        return found

    report = gradcheck(lambda *inputs: lstm_step(*inputs)[:2], backward, *LSTM, mode=mode)
    assert report.verdict == ("pass" if k is None else "fail")


@both_modes
@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "pass"), (1.1, "fail")])
def test_a_layer_of_several_outputs_takes_them_one_by_one(
    factor: float, verdict: str, mode: Any
) -> None:
    kept: list[Any] = []

    def forward(a: Any, b: Any) -> Any:
        kept[:] = [a, b]
        return a * b, a + b

    def backward(dproduct: Any, dsum: Any) -> Any:
        a, b = kept
        return dproduct * b + dsum, factor * dproduct * a + dsum

    report = gradcheck(forward, backward, numbers((4,)), numbers((4,), 1), mode=mode)
    assert report.verdict == verdict


def test_a_tuple_of_upstream_gradients_stays_the_plain_reading() -> None:
    def backward(dys: Any, x: Any, y: Any) -> Any:
        radius = np.sqrt(x**2 + y**2)
        return dys[0] * x / radius + dys[1] * y, dys[0] * y / radius + dys[1] * x

    report = gradcheck(polar, backward, numbers((4,)), numbers((4,), 1))
    assert report
    assert report.read_as == ""
