"""The paths from one logit to the loss, through every output of softmax."""

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLASSES = 3
COLUMNS = {"h": 0.0, "o": 2.0, "E": 3.6}
SPACING = 1.4

Point = tuple[float, float]


def softmax_paths(i: int) -> Figure:
    r"""Draw three logits, the three outputs and the loss, with all paths from one logit marked.

    Args:
        i: the logit, 1, 2 or 3.

    Returns:
        The figure.

    Example:
        >>> texts = [text.get_text() for text in softmax_paths(2).axes[0].texts]
        >>> [text for text in texts if "frac" in text][:2]
        ['$\\frac{do_1}{dh_2}$', '$\\frac{dE}{do_1}$']
    """
    figure, ax = plt.subplots(figsize=(WIDTH, 3.6))
    loss = (COLUMNS["E"], 0.0)
    for a in range(1, CLASSES + 1):
        for j in range(1, CLASSES + 1):
            if j != i:
                _edge(ax, _place("h", j), _place("o", a), "0.8")
        _edge(ax, _place("h", i), _place("o", a), "C1", rf"$\frac{{do_{a}}}{{dh_{i}}}$")
        _edge(ax, _place("o", a), loss, "C1", rf"$\frac{{dE}}{{do_{a}}}$")
    for letter in ("h", "o"):
        for a in range(1, CLASSES + 1):
            chosen = letter == "o" or a == i
            _node(ax, _place(letter, a), f"${letter}_{a}$", "C1" if chosen else "0.6")
    _node(ax, loss, "$E$", "C1")
    ax.set(xlim=(-0.35, COLUMNS["E"] + 0.35), ylim=(-1.9, 1.9))
    ax.axis("off")
    return figure


def _place(letter: str, a: int) -> Point:
    return COLUMNS[letter], ((CLASSES + 1) / 2 - a) * SPACING


def _edge(ax: Axes, start: Point, end: Point, color: str, slope: str = "") -> None:
    """Draw an arrow, with its slope on a patch of white near its middle."""
    arrow = {"arrowstyle": "-|>", "color": color, "shrinkA": 13, "shrinkB": 13, "linewidth": 1.4}
    ax.annotate("", end, start, arrowprops=arrow, zorder=2 if slope else 1)
    if slope:
        x, y = (a + 0.55 * (b - a) for a, b in zip(start, end, strict=True))
        patch = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
        ax.text(x, y, slope, ha="center", va="center", fontsize=15, bbox=patch, zorder=3)


def _node(ax: Axes, place: Point, name: str, color: str) -> None:
    circle = {"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": color}
    ax.text(*place, name, ha="center", va="center", fontsize=12, bbox=circle, zorder=4)
