"""What proof-reading several files found: the claims of each, or why it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import ProofreadReport, place


@dataclass(frozen=True)
class FileReport:
    """One file and what was found in it.

    Attributes:
        name: of the file, as it is called in messages.
        claims: all that it claims.
        error: why it could not be read, or "".
    """

    name: str
    claims: tuple[Claim, ...] = ()
    error: str = ""

    @property
    def path(self) -> str:
        """Its path with forward slashes, from the current directory if it lies in there."""
        path = Path(self.name)
        if path.is_absolute() and path.is_relative_to(Path.cwd()):
            path = path.relative_to(Path.cwd())
        return path.as_posix()

    def where(self, claim: Claim) -> str:
        """The place of one of its claims."""
        return f"{self.name}, {place(claim)}"


def whole_report(files: Sequence[FileReport]) -> ProofreadReport:
    """The claims of all files."""
    return ProofreadReport(tuple(claim for file in files for claim in file.claims))


def exit_code(files: Sequence[FileReport]) -> int:
    """1 if a row fails, else 2 if a row or file was not read or there is no row, else 0."""
    return whole_report(files).exit_code or (2 if any(file.error for file in files) else 0)


def summary(files: Sequence[FileReport]) -> str:
    """How many claims have which verdict, and how many files say nothing or could not be read."""
    unreadable = sum(bool(file.error) for file in files)
    empty = sum(not file.claims for file in files) - unreadable
    parts = [whole_report(files).summary]
    if empty:
        parts.append(f"{counted(empty, 'file')} without a row")
    if unreadable:
        parts.append(f"{counted(unreadable, 'file')} could not be read")
    return ", ".join(parts)


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as 1 row or 2 rows."""
    return f"{number} {noun}{'s' * (number != 1)}"
