"""Numbers in rows and columns, for every value of every index at once.

The array of a `Tensor` has three groups of axes, from the left: its own axes (`rank` of them),
one axis for each running index (the innermost first), and one axis for the draws. Axes of indices
that it does not depend on may be missing, so that numpy's broadcasting from the right fits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.numeric.dual import Dual, Number, each_part, parts, where


class MisfitError(ReadError):
    """Sizes that do not go together: the row was understood, and it cannot be right."""


class EmptyError(ReadError):
    """For these sizes something has no entries: others should be drawn."""


LARGEST = 8_000_000  # entries of an array, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Tensor:
    """A number (rank 0), vector, matrix or more; a vector may be known to be a row or column."""

    data: Number
    rank: int = 0
    way: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of its own axes."""
        first = parts(self.data)[0]
        return first.shape[: self.rank]

    @property
    def running(self) -> int:
        """How many axes of indices and draws it has."""
        return max(part.ndim for part in parts(self.data)) - self.rank


def written(shape: tuple[int, ...]) -> str:
    """A shape as people write it: 3×4."""
    names = {0: "a number", 1: "a vector of {} entries"}
    text = names.get(len(shape), "an array of shape {}")
    return text.format("×".join(map(str, shape)))


def reshaped(a: Tensor, own: Sequence[int | None], running: int) -> Number:
    """The data with new own axes (None: a new one of length 1) and `running` axes in all."""

    def change(part: NDArray[Any]) -> NDArray[Any]:
        lengths = part.shape[: a.rank]
        rest = part.shape[a.rank :]
        new = tuple(1 if axis is None else lengths[axis] for axis in own)
        return part.reshape(new + (1,) * (running - len(rest)) + rest)

    return each_part(a.data, change)


def guard(*sizes: int) -> None:
    """Refuse arrays that would not fit into memory."""
    total = 1
    for size in sizes:
        total *= size
    if total > LARGEST:
        raise ReadError(f"this asks for {total:,} numbers at once; at most {LARGEST:,} fit")


def guard_together(a: Number, b: Number) -> None:
    """Refuse two arrays that together would be too large."""
    left, right = (max(parts(z), key=np.size).shape for z in (a, b))
    width = max(len(left), len(right))
    pairs = zip((1,) * (width - len(left)) + left, (1,) * (width - len(right)) + right, strict=True)
    guard(*(max(pair) for pair in pairs))


def elementwise(a: Tensor, b: Tensor, operation: Callable[[Number, Number], Number]) -> Tensor:
    """Entry by entry; a number goes with everything, a vector with every row of a matrix."""
    if a.rank == b.rank == 0:
        guard_together(a.data, b.data)
        return Tensor(operation(a.data, b.data))
    a, b = (as_number(t) if other.rank == 0 else t for t, other in ((a, b), (b, a)))
    running = max(a.running, b.running)
    own_a, own_b = _own_axes(a, b)
    left, right = reshaped(a, own_a, running), reshaped(b, own_b, running)
    guard_together(left, right)
    rank = max(len(own_a), len(own_b))
    way = a.way or b.way if rank == 1 else ""
    return Tensor(spread(operation(left, right), rank), rank, way)


def spread(data: Number, rank: int) -> Number:
    """Give every part of a dual number the full length of the own axes."""
    if not isinstance(data, Dual):
        return data
    shapes = [part.shape for part in parts(data) if part.ndim >= rank]
    own = np.broadcast_shapes(*(shape[:rank] for shape in shapes))
    running = max(len(shape) for shape in shapes) - rank

    def change(part: NDArray[Any]) -> NDArray[Any]:
        rest = part.shape[rank:]
        part = part.reshape(
            (part.shape[:rank] or (1,) * rank) + (1,) * (running - len(rest)) + rest
        )
        return np.broadcast_to(part, own + part.shape[rank:])

    return each_part(data, change)


def _own_axes(a: Tensor, b: Tensor) -> tuple[list[int | None], list[int | None]]:
    """Which axes of the result belong to the axes of each operand."""
    if a.rank > b.rank:
        own_b, own_a = _own_axes(b, a)
        return own_a, own_b
    axes_b: list[int | None] = list(range(b.rank))
    if a.rank == 0:
        return [None] * b.rank, axes_b
    if a.rank == b.rank:
        fits = all(m == n or 1 in (m, n) for m, n in zip(a.shape, b.shape, strict=True))
        if fits and (a.rank > 1 or a.shape == b.shape):
            return list(axes_b), axes_b
    if (a.rank, b.rank) == (1, 2) and a.shape[0] in b.shape:
        return ([None, 0] if a.shape[0] == b.shape[1] else [0, None]), axes_b
    raise MisfitError(f"{written(a.shape)} and {written(b.shape)} do not fit entry by entry")


