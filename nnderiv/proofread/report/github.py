"""Workflow commands: what GitHub Actions show beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport, summary
from nnderiv.proofread.report.report import evidence, in_one_line, in_words, place
from nnderiv.proofread.report.roots import roots

# In this order: what an escape is made of comes first.
IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTIES = IN_MESSAGES | {":": "%3A", ",": "%2C"}


def as_workflow_commands(files: Sequence[FileReport]) -> str:
    """An error for each row that fails, a warning for each that was not read, and the counts.

    GitHub shows ten of each, so rows that rest on one that was not read have none of their own.
    """
    lines = [_command("error", file, "file not read", file.error) for file in files if file.error]
    for file in files:
        fails = (claim for claim in file.claims if claim.verdict == "fails")
        lines += [_on_claim("error", file, "row fails", claim) for claim in fails]
    for root in roots(files):
        for number, (file, claim) in enumerate(root.rows):
            beside = "" if number else root.tail
            lines.append(_on_claim("warning", file, "row not read", claim, beside))
    return "\n".join([*lines, summary(files)])


def _on_claim(kind: str, file: FileReport, title: str, claim: Claim, beside: str = "") -> str:
    """A command with the place of a claim; the line of a cell is none of its notebook's file."""
    head = f"{place(claim)}: " if claim.cell else ""
    lines = [
        head + in_one_line(claim.latex),
        *in_words(claim),
        *evidence(claim),
        *filter(None, [beside]),
    ]
    at = {} if claim.cell else {"line": claim.line, "col": claim.column}
    return _command(kind, file, title, "\n".join(lines), at)


def _command(
    kind: str, file: FileReport, title: str, message: str, at: dict[str, int] | None = None
) -> str:
    """One command, with the signs escaped that have a meaning in it."""
    properties = {"file": file.path, **(at or {}), "title": title}
    written = ",".join(f"{key}={_escaped(str(v), IN_PROPERTIES)}" for key, v in properties.items())
    return f"::{kind} {written}::{_escaped(message, IN_MESSAGES)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    for sign, escape in signs.items():
        text = text.replace(sign, escape)
    return text
