"""The formulas of the functions that a row uses: what they leave unsaid is filled in with it."""

from __future__ import annotations

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.grammar.tree import Apply, Index, Name, Node, Number, rewrite, walk


def function_bodies(nodes: list[Node], context: Context) -> list[Node]:
    """The formulas of all functions in some formulas, without the entries of their parameters."""
    functions = context.functions
    if not any(
        isinstance(part, Apply) and part.function in functions for n in nodes for part in walk(n)
    ):
        return []
    used = {name for node in nodes for name in context.names_in_deep(node)}
    made = [functions[name] for name in sorted(used & functions.keys())]
    return [_without_parameters(function) for function in made if isinstance(function, Definition)]


def _without_parameters(function: Definition) -> Node:
    """The formula of a function; the entries of its parameters have no shape of their own."""

    def change(part: Node) -> Node | None:
        base = part.base if isinstance(part, Index) else None
        own = isinstance(base, Name) and base.key in (function.parameters or ())
        return Number(1.0) if own else None

    changed: Node = rewrite(function.body, change)
    return changed
