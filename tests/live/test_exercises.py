"""The worker judges what is written in an exercise, whatever page it is on."""

import json
import subprocess
import sys
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.live.bridge import Bridge
from tests.judging.conftest import DERIVATION, STEP

ROW = r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}"


def asked(ask: dict[str, Any], answer: str) -> Any:
    request = json.dumps({"do": "exercise", "ask": ask, "answer": answer})
    return json.loads(Bridge().answer(request, print))


def test_a_row_is_judged_on_a_page_that_was_not_opened() -> None:
    assert asked(STEP, ROW)["right"] is True
    assert asked(STEP, f"-{ROW}")["right"] is False
    assert asked(STEP, ROW)["error"] is None


def test_a_derivation_is_judged() -> None:
    assert asked(DERIVATION, f"{DERIVATION['target']} &= {ROW}")["right"] is True


def test_what_is_no_answer_is_told() -> None:
    assert "Nothing is typed yet" in asked(STEP, "")["refusal"]


def test_what_cannot_be_judged_is_an_error_and_not_the_end() -> None:
    assert asked({"do": "open"}, ROW)["error"]["kind"] == "InputError"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ('{"do": "exercise"}', "exercise has ask, answer, not "),
        ('{"do": "exercise", "ask": "", "answer": ""}', "ask of exercise is not dict"),
        ('{"do": "exercise", "ask": {}, "answer": 3}', "answer of exercise is not str"),
    ],
)
def test_a_bad_request_is_refused(request_: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Bridge().answer(request_, print)


def test_judging_needs_nothing_of_a_notebook() -> None:
    code = """
import sys
import nnderiv.judging
heavy = ("IPython", "anywidget", "traitlets", "nnderiv.exercises")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
