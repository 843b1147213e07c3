"""How many axes an undeclared name has: by how it is written, and by what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from nnderiv.errors import UndeclaredError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Input, bold_rank, without_labels
from nnderiv.proofread.elaborate.shape_rules import shape_of
from nnderiv.proofread.elaborate.shapes import OPEN, Shape
from nnderiv.proofread.grammar.tree import Apply, Name, Node, Plus, Product, walk

OF_VECTORS = frozenset({"softmax", "logsoftmax", "logsumexp"})
NUMBERS = frozenset("CEIJKLMNT")  # capitals that are numbers by convention: costs and counts
PASSES = 3  # what one pass finds out may tell more in the next


def guess_ranks(nodes: list[Node], context: Context) -> None:
    """Give axes of open length to the undeclared names of a row that must have some."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Name):
                _guess(part.key, _written_rank(part.key, context), context)
            if isinstance(part, Apply) and part.function in OF_VECTORS:
                for argument in part.arguments:
                    if isinstance(argument, Name):
                        _guess(argument.key, 1, context)
    for _ in range(PASSES):
        before = len(context.inputs)
        for node in nodes:
            for part in walk(node):
                for name, rank in _beside(part, context):
                    _guess(name.key, rank, context)
        if len(context.inputs) == before:
            break
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Product):
                _refuse_order(part, context)


def as_arrays(names: Iterable[str], context: Context) -> None:
    """Give undeclared names the axes that they seem to have: a capital is a matrix."""
    for key in names:
        rank = bold_rank(key)
        _guess(key, 2 * key[:1].isupper() if rank is None else rank, context)


def _refuse_order(node: Product, context: Context) -> None:
    """Of two capitals side by side that nobody declared it is not known whether they commute."""
    for pair in pairwise(node.factors):
        keys = [part.key for part in pair if isinstance(part, Name)]
        if len(keys) == 2 and all(_may_be_matrix(key, context) for key in keys):
            are = " and ".join(keys)
            raise UndeclaredError(
                f"{are} are not declared: are they matrices?", tuple(keys), node.at
            )


def _written_rank(key: str, context: Context) -> int | None:
    """How many axes a name has by how it is written: in bold, or transposed somewhere."""
    plain = without_labels(key)
    base, below, _ = plain.partition("_{")
    family = context.transposed.get(f"{base}_{{}}") if below else None  # W_{xh} is like W_{hh}
    return context.transposed.get(plain, family or bold_rank(key))


def _beside(node: Node, context: Context) -> Iterator[tuple[Name, int]]:
    """The vectors beside a matrix, and what is added to an array: W x + b."""
    if isinstance(node, Product):
        for left, right in pairwise(node.factors):
            for one, other in ((left, right), (right, left)):
                axes = len(_axes(one, context))
                if not isinstance(other, Name):
                    continue
                if axes == 2 and _may_be_vector(other.key, context):
                    yield other, 1
                if axes and _may_be_matrix(other.key, context):
                    yield other, 2
    if isinstance(node, Plus):
        *products, last = node.terms
        bias = isinstance(last, Name) and _may_be_vector(last.key, context)
        if bias and all(isinstance(term, Product) and _axes(term, context) for term in products):
            yield last, 1  # type: ignore[misc]  # it is a name


def _axes(node: Node, context: Context) -> tuple[Node, ...]:
    """The axes of a formula; none if they do not follow."""
    return (shape_of(node, context) or Shape()).axes


def _may_be_vector(key: str, context: Context) -> bool:
    """Whether a name that nobody declared is a small Latin letter."""
    return _is_unknown(key, context) and without_labels(key)[:1].islower()


def _may_be_matrix(key: str, context: Context) -> bool:
    """Whether a name that nobody declared is a capital that is no number by convention."""
    letter = without_labels(key).partition("_")[0]
    return (
        _is_unknown(key, context)
        and letter.isascii()
        and letter.isupper()
        and letter not in NUMBERS
    )


def _is_unknown(key: str, context: Context) -> bool:
    """Whether nothing is known of a name."""
    known = context.known(key) or key in context.losses or context.function(key) is not None
    return not known and not key.startswith(OPEN)


def _guess(key: str, rank: int | None, context: Context) -> None:
    """A name that nobody declared has so many axes, of any length."""
    if rank is None or not _is_unknown(key, context):
        return
    axes = tuple(Name(f"{OPEN}{key}.{axis}") for axis in range(rank))
    for axis in axes:
        context.add_size(axis.key)
    context.declare(key, Input(axes, guessed=True))
