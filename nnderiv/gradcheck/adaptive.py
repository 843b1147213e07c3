"""Differences whose step adapts to a function: its slope at 0, and how far rounding moves it.

The noise is measured as by ECnoise: Jorge Moré and Stefan Wild, "Estimating computational noise",
SIAM Journal on Scientific Computing 33 (2011). A function may compute in larger numbers than it
returns, so that its rounding cannot be told from its value alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import comb, inf, isnan, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = 18  # steps that are tried
SHRINK = 4  # how many times smaller each is than the one before
EPS = 2.0**-52  # how far the step itself is rounded, as a part of the point
CLOSE = 1e-9  # relative error at which no smaller step is tried

SPACINGS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10)
CLOSE_ROWS = 5  # how many times larger the noise in one row may be than in the next
POINTS = 13
ORDERS = (6, 10)
SEED = 0x6E6F697365


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


@dataclass(frozen=True)
class Noise:
    """How far rounding moves a function.

    Attributes:
        size: the distance.
        known: whether rows of points told it; if not, it may be anything below the size.
    """

    size: float
    known: bool


def noise_of(
    f: Callable[[NDArray[Any]], float], x: NDArray[Any], away: NDArray[Any], least: float
) -> Noise:
    """Return how far rounding moves f at x, and no less than `least`: its computational noise.

    As in ECnoise (Moré and Wild 2011), f is taken at points in a row, some way or other `away` from
    x. The differences of a high order hold nothing of a smooth function, but the rounding of every
    point. If that is a large part of what f does from point to point, the row tells nothing. What
    two rows of different widths agree on is noise: what f does beside is less in the narrower one.
    Narrow rows alone do not tell: where the digits of f are lost, it has one value on all of them.
    """
    told: list[float] = []
    before, widest = nan, nan
    for _, row in _rows(f, x, away):
        moves = np.abs(np.diff(row))
        widest = float(moves.max()) if isnan(widest) else widest
        if not np.median(moves):
            break
        found = _rounding_in(row)
        if before / CLOSE_ROWS <= found <= before * CLOSE_ROWS and found > least:
            return Noise(max(found, before), True)
        before = nan
        if found < 0.03 * np.median(moves):
            if found <= 10 * least:
                return Noise(max(least, found), True)
            told.append(found)
            before = found
    if not told:  # all that f does is rounding, or it does not depend on x
        return Noise(float(np.fmax(least, widest / 3)), False)
    agreed = min((max(pair) for pair in pairwise(told)), default=told[0])
    return Noise(max(least, agreed), True)


def noise_of_slope(
    f: Callable[[NDArray[Any]], complex], x: NDArray[Any], away: NDArray[Any], least: float
) -> float:
    """Return how far rounding moves the slope of a function, found by complex steps.

    Where a function loses its digits its complex step does, too, and both may stand still on a row
    of points, which is no evidence of exactness. So a row is believed only if the slopes add up to
    what the function does from point to point.

    Args:
        f: the function, and as imaginary part its slope along `away`; nan where it has no value.
        x: the point.
        away: the way to go.
        least: how far the function is rounded in any case.
    """
    found = []
    for spacing, row in _rows(f, x, away):
        slopes, moves = row.imag, np.diff(row.real)
        predicted = spacing * (slopes[1:] + slopes[:-1]) / 2
        found.append(_rounding_in(slopes))
        if np.median(np.abs(moves - predicted)) <= 100 * least + 1e-6 * np.median(np.abs(moves)):
            return found[-1]
    return float(np.median(found[:3])) if found else inf


def _rows(
    f: Callable[[NDArray[Any]], Any], x: NDArray[Any], away: NDArray[Any]
) -> Iterator[tuple[float, NDArray[Any]]]:
    """Yield the values of f at points in a row, in wide rows first, each row its own way.

    Rows that leave the domain are left out.
    """
    rng = np.random.default_rng(SEED)
    for spacing in SPACINGS:
        v = away * rng.uniform(0.5, 1, x.shape)
        row = np.array([f(x + j * spacing * v) for j in range(POINTS)])
        if np.isfinite(row).all():
            yield spacing, row


def _rounding_in(row: NDArray[Any]) -> float:
    """Return the rounding of numbers that would be smooth without, by differences of two orders.

    A difference of order n holds the rounding of its points times the root of (2n over n), the
    factor of Moré and Wild. Where they take the root of the mean square of the differences, the
    median overlooks a step at the end of the row.
    """
    return min(
        1.5 * float(np.median(np.abs(np.diff(row, order)))) / sqrt(comb(2 * order, order))
        for order in ORDERS
    )
