r"""Matrices written out in blocks, with dots or without."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.dots import COLUMN, ROW, NoPatternError, is_dots, matrix_pattern
from nnderiv.proofread.grammar.tree import Joined, Matrix, Node
from nnderiv.proofread.numeric.dual import each_part, value_of
from nnderiv.proofread.numeric.tensor import (
    MisfitError,
    Tensor,
    as_number,
    lifted,
    reshaped,
    stack,
)

Bounds = tuple[Node, Node] | None


def matrix(evaluator: Evaluator, node: Matrix) -> Tensor:
    """Blocks side by side, each as a matrix: a vector is a column, its transpose a row."""
    if any(is_dots(cell) for row in node.rows for cell in row):
        return _with_dots(evaluator, node)
    width = {len(row) for row in node.rows}
    if not width:
        raise ReadError("this matrix is empty", node.at)
    if len(width) != 1:
        raise ReadError("the rows of this matrix have different numbers of entries", node.at)
    rows = [stack([_block(evaluator.of(cell)) for cell in row], 1) for row in node.rows]
    return stack(rows, 0)


def joined(evaluator: Evaluator, node: Joined) -> Tensor:
    """Numbers and vectors as one vector; rows as one row."""
    if any(is_dots(part) for part in node.parts):
        return _listed(evaluator, node)
    values = [as_number(evaluator.of(part)) for part in node.parts]
    if any(value.rank > 1 for value in values):
        raise ReadError("matrices side by side are written in a matrix of blocks", node.at)
    families = {re.sub(r"_\{\d+\}$", "", _key(part)) for part in node.parts}
    if len(families) == 1 < len(node.parts) and any(value.rank for value in values):
        raise ReadError("[x_1, x_2] may be a matrix with these columns or one vector", node.at)
    ways = {value.way == "row" for value in values if value.rank}
    if len(ways) > 1:
        raise MisfitError("a row and a column cannot stand one behind the other", node.at)
    flat = [Tensor(reshaped(v, [0] if v.rank else [None], v.running), 1) for v in values]
    return replace(stack(flat, 0), way="row" if ways == {True} else "")


def _key(node: Node) -> str:
    """The name of a part with its subscript; another text for each other formula."""
    key = getattr(node, "key", "")
    return key or str(node)


def _listed(evaluator: Evaluator, node: Joined) -> Tensor:
    """The same with dots among them: numbers make a vector, vectors the columns of a matrix."""
    value = _with_dots(evaluator, Matrix((node.parts,), at=node.at))
    if value.shape[0] > 1:
        return value
    return Tensor(reshaped(value, [1], value.running), 1)


def is_list(evaluator: Evaluator, node: Node) -> bool:
    """Whether numbers are listed in brackets: [a, b] is a column, with or without a transpose."""
    if not isinstance(node, Joined):
        return False
    return all(is_dots(part) or not evaluator.of(part).rank for part in node.parts)


def _block(value: Tensor) -> Tensor:
    """A number as 1×1, a row as 1×n, a column as n×1."""
    if value.rank == 2:
        return value
    own: list[int | None] = [None, None] if value.rank == 0 else [None, 0]
    if value.rank == 1 and value.way != "row":
        own = [0, None]
    return Tensor(reshaped(value, own, value.running), 2)


def _with_dots(evaluator: Evaluator, node: Matrix) -> Tensor:
    """A matrix with dots: one formula for all its entries, evaluated at every place."""
    try:
        body, across, down = matrix_pattern(node)
    except NoPatternError:
        raise ReadError("the entries around the dots follow no pattern", node.at) from None
    inner, counts = evaluator, []
    for letter, bounds in ((ROW, down), (COLUMN, across)):
        if bounds is None:
            counts.append(1)
            continue
        low, high = (float(value_of(evaluator.scalar(b).data).reshape(-1)[0]) for b in bounds)
        numbers = np.arange(low, high + 1)
        inner = inner.with_index(letter, numbers)
        counts.append(len(numbers))
    block = _block(inner.of(body))
    sizes = [n for n, bounds in zip(counts, (down, across), strict=True) if bounds is not None]
    grid = lifted(block, evaluator.depth, sizes)
    high, wide = block.shape

    def change(part: NDArray[np.float64]) -> NDArray[np.float64]:
        rest = part.shape[len(sizes) + 2 :]
        part = part.reshape((*counts, high, wide, *rest))
        part = np.swapaxes(part, 1, 2)
        return part.reshape((counts[0] * high, counts[1] * wide, *rest))

    return Tensor(each_part(grid.data, change), 2)
