"""Two forms of one function, and below them how far they differ."""

from collections.abc import Mapping

from nnderiv.extras import extra
from nnderiv.figures.activations.curves import Curve
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

UNIT = 1e-4  # of the difference


def two_forms(x: Curve, forms: Mapping[str, Curve]) -> Figure:
    """Draw two forms of a function, and the second minus the first in a plot of its own scale.

    Args:
        x: where the forms were computed, in increasing order, shape (k,).
        forms: for both names the values, each of shape (k,).

    Returns:
        The figure, with two plots one above the other.

    Example:
        >>> x = np.array([-1.0, 0.0, 1.0])
        >>> figure = two_forms(x, {"sine": np.sin(x), "its first term": x})
        >>> [ax.get_title() for ax in figure.axes]
        ['sine and its first term', 'difference, in units of 0.0001']
    """
    (first, one), (second, other) = forms.items()
    figure, (above, below) = plt.subplots(2, 1, figsize=(WIDTH, 3.8), sharex=True)
    above.plot(x, one, color="C0", label=first)
    above.plot(x, other, color="C1", linestyle="--", label=second)
    above.set_title(f"{first} and {second}")
    above.legend()
    below.plot(x, (other - one) / UNIT, color="C2")
    below.set_title(f"difference, in units of {UNIT}")
    below.set_xlabel("x")
    return figure
