"""What a row leaves unsaid: shapes, letters that a sum runs over, the variable of a prime."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.indices import EINSTEIN, index_names, repeated_index
from nnderiv.proofread.context.names import Input, bold_rank
from nnderiv.proofread.elaborate.dotted import dotted_matrices
from nnderiv.proofread.elaborate.shape_rules import shape_of
from nnderiv.proofread.grammar.tree import (
    Apply,
    Compare,
    Derivative,
    Index,
    Indicator,
    Name,
    Node,
    Number,
    Reduce,
    children,
    rewrite,
    walk,
)


def infer_shapes(nodes: list[Node], context: Context, free: Collection[str] = ()) -> None:
    """Give undeclared names a shape, from the indices that they carry.

    What a sum runs to is a size, unless it is one of the free indices of the row.
    """
    bounds: dict[str, Node | None] = {
        index: part.upper
        for node in nodes
        for part in walk(node)
        if isinstance(part, Reduce) and part.upper is not None
        for index in part.indices
    }
    for entry, ends in dotted_matrices(nodes):
        for part in walk(entry):
            if isinstance(part, Index) and isinstance(part.base, Name):
                _infer_shape(part, part.base, ends, context, [entry])
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Indicator):
                _infer_class(part, bounds, context, nodes)
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Reduce) and not (
                isinstance(part.upper, Name) and part.upper.key in free
            ):
                context.add_sizes(part.upper)
            if isinstance(part, Index) and isinstance(part.base, Name):
                _infer_shape(part, part.base, bounds, context, nodes)
                _infer_classes(part, context)


def _infer_shape(
    part: Index, base: Name, bounds: dict[str, Node | None], context: Context, nodes: list[Node]
) -> None:
    """Give one undeclared name a shape, or none if its subscript is a part of the name."""
    key = base.key
    if context.known(key) or context.entry(base) or context.family(part):
        return
    if key in context.losses or context.function(key) is not None or context.known(part.key):
        return
    if key == r"\delta" and len(part.items) == 2:
        return
    numbers = all(isinstance(item, Number) for item in part.items)
    capital = all(
        isinstance(item, Name) and item.key[-1:].isupper() and item.key not in context.sizes
        for item in part.items
    )
    if (numbers or capital) and part.key:
        context.declare(part.key, Input(guessed=True))
    else:
        axes = []
        for item in part.items:
            letter = item.key if isinstance(item, Name) else ""
            known = bounds.get(letter) or _range_of(letter, nodes, context)
            known = known or (_reached(item, bounds, context) if not letter else None)
            axes.append(known or Name(f"#{letter or key}"))
        for axis in axes:
            context.add_sizes(axis)
        axes += _own_axes(key, len(axes), context)
        context.declare(key, Input(tuple(axes), guessed=True))


def _infer_class(
    part: Indicator, bounds: dict[str, Node | None], context: Context, nodes: list[Node]
) -> None:
    """The c of an indicator of k = c, which nobody declared, is a whole number as k is."""
    running = {name for node in nodes for name in index_names(node, context)}
    for said in part.conditions:
        if not isinstance(said, Compare) or said.relation != "=":
            continue
        for one, other in ((said.left, said.right), (said.right, said.left)):
            base = other.base if isinstance(other, Index) else other
            letter = one.key if isinstance(one, Name) else ""
            if not isinstance(base, Name) or context.known(base.key) or context.known(letter):
                continue
            last = bounds.get(letter) or (_range_of(letter, nodes, context) if letter else None)
            if last is None or (
                base is other and base.key in running - {letter} and _is_index(base, nodes)
            ):
                continue
            items = other.items if isinstance(other, Index) else ()
            axes = tuple(Name(f"#{i.key}") for i in items if isinstance(i, Name))
            for axis in (*axes, last):
                context.add_sizes(axis)
            first = Number(float(context.first))
            context.declare(base.key, Input(axes, "whole", (first, last), guessed=True))


def _is_index(name: Name, nodes: list[Node]) -> bool:
    """Whether a letter points into an array somewhere in the row."""
    return any(
        isinstance(part, Index) and name in part.items for node in nodes for part in walk(node)
    )


def _infer_classes(part: Index, context: Context) -> None:
    """The y of p_{y_i}, which nobody declared, holds whole numbers: each is an index of p."""
    assert isinstance(part.base, Name)
    known = shape_of(Name(context.entry(part.base) or part.base.key), context)
    for place, item in enumerate(part.items):
        if not (isinstance(item, Index) and isinstance(item.base, Name)) or context.known(
            item.base.key
        ):
            continue
        if known is None or place >= len(known.axes):
            continue
        letters = (n.key if isinstance(n, Name) else "" for n in item.items)
        axes = tuple(Name(f"#{letter}") for letter in letters)
        for axis in axes:
            context.add_sizes(axis)
        first = Number(float(context.first))
        context.declare(
            item.base.key, Input(axes, "whole", (first, known.axes[place]), guessed=True)
        )


def _reached(item: Node, bounds: dict[str, Node | None], context: Context) -> Node | None:
    """How far x_{n+k-1} reaches: to N + K - 1, if n runs to N and k to K somewhere in the text."""
    ends: dict[Node, Node] = {}
    for part in walk(item):
        if isinstance(part, Name):
            end = bounds.get(part.key)
            if end is None and part.key in context.reaches:
                end = Name(context.reaches[part.key])
            if end is None:
                return None
            ends[part] = end
    changed: Node | None = rewrite(item, ends.get) if ends else None
    return changed


def _own_axes(key: str, indices: int, context: Context) -> list[Node]:
    r"""The axes of one member of a family of bold names: \mathbf{x}_n is the n-th vector.

    But it is an entry of \mathbf{x} if that stands alone somewhere, and so is \mathbf{W}_{ij}.
    """
    rank = bold_rank(key) or (1 if key in context.families and key[:1].islower() else 0)
    if key in context.alone or indices >= rank == 2 or indices > 1:
        return []
    axes = [Name(f"#{key}.{axis}") for axis in range(rank)]
    for axis in axes:
        context.add_size(axis.key)
    return list(axes)


def _range_of(letter: str, nodes: list[Node], context: Context) -> Node | None:
    """The length of a declared axis that the same index points into."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Index) and isinstance(part.base, Name) and letter:
                entry = context.entry(part.base)
                made = context.defined.get(entry or "")
                if made is not None and len(made.indices) == len(part.items):
                    for item, own in zip(part.items, made.indices, strict=True):
                        if item == Name(letter) and (found := _range_of(own, [made.body], context)):
                            return found
                if (
                    entry is not None
                    and entry in context.inputs
                    and len(context.inputs[entry].shape) >= len(part.items)
                ):
                    for item, axis in zip(part.items, context.inputs[entry].shape, strict=False):
                        if item == Name(letter):
                            return axis
    return None


