"""The slope of tanh as measured, beside one right formula for it and two wrong ones."""

import numpy as np

from nnderiv.extras import extra
from nnderiv.gradcheck import complex_step
from nnderiv.modules.activations.tanh import tanh

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def slopes_of_tanh() -> Figure:
    """Draw the measured slope of tanh as dots, and three formulas as curves with their names.

    Returns:
        The figure.

    Example:
        >>> figure = slopes_of_tanh()
        >>> [text.get_text() for text in figure.axes[0].texts]
        ['1 − tanh(x)², right', '1 + tanh(x)², line 2', '1 + tan(x)², line 3']
    """
    points = np.linspace(-3, 3, 25)
    fine = np.linspace(-3, 3, 241)
    near = np.linspace(-1.05, 1.05, 85)  # tan leaves the picture beyond

    figure, ax = plt.subplots()
    ax.plot(fine, 1 - np.tanh(fine) ** 2, color="C0")
    ax.plot(fine, 1 + np.tanh(fine) ** 2, color="C1", linestyle="--")
    ax.plot(near, 1 + np.tan(near) ** 2, color="C2", linestyle=":")
    ax.plot(points, complex_step(tanh, points), "o", color="black", markersize=3)
    ax.text(1.2, 0.42, "1 − tanh(x)², right", color="C0")
    ax.text(1.05, 2.12, "1 + tanh(x)², line 2", color="C1")
    ax.text(1.1, 3.4, "1 + tan(x)², line 3", color="C2")
    ax.set(xlabel="x", ylabel="slope of tanh", ylim=(-0.1, 4.1))
    return figure
