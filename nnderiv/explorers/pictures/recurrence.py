"""The picture of the explorer of a state that goes through time."""

import numpy as np

from nnderiv.explorers.pictures.picture import ALIVE, Picture
from nnderiv.extras import extra

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def _recurrence() -> Figure:
    figure, ax = plt.subplots()
    back = np.arange(11)
    for w, marker in ((0.5, "o"), (1.0, "s"), (1.5, "^")):
        ax.semilogy(10 - back, w**back, marker, linestyle="-", label=f"factor {w}")
    ax.set(xlabel="step t", title="gradient of the state, with the loss at step 10")
    ax.legend()
    return figure


RECURRENCE = {
    "RecurrenceExplorer": Picture(
        _recurrence,
        "The gradient of a state on its way back from step 10 to step 0, on a logarithmic scale. "
        "With a factor of 0.5 in each step it falls to a thousandth, with 1 it stays as it is, and "
        "with 1.5 it grows to 58.",
        f"{ALIVE}change the weights of a recurrent network, and see gradients vanish or explode.",
    ),
}
