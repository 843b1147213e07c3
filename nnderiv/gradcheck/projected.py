"""A gradient checked along random directions: a handful of evaluations, however large the input.

The gradient that the backward pass claims says how fast L changes along any direction v: by Σ dx v.
A difference of two values of L says it too. A wrong entry changes the first number unless v happens
to lie at a right angle to the error, which no random v does but by a chance that can be stated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan, pi, prod, sqrt

import numpy as np

from nnderiv.gradcheck.judge import compare, digits_left, is_kink
from nnderiv.gradcheck.loss import Index, Loss
from nnderiv.gradcheck.numbers import Numbers
from nnderiv.gradcheck.report import InputReport, Verdict
from nnderiv.gradcheck.slope import Slope
from nnderiv.gradcheck.upstream import SEED, Array

DIRECTIONS = 3


def compare_along_directions(name: str, loss: Loss, dx: Array, seed: int) -> InputReport:
    """Return the verdict on one gradient along random directions.

    Where it disagrees, halves of the entries are stepped again and again, until one wrong entry is
    left; that entry is then judged by itself. An entry on a kink is looked for likewise.
    """
    rng = np.random.default_rng([seed, SEED, loss.k])
    exact = loss.along.exact
    looks = [_look(loss, rng) for _ in range(DIRECTIONS)]
    misses = [_miss(loss, dx, *look) for look in looks]
    worst = int(np.argmax([miss.beyond_noise for miss in misses]))
    if misses[worst].beyond_noise > 1:

        def apart(v: Array) -> float:
            return _miss(loss, dx, v, loss.along.slope(v)).beyond_noise

        return _alone(name, loss, dx, _narrow(looks[worst][0], apart))
    kink = _kink(loss, dx, *(loss.direction(rng) if exact else looks[0]))
    if kink is not None:
        return _alone(name, loss, dx, kink)
    miss = max(misses, key=lambda one: one.error)
    return InputReport(
        name=name,
        shape=dx.shape,
        verdict=_verdict(loss, miss, exact),
        method=f"{loss.along.method}, {DIRECTIONS} random directions",
        error=miss.error,
        scale=miss.scale,
        index=(),
        backward=miss.claimed,
        numeric=miss.measured,
        digits=digits_left(miss.scale, miss.noise),
        missed=prod(chance_to_hide(one.allowed / one.scale) for one in misses if one.scale),
    )


@dataclass(frozen=True)
class Miss:
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


def _verdict(loss: Loss, miss: Miss, exact: bool) -> Verdict:
    """Return the verdict on a gradient that differs by no more than rounding can cause."""
    if not miss.scale:
        return "vacuous"
    if miss.error <= (loss.eps**0.6 if exact else loss.rough):
        return "pass"
    nothing = loss.hides(miss.measured) if exact else abs(miss.measured) <= miss.noise
    return "vacuous" if nothing and loss.hides(miss.claimed) else "noise"


def chance_to_hide(tolerance: float) -> float:
    """The chance that an error of a thousandth of the gradient's norm hides along one direction.

    Along a normal v the error weighs as much as a normal number of its size; it hides if that is
    below the tolerance. Entries of v that are uniform make it 1.02 times as likely at most: no sum
    of n uniform numbers is denser anywhere than √2 times its inverse norm (Ball 1986).
    """
    return min(1.0, sqrt(2 / pi) * tolerance / 1e-3)


def _look(loss: Loss, rng: np.random.Generator) -> tuple[Array, Slope]:
    """Draw a direction, and differentiate along it."""
    if not loss.along.exact:
        return loss.direction(rng)
    v: Array = rng.standard_normal(loss.x.shape)  # a complex step cannot leave the domain
    return v, loss.along.slope(v)


def _miss(loss: Loss, dx: Array, v: Array, found: Slope) -> Miss:
    claimed = float((dx * v).sum())
    scale = max(_norm(dx * v), abs(found.value))
    noise = loss.rounding * float(np.abs(v).max()) + 10 * found.error
    tolerance = 0.6 if loss.along.exact else 0.5
    return Miss(claimed, found.value, scale, noise, loss.eps**tolerance * scale + noise)


def _norm(terms: Array) -> float:
    """Return the norm, which overflows no sooner than its terms do."""
    largest = float(np.abs(terms).max())
    return largest * sqrt(np.square(terms / largest).sum()) if largest else 0.0


def _kink(loss: Loss, dx: Array, v: Array, slope: Slope) -> Index | None:
    """Return an entry on a kink, although claim and numbers agree, if there is one along v."""
    if slope.jump <= loss.rough * _norm(dx * v):
        return None
    place = _narrow(v, lambda part: loss.slope(part).jump)
    return place if is_kink(loss, place, float(dx[place])) else None


def _narrow(v: Array, wrong: Callable[[Array], float]) -> Index:
    """Return one entry: of two halves of v, the one with more wrong, until one entry is left."""
    entries = np.arange(v.size)
    while entries.size > 1:
        halves = np.array_split(entries, 2)
        found = []
        for half in halves:
            part = np.zeros(v.size)
            part[half] = v.ravel()[half]
            found.append(wrong(part.reshape(v.shape)))
        entries = halves[int(np.argmax(found))]
    return tuple(int(i) for i in np.unravel_index(entries[0], v.shape))


def _alone(name: str, loss: Loss, dx: Array, place: Index) -> InputReport:
    """Judge one entry: numbers are taken for it, and the others count as right."""
    v = np.zeros(dx.shape)
    v[place] = 1.0
    found = loss.along.slope(v) if loss.along.exact else loss.slope_of_entry(place)
    value, error, jump = dx.copy(), np.zeros(dx.shape), np.zeros(dx.shape)
    value[place], error[place], jump[place] = found.value, found.error, found.jump
    return compare(name, loss, dx, Numbers(value, error, jump, loss.along.method))
