"""The loss while a network learns: on each batch, and on what it never saw, beside other models."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

DIGITS = 3  # so many are drawn, so that rounding does not show


def learning_curve(
    losses: ArrayLike, held_out: Mapping[int, float], levels: Mapping[str, float]
) -> Figure:
    """Draw the loss of every batch, that on held-out data, and what other models reach.

    Args:
        losses: the loss of the batch of each step, shape (steps,).
        held_out: for some numbers of steps the loss on held-out data after them.
        levels: for the name of each other model its loss on the held-out data, a dashed line.

    Returns:
        The figure.

    Example:
        >>> figure = learning_curve([3.2, 2.5, 2.1], {0: 3.3, 3: 2.2}, {"bigrams": 2.4})
        >>> [line.get_label() for line in figure.axes[0].lines]
        ['each batch', 'held out', '_bigrams']
    """
    figure, ax = plt.subplots(figsize=(3.7, 3.2))
    shown = np.round(np.asarray(losses), DIGITS)
    ax.plot(shown, color="0.6", linewidth=0.6, label="each batch")
    steps, values = list(held_out), np.round(list(held_out.values()), DIGITS)
    ax.plot(steps, values, "o-", color="C0", markersize=3, label="held out")
    for (name, level), color in zip(levels.items(), ("C1", "C2", "C3"), strict=False):
        ax.axhline(round(level, DIGITS), color=color, linestyle="--", label=f"_{name}")
        ax.text(
            len(shown), level, f"{name} ", color=color, horizontalalignment="right", va="bottom"
        )
    ax.set(xlabel="step", ylabel="loss in nats", xlim=(0, len(shown)))
    figure.legend(loc="outside upper center", ncols=2, columnspacing=1, handlelength=1.5)
    return figure
