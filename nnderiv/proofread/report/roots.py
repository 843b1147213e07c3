"""Rows that were not read, by what there is to mend: one root for all the rows that rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport, counted

Found = tuple[FileReport, Claim]


@dataclass
class Root:
    """Rows that were not read for one reason.

    Attributes:
        rows: those to mend.
        resting: those that rest on them, and are read once they are mended.
    """

    rows: list[Found] = field(default_factory=list)
    resting: list[Found] = field(default_factory=list)

    @property
    def tail(self) -> str:
        """How many rows rest on them, or ""."""
        count = len(self.resting)
        root = "it" if len(self.rows) == 1 else "them"
        return f"{counted(count, 'more row')} rest{'s' * (count == 1)} on {root}" if count else ""


def roots(files: Sequence[FileReport]) -> list[Root]:
    """The rows that were not read, grouped by reason; first what keeps most rows from it."""
    found: dict[str, Root] = {}
    for file in files:
        by_row: dict[int, Root] = {}
        for claim in file.claims:
            if claim.verdict != "unread":
                continue
            if claim.root in by_row:
                by_row[claim.root].resting.append((file, claim))
                continue
            root = found.setdefault(claim.reason, Root())
            root.rows.append((file, claim))
            if claim.source:  # a display without an end is no row
                by_row.setdefault(claim.row, root)
    return sorted(found.values(), key=lambda root: -len(root.rows) - len(root.resting))
