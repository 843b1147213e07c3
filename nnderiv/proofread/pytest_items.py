"""What `pytest --proofread` collects: a file with derivations, and a test for every claim in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nnderiv.errors import DerivationError, InputError
from nnderiv.proofread.api import proofread_file
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import complaint, place


class DerivationFile(pytest.File):
    """A file with derivations; each claim in it is a test.

    Attributes:
        rows: how many rows each file has that was read.
    """

    def __init__(self, *, rows: dict[Path, int], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest names them
        self.rows = rows

    def collect(self) -> Iterator[pytest.Item]:
        """Proof-read the file once, and yield a test for everything that it claims."""
        try:
            report = proofread_file(self.path)
        except InputError as error:
            raise self.CollectError(str(error)) from None
        self.rows[self.path] = len(report.claims)
        for number, claim in enumerate(report.claims, start=1):
            if claim.verdict not in ("declared", "defined"):
                name = f"{number}: {place(claim)}: {' '.join(claim.latex.split())[:60]}"
                yield DerivationItem.from_parent(self, name=name, claim=claim)


class DerivationItem(pytest.Item):
    """One claim."""

    def __init__(self, *, claim: Claim, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest names them
        self.claim = claim

    def runtest(self) -> None:
        """Fail, unless the claim holds."""
        if self.claim.verdict != "holds":
            raise DerivationError("\n".join(complaint(self.claim)))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """The complaint alone, without a traceback."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the claim stands."""
        return self.path, self.claim.line - 1, self.name
