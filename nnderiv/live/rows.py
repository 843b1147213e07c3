"""Claims as a page shows them: places and verdicts for the margin of an editor, and reasons."""

from __future__ import annotations

from typing import Any

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import (
    VERDICTS,
    ProofreadReport,
    caret,
    evidence,
    in_words,
)


def overall(report: ProofreadReport) -> str:
    """The verdict on a text: "fails", "unread", "holds", or "nothing" if no row was checked."""
    return next((word for word in ("fails", "unread", "holds") if report.count(word)), "nothing")


def counts(report: ProofreadReport) -> dict[str, int]:
    """How many claims have which verdict."""
    return {verdict: report.count(verdict) for verdict in VERDICTS}


def marked(claim: Claim) -> dict[str, Any]:
    """A claim with its place and its verdict."""
    return {
        "line": claim.line,
        "column": claim.column,
        "cell": claim.cell,
        "verdict": claim.verdict,
        "latex": claim.latex,
    }


def explained(claim: Claim) -> dict[str, Any]:
    """A claim with why it fails or was not read, and the caret below what was not read."""
    return marked(claim) | {
        "details": [*in_words(claim), *evidence(claim)],
        "caret": caret(claim),
    }
