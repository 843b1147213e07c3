"""The Jacobian of a linear layer for a mini-batch: the same block for each example."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import draw_grid, fit

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

LEFT, TOP = 1.0, 1.0  # what the names of outputs and inputs take


def jacobian_of_batch(W: NDArray[Any], examples: int) -> Figure:
    r"""Draw the Jacobian of y = xW with respect to x, with the names of outputs and inputs.

    Args:
        W: the weight matrix, shape (m, n).
        examples: the number k of rows of x.

    Returns:
        The figure: a grid of kn rows and km columns, with $W^T$ once for each example.

    Example:
        >>> figure = jacobian_of_batch(np.array([[2], [5]]), 2)
        >>> [text.get_text() for text in figure.axes[0].texts][1:9]
        ['2', '5', '0', '0', '0', '0', '2', '5']
    """
    m, n = W.shape
    J = np.kron(np.eye(examples), W.T) + 0.0  # a zero without a sign
    own = np.kron(np.eye(examples), np.ones((n, m))) > 0
    figure, ax = plt.subplots(figsize=(3.5, 0.33 * (len(J) + TOP)))
    draw_grid(ax, J, (LEFT, TOP), "", marked=own)
    for row in range(len(J)):
        name = _entry("y", row, n)
        ax.text(LEFT - 0.12, TOP + row + 0.5, name, ha="right", va="center")
    for column in range(J.shape[1]):
        name = _entry("x", column, m)
        ax.text(LEFT + column + 0.5, TOP - 0.15, name, ha="center", va="bottom")
    fit(ax, LEFT + J.shape[1], TOP + len(J))
    return figure


def _entry(letter: str, place: int, width: int) -> str:
    """Name the entry at a place of a matrix that is read row by row, counted from 1."""
    row, column = divmod(place, width)
    return f"${letter}_{{{row + 1},{column + 1}}}$"
