"""A whole document, proof-read: what fails, why rows were not read, and what to declare."""

from __future__ import annotations

from typing import Any

from nnderiv.errors import InputError
from nnderiv.live.rows import counts, explained, marked, overall
from nnderiv.live.tracebacks import described
from nnderiv.proofread.api import Progress, proofread_passages
from nnderiv.proofread.report.files import FileReport, summary, whole_report
from nnderiv.proofread.report.report import NOTHING
from nnderiv.proofread.report.roots import Root, roots
from nnderiv.proofread.report.undeclared import undeclared
from nnderiv.proofread.source.files import read_named


def proofread_document(name: str, text: str, progress: Progress | None = None) -> dict[str, Any]:
    """Proof-read a text as the file of its name would be.

    Args:
        name: the suffix says what it is: notes.md, paper.tex, chapter.ipynb, …
        text: what the file holds.
        progress: called after each row with the part that is done, between 0 and 1.

    Returns:
        `verdict`, `summary` and `counts`; `failing`, the rows that fail, with numbers; `unread`,
        the reasons why rows were not read, first the one that keeps most rows from it; `declare`,
        lines that declare what nobody declared; `rows`, the place and the verdict of every claim;
        `error`, with the `message` that says why the document could not be read at all, or None.
    """
    try:
        report = proofread_passages(read_named(name, text), progress)
        file, unreadable = FileReport(name, report.claims), None
    except InputError as error:
        file, unreadable = FileReport(name, error=str(error)), described(error)
    report = whole_report([file])
    return {
        "verdict": overall(report),
        "summary": summary([file]) if file.claims or file.error else NOTHING,
        "counts": counts(report),
        "failing": [explained(claim) for claim in file.claims if claim.verdict == "fails"],
        "unread": [_reason(root) for root in roots([file])],
        "declare": undeclared([file]),
        "rows": [marked(claim) for claim in file.claims],
        "error": unreadable,
    }


def _reason(root: Root) -> dict[str, Any]:
    """One reason why rows were not read: the first of them in full, and where the others are."""
    (_, first), *others = root.rows
    return explained(first) | {
        "reason": first.reason,
        "count": len(root.rows),
        "resting": len(root.resting),
        "others": [marked(claim) for _, claim in others],
    }