def with_implied_indices(nodes: list[Node], context: Context) -> list[Node]:
    r"""In \sum_{i<j} and \sum_{i \neq j} both letters run, unless one stands elsewhere too."""

    def within(node: Node, bound: frozenset[str]) -> Node:
        def change(part: Node) -> Node | None:
            if not isinstance(part, Reduce):
                return None
            more = [
                name
                for name in _paired(part)
                if name not in bound
                and Name(name) in walk(part.body)
                and not context.known(name)
                and not any(_outside(name, one) for one in nodes)
            ]
            indices = (*part.indices, *more)
            return replace(
                part, indices=indices, body=within(part.body, bound | frozenset(indices))
            )

        changed: Node = rewrite(node, change)
        return changed

    return [within(node, frozenset()) for node in nodes]


def _outside(name: str, node: Node) -> bool:
    """Whether a letter stands anywhere but in sums that run over it, or may do so."""
    if isinstance(node, Reduce) and name in (*node.indices, *_paired(node)):
        return False
    return node == Name(name) or any(_outside(name, below) for below in children(node))


def _paired(part: Reduce) -> list[str]:
    """The letters that the conditions of a sum compare with its own index."""
    found = []
    for said in part.conditions:
        if isinstance(said, Compare) and said.relation != "=":
            names = [side.key for side in (said.left, said.right) if isinstance(side, Name)]
            found += [n for n in names if len(names) == 2 and n not in part.indices]
    return found


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
    known = left.body
    if known.arguments != left.targets[:1]:
        return right

    def change(part: Node) -> Node | None:
        if isinstance(part, Apply) and part.function == known.function and not part.arguments:
            return replace(part, arguments=known.arguments)
        return None

    changed: Node = rewrite(right, change)
    return changed


def with_imaginary_unit(node: Node, both: list[Node], context: Context) -> Node:
    """The letter i is the imaginary unit in a row where it is no index."""
    inside = {name for side in both for name in index_names(side, context)} | {
        i for side in both for part in walk(side) for i in getattr(part, "indices", ())
    }
    if "i" in inside or context.known("i"):
        return node
    changed: Node = rewrite(node, lambda n: Name("#i", at=n.at) if n == Name("i") else None)
    return changed


RUNNING = frozenset("ijklmn")  # letters that mean another index in the next row


def with_fixed_indices(left: Node, right: Node, context: Context) -> Node:
    """The formula of a definition, where an index that the left side lacks is one example's.

    In f = W x_i + b, the i is any index, and the same one throughout the formula.

    Raises:
        ReadError: such an index stands twice in a product, as in Einstein's convention.
    """
    if not isinstance(left, Name | Index) or isinstance(right, Derivative):
        return right
    bound = {i for part in walk(right) for i in getattr(part, "indices", ())}
    own = set(index_names(left, context)) | bound
    free = {k for k in index_names(right, context) if not context.known(k)} - own
    twice = repeated_index(right, own, context) if free else ""
    if twice:
        raise ReadError(EINSTEIN.format(twice), right.at)
    for letter in sorted(free):
        length = _range_of(letter, [right], context)
        if length is not None:
            fixed = f"#fixed {letter}" if letter in RUNNING else letter
            context.declare(fixed, Input((), "whole", (Number(float(context.first)), length)))
            places: dict[Node, Node] = {Name(letter): Name(fixed)}
            right = rewrite(right, places.get)
    return right
