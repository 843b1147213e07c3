"""Adam: steps along a running mean of gradients, in units of their running size."""

from typing import NamedTuple

import numpy as np

from nnderiv.arrays import FloatArray
from nnderiv.training.fit import Named, require_decay, require_gradients, require_positive


class AdamState(NamedTuple):
    """What Adam keeps from step to step.

    Attributes:
        t: how many steps were made.
        m: for each parameter the running mean of its gradients, before its correction.
        v: that of their squares, entry by entry.
    """

    t: int
    m: dict[str, FloatArray]
    v: dict[str, FloatArray]


def adam_start(parameters: Named) -> AdamState:
    """Return the state before the first step: t, m and v are 0."""
    zeros = {name: np.zeros_like(p) for name, p in parameters.items()}
    return AdamState(0, zeros, zeros)


def adam(
    parameters: Named,
    gradients: Named,
    state: AdamState,
    *,
    rate: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[dict[str, FloatArray], AdamState]:
    """Return p - η m̂ / (√v̂ + ε) for each parameter p, and the state after the step.

    With g = dL/dp, m becomes β₁ m + (1 - β₁) g and v becomes β₂ v + (1 - β₂) g², entry by entry;
    both start at 0, and m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ) make up for that at step t.

    Args:
        parameters: by their names.
        gradients: by the same names, each of the shape of its parameter; others are ignored.
        state: what the step before returned, or `adam_start(parameters)`.
        rate: the learning rate η, a positive number.
        beta1: β₁, how much of m stays.
        beta2: β₂, how much of v stays.
        eps: ε, positive, which is added to the root and not to what stands below it.

    Returns:
        The parameters and the state after the step, as new arrays.

    Raises:
        InputError: if a gradient is missing or has another shape, or a setting is out of range.

    Source:
        Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.

    Example:
        >>> p = {"p": np.array([1.0, 2.0])}
        >>> p, state = adam(p, {"p": np.array([500.0, -0.5])}, adam_start(p), rate=0.25)
        >>> p["p"].round(6), state.t
        (array([0.75, 2.25]), 1)
    """
    require_gradients(parameters, gradients)
    for name, value in {"rate": rate, "eps": eps}.items():
        require_positive(name, value)
    for name, value in {"beta1": beta1, "beta2": beta2}.items():
        require_decay(name, value)
    t = state.t + 1
    stepped: dict[str, FloatArray] = {}
    m: dict[str, FloatArray] = {}
    v: dict[str, FloatArray] = {}
    for name, p in parameters.items():
        g = gradients[name]
        m[name] = beta1 * state.m[name] + (1 - beta1) * g
        v[name] = beta2 * state.v[name] + (1 - beta2) * g * g
        m_hat = m[name] / (1 - beta1**t)
        v_hat = v[name] / (1 - beta2**t)
        stepped[name] = p - rate * m_hat / (np.sqrt(v_hat) + eps)
    return stepped, AdamState(t, m, v)
