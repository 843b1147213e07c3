"""Matrices with dots in a row: the formula of their entries, and how far it runs."""

from __future__ import annotations

from collections.abc import Iterator

from nnderiv.proofread.grammar.dots import COLUMN, ROW, NoPatternError, is_dots, matrix_pattern
from nnderiv.proofread.grammar.tree import Matrix, Node, walk


def dotted_matrices(nodes: list[Node]) -> Iterator[tuple[Node, dict[str, Node | None]]]:
    """For every matrix with dots that follow a pattern its entry, and the ends of its letters."""
    for node in nodes:
        for part in walk(node):
            if not isinstance(part, Matrix) or not any(map(is_dots, sum(part.rows, ()))):
                continue
            try:
                body, across, down = matrix_pattern(part)
            except NoPatternError:
                continue
            ends = ((ROW, down), (COLUMN, across))
            yield body, {letter: bounds[1] for letter, bounds in ends if bounds is not None}
