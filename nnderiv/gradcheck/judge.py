"""The verdict on one gradient: backward pass and numbers, entry by entry."""

from math import log10

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import SEED, Array, Index, Loss, Numbers
from nnderiv.gradcheck.report import InputReport, Verdict

SHOWN = 5  # entries that a report lists


def compare_entries(name: str, loss: Loss, dx: Array) -> InputReport:
    """Return the verdict on one gradient by numbers for each of its entries."""
    return compare(name, loss, dx, loss.gradient)


def compare(name: str, loss: Loss, dx: Array, numbers: Numbers) -> InputReport:
    """Return the verdict on one gradient, with the entry that it rests on."""
    numeric = numbers.value
    known = np.isfinite(numeric)
    # Where the numbers have no answer, nothing agrees with them.
    difference = np.where(known, np.abs(dx - numeric), np.inf)
    scale = float(np.maximum(np.abs(dx), np.abs(numeric)).max(where=known, initial=0))
    verdict, wrong = _judge(loss, dx, numbers, difference, scale)
    worst = np.argmax(np.where(wrong, difference, -1.0) if wrong.any() else difference)
    index = tuple(int(i) for i in np.unravel_index(worst, dx.shape))
    return InputReport(
        name=name,
        shape=dx.shape,
        verdict=verdict,
        method=numbers.method,
        error=float(difference[index] / (scale or 1.0)),
        scale=scale,
        index=index,
        backward=float(dx[index]),
        numeric=float(numeric[index]),
        places=tuple(tuple(map(int, place)) for place in np.argwhere(wrong)[:SHOWN]),
        digits=digits_left(scale, loss.rounding + float(numbers.error.max())),
    )


def exact_tolerance(eps: float, dx: Array, scale: float) -> Array:
    """Return how far complex steps may be from each entry.

    Small entries beside large ones are known as well, up to the rounding of those.
    """
    tolerance: Array = eps**0.6 * np.abs(dx) + _floor(eps) * scale
    return tolerance


def _floor(eps: float) -> float:
    return float(min(1e4 * eps, eps**0.6))


def rough_tolerance(eps: float) -> float:
    """How far differences may be off, as a part of the largest entry."""
    return float(eps**0.4)


def _judge(
    loss: Loss, dx: Array, numbers: Numbers, difference: Array, scale: float
) -> tuple[Verdict, NDArray[np.bool_]]:
    """Return the verdict on one gradient, and the entries that it rests on."""
    exact = numbers.method == "complex step"
    rounding = loss.rounding + 10 * numbers.error
    if exact:
        wrong = difference > exact_tolerance(loss.eps, dx, scale)
    else:
        rough = rough_tolerance(loss.eps)
        wrong = difference > rough * scale
        # A small entry beside large ones, if differences know it.
        wrong |= difference > loss.eps**0.5 * np.abs(dx) + _floor(loss.eps) * scale + rounding
    if not wrong.any():
        at_kink = _kinks(loss, dx, numbers, scale)
        if at_kink.any():
            return "kink", at_kink
        return ("pass" if scale else "vacuous"), wrong
    beyond_noise = wrong & (difference > rounding)
    if not beyond_noise.any():
        constant = loss.hides(dx * loss.sizes, difference * loss.sizes if exact else 0.0)
        return ("vacuous" if constant else "noise"), wrong
    at_kink = _at_kink(loss, dx, beyond_noise)
    beyond_kinks = beyond_noise & ~at_kink
    return ("fail", beyond_kinks) if beyond_kinks.any() else ("kink", at_kink)


def _kinks(loss: Loss, dx: Array, numbers: Numbers, scale: float) -> NDArray[np.bool_]:
    """Return the entries that sit on a kink although the numbers agree, in the middle of a jump.

    Differences see a kink themselves. For complex steps, one is looked for entry by entry where a
    look along a direction of all entries sees it.
    """
    jumps = rough_tolerance(loss.eps) * scale
    if numbers.method != "complex step":
        return np.asarray(numbers.jump > jumps)
    v = loss.sizes * np.random.default_rng([SEED, 3]).uniform(0.5, 1, dx.shape)
    return _at_kink(loss, dx, np.full(dx.shape, loss.slope(v).jump > jumps * np.abs(v).min()))


def _at_kink(loss: Loss, dx: Array, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros_like(among)
    for entry in np.argwhere(among):
        found[tuple(entry)] = is_kink(loss, tuple(entry), float(dx[tuple(entry)]))
    return found


def is_kink(loss: Loss, index: Index, slope: float) -> bool:
    """Whether the slope jumps at this entry, and the backward pass says a value in the jump."""
    found = loss.slope_of_entry(index)
    return found.jump > 0 and found.holds(slope)


def differences_agree(loss: Loss, found: InputReport) -> bool:
    """Whether differences take the side of a gradient that fails by complex steps.

    They do where a small part of the forward pass is not analytic.
    """
    if found.verdict != "fail" or not found.method.startswith("complex"):
        return False
    slope = loss.slope_of_entry(found.index)
    off = abs(slope.value - found.numeric)
    return off > slope.error and abs(slope.value - found.backward) < 0.1 * off


def digits_left(scale: float, noise: float) -> int:
    """How many digits rounding leaves of the largest entry of the gradient."""
    return max(0, int(log10(scale) - log10(noise))) if scale else 0
