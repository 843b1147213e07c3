"""The formats that the command prints in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nnderiv.proofread.report.as_json import as_json
from nnderiv.proofread.report.digest import digest
from nnderiv.proofread.report.files import FileReport
from nnderiv.proofread.report.github import as_workflow_commands
from nnderiv.proofread.report.sarif import as_sarif

FORMATS: dict[str, Callable[[Sequence[FileReport]], str]] = {
    "text": digest,
    "json": as_json,
    "github": as_workflow_commands,
    "sarif": as_sarif,
}
