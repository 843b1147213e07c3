"""The backward pass of the LSTM, one step at a time, and mistakes made in it."""

from typing import Any

import numpy as np

from tests.catalogue import Array

ALL = {"dx", "dh0", "dc0", "dWx", "dWh", "db"}
OF_Z = ALL - {"dc0"}

# By each mistake the gradients that it makes wrong.
MISTAKES = {
    "h_t in place of h_{t-1} in dWh": {"dWh"},
    "the gradient of one step only": ALL,
    "the path through c forgotten": ALL,
    "the path through h forgotten": ALL,
    "f_t in place of f_{t+1} in dc": ALL,
    "the slope of tanh inverted": ALL,
    "the slope of tanh of c in the output": ALL,
    "c_t in place of c_{t-1} in the gate f": ALL,
    "the gates in the order i, f, o, g": ALL,
    "the slope of the sigmoid for g": ALL,
    "o left out of dc": ALL,
    "dh0 forgotten": {"dh0"},
    "dc0 forgotten": {"dc0"},
    "dc0 without f": {"dc0"},
}


def stepwise(x: Array, h0: Array, c0: Array, Wx: Array, Wh: Array, b: Array) -> Any:
    """Return the gates of all steps, each (T, B, n), and h and c, which begin with h0 and c0."""
    gates, h, c = [], [h0], [c0]
    for x_t in x:
        z_i, z_f, z_g, z_o = np.split(x_t @ Wx + h[-1] @ Wh + b, 4, axis=1)
        i, f, o = (1 / (1 + np.exp(-z)) for z in (z_i, z_f, z_o))
        gates.append((i, f, np.tanh(z_g), o))
        c.append(f * c[-1] + i * np.tanh(z_g))
        h.append(o * np.tanh(c[-1]))
    return np.swapaxes(gates, 0, 1), np.array(h), np.array(c)


def stepwise_backward(
    dy: Array,
    x: Array,
    h0: Array,
    c0: Array,
    Wx: Array,
    Wh: Array,
    b: Array,
    *,
    mistake: str = "",
) -> tuple[Any, ...]:
    """Return the gradients, right ones without a mistake."""
    gates, h, c = stepwise(x, h0, c0, Wx, Wh, b)
    dx, dWx, dWh, db = (np.zeros_like(one) for one in (x, Wx, Wh, b))
    dh, dc, T = np.zeros_like(h0), np.zeros_like(c0), len(x)
    for t in reversed(range(T)):
        if mistake in ("the gradient of one step only", "the path through h forgotten"):
            dh = 0 * dh
        if mistake in ("the gradient of one step only", "the path through c forgotten"):
            dc = 0 * dc
        if mistake == "f_t in place of f_{t+1} in dc" and t + 1 < T:
            dc = dc / gates[1, t + 1] * gates[1, t]
        dh = dh + dy[t]
        dz, dc = _step(gates[:, t], c[t], c[t + 1], dh, dc, mistake)
        dx[t] = dz @ Wx.T
        dWx += x[t].T @ dz
        dWh += h[t + (mistake == "h_t in place of h_{t-1} in dWh")].T @ dz
        db += dz.sum(axis=0)
        dh, dc = dz @ Wh.T, dc * gates[1, t]
    if mistake == "dc0 without f":
        dc = dc / gates[1, 0]
    return (
        dx,
        0 * dh if mistake == "dh0 forgotten" else dh,
        0 * dc if mistake == "dc0 forgotten" else dc,
        dWx,
        dWh,
        db,
    )


def _step(gates: Array, before: Array, c: Array, dh: Array, dc: Array, mistake: str) -> Any:
    """Return dz_t, and dc_t made of what comes from c_{t+1} and from h_t."""
    i, f, g, o = gates
    slope = 1 - np.tanh(c) ** 2
    if mistake == "the slope of tanh inverted":
        slope = 1 / slope
    if mistake == "the slope of tanh of c in the output":
        slope = 1 - (o * np.tanh(c)) ** 2
    dc = dc + dh * slope * (1 if mistake == "o left out of dc" else o)
    if mistake == "c_t in place of c_{t-1} in the gate f":
        before = c
    dz_g = dc * i * (g * (1 - g) if mistake == "the slope of the sigmoid for g" else 1 - g**2)
    dz = [dc * g * i * (1 - i), dc * before * f * (1 - f), dz_g, dh * np.tanh(c) * o * (1 - o)]
    if mistake == "the gates in the order i, f, o, g":
        dz[2:] = dz[:1:-1]
    return np.concatenate(dz, axis=1), dc
