"""A gradient checked along random directions: a handful of evaluations, however large the input.

The gradient that the backward pass claims says how fast L changes along any direction v: by Σ dx v.
A difference of two values of L says it too. A wrong entry changes the first number unless v happens
to lie at a right angle to the error, which no random v does but by a chance that can be stated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan, prod, sqrt

import numpy as np

from nnderiv.gradcheck.entrywise import FEW, compare_entries, is_kink
from nnderiv.gradcheck.loss import Array
from nnderiv.gradcheck.numeric import Differentiator, Index, NumericGradient
from nnderiv.gradcheck.report import InputReport, Verdict, chance_to_hide, digits_left
from nnderiv.gradcheck.slopes.adaptive import Slope

DIRECTIONS = 3


def compare_along_directions(
    name: str, differentiator: Differentiator, dx: Array, rng: np.random.Generator
) -> InputReport:
    """Return the verdict on one gradient along random directions.

    Where it disagrees, halves of the entries are stepped again and again, until one wrong entry is
    left; that entry is then judged by itself. An entry on a kink is looked for likewise. What
    directions do not tell, the entries may, if they are few.
    """
    found = _along_directions(name, differentiator, dx, rng)
    if found.verdict in ("pass", "fail") or dx.size > FEW:
        return found
    return compare_entries(name, differentiator, dx, differentiator.gradient)


def _along_directions(
    name: str, differentiator: Differentiator, dx: Array, rng: np.random.Generator
) -> InputReport:
    exact = differentiator.along.exact
    looks = [_look(differentiator, rng) for _ in range(DIRECTIONS)]
    discrepancies = [_discrepancy(differentiator, dx, *look) for look in looks]
    worst = int(np.argmax([one.beyond_noise for one in discrepancies]))
    if (beyond := discrepancies[worst].beyond_noise) > 1:

        def apart(v: Array) -> float:
            return _discrepancy(differentiator, dx, v, differentiator.along.slope(v)).beyond_noise

        return _compare_entry(
            name, differentiator, dx, _bisect(looks[worst][0], apart, enough=0.9 * beyond)
        )
    kink = _kink(differentiator, dx, *(differentiator.direction(rng) if exact else looks[0]))
    if kink is not None:
        return _compare_entry(name, differentiator, dx, kink)
    discrepancy = max(discrepancies, key=lambda one: one.error)
    return InputReport(
        name=name,
        shape=dx.shape,
        verdict=_verdict(differentiator, discrepancy, exact),
        method=differentiator.along.method.along(DIRECTIONS),
        error=discrepancy.error,
        scale=discrepancy.scale,
        index=(),
        backward=discrepancy.claimed,
        numeric=discrepancy.measured,
        digits=digits_left(discrepancy.scale, discrepancy.noise),
        missed=prod(chance_to_hide(one.allowed / one.scale) for one in discrepancies if one.scale),
    )


@dataclass(frozen=True)
class Discrepancy:
    """How far claim and numbers are apart along one direction.

    Attributes:
        claimed: the slope that the backward pass claims.
        measured: the slope by numbers.
        scale: the size of the terms of the claim.
        noise: how far rounding may move the two.
        allowed: how far they may be apart.
    """

    claimed: float
    measured: float
    scale: float
    noise: float
    allowed: float

    @property
    def apart(self) -> float:
        """The difference."""
        return abs(self.claimed - self.measured)

    @property
    def beyond_noise(self) -> float:
        """The difference as a part of what is allowed; infinite where there is no number."""
        return inf if isnan(self.apart) else self.apart / (self.allowed or 1.0)

    @property
    def error(self) -> float:
        """The difference as a part of the scale."""
        return self.apart / (self.scale or 1.0)


def _verdict(differentiator: Differentiator, discrepancy: Discrepancy, exact: bool) -> Verdict:
    """Return the verdict on a gradient that differs by no more than rounding can cause."""
    if not discrepancy.scale:
        return "vacuous"
    if discrepancy.error <= (differentiator.loss.eps**0.6 if exact else differentiator.loose_rtol):
        return "pass"
    if exact:
        nothing = differentiator.noise.covers(discrepancy.measured)
    else:
        nothing = abs(discrepancy.measured) <= discrepancy.noise
    return "vacuous" if nothing and differentiator.noise.covers(discrepancy.claimed) else "noise"


def _look(differentiator: Differentiator, rng: np.random.Generator) -> tuple[Array, Slope]:
    """Draw a direction, and differentiate along it."""
    if not differentiator.along.exact:
        return differentiator.direction(rng)
    # A complex step cannot leave the domain.
    v: Array = rng.standard_normal(differentiator.loss.x.shape)
    return v, differentiator.along.slope(v)


def _discrepancy(differentiator: Differentiator, dx: Array, v: Array, found: Slope) -> Discrepancy:
    claimed = float((dx * v).sum())
    scale = max(_norm(dx * v), abs(found.value))
    noise = differentiator.loss.rounding * float(np.abs(v).max()) + 10 * found.error
    rtol = differentiator.loss.eps ** (0.6 if differentiator.along.exact else 0.5)
    return Discrepancy(claimed, found.value, scale, noise, allowed=rtol * scale + noise)


def _norm(terms: Array) -> float:
    """Return the norm, which overflows no sooner than its terms do."""
    largest = float(np.abs(terms).max())
    return largest * sqrt(np.square(terms / largest).sum()) if largest else 0.0


def _kink(differentiator: Differentiator, dx: Array, v: Array, slope: Slope) -> Index | None:
    """Return an entry on a kink, although claim and numbers agree, if there is one along v."""
    if slope.jump <= differentiator.loose_rtol * _norm(dx * v):
        return None
    place = _bisect(v, lambda part: differentiator.slope(part).jump)
    return place if is_kink(differentiator, place, float(dx[place])) else None


def _bisect(v: Array, wrong: Callable[[Array], float], enough: float = inf) -> Index:
    """Return one entry: of two halves of v, the one with more wrong, until one entry is left.

    If enough is wrong with the first half, the other need not be looked at.
    """
    entries = np.arange(v.size)
    while entries.size > 1:
        halves = np.array_split(entries, 2)
        found: list[float] = []
        for half in halves:
            part = np.zeros(v.size)
            part[half] = v.ravel()[half]
            found.append(wrong(part.reshape(v.shape)))
            if found[-1] > enough:
                break
        entries = halves[int(np.argmax(found))]
    return tuple(int(i) for i in np.unravel_index(entries[0], v.shape))


def _compare_entry(
    name: str, differentiator: Differentiator, dx: Array, place: Index
) -> InputReport:
    """Return the verdict by one entry: numbers are taken for it, and the others count as right."""
    along, v = differentiator.along, np.zeros(dx.shape)
    v[place] = 1.0
    found = along.slope(v) if along.exact else differentiator.slope_of_entry(place)
    value, error, jump = dx.copy(), np.zeros(dx.shape), np.zeros(dx.shape)
    value[place], error[place], jump[place] = found.value, found.error, found.jump
    gradient = NumericGradient(value, error, jump, along.method)
    return compare_entries(name, differentiator, dx, gradient)
