"""Documents written after public ones, the declarations that belong to them, their planted slips.

A line `<!-- slip -->`, `% slip` or `.. slip` marks the row below it: it has a slip in it. All other
rows are right. `NAME.given.md` declares what the author of NAME leaves unsaid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nnderiv import proofread_file
from nnderiv.proofread.claims.outcome import Claim

FOLDER = Path(__file__).parent / "wild"
GIVEN = ".given.md"
DOCUMENTS = sorted(
    path for path in FOLDER.rglob("*.*") if path.is_file() and not path.name.endswith(GIVEN)
)
MARK = re.compile(r"\s*(?:<!-- slip -->|% slip|\.\. slip)\s*")
REACH = 5  # lines below a mark within which its row begins
BOUNDS = re.compile(r"[_^]\s*\{(?:[^{}]|\{[^{}]*\})*\}")  # of a sum: the = in it is no relation
RELATION = re.compile(r"=|\\equiv|\\approx|\\leftarrow|\\gets")
# The kinds that the reader leaves out by name: what its reason says, and what stands in the row.
OUT = {
    "limit": r"\\lim",
    "integral": r"\\int",
    "expectation": r"\\mathbb\s*\{?E\}?|\\operatorname\{E\}",
    "update|assignment": r"\\leftarrow|=",
    "approximately": r"\\approx",
    "Einstein|repeated": r"_",
}


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
    return proofread_file(path, given=given(path) if with_given else None).claims


def equations(path: Path, with_given: bool) -> list[Claim]:
    """The claims that are equations; declarations and conditions are none."""
    return [
        claim
        for claim in claims_in(path, with_given)
        if claim.verdict != "declared" and RELATION.search(BOUNDS.sub("", claim.latex))
    ]


def is_rightly_out(claim: Claim) -> bool:
    """Whether a claim is of a kind that the reader leaves out by name, and says so."""
    return claim.verdict == "unread" and any(
        re.search(said, claim.reason) and re.search(written, claim.latex)
        for said, written in OUT.items()
    )


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


def slips(path: Path, with_given: bool) -> dict[Mark, list[Claim]]:
    """For every mark the claims of the row below it; none where no row was found."""
    return {mark: _row_below(mark, claims_in(path, with_given)) for mark in marks(path)}


def _row_below(mark: Mark, claims: tuple[Claim, ...]) -> list[Claim]:
    below = [
        claim
        for claim in claims
        if claim.cell == mark.cell and mark.line < claim.line <= mark.line + REACH
    ]
    return [claim for claim in below if claim.row == below[0].row]


def false_fails(path: Path, with_given: bool) -> list[Claim]:
    """The claims that fail although nothing is wrong with them."""
    planted = {id(claim) for row in slips(path, with_given).values() for claim in row}
    return [
        claim
        for claim in claims_in(path, with_given)
        if claim.verdict == "fails" and id(claim) not in planted
    ]


def wrong_holds(path: Path, with_given: bool) -> list[Claim]:
    """The rows with a planted slip in which every claim passes."""
    return [
        row[0]
        for row in slips(path, with_given).values()
        if row and all(claim.verdict not in ("fails", "unread") for claim in row)
    ]
