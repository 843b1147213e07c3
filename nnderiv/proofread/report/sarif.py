"""SARIF 2.1.0, which editors and code scanning read: a result for each row that does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport
from nnderiv.proofread.report.report import evidence, in_one_line, in_words, place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
RULES = {
    "row-fails": ("error", "Both sides of a row differ on random numbers."),
    "row-not-read": ("warning", "A row could not be read, so it was not checked."),
    "row-rests-on-another": ("note", "A row rests on one that was not read."),
}


def as_sarif(files: Sequence[FileReport]) -> str:
    """One run with all files."""
    results = [_result(file, claim, rule) for file, claim, rule in _found(files)]
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [_invocation(files)],
    }
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=1, ensure_ascii=False)


def _driver() -> dict[str, Any]:
    """The tool and its rules."""
    rules = [
        {
            "id": rule,
            "shortDescription": {"text": text},
            "defaultConfiguration": {"level": level},
        }
        for rule, (level, text) in RULES.items()
    ]
    return {"name": "nnderiv-proofread", "version": version("nnderiv"), "rules": rules}


def _invocation(files: Sequence[FileReport]) -> dict[str, Any]:
    """Whether all files could be read, and why not."""
    notes = [
        {"level": "error", "message": {"text": file.error}, "locations": [_file(file)]}
        for file in files
        if file.error
    ]
    return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}


def _found(files: Sequence[FileReport]) -> Iterator[tuple[FileReport, Claim, str]]:
    """Each claim that does not hold, with its rule."""
    for file in files:
        for claim in file.claims:
            if claim.verdict == "fails":
                yield file, claim, "row-fails"
            elif claim.verdict == "unread":
                rests = claim.root is not None
                yield file, claim, "row-rests-on-another" if rests else "row-not-read"


def _result(file: FileReport, claim: Claim, rule: str) -> dict[str, Any]:
    """One row; the line of a cell is none of its notebook's file, so it stands in words."""
    head = f"{place(claim)}: " if claim.cell else ""
    text = "\n".join([head + in_one_line(claim.latex), *in_words(claim), *evidence(claim)])
    location = _file(file)
    if not claim.cell:
        region = {"startLine": claim.line, "startColumn": claim.column}
        location["physicalLocation"]["region"] = region
    return {
        "ruleId": rule,
        "ruleIndex": list(RULES).index(rule),
        "level": RULES[rule][0],
        "message": {"text": text},
        "locations": [location],
    }


def _file(file: FileReport) -> dict[str, Any]:
    """The location of a whole file."""
    path = PurePath(file.path)
    uri = path.as_uri() if path.is_absolute() else quote(file.path)
    return {"physicalLocation": {"artifactLocation": {"uri": uri}}}
