"""The windows of a convolution as the rows of a matrix, for several strides."""

from collections.abc import Sequence

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import MARKED, MUTED
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

CELL, ROUND = 0.36, 0.75  # inches: an entry, and what stands above and below


def banded_matrices(size: int, length: int, strides: Sequence[int]) -> Figure:
    """Draw the matrix A of y = Ax + b for each stride, with the names of its weights.

    A row is a window. The middle column is marked: read downwards, it has the weights backwards.

    Args:
        size: how many weights the kernel has.
        length: how many inputs there are.
        strides: how far apart windows begin, a panel each.

    Returns:
        The figure, a panel below the other.

    Example:
        >>> figure = banded_matrices(2, 3, [1])
        >>> [text.get_text() for text in figure.axes[0].texts[-6:]]
        ['$w_0$', '$w_1$', '0', '0', '$w_0$', '$w_1$']
    """
    counts = [(length - size) // stride + 1 for stride in strides]
    heights = [count * CELL + ROUND for count in counts]
    figure, axes = plt.subplots(
        len(strides),
        1,
        figsize=(WIDTH, sum(heights)),
        squeeze=False,
        gridspec_kw={"height_ratios": heights},
    )
    for ax, stride, count in zip(axes.flat, strides, counts, strict=True):
        _matrix(ax, size, length, stride, count)
    return figure


def _matrix(ax: Axes, size: int, length: int, stride: int, count: int) -> None:
    """Draw one matrix, with an output at each row and an input above each column."""
    for column in range(length):
        ax.text(column + 0.5, -0.15, f"$x_{column}$", ha="center", va="bottom")
    for row in range(count):
        ax.text(-0.2, row + 0.5, f"$y_{row}$", ha="right", va="center")
        for column in range(length):
            place = column - row * stride
            inside = 0 <= place < size
            fill = MARKED["backward" if column == length // 2 else "forward"] if inside else "white"
            corner = (column, row)
            ax.add_patch(Rectangle(corner, 1, 1, facecolor=fill, edgecolor="0.7", linewidth=0.7))
            name, color = (f"$w_{place}$", "black") if inside else ("0", MUTED)
            ax.text(column + 0.5, row + 0.5, name, ha="center", va="center", color=color)
    ax.set(xlim=(-1.2, length + 0.1), ylim=(count + 0.1, -0.9), aspect="equal", anchor="NW")
    ax.set_title(f"stride {stride}", loc="left")
    ax.axis("off")
