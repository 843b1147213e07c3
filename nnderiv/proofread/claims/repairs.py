"""One change of the right side with which a row holds: a bound, a transpose, indices, a sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from nnderiv.proofread.claims.compare import Compared, agree, compare, starting
from nnderiv.proofread.claims.equation import Equation
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.rules import draw
from nnderiv.proofread.grammar.tree import (
    Index,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Reduce,
    Transpose,
    rewrite,
    walk,
)
from nnderiv.proofread.numeric.tensor import EmptyError

MOST = 20  # changes that are tried
DRAWS = 4  # of other sizes: of two sizes, each is the larger one in some of them
SPOKEN = {"sum": "sum", "prod": "product"}

Change = tuple[str, Node, Node]  # what it is, the part that is changed, and what it becomes


def repaired(equation: Equation, compared: Compared) -> str:
    """The first change with which both sides agree on every draw, in words, or ""."""
    inner = compared.evaluator
    seeds = dict.fromkeys((inner.draw.seed, *range(DRAWS)))  # first the one on which it fails
    for text, part, other in islice(_changes(equation.right, inner.context), MOST):
        changed = replace(equation, right=_exchanged(equation.right, part, other))
        if all(_agree(changed, inner, seed) for seed in seeds):
            return f"both sides agree {text}"
    return ""


def _exchanged(right: Node, part: Node, other: Node) -> Node:
    """The formula with one part exchanged; parts that are equal elsewhere stay."""
    found: Node = rewrite(right, lambda node: other if node is part else None)
    return found


def _agree(equation: Equation, inner: Evaluator, seed: int) -> bool:
    """Whether nothing on a draw speaks against an equation: there both sides agree, or are none."""
    drawn = draw(inner.context, seed)
    try:
        found = compare(equation, starting(equation, inner.context, drawn, inner.reading))
    except EmptyError:
        return seed != inner.draw.seed
    except Exception:  # a formula that nobody wrote may be one that nobody can evaluate
        return False
    if found.mask.any():
        return agree(found.left[found.mask], found.right[found.mask])
    return seed != inner.draw.seed and not found.notes.outside


def _changes(right: Node, context: Context) -> Iterator[Change]:
    """Everything that may be wrong in a formula, one by one."""
    transposed = {id(part.body) for part in walk(right) if isinstance(part, Transpose)}
    for part in walk(right):
        if isinstance(part, Reduce) and part.kind in SPOKEN:
            yield from _bounds(part)
        elif isinstance(part, Transpose):
            yield f"if {_called(part.body)} is not transposed", part, part.body
        elif isinstance(part, Name) and context.axes(part.key) == 2 and id(part) not in transposed:
            yield f"if {part.key} is transposed", part, Transpose(part)
        elif isinstance(part, Index) and len(part.items) == 2:
            exchanged = replace(part, items=part.items[::-1], key="")
            yield f"if the indices of {_called(part.base)} are exchanged", part, exchanged
        elif isinstance(part, Negative):
            yield "if one minus is a plus", part, part.body
        elif isinstance(part, Plus):
            for term in part.terms:
                if not isinstance(term, Negative):
                    yield "if one plus is a minus", term, Negative(term)


def _bounds(part: Reduce) -> Iterator[Change]:
    """A sum or product with one term more, or one less, at either end."""
    over = f"the {SPOKEN[part.kind]} over {', '.join(part.indices)}"
    for step, when in ((1.0, "later"), (-1.0, "earlier")):
        if part.upper is not None:
            upper = Plus((part.upper, Number(step)))
            yield f"if {over} ends one {when}", part, replace(part, upper=upper)
        if part.lower is not None:
            lower = Plus((part.lower, Number(step)))
            yield f"if {over} begins one {when}", part, replace(part, lower=lower)


def _called(node: Node) -> str:
    """What to call a part of a formula."""
    return node.key if isinstance(node, Name) and node.key[0] != "#" else "one factor"
