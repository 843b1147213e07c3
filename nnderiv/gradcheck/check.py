"""The check itself: a backward pass against the numeric gradient of its forward pass."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.errors import GradientError
from nnderiv.gradcheck.given import run_backward, run_forward, take, takes_floats
from nnderiv.gradcheck.loss import SEED, Array, Index, Loss, Method
from nnderiv.gradcheck.report import GradcheckReport, InputReport, Verdict
from nnderiv.gradcheck.returned import gradients

_REASONS: dict[Verdict, str] = {
    "pass": "every gradient agrees with the numbers",
    "fail": "the gradient of {names} disagrees with the numbers",
    "kink": "the gradient of {names} differs from the numbers only where the function has a kink "
    "and no derivative; move the input off it",
    "noise": "the gradient of {names} differs from the numbers by less than rounding can cause; "
    "use float64 or larger gradients",
    "vacuous": "the gradient of {names} is 0 on both sides, so the check could not have failed; "
    "choose inputs that the output depends on",
}


def gradcheck(
    forward: Callable[..., Any], backward: Callable[..., Any], *inputs: ArrayLike
) -> GradcheckReport:
    """Compare a backward pass with numbers, for every entry of every input.

    A random upstream gradient dy makes one number of the output, L = Σ dy · forward(*inputs).
    Its derivative by each entry is taken by a complex step where the forward pass allows it,
    by central differences where not, and held against backward(dy, *inputs). Errors are
    reported as a part of the largest entry of the gradient.

    An input of integers or booleans, such as labels, is held constant unless the backward pass
    returns a gradient for it and the forward pass takes floats in its place. All others are taken
    as float64. The functions get read-only arrays.

    Args:
        forward: the function, forward(*inputs) -> y, an array or a number.
        backward: its backward pass, backward(dy, *inputs) -> (d_input, …), a gradient for each
            input that is not held constant, of that input's shape.
        *inputs: the point at which to check.

    Returns:
        A report: its `verdict` is "pass", "fail", "kink", "noise" or "vacuous", and it is
        true for "pass" alone. A backward pass that returns None, the wrong number of
        gradients or a wrong shape gets "fail" with the reason in a sentence.

    Raises:
        InputError: if an input, or what the forward pass returns, is not made of finite real
            numbers, if the forward pass gives another result when called again, or if one of
            the functions writes to its inputs.

    Source:
        The book's chapter "Techniques for derivation".

    Example:
        >>> square = lambda x: x**2
        >>> gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0]).verdict
        'pass'
        >>> gradcheck(square, lambda dy, x: (dy, dy), [1.0, 2.0]).verdict
        'fail'
    """
    given = take(forward, inputs)
    y = run_forward(forward, given)
    dy = np.asarray(np.random.default_rng(SEED).standard_normal(y.shape))
    dy.flags.writeable = False
    try:
        found = gradients(run_backward(backward, dy, given), given)
    except GradientError as wrong:
        constants = tuple(one.name for one in given if one.constant or one.label)
        return GradcheckReport("fail", str(wrong), constants=constants)
    for k, one in enumerate(given):
        if one.label and found[k] is not None and not takes_floats(forward, given, k):
            found[k] = None
    constants = tuple(one.name for one, dx in zip(given, found, strict=True) if dx is None)
    arrays = tuple(
        one.array if dx is None else one.array.astype(np.float64)
        for one, dx in zip(given, found, strict=True)
    )
    compared = [
        _compare(given[k].name, Loss(forward, arrays, k, y, dy), dx)
        for k, dx in enumerate(found)
        if dx is not None
    ]
    if not compared:
        reason = "there is no input to step; pass at least one as floats, such as 1.0"
        return GradcheckReport("vacuous", reason, constants=constants)
    return _conclude(compared, constants)


def _compare(name: str, loss: Loss, dx: Array) -> InputReport:
    numeric, method = loss.gradient()
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
    )


def _judge(
    loss: Loss, dx: Array, difference: Array, scale: float, method: Method
) -> tuple[Verdict, NDArray[np.bool_]]:
    """Return the verdict on one gradient, and the entries that it rests on."""
    exact = method == "complex step"
    if exact:  # small entries beside large ones are known as well, up to the rounding of those
        tolerance = loss.eps**0.6 * np.abs(dx) + min(1e4 * loss.eps, loss.eps**0.6) * scale
    else:
        tolerance = loss.eps**0.4 * scale
    wrong = difference > tolerance
    if not wrong.any():
        return ("pass" if scale else "vacuous"), wrong
    # The backward pass rounds numbers as large as dy; a difference divides rounding by its step.
    rounding = 2 * loss.eps * np.abs(loss.dy).max()
    beyond_noise = wrong & (difference > rounding + (0 if exact else loss.noise / loss.steps))
    if not beyond_noise.any():
        return "noise", wrong
    at_kink = np.zeros_like(wrong)
    for entry in np.argwhere(beyond_noise):
        at_kink[tuple(entry)] = _is_kink(loss, tuple(entry), float(dx[tuple(entry)]))
    beyond_kinks = beyond_noise & ~at_kink
    return ("fail", beyond_kinks) if beyond_kinks.any() else ("kink", at_kink)


def _is_kink(loss: Loss, index: Index, slope: float) -> bool:
    """Whether the slope jumps at this entry, and the backward pass says a value in the jump.

    Where the function is smooth, the slopes to the left and to the right differ in proportion
    to the step. At a kink they do not.
    """
    h = float(loss.steps[index])
    low, high = sorted(loss.slopes_beside(index, h))
    left, right = loss.slopes_beside(index, h / 8)
    jump, expected = high - low, (high - low) / 8
    noise = 8 * loss.noise / h
    smooth = abs(abs(right - left) - expected) <= expected / 2 + noise
    margin = 0.01 * jump + noise
    return not smooth and low - margin <= slope <= high + margin


def _conclude(compared: Sequence[InputReport], constants: tuple[str, ...]) -> GradcheckReport:
    """Return the gravest of the verdicts on the inputs as the verdict on all."""
    order: tuple[Verdict, ...] = ("fail", "kink", "noise", "vacuous", "pass")
    verdict = min((one.verdict for one in compared), key=order.index)
    names = " and ".join(one.name for one in compared if one.verdict == verdict)
    methods = " and ".join(dict.fromkeys(one.method for one in compared))
    reason = f"{_REASONS[verdict].format(names=names)} ({methods})"
    if verdict == "fail" and any(np.isnan(one.numeric) for one in compared):
        reason = (
            f"the gradient of {names} cannot be checked at the edge of the domain, where the "
            "forward pass has no value beside the input; move the input inside"
        )
    return GradcheckReport(verdict, reason, tuple(compared), constants)
