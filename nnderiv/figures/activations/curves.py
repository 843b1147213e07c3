"""Activation functions and their derivatives, one function above the other."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

HEIGHT = 1.8  # inches, of each plot

Curve = NDArray[np.floating[Any]]


def activation_curves(x: Curve, functions: Mapping[str, tuple[Curve, Curve]]) -> Figure:
    """Draw functions and their derivatives, each pair in a plot of its own.

    Args:
        x: where the functions were computed, in increasing order, shape (k,).
        functions: for each name the values and the slopes, each of shape (k,). A slope that is
            nan marks a jump; open circles stand at both of its sides.

    Returns:
        The figure, with one plot for each function.

    Example:
        >>> x = np.array([-1.0, 0.0, 1.0])
        >>> figure = activation_curves(x, {"relu": (np.maximum(0, x), np.array([0, np.nan, 1]))})
        >>> [ax.get_title() for ax in figure.axes]
        ['relu']
    """
    size = (WIDTH, HEIGHT * len(functions))
    figure, axes = plt.subplots(len(functions), 1, figsize=size, sharex=True, squeeze=False)
    for ax, (name, (values, slopes)) in zip(axes[:, 0], functions.items(), strict=True):
        ax.plot(x, values, color="C0", label="function")
        ax.plot(x, slopes, color="C1", linestyle="--", label="derivative")
        for jump in np.flatnonzero(np.isnan(slopes)):
            sides = slopes[[jump - 1, jump + 1]]
            ax.plot([x[jump]] * 2, sides, "o", color="C1", markerfacecolor="white", markersize=4)
        ax.set_title(name)
    axes[0, 0].legend()
    axes[-1, 0].set_xlabel("x")
    return figure
