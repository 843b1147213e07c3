"""Whether a claim holds: both sides for random numbers, compared entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.comparing import Compared, Equation, compare
from nnderiv.proofread.context import Context
from nnderiv.proofread.derivatives import AnyEntryError
from nnderiv.proofread.draws import STYLES, Draw, drawn
from nnderiv.proofread.losses import bind_losses
from nnderiv.proofread.remainders import small_variable, unwanted_powers
from nnderiv.proofread.rewrite import each_size, unsized
from nnderiv.proofread.tensors import EmptyError, MisfitError
from nnderiv.proofread.terms import largest_term
from nnderiv.proofread.thresholds import has_far_threshold
from nnderiv.proofread.witness import draws, short, witness

ENOUGH = 2  # sets of sizes and draws on which a claim has to hold
TOLERANCE = 1e-9  # of the largest term
TINIEST = 1e-290  # below it, numbers lose their digits


@dataclass(frozen=True)
class Outcome:
    """What the numbers say of a claim."""

    verdict: str
    reason: str = ""
    error: float | None = None
    witness: dict[str, Any] | None = None
    draws: tuple[dict[str, Any], ...] = ()


def judge(equation: Equation, context: Context) -> tuple[Outcome, tuple[frozenset[str], ...]]:
    """The verdict, and the readings under which the claim holds."""
    bind_losses(context, [equation.left, equation.right])
    try:
        return _judge(equation, context)
    except AnyEntryError as any_entry:
        if any_entry.key not in context.inputs:
            raise
        known = context.inputs[any_entry.key]
        context.inputs[any_entry.key] = replace(known, shape=known.shape[: any_entry.indices])
        context.changed()
        try:
            return _judge(equation, context)
        finally:
            context.inputs[any_entry.key] = known
            context.changed()


def _judge(equation: Equation, context: Context) -> tuple[Outcome, tuple[frozenset[str], ...]]:
    """The verdict under the first reading for which the claim holds, or else under the first."""
    best: Outcome | MisfitError | None = None
    kept: list[frozenset[str]] = []
    ambiguous: set[str] = set()
    for reading in equation.readings:
        if best is not None and not reading <= ambiguous:
            continue
        try:
            outcome: Outcome | MisfitError = _try(equation, context, reading, ambiguous)
        except MisfitError as misfit:
            outcome = misfit
        except ReadError:
            if best is None:
                raise
            continue  # what can be read in one way need not be readable in the others
        if isinstance(outcome, Outcome) and outcome.verdict == "holds":
            if not kept:
                best = outcome
            kept.append(reading)
        best = best or outcome
        if not ambiguous:
            break
    if isinstance(best, MisfitError):
        raise best
    assert best is not None
    return best, tuple(kept) if ambiguous and kept else equation.readings


def _try(
    equation: Equation, context: Context, reading: frozenset[str], ambiguous: set[str]
) -> Outcome:
    """The outcome for the first sizes of its open constants with which the claim holds."""
    wrong: ReadError | None = None
    unread: Outcome | None = None
    misfit: ReadError | None = None
    for left, right in each_size([equation.left, equation.right], context):
        try:
            outcome = _on_draws(
                replace(equation, left=left, right=right), context, reading, ambiguous
            )
        except MisfitError as error:
            misfit = misfit or error
            continue
        if outcome.verdict == "holds" or not unsized([equation.left, equation.right]):
            return outcome
        if outcome.verdict == "unread":
            unread = unread or outcome
        else:
            wrong = wrong or MisfitError(outcome.reason)
    if unread is not None and wrong is None:
        return unread
    reason = wrong or misfit
    assert reason is not None
    raise reason


def _on_draws(
    equation: Equation, context: Context, reading: frozenset[str], ambiguous: set[str]
) -> Outcome:
    """The outcome over several draws: the claim fails if it fails on one."""
    held: list[Outcome] = []
    nothing = ""
    far = has_far_threshold([equation.left, equation.right], context)
    for seed in range(len(STYLES)):
        draw = drawn(context, seed)
        if equation.relation in _ORDER or (seed % 2 and far):
            draw = Draw(context, seed, wide=True)
        try:
            compared = compare(equation, draw, reading)
        except EmptyError:
            continue
        ambiguous |= compared.notes.ambiguous
        if not compared.notes.touched:
            return Outcome("unread", "no drawn number bears on this row, so nothing was checked")
        if compared.notes.empty:
            continue
        if not compared.mask.any():
            if compared.admitted:
                nothing = nothing or compared.notes.outside
            continue
        outcome = _verdict(equation, compared)
        if outcome.verdict == "fails":
            return outcome
        held.append(outcome)
        if len(held) == ENOUGH:
            break
    if held:
        worst = max(held, key=lambda outcome: outcome.error or 0.0)
        return replace(worst, draws=tuple(draw for outcome in held for draw in outcome.draws))
    if nothing:
        return Outcome("fails", nothing)
    return Outcome(
        "unread", "no draw was found for which the conditions hold and both sides are numbers"
    )


def _verdict(equation: Equation, compared: Compared) -> Outcome:
    """What one draw says: the row holds, or fails at the place where both sides differ most."""
    with np.errstate(all="ignore"):
        if small_variable([equation.left, equation.right]) is not None:
            other = compare(equation, compared.draw, compared.evaluator.reading, remainder=1.0)
            error, scale = unwanted_powers(compared, other)
            wrong, relative = error > TOLERANCE * scale, error / scale
            ranking = np.where(wrong, error, -1.0)
        else:
            wrong, relative = _differences(equation, compared)
            ranking = np.where(wrong, relative, relative - 1e300)
    error_size = float(np.max(relative, initial=0.0))
    shown = tuple(draws(compared, equation))
    if not np.any(wrong):
        return Outcome("holds", "", error_size, None, shown)
    worst = np.unravel_index(int(np.argmax(ranking)), relative.shape)
    found = witness(compared, worst, equation)
    reason = f"the left side is {short(found['left'])}, the right side {short(found['right'])}"
    return Outcome("fails", reason, error_size, found, shown)


def _differences(
    equation: Equation, compared: Compared
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Where the relation does not hold, and the difference as a part of the largest term."""
    left, right, mask = compared.left, compared.right, compared.mask
    if equation.relation in _ORDER:
        wrong = mask & ~_ORDER[equation.relation](left, right)
        return wrong, np.zeros(wrong.shape)
    apart = np.abs(left - right)
    sizes = np.where(mask, np.maximum(np.abs(left), np.abs(right)), 0.0)
    scale = np.max(sizes, axis=tuple(range(compared.rank)), keepdims=True)
    mask &= (scale == 0) | (scale > TINIEST)
    wrong = mask & (apart > np.maximum(TOLERANCE * scale, TINIEST))
    if wrong.any():
        scale = np.maximum(scale, largest_term(equation.left, equation.right, compared))
        wrong = mask & (apart > np.maximum(TOLERANCE * scale, TINIEST))
    relative = np.divide(apart, scale, out=np.zeros(apart.shape), where=scale > 0)
    return wrong, np.where(mask, relative, 0.0)


_ORDER = {
    r"\leq": lambda a, b: a.real <= b.real + 1e-12,
    r"\geq": lambda a, b: a.real >= b.real - 1e-12,
    "<": lambda a, b: a.real < b.real,
    ">": lambda a, b: a.real > b.real,
    r"\neq": lambda a, b: a != b,
}
