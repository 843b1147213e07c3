"""Losses against one number, and their gradients below."""

from collections.abc import Mapping

from numpy.typing import ArrayLike

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

STYLES = ("-", "--", ":")


def loss_and_gradient(
    h: ArrayLike,
    losses: Mapping[str, tuple[ArrayLike, ArrayLike]],
    symbol: str = "h₁",
    meaning: str = "logit h₁ of the right class",
) -> Figure:
    """Draw losses against a logit, and below them their gradients.

    Args:
        h: the logits at which the losses were computed, shape (k,).
        losses: for each name the losses and their gradients with respect to the logit, each of
            shape (k,). There may be three.
        symbol: the logit.
        meaning: what it is, for the axis.

    Returns:
        The figure, with two plots one above the other.

    Example:
        >>> figure = loss_and_gradient([0, 1], {"square": ([0, 1], [0, 2])}, "z", "logit z")
        >>> [ax.get_title() for ax in figure.axes]
        ['loss', 'gradient with respect to z']
    """
    figure, (above, below) = plt.subplots(2, 1, figsize=(WIDTH, 5.0), sharex=True)
    for (name, (values, gradients)), style in zip(losses.items(), STYLES, strict=False):
        above.plot(h, values, style, label=name)
        below.plot(h, gradients, style)
    above.set_title("loss")
    above.legend()
    below.set_title(f"gradient with respect to {symbol}")
    below.set_xlabel(meaning)
    return figure
