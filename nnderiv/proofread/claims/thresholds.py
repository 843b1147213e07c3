"""Limits that ordinary random numbers would not reach, such as the 6 of min(max(x, 0), 6)."""

from __future__ import annotations

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.grammar.tree import Apply, Compare, Negative, Node, Number, walk
from nnderiv.proofread.latex.commands import EXTREMES

NEAR = 1.0  # what all draws reach


def has_far_threshold(nodes: list[Node], context: Context) -> bool:
    """Whether a row, or what it rests on, compares something with a number that lies far out."""
    used = {name for node in nodes for name in context.names_in_deep(node)}
    bodies = [context.defined[name].body for name in used if name in context.defined]
    for name in used:
        function = context.functions.get(name)
        if isinstance(function, Definition):
            bodies.append(function.body)
    return any(_is_far(part) for node in (*nodes, *bodies) for part in walk(node))


def _is_far(part: Node) -> bool:
    """Whether this compares with a number that lies far out."""
    sides: tuple[Node, ...] = ()
    if isinstance(part, Compare):
        sides = (part.left, part.right)
    elif isinstance(part, Apply) and part.function in EXTREMES:
        sides = part.arguments
    values = (side.body if isinstance(side, Negative) else side for side in sides)
    return any(isinstance(value, Number) and value.value > NEAR for value in values)
