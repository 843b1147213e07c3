"""Documents written after public ones, with declarations beside them, and their planted slips."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nnderiv.proofread.api import proofread_passages
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.files import read_file

FOLDER = Path(__file__).parent / "wild"
GIVEN = ".given.md"
DOCUMENTS = sorted(
    path
    for path in FOLDER.rglob("*.*")
    if path.is_file() and path.suffix != ".py" and not path.name.endswith(GIVEN)
)
MARK = re.compile(r"\s*(?:<!-- slip -->|% slip|\.\. slip)\s*")
REACH = 5  # lines below a mark in which its row begins
# A row with an equation has one of these outside of the bounds of sums and of operators.
BOUNDS = re.compile(r"[_^]\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
EQUATION = re.compile(r":?=|\\equiv|\\approx|\\leftarrow|\\gets|\\propto|\\coloneqq")
# What the reader leaves out by name.
RIGHTLY_OUT = re.compile(
    r"limit|integral|expectation|updates? |approximately|Einstein|repeated ind|proportional", re.I
)


@dataclass(frozen=True)
class Mark:
    """The place of a planted slip: the line of its mark, and in a notebook its cell."""

    line: int
    cell: int | None = None


def given(path: Path) -> Path:
    """The declarations that belong to a document."""
    return path.with_name(path.stem + GIVEN)


@cache
def claims_in(path: Path, with_given: bool) -> tuple[Claim, ...]:
    """The claims of a document, with or without the declarations that belong to it."""
    reader = Proofreader()
    if with_given:
        proofread_passages(read_file(given(path)), reader=reader)
    return proofread_passages(read_file(path), reader=reader).claims


def equations(path: Path, with_given: bool) -> list[Claim]:
    """The claims that are equations; declarations and conditions are none."""
    return [
        claim
        for claim in claims_in(path, with_given)
        if claim.verdict != "declared" and EQUATION.search(BOUNDS.sub("", claim.latex))
    ]


def is_rightly_out(claim: Claim) -> bool:
    """Whether a claim is of a kind that the reader leaves out by name, and says so."""
    return claim.verdict == "unread" and RIGHTLY_OUT.search(claim.reason) is not None


@cache
def marks(path: Path) -> tuple[Mark, ...]:
    """The places of the planted slips of a document."""
    return tuple(
        Mark(number, cell)
        for cell, text in _texts(path)
        for number, line in enumerate(text.splitlines(), start=1)
        if MARK.fullmatch(line)
    )


def _texts(path: Path) -> Iterator[tuple[int | None, str]]:
    """The text of a file, or the texts of the cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        yield None, text
        return
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        yield number, "".join(cell["source"])


def slip_at(mark: Mark, claims: tuple[Claim, ...]) -> list[Claim]:
    """The claims of the row below a mark."""
    below = [
        claim
        for claim in claims
        if claim.cell == mark.cell and mark.line < claim.line <= mark.line + REACH
    ]
    return [claim for claim in below if claim.row == below[0].row]


def slips(path: Path, with_given: bool) -> dict[Mark, list[Claim]]:
    """The claims of every row with a planted slip; none where the row was not found."""
    found = claims_in(path, with_given)
    return {mark: slip_at(mark, found) for mark in marks(path)}


def false_fails(path: Path, with_given: bool) -> list[Claim]:
    """The claims that fail although nothing is wrong with them."""
    planted = {id(c) for row in slips(path, with_given).values() for c in row}
    return [
        claim
        for claim in claims_in(path, with_given)
        if claim.verdict == "fails" and id(claim) not in planted
    ]


def wrong_holds(path: Path, with_given: bool) -> list[Claim]:
    """The claims with a planted slip of which none in their row fails or was left unread."""
    return [
        row[0]
        for row in slips(path, with_given).values()
        if row and {claim.verdict for claim in row} <= {"holds", "defined", "declared"}
    ]
