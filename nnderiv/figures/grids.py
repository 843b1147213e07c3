"""Matrices as grids of numbers, some of their entries marked."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def marked_grids(grids: Mapping[str, tuple[NDArray[Any], Any]]) -> Figure:
    """Draw matrices side by side as grids of numbers, some of their entries marked.

    Rows and columns are numbered from 1, as in the book.

    Args:
        grids: for each title a matrix, and the index of its marked entries, such as
            `np.s_[0, :]` for its first row.

    Returns:
        The figure.

    Example:
        >>> figure = marked_grids({"W": (np.eye(3), np.s_[0, :])})
        >>> [ax.get_title() for ax in figure.axes]
        ['W: 3 × 3']
    """
    widths = [matrix.shape[1] for matrix, _ in grids.values()]
    figure, axes = plt.subplots(
        1, len(grids), figsize=(6.8, 2.8), width_ratios=widths, squeeze=False
    )
    for ax, (title, (matrix, chosen)) in zip(axes[0], grids.items(), strict=True):
        marked = np.zeros(matrix.shape)
        marked[chosen] = 1
        ax.pcolormesh(marked, cmap="Blues", vmin=0, vmax=3, edgecolors="0.8", linewidth=0.7)
        for (row, column), entry in np.ndenumerate(matrix):
            ax.text(column + 0.5, row + 0.5, f"{entry:.2f}", ha="center", va="center")
        rows, columns = matrix.shape
        ax.set_title(f"{title}: {rows} × {columns}", loc="center")
        ax.set_xticks(np.arange(columns) + 0.5, range(1, columns + 1))
        ax.set_yticks(np.arange(rows) + 0.5, range(1, rows + 1))
        ax.set_aspect(0.6)
        ax.invert_yaxis()
        ax.tick_params(length=0)
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
    return figure
