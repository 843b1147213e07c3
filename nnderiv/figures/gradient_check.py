"""What a gradient check compares: the slope of a loss, measured and claimed."""

import numpy as np

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

POINT, STEP = 3.0, 1.0  # the step is large, so that the two points are seen


def _loss(x: float | np.ndarray) -> float | np.ndarray:
    return x**2 + 2


def claimed_slopes() -> Figure:
    """Draw the loss x² + 2, its measured slope at 3, a right claim and half of it.

    Returns:
        The figure.

    Example:
        >>> figure = claimed_slopes()
        >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
        ['loss', 'measured: 6', 'claimed: 6', 'claimed: 3']
    """
    curve, sides = np.linspace(0.5, 4.9, 89), np.array([POINT - STEP, POINT + STEP])
    measured = float(np.diff(_loss(sides))[0] / np.diff(sides)[0])
    line = np.array([1.4, 4.6])

    figure, ax = plt.subplots()
    ax.plot(curve, _loss(curve), color="0.6", label="loss")
    ax.plot(sides, _loss(sides), "o-", color="C0", label=f"measured: {measured:g}")
    for slope, style in ((2 * POINT, "C2--"), (POINT, "C1:")):
        ax.plot(line, _loss(POINT) + slope * (line - POINT), style, label=f"claimed: {slope:g}")
    ax.plot(POINT, _loss(POINT), "o", color="black", markersize=4)
    ax.set(xlabel="$x_1$", ylabel="$L$", ylim=(0, 24))
    ax.legend()
    return figure
