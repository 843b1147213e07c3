"""The rows of a passage; one that only goes on with a sum or product belongs to the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.delimiters import has_relation
from nnderiv.proofread.source.displays import Row, display_rows, followed_by
from nnderiv.proofread.source.files import Passage

GOES_ON = re.compile(r"(?:\\q?quad|\\[,;:!]|\{\}|[&\s])*(?:[+\-/]|\\cdot|\\times|\\odot|\\oslash)")
INDENT = re.compile(r"^[&\s]*(?:\\q?quad\s*)*")


def passage_rows(passage: Passage, sentences: bool = True) -> Iterator[Row | ReadError]:
    """Every row of a passage, in order; an error where a display has no end.

    With `sentences`, those in running text as well.
    """
    waiting: Row | None = None
    for row in display_rows(passage, sentences):
        if waiting is not None and isinstance(row, Row) and _goes_on(waiting, row):
            waiting = _together(waiting, row)
            continue
        if waiting is not None:
            yield waiting
        waiting = row if isinstance(row, Row) else None
        if isinstance(row, ReadError):
            yield row
    if waiting is not None:
        yield waiting


def _goes_on(before: Row, row: Row) -> bool:
    """Whether a row states nothing of its own, but goes on with the one before it."""
    begins_with_sign = row.block == before.block and GOES_ON.match(row.latex) is not None
    return begins_with_sign and not has_relation(row.latex)


def _together(before: Row, row: Row) -> Row:
    """Two rows as one."""
    indent = INDENT.match(row.latex)
    return followed_by(before, row, indent.end() if indent else 0)
