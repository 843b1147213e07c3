"""The value of a derivative: the formula once more, with a dual number for the variable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.context.names import CONSTANTS, VARIABLE
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.names import index_items, positions
from nnderiv.proofread.grammar.tree import (
    HIGHEST_ORDER,
    Derivative,
    Index,
    Name,
    Node,
    Power,
    Reach,
    Star,
    walk,
)
from nnderiv.proofread.numeric.dual import Dual, Number, each_part, value_of, where
from nnderiv.proofread.numeric.tensor import (
    Tensor,
    elementwise,
    guard,
    guard_together,
    lifted,
    reshaped,
    total,
    written,
)


def derivative(evaluator: Evaluator, node: Derivative) -> Tensor:
    """Differentiate by one target after the other."""
    *outer, target = node.targets
    body = node.body
    if outer:
        inner = Derivative(body, (target,), node.partial, at=node.at)
        return derivative(evaluator, Derivative(inner, tuple(outer), node.partial, at=node.at))
    return _by(evaluator, body, target, node)


def reach(evaluator: Evaluator, node: Reach) -> Tensor:
    """A derivative, as far as it reaches in this reading."""
    evaluator.notes.ambiguous.add("narrow")
    return evaluator.of(node.narrow if "narrow" in evaluator.reading else node.wide)


def _by(evaluator: Evaluator, body: Node, target: Node, node: Derivative) -> Tensor:
    """Differentiate by one target."""
    half = None  # by a square: ∂/∂σ² is 1/(2σ) times ∂/∂σ
    if isinstance(target, Power):
        half = evaluator.of(target.base)
        exponent = evaluator.scalar(target.exponent)
        target = target.base
    key = _variable(evaluator, target)
    if key not in evaluator.scope and evaluator.context.function(key) is not None:
        raise ReadError(f"{key} is a function; one differentiates by a variable", target.at)
    value = evaluator.scope[key] if key in evaluator.scope else evaluator.value(key)
    if key not in evaluator.scope:
        evaluator.notes.formless |= _in_vain(evaluator, body, key)
    seed, axes = _seed(evaluator, target, value, key)
    level = evaluator.level + 1
    if level > HIGHEST_ORDER:
        raise ReadError(f"derivatives are nested more than {HIGHEST_ORDER} deep", node.at)
    depth = evaluator.depth + len(axes)
    dual = Tensor(Dual(level, reshaped(value, range(value.rank), depth + 1), seed), value.rank)
    inner = replace(evaluator, level=level, depth=depth, base=depth, parent=evaluator, cache={})
    if key in evaluator.scope:
        inner = replace(inner, scope={**evaluator.scope, key: dual})
    else:
        inner = replace(inner, fixed={**evaluator.fixed, key: dual})
        inner = _directly(evaluator, inner, body, key, node)
    result = inner.of(body)
    if result.rank and axes and isinstance(target, Index) and len(target.items) < value.rank:
        # x_i is no row of the matrix x here, but stands for any entry of x
        if key in evaluator.context.inputs:
            evaluator.notes.any_entry = key, len(target.items)
        raise ReadError(f"{key} has more axes than indices here")
    slope = slope_of(result, level)
    found = _own_axes(slope, evaluator.depth, axes)
    if half is not None:
        rate = elementwise(exponent, half, lambda p, x: p * x)
        if np.any(value_of(exponent.data) != 2):
            raise ReadError("one differentiates by a variable or by its square", target.at)
        found = elementwise(found, rate, lambda x, y: x / y)
    evaluator.notes.touched = True
    return _diagonal(evaluator, found, result.rank, len(axes))


def _in_vain(evaluator: Evaluator, body: Node, key: str) -> set[str]:
    """The names in a formula that does not depend on what one differentiates by."""
    context = evaluator.context
    used = context.names_in_deep(body)
    if key in used or VARIABLE in used:
        return set()
    bound = evaluator.scope.keys() | {
        i for part in walk(body) for i in getattr(part, "indices", ())
    }
    return {
        name
        for name in used - bound - context.sizes
        if context.function(name) is None and name not in context.defined and name not in CONSTANTS
    }


def _variable(evaluator: Evaluator, target: Node) -> str:
    """The name that is varied."""
    if isinstance(target, Index) and target.key and evaluator.context.known(target.key):
        return target.key
    base = target.base if isinstance(target, Index) else target
    if not isinstance(base, Name):
        raise ReadError("one differentiates by a variable or an entry of one", target.at)
    if base.key in evaluator.scope:
        return base.key
    if not isinstance(target, Index):
        return base.key
    return evaluator.context.family(target) or evaluator.context.entry(base) or base.key


def _seed(evaluator: Evaluator, target: Node, value: Tensor, key: str) -> tuple[Number, list[int]]:
    """1 for the entry that is varied, 0 for the others; and the axes of a whole array."""
    if not value.rank:
        if isinstance(target, Index) and target.key != key:
            raise ReadError(f"{key} is a number and has no indices", target.at)
        return np.ones(()), []
    items = None
    if isinstance(target, Index) and target.key != key:
        items = index_items(evaluator, target, value)
    if items is None:
        items = [Star()] * value.rank
    axes = [n for item, n in zip(items, value.shape, strict=True) if isinstance(item, Star)]
    depth = evaluator.depth + len(axes)
    guard(*value.shape, *axes)
    seed = np.ones((1,) * value.rank)
    level = evaluator.depth
    for axis, (item, n) in enumerate(zip(items, value.shape, strict=True)):
        place = positions(evaluator, item)
        if place is None:
            place = np.arange(n).reshape((n,) + (1,) * (level + 1))
            level += 1
        if ((place < 0) | (place >= n)).any():
            evaluator.notes.outside = (
                f"an index lies outside of {key}, which is {written(value.shape)}"
            )
        own = [1] * value.rank
        own[axis] = n
        counted = np.arange(n).reshape(own + [1] * (depth + 1))
        hit = (counted == place).astype(float)
        hit = np.where((place < 0) | (place >= n), np.nan, hit)
        seed = seed.reshape(
            seed.shape[: value.rank]
            + (1,) * (depth + 1 - seed.ndim + value.rank)
            + seed.shape[value.rank :]
        )
        guard_together(seed, hit)
        seed = seed * hit
    return seed, axes


def slope_of(result: Tensor, level: int) -> Tensor:
    """The slope at this level; 0 for what does not depend on the variable."""
    data = result.data
    if isinstance(data, Dual) and data.level == level:
        # nan, an entry outside of its array, has no slope either
        slope = where(np.isnan(value_of(data.value)), np.asarray(np.nan), data.slope)
        if isinstance(slope, np.ndarray) and slope.ndim < result.rank:
            slope = slope * np.ones(result.shape + (1,) * result.running)
        return Tensor(slope, result.rank, result.way)
    return Tensor(each_part(data, np.zeros_like), result.rank, result.way)


def _own_axes(slope: Tensor, depth: int, axes: list[int]) -> Tensor:
    """Behind the axes of what is differentiated come those of what one differentiates by."""
    if not axes:
        return slope
    front = lifted(slope, depth, axes)
    count, rank = len(axes), slope.rank
    order = [*range(count, count + rank), *range(count)]

    def change(part: NDArray[np.float64]) -> NDArray[np.float64]:
        return part.transpose([*order, *range(count + rank, part.ndim)])

    return Tensor(each_part(front.data, change), front.rank)


def _directly(
    evaluator: Evaluator, inner: Evaluator, body: Node, key: str, node: Derivative
) -> Evaluator:
    r"""For ∂u/∂v where the formula of u has v in it: hold what else is in the formula fixed."""
    base = body.base if isinstance(body, Index) else body
    if not (node.partial and isinstance(base, Name)):
        return inner
    name = base.key
    if isinstance(body, Index):
        name = evaluator.context.family(body) or evaluator.context.entry(base) or name
    definition = evaluator.context.defined.get(name)
    if definition is None or name == key:
        return inner
    used = evaluator.context.names_in(definition.body)
    others = {n for n in used if n in evaluator.context.defined and n not in (key, name)}
    if key not in used or not any(key in evaluator.context.rests_on(n) for n in others):
        return inner
    evaluator.notes.ambiguous.add("direct")
    if "direct" not in evaluator.reading:
        return inner
    return replace(inner, fixed={**{n: evaluator.value(n) for n in others}, **inner.fixed})


def _diagonal(evaluator: Evaluator, found: Tensor, above: int, below: int) -> Tensor:
    """The slopes of an entry-by-entry function are often written as a vector."""
    if above == below == 1 and found.shape[0] == found.shape[1]:
        values = np.moveaxis(np.abs(value_of(found.data)), (0, 1), (-2, -1))
        if not (values * (1 - np.eye(found.shape[0]))).any():
            evaluator.notes.ambiguous.add("diagonal")
            if "diagonal" in evaluator.reading:
                return total(found, 1)
    return found
