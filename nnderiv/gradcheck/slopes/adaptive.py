"""Differences whose step adapts to a function: its slope at 0, and how far it may be off."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, isnan, nan

LEVELS = 18  # steps that are tried
SHRINK = 4  # how many times smaller each is than the one before
EPS = 2.0**-52  # how far the step itself is rounded, as a part of the point
CLOSE = 1e-9  # relative error at which no smaller step is tried


@dataclass(frozen=True)
class Slope:
    """A slope by differences.

    Attributes:
        value: the slope; nan where the function has no value beside 0.
        error: how far rounding and truncation may put it off.
        jump: how far apart the slopes to the two sides stay, however small the step: 0 where the
            function is smooth.
    """

    value: float
    error: float
    jump: float

    def holds(self, slope: float) -> bool:
        """Whether a slope lies within the jump."""
        return abs(slope - self.value) <= 0.51 * self.jump + self.error


@dataclass(frozen=True)
class Difference:
    """Slopes with one step: by the central difference, and from the left side to the right."""

    central: float
    change: float


def slope_at_0(f: Callable[[float], float], widest: float, noise: float) -> Slope:
    """Return the slope of f at 0, with the step at which the least is in doubt.

    A wide step has a large truncation error, and a narrow one divides rounding by little. Two steps
    in a row tell how large the first error is, extrapolate it away, and see a kink between them.
    What a narrower step contradicts by more than rounding does not count: the wide ones may have
    been too wide to see anything.

    Args:
        f: the function; nan where it has no value.
        widest: the first step to try.
        noise: how far rounding moves f.
    """
    here, step = f(0.0), widest
    best, doubt, coarse, before = Slope(nan, 0.0, 0.0), inf, None, nan
    for _ in range(LEVELS):
        ahead, behind = f(step), f(-step)
        fine = Difference((ahead - behind) / (2 * step), (ahead - here - (here - behind)) / step)
        if coarse is not None:
            rounding = (2 * noise + EPS * abs(fine.central)) / step
            found = _extrapolated(coarse, fine, before, rounding)
            if found.jump < best.jump / 2:
                best = replace(best, jump=0.0)  # it shrinks, as where f is smooth
            in_doubt = found.error + max(found.jump, 4 * rounding)
            contradicted = abs(found.value - best.value) > best.error + best.jump + 4 * rounding
            if in_doubt < doubt or contradicted:
                # A jump counts if the next step can still tell whether it shrinks.
                tells = found.jump > 4 * SHRINK * rounding + CLOSE * abs(found.value)
                best, doubt = found if tells else replace(found, jump=0.0), in_doubt
            settled = found.error < 0.1 * abs(found.value) or 4 * rounding > abs(found.value)
            if doubt <= CLOSE * abs(best.value) or (doubt < rounding and settled):
                break
            before = found.value
        coarse, step = fine, step / SHRINK
    return best


def _extrapolated(coarse: Difference, fine: Difference, before: float, rounding: float) -> Slope:
    """Take the error away that shrinks like the square of the step (Richardson 1911).

    What is left of it is smaller than the distance to the value `before`, with a wider step; of a
    first value, all is in doubt that the two differences are apart. Where f is smooth, the change
    from side to side shrinks with the step; at a kink it stays.
    """
    apart = fine.central - coarse.central
    value = fine.central + apart / (SHRINK**2 - 1)
    truncation = abs(apart) if isnan(before) else min(abs(apart), abs(value - before))
    jump = abs(SHRINK * fine.change - coarse.change) / (SHRINK - 1)
    return Slope(value, truncation + rounding, jump)
