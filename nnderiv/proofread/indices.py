"""Indices: how far they run, and how a formula sees all their values at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.context import Context
from nnderiv.proofread.duals import each_part, value_of
from nnderiv.proofread.rewrite import exchange
from nnderiv.proofread.subscripts import base_of, index_items, positions
from nnderiv.proofread.syntax import (
    Compare,
    Index,
    Name,
    Node,
    Number,
    Plus,
    Range,
    Reduce,
    Star,
    walk,
)
from nnderiv.proofread.tensors import EmptyError, Tensor, guard

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator


def running_index(evaluator: Evaluator, letter: str, numbers: NDArray[Any]) -> Evaluator:
    """An evaluator in which a letter has all these values, along an axis of its own."""
    guard(len(numbers), *(value_of(v.data).size for v in evaluator.scope.values() if not v.rank))
    values = Tensor(np.asarray(numbers, dtype=float).reshape((-1,) + (1,) * (evaluator.depth + 1)))
    scope = {**evaluator.scope, letter: values}
    return replace(evaluator, scope=scope, depth=evaluator.depth + 1)


def index_names(node: Node, context: Context) -> Iterator[str]:
    """The names in the places of indices: in subscripts, and in the conditions of sums."""
    for part in walk(node):
        found: tuple[Node, ...] = ()
        if isinstance(part, Index) and not (part.key and context.known(part.key)):
            found = part.items
        elif isinstance(part, Reduce):
            found = tuple(c for c in part.conditions if isinstance(c, Compare) and _of_names(c))
        for item in found:
            yield from (name.key for name in walk(item) if isinstance(name, Name))


def _of_names(condition: Compare) -> bool:
    """Whether a condition compares one name with another."""
    return isinstance(condition.left, Name) and isinstance(condition.right, Name)


def find_range(
    evaluator: Evaluator, letter: str, nodes: Sequence[Node], conditions: Iterable[Node] = ()
) -> int:
    """How many values an index has: as is said, or as long as the longest axis it points into."""
    said = ranges_in(list(conditions)).get(letter)
    if said is not None:
        ends = [value_of(evaluator.scalar(end).data) for end in said]
        if all(end.size == 1 and np.isfinite(end).all() for end in ends):
            return max(round(float(ends[1].reshape(-1)[0])) + 1 - evaluator.context.first, 0)
    lengths = [n for node in nodes for n in _axes(evaluator, letter, node)]
    if not lengths:
        reached = [n for node in nodes for n in _reach(evaluator, letter, node)]
        lengths = [min(reached)] if reached else []
    if not lengths:
        raise ReadError(
            f"how far {letter} runs does not follow from the row: say it, as in "
            rf"\sum_{{{letter}=1}}^{{n}} or \tag{{for $1 \leq {letter} \leq n$}}",
            nodes[0].at if nodes else None,
        )
    return max(lengths)


def _axes(evaluator: Evaluator, letter: str, node: Node) -> list[int]:
    """The lengths of all axes that an index points into directly."""
    found: list[int] = []
    for part in walk(node):
        if (
            isinstance(part, Index)
            and Name(letter) in part.items
            and not _is_delta(evaluator, part)
        ):
            try:
                base = base_of(evaluator, part)
                items = index_items(evaluator, part, base)
            except EmptyError:
                raise
            except ReadError:
                continue  # its own indices have no range yet
            if items is not None:
                found += [
                    n for item, n in zip(items, base.shape, strict=True) if item == Name(letter)
                ]
        if isinstance(part, Compare) and _of_names(part):
            pair = {part.left, part.right}
            if Name(letter) in pair and len(pair) == 2:
                (other,) = pair - {Name(letter)}
                found += _partner(evaluator, other, node, part)
        if isinstance(part, Reduce) and part.upper is not None:
            if letter in part.indices or part.lower == Name(letter):
                bound = value_of(evaluator.scalar(part.upper).data)
                if bound.size == 1:
                    found.append(round(float(bound.reshape(-1)[0])))
            elif part.upper == Name(letter) and len(part.indices) == 1:
                found += _axes(evaluator, part.indices[0], part.body)
    return found


def _reach(evaluator: Evaluator, letter: str, node: Node) -> list[int]:
    """How far an index may run that stands in a formula, as in x_{2i}, so that it stays inside."""
    found: list[int] = []
    for part in walk(node):
        if not isinstance(part, Index) or _is_delta(evaluator, part):
            continue
        try:
            base = base_of(evaluator, part)
            items = index_items(evaluator, part, base) or []
            for item, n in zip(items, base.shape, strict=False):
                if Name(letter) in walk(item):
                    inner = running_index(evaluator, letter, np.arange(n) + evaluator.context.first)
                    places = positions(inner, item)
                    assert places is not None  # an item with a letter in it is no star
                    inside = np.flatnonzero((places >= 0) & (places < n))
                    found += [int(inside[-1]) + 1] if inside.size else []
        except ReadError:
            continue  # other letters in it have no range yet
    return found


def _partner(evaluator: Evaluator, other: Node, node: Node, pair: Node) -> list[int]:
    """In a ≠ i both indices run equally far."""
    assert isinstance(other, Name)
    rest = exchange(node, lambda part: Star() if part == pair else None)
    return _axes(evaluator, other.key, rest)


def _is_delta(evaluator: Evaluator, node: Index) -> bool:
    """Whether this is Kronecker's, which has no length."""
    return node.base == Name(r"\delta") and not evaluator.context.known(r"\delta")


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


def ranges_in(nodes: list[Node]) -> dict[str, tuple[Node, Node]]:
    """The indices whose range is said: i = 1, …, n or 1 ≤ i ≤ n."""
    found: dict[str, tuple[Node, Node]] = {}
    lower: dict[str, Node] = {}
    upper: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node, Range):
            found[node.index] = (node.lower, node.upper)
        if isinstance(node, Compare) and node.relation in (r"\leq", "<"):
            if isinstance(node.right, Name):
                lower[node.right.key] = _shift(node.left, node.relation == "<")
            if isinstance(node.left, Name):
                upper[node.left.key] = _shift(node.right, -(node.relation == "<"))
    for key in lower.keys() & upper.keys():
        found[key] = (lower[key], upper[key])
    return found


def _shift(node: Node, by: int) -> Node:
    """A bound moved by one."""
    return Plus((node, Number(float(by)))) if by else node
