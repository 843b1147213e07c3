"""A part of the terms dy_j ∂y_j/∂x_i in the place of their sum over j."""

from collections.abc import Iterator

import numpy as np

from nnderiv.arrays import complex_allowed
from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.differences import TINY_STEP
from nnderiv.gradcheck.loss import Array

LARGEST = 2000  # entries: for larger gradients the terms are not taken
LEAST = 1e-9  # a smaller term, as a part of the largest, counts as none


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
            yield f"terms written over each other and not added up: only the {which} of them counts"


def _has_terms(suspect: Suspect) -> bool:
    return suspect.exact and 2 < suspect.x.size <= LARGEST


def _terms(suspect: Suspect) -> Iterator[Array]:
    """Yield, for every entry of x, the terms that the entries of the outputs give to its slope."""
    loss = suspect.loss
    z = suspect.x.astype(np.complex128)
    for i in range(z.size):
        z.flat[i] += 1j * TINY_STEP
        with complex_allowed():
            there = outputs(loss.forward(*loss.inputs_at(z)))
        z.flat[i] = suspect.x.flat[i]
        yield np.concatenate(
            [np.ravel(dy * np.imag(y) / TINY_STEP) for dy, y in zip(loss.dy, there, strict=True)]
        )
