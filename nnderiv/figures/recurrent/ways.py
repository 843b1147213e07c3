"""The ways from a state to the loss: by the output of its own time, and by the next state."""

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = 3
APART, ABOVE = 1.2, 0.95  # steps, and rows
Point = tuple[float, float]


def ways_of_a_state(t: int) -> Figure:
    """Draw three steps of a recurrent layer, with all ways from one state to the loss marked.

    Args:
        t: the number of the state, from 0 to 3.

    Returns:
        The figure.

    Example:
        >>> [text.get_text() for text in ways_of_a_state(2).axes[0].texts if text.get_text()][-1]
        '$L$'
    """
    figure, ax = plt.subplots(figsize=(WIDTH, 3.3))
    loss = (2 * APART, 3 * ABOVE)
    for s in range(STEPS + 1):
        state = (s * APART, ABOVE)
        on_way = s >= t
        if s < STEPS:
            _edge(ax, state, (state[0] + APART, ABOVE), "C1" if on_way else "0.7")
        if s:
            output = (state[0], 2 * ABOVE)
            _edge(ax, (state[0], 0), state, "0.7")
            _edge(ax, state, output, "C1" if on_way else "0.7")
            _edge(ax, output, loss, "C1" if on_way else "0.7")
            _node(ax, (state[0], 0), f"$x_{s}$", "0.6")
            _node(ax, output, f"$y_{s}$", "C1" if on_way else "0.6")
        _node(ax, state, f"$h_{s}$", "C1" if on_way else "0.6")
    _node(ax, loss, "$L$", "C1")
    ax.set(xlim=(-0.4, STEPS * APART + 0.4), ylim=(-0.4, 3 * ABOVE + 0.4))
    ax.axis("off")
    return figure


def _edge(ax: Axes, start: Point, end: Point, color: str) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.6, "shrinkA": 13, "shrinkB": 13}
    ax.annotate("", end, start, arrowprops=look)


def _node(ax: Axes, place: Point, name: str, color: str) -> None:
    circle = {"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": color}
    ax.text(*place, name, ha="center", va="center", fontsize=12, bbox=circle, zorder=3)
