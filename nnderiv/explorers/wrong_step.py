"""A derivation with one wrong row, for the reader to find."""

from __future__ import annotations

from typing import Any

import traitlets

from nnderiv.explorers.explorer import Explorer, for_page
from nnderiv.explorers.puzzle import Puzzle

# In pixels, of a row and of the question and the hint together. What a pick adds comes when it is
# made.
DESKTOP, PHONE = (48, 83), (63, 145)


class Tried(traitlets.List[int]):
    """A trait that takes the numbers of rows to pick, none twice."""

    def validate(self, obj: Any, value: Any) -> list[int]:
        """Return the numbers, if each is that of a row."""
        rows = [number for number, row in enumerate(obj.rows, start=1) if row["claims"]]
        if isinstance(value, list) and set(value) <= {*rows} and len({*value}) == len(value):
            return value
        raise traitlets.TraitError(
            f"tried must be a list of rows that claim something, none twice; got {value!r}. "
            f"Take them from {', '.join(map(str, rows))}."
        )


class WrongStepExplorer(Explorer):
    r"""Find the one wrong row of a derivation; the numbers of both sides tell.

    A row that holds shows its numbers. The wrong one shows the two that differ, and the right row
    slides in below it. Verdicts and numbers are those of the proof-reader.

    Args:
        derivation: rows of LaTeX as for `%%derivation`, one of which is wrong.
        mended: the right row in its place. Without a tag of its own it has that of the wrong row.
        remark: what to say when the wrong row is found, with formulas between dollar signs.

    Attributes:
        tried: the rows that were picked, from 1, the one shown last; none, by default.

    Raises:
        InputError: Unless exactly one row fails, and with `mended` in its place every row holds.
        traitlets.TraitError: If `tried` names what is no row to pick, on assignment.

    Example:
        >>> explorer = WrongStepExplorer(r"(x^2)' &= 2x \\ &= x + 2", mended="&= x + x")
        >>> explorer.wrong
        2
        >>> explorer
        WrongStepExplorer(rows=2, tried=[])
    """

    _esm = for_page("wrong_step.js")
    _css = for_page("wrong_step.css")

    formulas = traitlets.List(traitlets.Unicode()).tag(sync=True, setting=False)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True, setting=False)
    wrong = traitlets.Int().tag(sync=True, setting=False)
    marked = traitlets.Int().tag(sync=True, setting=False)
    mended = traitlets.Dict().tag(sync=True, setting=False)
    inputs: Any = traitlets.List().tag(sync=True, setting=False)
    cause = traitlets.Unicode().tag(sync=True, setting=False)
    remark: Any = traitlets.List().tag(sync=True, setting=False)
    tried = Tried().tag(sync=True)

    def __init__(self, derivation: str, mended: str, remark: str = "") -> None:
        puzzle = Puzzle(derivation, mended, remark)
        wide, narrow = (row * len(puzzle.rows) + rest for row, rest in (DESKTOP, PHONE))
        # the window is a phone's, or it is not: there is nothing between
        height = f"calc({wide}px + clamp(0px, (600px - 100vw) * 999, {narrow - wide}px))"
        super().__init__(**vars(puzzle), layout={"min_height": height})

    def __repr__(self) -> str:
        return f"WrongStepExplorer(rows={len(self.rows)}, tried={self.tried})"
