"""One equation on random numbers: under each reading, for each open size, on several draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.causes import likely_cause
from nnderiv.proofread.claims.compare import Compared, compare, starting
from nnderiv.proofread.claims.equation import Equation, Reading, Readings
from nnderiv.proofread.claims.evidence import samples, short, witness
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.remainder import small_variable, unwanted_powers
from nnderiv.proofread.claims.terms import has_far_threshold, largest_term
from nnderiv.proofread.claims.undeclared import doubt_misfit, without_formula
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import shown
from nnderiv.proofread.elaborate.open_sizes import each_size, open_sizes
from nnderiv.proofread.evaluate.draws import STYLES
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.rules import draw, new_draw
from nnderiv.proofread.numeric.tensor import EmptyError, MisfitError

Array = NDArray[Any]

ENOUGH = 2  # sets of sizes and draws on which a claim has to hold
TOLERANCE = 1e-9  # of the largest term
TINIEST = 1e-290  # below it, numbers lose their digits
ORDER = {
    r"\leq": lambda a, b: a.real <= b.real + 1e-12,
    r"\geq": lambda a, b: a.real >= b.real - 1e-12,
    "<": lambda a, b: a.real < b.real,
    ">": lambda a, b: a.real > b.real,
    r"\neq": lambda a, b: a != b,
}


def tried(equation: Equation, context: Context) -> tuple[Outcome, Readings]:
    """The outcome of an equation, with x_i taken for any entry of a matrix x where it has to be."""
    trial = Trial(equation, context)
    found = trial.over_readings()
    if trial.any_entry is None:
        return found
    key, count = trial.any_entry
    known = context.inputs[key]
    with context.declared_as(key, replace(known, shape=known.shape[:count])):
        return Trial(equation, context).over_readings()


class Trial:
    """Tries one equation under each reading, for each size of its constants, on several draws.

    Attributes:
        ambiguous: the ways of reading that matter to this equation.
        any_entry: a matrix whose name has too few indices to be read as a row of it, and how many.
    """

    def __init__(self, equation: Equation, context: Context) -> None:
        self.equation, self.context = equation, context
        self.ambiguous: set[str] = set()
        self.any_entry: tuple[str, int] | None = None

    def over_readings(self) -> tuple[Outcome, Readings]:
        """The outcome under the first reading for which the claim holds, or else the first."""
        best: Outcome | None = None
        kept: list[Reading] = []
        for reading in self.equation.readings:
            if best is not None and not reading <= self.ambiguous:
                continue
            try:
                outcome = self._over_sizes(reading)
            except ReadError:
                if best is None:
                    raise
                continue  # what can be read in one way need not be readable in the others
            if outcome.verdict == "holds":
                best = best if kept else outcome
                kept.append(reading)
            best = best or outcome
            if not self.ambiguous or self.any_entry is not None:
                break
        assert best is not None
        return best, tuple(kept) if self.ambiguous and kept else self.equation.readings

    def _over_sizes(self, reading: Reading) -> Outcome:
        """The outcome for the first sizes of its open constants with which the claim holds."""
        sides = [self.equation.left, self.equation.right]
        unread: Outcome | None = None
        wrong: Outcome | None = None
        misfit: Outcome | None = None
        for left, right in each_size(sides, self.context):
            try:
                outcome = self._over_draws(replace(self.equation, left=left, right=right), reading)
            except MisfitError as error:
                doubt = doubt_misfit(error, sides, self.context)
                if doubt is not None:
                    raise doubt from error
                misfit = misfit or Outcome("fails", str(error), at=error.at)
                continue
            if outcome.verdict == "holds" or not open_sizes(sides):
                return outcome
            if outcome.verdict == "unread":
                unread = unread or outcome
            else:
                wrong = wrong or Outcome("fails", outcome.reason)
        found = wrong or unread or misfit
        assert found is not None
        return found

    def _over_draws(self, equation: Equation, reading: Reading) -> Outcome:
        """The outcome over several draws: the claim fails if it fails on one."""
        held: list[Outcome] = []
        signs: list[tuple[bool, bool]] = []
        outside = beyond = ""
        for inner in self._evaluators(equation, reading):
            try:
                compared = compare(equation, inner)
            except EmptyError:
                continue
            except ReadError as error:
                if inner.notes.any_entry is None:
                    raise
                self.any_entry = inner.notes.any_entry
                return Outcome("unread", str(error), at=error.at)
            self.ambiguous |= compared.notes.ambiguous
            if not compared.notes.touched:
                nothing = "no drawn number bears on this row, so nothing was checked"
                return Outcome("unread", nothing)
            formless = without_formula(equation, compared, self.context)
            if formless:
                return Outcome("unread", f"rests on {shown(formless)}, which has no formula here")
            if compared.notes.empty:
                continue
            if not compared.mask.any():
                if compared.admitted:
                    outside = outside or compared.notes.outside
                continue
            outcome = _on_draw(equation, compared)
            if outcome.verdict == "fails":
                return outcome
            held.append(outcome)
            beyond = beyond or (compared.notes.outside if compared.beyond else "")
            signs = _together_seen(signs, compared.notes.signs)
            if len(held) >= ENOUGH and all(below and above for below, above in signs):
                break
        if held and beyond:
            say = r"say for which indices the row holds, as in \tag{for $1 \leq i \leq n$}"
            return Outcome("unread", f"{beyond}, but not for all values of its indices: {say}")
        return _together(held, outside)

    def _evaluators(self, equation: Equation, reading: Reading) -> Iterator[Evaluator]:
        """An evaluator for each draw: of numbers far apart where these may make a difference."""
        far = has_far_threshold([equation.left, equation.right], self.context)
        for seed in range(len(STYLES)):
            if equation.relation in ORDER or (seed % 2 and far):
                drawn = new_draw(self.context, seed, wide=True)
            else:
                drawn = draw(self.context, seed)
            yield starting(equation, self.context, drawn, reading)


def _together_seen(
    before: list[tuple[bool, bool]], now: list[tuple[bool, bool]]
) -> list[tuple[bool, bool]]:
    """On which sides of each kink the draws have been so far."""
    if len(before) != len(now):
        return before or now
    return [(a or c, b or d) for (a, b), (c, d) in zip(before, now, strict=True)]


def _together(held: list[Outcome], outside: str) -> Outcome:
    """The outcome over the draws on which the claim did not fail."""
    if held:
        worst = max(held, key=lambda outcome: outcome.error or 0.0)
        return replace(worst, draws=tuple(draw for outcome in held for draw in outcome.draws))
    if outside:
        return Outcome("fails", outside)
    return Outcome(
        "unread", "no draw was found for which the conditions hold and both sides are numbers"
    )


def _on_draw(equation: Equation, compared: Compared) -> Outcome:
    """What one draw says: the row holds, or fails at the place where both sides differ most."""
    with np.errstate(all="ignore"):
        if small_variable([equation.left, equation.right]) is not None:
            wrong, relative, ranking = _with_remainder(equation, compared)
        else:
            wrong, relative = _differences(equation, compared)
            ranking = np.where(wrong, relative, relative - 1e300)
    error_size = float(np.max(relative, initial=0.0))
    shown = tuple(samples(compared, equation))
    if not np.any(wrong):
        return Outcome("holds", "", error_size, None, shown)
    worst = np.unravel_index(_first_of_the_worst(ranking), relative.shape)
    found = witness(compared, worst, equation)
    reason = f"the left side is {short(found['left'])}, the right side {short(found['right'])}"
    cause = likely_cause(equation, compared)
    return Outcome("fails", reason, error_size, found, shown, cause=cause)


def _first_of_the_worst(ranking: Array) -> int:
    """Where the ranking is highest, to rounding, for this differs from one processor to another."""
    ranking = np.nan_to_num(ranking, nan=np.inf)
    return int(np.argmax(ranking >= (1 - TOLERANCE) * np.max(ranking)))


def _with_remainder(equation: Equation, compared: Compared) -> tuple[Array, Array, Array]:
    """Where a power is left that the remainder does not cover, its size, and which is the worst."""
    inner = compared.evaluator
    again = starting(equation, inner.context, inner.draw, inner.reading, remainder=1.0)
    other = compare(equation, again)
    apart, apart_with_remainder = compared.left - compared.right, other.left - other.right
    error, scale = unwanted_powers(compared.left, apart, apart_with_remainder)
    wrong = error > TOLERANCE * scale
    return wrong, error / scale, np.where(wrong, error, -1.0)


def _differences(
    equation: Equation, compared: Compared
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Where the relation does not hold, and the difference as a part of the largest term."""
    left, right, mask = compared.left, compared.right, compared.mask
    if equation.relation in ORDER:
        wrong = mask & ~ORDER[equation.relation](left, right)
        return wrong, np.zeros(wrong.shape)
    apart = np.abs(left - right)
    sizes = np.where(mask, np.maximum(np.abs(left), np.abs(right)), 0.0)
    scale = np.max(sizes, axis=tuple(range(compared.rank)), keepdims=True)
    mask &= (scale == 0) | (scale > TINIEST)
    wrong = mask & (apart > np.maximum(TOLERANCE * scale, TINIEST))
    if wrong.any():
        scale = np.maximum(scale, largest_term(equation.left, equation.right, compared.evaluator))
        wrong = mask & (apart > np.maximum(TOLERANCE * scale, TINIEST))
    relative = np.divide(apart, scale, out=np.zeros(apart.shape), where=scale > 0)
    return wrong, np.where(mask, relative, 0.0)
