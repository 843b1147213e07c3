"""What proof-reading found: one claim after the other, and what they come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from nnderiv.errors import DerivationError
from nnderiv.proofread.claims.outcome import Claim

VERDICTS = ("declared", "defined", "holds", "fails", "unread")
CARET_WIDTH = 72
NOTHING = (
    "nothing was checked: there is no displayed formula that states anything. Formulas are read "
    "between $$ and $$, between \\[ and \\], and in environments such as align"
)


@dataclass(frozen=True, repr=False)
class ProofreadReport:
    """The outcome of `proofread`; true if there is a claim, none fails and none was left unread.

    Attributes:
        claims: every declaration, definition and claim, in order.
    """

    claims: tuple[Claim, ...]

    def count(self, verdict: str) -> int:
        """How many claims have this verdict."""
        return Counter(claim.verdict for claim in self.claims)[verdict]

    def __bool__(self) -> bool:
        return not self.exit_code

    @property
    def exit_code(self) -> int:
        """1 if a claim fails, else 2 if one was not read or there is none, else 0."""
        return 1 if self.count("fails") else 2 if self.count("unread") or not self.claims else 0

    @property
    def summary(self) -> str:
        """How many claims have which verdict."""
        return ", ".join(
            f"{self.count(verdict)} {'not read' if verdict == 'unread' else verdict}"
            for verdict in VERDICTS
            if self.count(verdict) or verdict == "holds"
        )

    def __str__(self) -> str:
        lines = [line for claim in self.claims for line in complaint(claim)]
        return "\n".join([*lines, self.summary])

    __repr__ = __str__

    def raise_if_failed(self) -> None:
        """Raise DerivationError, with the report as its message, unless every row holds.

        Raises:
            DerivationError: a row fails or was not read, or there is no row.
        """
        if not self:
            raise DerivationError(str(self) if self.claims else NOTHING)


def place(claim: Claim) -> str:
    """Where a claim stands."""
    return f"cell {claim.cell}, line {claim.line}" if claim.cell else f"line {claim.line}"


def in_one_line(latex: str) -> str:
    """A formula without line ends."""
    return " ".join(latex.split())


def complaint(claim: Claim, where: str = "") -> list[str]:
    """What to print of a claim: nothing, unless it fails or was not read."""
    if claim.verdict not in ("fails", "unread"):
        return []
    verdict = "not read" if claim.verdict == "unread" else "fails"
    head = f"{where or place(claim)}: {verdict}: {in_one_line(claim.latex)}"
    return [head, *(f"    {line}" for line in details(claim))]


def details(claim: Claim) -> list[str]:
    """Why a claim fails or was not read: the reason, a likely cause, the place, the numbers."""
    return [*in_words(claim), *caret(claim), *evidence(claim)]


def in_words(claim: Claim) -> list[str]:
    """The reason and a likely cause."""
    return [claim.reason, *([claim.cause] if claim.cause else [])]


def caret(claim: Claim) -> list[str]:
    """The row with a caret below the place that was not read, if there is one."""
    if claim.verdict != "unread" or claim.at is None:
        return []
    start = max(0, claim.at - CARET_WIDTH // 2)
    shown = claim.source[start : start + CARET_WIDTH].replace("\n", " ")
    return [shown, " " * (claim.at - start) + "^"]


def evidence(claim: Claim) -> list[str]:
    """The numbers that show that a claim fails."""
    if claim.witness is None:
        return []
    parts = [f"{letter} = {n}" for letter, n in claim.witness["indices"].items()]
    if "entry" in claim.witness:
        parts.append(f"entry {claim.witness['entry']}")
    lines = [f"at {', '.join(parts)}"] if parts else []
    inputs = claim.witness["inputs"]
    shown = [f"{_spelled(name)} = {_short(value)}" for name, value in inputs.items()]
    return [*lines, f"for {', '.join(shown)}"] if shown else lines


def _spelled(name: str) -> str:
    """What to call an input in a message."""
    return "the variable" if name == "#t" else name


def _short(value: Any) -> str:
    """At most a hundred characters of a value."""
    text = str(value)
    return text if len(text) <= 100 else f"{text[:97]}..."
