"""An input whose entries are copied to the outputs, some of them more often than others."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.jacobian import written_over
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import Array, Loss

APART = 1e-9  # how far a copy may be off, by rounding, as a part of its size


def lost_repeats(suspect: Suspect) -> Iterator[str]:
    """Entries taken by an index: of the gradients of several copies, one is kept, not their sum.

    The same numbers come out where the first example is left out and takes what is taken again, so
    this is tried before. Copies of which each entry has as many are those of a bias, say, and a sum
    over them that is forgotten is another mistake.
    """
    step = 1j * TINY_STEP if suspect.exact else 1.0
    source = _sources(suspect.loss, next(suspect.directions()), step)
    if source is None:
        return
    copied = source >= 0
    copies = np.bincount(source[copied], minlength=suspect.x.size)
    if copies.max() < 2 or copies.min() == copies.max():
        return
    dy = np.concatenate([np.ravel(one) for one in suspect.loss.dy])
    for order, which in ((1, "last"), (-1, "first")):
        dx = np.zeros(suspect.x.size)
        dx[source[copied][::order]] = dy[copied][::order]  # of repeats, the last stays
        if suspect.is_like(suspect.of(dx.reshape(suspect.x.shape))):
            yield written_over(suspect, which)


def _sources(loss: Loss, direction: Array, step: complex) -> NDArray[np.intp] | None:
    """Return for every entry of the outputs the entry of x of which it is a copy.

    It moves with that entry alone, and as far; -1 stands for one that does not move. None if an
    entry of an output is more than a copy, but for what does not depend on x.
    """
    with complex_allowed():
        there = outputs(loss.forward(*loss.inputs_at(loss.x + step * direction)))
    moved = [np.ravel((one - here) / step).real for one, here in zip(there, loss.y, strict=True)]
    change, steps = np.concatenate(moved), np.ravel(direction)
    order = np.argsort(steps)
    after = np.clip(np.searchsorted(steps[order], change), 1, max(len(steps) - 1, 1))
    nearest = np.stack([order[after - 1], order[np.minimum(after, len(steps) - 1)]])
    apart = np.abs(steps[nearest] - change)
    source = np.where(apart[0] <= apart[1], *nearest)
    still = np.abs(change) <= APART * np.abs(steps).min()
    if not (still | (apart.min(axis=0) <= APART * np.abs(steps[source]))).all():
        return None
    return np.where(still, -1, source)
