r"""Matrices written out in blocks, with dots or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.diagonals import with_diagonal
from nnderiv.proofread.duals import each_part, value_of
from nnderiv.proofread.indices import lifted, running_index
from nnderiv.proofread.patterns import NoPatternError, generalise, is_dots
from nnderiv.proofread.syntax import Matrix, Node
from nnderiv.proofread.tensors import Tensor, reshaped, stack

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator

ROW, COLUMN = "#r", "#c"
Bounds = tuple[Node, Node] | None


def matrix(self: Evaluator, node: Matrix) -> Tensor:
    """Blocks side by side, each as a matrix: a vector is a column, its transpose a row."""
    if any(is_dots(cell) for row in node.rows for cell in row):
        return _with_dots(self, node)
    width = {len(row) for row in node.rows}
    if not width:
        raise ReadError("this matrix is empty", node.at)
    if len(width) != 1:
        raise ReadError("the rows of this matrix have different numbers of entries", node.at)
    rows = [stack([_block(self.of(cell)) for cell in row], 1) for row in node.rows]
    return stack(rows, 0)


def _block(value: Tensor) -> Tensor:
    """A number as 1×1, a row as 1×n, a column as n×1."""
    if value.rank == 2:
        return value
    own: list[int | None] = [None, None] if value.rank == 0 else [None, 0]
    if value.rank == 1 and value.way != "row":
        own = [0, None]
    return Tensor(reshaped(value, own, value.running), 2)


def _with_dots(self: Evaluator, node: Matrix) -> Tensor:
    """A matrix with dots: one formula for all its entries, evaluated at every place."""
    try:
        body, across, down = _pattern(node)
    except NoPatternError:
        raise ReadError("the entries around the dots follow no pattern", node.at) from None
    inner, counts = self, []
    for letter, bounds in ((ROW, down), (COLUMN, across)):
        if bounds is None:
            counts.append(1)
            continue
        low, high = (float(value_of(self.scalar(b).data).reshape(-1)[0]) for b in bounds)
        numbers = np.arange(low, high + 1)
        inner = running_index(inner, letter, numbers)
        counts.append(len(numbers))
    block = _block(inner.of(body))
    sizes = [n for n, bounds in zip(counts, (down, across), strict=True) if bounds is not None]
    grid = lifted(block, self.depth, sizes)
    high, wide = block.shape

    def change(part: NDArray[np.float64]) -> NDArray[np.float64]:
        rest = part.shape[len(sizes) + 2 :]
        part = part.reshape((*counts, high, wide, *rest))
        part = np.swapaxes(part, 1, 2)
        return part.reshape((counts[0] * high, counts[1] * wide, *rest))

    return Tensor(each_part(grid.data, change), 2)


def _pattern(node: Matrix) -> tuple[Node, Bounds, Bounds]:
    """One formula for every entry, and the bounds of its columns and rows."""
    try:
        body, bounds = with_diagonal(node, ROW, COLUMN)
    except NoPatternError:
        return _uniform(node)
    return body, bounds, bounds


def _uniform(node: Matrix) -> tuple[Node, Bounds, Bounds]:
    """The same for a matrix whose entries all follow one pattern."""
    rows = [row for row in node.rows if not all(is_dots(cell) for cell in row)]
    found = [_along(list(row), COLUMN) for row in rows]
    if any(bounds != found[0][1] for _, bounds in found):
        raise NoPatternError
    across = found[0][1]
    if len(rows) == len(node.rows):
        if len(rows) > 1:
            raise NoPatternError
        return found[0][0], across, None
    body, lower, upper = generalise([b for b, _ in found[:-1]], found[-1][0], ROW)
    return body, across, (lower, upper)


def _along(cells: list[Node], letter: str) -> tuple[Node, Bounds]:
    """One formula for a row of entries with dots among them."""
    kept = [cell for cell in cells if not is_dots(cell)]
    if len(kept) == len(cells):
        if len(cells) > 1:
            raise NoPatternError
        return cells[0], None
    body, lower, upper = generalise(kept[:-1], kept[-1], letter)
    return body, (lower, upper)
