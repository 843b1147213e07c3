"""Where a classifier of two classes changes its mind, at several moments of its training."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

COLORS, MARKERS = ("C0", "C1"), ("o", "s")
PALE = 0.25


def decision_boundaries(
    x: ArrayLike, t: ArrayLike, side: ArrayLike, moments: Mapping[str, ArrayLike]
) -> Figure:
    """Draw the points of two classes, and behind them the class that the network says.

    Args:
        x: the points, shape (k, 2).
        t: the class of each point, 0 or 1, shape (k,).
        side: the coordinates of the grid, the same for both axes, shape (n,).
        moments: for each title the probabilities of class 1 on the grid, shape (n, n), one row
            for each height. Three digits of them are drawn, so that rounding does not show.

    Returns:
        The figure, with a panel for each moment, two in each row.

    Example:
        >>> grid = np.linspace(-1, 1, 3)
        >>> figure = decision_boundaries([[0, 0]], [1], grid, {"start": np.eye(3)})
        >>> figure.axes[0].get_title()
        'start'
    """
    x, t = np.asarray(x), np.asarray(t)
    grid = np.asarray(side, dtype=float)
    rows = -(-len(moments) // 2)
    size = (3.4, 1.85 * rows)
    figure, axes = plt.subplots(rows, 2, figsize=size, sharex=True, sharey=True, squeeze=False)
    for ax in axes.flat[len(moments) :]:
        ax.remove()
    for ax, (title, probabilities) in zip(axes.flat, moments.items(), strict=False):
        shown = np.round(np.asarray(probabilities), 3)
        ax.contourf(grid, grid, shown, levels=[-1, 0.5, 2], colors=COLORS, alpha=PALE)
        for which, (color, marker) in enumerate(zip(COLORS, MARKERS, strict=True)):
            own = x[t == which]
            ax.scatter(own[:, 0], own[:, 1], s=5, c=color, marker=marker, linewidths=0)
        ax.set(title=title, aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.grid(visible=False)
    return figure
