"""Each row that holds in a document of another author, with a slip of the pen: it is caught."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from nnderiv.exercises.derivations.slips import slips
from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.files import read_file
from tests.proofread.test_mutants import is_equal
from tests.proofread.wild_documents import DOCUMENTS, FOLDER, given

# What other authors write for the signs that the mutants of the book lose.
OTHERS = {
    "transpose": re.compile(r"\^\\top|\^\{\\?T\}|\\tran(?![a-z])"),
    "dropped factor": re.compile(r"\\frac\{1\}\{[mNDK]\}"),
}
# Slips that leave a row right: the document and the row as the slip leaves it; the reason why.
EQUAL: dict[tuple[str, str], str] = {
    (
        "blogs/jacobians_in_columns.md",
        r"\frac{\partial a}{\partial \mathbf{w}} = \begin{cases} \mathbf{0} & "
        r"\mathbf{w} \cdot \mathbf{u} + b \leq 0 \\ "
        r"\mathbf{u} & \mathbf{w} \cdot \mathbf{u} - b > 0 \end{cases}",
    ): "says nothing where neither condition holds, and the same where one does",
}

Tried = tuple[str, str, str, str]  # a row, the kind of a slip, the row with it, and the verdict


def slips_of_the_pen(latex: str) -> Iterator[tuple[str, str]]:
    """The kind of every slip in the right side of a row, and the row with it.

    Other authors write labels where the book has indices: with another one, nothing is declared.
    """
    for slip in slips(latex):
        if slip.kind != "index" or "exchanged" in slip.cause:
            yield slip.kind, slip.latex
    left, equals, right = latex.partition("=")
    for kind, pattern in OTHERS.items():
        for found in pattern.finditer(right):
            yield kind, left + equals + right[: found.start()] + right[found.end() :]


def tried(path: Path) -> Iterator[Tried]:
    """Every row of a document that holds with every slip, and the verdict on it."""
    reader = Proofreader()
    proofread_passages(read_file(given(path)), reader=reader)
    rows = [row for passage in read_file(path) for row in passage_rows(passage)]
    reader.survey(rows)
    for row in rows:
        before = deepcopy(reader)
        claims = reader.read(row)
        if isinstance(row, ValueError) or {claim.verdict for claim in claims} != {"holds"}:
            continue
        for kind, slip in slips_of_the_pen(row.latex):
            found = deepcopy(before).read(replace(row, latex=slip))
            yield row.latex, kind, slip, worst({claim.verdict for claim in found})


def worst(verdicts: set[str]) -> str:
    """The verdict on a row with several claims."""
    return next((verdict for verdict in ("fails", "unread") if verdict in verdicts), "holds")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Tried]]:
    return {str(path.relative_to(FOLDER)): list(tried(path)) for path in DOCUMENTS}


@pytest.mark.slow
def test_there_are_at_least_three_hundred(
    outcomes: dict[str, list[Tried]],
) -> None:
    assert sum(map(len, outcomes.values())) >= 300


@pytest.mark.slow
def test_every_slip_is_caught_or_is_equal_and_listed(
    outcomes: dict[str, list[Tried]],
) -> None:
    survivors = {
        (name, slip): kind
        for name, tries in outcomes.items()
        for row, kind, slip, verdict in tries
        if verdict not in ("fails", "unread") and not is_equal(row, slip)
    }
    assert survivors.keys() == EQUAL.keys(), survivors


@pytest.mark.slow
def test_most_slips_are_caught_by_numbers_and_not_for_want_of_reading(
    outcomes: dict[str, list[Tried]],
) -> None:
    verdicts = Counter(verdict for tries in outcomes.values() for *_, verdict in tries)
    assert verdicts["fails"] > 10 * verdicts["unread"]
