"""The LSTM: what it is made of, awkward shapes, the ends of the range."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, lstm, lstm_backward, sigmoid, tanh
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.references import decimal_sigmoid_slope, relative_error

# T, B, m, n
SHAPES = [(1, 1, 1, 1), (1, 2, 3, 4), (4, 1, 3, 2), (3, 2, 1, 5), (2, 3, 4, 1), (7, 5, 2, 3)]


def inputs(T: int, B: int, m: int, n: int) -> tuple[Array, ...]:
    """Return inputs of a layer of these lengths."""
    shapes = [(T, B, m), (B, n), (B, n), (m, 4 * n), (n, 4 * n), (4 * n,)]
    return tuple(numbers(shape, 70 + j) for j, shape in enumerate(shapes))


def of_one_step(x: float, c0: float, Wx: list[float]) -> tuple[Any, ...]:
    """Return the arguments for one step of one example, with h0, Wh and b at 0."""
    return [[[x]]], [[0.0]], [[c0]], [Wx], [[0.0] * 4], [0.0] * 4


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradients_are_right_at_awkward_shapes(shape: Any, mode: Mode) -> None:
    report = gradcheck(lstm, lstm_backward, *inputs(*shape), mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.method.startswith("complex step")


def test_the_complex_step_goes_through_where_gates_are_0_or_1() -> None:
    *others, b = inputs(3, 2, 4, 3)
    b[[0, 4]] = -1000.0, 1000.0  # the first entry of i, the second of f
    report = gradcheck(lstm, lstm_backward, *others, b)
    assert report.verdict == "pass", str(report)
    assert report.method == "complex step"


def test_the_gates_come_in_the_order_i_f_g_o() -> None:
    x, h0, c0, Wx, Wh, b = inputs(1, 2, 3, 4)
    z = x[0] @ Wx + h0 @ Wh + b
    i, f, o = sigmoid(z[:, :4]), sigmoid(z[:, 4:8]), sigmoid(z[:, 12:])
    c = f * c0 + i * tanh(z[:, 8:12])
    np.testing.assert_allclose(lstm(x, h0, c0, Wx, Wh, b)[0], o * tanh(c), rtol=1e-13)


def test_an_example_alone_gives_what_it_gives_in_its_batch() -> None:
    x, h0, c0, *weights = inputs(4, 3, 2, 3)
    dy = numbers((4, 3, 3), 7)
    alone = x[:, 1:2], h0[1:2], c0[1:2], *weights
    np.testing.assert_allclose(lstm(*alone), lstm(x, h0, c0, *weights)[:, 1:2], rtol=1e-13)
    dx, dh0, dc0, *_ = lstm_backward(dy, x, h0, c0, *weights)
    dx_alone, dh0_alone, dc0_alone, *_ = lstm_backward(dy[:, 1:2], *alone)
    np.testing.assert_allclose(dx_alone, dx[:, 1:2], rtol=1e-12)
    np.testing.assert_allclose(dh0_alone, dh0[1:2], rtol=1e-12)
    np.testing.assert_allclose(dc0_alone, dc0[1:2], rtol=1e-12)


def test_a_state_that_is_kept_and_not_written_carries_its_gradient_through_all_steps() -> None:
    b = [-1000.0, 1000.0, 0.0, 1000.0]  # i = 0, f = 1, o = 1
    arguments = np.zeros((50, 1, 1)), [[0.0]], [[0.5]], [[0.0] * 4], [[0.0] * 4], b
    dy = np.zeros((50, 1, 1))
    dy[-1] = 1.0
    with np.errstate(all="raise"):
        np.testing.assert_allclose(lstm(*arguments), np.full((50, 1, 1), np.tanh(0.5)), rtol=1e-15)
        _, _, dc0, *_ = lstm_backward(dy, *arguments)
    assert dc0[0, 0] == pytest.approx(1 / np.cosh(0.5) ** 2, rel=1e-14)


@pytest.mark.parametrize("z", [-300.0, -20.0, 0.5, 20.0, 300.0])
def test_all_digits_of_the_gradient_are_right_even_where_a_gate_rounds_to_1(z: float) -> None:
    # i = 1/2 and g = 0, so that c = f c0; o = 1/2
    _, _, _, _, _, db = lstm_backward([[[1.0]]], *of_one_step(z, 1e-9, [0.0, 1.0, 0.0, 0.0]))
    # tanh(f c0) has the slope 1, up to (1e-9)²
    assert relative_error(db[1] / 0.5 / 1e-9, decimal_sigmoid_slope(z)) < 3e-15


@pytest.mark.parametrize("weight", [1.0, 1e300])
def test_at_1e300_gates_are_0_or_1_and_only_the_state_has_a_gradient(weight: float) -> None:
    Wx = [weight, -weight, weight, weight]
    with np.errstate(all="raise"):
        written = of_one_step(1e300, 5.0, Wx)  # i = 1, f = 0, g = 1, o = 1
        assert lstm(*written).tolist() == [[[np.tanh(1.0)]]]
        assert all((gradient == 0).all() for gradient in lstm_backward([[[1.0]]], *written))
        kept = of_one_step(-1e300, 0.5, [weight, -weight, weight, -weight])  # i = 0, f = 1, o = 1
        assert lstm(*kept).tolist() == [[[np.tanh(0.5)]]]
        dx, dh0, dc0, *others = lstm_backward([[[1.0]]], *kept)
    assert dc0[0, 0] == pytest.approx(1 / np.cosh(0.5) ** 2, rel=1e-15)
    assert all((gradient == 0).all() for gradient in (dx, dh0, *others))


@pytest.mark.parametrize("c0", [1e300, -1e300, np.finfo(float).max])
def test_a_state_of_1e300_shows_as_1_or_minus_1_and_has_no_gradient(c0: float) -> None:
    arguments = of_one_step(0.25, c0, [1.0, 1.0, 1.0, 1.0])
    with np.errstate(all="raise"):
        h = lstm(*arguments)
        dx, _, dc0, *_ = lstm_backward([[[1.0]]], *arguments)
    assert h[0, 0, 0] == np.sign(c0) * sigmoid(0.25)
    assert dc0.tolist() == [[0]]
    # all that is left is what goes through o
    slope = relative_error(np.sign(c0) * dx[0, 0, 0], decimal_sigmoid_slope(0.25))
    assert slope < 2e-15
