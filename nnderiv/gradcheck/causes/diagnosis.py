"""The causes of the gradients of a check that failed, looked for one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnderiv.gradcheck.causes.mistakes import MISTAKES
from nnderiv.gradcheck.causes.suspect import Inputs, Suspect, Upstream
from nnderiv.gradcheck.loss import Array
from nnderiv.gradcheck.numeric import Differentiator
from nnderiv.gradcheck.report import InputReport

FEW = 500  # entries up to which a check along directions steps each, once it has failed


@dataclass(frozen=True)
class Diagnosis:
    """The gradients of a check, to look for the cause of one that fails.

    Attributes:
        claimed: the gradients that the backward pass returned, by the number of their input.
        differentiators: of the loss, as a function of each of these inputs.
        rerun: runs the backward pass at other inputs and another dy, and returns all gradients.
        names: the names of all inputs.
    """

    claimed: Mapping[int, Array]
    differentiators: Mapping[int, Differentiator]
    rerun: Callable[[Inputs, Upstream], Sequence[Array | None]]
    names: Sequence[str]

    def cause_by_entries(self, k: int, found: InputReport) -> str:
        """Return the likely cause for gradient k, of which every number is known, or ""."""
        return likely_cause(self._suspect(k, found, every_entry=True))

    def cause_along_directions(self, k: int, found: InputReport) -> str:
        """Return the likely cause for gradient k, seen along random directions, or ""."""
        return likely_cause(self._suspect(k, found, every_entry=self.claimed[k].size <= FEW))

    def _suspect(self, k: int, found: InputReport, every_entry: bool) -> Suspect:
        entries = self.differentiators[k].gradient if every_entry else None
        return Suspect(
            k, self.claimed, self.differentiators, self.rerun, self.names, found, entries
        )


def likely_cause(suspect: Suspect) -> str:
    """Return the first mistake that the gradient is consistent with, or nothing."""
    for mistake in MISTAKES:
        try:
            with np.errstate(all="ignore"):
                found = next(mistake(suspect), None)
        except Exception:  # the functions under test may dislike what is tried on them
            found = None
        if found is not None:
            return found
    return ""