def as_number(a: Tensor) -> Tensor:
    """Take a 1×1 matrix as the number in it."""
    return Tensor(reshaped(a, [], a.running)) if a.rank and set(a.shape) == {1} else a


def total(a: Tensor, axes: int) -> Tensor:
    """Sum over the last of the own axes, or over all."""
    first = a.rank - axes
    kept = each_part(a.data, lambda part: part.sum(axis=tuple(range(first, a.rank))))
    return Tensor(kept, first)


def take(a: Tensor, items: Sequence[NDArray[Any] | None]) -> tuple[Tensor, NDArray[np.bool_]]:
    """The entries at whole-number indices, counted from 0 (None: all), and where these are outside.

    Outside of its range an entry is nan.
    """
    lengths = a.shape
    chosen = [(item, n) for item, n in zip(items, lengths, strict=True) if item is not None]
    outside = np.zeros((), dtype=bool)
    for item, n in chosen:
        outside = outside | (item < 0) | (item >= n)
    stars = sum(item is None for item in items)
    deepest = max([a.running, *(item.ndim for item, _ in chosen)])

    def change(part: NDArray[Any]) -> NDArray[Any]:
        index: list[NDArray[Any]] = []
        seen = 0
        for item, n in zip(items, lengths, strict=True):
            if item is None:
                index.append(np.arange(n).reshape((n,) + (1,) * (stars - seen - 1 + deepest)))
                seen += 1
            else:
                index.append(np.clip(item, 0, n - 1))
        rest = part.shape[a.rank :]
        for axis, n in enumerate(rest):
            index.append(np.arange(n).reshape((n,) + (1,) * (len(rest) - axis - 1)))
        guard(*np.broadcast_shapes(*(places.shape for places in index)))
        return part[tuple(index)] if index else part

    taken = each_part(a.data, change)
    if outside.any():
        taken = where(~outside, taken, np.array(np.nan))
    way = ""
    if a.rank == 2 and stars == 1:
        way = "row" if items[1] is None else "column"
    return Tensor(taken, stars, way), outside


def stack(entries: Sequence[Tensor], axis: int) -> Tensor:
    """Set tensors of one rank side by side along an axis of their own."""
    running = max(entry.running for entry in entries)
    padded = [reshaped(entry, range(entry.rank), running) for entry in entries]
    for entry in entries:
        if entry.shape[:axis] + entry.shape[axis + 1 :] != (
            entries[0].shape[:axis] + entries[0].shape[axis + 1 :]
        ):
            raise MisfitError(
                f"{written(entries[0].shape)} and {written(entry.shape)} do not fit side by side"
            )
    return Tensor(_joined(padded, axis, entries[0].rank), entries[0].rank)


def _joined(blocks: Sequence[Number], axis: int, rank: int) -> Number:
    """Blocks joined along an axis, every part of a dual number for itself."""
    levels = [block.level for block in blocks if isinstance(block, Dual)]
    if levels:
        level = max(levels)
        same = [isinstance(block, Dual) and block.level == level for block in blocks]
        values = [b.value if s else b for b, s in zip(blocks, same, strict=True)]
        slopes = [b.slope if s else b * 0.0 for b, s in zip(blocks, same, strict=True)]
        return Dual(level, _joined(values, axis, rank), _joined(slopes, axis, rank))
    rest = np.broadcast_shapes(*(block.shape[rank:] for block in blocks))
    return np.concatenate(
        [np.broadcast_to(block, block.shape[:rank] + rest) for block in blocks], axis=axis
    )


def lifted(value: Tensor, depth: int, sizes: list[int]) -> Tensor:
    """Make own axes, in front, of the indices that run at `depth` and deeper."""
    count = len(sizes)
    if not count:
        return value
    rank = value.rank

    def change(part: NDArray[np.float64]) -> NDArray[np.float64]:
        rest = part.shape[rank:]
        rest = (1,) * (depth + 1 + count - len(rest)) + rest
        part = part.reshape(part.shape[:rank] + rest)
        part = np.broadcast_to(part, part.shape[:rank] + tuple(reversed(sizes)) + rest[count:])
        return part.transpose(
            [*range(rank + count - 1, rank - 1, -1), *range(rank), *range(rank + count, part.ndim)]
        )

    return Tensor(each_part(value.data, change), rank + count)
