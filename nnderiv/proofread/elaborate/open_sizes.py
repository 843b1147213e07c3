"""Ones and identities whose size a row leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.grammar.tree import Constant, Name, Node, Number, rewrite, walk

MOST_OPEN = 3


def open_sizes(nodes: list[Node]) -> list[Constant]:
    """The ones and identities without a size."""
    found: dict[tuple[int, str], Constant] = {}
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Constant) and part.size is None:
                found[part.at, part.kind] = part
    return list(found.values())


def each_size(nodes: list[Node], context: Context) -> Iterator[list[Node]]:
    """The formulas with every size that their constants may have."""
    open_ = open_sizes(nodes)
    if not open_:
        yield nodes
        return
    if len(open_) > MOST_OPEN:
        raise ReadError(
            f"more than {MOST_OPEN} constants of open size: say them, as in \\mathbf{{1}}_n"
        )
    axes: dict[Node, None] = {}
    for declared in context.inputs.values():
        axes |= dict.fromkeys(declared.shape)
    axes |= dict.fromkeys(Name(key) for key in context.sizes)
    if not axes:  # nothing is declared: the matrices are written out
        axes = dict.fromkeys(Number(float(n)) for n in (2, 3, 4))
    for sizes in product(axes, repeat=len(open_)):
        chosen: dict[tuple[int, str], Node] = {
            (c.at, c.kind): size for c, size in zip(open_, sizes, strict=True)
        }

        def change(part: Node, chosen: dict[tuple[int, str], Node] = chosen) -> Node | None:
            if isinstance(part, Constant) and part.size is None:
                return Constant(part.kind, chosen[part.at, part.kind], at=part.at)
            return None

        yield [rewrite(node, change) for node in nodes]
