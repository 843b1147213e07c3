"""Wrong gradients that were reported in public are caught, and their causes named if they can be.

The cause that is named is the mistake that was reported, or none is named.
"""

from collections import Counter
from functools import cache

import pytest

from nnderiv import GradcheckReport, gradcheck
from nnderiv.gradcheck.check import Mode
from tests.gradcheck.reports import REPORTS

SEEDS = range(3)

pytestmark = pytest.mark.slow
each = pytest.mark.parametrize("number", range(len(REPORTS)), ids=list(map(str, REPORTS)))
in_both_modes = pytest.mark.parametrize("mode", ["full", "projected"])


@cache
def report_on(number: int, mode: Mode, seed: int) -> GradcheckReport:
    """Return the report on a wrong backward pass, made once for both questions put to it."""
    report = REPORTS[number]
    return gradcheck(report.forward, report.wrong, *report.inputs(seed), mode=mode, seed=seed)


def causes(number: int, mode: Mode, seed: int) -> list[str]:
    """Return the causes of the gradients that fail."""
    found = report_on(number, mode, seed).inputs
    return [one.cause for one in found if one.verdict == "fail"]


def test_there_are_enough_and_no_two_of_one_name() -> None:
    assert len(REPORTS) >= 60
    assert set(Counter(map(str, REPORTS)).values()) == {1}
    assert len({report.source for report in REPORTS}) >= 60


def test_a_report_names_its_cause_or_says_why_it_does_not() -> None:
    assert all(bool(report.named) != bool(report.why) for report in REPORTS)


@each
@in_both_modes
@pytest.mark.parametrize("seed", SEEDS)
def test_a_wrong_gradient_fails(number: int, mode: Mode, seed: int) -> None:
    report = report_on(number, mode, seed)
    assert report.verdict == "fail", str(report)


@each
@in_both_modes
@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_gradient_passes(number: int, mode: Mode, seed: int) -> None:
    one = REPORTS[number]
    report = gradcheck(one.forward, one.right, *one.inputs(seed), mode=mode, seed=seed)
    assert report.verdict == "pass", str(report)


@each
@in_both_modes
@pytest.mark.parametrize("seed", SEEDS)
def test_the_cause_is_what_was_reported_and_no_other(number: int, mode: Mode, seed: int) -> None:
    named = REPORTS[number].named
    for cause in causes(number, mode, seed):
        assert cause.startswith(named) if named else cause == ""


@in_both_modes
def test_for_three_in_four_a_cause_is_named(mode: Mode) -> None:
    named = [all(causes(number, mode, 0)) for number in range(len(REPORTS))]
    assert sum(named) >= 0.75 * len(named)
