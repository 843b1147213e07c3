"""Products of tensors: the sign between two symbols says which one is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.proofread.numeric.dual import each_part
from nnderiv.proofread.numeric.tensor import (
    MisfitError,
    Tensor,
    as_number,
    elementwise,
    guard_together,
    reshaped,
    spread,
    written,
)


def contract(a: Tensor, b: Tensor, way: str = "") -> Tensor:
    """Sum over the last axis of a and the first axis of b."""
    if a.shape[-1] != b.shape[0]:
        raise MisfitError(f"{written(a.shape)} times {written(b.shape)}: the sizes do not fit")
    running = max(a.running, b.running)
    left = reshaped(a, [*range(a.rank), *[None] * (b.rank - 1)], running)
    right = reshaped(b, [*[None] * (a.rank - 1), *range(b.rank)], running)
    guard_together(left, right)
    inner = a.rank - 1
    product = spread(left * right, a.rank + b.rank - 1)
    summed = each_part(product, lambda part: part.sum(axis=inner))
    return Tensor(summed, a.rank + b.rank - 2, way)


def kronecker(a: Tensor, b: Tensor) -> Tensor:
    """Of two vectors a_i b_j for every i and j; of two matrices the blocks A_{ij} B."""
    blocks = outer(a, b)
    if (a.rank, b.rank) != (2, 2):
        return blocks
    shape = (a.shape[0] * b.shape[0], a.shape[1] * b.shape[1])

    def change(part: NDArray[Any]) -> NDArray[Any]:
        return np.swapaxes(part, 1, 2).reshape(shape + part.shape[4:])

    return Tensor(each_part(blocks.data, change), 2)


def outer(a: Tensor, b: Tensor) -> Tensor:
    """a_i b_j for every i and j."""
    running = max(a.running, b.running)
    left = reshaped(a, [*range(a.rank), *[None] * b.rank], running)
    right = reshaped(b, [*[None] * a.rank, *range(b.rank)], running)
    guard_together(left, right)
    return Tensor(spread(left * right, a.rank + b.rank), a.rank + b.rank)


def times(a: Tensor, b: Tensor) -> Tensor:
    """The product of symbols side by side: of numbers, or the matrix product."""
    a, b = as_number(a), as_number(b)
    if a.rank == 0 or b.rank == 0:
        scaled = elementwise(a, b, lambda x, y: x * y)
        return replace(scaled, way=a.way or b.way)
    if a.rank == b.rank == 1:
        if a.way == "row" and b.way != "row":
            return contract(a, b)
        if a.way != "row" and b.way == "row":
            return outer(a, b)
        raise MisfitError(
            "the product of two vectors side by side is not defined: transpose one, or write a "
            "dot (\\cdot) or an entry-by-entry product (\\odot)"
        )
    if (a.rank, b.rank) == (2, 1) and b.way == "row" and a.shape[1] != 1:
        raise MisfitError("a matrix times a row does not fit: is a transpose too many?")
    if (a.rank, b.rank) == (1, 2) and a.way == "column" and b.shape[0] != 1:
        raise MisfitError("a column times a matrix does not fit: is a transpose missing?")
    return contract(a, b, "row" if a.rank == 1 and a.way == "row" else "")


def dot(a: Tensor, b: Tensor) -> Tensor:
    r"""The product that is written \cdot: of two vectors the dot product."""
    if a.rank == b.rank == 1:
        return contract(a, b)
    return times(a, b)


def transpose(a: Tensor) -> Tensor:
    """Rows become columns."""
    if a.rank == 1:
        return replace(a, way="column" if a.way == "row" else "row")
    if a.rank == 2:
        return Tensor(each_part(a.data, lambda part: np.swapaxes(part, 0, 1)), 2)
    return a
