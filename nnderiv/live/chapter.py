"""The code cells of a page in their order: each runs after those above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nnderiv.live.cells import Cells
from nnderiv.live.output import Write

Progress = Callable[[float], object]


class Chapter:
    """Runs any cell of a page as if the page had been run from the top down to it.

    What has run stays, with its names. It is run again, from the top and without a name, where a
    text above was changed or a cell further down has run: either may have changed any name.
    """

    def __init__(self) -> None:
        """Begin before the first cell."""
        self._begin()

    def _begin(self) -> None:
        """Forget all names."""
        self.cells = Cells()
        self._ran: list[str | None] = []  # each cell from the top, None if it did not end well

    def run(
        self, above: Sequence[str], source: str, write: Write, progress: Progress
    ) -> dict[str, Any]:
        """Run a cell, after those above it that have not run as they now stand.

        Args:
            above: the texts of all cells above it, from the top.
            source: its own text.
            write: called with what it prints, at once; what the others print is in the page.
            progress: called after each cell above with the part that is done, below 1.

        Returns:
            The answer of `Cells.run`; `above` is None, or the number of the cell, from 0, whose
            `error` this is, and then the cell itself did not run.
        """
        below = len(self._ran) > len(above) + 1
        if below or self._ran[: len(above)] != [*above][: len(self._ran)]:
            self._begin()
        del self._ran[len(above) :]  # it may have run before, and runs again
        missing = range(len(self._ran), len(above))
        for done, number in enumerate(missing, start=1):
            answer = self._run(above[number], lambda _: None)
            if answer["error"] is not None:
                return answer | {"above": number}
            progress(done / (len(missing) + 1))
        return self._run(source, write) | {"above": None}

    def _run(self, source: str, write: Write) -> dict[str, Any]:
        """Run one cell, and remember it."""
        answer = self.cells.run(source, write)
        self._ran.append(source if answer["error"] is None else None)
        return answer
