"""The names that a text uses and does not declare, as lines to paste into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport

IN = r"\in"
RELATION = re.compile(r"\\(?:in|leq?|geq?)(?![A-Za-z])|[<>:]")


def undeclared(files: Sequence[FileReport]) -> list[str]:
    r"""Each name once, those of one set in one line, such as `x, y \in \mathbb{R}^{n}`.

    What a row of the same file declares or defines, if only further down, is left out.
    """
    names: dict[str, dict[str, None]] = {}
    listed: set[str] = set()
    for file in files:
        known = {name for claim in file.claims for name in _made_known(claim)}
        for line in (line for claim in file.claims for line in claim.undeclared):
            name, _, where = (part.strip() for part in line.partition(IN))
            if _bare(name) not in known | listed:
                listed.add(_bare(name))
                names.setdefault(where, {})[name] = None
    return [f"{', '.join(found)} {IN} {where}" for where, found in names.items()]


def _made_known(claim: Claim) -> set[str]:
    """The names that a claim declares or defines, and what else stands between its relations."""
    if claim.verdict == "defined":
        return {_bare(claim.latex.partition("=")[0].rstrip(": "))}
    if claim.verdict != "declared":
        return set()
    left, *others = RELATION.split(claim.latex)
    return {_bare(part) for part in (left, *left.split(","), *others)}


def _bare(name: str) -> str:
    """A name without spaces and marks of columns."""
    return "".join(name.replace("&", " ").split())
