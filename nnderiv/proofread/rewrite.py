"""Formulas with a part exchanged, and the constants whose size a row leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import product
from typing import Any

from nnderiv.errors import ReadError
from nnderiv.proofread.context import Context
from nnderiv.proofread.syntax import Constant, Name, Node, Number, walk

MOST_OPEN = 3


def exchange(node: Any, change: Callable[[Node], Node | None]) -> Any:
    """The same formula, with every part for which `change` gives another one exchanged."""
    if isinstance(node, Node):
        other = change(node)
        if other is not None:
            return other
        values = {f.name: exchange(getattr(node, f.name), change) for f in fields(node)}
        return type(node)(**values)
    if isinstance(node, tuple):
        return tuple(exchange(part, change) for part in node)
    return node


def unsized(nodes: list[Node]) -> list[Constant]:
    """The ones and identities without a size."""
    found: dict[tuple[int, str], Constant] = {}
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Constant) and part.size is None:
                found[part.at, part.kind] = part
    return list(found.values())


def each_size(nodes: list[Node], context: Context) -> Iterator[list[Node]]:
    """The formulas with every size that their constants may have."""
    open_ = unsized(nodes)
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

        yield [exchange(node, change) for node in nodes]
