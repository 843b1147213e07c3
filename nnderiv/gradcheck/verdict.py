"""The verdict on a whole check: the gravest of those on its inputs, in a sentence."""

from collections.abc import Sequence

import numpy as np

from nnderiv.gradcheck.report import GradcheckReport, InputReport, Verdict

_REASONS: dict[Verdict, str] = {
    "fail": "the gradient of {names} disagrees with the numbers",
    "kink": "the gradient of {names} is taken at a kink, where the function has no derivative; "
    "move the input off it",
    "noise": "the gradient of {names} differs from the numbers by less than rounding can cause; "
    "use float64 or larger gradients",
    "vacuous": "the gradient of {names} is 0 on both sides, up to rounding, as it would be if it "
    "were never computed; choose inputs that the output depends on",
    "pass": "every gradient agrees with the numbers",
}
_EDGE = (
    "the gradient of {names} cannot be checked at the edge of the domain, where the forward pass "
    "has no value beside the input; move the input inside"
)


def conclude(
    compared: Sequence[InputReport], constants: tuple[str, ...], shared: Sequence[str]
) -> GradcheckReport:
    """Return the gravest of the verdicts on the inputs as the verdict on all."""
    gravest = list(_REASONS)
    verdict = min((one.verdict for one in compared), key=gravest.index)
    names = " and ".join(one.name for one in compared if one.verdict == verdict)
    methods = " and ".join(dict.fromkeys(one.method for one in compared))
    reason = f"{_REASONS[verdict].format(names=names)} ({methods})"
    if verdict == "fail" and any(np.isnan(one.numeric) for one in compared):
        reason = _EDGE.format(names=names)
    return GradcheckReport(verdict, reason, tuple(compared), constants, tuple(shared))
