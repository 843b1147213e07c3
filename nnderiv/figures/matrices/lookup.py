"""An embedding in both directions: a row is copied, and what comes back to it adds up."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import draw_grid, fit, number

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL = 0.95  # the height of a grid's name
NAMES, GAP, INDEX = 0.6, 2.2, 1.7  # the widths of the numbers of rows, the arrows and the indices
COLORS = {"forward": "C0", "backward": "C1"}
QUIET = "0.65"


def rows_taken(E: NDArray[Any], indices: Sequence[int], dy: NDArray[Any], row: int) -> Figure:
    """Draw y = E[indices] with an arrow for each row that is copied, and below it the way back.

    Args:
        E: the table, shape (n, m).
        indices: which rows are taken, from 1 to n as in the book.
        dy: the upstream gradient dL/dy, shape (k, m), with a row for each index.
        row: the row of E to mark, from 1 to n.

    Returns:
        The figure, of two panels.

    Example:
        >>> figure = rows_taken(np.eye(2), [2, 2], np.array([[1, 0], [3, 5]]), 2)
        >>> figure.axes[1].texts[-1].get_text()
        'row 2: (1, 0) + (3, 5) = (4, 5)'
    """
    taken = np.asarray(indices) - 1
    dE = np.zeros(E.shape)
    np.add.at(dE, taken, dy)
    rows = max(len(E), len(taken))
    size = (3.5, 2 * (0.31 * (rows + LABEL) + 0.4) + 0.5)
    figure, axes = plt.subplots(2, 1, figsize=size)
    _panel(axes[0], ("E", E), ("y", E[taken]), taken, row - 1, "forward")
    _panel(axes[1], ("dL/dE", dE), ("dL/dy", dy), taken, row - 1, "backward")
    axes[0].set_title("Forward: rows are copied", pad=8)
    axes[1].set_title("Backward: what returns adds up", pad=8)
    added = " + ".join(_listed(dy[i]) for i in np.flatnonzero(taken == row - 1))
    _note(axes[1], f"row {row}: {added} = {_listed(dE[row - 1])}", LABEL + rows + 0.3)
    return figure


def _panel(
    ax: Axes,
    table: tuple[str, NDArray[Any]],
    output: tuple[str, NDArray[Any]],
    taken: NDArray[Any],
    row: int,
    direction: str,
) -> None:
    """Draw the table left, the output right, and between them an arrow for each index."""
    (n, m), k = table[1].shape, len(taken)
    start, end = NAMES + m + 0.1, NAMES + m + GAP
    right = end + INDEX
    for (name, matrix), left, chosen in (
        (table, NAMES, np.arange(n) == row),
        (output, right, taken == row),
    ):
        marked = np.repeat(chosen[:, None], m, axis=1)
        draw_grid(ax, matrix, (left, LABEL), name, marked=marked, direction=direction)
    for i in range(n):
        ax.text(NAMES - 0.15, LABEL + i + 0.5, number(i + 1), ha="right", va="center")
    for i, index in enumerate(taken):
        label = f"$t_{i + 1} = {index + 1}$"
        ax.text(right - 0.15, LABEL + i + 0.5, label, ha="right", va="center")
        ends = [(start, LABEL + index + 0.5), (end, LABEL + i + 0.5)]
        _arrow(ax, ends if direction == "forward" else ends[::-1], index == row, direction)
    fit(ax, right + m, LABEL + max(n, k))
    ax.set(aspect=0.72)


def _arrow(ax: Axes, ends: list[tuple[float, float]], chosen: bool, direction: str) -> None:
    color = COLORS[direction] if chosen else QUIET
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8 if chosen else 1.2}
    ax.annotate("", xy=ends[1], xytext=ends[0], arrowprops=look | {"shrinkA": 0, "shrinkB": 0})


def _note(ax: Axes, text: str, below: float) -> None:
    """Write a sum below the grids, and make room for it."""
    ax.set_ylim(below + 0.7, ax.get_ylim()[1])
    ax.text(0, below, text, ha="left", va="top")


def _listed(vector: NDArray[Any]) -> str:
    return f"({', '.join(map(number, vector))})"
