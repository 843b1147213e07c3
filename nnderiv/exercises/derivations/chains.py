"""The rows of a derivation in a notebook, from a left side on, with what is known before each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from nnderiv.errors import InputError
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.derivation import Cell, is_bare
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.anchors import split_row
from nnderiv.proofread.report.html import worst
from nnderiv.proofread.report.report import in_one_line
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.files import Passage

UNSEEN = re.compile(r"[\s&]|\\[,;!]")  # what makes no difference to which row is meant
MOST_NAMED = 12  # left sides in a message


@dataclass(frozen=True)
class Step:
    """A row of a derivation.

    Attributes:
        row: the row.
        index: which row of its cell it is, from 0.
        claims: what became of it.
        before: what was known before it; nothing changes that.
    """

    row: Row
    index: int
    claims: tuple[Claim, ...]
    before: Proofreader

    @property
    def verdict(self) -> str:
        """The verdict on the row."""
        return worst(self.claims)

    @property
    def claim(self) -> Claim:
        """The claim that the verdict is about."""
        return next(claim for claim in self.claims if claim.verdict == self.verdict)

    @property
    def left(self) -> str:
        """The left side of the row, or "" if it goes on from the row above."""
        return split_row(self.row.latex)[0]

    def instead(self, latex: str) -> Step:
        """Another row in its place, judged from the same rows before it."""
        row = replace(self.row, latex=latex)
        return replace(self, row=row, claims=tuple(deepcopy(self.before).read(row)))


@dataclass(frozen=True)
class Chain:
    """Rows of a cell.

    Attributes:
        steps: the rows, in order.
        cell: which derivation of the notebook they stand in, from 0; None if they are in none.
    """

    steps: tuple[Step, ...]
    cell: int | None = None


def chain(of: str, cells: Sequence[Cell]) -> Chain:
    r"""Return the rows of a notebook that begin with a left side.

    They go on to the end of the cell, or to a row that claims nothing.

    Args:
        of: the left side, as in `\frac{dL}{db_c}`; with an equals sign, the beginning of the
            first row. Spaces make no difference. Of two chains with the same first row, the later
            one is meant.
        cells: the derivations of the notebook.

    Raises:
        InputError: if no chain of two rows or more begins so, or several do.
    """
    if not cells:
        raise InputError(
            "an exercise takes its rows from the %%derivation cells that ran before it; there is "
            "none. Load them with %load_ext nnderiv and run them first, or give the rows as rows=."
        )
    wanted = _plain(of)
    found = {
        _plain(chain.steps[0].row.latex): chain
        for number, cell in enumerate(cells)
        if wanted in _plain(cell.latex)
        for chain in chains_of(steps(cell), number)
        if _begins(chain, wanted)
    }
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        rows = "; ".join(in_one_line(chain.steps[0].row.latex) for chain in found.values())
        raise InputError(
            f"of= must begin one chain of rows; {of} begins {len(found)}: {rows}. "
            "Write the equals sign, and as much of the first row as tells it from the others."
        )
    raise InputError(
        f"of= must begin a chain of rows that hold, two or more; none begins with {of}. "
        f"In this notebook one begins with {_left_sides(cells)}."
    )


def steps(cell: Cell) -> tuple[Step, ...]:
    """Return all rows of a derivation."""
    passage = Passage(cell.latex, is_rows=is_bare(cell.latex))
    rows = [row for row in passage_rows(passage, sentences=False) if isinstance(row, Row)]
    reader = deepcopy(cell.before)
    reader.context.in_full = True
    reader.survey(rows)
    found: list[Step] = []
    for index, row in enumerate(rows):
        before = deepcopy(reader)
        found.append(Step(row, index, tuple(reader.read(row)), before))
    return tuple(found)


def chains_of(rows: Sequence[Step], cell: int) -> Iterator[Chain]:
    """The chain of each row that has a left side of its own and another row behind it.

    The first row may define what stands on its left.
    """
    for start, step in enumerate(rows):
        if not step.left or step.verdict not in ("holds", "defined"):
            continue
        end = start + 1
        while end < len(rows) and rows[end].verdict == "holds":
            end += 1
        if end > start + 1:
            yield Chain(tuple(rows[start:end]), cell)


def _plain(latex: str) -> str:
    """A formula without what makes no difference."""
    return UNSEEN.sub("", latex)


def _begins(chain: Chain, wanted: str) -> bool:
    """Whether a chain begins with a left side, or with part of its first row."""
    first = chain.steps[0]
    if "=" in wanted:
        return _plain(first.row.latex).startswith(wanted)
    return _plain(first.left) == wanted


def _left_sides(cells: Sequence[Cell]) -> str:
    """What the chains of a notebook begin with."""
    sides = [
        chain.steps[0].left
        for number, cell in enumerate(cells)
        for chain in chains_of(steps(cell), number)
    ]
    named = [in_one_line(side) for side in dict.fromkeys(sides)]
    rest = f", and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + rest if named else "no left side"
