"""Mistakes in the use of dy, the upstream gradient: not used, used in part, in the wrong place."""

from collections.abc import Iterator

import numpy as np

from nnderiv.gradcheck.causes.steps import runs_through_time, slice_of
from nnderiv.gradcheck.causes.suspect import Suspect, Upstream


def dy_last(suspect: Suspect) -> Iterator[str]:
    """A backward pass that takes dy after the inputs."""
    arguments = (*suspect.loss.inputs, *suspect.loss.dy)
    if len(suspect.loss.dy) > 1 or len({one.shape for one in arguments}) > 1:
        return  # of other shapes, the arguments would not have fitted
    first, *others = arguments
    found = suspect.rerun(tuple(others), (first,))
    v = next(suspect.directions())
    claimed = np.array([float((np.asarray(found[j]) * v).sum()) for j in suspect.claimed])
    numeric = [one.along.slope(v).value for one in suspect.differentiators.values()]
    if suspect.is_like(np.array(numeric), claimed):
        yield "arguments in another order: called with dy after the inputs, it is right"


def use_of_dy(suspect: Suspect) -> Iterator[str]:
    """A gradient that does not depend on dy, or not as on a factor."""
    again = suspect.rerun_at(suspect.loss.inputs, tuple(-2 * one for one in suspect.loss.dy))
    if np.array_equal(again, suspect.slopes):
        yield "dy not multiplied in: another dy gives the same gradient"
    elif not suspect.is_like(-2 * suspect.slopes, again):
        yield "dy used otherwise than as a factor: -2 times the dy is not -2 times the gradient"


def ignored_output(suspect: Suspect) -> Iterator[str]:
    """A backward pass that uses the gradient of one output alone, or of all but one."""
    several = len(suspect.loss.dy)
    for j in range(several if several > 1 else 0):
        if suspect.is_like(suspect.numeric_at(suspect.loss.inputs, _without(suspect, {j}))):
            yield f"the gradient of output {j} ignored: with dy[{j}] of zeros, it is right"
    for j in range(several if several > 2 else 0):
        ignored = set(range(several)) - {j}
        if suspect.is_like(suspect.numeric_at(suspect.loss.inputs, _without(suspect, ignored))):
            yield f"all outputs ignored but output {j}: with zeros for the other dy, it is right"


def _without(suspect: Suspect, ignored: set[int]) -> Upstream:
    return tuple(np.zeros_like(dy) if j in ignored else dy for j, dy in enumerate(suspect.loss.dy))


def part_of_dy(suspect: Suspect) -> Iterator[str]:
    """The gradient with a part of the terms of its sum, such as one example or time step."""
    rows, row = ("steps", "step") if runs_through_time(suspect.loss) else ("batch", "example")
    for axis in range(min(dy.ndim for dy in suspect.loss.dy)):
        if any(dy.shape[axis] < 2 for dy in suspect.loss.dy):
            continue
        name = f"over the {rows}" if axis == 0 else f"over axis {axis} of dy"
        for place, which in ((0, "first"), (-1, "last")):
            only = tuple(slice_of(dy, axis, place) for dy in suspect.loss.dy)
            part = suspect.numeric_at(suspect.loss.inputs, only)
            what = f"{which} {row if axis == 0 else 'index'}"
            if suspect.is_like(part):
                yield f"a sum {name} forgotten: only the {what} counts"
            if suspect.is_like(suspect.numeric - part):
                yield f"a sum {name} that leaves out the {what}"
    for place, which in ((0, "first"), (-1, "last")):
        only = tuple(np.zeros_like(dy) for dy in suspect.loss.dy)
        for part, dy in zip(only, suspect.loss.dy, strict=True):
            part.flat[place] = dy.flat[place]
        if suspect.is_like(suspect.numeric_at(suspect.loss.inputs, only)):
            yield f"a sum over the output forgotten: only its {which} entry counts"


def dy_itself(suspect: Suspect) -> Iterator[str]:
    """A gradient that is dy, as it came."""
    (dy,) = suspect.loss.dy
    if dy.shape == suspect.dx.shape and np.array_equal(dy, suspect.dx):
        yield "dy passed on as it is: the derivative of the module is not multiplied in"
