"""A formula as a graph of gates, with the values that run forward and the slopes that return."""

from collections.abc import Mapping

from nnderiv.engine import Value
from nnderiv.extras import extra
from nnderiv.figures.matrices.grids import number

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
FORWARD, BACKWARD, LOCAL = "C0", "C1", "0.3"
WIDTH, LEFT, COLUMN, ROW = 3.5, 0.45, 1.3, 0.88  # in inches
TOP, LEGEND = 0.5, 0.45  # from the edges to the first and from the last row of nodes
SHRINK = 12  # points from the middle of a node to its arrows


def circuit(L: Value, nodes: Mapping[str, tuple[Value, str, Point]]) -> Figure:
    """Draw the graph of L: values in blue, the slopes of L in orange, local slopes on the edges.

    Args:
        L: where the backward pass begins.
        nodes: by name each value, what stands in its node, and its column and row from 0 on.

    Returns:
        The figure.

    Example:
        >>> a = Value(3)
        >>> L = a * 2
        >>> figure = circuit(L, {"a": (a, "$a$", (0, 0)), "L": (L, "2 ·", (1, 0))})
        >>> [text.get_text() for text in figure.axes[0].texts][:3]
        ['$a$', '$a = 3$', '$dL/da = 2$']
    """
    places = {
        value: (LEFT + COLUMN * column, TOP + ROW * row)
        for value, _, (column, row) in nodes.values()
    }
    height = max(y for _, y in places.values()) + LEGEND + 0.3
    figure, ax = plt.subplots(figsize=(WIDTH, height))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0), aspect=1)
    ax.axis("off")
    dL = L.backward()
    for name, (value, sign, _) in nodes.items():
        for operand, slope in zip(value.operands, value.slopes, strict=True):
            if operand in places:  # a constant need not be drawn
                _edge(ax, places[operand], places[value], slope)
        _node(ax, places[value], sign)
        x, y = places[value]
        ax.text(x, y - 0.21, f"${name} = {number(value.data)}$", color=FORWARD, ha="center")
        slope_of_loss = f"$dL/d{name} = {number(dL[value])}$"
        ax.text(x, y + 0.21, slope_of_loss, color=BACKWARD, ha="center", va="top")
    _explain(ax, height)
    return figure


def _node(ax: Axes, place: Point, sign: str) -> None:
    look = {
        "boxstyle": "round,pad=0.35,rounding_size=0.7",
        "facecolor": "white",
        "edgecolor": "0.4",
    }
    ax.text(*place, sign, ha="center", va="center", bbox=look, zorder=3)


def _edge(ax: Axes, start: Point, end: Point, slope: float) -> None:
    """Draw an arrow, with its local slope on a patch of white in its middle."""
    look = {"arrowstyle": "-|>", "color": "0.6", "linewidth": 1.4}
    ax.annotate("", end, start, arrowprops=look | {"shrinkA": SHRINK, "shrinkB": SHRINK})
    x, y = ((one + other) / 2 for one, other in zip(start, end, strict=True))
    patch = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    ax.text(x, y, number(slope), color=LOCAL, ha="center", va="center", bbox=patch)


def _explain(ax: Axes, height: float) -> None:
    """Name the three kinds of numbers, each in its color."""
    kinds = {"value": FORWARD, "local slope": LOCAL, "slope of L": BACKWARD}
    for (name, color), x in zip(kinds.items(), (0.4, 1.75, 3.05), strict=True):
        ax.text(x, height - 0.12, name, color=color, ha="center", va="center")
