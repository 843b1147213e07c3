"""The variables of a formula: no indices, functions, sizes or constants."""

from __future__ import annotations

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.indices import index_names
from nnderiv.proofread.context.names import CONSTANTS, Definition
from nnderiv.proofread.grammar.tree import Apply, Index, Name, Node, Reduce, children

NO_NAMES: frozenset[str] = frozenset()


def free_names(node: Node, context: Context, bound: frozenset[str] = NO_NAMES) -> frozenset[str]:
    """The names that a formula uses, directly or through definitions, but for the defined ones."""
    found: set[str] = set()
    for key in direct_names(node, context, bound):
        found |= _leaves(key, context)
    return frozenset(found)


def direct_names(node: Node, context: Context, bound: frozenset[str] = NO_NAMES) -> set[str]:
    """The variables and the defined names that stand in a formula."""
    letters = {key for key in index_names(node, context) if not context.known(key)}
    return {
        key
        for key in _visited(node, context, bound | letters)
        if key not in context.sizes
        and not key.startswith("#")
        and (context.known(key) or key != r"\delta")
        and (context.known(key) or key not in CONSTANTS)
        and (context.known(key) or context.function(key) is None)
    }


def _leaves(key: str, context: Context) -> frozenset[str]:
    """What a name rests on in the end; itself if it has no formula."""
    if key not in context.defined:
        return frozenset({key}).union(*(_leaves(n, context) for n in context.losses.get(key, ())))
    made = context.defined[key]
    return context.remember(
        ("free", key),
        lambda: frozenset().union(
            *(
                _leaves(n, context)
                for n in direct_names(made.body, context, frozenset(made.indices))
            )
        ),
    )


def _base(node: Node, context: Context, bound: frozenset[str]) -> set[str]:
    """The names in what carries indices."""
    if isinstance(node, Name):
        return {context.entry(node) or node.key}
    return _visited(node, context, bound)


def _visited(node: Node, context: Context, bound: frozenset[str]) -> set[str]:
    """The names in a formula that nothing in it binds."""
    if isinstance(node, Name):
        return set() if node.key in bound else {node.key}
    if isinstance(node, Index):
        own = node.key if context.known(node.key) else context.family(node)
        base = {own} if own else _base(node.base, context, bound)
        return base.union(*(_visited(item, context, bound) for item in node.items))
    if isinstance(node, Reduce):
        bound |= frozenset(node.indices)
    found: set[str] = set()
    if isinstance(node, Apply):
        function = context.functions.get(node.function)
        if isinstance(function, Definition):
            inside = frozenset() if not node.arguments else frozenset(function.parameters or ())
            found |= _visited(function.body, context, inside)
    return found.union(*(_visited(below, context, bound) for below in children(node)))
