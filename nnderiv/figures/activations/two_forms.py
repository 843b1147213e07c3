"""Two forms of one function, and below them how far they differ."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

UNIT = 1e-4  # of the difference


def two_forms(x: ArrayLike, forms: Mapping[str, ArrayLike]) -> Figure:
    """Draw two forms of a function, and the second minus the first in a plot of its own scale.

    Args:
        x: where the forms were computed, in increasing order, shape (k,).
        forms: for both names the values, each of shape (k,).

    Returns:
        The figure, with two plots one above the other.

    Example:
        >>> figure = two_forms([0, 1], {"one": [0, 1], "other": [0, 1.0002]})
        >>> [ax.get_title() for ax in figure.axes]
        ['one and other', 'difference, in units of 0.0001']
    """
    (first, one), (second, other) = forms.items()
    figure, (above, below) = plt.subplots(2, 1, figsize=(3.7, 3.6), sharex=True)
    above.plot(x, one, color="C0", label=first)
    above.plot(x, other, color="C1", linestyle="--", label=second)
    above.set_title(f"{first} and {second}")
    above.legend()
    below.plot(x, np.subtract(other, one) / UNIT, color="C2")
    below.set_title(f"difference, in units of {UNIT}")
    below.set_xlabel("x")
    return figure
