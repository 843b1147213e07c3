"""How large errors of a gradient look along random directions."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def seen_along_directions(sizes: Mapping[str, NDArray[np.float64]]) -> Figure:
    """Draw a histogram of each error's size along directions, and the half-normal density.

    Args:
        sizes: for the name of each error its size along every direction, in units of its norm.

    Returns:
        The figure.

    Example:
        >>> figure = seen_along_directions({"one entry": np.array([0.2, 0.5, 1.4])})
        >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
        ['one entry']
    """
    bins = [float(edge) for edge in np.linspace(0, 3.5, 36)]
    figure, ax = plt.subplots()
    for name, size in sizes.items():
        ax.hist(size, bins, density=True, histtype="step", label=name)
    ax.plot(bins, np.sqrt(2 / np.pi) * np.exp(-(np.square(bins)) / 2), "k--", linewidth=1)
    ax.set(xlabel="size of the error along a direction, in units of its norm", ylabel="density")
    ax.legend()
    return figure
