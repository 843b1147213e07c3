"""What the heads of an attention look at, one matrix for each."""

from collections.abc import Sequence

import numpy as np

from nnderiv.arrays import FloatArray
from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

COLORS = "Blues"  # from the ground of the figure to what stands out from it


def heads_of_attention(weights: FloatArray, signs: Sequence[str]) -> Figure:
    """Draw the weights of each head as a matrix: the larger they are, the more they stand out.

    Args:
        weights: from 0 to 1, shape (heads, n, n), a row for each position that looks and a column
            for each that it looks at. Two digits of them are drawn, so that rounding does not show.
        signs: what stands at the positions.

    Returns:
        The figure, with two panels in each row.

    Example:
        >>> figure = heads_of_attention(np.array([np.eye(2), np.full((2, 2), 0.5)]), "ab")
        >>> [ax.get_title() for ax in figure.axes]
        ['head 1', 'head 2']
    """
    rows = -(-len(weights) // 2)
    figure, axes = plt.subplots(rows, 2, figsize=(3.7, 1.85 * rows), squeeze=False)
    for ax in axes.flat[len(weights) :]:
        ax.remove()
    places = range(len(signs))
    for head, (ax, of_head) in enumerate(zip(axes.flat, weights, strict=False), start=1):
        ax.pcolormesh(
            np.round(of_head, 2), cmap=COLORS, vmin=0, vmax=1, edgecolors="0.8", linewidth=0.3
        )
        ax.set(title=f"head {head}", aspect="equal")
        ax.invert_yaxis()
        ax.set_xticks([place + 0.5 for place in places], list(signs))
        ax.set_yticks([place + 0.5 for place in places], list(signs))
        ax.tick_params(length=0)
        ax.grid(visible=False)
    return figure
