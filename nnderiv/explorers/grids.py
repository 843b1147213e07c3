"""What explorers of grids share: arrays to set number by number, and the entry pointed at."""

import re
from collections.abc import Sequence
from typing import Any

import traitlets

from nnderiv.explorers.explorer import Count, Explorer, is_number

SIZE_MIN, SIZE_MAX = 1, 3
LIMIT = 9.9
# Multiples of a half, so that every sum is exact and short; none is 0, or its term would vanish.
X = [[1.0, 2.0, -1.0], [0.5, -1.0, 3.0], [-2.0, 1.0, 0.5]]
WEIGHTS = [[2.0, 0.5, -1.0], [-1.0, 1.0, 2.0], [1.0, -2.0, 0.5]]
BIAS = [[0.5, -1.0, 1.0]]
UPSTREAM = [[1.0, -2.0, 0.5], [0.5, 1.0, -1.0], [-1.0, 0.5, 2.0]]


class Entry(traitlets.Unicode[str, str | bytes]):
    """A trait that takes the name of an entry of one of the arrays, counted from `first`.

    An entry of a matrix is named as in "y:1,2", one of a vector, if there are any, as in "b:2".
    """

    def __init__(
        self, default: str, matrices: Sequence[str], vectors: Sequence[str] = (), first: int = 1
    ) -> None:
        super().__init__(default)
        self.first = first
        of_vector = f", or of {_either(vectors)} by its place" if vectors else ""
        self.rule = f"{_either(matrices)} by row and column from {first}{of_vector}"
        names = [rf"({'|'.join(matrices)}):\d+,\d+"]
        if vectors:
            names.append(rf"({'|'.join(vectors)}):\d+")
        self.pattern = re.compile("|".join(names))

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name, if it is written as one."""
        if isinstance(value, str) and self.pattern.fullmatch(value):
            return value
        raise traitlets.TraitError(self.refusal(obj, value))

    def refusal(self, obj: Any, value: Any, why: str = "") -> str:
        """Say what the trait takes, what it got, and what would be right."""
        right = f"{type(obj).__name__}(entry={self.default_value!r})"
        return (
            f"entry must name an entry of {self.rule}; got {value!r}{why}. "
            f"Pass one that exists, as in {right}."
        )


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


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
        most = len(self.rows[0])
        if not (fits and 1 <= len(rows[0]) <= most and all(map(_is_entry, entries))):
            form = "" if flat else f"1 to {len(self.rows)} rows of "
            right = [0.5, -1][:most] if flat else [[0.5, -1], [2, 3]]
            count = f"1 to {most} numbers" if most > 1 else "a list of 1 number"
            raise traitlets.TraitError(
                f"{self.name} must be {form}{count} from -9.9 to 9.9 with at most one "
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
    return is_number(value) and -LIMIT <= value <= LIMIT and round(float(value), 1) == value


class PointingExplorer(Explorer):
    """An explorer of arrays in grids, at one entry of which the reader points.

    A class of this kind adds the trait `entry`. If the shape of an array changes under the entry,
    it moves to the nearest one.
    """

    ROW_HEIGHT = 28

    entry: Entry

    def shape_of(self, grid: str) -> tuple[int, ...]:
        """Return the shape of an array at the sizes of now; without entries, it is not shown."""
        raise NotImplementedError

    # after all traits of an assignment are set, so that sizes and entry may change together
    @traitlets.validate("entry")
    def _require_inside(self, proposal: Any) -> str:
        grid, place = parsed(proposal.value)
        shape, first = self.shape_of(grid), proposal.trait.first
        if all(first <= at < first + size for at, size in zip(place, shape, strict=True)):
            return str(proposal.value)
        refusal = proposal.trait.refusal
        raise traitlets.TraitError(refusal(self, proposal.value, f", but {grid} is {shape}"))

    def keep_entry_inside(self) -> None:
        """Move the entry to the nearest one that exists."""
        grid, place = parsed(self.entry)
        last = self.traits()["entry"].first - 1
        inside = [min(at, last + n) for at, n in zip(place, self.shape_of(grid), strict=True)]
        self.entry = f"{grid}:{','.join(map(str, inside))}"


class GridExplorer(PointingExplorer):
    """An explorer of y = xW + b in grids.

    A class of this kind adds the number of examples `k` and the trait `entry`.
    """

    m = Count(3, SIZE_MIN, SIZE_MAX).tag(sync=True)
    n = Count(2, SIZE_MIN, SIZE_MAX).tag(sync=True)
    x = Table(X).tag(sync=True)
    W = Table(WEIGHTS).tag(sync=True)
    b = Table(BIAS).tag(sync=True)
    dy = Table(UPSTREAM).tag(sync=True)


def parsed(entry: str) -> tuple[str, list[int]]:
    """Split "y:1,2" into "y" and [1, 2]."""
    grid, place = entry.split(":")
    return grid, [int(at) for at in place.split(",")]
