"""Each right row of the book with a slip of the pen: every slip that matters is caught."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from nnderiv.exercises.derivations.slips import KINDS, Slip, slips
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.files import read_file
from tests.proofread.equal_slips import EQUAL

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
DELTA = re.compile(r"\\delta_\{([a-z]),([a-z])\}")


def is_equal(row: str, slip: str) -> bool:
    """Whether a slip leaves the row right: by the list, or for one of two reasons of notation."""
    symmetric = [DELTA.sub(lambda d: "".join(sorted(d.groups())), text) for text in (row, slip)]
    remainder = slip.replace("- O(", "+ O(")  # a remainder has no sign
    return slip in EQUAL or symmetric[0] == symmetric[1] or row == remainder


def tried(path: Path) -> Iterator[tuple[str, Slip, str]]:
    """Every right row of a chapter with every slip, and the verdict on it."""
    rows = [row for passage in read_file(path) for row in passage_rows(passage)]
    reader = Proofreader()
    reader.survey(rows)
    for row in rows:
        before = deepcopy(reader)
        claims = reader.read(row)
        if isinstance(row, ValueError) or [claim.verdict for claim in claims] != ["holds"]:
            continue
        for slip in slips(row.latex):
            (claim,) = deepcopy(before).read(replace(row, latex=slip.latex))
            yield row.latex, slip, claim.verdict


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[str, Slip, str]]:
    return [outcome for path in CHAPTERS for outcome in tried(path)]


def test_there_are_at_least_three_hundred_of_all_kinds(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    kinds = Counter(slip.kind for _, slip, _ in outcomes)
    assert kinds.keys() == KINDS.keys()
    assert kinds.total() >= 300


def test_every_slip_is_caught_or_is_equal_and_listed(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    survivors = [
        (slip.kind, slip.latex, verdict)
        for row, slip, verdict in outcomes
        if verdict not in ("fails", "unread") and not is_equal(row, slip.latex)
    ]
    assert survivors == []


def test_every_slip_that_is_listed_as_equal_is_tried_and_holds(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    holding = {slip.latex for _, slip, verdict in outcomes if verdict == "holds"}
    assert EQUAL.keys() <= holding


def test_most_slips_are_caught_by_numbers_and_not_for_want_of_reading(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    verdicts = Counter(verdict for _, _, verdict in outcomes)
    assert verdicts["fails"] > 10 * verdicts["unread"]
