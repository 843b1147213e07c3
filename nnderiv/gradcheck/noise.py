"""How far rounding moves a function, measured: it may compute in larger numbers than it returns."""

from collections.abc import Callable, Sequence
from math import comb, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

SPACINGS = (1e-4, 1e-6, 1e-8, 1e-10)
POINTS = 13
ORDERS = (6, 10)


def noise_of(
    f: Callable[[NDArray[Any]], float], x: NDArray[Any], v: NDArray[Any], least: float
) -> float:
    """Return how far rounding moves f at x, and no less than `least`.

    f is taken at points in a row along v. The differences of a high order hold nothing of a smooth
    function, but the rounding of every point. If they are not much smaller than what f does from
    point to point, the row is too wide for f to be smooth, and a narrower one is taken.
    """
    measured = []
    for spacing in SPACINGS:
        row = [f(x + j * spacing * v) for j in range(POINTS)]
        found = _rounding_in(row)
        measured.append(min(found))
        if max(found) < 0.03 * np.abs(np.diff(row)).max():
            return max(least, measured[-1])
    return float(np.fmax(least, measured[0]))  # f may not depend on x


def _rounding_in(row: Sequence[float]) -> tuple[float, ...]:
    """Return the rounding of numbers that would be smooth without, by differences of two orders.

    A difference of order n holds the rounding of its points times the root of (2n over n).
    """
    return tuple(
        1.25 * float(np.abs(np.diff(row, order)).mean()) / sqrt(comb(2 * order, order))
        for order in ORDERS
    )
