"""Whether a claim holds: judged for each step of a recurrence, each way of moving, in doubt."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.compare import compare, starting
from nnderiv.proofread.claims.doubt import doubted
from nnderiv.proofread.claims.equation import READINGS, Equation, Readings, elaborated
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.trial import tried
from nnderiv.proofread.claims.undeclared import doubt_misfit
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import shown
from nnderiv.proofread.context.sets import read_set
from nnderiv.proofread.elaborate.differentials import (
    along_all,
    along_written,
    formless_differential,
    has_differentials,
    moved,
    said_to_move,
)
from nnderiv.proofread.elaborate.losses import bind_losses
from nnderiv.proofread.elaborate.unroll import at_step, numbered_index, without_index
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.rules import draw
from nnderiv.proofread.grammar.rules import parser_of
from nnderiv.proofread.grammar.tree import Name, Node, Perhaps, walk
from nnderiv.proofread.latex.scanner import Token
from nnderiv.proofread.numeric.tensor import written

DRAWS = 2  # for the shape of a formula
ANY = 2  # entries along an axis of no known length


def judge(equation: Equation, context: Context) -> tuple[Outcome, Readings]:
    """The outcome of a claim, and the readings under which it holds.

    A row that runs over numbered names is judged for each of them. Conditions that may be meant
    for another row count only if the row fails without them.

    Raises:
        ReadError: the equation cannot be evaluated.
    """
    perhaps = [c for c in equation.conditions if isinstance(c, Perhaps)]
    if perhaps:
        return _perhaps(equation, perhaps, context)
    both, conditions = [equation.left, equation.right], equation.conditions
    for letter, values in numbered_index(both, conditions, context).items():
        rest = without_index(conditions, letter)
        for value in values:
            left, right = (at_step(side, letter, value) for side in both)
            step = replace(equation, left=left, right=right, conditions=rest)
            outcome, readings = judge(step, context)
            if outcome.verdict != "holds":
                break
        return outcome, readings
    equation = elaborated(equation, context)
    bind_losses(context, [equation.left, equation.right])
    outcome, readings = _with_differentials(equation, context)
    if outcome.verdict != "fails":
        return outcome, readings
    return doubted(equation, outcome, context, _with_differentials), readings


def _perhaps(
    equation: Equation, perhaps: list[Perhaps], context: Context
) -> tuple[Outcome, Readings]:
    """The outcome without these conditions; if it fails, but holds with one, it was not read."""
    sure = tuple(c for c in equation.conditions if not isinstance(c, Perhaps))
    found = judge(replace(equation, conditions=sure), context)
    if found[0].verdict != "fails":
        return found
    for one in perhaps:
        try:
            outcome, _ = judge(replace(equation, conditions=(*sure, *one.conditions)), context)
        except ReadError:
            continue
        if outcome.verdict == "holds":
            reason = f"holds only {one.text}, which the words before may mean for it: say it there"
            return Outcome("unread", reason), found[1]
    return found


def _with_differentials(equation: Equation, context: Context) -> tuple[Outcome, Readings]:
    """The same, where everything that may change does so in the differentials of a row.

    If the row holds only where some of it is held constant, it has to say so.
    """
    left, right = equation.left, equation.right
    if not has_differentials([left, right]):
        return tried(equation, context)
    formless = formless_differential(left, context)
    if formless:
        return Outcome("unread", f"rests on {shown(formless)}, which has no formula here"), READINGS
    every, written = along_all(left, right, context), along_written(left, right, context)
    for along in dict.fromkeys((every, written)):
        if not along:
            raise ReadError("no differential of a variable stands in this row")
        moving = replace(equation, left=moved(left, along), right=moved(right, along))
        found = tried(moving, context)
        if along == every:
            first = found
    held = every - written
    silent = not held <= said_to_move(left, context)
    if silent and first[0].verdict == "fails" and found[0].verdict == "holds":
        names = " and ".join(f"d{key} = 0" for key in sorted(held))
        return Outcome("unread", f"holds where {names}: if that is meant, say so"), found[1]
    return first


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
        found = compare(equation, starting(equation, context, draw(context, seed), frozenset()))
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
