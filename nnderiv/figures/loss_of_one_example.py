"""The loss of one example, -log o, as a curve."""

import numpy as np

from nnderiv.extras import extra
from nnderiv.figures.width import WIDTH

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

HIGHEST = 5.0


def minus_log(o: float) -> Figure:
    """Draw -log o for probabilities o, and a point on the curve with its tangent.

    Args:
        o: the probability at the point, above 0 and at most 1.

    Returns:
        The figure.

    Example:
        >>> [text.get_text() for text in minus_log(0.5).axes[0].texts]
        ['o = 0.500, E = 0.693', 'slope −1/o = −2.00']
    """
    figure, ax = plt.subplots(figsize=(WIDTH, 2.9))
    probabilities = np.linspace(np.exp(-HIGHEST), 1, 400)
    ax.plot(probabilities, -np.log(probabilities), color="C0")
    loss = -np.log(o)
    ends = np.array([o - 0.2, o + 0.3])
    ax.plot(ends, loss - (ends - o) / o, color="C1", linestyle="--")
    ax.plot(o, loss, "o", color="C1")
    ax.text(o + 0.06, loss + 0.75, f"o = {o:.3f}, E = {loss:.3f}")
    ax.text(o + 0.06, loss + 0.2, f"slope −1/o = −{1 / o:.2f}", color="C1")
    ax.set(xlabel="probability o of the right class", ylabel="loss E = −log o")
    ax.set(xlim=(0, 1.02), ylim=(0, HIGHEST))
    return figure
