"""Whether a claim holds: judged for each step of a recurrence, each way of moving, in doubt."""

from __future__ import annotations

from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.doubt import doubted
from nnderiv.proofread.claims.equation import READINGS, Equation, Readings, elaborated
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.trial import tried
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import shown
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
from nnderiv.proofread.grammar.tree import Perhaps


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
