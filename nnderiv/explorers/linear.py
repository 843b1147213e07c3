"""The linear transformation in numbers: each entry with the row and the column that make it."""

import re
from typing import Any

import traitlets

from nnderiv.explorers.explorer import Count, Explorer, for_page

SIZE_MIN, SIZE_MAX = 1, 3
PATTERN = re.compile(r"(y|dx|dW):(\d+),(\d+)|(db):(\d+)")


class Entry(traitlets.Unicode[str, str]):
    """A trait that takes the name of an entry of y, dx, dW or db, counted from 1."""

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name, if it is written as one."""
        if isinstance(value, str) and PATTERN.fullmatch(value):
            return value
        raise traitlets.TraitError(refusal(obj, value))


class LinearExplorer(Explorer):
    """Point at an entry of y = xW + b, or of a gradient, and see the numbers that make it.

    Forward, y = xW + b; backward, dL/dx = dL/dy Wᵀ, dL/dW = xᵀ dL/dy and dL/db, the sum of the
    rows of dL/dy. Here x and dL/dx have the shape (k, m), W and dL/dW (m, n), b and dL/db (n,),
    y and dL/dy (k, n). Pointing at an entry of y, dL/dx, dL/dW or dL/db lights up what it is made
    of, and the sum is written out. x, W, b and dL/dy are fixed numbers, cut to the sizes.

    Attributes:
        k: The number of examples, the rows of x: 1, 2 (the default) or 3.
        m: The number of inputs, the columns of x: 1, 2 or 3 (the default).
        n: The number of outputs, the columns of W: 1, 2 (the default) or 3.
        entry: The entry written out, as a grid ("y", "dx", "dW" or "db") and its place, counted
            from 1 as in the book: "y:1,2" (the default) is row 1, column 2 of y, and "db:2" the
            second entry of dL/db. If a size shrinks under it, it moves to the nearest entry.

    Raises:
        traitlets.TraitError: If a size is not a whole number from 1 to 3, or `entry` is not the
            name of an entry at these sizes, at construction or on assignment.

    Example:
        >>> explorer = LinearExplorer(k=3, entry="dx:3,1")
        >>> explorer.observe(lambda change: print("entry is now", change.new), names="entry")
        >>> explorer.k = 2
        entry is now dx:2,1
        >>> explorer
        LinearExplorer(entry='dx:2,1', k=2, m=3, n=2)
    """

    _esm = for_page("linear.js")
    _css = for_page("linear.css")
    HEIGHT = "740px"

    k = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    m = Count(3, SIZE_MIN, SIZE_MAX).tag(sync=True)
    n = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    entry = Entry("y:1,2").tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of y, dx, dW or db at the sizes of now."""
        k, m, n = self.k, self.m, self.n
        return {"y": (k, n), "dx": (k, m), "dW": (m, n), "db": (n,)}[grid]

    # after all traits of an assignment are set, so that sizes and entry may change together
    @traitlets.validate("entry")
    def _require_inside(self, proposal: Any) -> str:
        grid, place = parsed(proposal.value)
        shape = self.shape_of(grid)
        if all(1 <= at <= size for at, size in zip(place, shape, strict=True)):
            return str(proposal.value)
        raise traitlets.TraitError(refusal(self, proposal.value, f", but {grid} is {shape}"))

    @traitlets.observe("k", "m", "n")
    def _keep_entry_inside(self, _: Any) -> None:
        grid, place = parsed(self.entry)
        inside = [min(at, size) for at, size in zip(place, self.shape_of(grid), strict=True)]
        self.entry = f"{grid}:{','.join(map(str, inside))}"


def parsed(entry: str) -> tuple[str, list[int]]:
    """Split "y:1,2" into "y" and [1, 2]."""
    grid, place = entry.split(":")
    return grid, [int(at) for at in place.split(",")]


def refusal(obj: Any, value: Any, why: str = "") -> str:
    """Say what `entry` takes, what it got, and what would be right."""
    return (
        "entry must name an entry of y, dx or dW by row and column from 1, or of db by its place; "
        f"got {value!r}{why}. Pass one that exists, as in {type(obj).__name__}(entry='y:1,1')."
    )
