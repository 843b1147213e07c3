"""How far indices run, and the array that a definition makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.context.indices import compares_names, ranges_in
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.names import base_of, index_items, positions
from nnderiv.proofread.grammar.tree import Compare, Index, Name, Node, Reduce, Star, rewrite, walk
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import EmptyError, Tensor, lifted


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
    if not lengths and evaluator.context.reaches.get(letter, "") in evaluator.draw.sizes:
        lengths = [evaluator.draw.sizes[evaluator.context.reaches[letter]]]
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
        if isinstance(part, Compare) and compares_names(part):
            pair = {part.left, part.right}
            if Name(letter) in pair and len(pair) == 2:
                (other,) = pair - {Name(letter)}
                found += _partner(evaluator, other, node, part)
        if isinstance(part, Reduce) and part.upper is not None:
            if letter in part.indices or part.lower == Name(letter):
                bound = value_of(evaluator.scalar(part.upper).data)
                if bound.size == 1 and np.isfinite(bound).all():
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
                    inner = evaluator.with_index(letter, np.arange(n) + evaluator.context.first)
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
    rest = rewrite(node, lambda part: Star() if part == pair else None)
    return _axes(evaluator, other.key, rest)


def _is_delta(evaluator: Evaluator, node: Index) -> bool:
    """Whether this is Kronecker's, which has no length."""
    return node.base == Name(r"\delta") and not evaluator.context.known(r"\delta")


def defined_array(evaluator: Evaluator, definition: Definition, key: str) -> Tensor:
    """The array that a definition makes, over the ranges of its indices."""
    declared = evaluator.context.inputs.get(key)
    nodes = [definition.body, *definition.conditions]
    inner = evaluator
    sizes = []
    for axis, letter in enumerate(definition.indices):
        if declared is not None and axis < len(declared.shape):
            size = evaluator.length(declared.shape[axis])
        else:
            size = find_range(evaluator, letter, nodes, definition.conditions)
        if not size:
            raise EmptyError(f"{key} has no entries", definition.body.at)
        sizes.append(size)
        inner = inner.with_index(letter, np.arange(size) + evaluator.context.first)
    return lifted(inner.of(definition.body), evaluator.depth, sizes)
