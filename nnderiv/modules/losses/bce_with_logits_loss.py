"""The sigmoid and binary cross entropy in one: E = -(1/N) Σ (t log σ(z) + (1 - t) log σ(-z))."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.activations import sigmoid
from nnderiv.modules.losses.reduction import Reduction, divisor
from nnderiv.modules.losses.targets import probabilities
from nnderiv.nondifferentiable import held_constant

Kept = tuple[FloatArray, FloatArray, int]


@held_constant("t")
def bce_with_logits_loss(
    z: ArrayLike, t: ArrayLike, reduction: Reduction = "mean"
) -> np.floating[Any]:
    """Return E = -(1/N) Σ (t log σ(z) + (1 - t) log σ(-z)), or the sum alone.

    N is the number of all entries. -log σ(z) is computed as max(-z, 0) + log(1 + e^-|z|), so
    that neither the exponential overflows nor the logarithm meets a 0.

    Args:
        z: the logits, any shape; the sigmoid is applied here, and nowhere before.
        t: the target, held constant, the shape of z: for each logit the probability of a 1, or
            the label 0 or 1 itself.
        reduction: "mean" divides by the number of entries, "sum" does not.

    Returns:
        E, a single number; inf if it is too large for a float.

    Raises:
        InputError: if the shapes differ, t leaves 0 … 1, the reduction is unknown, or an input is
            not made of finite real numbers.

    Source:
        Cox, The regression analysis of binary sequences, 1958.

    Example:
        >>> bce_with_logits_loss([0, 1000], [1, 0], reduction="sum").round(6)
        np.float64(1000.693147)
    """
    (z,) = float_arrays(z=z)
    return forward(z, probabilities(t, z), reduction)[0]


def bce_with_logits_loss_backward(
    dy: ArrayLike, z: ArrayLike, t: ArrayLike, reduction: Reduction = "mean"
) -> tuple[FloatArray]:
    """Return dL/dz = dL/dE (σ(z) - t) / N, for the sum without N.

    σ(z) - t is computed as (1 - t) σ(z) - t σ(-z), which equals it and keeps its digits where
    σ(z) rounds to 1.

    Args:
        dy: the upstream gradient dL/dE, a single number; 1 if E is the loss itself.
        z: the logits of the forward pass, any shape.
        t: the target of the forward pass, the shape of z.
        reduction: the reduction of the forward pass.

    Returns:
        dz, alone in a tuple, the shape of z. The target is held constant and has no gradient.

    Raises:
        InputError: as bce_with_logits_loss, or if dy is not a single number.

    Source:
        Cox, The regression analysis of binary sequences, 1958.

    Example:
        >>> bce_with_logits_loss_backward(1.0, [0, 1000], [1, 0])
        (array([-0.25,  0.5 ]),)
    """
    dy, z = float_arrays(dy=dy, z=z)
    require_shape("dy", dy, (), "the shape of the loss", UPSTREAM)
    return backward(dy, forward(z, probabilities(t, z), reduction)[1])


@np.errstate(over="ignore", under="ignore")  # e^-1000 is 0, and a sum too large for a float inf
def forward(
    z: FloatArray, t: FloatArray, reduction: Reduction = "mean"
) -> tuple[np.floating[Any], Kept]:
    """Return E, and what the backward pass needs of the forward pass: z, t and N."""
    N = divisor(z.size, reduction)
    both = np.log1p(np.exp(np.minimum(z, -z)))  # a part of -log σ(z) and of -log σ(-z)
    losses = t * np.maximum(-z, 0) + (1 - t) * np.maximum(z, 0) + both
    E: np.floating[Any] = (losses / N).sum()  # divided before a sum can be too large
    return E, (z, t, N)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dz from what the forward pass kept."""
    z, t, N = kept
    _, (up, down) = sigmoid.forward(z)  # σ(z) and σ(-z)
    return (dy * ((1 - t) * up - t * down) / N,)
