"""The recurrent layer of Elman: h_t = tanh(x_t Wx + h_{t-1} Wh + b), step after step."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules import linear
from nnderiv.modules.recurrent.gates import tanh_slope
from nnderiv.modules.recurrent.steps import require_fit, states


class Kept(NamedTuple):
    """What the backward pass needs: z is what tanh is taken of, and h begins with h0."""

    x: FloatArray
    Wx: FloatArray
    Wh: FloatArray
    z: FloatArray
    h: FloatArray


Gradients = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def rnn(x: ArrayLike, h0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return h_t = tanh(x_t Wx + h_{t-1} Wh + b) for all steps t.

    The last of them is the state to go on with. PyTorch's RNN has two biases, of which b is the
    sum, and the transposes of Wx and Wh. Flax's SimpleCell has one bias, and no transposes.

    Args:
        x: the input, shape (T, B, m): T steps of B examples.
        h0: the state before the first step, shape (B, n).
        Wx: the weights of the input, shape (m, n).
        Wh: the weights of the state before, shape (n, n).
        b: the bias, shape (n,).

    Returns:
        h, the states after all steps, shape (T, B, n).

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Elman, Finding structure in time, Cognitive Science 14, 1990.

    Example:
        >>> rnn([[[1]], [[0]]], [[0]], [[0.5]], [[2]], [0]).round(3)
        array([[[0.462]],
        <BLANKLINE>
               [[0.728]]])
    """
    x, h0, Wx, Wh, b = float_arrays(x=x, h0=h0, Wx=Wx, Wh=Wh, b=b)
    require_fit(x, h0, Wx, Wh, b)
    return forward(x, h0, Wx, Wh, b)[0]


def rnn_backward(
    dy: ArrayLike, x: ArrayLike, h0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> Gradients:
    """Return the gradients by backpropagation through time, from the last step to the first.

    What reaches h_t comes from dy_t and from the step after it, and goes on to z_t, of which
    tanh is taken:

        dz_t = (dy_t + dz_{t+1} Whᵀ) (1 - h_t²)

    with no second term at the last step. Then dx_t = dz_t Wxᵀ, dh0 = dz_1 Whᵀ, and every step
    adds to what it shares with the others: dWx = Σ_t x_tᵀ dz_t, dWh = Σ_t h_{t-1}ᵀ dz_t, and db
    is the sum of the rows of all dz_t.

    Args:
        dy: the upstream gradient dL/dh, shape (T, B, n); zeros where the loss sees no h_t.
        x: the input of the forward pass, shape (T, B, m).
        h0: the state before the first step, shape (B, n).
        Wx: the weights of the input, shape (m, n).
        Wh: the weights of the state before, shape (n, n).
        b: the bias, shape (n,).

    Returns:
        dx, dh0, dWx, dWh and db, of the shapes of x, h0, Wx, Wh and b.

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Werbos, Backpropagation through time: what it does and how to do it, Proceedings of the
        IEEE 78, 1990.

    Example:
        >>> dx, dh0, dWx, dWh, db = rnn_backward(
        ...     [[[0]], [[1]]], [[[1]], [[0]]], [[0]], [[0.5]], [[2]], [0]
        ... )
        >>> dx.ravel().round(3), dh0.round(3), dWh.round(3)
        (array([0.37 , 0.235]), array([[1.479]]), array([[0.217]]))
    """
    dy, x, h0, Wx, Wh, b = float_arrays(dy=dy, x=x, h0=h0, Wx=Wx, Wh=Wh, b=b)
    require_fit(x, h0, Wx, Wh, b)
    require_shape("dy", dy, (len(x), *h0.shape), "the shape of h", UPSTREAM)
    return backward(dy, forward(x, h0, Wx, Wh, b)[1])


@np.errstate(over="ignore", under="ignore")  # tanh of what has no end is 1 or -1
def forward(
    x: FloatArray, h0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, Kept]:
    """Return the states after all steps, and what the backward pass needs."""
    z = x @ Wx  # of all steps at once
    z += b
    h = states(h0, len(x))
    for t in range(len(x)):
        z[t] += h[t] @ Wh
        h[t + 1] = np.tanh(z[t])
    return h[1:], Kept(x, Wx, Wh, z, h)


@np.errstate(over="ignore", under="ignore")  # of cosh
def backward(dy: FloatArray, kept: Kept) -> Gradients:
    """Return dx, dh0, dWx, dWh and db from what the forward pass kept."""
    x, Wx, Wh, z, h = kept
    dz = np.empty_like(z)
    dh = np.zeros_like(h[0])  # what comes to a state from the steps after it
    for t in reversed(range(len(x))):
        dz[t] = (dy[t] + dh) * tanh_slope(z[t])
        dh = dz[t] @ Wh.T
    dx, dWx, db = linear.backward(dz, (x, Wx))
    return dx, dh, dWx, linear.weight_gradient(h[:-1], dz), db
