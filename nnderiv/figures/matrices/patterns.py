"""Where Jacobians are zero, and where they are not."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import MARKED
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

COLUMNS = 2
CELL, ROUND = 0.27, 0.75  # inches: an entry, and what stands above and below


def jacobian_patterns(jacobians: Mapping[str, NDArray[Any]]) -> Figure:
    """Draw Jacobians side by side, with every entry filled that is not zero.

    Args:
        jacobians: by title, an array for each, of shape (outputs, inputs).

    Returns:
        The figure, two panels a row.

    Example:
        >>> figure = jacobian_patterns({"tanh": np.eye(3), "softmax": np.ones((3, 3))})
        >>> [ax.texts[-1].get_text() for ax in figure.axes]
        ['3 of 9 are not 0', '9 of 9 are not 0']
    """
    listed = list(jacobians.items())
    rows = [listed[i : i + COLUMNS] for i in range(0, len(listed), COLUMNS)]
    heights = [max(len(J) for _, J in row) * CELL + ROUND for row in rows]
    figure, axes = plt.subplots(
        len(rows),
        COLUMNS,
        figsize=(WIDTH, sum(heights)),
        squeeze=False,
        gridspec_kw={"height_ratios": heights},
    )
    for ax in axes.flat[len(listed) :]:
        ax.axis("off")
    for ax, (title, J) in zip(axes.flat, listed, strict=False):
        _pattern(ax, title, J)
    return figure


def _pattern(ax: Axes, title: str, J: NDArray[Any]) -> None:
    """Draw one Jacobian, an output in each row, and count below it what is not zero."""
    for (row, column), entry in np.ndenumerate(J):
        fill = MARKED["forward"] if entry else "white"
        place = (column, row)
        ax.add_patch(Rectangle(place, 1, 1, facecolor=fill, edgecolor="0.6", linewidth=0.7))
    outputs, inputs = J.shape
    count = f"{np.count_nonzero(J)} of {J.size} are not 0"
    ax.text(0, outputs + 0.25, count, ha="left", va="top", fontsize=11)
    ax.set(xlim=(-0.05, inputs + 0.05), ylim=(outputs + 1.4, -0.05), aspect=1, anchor="NW")
    ax.set_title(title)
    ax.axis("off")
