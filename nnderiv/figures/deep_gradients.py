"""How large the gradient is at each layer of a deep network."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

MARKERS = ("o", "s", "D", "^")
MOST_TICKS = 12  # more numbers than these would run into each other


def gradient_per_layer(sizes: Mapping[str, Sequence[float]]) -> Figure:
    """Draw the size of the gradient at each layer, for networks that differ in one thing.

    Args:
        sizes: for each name of a network the sizes of its gradient, from the first layer to the
            last.

    Returns:
        The figure, with a logarithmic scale for the sizes.

    Example:
        >>> figure = gradient_per_layer({"sigmoid": [1e-2, 1e-1, 1.0]})
        >>> figure.axes[0].get_yscale()
        'log'
    """
    figure, ax = plt.subplots(figsize=(WIDTH, 3.2))
    for (name, values), marker in zip(sizes.items(), MARKERS, strict=False):
        layers = np.arange(1, len(values) + 1)
        ax.semilogy(layers, values, marker=marker, markersize=5, label=name)
        between = -(-len(layers) // MOST_TICKS)
        ax.set_xticks(layers[between - 1 :: between])
    ax.set(xlabel="layer", ylabel="size of the gradient")
    ax.legend()
    return figure
