"""The power of the check, in numbers: what it catches, what it lets pass, what it names."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from nnderiv import GradcheckReport, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import Module
from tests.gradcheck.plants import right, wrong

WRONG = list(wrong())
RIGHT = list(right())

pytestmark = pytest.mark.slow


@cache
def report_on(number: int, mode: Mode) -> GradcheckReport:
    """Return the report on a wrong backward pass, made once for both questions put to it."""
    plant = WRONG[number]
    return gradcheck(plant.module.forward, plant.backward, *plant.module.inputs, mode=mode)


def test_there_are_enough_of_both() -> None:
    assert len(WRONG) >= 200
    assert len(RIGHT) >= 100


@pytest.mark.parametrize("number", range(len(WRONG)), ids=[str(plant) for plant in WRONG])
@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_wrong_backward_pass_is_caught(number: int, mode: Mode) -> None:
    report = report_on(number, mode)
    assert report.verdict == "fail", str(report)


@pytest.mark.parametrize(("name", "module"), RIGHT, ids=[name for name, _ in RIGHT])
@pytest.mark.parametrize("mode", ["full", "projected"])
def test_a_right_backward_pass_at_an_awkward_point_is_not_failed(
    name: str, module: Module, mode: Mode
) -> None:
    with np.errstate(under="ignore"):
        report = gradcheck(module.forward, module.backward, *module.inputs, mode=mode)
    assert report.verdict != "fail", f"{name}: {report}"


@pytest.mark.parametrize("mode", ["full", "projected"])
def test_of_the_causes_that_are_known_nine_in_ten_are_named_for_every_kind(mode: Mode) -> None:
    planted, named = Counter[str](), Counter[str]()
    for number, plant in enumerate(WRONG):
        if plant.named:
            kind = plant.kind.split(" of d")[0]
            causes = [one.cause for one in report_on(number, mode).inputs if one.verdict == "fail"]
            planted[kind] += 1
            named[kind] += all(cause.startswith(plant.named) for cause in causes)
    assert len(planted) >= 12
    assert {kind: named[kind] for kind in planted if named[kind] < 0.9 * planted[kind]} == {}
