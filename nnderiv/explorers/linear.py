"""The linear transformation in numbers: each entry with the row and the column that make it."""

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Count, for_page
from nnderiv.explorers.grids import SIZE_MAX, SIZE_MIN, Entry, GridExplorer


class LinearExplorer(GridExplorer):
    """Point at any number of y = xW + b and its gradients: what makes it, and what it makes.

    Forward, y = xW + b; backward, dL/dx = dL/dy Wᵀ, dL/dW = xᵀ dL/dy and dL/db, the sum of the
    rows of dL/dy. Here x and dL/dx have the shape (k, m), W and dL/dW (m, n), b and dL/db (n,),
    y and dL/dy (k, n). Pointing at an entry marks what goes into it and what is made with it, in
    two ways, and writes out the sum that makes it; of an entry of x, W or b, the sum that makes
    its gradient. The numbers of x, W, b and dL/dy can be changed in the page.

    Attributes:
        k: The number of examples, the rows of x: 1, 2 (the default) or 3.
        m: The number of inputs, the columns of x: 1, 2 or 3 (the default).
        n: The number of outputs, the columns of W: 1, 2 (the default) or 3.
        entry: The entry pointed at, as an array ("x", "W", "b", "y", "dx", "dW", "db" or "dy")
            and its place, counted from 1 as in the book: "y:1,2" (the default) is row 1, column 2
            of y, and "db:2" the second entry of dL/db. If a size shrinks under it, it moves to the
            nearest entry.
        x: The examples, at most 3 rows of at most 3 numbers from -9.9 to 9.9 with at most one
            decimal. Numbers that are not given stay those of the default. Only the first k rows
            and m columns are shown; the sizes do not follow.
        W: The weights, likewise.
        b: The bias, at most 3 such numbers.
        dy: The gradient of L with respect to y, like x.

    Raises:
        traitlets.TraitError: If a size is not a whole number from 1 to 3, `entry` is not the name
            of an entry at these sizes, or an array is not made of such numbers, at construction
            or on assignment.

    Example:
        >>> explorer = LinearExplorer(k=3, entry="dx:3,1")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.k = 2
        entry is now dx:2,1
        >>> explorer.b = [0, 1.5]
        >>> explorer.b
        [0.0, 1.5, 1.0]
    """

    _esm = for_page("linear.js")
    _css = for_page("linear.css")
    HEIGHT = "824px"
    WIDE_HEIGHT = "782px"

    k = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    entry = Entry("y:1,2", ("x", "W", "y", "dx", "dW", "dy"), ("b", "db")).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array, or of a gradient, at the sizes of now."""
        k, m, n = self.k, self.m, self.n
        return {"x": (k, m), "W": (m, n), "b": (n,), "y": (k, n)}[grid.removeprefix("d")]

    def added_height(self) -> int:
        """Return the height of the rows that there are more than at the default sizes."""
        rows = self.k + self.m - 5
        return 2 * rows * self.ROW_HEIGHT  # forward and backward

    @traitlets.observe("k", "m", "n")
    def _follow_sizes(self, _: Any) -> None:
        self.keep_entry_inside()
