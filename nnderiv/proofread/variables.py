"""What a row takes from its left side: what primes differentiate by, and where functions act."""

from __future__ import annotations

from nnderiv.proofread.context import Context
from nnderiv.proofread.indices import index_names
from nnderiv.proofread.rewrite import exchange
from nnderiv.proofread.syntax import Apply, Derivative, Name, Node, walk


def prime_variable(left: Node) -> Node | None:
    """What the left side differentiates by: a prime on its right does the same."""
    for part in walk(left):
        if isinstance(part, Derivative):
            return part.targets[0]
        if isinstance(part, Apply) and part.primes and len(part.arguments) == 1:
            return part.arguments[0]
    return None


def with_argument(left: Node, right: Node) -> Node:
    """Behind dσ/dz = stands σ for σ(z)."""
    if not (isinstance(left, Derivative) and isinstance(left.body, Apply)):
        return right
    bare, known = Apply(left.body.function, ()), left.body
    if known.arguments != left.targets[:1]:
        return right
    changed: Node = exchange(right, lambda part: known if part == bare else None)
    return changed


def with_imaginary_unit(node: Node, both: list[Node], context: Context) -> Node:
    """The letter i is the imaginary unit in a row where it is no index."""
    inside = {name for side in both for name in index_names(side, context)} | {
        i for side in both for part in walk(side) for i in getattr(part, "indices", ())
    }
    if "i" in inside or context.known("i"):
        return node
    changed: Node = exchange(node, lambda n: Name("#i", at=n.at) if n == Name("i") else None)
    return changed
