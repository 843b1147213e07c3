"""A part of the terms dy_j ∂y_j/∂x_i in the place of their sum over j."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import Array, Loss

LARGEST = 2000  # entries: for larger gradients the terms are not taken
DIFFERENCE = 1e-5
LEAST = 1e-7  # a smaller term, as a part of the largest, counts as none


def diagonal_only(suspect: Suspect) -> Iterator[str]:
    """A module treated as if each output depended on its own input alone."""
    y = suspect.loss.y
    if len(y) > 1 or y[0].shape != suspect.x.shape or not _has_terms(suspect):
        return
    own = [terms[i] for i, terms in enumerate(_terms(suspect))]
    if suspect.is_like(suspect.of(np.reshape(own, suspect.x.shape))):
        yield "the diagonal of the Jacobian alone: as if each output depended on its own entry only"


def overwritten(suspect: Suspect) -> Iterator[str]:
    """Terms that are written over each other in the place of being added up."""
    if not _has_terms(suspect):
        return
    last, first = np.zeros((2, suspect.x.size))
    for i, terms in enumerate(_terms(suspect)):
        some = np.flatnonzero(np.abs(terms) > LEAST * np.abs(terms).max())
        if some.size:
            last[i], first[i] = terms[some[-1]], terms[some[0]]
    for part, which in ((last, "last"), (first, "first")):
        if suspect.is_like(suspect.of(part.reshape(suspect.x.shape))):
            yield written_over(suspect, which)


def written_over(suspect: Suspect, which: str) -> str:
    """Say that of several terms only the first or the last counts, and at how many entries."""
    said = f"terms written over each other and not added up: only the {which} counts"
    off = suspect.off
    return said if off is None else f"{said}, at {off.sum()} of {off.size} entries"


def _has_terms(suspect: Suspect) -> bool:
    return 2 < suspect.x.size <= LARGEST


def _terms(suspect: Suspect) -> Iterator[Array]:
    """Yield, for every entry of x, the terms that the entries of the outputs give to its slope."""
    loss = suspect.loss
    for i in range(suspect.x.size):
        slopes = _by_complex_step(loss, i) if suspect.exact else _by_difference(loss, i)
        yield np.concatenate(
            [np.ravel(dy * slope) for dy, slope in zip(loss.dy, slopes, strict=True)]
        )


def _by_complex_step(loss: Loss, i: int) -> list[Array]:
    with complex_allowed():
        return [np.imag(y) / TINY_STEP for y in _outputs(loss, i, 1j * TINY_STEP)]


def _by_difference(loss: Loss, i: int) -> list[Array]:
    h = DIFFERENCE * max(1.0, abs(float(loss.x.flat[i])))
    ahead, behind = _outputs(loss, i, h), _outputs(loss, i, -h)
    return [(one - other) / (2 * h) for one, other in zip(ahead, behind, strict=True)]


def _outputs(loss: Loss, i: int, step: complex) -> tuple[NDArray[Any], ...]:
    there = loss.x.astype(np.result_type(loss.x, step))
    there.flat[i] += step
    return outputs(loss.forward(*loss.inputs_at(there)))
