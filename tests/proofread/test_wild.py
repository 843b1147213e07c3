"""Documents in the notation of many authors: no verdict on them is wrong, and most rows get one."""

from pathlib import Path

import pytest

from nnderiv import proofread_file
from nnderiv.proofread.claims.outcome import Claim
from tests.proofread.wild_documents import (
    DOCUMENTS,
    FOLDER,
    claims_in,
    equations,
    false_fails,
    given,
    is_rightly_out,
    marks,
    slips,
    wrong_holds,
)

WITH_GIVEN = {False: "as it stands", True: "with declarations"}
MOST_ROWS = {False: 2 / 3, True: 9 / 10}  # of those with an equation, that get a verdict

each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(FOLDER))
)
each_way = pytest.mark.parametrize("with_given", WITH_GIVEN, ids=WITH_GIVEN.get)
# Rows with a slip that are not read even with all declarations, each with the reason why.
UNREAD_SLIPS: dict[tuple[str, int], str] = {
    # Its sums begin at 0, with the bias, and at 1 elsewhere.
    ("books/bishop_networks.tex", 63): "this row rests on a_{j}, whose own row was not read",
    ("courses/beamer_learning_from_data.tex", 19): (
        "this row rests on s^{(l)}_{j}, whose own row was not read"
    ),
    # The two formulas stand in two displays, and are made of other functions.
    ("courses/nielsen_layers.md", 62): (
        r"\delta^{L} has another formula on line 51; the rows below go on with this one"
    ),
    # The cost of a network whose layers are a recurrence is not unrolled.
    ("courses/nielsen_layers.md", 104): "rests on a^{L}, which has no formula here",
}


def told(claims: list[Claim]) -> list[tuple[int | None, int, str, str]]:
    return [(claim.cell, claim.line, claim.latex, claim.reason) for claim in claims]


def test_there_are_enough_documents_in_enough_containers() -> None:
    assert len(DOCUMENTS) >= 24
    kinds = {path.suffix for path in DOCUMENTS}
    assert kinds == {".md", ".tex", ".rst", ".qmd", ".myst", ".html", ".ipynb"}


@each_document
def test_a_document_has_rows_enough_and_a_few_slips(path: Path) -> None:
    assert len(equations(path, with_given=True)) >= 10
    assert 2 <= len(marks(path)) <= 4


@each_document
def test_what_is_given_can_be_read(path: Path) -> None:
    claims = proofread_file(given(path)).claims
    assert claims
    assert [(c.latex, c.reason) for c in claims if c.verdict not in ("declared", "defined")] == []


@each_way
@each_document
def test_every_mark_stands_above_a_row(path: Path, with_given: bool) -> None:
    assert [mark for mark, row in slips(path, with_given).items() if not row] == []


@each_way
@each_document
def test_no_right_row_fails(path: Path, with_given: bool) -> None:
    assert told(false_fails(path, with_given)) == []


@each_way
@each_document
def test_no_row_with_a_slip_holds(path: Path, with_given: bool) -> None:
    assert told(wrong_holds(path, with_given)) == []


@each_document
def test_a_row_with_a_slip_fails_once_its_names_are_declared(path: Path) -> None:
    name = str(path.relative_to(FOLDER))
    unread = {
        (name, mark.line): row[0].reason
        for mark, row in slips(path, with_given=True).items()
        if all(claim.verdict == "unread" for claim in row)
    }
    assert unread == {place: why for place, why in UNREAD_SLIPS.items() if place[0] == name}


@each_document
def test_what_is_printed_as_code_is_no_formula(path: Path) -> None:
    assert not any("y = 2x" in claim.latex for claim in claims_in(path, with_given=False))


@each_way
def test_most_rows_with_an_equation_are_read(with_given: bool) -> None:
    rows = [claim for path in DOCUMENTS for claim in equations(path, with_given)]
    inside = [claim for claim in rows if not is_rightly_out(claim)]
    read = [claim for claim in inside if claim.verdict != "unread"]
    assert len(read) >= MOST_ROWS[with_given] * len(inside)
