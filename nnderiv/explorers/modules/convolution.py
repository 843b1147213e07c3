"""Convolution and pooling of a short sequence: every window, and what comes back through it."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Choice, Count, for_page
from nnderiv.explorers.grids import Entry, PointingExplorer, Table, parsed

OPERATIONS = ("convolution", "max", "average")
# Whole numbers, so that every sum can be done by heart; of no sum of the defaults the result is 0.
X = [[1.0, 2.0, -1.0, 3.0, 4.0, -2.0, 1.0]]
KERNEL = [[2.0, 1.0, -1.0, 3.0]]
BIAS = [[1.0]]
UPSTREAM = [[1.0, -2.0, 2.0, 1.0, -1.0, 3.0, -2.0, 1.0]]
VECTORS = ("x", "w", "b", "y", "dx", "dw", "db", "dy")
DEFAULT_WINDOWS = 4
KERNEL_HEIGHT = 54  # pixels of its row, which pooling does not have


class ConvolutionExplorer(PointingExplorer):
    """Point at any number of a convolution, or of pooling: which windows it takes part in.

    A convolution slides a kernel of k weights along x, s entries at a time: y_p = Σ_i w_i x_{ps+i}
    + b, where x has its padding. Max pooling takes the largest entry of each window, average
    pooling the mean. The page shows each window as a row of the matrix A of y = Ax + b: the weight
    that meets each entry of x, and 0 where the window does not reach. Below and beside it are the
    gradients. The numbers of x, w, b and dL/dy can be changed in the page.

    Attributes:
        operation: "convolution" (the default), "max" or "average".
        m: The number of inputs, the length of x without its padding: 4 to 7, by default 6.
        k: The number of weights, the length of a window: 2, 3 (the default) or 4.
        stride: How far apart windows begin: 1 (the default), 2 or 3.
        padding: How many zeros stand at each end of x: 0 (the default) or 1. Pooling has none.
        entry: The entry pointed at, as an array ("x", "w", "b", "y", "dx", "dw", "db" or "dy") and
            its place, counted from 0 as in code: "y:1" (the default) is the second output. "A:1,3"
            is where the window of y:1 has the entry 3 of x, counted with its padding. If an entry
            disappears, a neighbour takes its place.
        x: The inputs, at most 7 numbers from -9.9 to 9.9 with at most one decimal. Numbers that
            are not given stay those of the default. Only the first m are shown; m does not follow.
        w: The kernel, at most 4 such numbers.
        b: The bias, a list of one number.
        dy: The gradient of L with respect to y, at most 8 numbers.

    Raises:
        traitlets.TraitError: If `operation` is another name, a size is not a whole number of its
            range, `entry` is not the name of an entry at these sizes, or an array is not made of
            such numbers, at construction or on assignment.

    Example:
        >>> explorer = ConvolutionExplorer(entry="y:3")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.stride = 2
        entry is now y:1
    """

    _esm = for_page("convolution/explorer.js")
    _css = for_page("convolution/explorer.css")
    HEIGHT = "708px"
    WIDE_HEIGHT = "598px"

    operation = Choice(OPERATIONS, default_value="convolution").tag(sync=True)
    m = Count(6, 4, 7).tag(sync=True)
    k = Count(3, 2, 4).tag(sync=True)
    stride = Count(1, 1, 3).tag(sync=True)
    padding = Count(0, 0, 1).tag(sync=True)
    entry = Entry("y:1", ("A",), VECTORS, first=0).tag(sync=True)
    x = Table(X).tag(sync=True)
    w = Table(KERNEL).tag(sync=True)
    b = Table(BIAS).tag(sync=True)
    dy = Table(UPSTREAM).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array, or of a gradient, at the sizes of now.

        It is made of zeros if pooling has no such array.
        """
        convolution = self.operation == "convolution"
        padded = self.m + 2 * self.padding * convolution
        windows = (padded - self.k) // self.stride + 1
        shapes = {"A": (windows, padded), "x": (self.m,), "y": (windows,)}
        shapes |= {"w": (self.k * convolution,), "b": (1 * convolution,)}
        return shapes[grid.removeprefix("d")]

    def added_height(self) -> int:
        """Return the height of the rows that there are more than with the defaults."""
        kernel = 0 if self.operation == "convolution" else -KERNEL_HEIGHT
        return (self.shape_of("y")[0] - DEFAULT_WINDOWS) * self.ROW_HEIGHT + kernel

    @traitlets.observe("operation", "m", "k", "stride", "padding")
    def _follow_sizes(self, _: Any) -> None:
        if 0 in self.shape_of(parsed(self.entry)[0]):
            self.entry = "y:0"
        else:
            self.keep_entry_inside()
