"""The one door of judging: who asks for something else is told what there is."""

from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.judging import judge
from tests.judging.conftest import STEP


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({}, '"do" of what to judge by is one of step, derivation, backward; got None'),
        ({"do": "open"}, "got 'open'"),
        ({"do": "step"}, "step is not judged by nothing"),
        ({**STEP, "page": "a"}, "step is not judged by cells, row, page"),
        ({**STEP, "row": 0}, "here, rows 1 to 5 may; got row 0"),
        ({**STEP, "row": 6}, "here, rows 1 to 5 may; got row 6"),
        ({**STEP, "row": 5}, "row 5 has a left side of its own"),
        ({**STEP, "cells": []}, "got row 2"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(ask: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        judge(ask, "x")


def test_what_to_judge_by_stays_as_it_was() -> None:
    before = {**STEP}
    judge(STEP, "x")
    assert before == STEP


def test_a_text_that_is_too_long_is_not_read() -> None:
    assert "too long" in judge(STEP, "x" * 20_001)["refusal"]
