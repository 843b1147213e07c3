"""A data set that is generated, so that nothing need be loaded to train on it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import FloatArray


def spirals(
    per_class: int = 100, classes: int = 2, turns: float = 0.75, noise: float = 0.05
) -> tuple[FloatArray, NDArray[np.integer[Any]]]:
    """Return points on interleaved spirals, and for each point the number of its spiral.

    The noise is no random number: the multiples of an irrational number, without their whole
    part, are spread evenly over 0 to 1. So every language generates the same points.

    Args:
        per_class: how many points each spiral has.
        classes: how many spirals there are.
        turns: how often a spiral winds around 0 on its way from the middle to radius 1.
        noise: how far each coordinate of a point may be off its spiral.

    Returns:
        x, shape (classes * per_class, 2), one point in each row, and t, its class indices. The
        points of one class follow each other, from the middle outwards.

    Source:
        The book's chapter "Training with our own gradients".

    Example:
        >>> x, t = spirals(per_class=2, classes=2, turns=0.5, noise=0)
        >>> x.round(6) + 0.0
        array([[ 0. ,  0.5],
               [-1. ,  0. ],
               [ 0. , -0.5],
               [ 1. ,  0. ]])
        >>> t
        array([0, 0, 1, 1])
    """
    t = np.repeat(np.arange(classes), per_class)
    radius = np.tile(np.arange(1, per_class + 1) / per_class, classes)
    angle = 2 * np.pi * (turns * radius + t / classes)
    number = np.arange(1, t.size + 1)
    off = np.stack([number * np.sqrt(2) % 1, number * np.sqrt(3) % 1], axis=1)
    on = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return on + noise * (2 * off - 1), t
