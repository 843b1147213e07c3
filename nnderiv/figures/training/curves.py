"""The loss of networks against the steps that they have made."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, NullLocator

STYLES = ("-", "--", "-.", ":")
TICKS = [digit * 10.0**power for power in range(-3, 3) for digit in (1, 2, 5)]
DIGITS = 4  # so many are drawn, so that rounding does not show


def loss_curves(losses: Mapping[str, ArrayLike]) -> Figure:
    """Draw the loss after each step, on a logarithmic scale.

    Args:
        losses: for each name of a training the losses, from that before the first step on.

    Returns:
        The figure. A training that ends early has a cross at its end.

    Example:
        >>> figure = loss_curves({"right": [0.7, 0.5, 0.4], "wrong": [0.7, 10.0]})
        >>> [line.get_label() for line in figure.axes[0].lines]
        ['right', 'wrong', '_end']
    """
    figure, ax = plt.subplots(figsize=(3.7, 3.2))
    curves = {name: np.round(np.asarray(values), DIGITS) for name, values in losses.items()}
    last = max(map(len, curves.values())) - 1
    for (name, shown), style in zip(curves.items(), STYLES, strict=False):
        (line,) = ax.semilogy(shown, style, label=name)
        if len(shown) <= last:
            ax.plot(len(shown) - 1, shown[-1], "x", color=line.get_color(), label="_end")
    ax.set(xlabel="step", ylabel="loss")
    low, high = ax.get_ylim()
    ax.set_yticks([tick for tick in TICKS if low < tick < high])
    ax.set_xticks([tick for tick in MaxNLocator(5).tick_values(0, last) if tick <= last])
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_locator(NullLocator())
    if len(losses) > 1:
        figure.legend(loc="outside upper center", ncols=2, columnspacing=1, handlelength=2)
    return figure
