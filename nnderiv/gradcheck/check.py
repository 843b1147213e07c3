"""The check itself: a backward pass against the numeric gradient of its forward pass."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import GradientError, InputError
from nnderiv.gradcheck.aliasing import shared_memory
from nnderiv.gradcheck.calls import (
    gradients,
    outputs,
    require_same,
    run_backward,
    run_forward,
    takes_floats,
)
from nnderiv.gradcheck.closer_look import Doubt, look_closely
from nnderiv.gradcheck.conventions.foreign_arrays import explain
from nnderiv.gradcheck.conventions.other_readings import OtherReading, other_readings
from nnderiv.gradcheck.conventions.reading import Reading, read
from nnderiv.gradcheck.conventions.state import StateKept
from nnderiv.gradcheck.fast_path import pass_along_directions, pass_every_entry
from nnderiv.gradcheck.inputs import Input, moved_off_kinks
from nnderiv.gradcheck.loss import SEED, Array, Loss, draw_upstream, joined
from nnderiv.gradcheck.report import GradcheckReport, conclude

Mode = Literal["auto", "full", "projected"]

FULL_UP_TO = 5000  # entries of all inputs together
NOTHING_TO_STEP = "there is no input to step; pass at least one as floats, such as 1.0"


def gradcheck(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    *inputs: Any,
    mode: Mode = "auto",
    seed: int = SEED,
    **options: Any,
) -> GradcheckReport:
    """Compare a backward pass with numbers, for every entry of every input.

    A random upstream gradient dy makes one number of the output, L = Σ dy · forward(*inputs); of
    several outputs, each has its dy, and their terms are added. The derivative of L by each entry,
    or along random directions, is taken by a complex step where the forward pass allows it, by
    central differences of a step that adapts where not, and held against backward(dy, *inputs).
    Errors are reported as a part of the largest entry of the gradient, or of its norm.

    A gradient is a function too: for a second derivative, pass it as the forward pass, and as the
    backward pass the Hessian-vector product, with dy for the vector. Memory holds a few copies of
    the inputs, and no Jacobian.

    An input of integers or booleans, such as labels, is held constant unless the backward pass
    returns a gradient for it and the forward pass takes floats in its place. All others are taken
    as float64. The functions get read-only arrays, and layers that they use get back the state
    they had.

    The passes may be written in other conventions, and the report says how they were read:
    forward(x) -> (out, cache) with backward(dout, cache), as in CS231n; one function that returns
    (loss, grad), passed twice; the gradient of a scalar loss without dy; backward(dy) of a layer
    that keeps its inputs; backward(dy, x, dx), which fills buffers; and parameters in dicts, lists
    and dataclasses. Where a pair can be read in two ways, it is read as a plain one.

    Args:
        forward: the function, forward(*inputs) -> y, an array, a number or a tuple of them.
        backward: its backward pass, backward(dy, *inputs) -> (d_input, …), a gradient for each
            input that is not held constant, of that input's shape. If y is a tuple, so is dy.
        *inputs: the point at which to check, each an array or a container of arrays.
        mode: "full" moves every entry: all at once, twice, with random weights that let no wrong
            entry hide, and one by one if that leaves a doubt. "projected" steps
            all inputs along a few random directions, at a cost that does not grow with the
            number of entries, and looks for one wrong entry only if claim and numbers disagree.
            "auto" is "full" up to 5000 entries.
        seed: of the random dy; the same seed gives the same report.
        **options: what is passed on, by name, to each of the two functions that takes it.

    Returns:
        A report: its `verdict` is "pass", "fail", "kink", "noise" or "vacuous", and it is
        true for "pass" alone. A gradient that fails has a likely cause, where one is found. A
        backward pass that returns None, the wrong number of gradients or a wrong shape gets
        "fail" with the reason in a sentence.

    Raises:
        InputError: if the mode is unknown or the seed is none, if an input, or what the forward
            pass returns, is not made of finite real numbers, if one of the functions gives
            another result when called again, or writes to its inputs, or if the arguments of the
            two fit no convention.

    Source:
        The book's chapter "Checking gradients".

    Example:
        >>> square = lambda x: x**2
        >>> gradcheck(square, lambda dy, x: dy * 2 * x, [1.0, 2.0]).verdict
        'pass'
        >>> gradcheck(square, lambda dy, x: (dy, dy), [1.0, 2.0]).verdict
        'fail'
    """
    _require_mode(mode)
    _require_seed(seed)
    with StateKept(forward, backward):
        reading = read(forward, backward, inputs, options)
        try:
            report = _checked(reading, mode, seed)
        except InputError:
            raise
        except Exception as error:
            meant = _as_meant(reading, inputs, mode, seed)
            explained = meant.explain(error) if meant else explain(error, "backward", inputs)
            if explained is None:
                raise
            raise explained from error
        if report.verdict == "fail":
            meant = _as_meant(reading, inputs, mode, seed)
            report = report if meant is None else report.told(meant.cause, meant.line)
    note = reading.pair.note
    return replace(report, read_as=note) if note else report


def _as_meant(
    reading: Reading, inputs: Sequence[Any], mode: Mode, seed: int
) -> OtherReading | None:
    """Return the way to call a pair with which it passes, if there is one."""
    for meant in other_readings(reading.pair):
        try:
            there = read(meant.forward, meant.backward, inputs, {})
            found = _checked(there, mode, seed) if meant.named else _first_look(there, mode, seed)
        except Exception:  # called so, it does not run
            continue
        if isinstance(found, GradcheckReport) and found:
            return meant
    return None


def _checked(reading: Reading, mode: Mode, seed: int) -> GradcheckReport:
    """Return the report on a plain pair; at a kink, with what is found beside it."""
    report = _check(reading, mode, seed)
    if report.verdict != "kink":
        return report
    try:
        with np.errstate(all="ignore"):
            there = moved_off_kinks(reading.given, seed)
            y = run_forward(reading.forward, there)
            beside = _check(reading._replace(given=there, y=y), mode, seed)
        said = f"it is {beside.verdict}"
    except InputError:
        said = "the forward pass has no value"
    return replace(report, reason=f"{report.reason}; with all inputs moved a little, {said}")


def _check(reading: Reading, mode: Mode, seed: int) -> GradcheckReport:
    found = _first_look(reading, mode, seed)
    return found if isinstance(found, GradcheckReport) else look_closely(found, seed)


def _first_look(reading: Reading, mode: Mode, seed: int) -> GradcheckReport | Doubt:
    """Return the report, if a first look is enough for one."""
    forward, given, y = reading.forward, reading.given, reading.y
    rng = np.random.default_rng(seed)
    dy = draw_upstream(outputs(y), rng)

    def run(dy: tuple[Array, ...], there: Sequence[Input]) -> Any:
        return run_backward(reading.backward, dy if isinstance(y, tuple) else dy[0], there)

    try:
        returned = run(dy, given)
        claimed = _claimed(forward, given, returned)
    except GradientError as wrong:
        constants = tuple(one.name for one in given if one.constant or one.label)
        return GradcheckReport("fail", str(wrong), constants=constants)
    constants = tuple(one.name for k, one in enumerate(given) if k not in claimed)
    if not claimed:
        return GradcheckReport("vacuous", NOTHING_TO_STEP, constants=constants)
    shared = shared_memory(y, returned, dy, given)
    loss = Loss(forward, _floats(given, claimed), outputs(y), dy, tuple(claimed))
    dx = joined(claimed.values())  # a copy, lest the next call of the backward pass changes it
    projected = mode == "projected" or (mode == "auto" and dx.size > FULL_UP_TO)
    pass_at_once = pass_along_directions if projected else pass_every_entry
    compared = pass_at_once(loss, dx, [one.name for one in given], rng)
    if compared is None:
        require_same("forward", outputs(y), outputs(run_forward(forward, given)))
    again = gradients(run(dy, given), given)
    require_same("backward", (dx,), (joined(np.asarray(again[k]) for k in claimed),))
    if compared is None:
        return Doubt(loss, loss.split(dx), given, projected, run, constants, shared)
    return conclude(compared, constants, shared)


def _claimed(
    forward: Callable[..., Any], given: Sequence[Input], returned: Any
) -> dict[int, Array]:
    """Return the gradients that the backward pass claims, by the number of their input."""
    found = gradients(returned, given)
    return {
        k: dx
        for k, (one, dx) in enumerate(zip(given, found, strict=True))
        if dx is not None and not (one.label and not takes_floats(forward, given, k))
    }


def _floats(given: Sequence[Input], claimed: Mapping[int, Array]) -> tuple[NDArray[Any], ...]:
    """Return the inputs, as floats those that are stepped."""
    return tuple(
        one.array.astype(np.float64, copy=False) if k in claimed else one.array
        for k, one in enumerate(given)
    )


def _require_mode(mode: Mode) -> None:
    if mode not in get_args(Mode):
        raise InputError(
            f'mode must be "auto", "full" or "projected", but it is {mode!r}. '
            "Leave it out to have it chosen by size."
        )


def _require_seed(seed: int) -> None:
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(
            f"seed must be an integer and not negative, but it is {seed!r}. "
            "Leave it out for the same numbers every time."
        )
