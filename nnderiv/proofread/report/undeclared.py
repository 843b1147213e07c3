"""The names that a text uses and does not declare, as lines to paste into it."""

from __future__ import annotations

from collections.abc import Sequence

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport

IN = r"\in"


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
    """The names that a claim declares or defines."""
    separator = {"declared": IN, "defined": "="}.get(claim.verdict)
    if separator is None or separator not in claim.latex:
        return set()
    return {_bare(name) for name in claim.latex.partition(separator)[0].rstrip(":").split(",")}


def _bare(name: str) -> str:
    """A name without spaces and marks of columns."""
    return "".join(name.replace("&", " ").split())
