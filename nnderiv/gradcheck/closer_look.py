"""A closer look at gradients that a first look leaves in doubt, one input at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import gradients
from nnderiv.gradcheck.causes.diagnosis import Diagnosis
from nnderiv.gradcheck.entrywise import compare_entries, confirm_by_differences
from nnderiv.gradcheck.inputs import Input
from nnderiv.gradcheck.kinks import misfit
from nnderiv.gradcheck.loss import SEED, Array, Loss, joined
from nnderiv.gradcheck.numeric import Differentiator
from nnderiv.gradcheck.projected import compare_along_directions
from nnderiv.gradcheck.report import GradcheckReport, InputReport, conclude


@dataclass(frozen=True)
class Doubt:
    """What a first look leaves open: whether the gradients claimed are those of the loss.

    Attributes:
        loss: of all inputs that are stepped.
        claimed: the gradients that the backward pass returned, by the number of their input.
        given: all inputs.
        projected: whether only a few directions are taken.
        run: runs the backward pass.
        constants: the names of the inputs that are held constant.
        shared: what shares memory.
    """

    loss: Loss
    claimed: Mapping[int, Array]
    given: Sequence[Input]
    projected: bool
    run: Callable[[tuple[Array, ...], Sequence[Input]], Any]
    constants: tuple[str, ...]
    shared: Sequence[str]


def look_closely(doubt: Doubt, seed: int) -> GradcheckReport:
    """Compare every gradient with numbers, and look for the causes of those that fail."""
    loss, claimed, given, projected = doubt.loss, doubt.claimed, doubt.given, doubt.projected
    names = [one.name for one in given]
    differentiators = {k: Differentiator(loss.only(k)) for k in claimed}

    def rerun(inputs: tuple[NDArray[Any], ...], dy: tuple[Array, ...]) -> list[Array | None]:
        there = [replace(one, array=array) for one, array in zip(given, inputs, strict=True)]
        return gradients(doubt.run(dy, there), there)

    def compare(k: int) -> InputReport:
        name, differentiator, dx = names[k], differentiators[k], claimed[k]
        if projected:
            rng = np.random.default_rng([seed, SEED, k])
            return compare_along_directions(name, differentiator, dx, rng)
        return compare_entries(name, differentiator, dx, differentiator.gradient)

    found = {}
    for k in claimed:
        confirmed = confirm_by_differences(differentiators[k], compare(k))
        if confirmed is None:
            differentiators[k] = replace(differentiators[k], analytic=False)
            confirmed = compare(k)
        found[k] = confirmed
    _judge_kinks(loss, claimed, found)
    diagnosis = Diagnosis(claimed, differentiators, rerun, names)
    cause = diagnosis.cause_along_directions if projected else diagnosis.cause_by_entries
    compared = [
        replace(one, cause=one.cause or cause(k, one)) if one.verdict == "fail" else one
        for k, one in found.items()
    ]
    return conclude(compared, doubt.constants, doubt.shared)


def _judge_kinks(loss: Loss, claimed: Mapping[int, Array], found: dict[int, InputReport]) -> None:
    """Fail a gradient at a kink that is right for each entry alone, and wrong for all that meet."""
    if any(one.verdict == "fail" for one in found.values()):
        return
    places = [
        loss.parts[k].start + int(np.ravel_multi_index(place, one.shape))
        if one.shape
        else loss.parts[k].start
        for k, one in found.items()
        if one.verdict == "kink"
        for place in one.places
    ]
    wrong = misfit(loss, joined(claimed.values()), places) if places else None
    if wrong is None:
        return
    for k, part in loss.parts.items():
        if part.start <= wrong.entries[0] < part.stop:
            found[k] = replace(
                found[k],
                verdict="fail",
                cause=f"gradients that do not fit together at a kink: those of the "
                f"{len(wrong.entries)} entries that meet there add up to {wrong.claimed:.3g}, but "
                f"all moved together change the loss by {wrong.measured:.3g}",
            )
