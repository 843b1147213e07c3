"""Reads the rows of a text in order, and says of every claim whether it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.claims import Outcome
from nnderiv.proofread.comparing import READINGS
from nnderiv.proofread.context import Context
from nnderiv.proofread.declarations import declare
from nnderiv.proofread.definitions import (
    AFRESH,
    defined,
    function_defined,
    left_side,
)
from nnderiv.proofread.entering import bounded, entered, entered_in_steps
from nnderiv.proofread.equations import filled_in, judged
from nnderiv.proofread.grammar import Parser
from nnderiv.proofread.joining import joined
from nnderiv.proofread.sources import Row
from nnderiv.proofread.statements import (
    Chain,
    Declaration,
    Side,
    Statements,
    read_row,
)
from nnderiv.proofread.syntax import Index, Name, Node, walk
from nnderiv.proofread.tensors import MisfitError

__all__ = ["Claim", "Proofreader", "joined"]

# A letter, or one of the Greek ones that name functions, with a prime.
PRIMED = re.compile(
    r"(?:(\\(?:phi|varphi|psi|ell))(?![A-Za-z])|\\[A-Za-z]+|([A-Za-z]))"
    r"(?:_\{?\w+\}?)?\}?(?:'|\^\{?(?:'|\\prime))"
)
ORDER = frozenset({r"\leq", r"\geq", "<", ">", r"\neq"})
UNCHECKED = {
    r"\approx": "how near 'approximately equal' is, the row does not say",
    r"\propto": "proportional is not equal: the factor is not said",
    r"\sim": "a distribution is not a number",
    r"\leftarrow": "an assignment is not an equation",
    r"\rightarrow": "a limit cannot be checked by numbers",
    r"\mapsto": "a rule of assignment is not an equation",
}


@dataclass(frozen=True)
class Claim:
    """One declaration, definition or claim, and what became of it.

    Attributes:
        line: of its row, from 1; in a notebook within the cell.
        latex: its source as written.
        verdict: "declared", "defined", "holds", "fails" or "unread".
        reason: why it fails or was not read, or "".
        error: the largest difference of both sides, as a part of the largest term, or None.
        witness: for a claim that fails, indices, inputs and both sides where it fails, or None.
        draws: for a few draws of the inputs, these and both sides at a few places.
        at: where in the row something was not read, or None.
        row: the number of its row in the text, from 0.
        cell: the number of its cell in a notebook, from 1, or None.
    """

    line: int
    latex: str
    verdict: str
    reason: str = ""
    error: float | None = None
    witness: dict[str, Any] | None = None
    draws: tuple[dict[str, Any], ...] = ()
    at: int | None = None
    row: int = 0
    cell: int | None = None
    source: str = ""


@dataclass
class ChainState:
    """The left side that the rows below go on from."""

    left: Node | None = None
    conditions: tuple[Node, ...] = ()
    readings: tuple[frozenset[str], ...] = READINGS
    error: str = ""


@dataclass
class Proofreader:
    """Reads rows one after the other; what they declare and define stays known."""

    context: Context = field(default_factory=Context)
    chain: ChainState = field(default_factory=ChainState)
    count: int = 0

    def prepare(self, rows: Iterable[Row]) -> None:
        """Note what of the notation can only be seen in all the rows of a text."""
        text = "\n".join(row.latex for row in rows)
        context = self.context
        context.running |= set(re.findall(r"\\(?:sum|prod)(?:\\limits)?_\{?\s*([a-zA-Z])", text))
        context.running |= {"i", "j"}
        context.primed |= {found[1] or found[2] for found in PRIMED.finditer(text)} - {"d", None}
        from_1 = re.search(r"_\{?\s*\w\s*=\s*1\s*\}", text)
        if not from_1 and re.search(r"=\s*0\s*\}\s*\^\s*\{[^{}]*-\s*1\s*\}", text):
            context.first = 0

    def read(self, row: Row | ReadError) -> list[Claim]:
        """Read one row, or report that a display has no end."""
        if isinstance(row, ReadError):
            return [Claim(row.at or 1, "", "unread", str(row))]
        self.count += 1
        source = row.latex
        try:
            found = read_row(source, row.tag, self.context)
        except ReadError as error:
            return [self._claim(row, source, Outcome("unread", str(error)), error.at)]
        except (ValueError, RecursionError) as error:
            return [self._claim(row, source, Outcome("unread", f"this row is no formula: {error}"))]
        with np.errstate(all="ignore"):
            claims = [self._declare(row, declaration, found) for declaration in found.declarations]
            for chain in found.chains:
                claims += self._chain(row, chain)
        return claims

    def _claim(self, row: Row, latex: str, outcome: Outcome, at: int | None = None) -> Claim:
        """What became of a part of a row, with its place."""
        return Claim(
            row.line,
            latex.strip(),
            outcome.verdict,
            outcome.reason,
            outcome.error,
            outcome.witness,
            outcome.draws,
            at,
            self.count - 1,
            source=row.latex,
        )

    def _declare(self, row: Row, declaration: Declaration, found: Statements) -> Claim:
        """Make a declaration known."""
        latex = row.latex[declaration.start : declaration.end]
        try:
            declare(declaration, found.words, found.conditions, self.context)
        except ReadError as error:
            return self._claim(row, latex, Outcome("unread", str(error)), error.at)
        except (ArithmeticError, ValueError) as error:
            return self._claim(row, latex, Outcome("unread", f"this is no set: {error}"))
        return self._claim(row, latex, Outcome("declared"))

    # --- equations

    def _chain(self, row: Row, chain: Chain) -> list[Claim]:
        """The claims of a chain: each right side is compared with the left side of all."""
        sides = chain.sides
        own = tuple(chain.conditions)
        claims: list[Claim] = []
        first: Side | None = None
        if not sides[0].relation:
            first, sides = sides[0], sides[1:]
            self.chain = ChainState(conditions=own)
        elif own:
            self.chain.conditions = self._with_those_above(own)
        previous: Node | None = None
        for number, side in enumerate(sides):
            start = first.start if first is not None and number == 0 else side.start
            latex = row.latex[start : side.end]
            at: int | None = None
            try:
                outcome, previous = self._relation(row, first, side, number, previous)
            except MisfitError as error:
                outcome, at = Outcome("fails", str(error)), error.at
            except ReadError as error:
                outcome, at = Outcome("unread", str(error)), error.at
                self.chain.error = self.chain.error or "the row that it goes on from was not read"
                if first is not None and number == 0:
                    self._give_up(first)
            except RecursionError:
                outcome = Outcome("unread", "the row is nested too deeply")
            except Exception as error:
                # A row that breaks the reader must not keep the others from being read.
                kind = type(error).__name__
                outcome = Outcome(
                    "unread", f"the proof-reader cannot read this row: {kind}: {error}"
                )
            claims.append(self._claim(row, latex, outcome, at))
        return claims

    def _with_those_above(self, own: tuple[Node, ...]) -> tuple[Node, ...]:
        """The conditions of a row and of those above it, unless they exclude each other."""
        letters = {n.key for c in own for n in walk(c) if isinstance(n, Name)}
        kept = tuple(
            c
            for c in self.chain.conditions
            if not letters & {n.key for n in walk(c) if isinstance(n, Name)}
        )
        return (*kept, *own)

    def _relation(
        self, row: Row, first: Side | None, side: Side, number: int, previous: Node | None
    ) -> tuple[Outcome, Node | None]:
        """The outcome for one side of a chain, and the formula on it."""
        if side.relation in UNCHECKED or side.relation not in ORDER | {"=", ":=", r"\equiv"}:
            self._read_left(first, number)
            reason = UNCHECKED.get(side.relation, f"{side.relation} is not an equation")
            return Outcome("unread", reason), None
        right = Parser(side.pieces, self.context).whole()
        if first is not None and number == 0:
            made = self._definition(row, first, side, right)
            if made is not None:
                return made, right
        self._read_left(first, number)
        left = self.chain.left
        if left is None:
            reason = self.chain.error or "there is no left side above that this row goes on from"
            return Outcome("unread", reason), right
        relation = side.relation if side.relation in ORDER else "="
        if relation != "=":  # what follows goes on from here
            left, self.chain.left = left if previous is None else previous, right
        outcome, readings = judged(
            left, right, relation, self.chain.conditions, self.chain.readings, self.context
        )
        if outcome.verdict == "holds":
            self.chain.readings = readings
        return outcome, right

    def _definition(self, row: Row, first: Side, side: Side, right: Node) -> Outcome | None:
        """Enter the definition that an equation makes; None if it makes none."""
        conditions = self.chain.conditions
        left: Node | None = None
        if side.relation in ORDER:
            left = Parser(first.pieces, self.context).whole()
            outcome = bounded(left, side.relation, right, self.context)
            self.chain.left = left if outcome is not None else None
            return outcome
        afresh = side.relation == ":=" or AFRESH.search(row.tag) is not None
        found = function_defined(first.pieces, right, self.context, afresh)
        if found is None:
            left = left_side(first.pieces, self.context)
            outcome = entered_in_steps(left, right, conditions, self.context)
            if outcome is not None:
                self.chain.left = left
                return outcome
            right = filled_in(left, right, conditions, self.context)
            found = defined(left, right, conditions, self.context, afresh)
        if found is None:
            return None
        self.chain.left = left
        outcome = entered(found, right, conditions, self.context)
        if left is None:
            self.chain.left = Parser(first.pieces, self.context).whole()
        return outcome

    def _give_up(self, first: Side) -> None:
        """Remember that a name was to be defined by a row that was not read."""
        left = Parser(first.pieces, self.context).attempt(Parser.whole)
        base = left.base if isinstance(left, Index) else left
        for node in (left, base):
            key = node.key if isinstance(node, Name | Index) else ""
            if key and not self.context.known(key):
                self.context.broken.add(key)

    def _read_left(self, first: Side | None, number: int) -> None:
        """Read the left side of a chain when it is first needed."""
        if first is None or number or self.chain.left is not None:
            return
        try:
            self.chain.left = Parser(first.pieces, self.context).whole()
        except ReadError as error:
            self.chain.error = "its left side was not read: " + str(error)
            raise
