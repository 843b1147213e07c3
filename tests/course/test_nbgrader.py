"""nbgrader itself makes and grades the assignment, in an environment that the test installs."""

import json

import nbformat
import pytest

from tools.course_answers import DUE
from tools.try_nbgrader import NOTEBOOK, PLACE, ROOT, Points, try_out

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def given() -> Points:
    return try_out()


@pytest.mark.parametrize("student", DUE)
def test_a_student_gets_the_points_that_are_due(student: str, given: Points) -> None:
    assert given[student] == DUE[student]


def test_what_students_get_has_no_solution_and_no_hidden_test(given: Points) -> None:
    released = (PLACE / "course" / "release" / NOTEBOOK).read_text(encoding="utf-8")
    source = nbformat.read(ROOT / "teaching" / "source" / NOTEBOOK, as_version=4)
    hidden = set()
    for cell in source.cells:
        inside = False
        for line in cell.source.splitlines():
            inside = (inside or "BEGIN " in line) and "END " not in line
            hidden |= {line} if inside else set()
    long = {line for line in hidden if len(line) > 25}
    assert len(long) > 15
    assert not [line for line in long if json.dumps(line)[1:-1] in released]
