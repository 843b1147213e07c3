"""A matrix as a grid of numbers, some of them marked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra

with extra("figures"):
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

MARKED = {"forward": "#bcd9ee", "backward": "#fbd5bd"}
MUTED = "0.45"


def draw_grid(
    ax: Axes,
    matrix: NDArray[Any],
    corner: tuple[float, float],
    name: str,
    *,
    marked: NDArray[np.bool_],
    direction: str = "forward",
) -> None:
    """Draw a matrix with its upper left corner at `corner`; the y-axis must point down.

    Args:
        ax: where to draw; an entry is one wide and one high.
        matrix: the numbers, with two axes.
        corner: the place (x, y) of the upper left corner.
        name: written above the grid.
        marked: which entries to mark, the shape of `matrix`; the others are grey.
        direction: "forward" marks in blue, "backward" in orange.

    Example:
        >>> from matplotlib.figure import Figure
        >>> ax = Figure().subplots()
        >>> draw_grid(ax, np.eye(2), (0, 0), "W", marked=np.eye(2) > 0)
        >>> [text.get_text() for text in ax.texts]
        ['W', '1', '0', '0', '1']
    """
    left, top = corner
    ax.text(left, top - 0.12, name, ha="left", va="bottom")
    for (row, column), entry in np.ndenumerate(matrix):
        chosen = bool(marked[row, column])
        fill = MARKED[direction] if chosen else "white"
        place = (left + column, top + row)
        ax.add_patch(Rectangle(place, 1, 1, facecolor=fill, edgecolor="0.7", linewidth=0.7))
        ax.text(
            place[0] + 0.5,
            place[1] + 0.5,
            number(entry),
            ha="center",
            va="center",
            color="black" if chosen else MUTED,
        )


def number(value: float) -> str:
    """Write a number as the book does, with a minus sign and without zeros at its end.

    Example:
        >>> number(-0.5), number(2.0)
        ('−0.5', '2')
    """
    return f"{value:g}".replace("-", "−")


def sum_of_products(
    row: NDArray[Any], column: NDArray[Any], result: float, added: float | None = None
) -> str:
    """Write a sum of products, a term a line, and what comes out.

    Example:
        >>> print(sum_of_products(np.array([1, -2]), np.array([3, 4]), -5))
          1 · 3
        + (−2) · 4
        = −5
    """
    terms = [f"{factor(one)} · {factor(two)}" for one, two in zip(row, column, strict=True)]
    if added is not None:
        terms.append(factor(added))
    return "  " + "\n+ ".join(terms) + f"\n= {number(result)}"


def factor(value: float) -> str:
    """Write a number as a part of a sum: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def fit(ax: Axes, width: float, height: float) -> None:
    """Show the drawing from (0, 0), the upper left, to (width, height), and no axes."""
    ax.set(xlim=(-0.05, width + 0.05), ylim=(height + 0.05, -0.05), aspect=0.55)
    ax.axis("off")
