"""A linear layer in both directions: what an entry of y collects, and where its slope goes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import draw_grid, factor, fit, number, sum_of_products
from nnderiv.figures.matrices.products import GAP, LABEL

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Arrays = dict[str, tuple[NDArray[Any], NDArray[np.bool_]]]


def forward_and_back(
    x: NDArray[Any],
    W: NDArray[Any],
    b: NDArray[Any],
    dy: NDArray[Any],
    row: int,
    column: int,
) -> Figure:
    """Draw one entry of y = xW + b, and below it what its slope adds to each gradient.

    Args:
        x: the input, shape (k, m).
        W: the weight matrix, shape (m, n).
        b: the bias, shape (n,).
        dy: the upstream gradient dL/dy, shape (k, n).
        row: of the entry, from 1 to k as in the book.
        column: of the entry, from 1 to n.

    Returns:
        The figure, of two panels.

    Example:
        >>> ones = np.ones((2, 2))
        >>> figure = forward_and_back(ones, ones, ones[0], 3 * ones, 1, 2)
        >>> [text.get_text() for text in figure.axes[1].texts][:5]
        ['to dL/dW', '0', '3', '0', '3']
    """
    rows = np.arange(len(x))[:, None] == row - 1
    columns = np.arange(len(b))[None, :] == column - 1
    of_x, of_W = np.broadcast_to(rows, x.shape), np.broadcast_to(columns, W.shape)
    y, alone = x @ W + b, dy * (rows & columns)
    forward = {
        "W": (W, of_W),
        "+ b": (b[None, :], columns),
        "x": (x, of_x),
        "= y": (y, rows & columns),
    }
    backward = {
        "to dL/dW": (x.T @ alone, of_W),
        "to dL/db": (alone.sum(0, keepdims=True), columns),
        "to dL/dx": (alone @ W.T, of_x),
        "dL/dy": (dy, rows & columns),
    }
    (k, m), (i, j) = x.shape, (row - 1, column - 1)
    size = (3.5, 2 * (0.33 * (k + m + 1) + 1.45))
    figure, axes = plt.subplots(2, 1, figsize=size, gridspec_kw={"hspace": 0.08})
    entry = f"_{{{row},{column}}}"
    _panel(axes[0], forward, "forward", f"Forward: what makes $y{entry}$")
    _panel(axes[1], backward, "backward", f"Backward: what $dL/dy{entry}$ adds")
    _note(axes[0], sum_of_products(x[i], W[:, j], y[i, j], added=b[j]))
    slope = factor(dy[i, j])
    to_W, to_x = _listed(x[i]), _listed(W[:, j])
    _note(axes[1], f"to dL/dW:\n{slope} · {to_W}\n\nto dL/dx:\n{slope} · {to_x}")
    return figure


def _listed(vector: NDArray[Any]) -> str:
    return f"({', '.join(map(number, vector))})"


def _note(ax: Axes, text: str) -> None:
    ax.text(0, LABEL, text, ha="left", va="top", linespacing=1.5)


def _panel(ax: Axes, grids: Arrays, direction: str, title: str) -> None:
    """Draw the weights above, the bias below them, and the input left of the output."""
    (weights, bias, inputs, outputs) = grids
    (m, n), k = grids[weights][0].shape, len(grids[inputs][0])
    right, middle = m + GAP, LABEL + m + LABEL
    below = middle + 1 + LABEL
    places = {
        weights: (right, LABEL),
        bias: (right, middle),
        inputs: (0, below),
        outputs: (right, below),
    }
    for name, place in places.items():
        matrix, marked = grids[name]
        draw_grid(ax, matrix, place, name, marked=marked, direction=direction)
    fit(ax, right + n, below + k)
    ax.set_title(title, pad=8)
