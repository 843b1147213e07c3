"""The check itself: a backward pass against the numeric gradient of its forward pass."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import float_arrays
from nnderiv.errors import GradientError, InputError
from nnderiv.gradcheck.loss import Array, Index, Loss, Method
from nnderiv.gradcheck.report import GradcheckReport, InputReport, Verdict
from nnderiv.gradcheck.returned import Input, gradients
from nnderiv.held_constant import held_constant_names

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
    measured as a part of the largest entry of the gradient.

    Integer inputs, such as labels, are held constant. All others are taken as float64. The
    functions get read-only arrays.

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
            numbers.

    Source:
        The book's chapter "Techniques for derivation".

    Example:
        >>> square = lambda x: x**2
        >>> gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0]).verdict
        'pass'
        >>> gradcheck(square, lambda dy, x: (dy, dy), [1.0, 2.0]).verdict
        'fail'
    """
    given = _take(forward, inputs)
    arrays = tuple(one.array for one in given)
    stepped = tuple(k for k, one in enumerate(given) if not one.constant)
    constants = tuple(one.name for one in given if one.constant)
    if not stepped:
        reason = "there is no input to step; pass at least one as floats, such as 1.0"
        return GradcheckReport("vacuous", reason, constants=constants)

    y = _output(forward(*arrays))
    dy = np.asarray(np.random.default_rng(0).standard_normal(y.shape))
    dy.flags.writeable = False
    try:
        found = gradients(backward(dy, *arrays), given)
    except GradientError as wrong:
        return GradcheckReport("fail", str(wrong), constants=constants)
    compared = [
        _compare(given[k].name, Loss(forward, arrays, k, y, dy), dx)
        for k, dx in zip(stepped, found, strict=True)
    ]
    return _conclude(compared, constants)


def _take(forward: Callable[..., Any], inputs: Sequence[ArrayLike]) -> list[Input]:
    """Name the inputs by the parameters of the forward pass, and make them read-only arrays."""
    names = _parameter_names(forward, len(inputs))
    held = held_constant_names(forward)
    taken = []
    for name, value in zip(names, inputs, strict=True):
        float_arrays(**{name: value})
        constant = name in held or np.asarray(value).dtype.kind in "iub"
        array = np.array(value, dtype=None if constant else np.float64)
        array.flags.writeable = False
        taken.append(Input(name, array, constant))
    return taken


def _parameter_names(forward: Callable[..., Any], count: int) -> list[str]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = inspect.signature(forward).parameters.values()
    except (TypeError, ValueError):  # a built-in function need not have a signature
        parameters = {}.values()
    names = [one.name for one in parameters if one.kind in kinds][:count]
    return names + [f"input_{k}" for k in range(len(names), count)]


def _output(y: Any) -> NDArray[Any]:
    """Return what the forward pass returned as an array of its own float type."""
    if y is None or isinstance(y, tuple):
        raise InputError(
            f"the forward pass must return one array or number, but it returned {type(y).__name__}."
        )
    (array,) = float_arrays(**{"the output of the forward pass": y})
    return array


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
    wrong = difference > loss.eps ** (0.6 if exact else 0.4) * scale
    if not wrong.any():
        return ("pass" if scale else "vacuous"), wrong
    # The backward pass rounds numbers as large as dy; a difference divides rounding by its step.
    rounding = loss.eps * np.abs(loss.dy).max()
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
    return GradcheckReport(verdict, reason, tuple(compared), constants)
