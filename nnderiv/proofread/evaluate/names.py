"""Numbers, names and their entries: what an index points to, and Kronecker's delta."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from math import e, pi

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError, UndeclaredError
from nnderiv.proofread.context.names import CONSTANTS
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Apply, Index, Name, Node, Number, Product, Star
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import MisfitError, Tensor, take, written


def number(evaluator: Evaluator, node: Number) -> Tensor:
    """A number as printed."""
    return Tensor(np.asarray(node.value))


def name(evaluator: Evaluator, node: Name) -> Tensor:
    """The value of a name: an index, an input, a definition, a loss, a constant or a function."""
    key = node.key
    if key in evaluator.scope:
        return evaluator.scope[key]
    if not evaluator.context.known(key) and key not in evaluator.fixed:
        if key in evaluator.context.losses:
            return evaluator.value(key)
        if key in CONSTANTS:
            return Tensor(np.asarray({"e": e, r"\pi": pi}[key]))
        if key == "#i":
            return Tensor(np.asarray(1j))
        if evaluator.context.function(key) is not None:
            return evaluator.of(Apply(evaluator.context.function(key) or key, (), at=node.at))
        if f"{key}_{{}}" in evaluator.context.defined:
            return evaluator.value(f"{key}_{{}}")
    return evaluator.value(key)


def entries(evaluator: Evaluator, node: Index) -> Tensor:
    """The entries that the indices point to."""
    if node.key and evaluator.context.known(node.key):
        return evaluator.value(node.key)
    base = base_of(evaluator, node)
    items = index_items(evaluator, node, base)
    if items is None:
        return base
    values = [positions(evaluator, item) for item in items]
    found, outside = take(base, values)
    for item, n in zip(items, base.shape, strict=True):
        _check_range(evaluator, item, n, node)
    if outside.any():
        evaluator.notes.outside = evaluator.notes.outside or (
            f"an index lies outside of {node_name(node)}, which is {written(base.shape)}"
        )
    return found if any(isinstance(item, Star) for item in node.items) else replace(found, way="")


def refuse_undeclared(
    evaluator: Evaluator, names: Set[str], what: str, shape: str, node: Node
) -> None:
    """Of names that nobody declared it is not known what, say, their transpose is."""
    context = evaluator.context
    for key in sorted(names - evaluator.scope.keys()):
        if not context.known(key) and key not in context.losses:
            raise UndeclaredError(
                f"{key} was not declared, so its {what} is not known: say what it is, as in "
                rf"{key} \in \mathbb{{R}}^{{{shape}}}",
                (key,),
                node.at,
            )


def _check_range(evaluator: Evaluator, item: Node, length: int, node: Index) -> None:
    """An index by itself must fit its axis; i + j - 1 may reach beyond it at the border."""
    if isinstance(item, Name) and item.key in evaluator.scope:
        values = value_of(evaluator.scope[item.key].data)
        if values.max(initial=0) - evaluator.context.first >= length:
            name = "an index" if item.key.startswith("#") else item.key
            raise MisfitError(
                f"{name} runs to {values.max():.0f}, but the axis of {node_name(node)} that "
                f"it points into has {length} entries",
                node.at,
            )


def base_of(evaluator: Evaluator, node: Index) -> Tensor:
    """The array that is indexed; of two things of one name the one that has indices."""
    if isinstance(node.base, Name):
        family = evaluator.context.family(node)
        if family and node.base.key not in evaluator.scope:
            return evaluator.value(family)
        if node.base.key == r"\delta" and not evaluator.context.known(r"\delta"):
            return _kronecker(evaluator, node)
        function = evaluator.context.function(node.base.key)
        if function is not None and not evaluator.context.known(node.base.key):
            return evaluator.of(Apply(function, (), 0, node.items, at=node.at))
        entry = evaluator.context.entry(node.base)
        if entry is not None and not {entry, node.base.key} & evaluator.scope.keys():
            return evaluator.value(entry)
    base = evaluator.of(node.base)
    if base.rank == 0 and isinstance(node.base, Name) and node.base.key == r"\delta":
        return _kronecker(evaluator, node)
    return base


def _kronecker(evaluator: Evaluator, node: Index) -> Tensor:
    """1 where both indices are equal, 0 elsewhere."""
    items = node.items
    if len(items) == 1 and isinstance(items[0], Product):
        items = items[0].factors
    if len(items) != 2:
        raise ReadError("Kronecker's delta has two indices", node.at)
    left, right = (value_of(evaluator.scalar(item).data) for item in items)
    evaluator.notes.touched = True
    return Tensor(np.isclose(left, right).astype(float))


def index_items(evaluator: Evaluator, node: Index, base: Tensor) -> list[Node] | None:
    """One index for every axis; None where the value is an entry already."""
    items = list(node.items)
    if base.rank == 0 and isinstance(node.base, Name) and node.base.key == r"\delta":
        return None
    kronecker = isinstance(node.base, Name) and node.base.key == r"\delta"
    if kronecker and not evaluator.context.known(r"\delta"):
        return None
    if isinstance(node.base, Name) and base.rank == 0:
        function = evaluator.context.function(node.base.key)
        if function is not None:
            return None
    if node.loose and base.rank == 1 and len(items) > 1 and not _has_star(items):
        items = [Product(tuple(items), ("",) * (len(items) - 1), at=node.at)]
    if (
        len(items) == 1
        and isinstance(items[0], Number)
        and 1 < base.rank == len(digits := f"{items[0].value:.0f}")
    ):
        items = [Number(float(digit)) for digit in digits]
    if len(items) > base.rank:
        raise ReadError(
            f"{node_name(node)} has {len(items)} indices, but it is {written(base.shape)}",
            node.at,
        )
    return items + [Star()] * (base.rank - len(items))


def positions(evaluator: Evaluator, item: Node) -> NDArray[np.int64] | None:
    """Where an index points, counted from 0; None for the star."""
    if isinstance(item, Star):
        return None
    value = np.real(value_of(evaluator.scalar(item).data))
    if not np.isfinite(value).all() or (np.abs(value - np.rint(value)) > 1e-6).any():
        raise ReadError("an index should be a whole number", item.at)
    return np.asarray(np.rint(value), dtype=np.int64) - evaluator.context.first


def node_name(node: Node) -> str:
    """What to call a formula in a message."""
    while isinstance(node, Index):
        node = node.base
    return node.key if isinstance(node, Name) else "this"


def _has_star(items: list[Node]) -> bool:
    """Whether one of the indices is a star."""
    return any(isinstance(item, Star) for item in items)
