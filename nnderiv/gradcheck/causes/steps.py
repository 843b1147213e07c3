"""Mistakes in what goes through time: each step of the output depends on the inputs up to it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.loss import Array, Loss

MOST_STEPS = 64  # each is taken alone


def runs_through_time(loss: Loss) -> bool:
    """Whether a step of some input moves later steps of the output, and none moves earlier ones."""
    if any(dy.ndim == 0 for dy in loss.dy) or len({len(dy) for dy in loss.dy}) > 1:
        return False
    steps = len(loss.dy[0])
    for j, x in enumerate(loss.inputs):
        if x.ndim and len(x) == steps > 1 and x.dtype.kind == "f":
            first, last = _moved(loss, j, 0), _moved(loss, j, -1)
            if first[1:].any() and last[-1] and not last[:-1].any():
                return True
    return False


def _moved(loss: Loss, j: int, step: int) -> NDArray[np.bool_]:
    """Which steps of the output move with this step of an input; none where that cannot be told."""
    x = loss.inputs[j].copy()
    x[step] += 0.1
    steps = len(loss.dy[0])
    try:
        there = outputs(loss.forward(*loss.inputs[:j], x, *loss.inputs[j + 1 :]))
    except Exception:  # beyond its domain a function may raise what it likes
        return np.zeros(steps, np.bool_)
    changed = [
        (one != y).reshape(steps, -1).any(axis=1) for one, y in zip(there, loss.y, strict=True)
    ]
    moved: NDArray[np.bool_] = np.any(changed, axis=0)
    return moved


def slice_of(array: Array, axis: int, place: int) -> Array:
    """Return an array with zeros but for one place of an axis."""
    only = np.zeros_like(array)
    index = (slice(None),) * axis + (place,)
    only[index] = array[index]
    return only


def way_back_left_out(suspect: Suspect) -> Iterator[str]:
    """A gradient without what comes back through the next step: each step by its own output."""
    loss = suspect.loss
    if not runs_through_time(loss):
        return
    steps = len(loss.dy[0])
    left_out = "the way back through time left out"
    if suspect.x.ndim and len(suspect.x) == steps <= MOST_STEPS:
        alone = [_alone(suspect, step) for step in range(steps)]
        if suspect.is_like(np.sum(alone, axis=0)):
            yield f"{left_out}: each step has the gradient of its own output alone"
        return
    first = tuple(slice_of(dy, 0, 0) for dy in loss.dy)
    if suspect.is_like(suspect.numeric_at(loss.inputs, first)):
        yield f"{left_out}: only the output of the first step counts"


def _alone(suspect: Suspect, step: int) -> Array:
    """The slopes by one step of the input and of the output."""
    only = tuple(slice_of(dy, 0, step) for dy in suspect.loss.dy)
    along = replace(suspect.differentiator, loss=replace(suspect.loss, dy=only)).along
    slopes = [along.slope(slice_of(v, 0, step)).value for v in suspect.directions()]
    return np.array(slopes)
