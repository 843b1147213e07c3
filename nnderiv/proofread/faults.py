"""What an error makes of a claim."""

from __future__ import annotations

import traceback
import warnings

from nnderiv.errors import ReadError
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.numeric.tensor import MisfitError


def outcome_of(error: Exception) -> Outcome:
    """What an error makes of a claim.

    A fault of the proof-reader itself must not keep the other rows from being read: it is a
    warning, which says what to report.
    """
    if isinstance(error, MisfitError):
        return Outcome("fails", str(error), at=error.at)
    if isinstance(error, ReadError):
        return Outcome("unread", str(error), at=error.at)
    if isinstance(error, RecursionError):
        return Outcome("unread", "the row is nested too deeply")
    place = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"{type(error).__name__} in {place.name}, line {place.lineno} of {place.filename}"
    warnings.warn(f"a fault of the proof-reader: {fault}: {error}", RuntimeWarning, stacklevel=2)
    return Outcome("unread", "the proof-reader is at fault here, not the row: it was not checked")
