"""The assignment as stored: nbgrader's marks on its cells, and all points for its solutions."""

import re

import nbformat
import pytest
from nbformat import NotebookNode

from tools.normal_form import is_stored_in_normal_form
from tools.try_nbgrader import NOTEBOOK, ROOT

PATH = ROOT / "teaching" / "source" / NOTEBOOK
NEEDED = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}


@pytest.fixture(scope="module")
def cells() -> list[NotebookNode]:
    found: list[NotebookNode] = nbformat.read(PATH, as_version=4).cells
    return found


def test_every_cell_says_what_nbgrader_shall_do_with_it(cells: list[NotebookNode]) -> None:
    marks = [cell.metadata.nbgrader for cell in cells]
    assert len({mark.grade_id for mark in marks}) == len(cells)
    for mark, cell in zip(marks, cells, strict=True):
        assert set(mark) == NEEDED | ({"points"} if mark.grade else set())
        assert mark.schema_version == 3
        assert mark.locked != mark.solution, "a cell is either the teacher's or the student's"
        assert mark.solution == ("BEGIN SOLUTION" in cell.source)


def test_the_points_of_the_cells_are_those_that_the_table_promises(
    cells: list[NotebookNode],
) -> None:
    promised = re.findall(r"^\| \d \|.*\| (\d+) \|$", cells[0].source, re.MULTILINE)
    points = [cell.metadata.nbgrader.get("points", 0) for cell in cells]
    assert sum(map(int, promised)) == sum(points) == 20


def test_the_solutions_earn_all_points_that_no_person_gives(cells: list[NotebookNode]) -> None:
    for cell in cells:
        mark = cell.metadata.nbgrader
        if mark.grade and not mark.solution:
            assert cell.outputs[-1].output_type == "execute_result"
            assert float(cell.outputs[-1].data["text/plain"]) == mark.points
            assert not [output for output in cell.outputs if output.get("name") == "stderr"]


def test_the_assignment_is_stored_in_normal_form() -> None:
    assert is_stored_in_normal_form(PATH)
