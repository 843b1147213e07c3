"""Long short-term memory: a layer with a state c_t of its own, which gates write, keep and show."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules import linear
from nnderiv.modules.recurrent.gates import sigmoid, sigmoid_slope, tanh_slope
from nnderiv.modules.recurrent.steps import require_fit, states

GATES = 4


class Kept(NamedTuple):
    """What the backward pass needs: z and the gates made of it; c and h begin with c0 and h0."""

    x: FloatArray
    Wx: FloatArray
    Wh: FloatArray
    z: FloatArray
    gates: FloatArray
    c: FloatArray
    h: FloatArray


Gradients = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def lstm(
    x: ArrayLike, h0: ArrayLike, c0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> FloatArray:
    """Return h_t = o_t ⊙ tanh(c_t) for all steps t, with c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t.

    The gates i_t, f_t and o_t are the sigmoids, and g_t is tanh, of one quarter each of
    z_t = x_t Wx + h_{t-1} Wh + b, in the order i, f, g, o.

    That is the order of PyTorch, whose LSTM has two biases, of which b is the sum, and the
    transposes of Wx and Wh. Keras has this order too, where g is called c, one bias, and no
    transposes. Flax has weights of their own for each gate, and one bias.

    Args:
        x: the input, shape (T, B, m): T steps of B examples.
        h0: the output before the first step, shape (B, n).
        c0: the state before the first step, shape (B, n).
        Wx: the weights of the input, shape (m, 4n).
        Wh: the weights of the output before, shape (n, 4n).
        b: the bias, shape (4n,).

    Returns:
        h, the outputs of all steps, shape (T, B, n).

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9, 1997; the
        forget gate f is of Gers, Schmidhuber and Cummins, Learning to forget, Neural
        Computation 12, 2000.

    Example:
        >>> Wx, Wh, b = [[0, 0, 1, 0]], [[0, 0, 0, 0]], [0, 0, 0, 0]
        >>> lstm([[[1]], [[0]]], [[0]], [[0]], Wx, Wh, b).round(3)
        array([[[0.182]],
        <BLANKLINE>
               [[0.094]]])
    """
    x, h0, c0, Wx, Wh, b = float_arrays(x=x, h0=h0, c0=c0, Wx=Wx, Wh=Wh, b=b)
    _require_fit(x, h0, c0, Wx, Wh, b)
    return forward(x, h0, c0, Wx, Wh, b)[0]


def lstm_backward(
    dy: ArrayLike,
    x: ArrayLike,
    h0: ArrayLike,
    c0: ArrayLike,
    Wx: ArrayLike,
    Wh: ArrayLike,
    b: ArrayLike,
) -> Gradients:
    """Return the gradients by backpropagation through time, from the last step to the first.

    What reaches h_t comes from dy_t and from the gates of the step after it; what reaches c_t
    comes from h_t and from c_{t+1}:

        dh_t = dy_t + dz_{t+1} Whᵀ
        dc_t = dh_t ⊙ o_t (1 - tanh(c_t)²) + dc_{t+1} ⊙ f_{t+1}

    with no second terms at the last step. From there the quarters of dz_t are

        dc_t ⊙ g_t σ'(z_i),   dc_t ⊙ c_{t-1} σ'(z_f),   dc_t ⊙ i_t (1 - g_t²),
        dh_t ⊙ tanh(c_t) σ'(z_o),

    where σ' = σ (1 - σ). Then dx_t = dz_t Wxᵀ, dh0 = dz_1 Whᵀ, dc0 = dc_1 ⊙ f_1, and every step
    adds to what it shares with the others: dWx = Σ_t x_tᵀ dz_t, dWh = Σ_t h_{t-1}ᵀ dz_t, and db
    is the sum of the rows of all dz_t.

    Args:
        dy: the upstream gradient dL/dh, shape (T, B, n); zeros where the loss sees no h_t.
        x: the input of the forward pass, shape (T, B, m).
        h0: the output before the first step, shape (B, n).
        c0: the state before the first step, shape (B, n).
        Wx: the weights of the input, shape (m, 4n).
        Wh: the weights of the output before, shape (n, 4n).
        b: the bias, shape (4n,).

    Returns:
        dx, dh0, dc0, dWx, dWh and db, of the shapes of x, h0, c0, Wx, Wh and b.

    Raises:
        InputError: if the shapes do not fit, or an input is not made of finite real numbers.

    Source:
        Graves and Schmidhuber, Framewise phoneme classification with bidirectional LSTM and
        other neural network architectures, Neural Networks 18, 2005, which cuts no path off.

    Example:
        >>> Wx, Wh, b = [[0, 0, 1, 0]], [[0, 0, 0, 0]], [0, 0, 0, 0]
        >>> dx, dh0, dc0, dWx, dWh, db = lstm_backward(
        ...     [[[0]], [[1]]], [[[1]], [[0]]], [[0]], [[0]], Wx, Wh, b
        ... )
        >>> dx.ravel().round(3), dc0.round(3), db.round(3)
        (array([0.051, 0.241]), array([[0.121]]), array([0.046, 0.046, 0.292, 0.047]))
    """
    dy, x, h0, c0, Wx, Wh, b = float_arrays(dy=dy, x=x, h0=h0, c0=c0, Wx=Wx, Wh=Wh, b=b)
    _require_fit(x, h0, c0, Wx, Wh, b)
    require_shape("dy", dy, (len(x), *h0.shape), "the shape of h", UPSTREAM)
    return backward(dy, forward(x, h0, c0, Wx, Wh, b)[1])


@np.errstate(over="ignore", under="ignore")  # a gate of what has no end is 0 or 1
def forward(
    x: FloatArray, h0: FloatArray, c0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> tuple[FloatArray, Kept]:
    """Return the outputs of all steps, and what the backward pass needs."""
    z = x @ Wx  # of all steps at once
    z += b
    gates = np.empty_like(z)
    i, f, g, o = np.split(gates, GATES, axis=-1)
    z_g = np.split(z, GATES, axis=-1)[2]
    h, c = states(h0, len(x)), states(c0, len(x))
    for t in range(len(x)):
        z[t] += h[t] @ Wh
        gates[t] = sigmoid(z[t])  # all four at once, which is quicker than three
        g[t] = np.tanh(z_g[t])
        c[t + 1] = f[t] * c[t] + i[t] * g[t]
        h[t + 1] = o[t] * np.tanh(c[t + 1])
    return h[1:], Kept(x, Wx, Wh, z, gates, c, h)


@np.errstate(over="ignore", under="ignore")  # of cosh
def backward(dy: FloatArray, kept: Kept) -> Gradients:
    """Return dx, dh0, dc0, dWx, dWh and db from what the forward pass kept."""
    x, Wx, Wh, z, gates, c, h = kept
    i, f, g, o = np.split(gates, GATES, axis=-1)
    z_i, z_f, z_g, z_o = np.split(z, GATES, axis=-1)
    dz = np.empty_like(z)
    dz_i, dz_f, dz_g, dz_o = np.split(dz, GATES, axis=-1)
    dh, dc = np.zeros_like(h[0]), np.zeros_like(c[0])  # what comes from the steps after one
    for t in reversed(range(len(x))):
        dh += dy[t]
        dc += dh * o[t] * tanh_slope(c[t + 1])
        dz_i[t] = dc * g[t] * sigmoid_slope(z_i[t])
        dz_f[t] = dc * (c[t] * sigmoid_slope(z_f[t]))
        dz_g[t] = dc * i[t] * tanh_slope(z_g[t])
        dz_o[t] = dh * np.tanh(c[t + 1]) * sigmoid_slope(z_o[t])
        dh, dc = dz[t] @ Wh.T, dc * f[t]
    dx, dWx, db = linear.backward(dz, (x, Wx))
    return dx, dh, dc, dWx, linear.weight_gradient(h[:-1], dz), db


def _require_fit(
    x: FloatArray, h0: FloatArray, c0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray
) -> None:
    require_fit(x, h0, Wx, Wh, b, GATES)
    require_shape("c0", c0, h0.shape, "the shape of h0", "Pass one state for each output.")
