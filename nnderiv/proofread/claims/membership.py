r"""The set behind a formula, as in y = A x \in \mathbb{R}^q, against the formula's shape."""

from __future__ import annotations

from itertools import zip_longest

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.compare import compare, starting
from nnderiv.proofread.claims.equation import Equation, elaborated
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.undeclared import doubt_misfit
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.sets import read_set
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.rules import draw
from nnderiv.proofread.grammar.rules import parser_of
from nnderiv.proofread.grammar.tree import Name, Node, walk
from nnderiv.proofread.latex.scanner import Token
from nnderiv.proofread.numeric.tensor import MisfitError, written

DRAWS = 2
ANY = 2  # entries along an axis of no known length


def membership(
    formula: Node, tokens: list[Token], conditions: tuple[Node, ...], context: Context
) -> Outcome:
    """Declared where the formula has the shape that the set says, and fails where it has not.

    Raises:
        ReadError: the set says more than a shape, or the formula cannot be evaluated.
    """
    parser = parser_of(tokens, context)
    whole, said = read_set(parser, "", context)
    if whole or said.domain != "real" or parser.place < len(parser.tokens):
        raise ReadError(r"behind an equation, only a set such as \mathbb{R}^n is read")
    equation = elaborated(Equation(formula, formula, conditions=conditions), context)
    for seed in range(DRAWS):
        try:
            found = compare(equation, starting(equation, context, draw(context, seed), frozenset()))
        except MisfitError as error:
            raise ReadError(f"the formula before this set does not fit: {error}") from error
        shape = found.left.shape[: found.rank]
        expected = _lengths(said.shape, found.evaluator, shape)
        if [n for n in shape if n != 1] == [n for n in expected if n != 1]:
            continue
        if found.letters:
            raise ReadError("whether an entry or the whole array is in this set does not follow")
        reason = f"this is {written(shape)}, but the set holds {written(expected)}"
        doubt = doubt_misfit(reason, [formula], context)
        if doubt is not None:
            raise doubt
        return Outcome("fails", reason)
    return Outcome("declared")


def _lengths(axes: tuple[Node, ...], inner: Evaluator, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The lengths of the axes of a set; one with a letter that is no size yet is any length."""
    lengths = []
    for axis, actual in zip_longest(axes, shape, fillvalue=None):
        if not isinstance(axis, Node):
            break
        names = [part.key for part in walk(axis) if isinstance(part, Name)]
        known = all(key in inner.draw.sizes for key in names)
        lengths.append(inner.length(axis) if known else actual or ANY)
    return tuple(lengths)
