"""All claims for other programs: a list of objects in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport

LARGEST = 1e300  # JSON knows no infinity


def as_json(files: Sequence[FileReport]) -> str:
    """An object for every claim of every file that could be read."""
    objects = [_object(claim, file.name) for file in files for claim in file.claims]
    return json.dumps(objects, indent=1, ensure_ascii=False, allow_nan=False)


def _object(claim: Claim, file: str) -> dict[str, Any]:
    """A claim with its place."""
    found: dict[str, Any] = {"file": file, "line": claim.line, "column": claim.column}
    if claim.cell is not None:
        found["cell"] = claim.cell
    return found | {
        "latex": claim.latex,
        "verdict": claim.verdict,
        "reason": claim.reason,
        "cause": claim.cause,
        "undeclared": claim.undeclared,
        "error": None if claim.error is None else min(claim.error, LARGEST),
        "witness": claim.witness,
    }
