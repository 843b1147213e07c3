"""A Jacobian as a grid: what each entry is made of, and the same gradient without it."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Choice, Count, for_page
from nnderiv.explorers.grids import SIZE_MIN, Entry, GridExplorer, parsed

FUNCTIONS = ("softmax", "sigmoid", "linear", "weights")
ROWS = ("outputs", "inputs")
EXAMPLES_MAX = 2
MATRICES = ("x", "W", "y", "dy", "J", "vjp", "short")
VECTORS = ("b", "output", "input")


class JacobianExplorer(GridExplorer):
    """Point at any entry of a Jacobian: which numbers it takes, and what becomes of it.

    The function is one of four:

        softmax  y = softmax(x), with respect to x
        sigmoid  y = σ(x), entry by entry, with respect to x
        linear   y = xW + b, with respect to x
        weights  y = xW + b, with respect to W

    Here x has the shape (k, m), W (m, n) and b (n,); y is (k, n) for xW + b and (k, m) for the
    others. The Jacobian J has a row for each entry of y and a column for each entry of x, or of W,
    both counted row by row; the denominator layout is its transpose. Below, dL/dy times J, and the
    same gradient by the short form that never builds J, both computed entry by entry: how many
    numbers each keeps on the way, and how often it multiplies. The numbers of x, W, b and dL/dy can
    be changed in the page.

    Attributes:
        function: The function: "softmax" (the default), "sigmoid", "linear" or "weights".
        rows: What the rows of J stand for: "outputs" (the default), the numerator layout, or
            "inputs", the denominator layout, which is its transpose.
        k: The number of examples, the rows of x: 1 (the default) or 2.
        m: The number of columns of x: 1, 2 or 3 (the default).
        n: The number of columns of W: 1, 2 (the default) or 3.
        entry: The entry pointed at, as an array and its place, counted from 1 as in the book. An
            array is "x", "W", "b", "y", "dy" (dL/dy), "J", "vjp" (dL/dy times J) or "short" (the
            short form): "J:2,1" (the default) is what the second output changes with the first
            input, in either layout. "output:2" and "input:3" are headings of J, all that belongs
            to an output or to an input. If the entry disappears, a neighbour takes its place.
        x: The examples, at most 3 rows of at most 3 numbers from -9.9 to 9.9 with at most one
            decimal. Numbers that are not given stay those of the default. Only the first k rows
            and m columns are shown; the sizes do not follow.
        W: The weights, likewise.
        b: The bias, at most 3 such numbers.
        dy: The gradient of L with respect to y, like x.

    Raises:
        traitlets.TraitError: If `function` or `rows` is another name, a size is not a whole
            number of its range, `entry` is not the name of an entry of an array that is shown, or
            an array is not made of such numbers, at construction or on assignment.

    Example:
        >>> explorer = JacobianExplorer(function="weights", entry="J:2,6")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.m = 2
        entry is now J:2,4
        >>> explorer.shape_of("J")
        (2, 4)
    """

    _esm = for_page("jacobian.js")
    _css = for_page("jacobian.css")
    HEIGHT = "934px"
    WIDE_HEIGHT = "756px"

    function = Choice(FUNCTIONS, default_value="softmax").tag(sync=True)
    rows = Choice(ROWS, default_value="outputs").tag(sync=True)
    k = Count(1, SIZE_MIN, EXAMPLES_MAX).tag(sync=True)
    entry = Entry("J:2,1", MATRICES, VECTORS).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array of now; it is made of zeros if the function has none."""
        layer = self.function in ("linear", "weights")
        x, W = (self.k, self.m), (self.m, self.n) if layer else (0, 0)
        y = (self.k, self.n) if layer else x
        shown = W if self.function == "weights" else x
        outputs, inputs = y[0] * y[1], shown[0] * shown[1]
        shapes: dict[str, tuple[int, ...]] = {"x": x, "W": W, "b": W[1:], "y": y, "dy": y}
        shapes |= {"J": (outputs, inputs), "output": (outputs,), "input": (inputs,)}
        return shapes.get(grid, shown)

    def added_height(self) -> int:
        """Return the height of the rows that there are more than with the defaults."""
        shapes = [self.shape_of(grid) for grid in ("x", "W", "J", "short")]
        x, weights, outputs, own = (shape[0] for shape in shapes)
        rows = max(x, weights) + (outputs if self.rows == "outputs" else shapes[2][1]) + own - 5
        return rows * self.ROW_HEIGHT

    @traitlets.observe("function", "k", "m", "n")
    def _follow_sizes(self, _: Any) -> None:
        if 0 in self.shape_of(parsed(self.entry)[0]):
            self.entry = "J:1,1"
        else:
            self.keep_entry_inside()
