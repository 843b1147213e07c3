"""How far rounding moves a function, measured: it may compute in larger numbers than it returns."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import comb, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

SPACINGS = (1e-4, 1e-6, 3e-7, 1e-8, 3e-9, 1e-10)
POINTS = 13
ORDERS = (6, 10)
SEED = 0x6E6F697365


def noise_of(
    f: Callable[[NDArray[Any]], float], x: NDArray[Any], away: NDArray[Any], least: float
) -> float:
    """Return how far rounding moves f at x, and no less than `least`.

    f is taken at points in a row, some way or other `away` from x. The differences of a high order
    hold nothing of a smooth function, but the rounding of every point. If that is a large part of
    what f does from point to point, the row tells nothing; and if it is more than `least`, f may
    not be smooth that far, and narrower rows are taken, each its own way, until two of them agree.
    """
    rng = np.random.default_rng(SEED)
    told: list[float] = []
    widest = 0.0
    for spacing in SPACINGS:
        v = away * rng.uniform(0.5, 1, x.shape)
        row = [f(x + j * spacing * v) for j in range(POINTS)]
        moves = np.abs(np.diff(row))
        if spacing == SPACINGS[0]:
            widest = float(moves.max())
        if (found := _rounding_in(row)) < 0.03 * np.median(moves):
            told.append(found)
            if max(told[-2:]) <= 10 * least and (spacing == SPACINGS[0] or len(told) > 1):
                break
    if not told:  # all that f does is rounding, or it does not depend on x
        return float(np.fmax(least, widest / 3))
    agreed = min((max(pair) for pair in pairwise(told)), default=told[0])
    return max(least, agreed)


def _rounding_in(row: Sequence[float]) -> float:
    """Return the rounding of numbers that would be smooth without, by differences of two orders.

    A difference of order n holds the rounding of its points times the root of (2n over n). The
    median overlooks a step at the end of the row.
    """
    return min(
        1.5 * float(np.median(np.abs(np.diff(row, order)))) / sqrt(comb(2 * order, order))
        for order in ORDERS
    )
