"""Cells of a page in their order: what runs again, and what stays."""

from typing import Any

import pytest

from nnderiv.live.chapter import Chapter

ABOVE = ["steps = ['first']", "steps.append('second')\nprint('above')"]


class Reader:
    """Runs cells of a page and keeps what is printed and told."""

    def __init__(self) -> None:
        self.chapter = Chapter()
        self.parts: list[float] = []

    def run(self, above: list[str], source: str) -> Any:
        printed: list[str] = []
        self.parts.clear()
        answer = self.chapter.run(above, source, printed.append, self.parts.append)
        return answer | {"printed": "".join(printed)}

    def result(self, above: list[str], source: str) -> Any:
        answer = self.run(above, source)
        assert answer["error"] is None, answer["error"]
        return answer["result"]


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_a_cell_runs_after_those_above_it_whose_output_stays_where_it_is(reader: Reader) -> None:
    answer = reader.run(ABOVE, "print(steps)")
    assert answer["printed"] == "['first', 'second']\n"
    assert answer["above"] is None
    assert reader.parts == [1 / 3, 2 / 3]


def test_what_has_run_does_not_run_again(reader: Reader) -> None:
    reader.run(ABOVE, "steps")
    assert reader.result(ABOVE, "steps.append('again')\nlen(steps)") == "3"
    assert reader.result(ABOVE, "len(steps)") == "3"
    assert reader.result([*ABOVE, "len(steps)"], "steps[-1]") == "'again'"
    assert reader.parts == []


def test_names_of_an_edited_cell_are_known_below(reader: Reader) -> None:
    mine = "steps = ['mine']"
    reader.run([], mine)
    assert reader.result([mine], "steps") == "['mine']"


def test_all_runs_again_below_a_cell_that_was_changed(reader: Reader) -> None:
    reader.run(ABOVE, "steps")
    assert reader.result(["steps = ['other']", ABOVE[1]], "steps") == "['other', 'second']"


def test_a_cell_further_down_leaves_no_name_behind(reader: Reader) -> None:
    reader.run([*ABOVE, "steps = None", "late = 1"], "1")
    assert reader.result(ABOVE, "steps") == "['first', 'second']"
    assert reader.run(ABOVE, "late")["error"]["kind"] == "NameError"


def test_a_failing_cell_above_is_told_by_its_number_and_nothing_runs_after_it(
    reader: Reader,
) -> None:
    answer = reader.run([*ABOVE, "1 / 0"], "print('never')")
    assert answer["above"] == 2
    assert answer["error"]["kind"] == "ZeroDivisionError"
    assert answer["printed"] == ""
    mended = [*ABOVE, "steps.append('mended')"]
    assert reader.result(mended, "steps") == "['first', 'second', 'mended']"


def test_a_failing_cell_keeps_what_it_had_done_and_runs_again(reader: Reader) -> None:
    assert reader.run(ABOVE, "half = 1\n1 / 0")["error"]["kind"] == "ZeroDivisionError"
    assert reader.result(ABOVE, "half") == "1"
    assert reader.run([*ABOVE, "1 / 0"], "half")["above"] == 2


def test_a_failing_cell_leaves_no_name_behind_for_others(reader: Reader) -> None:
    reader.run(ABOVE, "steps = None\n1 / 0")
    assert reader.result(ABOVE[:1], "steps") == "['first']"


def test_a_figure_above_is_passed_over(reader: Reader) -> None:
    reader.chapter.cells.names["draw"] = None
    figure = "from nnderiv.live.notebook_only import NotebookOnly\nx = 3\nNotebookOnly('figure')()"
    assert reader.result([figure], "x") == "3"
