"""The backward pass of the plain recurrent layer, one step at a time, and mistakes made in it."""

from typing import Any

import numpy as np

from nnderiv import rnn
from tests.catalogue import Array

# By each mistake the gradients that it makes wrong.
MISTAKES = {
    "h_t in place of h_{t-1} in dWh": {"dWh"},
    "dWh without the first step": {"dWh"},
    "the gradient of one step only": {"dx", "dh0", "dWx", "dWh", "db"},
    "only the next step sends dh back": {"dx", "dh0", "dWx", "dWh", "db"},
    "dh in place of dy_t, not added to it": {"dx", "dh0", "dWx", "dWh", "db"},
    "the slope of tanh inverted": {"dx", "dh0", "dWx", "dWh", "db"},
    "the slope of tanh at h_{t-1}": {"dx", "dh0", "dWx", "dWh", "db"},
    "Wh not transposed in dh": {"dx", "dh0", "dWx", "dWh", "db"},
    "dh0 forgotten": {"dh0"},
    "dh0 that ends a step early": {"dh0"},
}


def stepwise_backward(
    dy: Array, x: Array, h0: Array, Wx: Array, Wh: Array, b: Array, *, mistake: str = ""
) -> tuple[Any, ...]:
    """Return the gradients, right ones without a mistake."""
    h = rnn(x, h0, Wx, Wh, b)
    before = np.concatenate([h0[np.newaxis], h[:-1]])
    dx, dWx, dWh, db = (np.zeros_like(one) for one in (x, Wx, Wh, b))
    dh = np.zeros_like(h0)
    for t in reversed(range(len(x))):
        last, slope, dh_before = t == len(x) - 1, 1 - h[t] ** 2, dh
        if mistake == "the slope of tanh inverted":
            slope = 1 / slope
        if mistake == "the slope of tanh at h_{t-1}":
            slope = 1 - before[t] ** 2
        reached = dy[t] + dh
        if mistake == "the gradient of one step only":
            reached = dy[t]
        if mistake == "dh in place of dy_t, not added to it" and not last:
            reached = dh
        dz = reached * slope
        dx[t] = dz @ Wx.T
        dWx += x[t].T @ dz
        if not (mistake == "dWh without the first step" and t == 0):
            dWh += (h if mistake == "h_t in place of h_{t-1} in dWh" else before)[t].T @ dz
        db += dz.sum(axis=0)
        sent = dz
        if mistake == "only the next step sends dh back" and t > 0:
            sent = dy[t] * slope
        dh = sent @ (Wh if mistake == "Wh not transposed in dh" else Wh.T)
    if mistake == "dh0 forgotten":
        dh = np.zeros_like(dh)
    if mistake == "dh0 that ends a step early":
        dh = dh_before
    return dx, dh, dWx, dWh, db
