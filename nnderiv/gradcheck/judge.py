"""The verdict on one gradient: backward pass and numbers, entry by entry."""

from dataclasses import replace
from math import inf, log10

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import Index, Loss
from nnderiv.gradcheck.numbers import Numbers
from nnderiv.gradcheck.report import InputReport, Verdict
from nnderiv.gradcheck.upstream import SEED, Array

SHOWN = 5  # entries that a report lists
FEW = 100  # entries that are looked at closely
BESIDE = 40  # points close to a kink that are looked at
UNSURE = 1e-6  # relative error of complex steps that differences must be able to see


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


def _judge(
    loss: Loss, dx: Array, numbers: Numbers, difference: Array, scale: float
) -> tuple[Verdict, NDArray[np.bool_]]:
    """Return the verdict on one gradient, and the entries that it rests on."""
    exact = numbers.exact
    rounding = loss.rounding + 10 * numbers.error
    if exact:
        wrong = difference > exact_tolerance(loss.eps, dx, scale)
    else:
        wrong = difference > loss.rough * scale
        # A small entry beside large ones, if differences know it.
        wrong |= difference > loss.eps**0.5 * np.abs(dx) + _floor(loss.eps) * scale + rounding
    if not wrong.any():
        at_kink = _kinks(loss, dx, numbers, scale)
        if at_kink.any():
            return "kink", at_kink
        return ("pass" if scale else "vacuous"), wrong
    nothing = loss.hides(numbers.value * loss.sizes) if exact else np.abs(numbers.value) <= rounding
    if loss.hides(dx * loss.sizes) and np.all(nothing):
        return "vacuous", wrong
    beyond_noise = wrong & (difference > rounding)
    if not beyond_noise.any():
        return "noise", wrong
    at_kink = _at_kink(loss, dx, numbers, beyond_noise)
    beyond_kinks = beyond_noise & ~at_kink
    return ("fail", beyond_kinks) if beyond_kinks.any() else ("kink", at_kink)


def _kinks(loss: Loss, dx: Array, numbers: Numbers, scale: float) -> NDArray[np.bool_]:
    """Return the entries that sit on a kink although the numbers agree, in the middle of a jump.

    Differences see a kink themselves. For complex steps, one is looked for entry by entry where a
    look along a direction of all entries sees it.
    """
    if not numbers.exact:
        return np.asarray(numbers.jump > loss.rough * scale)
    return _at_kink(loss, dx, numbers, np.full(dx.shape, loss.has_kink))


def _at_kink(
    loss: Loss, dx: Array, numbers: Numbers, among: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which of some entries sit on a kink."""
    found = np.zeros_like(among)
    few = among.sum() <= FEW
    if not few and not loss.has_kink:
        return found
    if not numbers.exact and not few:
        among = among & (numbers.jump > 0)  # differences know where there is none
    for entry in map(tuple, np.argwhere(among).tolist()):
        found[entry] = is_kink(loss, entry, float(dx[entry]), few)
    return found


def is_kink(loss: Loss, index: Index, slope: float, closely: bool = True) -> bool:
    """Whether the slope jumps at this entry, and the backward pass says a value in the jump.

    Where several entries meet, as in a tie of three, one of them alone may have no jump. Looked at
    closely, their slopes at points close by say how far it goes.
    """
    found = loss.slope_of_entry(index)
    if found.jump > 0 and found.holds(slope):
        return True
    if not (closely and loss.has_kink):
        return False
    rng = np.random.default_rng([SEED, 6])
    low, high = inf, -inf
    for _ in range(BESIDE):
        beside = loss.beside(rng).slope_of_entry(index)
        low, high = min(low, beside.value), max(high, beside.value)
        # If more than this entry's own jump is seen, the few points need not show all of it.
        margin = (0.25 if high - low > 1.1 * found.jump else 0.01) * (high - low)
        if high - low > 40 * beside.error and low - margin <= slope <= high + margin:
            return True
    return False


def second_look(loss: Loss, found: InputReport) -> InputReport | None:
    """Look by differences at a gradient that fails by complex steps; None if they agree with it.

    Complex steps are wrong where a small part of the forward pass is not analytic, and lose digits
    where it subtracts what is nearly the same. If differences cannot tell so small an error, nobody
    can.
    """
    if found.verdict != "fail" or not found.method.startswith("complex"):
        return found
    slope = loss.slope_of_entry(found.index)
    off = abs(slope.value - found.numeric)
    if off > slope.error and abs(slope.value - found.backward) < 0.1 * off:
        return None
    unsure = found.difference <= min(10 * slope.error, UNSURE * found.scale)
    return replace(found, verdict="noise") if unsure else found


def digits_left(scale: float, noise: float) -> int:
    """How many digits rounding leaves of the largest entry of the gradient."""
    return max(0, int(log10(scale) - log10(noise))) if scale else 0
