"""A slope where rounding moves a function visibly: fitted to many points, not told by two.

A difference divides the rounding of two points by their distance, and so asks for a long step, on
which a function bends. A polynomial through many points follows the bend, averages the rounding
out, and what it leaves over tells how large that is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.slopes.adaptive import Slope

LEVELS = 8  # widths that are tried
SHRINK = 3  # how many times narrower each is than the one before
DEGREES = (5, 7)  # of the polynomial, and of one to tell how much it leaves over
POINTS = 40
HALVINGS = 50  # on the way into a domain
MISJUDGED = 100  # how many times larger than its measure noise may be
ALIKE = 2  # how many times larger the noise may be in one width than in the next
SURE = 8  # standard deviations that make a kink
KEPT = [0, 1, -1]  # the coefficients of 1, t and |t|
SEED = 0x666974


def _nodes() -> NDArray[np.float64]:
    """Points from -1 to 1, no two of them equally far apart: rounding may have a period."""
    ahead = (np.arange(POINTS // 2) + np.random.default_rng(SEED).random(POINTS // 2)) / (
        POINTS // 2
    )
    return np.concatenate([-ahead[::-1], ahead])


NODES = _nodes()


def _basis(degree: int) -> NDArray[np.float64]:
    """Powers of the nodes up to a degree, and |t|, the form of a kink."""
    return np.column_stack([NODES**k for k in range(degree + 1)] + [np.abs(NODES)])


FITS: tuple[tuple[NDArray[Any], NDArray[Any]], ...] = tuple(
    (basis := _basis(degree), np.linalg.pinv(basis)) for degree in DEGREES
)


@dataclass(frozen=True)
class Fit:
    """What a fit says of 0, per width: the value, the slope, half a jump of the slope.

    Attributes:
        coefficients: these three.
        deviations: their standard deviations.
        spread: that of the residuals.
    """

    coefficients: NDArray[np.float64]
    deviations: NDArray[np.float64]
    spread: float


@dataclass(frozen=True)
class Regression:
    """A slope by regression, and the noise that it found."""

    slope: Slope
    noise: float


def regression_at_0(f: Callable[[float], float], widest: float, noise: float) -> Regression | None:
    """Return the slope of f at 0, fitted over the first width that leaves nothing but noise.

    What a fit leaves over is noise if it is no more than is known, or as much in the next width.
    A fit that misses the value at 0 itself does not count: the function does between the points
    what they do not see. If there is no such width, there is no slope by regression.

    Args:
        f: the function; nan where it has no value.
        widest: the first width to try, to either side.
        noise: how far rounding moves f at least.
    """
    here, width = f(0.0), _within_the_domain(f, widest)
    before: Regression | None = None
    for _ in range(LEVELS):
        values = np.array([f(float(t)) for t in width * NODES])
        if np.isfinite(values).all():
            fit, finer = (_fitted(values, *one, noise) for one in FITS)
            if before and before.noise / ALIKE <= fit.spread <= before.noise * ALIKE:
                return before
            found = Regression(_slope(fit, finer, width), fit.spread)
            sees = abs(here - fit.coefficients[0]) <= SURE * fit.spread
            settled = sees and found.slope.error * width < 3 * fit.deviations[1]
            settled = settled and fit.spread < MISJUDGED * noise
            if settled and fit.spread < 4 * noise:
                return found
            before = found if settled else None
        width /= SHRINK
    return None


def _within_the_domain(f: Callable[[float], float], width: float) -> float:
    """Return a width at whose ends f has values, if there is one."""
    for _ in range(HALVINGS):
        if isfinite(f(width)) and isfinite(f(-width)):
            break
        width /= 2
    return width


def _slope(fit: Fit, finer: Fit, width: float) -> Slope:
    _, slope, bend = fit.coefficients
    _, off, bent_off = np.abs(finer.coefficients - fit.coefficients)
    kinked = abs(bend) > SURE * fit.deviations[2] + 2 * bent_off
    return Slope(
        value=float(slope) / width,
        error=float(fit.deviations[1] + off) / width,
        jump=2 * float(abs(bend)) / width if kinked else 0.0,
    )


def _fitted(
    values: NDArray[np.float64],
    basis: NDArray[np.float64],
    inverse: NDArray[np.float64],
    noise: float,
) -> Fit:
    """Fit by least squares, with the deviations of coefficients that the residuals leave."""
    coefficients = inverse @ values
    residuals = values - basis @ coefficients
    spread = max(float(np.sqrt(residuals @ residuals / (POINTS - basis.shape[1]))), noise)
    deviations = spread * np.sqrt(np.square(inverse).sum(axis=1))
    return Fit(coefficients[KEPT], deviations[KEPT], spread)
