"""Rows that only go on with a sum or product, put behind the row before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nnderiv.errors import ReadError
from nnderiv.proofread.sources import Row
from nnderiv.proofread.statements import (
    has_relation,
)


def joined(rows: Iterable[Row | ReadError]) -> Iterator[Row | ReadError]:
    """Rows, with those that only go on with a sum or product put behind the row before them."""
    waiting: Row | None = None
    for row in rows:
        if (
            isinstance(row, Row)
            and waiting is not None
            and row.block == waiting.block
            and re.match(
                r"(?:\\q?quad|\\[,;:!]|\{\}|[&\s])*(?:[+\-/]|\\cdot|\\times|\\odot)", row.latex
            )
            and not _states(row.latex)
        ):
            tag = " ".join(filter(None, (waiting.tag, row.tag)))
            joined = re.sub(r"^[&\s]*(?:\\q?quad\s*)*", "", row.latex)
            waiting = Row(f"{waiting.latex} \n{joined}", tag, waiting.line, waiting.block)
            continue
        if waiting is not None:
            yield waiting
        waiting = row if isinstance(row, Row) else None
        if isinstance(row, ReadError):
            yield row
    if waiting is not None:
        yield waiting


def _states(latex: str) -> bool:
    """Whether a row states anything of its own."""
    try:
        return has_relation(latex)
    except ReadError:
        return True
