"""A claim as it is judged: both sides, with what their row leaves unsaid filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnderiv.errors import RestsOnError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.indices import compares_names, index_names
from nnderiv.proofread.elaborate.bodies import function_bodies
from nnderiv.proofread.elaborate.implied import (
    infer_shapes,
    prime_variable,
    with_argument,
    with_fixed_indices,
    with_imaginary_unit,
    with_implied_indices,
)
from nnderiv.proofread.elaborate.ranks import guess_ranks
from nnderiv.proofread.elaborate.shape_rules import unify_sizes
from nnderiv.proofread.elaborate.unroll import unrolled
from nnderiv.proofread.grammar.tree import Compare, Index, Name, Node, walk

Reading = frozenset[str]  # the ways in which what print leaves open is read
Readings = tuple[Reading, ...]
READINGS: Readings = (
    frozenset(),
    frozenset({"direct"}),
    frozenset({"diagonal"}),
    frozenset({"direct", "diagonal"}),
    frozenset({"narrow"}),
)


@dataclass(frozen=True)
class Equation:
    """A claim: two sides, when it is made, and how it may be read.

    Attributes:
        variable: what a prime differentiates by; None before the equation is elaborated.
        readings: the ways to read what print leaves open.
    """

    left: Node
    right: Node
    relation: str = "="
    conditions: tuple[Node, ...] = ()
    readings: Readings = READINGS
    variable: Node | None = None


def elaborated(equation: Equation, context: Context) -> Equation:
    """The equation with all that its row leaves unsaid, and the conditions that bear on it."""
    left, right = (unrolled(side, context) for side in (equation.left, equation.right))
    refuse_broken([left, right], context)
    used = {n.key for side in (left, right) for n in walk(side) if isinstance(n, Name)}
    conditions = tuple(
        c  # a condition on an index that is not in the row, as in "if all r_i ≠ 0", is prose
        for c in equation.conditions
        if all(n in used or context.known(n) for n in _compared(c, context))
    )
    left, right, *_ = with_implied_indices([left, right, *conditions], context)
    infer_shapes([left, right, *conditions], context, set(index_names(left, context)))
    infer_shapes(function_bodies([left, right], context), context)
    guess_ranks([left, right], context)
    unify_sizes([*conditions], [(left, right)], context)
    right = with_argument(left, right)
    both = [left, right]
    left, right = (with_imaginary_unit(node, both, context) for node in both)
    variable = prime_variable(left)
    return replace(equation, left=left, right=right, conditions=conditions, variable=variable)


def _compared(condition: Node, context: Context) -> list[str]:
    """The indices that a condition is about."""
    found = list(index_names(condition, context))
    if isinstance(condition, Compare) and compares_names(condition):
        found += [name.key for name in walk(condition) if isinstance(name, Name)]
    return found


def elaborated_right_side(
    left: Node, right: Node, conditions: tuple[Node, ...], context: Context
) -> Node:
    """The right side of a definition, with its sums written out and widened."""
    right = unrolled(right, context)
    refuse_broken([right], context)
    right = with_fixed_indices(left, right, context)
    return with_implied_indices([left, right, *conditions], context)[1]


def refuse_broken(nodes: list[Node], context: Context) -> None:
    """Nothing can be said of a row that rests on a definition that was not read."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Index) and part.key in context.broken:
                raise RestsOnError(part.key, node.at)
        for key in sorted(context.broken & context.names_in_deep(node)):
            if not context.known(key) and key not in context.functions:
                raise RestsOnError(key, node.at)
