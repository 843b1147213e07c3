"""The plain recurrent layer: what it is made of, awkward shapes, the ends of the range."""

from typing import Any

import numpy as np
import pytest

from nnderiv import gradcheck, linear, linear_backward, rnn, rnn_backward, tanh, tanh_backward
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Array, numbers
from tests.modules.references import decimal_tanh_slope, relative_error

# T, B, m, n
SHAPES = [(1, 1, 1, 1), (1, 2, 3, 4), (4, 1, 3, 2), (3, 2, 1, 5), (2, 3, 4, 1), (7, 5, 2, 3)]


def inputs(T: int, B: int, m: int, n: int) -> tuple[Array, ...]:
    """Return inputs of a layer of these lengths."""
    shapes = [(T, B, m), (B, n), (m, n), (n, n), (n,)]
    return tuple(numbers(shape, 60 + j) for j, shape in enumerate(shapes))


@pytest.mark.parametrize("mode", ["full", "projected"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradients_are_right_at_awkward_shapes(shape: Any, mode: Mode) -> None:
    report = gradcheck(rnn, rnn_backward, *inputs(*shape), mode=mode)
    assert report.verdict == "pass", str(report)
    assert report.method.startswith("complex step")


def test_one_step_is_two_linear_transformations_and_a_tanh() -> None:
    x, h0, Wx, Wh, b = inputs(1, 2, 3, 4)
    dy = numbers((1, 2, 4), 7)
    z = linear(x[0], Wx, b) + h0 @ Wh
    np.testing.assert_allclose(rnn(x, h0, Wx, Wh, b)[0], tanh(z), rtol=1e-14)
    (dz,) = tanh_backward(dy[0], z)
    dx, dWx, db = linear_backward(dz, x[0], Wx, b)
    expected = (dx[np.newaxis], dz @ Wh.T, dWx, h0.T @ dz, db)
    for found, one in zip(rnn_backward(dy, x, h0, Wx, Wh, b), expected, strict=True):
        np.testing.assert_allclose(found, one, rtol=1e-12)


def test_a_sequence_in_two_parts_is_the_whole_of_it() -> None:
    x, h0, *weights = inputs(7, 5, 2, 3)
    dy = numbers((7, 5, 3), 7)
    first = rnn(x[:4], h0, *weights)
    whole = rnn(x, h0, *weights)
    np.testing.assert_allclose(whole, [*first, *rnn(x[4:], first[-1], *weights)], rtol=1e-13)

    dx_after, dh, *after = rnn_backward(dy[4:], x[4:], first[-1], *weights)
    dy_before = dy[:4].copy()
    dy_before[-1] += dh
    dx_before, dh0, *before = rnn_backward(dy_before, x[:4], h0, *weights)
    shared = (one + other for one, other in zip(before, after, strict=True))
    expected = (np.concatenate([dx_before, dx_after]), dh0, *shared)
    for found, one in zip(rnn_backward(dy, x, h0, *weights), expected, strict=True):
        np.testing.assert_allclose(found, one, rtol=1e-12)


def test_an_example_alone_gives_what_it_gives_in_its_batch() -> None:
    x, h0, *weights = inputs(4, 3, 2, 3)
    dy = numbers((4, 3, 3), 7)
    alone = x[:, 1:2], h0[1:2], *weights
    np.testing.assert_allclose(rnn(*alone), rnn(x, h0, *weights)[:, 1:2], rtol=1e-13)
    dx, dh0, *_ = rnn_backward(dy, x, h0, *weights)
    dx_alone, dh0_alone, *_ = rnn_backward(dy[:, 1:2], *alone)
    np.testing.assert_allclose(dx_alone, dx[:, 1:2], rtol=1e-12)
    np.testing.assert_allclose(dh0_alone, dh0[1:2], rtol=1e-12)


@pytest.mark.parametrize("z", [-300.0, -20.0, 0.5, 20.0, 300.0])
def test_all_digits_of_the_gradient_are_right_even_where_h_rounds_to_1(z: float) -> None:
    dx, *_ = rnn_backward([[[1.0]]], [[[z]]], [[0.0]], [[1.0]], [[0.0]], [0.0])
    assert relative_error(dx[0, 0, 0], decimal_tanh_slope(z)) < 2e-15


@pytest.mark.parametrize("weight", [1.0, 1e300])
def test_at_1e300_all_states_are_1_or_minus_1_and_no_gradient_goes_through(weight: float) -> None:
    x = np.array([[[1e300], [-1e300]], [[1e300], [1e300]]])
    arguments = x, np.zeros((2, 1)), [[weight]], [[0.5]], [0.0]
    with np.errstate(all="raise"):
        assert rnn(*arguments).tolist() == [[[1], [-1]], [[1], [1]]]
        gradients = rnn_backward(np.ones((2, 2, 1)), *arguments)
    for gradient in gradients:
        np.testing.assert_array_equal(gradient, np.zeros_like(gradient))


def test_a_step_at_1e300_leaves_the_steps_after_it_their_gradients() -> None:
    x = [[[1e300]], [[0.0]]]
    with np.errstate(all="raise"):
        dx, dh0, dWx, dWh, db = rnn_backward(np.ones((2, 1, 1)), x, [[1]], [[1]], [[0.5]], [0])
    slope = 1 / np.cosh(0.5) ** 2
    assert dx.ravel().tolist() == [0, pytest.approx(slope, rel=1e-15)]
    assert (dh0.tolist(), dWx.tolist()) == ([[0]], [[0]])
    assert dWh[0, 0] == pytest.approx(slope, rel=1e-15)
    assert db[0] == pytest.approx(slope, rel=1e-15)
