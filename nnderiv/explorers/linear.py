"""The linear transformation in numbers: each entry with the row and the column that make it."""

import re
from typing import Any

import traitlets

from nnderiv.explorers.explorer import NUMBERS, Count, Explorer, for_page

SIZE_MIN, SIZE_MAX = 1, 3
LIMIT = 9.9
PATTERN = re.compile(r"(x|W|y|dx|dW|dy):(\d+),(\d+)|(b|db):(\d+)")
# Multiples of a half, so that every sum is exact and short; none is 0, or its term would vanish.
X = [[1.0, 2.0, -1.0], [0.5, -1.0, 3.0], [-2.0, 1.0, 0.5]]
WEIGHTS = [[2.0, 0.5, -1.0], [-1.0, 1.0, 2.0], [1.0, -2.0, 0.5]]
BIAS = [[0.5, -1.0, 1.0]]
UPSTREAM = [[1.0, -2.0, 0.5], [0.5, 1.0, -1.0], [-1.0, 0.5, 2.0]]


class Entry(traitlets.Unicode[str, str]):
    """A trait that takes the name of an entry of one of the arrays, counted from 1."""

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name, if it is written as one."""
        if isinstance(value, str) and PATTERN.fullmatch(value):
            return value
        raise traitlets.TraitError(refusal(obj, value))


class Table(traitlets.List[Any]):
    """A trait that takes numbers for an array at its largest size, or fewer.

    The numbers that are not given stay those of the default. `rows` is the default as rows; an
    array of one row takes and returns a flat list.
    """

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows
        super().__init__(default_value=rows[0] if len(rows) == 1 else rows)

    def validate(self, obj: Any, value: Any) -> list[Any]:
        """Return the numbers as lists of floats, filled up with those of the default."""
        flat = len(self.rows) == 1
        rows = [_listed(row) for row in ([value] if flat else _listed(value))]
        fits = 1 <= len(rows) <= len(self.rows) and len(set(map(len, rows))) == 1
        entries = [entry for row in rows for entry in row]
        if not (fits and 1 <= len(rows[0]) <= SIZE_MAX and all(map(_is_entry, entries))):
            form, right = ("", [0.5, -1]) if flat else ("1 to 3 rows of ", [[0.5, -1], [2, 3]])
            raise traitlets.TraitError(
                f"{self.name} must be {form}1 to 3 numbers from -9.9 to 9.9 with at most one "
                f"decimal; got {value!r}. Pass such numbers, as in "
                f"{type(obj).__name__}({self.name}={right})."
            )
        full = [list(row) for row in self.rows]
        for row, given in zip(full, rows, strict=False):
            row[: len(given)] = map(float, given)
        return full[0] if flat else full


def _listed(value: Any) -> list[Any]:
    return list(value) if hasattr(value, "__iter__") else []


def _is_entry(value: Any) -> bool:
    number = isinstance(value, NUMBERS) and not isinstance(value, bool)
    return number and -LIMIT <= value <= LIMIT and round(float(value), 1) == value


class LinearExplorer(Explorer):
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
    ROW_HEIGHT = 28

    k = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    m = Count(3, SIZE_MIN, SIZE_MAX).tag(sync=True)
    n = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    entry = Entry("y:1,2").tag(sync=True)
    x = Table(X).tag(sync=True)
    W = Table(WEIGHTS).tag(sync=True)
    b = Table(BIAS).tag(sync=True)
    dy = Table(UPSTREAM).tag(sync=True)

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array, or of a gradient, at the sizes of now."""
        k, m, n = self.k, self.m, self.n
        return {"x": (k, m), "W": (m, n), "b": (n,), "y": (k, n)}[grid.removeprefix("d")]

    def added_height(self) -> int:
        """Return the height of the rows that there are more than at the default sizes."""
        rows = self.k + self.m - 5
        return 2 * rows * self.ROW_HEIGHT  # forward and backward

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
        "entry must name an entry of x, W, y, dx, dW or dy by row and column from 1, or of b or db "
        "by its place; "
        f"got {value!r}{why}. Pass one that exists, as in {type(obj).__name__}(entry='y:1,1')."
    )
