"""How far rounding moves a function, and its slope by complex steps: told by points in a row.

The noise is measured as by ECnoise: Jorge Moré and Stefan Wild, "Estimating computational noise",
SIAM Journal on Scientific Computing 33 (2011). A function may compute in larger numbers than it
returns, so that its rounding cannot be told from its value alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from math import comb, inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

SPACINGS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10)
ALIKE = 5  # how many times larger the noise in one row may be than in the next
STEADY = 4  # rows without noise that outweigh one with it
SMALL = 0.03  # part of what a function does from point to point that is noise for sure
POINTS = 13
ORDERS = (6, 10)
SEED = 0x6E6F697365

Point = NDArray[Any]
Function = Callable[[Point], float]


@dataclass(frozen=True)
class Noise:
    """How far rounding moves a function.

    Attributes:
        size: the distance.
        known: whether rows of points told it; if not, it may be anything below the size.
    """

    size: float
    known: bool


@dataclass(frozen=True)
class Row:
    """Values of a function at points in a row, `spacing` times `v` apart."""

    start: Point
    v: Point
    spacing: float
    values: NDArray[Any]

    def at(self, j: float) -> Point:
        """Return the point number j, or one in between."""
        return self.start + j * self.spacing * self.v


def noise_of(f: Function, x: Point, away: Point, least: float) -> Noise:
    """Return how far rounding moves f at x, and no less than `least`: its computational noise.

    As in ECnoise (Moré and Wild 2011), f is taken at points in a row, some way or other `away` from
    x. The differences of a high order hold nothing of a smooth function, but the rounding of every
    point. If that is a large part of what f does from point to point, the row tells nothing. What
    two rows of different widths agree on is noise: what f does beside is less in the narrower one.
    Narrow rows alone do not tell. Where the digits of f are lost, it is smooth on all of them, or
    stands still, and what moves it are steps that lie in between.
    """
    told: list[float] = []
    untold: list[float] = []
    wide: Row | None = None
    alike = 0
    for row in _rows(f, x, _some_way(away)):
        moves = np.abs(np.diff(row.values))
        if not np.median(moves):
            untold.append(max(least, float(moves.max()) / 3))
            break
        found = max(_rounding_in(row.values), least)
        alike = alike + 1 if told and told[-1] / ALIKE <= found <= told[-1] * ALIKE else 1
        if found < SMALL * np.median(moves) or alike > 1:
            told.append(found)
            # In float32 a row may move by whole digits, the same from point to point, by chance.
            if alike >= (2 if found > least or min(told) == max(told) else STEADY):
                size = max(told[-2:])
                return Noise(max(size, _step_in(f, wide, row, size)) if wide else size, True)
        elif not told:
            untold.append(found)
            wide = wide or row
    if not told:  # all that f does is rounding, or it does not depend on x
        return Noise(max(untold, default=least), False)
    pairs = [size for pair in pairwise(told) if (size := max(pair)) > least]
    return Noise(min(pairs, default=told[0]), len(told) > 1)


def _step_in(f: Function, wide: Row, narrow: Row, noise: float) -> float:
    """Return how far f steps at once within a wide row, beside what it does in a narrow one.

    All that a continuous function does becomes small in a part of the row that is small enough. A
    step stays as large as it was. It may interrupt what f does in either row.
    """
    inside, moves = np.diff(narrow.values), np.diff(wide.values)
    slopes = (float(np.median(one)) for one in (moves / wide.spacing, inside / narrow.spacing))
    smooth = float(np.abs(inside).max())
    step = max(_narrowed(f, wide, narrow.spacing, slope) for slope in slopes) - smooth
    return step if step > 100 * max(noise, smooth) else 0.0


def _narrowed(f: Function, row: Row, spacing: float, slope: float) -> float:
    """Return how far f moves in a part of a row where it does not follow a slope, halved often.

    It is a usual part, not the worst: f itself may jump somewhere, but rounding steps everywhere.
    """
    apart = np.abs(np.diff(row.values) - slope * row.spacing)
    low, width = float(np.argsort(apart)[apart.size // 2]), 1.0
    before, after = row.values[int(low)], row.values[int(low) + 1]
    while width * row.spacing > spacing:
        width /= 2
        middle, expected = f(row.at(low + width)), slope * row.spacing * width
        if abs(middle - before - expected) > abs(after - middle - expected):
            after = middle
        else:
            low, before = low + width, middle
    return float(abs(after - before))


def noise_of_slope(f: Callable[[Point], complex], x: Point, away: Point, least: float) -> float:
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
    for row in _rows(f, x, repeat(away)):
        slopes, moves = row.values.imag, np.diff(row.values.real)
        predicted = row.spacing * (slopes[1:] + slopes[:-1]) / 2
        found.append(_rounding_in(slopes))
        if np.median(np.abs(moves - predicted)) <= 100 * least + 1e-3 * np.median(np.abs(moves)):
            return found[-1]
    return float(np.median(found[:3])) if found else inf


def _some_way(away: Point) -> Iterator[Point]:
    """Yield ways that differ from one row to the next, lest rounding has their period."""
    rng = np.random.default_rng(SEED)
    while True:
        yield away * rng.uniform(0.5, 1, away.shape)


def _rows(f: Callable[[Point], Any], x: Point, ways: Iterator[Point]) -> Iterator[Row]:
    """Yield rows of points, wide ones first; not those that leave the domain."""
    for spacing, v in zip(SPACINGS, ways, strict=False):
        values = np.array([f(x + j * spacing * v) for j in range(POINTS)])
        if np.isfinite(values).all():
            yield Row(x, v, spacing, values)


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
