"""What a formula uses beside inputs: names with a formula, derivatives, arbitrary functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary, shown
from nnderiv.proofread.grammar.tree import Apply, Derivative, Index, Name, Node, walk


@dataclass(frozen=True)
class Ingredient:
    """A part of a formula without its indices.

    Attributes:
        latex: how to write it.
        node: the part.
        is_given: nobody can compute it, as it rests on a function that is not said.
    """

    latex: str
    node: Node
    is_given: bool


def ingredients(node: Node, used: set[str], context: Context) -> Iterator[Ingredient]:
    """The ingredients of a formula, and those among the names that bear on it."""
    for key in [*context.defined, *context.losses]:
        if key in used:
            yield Ingredient(shown(key), Name(key), _is_open(key, context))
    for part in walk(node):
        if isinstance(part, Derivative):
            yield from _derivative(part, context)
        elif isinstance(part, Apply):
            yield from _applied(part, context)


def _derivative(node: Derivative, context: Context) -> Iterator[Ingredient]:
    """The derivative of a name with respect to another."""
    names = _arrays((node.body, *node.targets))
    if len(names) == 2:
        body, target = names
        d = r"\partial " if node.partial else "d"
        latex = rf"\frac{{{d}{shown(body.key)}}}{{{d}{shown(target.key)}}}"
        whole = Derivative(body, (target,), node.partial)
        yield Ingredient(latex, whole, _is_open(body.key, context))


def _applied(node: Apply, context: Context) -> Iterator[Ingredient]:
    """An arbitrary function of each entry of an array."""
    names = _arrays(node.arguments)
    if isinstance(context.functions.get(node.function), Arbitrary) and len(names) == 1:
        latex = f"{node.function}{node.primes * chr(39)}({shown(names[0].key)})"
        yield Ingredient(latex, Apply(node.function, tuple(names), node.primes), is_given=True)


def _is_open(key: str, context: Context) -> bool:
    return key in context.losses or context.is_open(key)


def _arrays(nodes: tuple[Node, ...]) -> list[Name]:
    """The arrays that these are, or are entries of; none if one is something else."""
    bases = [node.base if isinstance(node, Index) else node for node in nodes]
    names = [base for base in bases if isinstance(base, Name)]
    return names if len(names) == len(nodes) else []
