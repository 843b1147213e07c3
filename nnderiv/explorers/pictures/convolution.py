"""The picture of the explorer of convolution and pooling."""

from nnderiv.explorers.pictures.picture import ALIVE, Picture
from nnderiv.extras import extra
from nnderiv.figures import banded_matrices

with extra("figures"):
    from matplotlib.figure import Figure


def _convolution() -> Figure:
    return banded_matrices(size=3, length=6, strides=[1])


CONVOLUTION = {
    "ConvolutionExplorer": Picture(
        _convolution,
        "A matrix of four rows and six columns. Each row has the weights w0, w1 and w2, one column "
        "further to the right than in the row above, and zeros elsewhere.",
        f"{ALIVE}point at an entry of x, w or y, and see the windows that it takes part in and "
        "the gradient that comes back through them.",
    ),
}
