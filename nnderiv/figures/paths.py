"""The chain rule over all paths: a number moves a loss along several ways at once."""

from collections.abc import Sequence

from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import factor, number

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
START, MIDDLE, END = 0.2, 1.75, 3.3  # where s, the z and L stand, in inches
WIDTH, APART = 3.5, 1.0


def all_paths(slopes: Sequence[tuple[float, float]]) -> Figure:
    r"""Draw the paths from s over z_1, z_2, … to L, with the slopes of their edges.

    Args:
        slopes: for each path the slopes dz_i/ds and dL/dz_i.

    Returns:
        The figure, with the sum over all paths below.

    Example:
        >>> figure = all_paths([(3, 1), (2, 3)])
        >>> figure.axes[0].texts[-1].get_text()
        '$dL/ds = 3 \\cdot 1 + 2 \\cdot 3 = 9$'
    """
    height = APART * len(slopes) + 0.4
    figure, ax = plt.subplots(figsize=(WIDTH, height))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), aspect=1)
    ax.axis("off")
    center = APART * len(slopes) / 2
    start, end = (START, center), (END, center)
    for i, (before, after) in enumerate(slopes, start=1):
        color = f"C{i - 1}"
        between = (MIDDLE, APART * (i - 0.5))
        above = between[1] <= center
        _edge(ax, start, between, f"$dz_{i}/ds = {number(before)}$", color, above=above)
        _edge(ax, between, end, f"$dL/dz_{i} = {number(after)}$", color, above=above)
        _node(ax, between, f"$z_{i}$")
    _node(ax, start, "$s$")
    _node(ax, end, "$L$")
    products = " + ".join(rf"{factor(one)} \cdot {factor(two)}" for one, two in slopes)
    total = sum(one * two for one, two in slopes)
    result = f"$dL/ds = {products} = {number(total)}$"
    ax.text(MIDDLE, height - 0.15, result, ha="center", va="center")
    return figure


def _node(ax: Axes, place: Point, name: str) -> None:
    look = {"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": "0.4"}
    ax.text(*place, name, ha="center", va="center", bbox=look, zorder=3)


def _edge(ax: Axes, start: Point, end: Point, label: str, color: str, *, above: bool) -> None:
    """Draw an arrow between two nodes, its label away from the middle of the figure."""
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "shrinkA": 13, "shrinkB": 13}
    ax.annotate("", xy=end, xytext=start, arrowprops=look)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    x += -0.08 if end[0] <= MIDDLE else 0.08
    y += -0.12 if above else 0.12
    ax.text(x, y, label, ha="center", va="bottom" if above else "top", color=color)
