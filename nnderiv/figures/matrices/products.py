"""A matrix product: a row of the left factor and a column of the right one meet in an entry."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import draw_grid, fit, sum_of_products

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

LABEL = 0.95  # the height of a grid's name
GAP = 0.5


def row_times_column(
    x: NDArray[Any], W: NDArray[Any], row: int, column: int, names: tuple[str, str, str]
) -> Figure:
    """Draw a matrix product with its right factor above it, one entry written out.

    Placed like this, each entry of the product stands where its row and its column cross.

    Args:
        x: the left factor, shape (k, m); numbers of few digits, here and in W.
        W: the right factor, shape (m, n).
        row: of the entry to mark, from 1 to k as in the book.
        column: of the entry to mark, from 1 to n.
        names: what to write above x, W and their product.

    Returns:
        The figure.

    Example:
        >>> figure = row_times_column(np.eye(2), np.ones((2, 1)), 1, 1, ("x", "W", "xW"))
        >>> [text.get_text() for text in figure.axes[0].texts if text.get_text().isalpha()]
        ['W', 'x', 'xW']
    """
    (k, m), (_, n) = x.shape, W.shape
    figure, ax = plt.subplots(figsize=(3.5, 0.33 * (k + m) + 0.75))
    right, below = m + GAP, LABEL + m + LABEL
    rows, columns = np.arange(k)[:, None] == row - 1, np.arange(n) == column - 1
    draw_grid(ax, W, (right, LABEL), names[1], marked=np.broadcast_to(columns, (m, n)))
    draw_grid(ax, x, (0, below), names[0], marked=np.broadcast_to(rows, (k, m)))
    draw_grid(ax, x @ W, (right, below), names[2], marked=rows & columns)
    left_factor, right_factor = x[row - 1], W[:, column - 1]
    terms = sum_of_products(left_factor, right_factor, left_factor @ right_factor)
    ax.text(0, LABEL, terms, ha="left", va="top", linespacing=1.5)
    fit(ax, right + n, below + k)
    return figure
