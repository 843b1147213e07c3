"""A bar on the terminal while something takes longer than a second."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType

WIDTH = 30
PATIENCE = 1.0  # seconds before the bar appears
EVERY = 0.1  # seconds between two looks of it


class ProgressBar:
    """Shows how much of what is done, on stderr, if that is a terminal."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.started = self.shown = monotonic()
        self.visible = False

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def show(self, part: float) -> None:
        """Draw the bar for a part between 0 and 1."""
        now = monotonic()
        if now - self.started < PATIENCE or now - self.shown < EVERY or not sys.stderr.isatty():
            return
        self.shown, self.visible = now, True
        full = round(WIDTH * min(part, 1.0))
        bar = "#" * full + "-" * (WIDTH - full)
        print(f"\r[{bar}] {part:4.0%} {self.label}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self.visible:
            print("\r" + " " * (WIDTH + 9 + len(self.label)) + "\r", end="", file=sys.stderr)
            self.visible = False
