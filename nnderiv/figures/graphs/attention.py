"""The paths through self-attention: two through the weights, one through the values."""

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

PLACES = {
    "x": (0.0, 0.0),
    "Q": (1.0, 1.2),
    "K": (1.0, 0.0),
    "V": (1.0, -1.2),
    "S": (2.0, 0.6),
    "A": (3.0, 0.6),
    "Y": (4.0, -0.3),
    "L": (5.0, -0.3),
}
WEIGHTS, VALUES, LATER = "C0", "C1", "0.4"
EDGES = [
    ("x", "Q", WEIGHTS),
    ("x", "K", WEIGHTS),
    ("Q", "S", WEIGHTS),
    ("K", "S", WEIGHTS),
    ("S", "A", WEIGHTS),
    ("A", "Y", WEIGHTS),
    ("x", "V", VALUES),
    ("V", "Y", VALUES),
    ("Y", "L", LATER),
]


def attention_paths() -> Figure:
    """Draw how x reaches the loss through an attention that reads it three times.

    Returns:
        The figure.

    Example:
        >>> [text.get_text() for text in attention_paths().axes[0].texts][-2:]
        ['through the weights', 'through the values']
    """
    figure, ax = plt.subplots(figsize=(WIDTH, 2.6))
    for start, end, color in EDGES:
        arrow = {"arrowstyle": "-|>", "color": color, "shrinkA": 12, "shrinkB": 12}
        ax.annotate("", PLACES[end], PLACES[start], arrowprops=arrow | {"linewidth": 1.6})
    for name, place in PLACES.items():
        circle = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": "0.4"}
        ax.text(*place, f"${name}$", ha="center", va="center", fontsize=12, bbox=circle)
    ax.text(2.5, 1.25, "through the weights", ha="center", fontsize=11, color=WEIGHTS)
    ax.text(2.6, -1.25, "through the values", ha="center", fontsize=11, color=VALUES)
    ax.set(xlim=(-0.3, 5.3), ylim=(-1.7, 1.7))
    ax.axis("off")
    return figure
