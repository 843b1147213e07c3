"""The verdict on one gradient entry by entry: tolerances, noise and kinks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.loss import Array
from nnderiv.gradcheck.numeric import Differentiator, Index, NumericGradient
from nnderiv.gradcheck.report import InputReport, Method, Verdict, digits_left

FEW = 100  # entries that are looked at closely
UNSURE = 1e-6  # relative error of complex steps that differences must be able to see


def compare_entries(
    name: str, differentiator: Differentiator, dx: Array, gradient: NumericGradient
) -> InputReport:
    """Return the verdict on one gradient by numbers for its entries, with the one it rests on."""
    numeric = gradient.value
    known = np.isfinite(numeric)
    # Where the numbers have no answer, nothing agrees with them.
    difference = np.where(known, np.abs(dx - numeric), np.inf)
    scale = float(np.maximum(np.abs(dx), np.abs(numeric)).max(where=known, initial=0))
    verdict, wrong = _verdict(differentiator, dx, gradient, difference, scale)
    worst = np.argmax(np.where(wrong, difference, -1.0) if wrong.any() else difference)
    index = tuple(int(i) for i in np.unravel_index(worst, dx.shape))
    return InputReport(
        name=name,
        shape=dx.shape,
        verdict=verdict,
        method=gradient.method.value,
        error=float(difference[index] / (scale or 1.0)),
        scale=scale,
        index=index,
        backward=float(dx[index]),
        numeric=float(numeric[index]),
        places=tuple(tuple(map(int, place)) for place in np.argwhere(wrong)[:FEW]),
        digits=digits_left(scale, _rounding(differentiator, gradient, verdict, difference[index])),
        lost=verdict == "noise" and differentiator.noise.loses_digits(index),
    )


def _rounding(
    differentiator: Differentiator, gradient: NumericGradient, verdict: Verdict, difference: float
) -> float:
    """Return how far rounding may put a gradient off; if what differs is noise, so far."""
    known = differentiator.loss.rounding + float(gradient.error.max())
    return known + float(difference) if verdict == "noise" else known


def _verdict(
    differentiator: Differentiator,
    dx: Array,
    gradient: NumericGradient,
    difference: Array,
    scale: float,
) -> tuple[Verdict, NDArray[np.bool_]]:
    """Return the verdict on one gradient, and the entries that it rests on."""
    loss = differentiator.loss
    rounding = loss.rounding + 10 * gradient.error
    if gradient.exact:
        wrong = difference > loss.exact_tolerance(dx, scale)
    else:
        wrong = difference > differentiator.loose_rtol * scale
        # A small entry beside large ones, if differences know it.
        wrong |= difference > loss.eps**0.5 * np.abs(dx) + loss.floor * scale + rounding
    if not wrong.any():
        at_kink = _kinks(differentiator, dx, gradient, scale)
        if at_kink.any():
            return "kink", at_kink
        return ("pass" if scale else "vacuous"), wrong
    if gradient.exact:
        noise = 10 * _noise_of_slopes(differentiator, gradient, wrong, difference)
        rounding = loss.rounding + noise
        nothing = bool((np.abs(gradient.value) <= noise)[wrong].all())
    else:
        nothing = bool((np.abs(gradient.value) <= rounding).all())
    if nothing and differentiator.noise.covers(dx * loss.sizes):
        return "vacuous", wrong
    beyond_noise = wrong & (difference > rounding)
    if not beyond_noise.any():
        return "noise", wrong
    at_kink = _at_kink(differentiator, dx, gradient, beyond_noise)
    beyond_kinks = beyond_noise & ~at_kink
    return ("fail", beyond_kinks) if beyond_kinks.any() else ("kink", at_kink)


def _noise_of_slopes(
    differentiator: Differentiator,
    gradient: NumericGradient,
    wrong: NDArray[np.bool_],
    difference: Array,
) -> Array:
    """Return how far rounding moves the complex steps of wrong entries, of some if they are many.

    Where the forward pass loses its digits, in 1 - sigmoid(20) for example, complex steps do, too.
    They have not, if differences agree.
    """
    noise = np.zeros(wrong.shape)
    order = np.argsort(np.where(wrong, -difference, np.inf), axis=None)
    for entry in order[: min(FEW, int(wrong.sum()))]:
        index = tuple(int(i) for i in np.unravel_index(entry, wrong.shape))
        found = differentiator.slope_of_entry(index)
        agree = abs(found.value - gradient.value[index]) <= found.error + found.jump
        tells = agree and 10 * found.error < difference[index]
        noise[index] = found.error if tells else differentiator.noise.of_slope(index)
        if difference[index] > differentiator.loss.rounding + 10 * noise[index]:
            break  # one is enough
    return noise


def _kinks(
    differentiator: Differentiator, dx: Array, gradient: NumericGradient, scale: float
) -> NDArray[np.bool_]:
    """Return the entries that sit on a kink although the numbers agree, in the middle of a jump.

    Differences see a kink themselves. For complex steps, one is looked for entry by entry where a
    look along a direction of all entries sees it.
    """
    if not gradient.exact:
        return np.asarray(gradient.jump > differentiator.loose_rtol * scale)
    return _at_kink(differentiator, dx, gradient, np.full(dx.shape, differentiator.has_kink))


def _at_kink(
    differentiator: Differentiator, dx: Array, gradient: NumericGradient, among: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which of some entries sit on a kink."""
    found = np.zeros_like(among)
    few = among.sum() <= FEW
    if not few and not differentiator.has_kink:
        return found
    if not gradient.exact and not few:
        among = among & (gradient.jump > 0)  # differences know where there is none
    for entry in map(tuple, np.argwhere(among).tolist()):
        found[entry] = is_kink(differentiator, entry, float(dx[entry]), few)
    return found


def is_kink(
    differentiator: Differentiator, index: Index, slope: float, closely: bool = True
) -> bool:
    """Whether the slope jumps at this entry, and the backward pass says a value in the jump.

    Where several entries meet, as in a tie of three, one of them alone may have no jump. Looked at
    closely, their slopes at points close by say how far it goes.
    """
    found = differentiator.slope_of_entry(index)
    if found.jump > 0 and found.holds(slope):
        return True
    if not (closely and differentiator.has_kink):
        return False
    v = np.zeros_like(differentiator.loss.x)
    v[index] = 1.0
    beside = [found.value - found.jump / 2, found.value + found.jump / 2]
    beside += differentiator.slopes_beside(v)
    low, high = min(beside), max(beside)
    if high - low <= 40 * found.error:
        return False
    # If more than this entry's own jump is seen, the few points need not show all of it.
    margin = (0.05 if high - low > 1.1 * found.jump else 0.01) * (high - low)
    return low - margin <= slope <= high + margin


def confirm_by_differences(
    differentiator: Differentiator, found: InputReport
) -> InputReport | None:
    """Look by differences at a gradient that fails by complex steps; None if they agree with it.

    Complex steps are wrong where a small part of the forward pass is not analytic, and lose digits
    where it subtracts what is nearly the same. If differences cannot tell so small an error, nobody
    can.
    """
    if found.verdict != "fail" or found.method != Method.COMPLEX_STEP:
        return found
    slope = differentiator.slope_of_entry(found.index)
    off = abs(slope.value - found.numeric)
    if off > slope.error and abs(slope.value - found.backward) < 0.1 * off:
        known = differentiator.noise.at(found.index).known
        return None if known else replace(found, verdict="noise")
    unsure = found.difference <= min(10 * slope.error, UNSURE * found.scale)
    return replace(found, verdict="noise") if unsure else found
