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

ABOVE = 1.7  # rows for what stands above a matrix
LEFT = 1.0  # columns for the names of the outputs
SIZE = 11  # points


def banded_matrices(size: int, length: int, strides: Sequence[int]) -> Figure:
    """Draw the matrix A of y = Ax + b for each stride, with the names of its weights.

    A row is a window. The middle column is marked: read downwards, it has the weights backwards.

    Args:
        size: how many weights the kernel has.
        length: how many inputs there are.
        strides: how far apart windows begin, a matrix each.

    Returns:
        The figure, one matrix below the other.

    Example:
        >>> figure = banded_matrices(2, 3, [1])
        >>> [text.get_text() for text in figure.axes[0].texts[-4:]]
        ['$y_1$', '0', '$w_0$', '$w_1$']
    """
    counts = [(length - size) // stride + 1 for stride in strides]
    width, height = LEFT + length, sum(counts) + ABOVE * len(counts)
    figure, ax = plt.subplots(figsize=(WIDTH, WIDTH * height / width))
    top = 0.0
    for stride, count in zip(strides, counts, strict=True):
        _matrix(ax, size, length, stride, top + ABOVE)
        top += ABOVE + count
    ax.set(xlim=(-LEFT, length + 0.05), ylim=(height + 0.05, 0), aspect="equal")
    ax.axis("off")
    return figure


def _matrix(ax: Axes, size: int, length: int, stride: int, top: float) -> None:
    """Draw one matrix, with an input above each column and an output beside each row."""
    ax.text(
        -0.9, top - 0.75, f"stride {stride}", ha="left", va="bottom", weight="bold", fontsize=SIZE
    )
    for column in range(length):
        ax.text(column + 0.5, top - 0.15, f"$x_{column}$", ha="center", va="bottom", fontsize=SIZE)
    for row in range((length - size) // stride + 1):
        middle = top + row + 0.5
        ax.text(-0.2, middle, f"$y_{row}$", ha="right", va="center", fontsize=SIZE)
        for column in range(length):
            place = column - row * stride
            inside = 0 <= place < size
            fill = MARKED["backward" if column == length // 2 else "forward"] if inside else "white"
            corner = (column, top + row)
            ax.add_patch(Rectangle(corner, 1, 1, facecolor=fill, edgecolor="0.7", linewidth=0.7))
            name, color = (f"$w_{place}$", "black") if inside else ("0", MUTED)
            ax.text(
                column + 0.5, middle, name, ha="center", va="center", color=color, fontsize=SIZE
            )
