"""The sigmoid linear unit, or swish: silu(x) = x σ(x), entry by entry."""

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.modules.activations import sigmoid

Kept = tuple[FloatArray, FloatArray, FloatArray]


def silu(x: ArrayLike) -> FloatArray:
    """Return silu(x) = x σ(x).

    Args:
        x: the input, any shape.

    Returns:
        y = silu(x), the shape of x, no entry below -0.2785.

    Raises:
        InputError: if x is not made of finite real numbers.

    Source:
        Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function
        approximation in reinforcement learning", 2017; Ramachandran, Zoph and Le, "Searching for
        activation functions", 2017.

    Example:
        >>> silu([-1, 0, 1000]).tolist()
        [-0.2689414213699951, 0.0, 1000.0]
    """
    (x,) = float_arrays(x=x)
    return forward(x)[0]


def silu_backward(dy: ArrayLike, x: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dx = dL/dy σ(x) (1 + x (1 - σ(x))).

    1 - σ(x) is computed as σ(-x), which keeps its digits where σ(x) rounds to 1.

    Args:
        dy: the upstream gradient dL/dy, the shape of x.
        x: the input of the forward pass, any shape.

    Returns:
        dx, alone in a tuple, the shape of x.

    Raises:
        InputError: if the shapes differ, or an input is not made of finite real numbers.

    Source:
        Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function
        approximation in reinforcement learning", 2017.

    Example:
        >>> silu_backward([1.0, 2.0], [0.0, 0.0])
        (array([0.5, 1. ]),)
    """
    dy, x = float_arrays(dy=dy, x=x)
    require_shape("dy", dy, x.shape, "the shape of x", UPSTREAM)
    return backward(dy, forward(x)[1])


@np.errstate(under="ignore")  # x e^x may be too small a number, and is 0 then
def forward(x: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y = x σ(x), and what the backward pass needs: x, σ(x) and σ(-x)."""
    gate, (_, rest) = sigmoid.forward(x)
    return x * gate, (x, gate, rest)


@np.errstate(under="ignore")
def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dx, alone in a tuple, from what the forward pass kept."""
    x, gate, rest = kept
    return (dy * (gate * (1 + x * rest)),)
