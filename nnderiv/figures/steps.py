"""How far numerical derivatives are off, against the step."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

STYLES = ("-", "-", ":")  # the third lies on the second for large steps
SMALLEST = 1e-17  # an error of exactly 0 has no place on a logarithmic scale; it is drawn here


def errors_by_step(
    steps: NDArray[np.float64],
    errors: Mapping[str, NDArray[np.float64]],
    best: Mapping[str, float],
) -> Figure:
    """Draw the error of each method against the step, both on logarithmic scales.

    The first method has the first color of the style, and so on, as in `StepSizeExplorer`.

    Args:
        steps: the steps, shape (n,).
        errors: for each method its errors at these steps, shape (n,).
        best: for some of the methods the step that a formula calls best, a dashed line.

    Returns:
        The figure.

    Example:
        >>> steps = np.logspace(-8, 0, 9)
        >>> figure = errors_by_step(steps, {"one-sided": steps, "central": steps**2}, {})
        >>> [line.get_label() for line in figure.axes[0].lines]
        ['one-sided', 'central']
    """
    figure, ax = plt.subplots(figsize=(3.7, 3.3))
    for (name, error), style in zip(errors.items(), STYLES, strict=False):
        (line,) = ax.loglog(steps, np.maximum(error, SMALLEST), style, label=name)
        if name in best:
            color = line.get_color()
            ax.axvline(best[name], color=color, linestyle="--", linewidth=1, label="_best")
    ax.set(xlabel="step h", ylabel="error", ylim=(5e-18, 5), xlim=(1e-16, 1))
    ax.set_xticks([1e-16, 1e-12, 1e-8, 1e-4, 1])
    ax.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1])
    figure.legend(loc="outside upper center", ncols=len(errors), columnspacing=1, handlelength=1.5)
    return figure
