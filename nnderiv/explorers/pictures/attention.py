"""The picture of the explorer of attention."""

import numpy as np

from nnderiv.explorers.pictures.picture import ALIVE, Picture
from nnderiv.extras import extra
from nnderiv.modules.attention.attention import attention

with extra("figures"):
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure


def _attention() -> Figure:
    figure, ax = plt.subplots(figsize=(4.4, 3.2))
    queries = [[2.0, -1.0], [-1.0, 1.5], [1.0, 0.5]]
    keys = [[1.0, -0.5], [-1.0, 1.0], [1.0, 1.0]]
    weights = attention(queries, keys, np.eye(3))
    ax.imshow(weights, cmap="Blues", vmin=0, vmax=2)
    for (row, column), weight in np.ndenumerate(weights):
        ax.text(column, row, f"{weight:.2f}", ha="center", va="center")
    ax.set(xticks=range(3), yticks=range(3), title="A, the weights of the values")
    ax.set(xticklabels=["key 1", "key 2", "key 3"], yticklabels=["query 1", "query 2", "query 3"])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    return figure


ATTENTION = {
    "AttentionExplorer": Picture(
        _attention,
        "The weights of three keys for three queries. In the row of each query they sum to 1, and "
        "the key that fits it best has the most.",
        f"{ALIVE}change the queries and keys, and see the weights and all gradients follow.",
    ),
}
