"""The verdict on one gradient: backward pass and numbers, entry by entry."""

from math import log10

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import SEED, Array, Index, Loss, Method
from nnderiv.gradcheck.report import InputReport, Verdict

SHOWN = 5  # entries that a report lists


def compare(name: str, loss: Loss, dx: Array, numeric: Array, method: Method) -> InputReport:
    """Return the verdict on one gradient, with the entry that it rests on."""
    known = np.isfinite(numeric)
    # Where the numbers have no answer, nothing agrees with them.
    difference = np.where(known, np.abs(dx - numeric), np.inf)
    scale = float(np.maximum(np.abs(dx), np.abs(numeric)).max(where=known, initial=0))
    verdict, wrong = _judge(loss, dx, difference, scale, method)
    worst = np.argmax(np.where(wrong, difference, -1.0) if wrong.any() else difference)
    index = tuple(int(i) for i in np.unravel_index(worst, dx.shape))
    return InputReport(
        name=name,
        shape=dx.shape,
        verdict=verdict,
        method=method,
        error=float(difference[index] / (scale or 1.0)),
        scale=scale,
        index=index,
        backward=float(dx[index]),
        numeric=float(numeric[index]),
        places=tuple(tuple(map(int, place)) for place in np.argwhere(wrong)[:SHOWN]),
        digits=_digits(loss, scale, method),
    )


def exact_tolerance(eps: float, dx: Array, scale: float) -> Array:
    """Return how far complex steps may be from each entry.

    Small entries beside large ones are known as well, up to the rounding of those.
    """
    tolerance: Array = eps**0.6 * np.abs(dx) + min(1e4 * eps, eps**0.6) * scale
    return tolerance


def _judge(
    loss: Loss, dx: Array, difference: Array, scale: float, method: Method
) -> tuple[Verdict, NDArray[np.bool_]]:
    """Return the verdict on one gradient, and the entries that it rests on."""
    exact = method == "complex step"
    tolerance = exact_tolerance(loss.eps, dx, scale) if exact else loss.eps**0.4 * scale
    wrong = difference > tolerance
    if not wrong.any():
        at_kink = _kinks(loss, dx, exact)
        if at_kink.any():
            return "kink", at_kink
        return ("pass" if scale else "vacuous"), wrong
    # A difference divides rounding by its step.
    beyond_noise = wrong & (difference > loss.rounding + (0 if exact else loss.noise / loss.steps))
    if not beyond_noise.any():
        constant = loss.hides(dx * loss.sizes, difference * loss.sizes if exact else 0.0)
        return ("vacuous" if constant else "noise"), wrong
    at_kink = _at_kink(loss, dx, beyond_noise)
    beyond_kinks = beyond_noise & ~at_kink
    return ("fail", beyond_kinks) if beyond_kinks.any() else ("kink", at_kink)


def _kinks(loss: Loss, dx: Array, exact: bool) -> NDArray[np.bool_]:
    """Return the entries that sit on a kink although the numbers agree, in the middle of a jump.

    They are looked for only where a look along a direction of all entries sees a kink. A complex
    step is right beside a kink, and so none is looked for beyond an entry's own size.
    """
    reach = np.minimum(loss.steps, loss.sizes / 2) if exact else loss.steps
    v = reach * np.random.default_rng([SEED, 3]).uniform(0.5, 1, dx.shape)
    return _at_kink(loss, dx, np.full(dx.shape, not loss.jump(v, 1.0).smooth))


def _at_kink(loss: Loss, dx: Array, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros_like(among)
    for entry in np.argwhere(among):
        found[tuple(entry)] = is_kink(loss, tuple(entry), float(dx[tuple(entry)]))
    return found


def is_kink(loss: Loss, index: Index, slope: float) -> bool:
    """Whether the slope jumps at this entry, and the backward pass says a value in the jump."""
    v = np.zeros_like(loss.x)
    v[index] = 1.0
    jump = loss.jump(v, float(loss.steps[index]))
    return not jump.smooth and jump.holds(slope)


def _digits(loss: Loss, scale: float, method: Method) -> int:
    exact = method == "complex step"
    return digits_left(scale, loss.rounding + (0 if exact else loss.noise / loss.steps.min()))


def digits_left(scale: float, noise: float) -> int:
    """How many digits rounding leaves of the largest entry of the gradient."""
    return max(0, int(-log10(noise / scale))) if scale else 0
