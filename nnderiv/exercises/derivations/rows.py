"""The rows of a derivation as an exercise shows them."""

from __future__ import annotations

from collections.abc import Sequence

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.chains import Chain, Step, chain, steps
from nnderiv.judging.html import prose, tex
from nnderiv.magic import cells_so_far
from nnderiv.proofread.derivation import Cell
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.formulas import RELATION, sides
from nnderiv.proofread.report.html import LARGE
from nnderiv.proofread.report.report import in_one_line


def given_chain(of: str, rows: str) -> Chain:
    """Return the rows of the notebook that begin with a left side, or those that stand alone.

    Raises:
        InputError: if both are given, or neither.
    """
    if bool(of) == bool(rows):
        raise InputError(
            "an exercise has either of=, the left side of a chain in the notebook, or rows=, LaTeX "
            f"of its own; got {'both' if of else 'neither'}. Leave one of them."
        )
    return chain(of, cells_so_far()) if of else Chain(read_alone(rows))


def read_alone(rows: str) -> tuple[Step, ...]:
    """Return rows before which nothing is known."""
    return steps(Cell(rows, Proofreader()))


def claiming(rows: Sequence[Step]) -> list[Step]:
    """Return the rows that claim something."""
    return [step for step in rows if step.verdict not in ("declared", "defined")]


def row_html(step: Step, right: str = "", with_rule: bool = True) -> str:
    """Return a row: its left side, its right side, and its rule.

    Args:
        step: the row.
        right: what to show as its right side, relation and all; its own by default.
        with_rule: whether to show the rule.
    """
    left, relation, after = sides(step.row)
    right = right or relation + after
    space = "{} " if RELATION.match(right) else ""
    rule = f'<span class="nnd-rule">({prose(step.row.tag)})</span>' if step.row.tag else ""
    return (
        f'<span class="nnd-left">{tex(LARGE + left) if left else ""}</span>'
        f'<span class="nnd-right">{tex(LARGE + space + right)}</span>' + rule * with_rule
    )


def rows_html(rows: Sequence[str]) -> str:
    """Return rows below each other, each as `row_html` gives it."""
    shown = "".join(f'<div class="nnd-row">{row}</div>' for row in rows)
    return f'<div class="nnd-row-list">{shown}</div>'


def given_html(rows: Sequence[Step]) -> str:
    """Return the rows that declare and define, if there are any, to stand above the others."""
    given = [row_html(step) for step in rows if step.verdict in ("declared", "defined")]
    return rows_html(given) if given else ""


def complaint(step: Step) -> str:
    """Return a row that does not hold, and why, for a message."""
    verdict = "is not read" if step.verdict == "unread" else step.verdict
    reason = f" ({step.claim.reason})" if step.claim.reason else ""
    return f"{in_one_line(step.row.latex)}, which {verdict}{reason}"
