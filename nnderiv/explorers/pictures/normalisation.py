"""The picture of the explorer of normalisations."""

import numpy as np

from nnderiv.explorers.pictures.picture import ALIVE, Picture
from nnderiv.extras import extra
from nnderiv.modules.normalisation.standardise import standardised

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def _paths() -> Figure:
    figure, ax = plt.subplots(figsize=(5, 3))
    dh = np.array([0.0, 6.0, 0.0])
    h, r = standardised(np.array([1.0, 2.5, -2.0]), 0, 0.5)
    paths = {
        "direct": r * dh,
        "through the mean": -r * dh.mean() * np.ones(3),
        "through the variance": -r * h * (dh * h).mean(),
    }
    places = np.arange(3.0)
    for shift, (name, path) in zip((-0.25, 0, 0.25), paths.items(), strict=True):
        ax.bar(places + shift, path, width=0.25, label=name)
    ax.plot(places, sum(paths.values()), "D", color="black", label="their sum, dL/dx")
    ax.set(xticks=places, xticklabels=["x₁", "x₂", "x₃"])
    ax.legend()
    return figure


NORMALISATION = {
    "NormalisationExplorer": Picture(
        _paths,
        "Three bars for each of three inputs: what comes to it directly, through the mean and "
        "through the variance. Only the second input gets anything directly, and all three get "
        "something.",
        f"{ALIVE}change the input and the gradient of a normalisation, and see the three paths.",
    ),
}
