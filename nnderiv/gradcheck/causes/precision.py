"""A backward pass that computes in smaller numbers than the forward pass."""

from collections.abc import Iterator

import numpy as np

from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.loss import SEED, Array

LEAST_FLOAT32 = 1e-2 * float(np.finfo(np.float32).eps)
FLOAT32 = 64 * float(np.finfo(np.float32).eps)
NEARBY = 1e-3  # as a part of an entry
POINTS = 6


def low_precision(suspect: Suspect) -> Iterator[str]:
    """Half or single precision."""
    error = np.abs(suspect.slopes - suspect.numeric).max() / np.abs(suspect.numeric).max()
    if LEAST_FLOAT32 < error < FLOAT32:
        if not _error_is_smooth(suspect):
            yield "float32 somewhere in the backward pass: it is right up to that"
    elif error < 1e-3 and np.array_equal(suspect.dx, suspect.dx.astype(np.float16)):
        yield "float16 somewhere in the backward pass: it is right up to that"


def _error_is_smooth(suspect: Suspect) -> bool:
    """Whether the error lies on a line at points close by, as no rounding does."""
    errors = np.array([_error_at(suspect, step * NEARBY) for step in range(POINTS)])
    bends = np.abs(np.diff(errors, 2, axis=0)).max()
    return bool(bends < 0.1 * np.abs(errors).max())


def _error_at(suspect: Suspect, step: float) -> Array:
    """Return the error with the input, and dy, moved by a part of the size of each entry."""
    rng = np.random.default_rng([SEED, 8])

    def moved(one: Array) -> Array:
        return one * (1 + step * rng.uniform(-1, 1, one.shape))

    inputs = suspect.with_input(suspect.k, moved(suspect.x))
    dy = tuple(map(moved, suspect.loss.dy))
    return suspect.rerun_at(inputs, dy) - suspect.numeric_at(inputs, dy)
