"""Reads the rows of a text in order: displays, sentences, and what is given beside the text."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.chains import Chains
from nnderiv.proofread.claims.definition import try_definition
from nnderiv.proofread.claims.outcome import Claim, Outcome
from nnderiv.proofread.claims.trial import ORDER
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.declare import declare, declare_between
from nnderiv.proofread.context.names import Defines
from nnderiv.proofread.context.survey import survey
from nnderiv.proofread.context.tables import Snapshot
from nnderiv.proofread.definitions import Definitions
from nnderiv.proofread.faults import outcome_of
from nnderiv.proofread.grammar.row import Chain, Declaration, Statements, parse_row
from nnderiv.proofread.grammar.rules import try_parse
from nnderiv.proofread.latex.delimiters import row_tokens
from nnderiv.proofread.source.displays import Row

NO_CONTEXT = "what stands in a comment declares or defines something, and this row does neither"

# What stands before and behind the brackets of a claim, and is no token of it.
SIZE = re.compile(r"\\(?:left|[bB]igg?l?)\s*\Z")
NO_BRACKET = re.compile(r"\s*\\right\s*\.")


@dataclass
class Proofreader:
    """Reads rows one after the other; what they declare and define stays known."""

    context: Context = field(default_factory=Context)
    count: int = 0

    def __post_init__(self) -> None:
        self.definitions = Definitions(self.context)
        self.chains = Chains(self.context, self.definitions)

    def survey(self, rows: Iterable[Row | ReadError]) -> None:
        """Note what of the notation can only be seen in all the rows of a text."""
        survey([row.latex for row in rows if isinstance(row, Row)], self.context)

    def read(self, row: Row | ReadError) -> list[Claim]:
        """The way of one row, station by station; of a display without an end, the error."""
        if isinstance(row, ReadError):
            return [Claim("unread", str(row), line=row.at or 1, latex="")]
        self.count += 1
        self.context.section = row.section
        if row.is_sentence or row.is_given:
            return self._context_row(row)
        return self._claims(row)

    def _context_row(self, row: Row) -> list[Claim]:
        """What a row in running text or in a comment declares and defines: it claims nothing.

        The rows of displays go on as if it were not there, and keep what they defined. What is not
        read of a sentence leaves no trace.
        """
        chain, told = self.chains.chain, dict(self.definitions.told)
        before = self.context.snapshot()
        claims = self._claims(row)
        self.chains.chain = chain
        read = all(claim.verdict in ("declared", "defined") for claim in claims)
        if row.is_sentence and not (read and self.context.keeps_formulas_of(before)):
            self.context.restore(before)
            self.definitions.told = told
            return []
        if row.is_sentence:
            self._define_again(before)
        return [
            replace(claim, verdict="unread", reason=NO_CONTEXT)
            if claim.verdict in ("holds", "fails")
            else claim
            for claim in claims
        ]

    def _define_again(self, before: Snapshot) -> None:
        """A name that a sentence declares first, or defines, stays in the formulas that use it."""
        now = self.context.inputs
        if any(now.get(key) is not known for key, known in before["_inputs"].items()):
            return
        for key, known in before["_defined"].items():
            if key not in self.context.defined:
                found = Defines(key, replace(known, rank=None))
                with contextlib.suppress(ReadError, RecursionError):
                    try_definition(found, known.body, known.conditions, self.context)

    def _claims(self, row: Row) -> list[Claim]:
        """What becomes of all that a row says."""
        try:
            tokens = row_tokens(row.latex, self.context.words)  # latex
            statements = parse_row(tokens, row.tag, self.context, row.said)  # grammar
        except Exception as error:
            return [self._claim(row, 0, len(row.latex), outcome_of(error))]
        if statements.conditions and not (statements.chains or statements.declarations):
            self.chains.standing = statements.conditions
            return [self._claim(row, 0, len(row.latex), Outcome("declared"))]
        claims: list[Claim] = []
        with np.errstate(all="ignore"):
            for declaration in statements.declarations:
                claims.append(self._declare(row, declaration, statements))  # context
            for chain in statements.chains:
                bounds = self._bounds(row, chain) if row.is_sentence or row.is_given else []
                claims += bounds or self._chain(row, chain)
        return claims

    def _chain(self, row: Row, chain: Chain) -> list[Claim]:
        """The claims of a chain of equations."""
        self.chains.number = self.count - 1
        parts = self.chains.read(row, chain)  # context, elaborate, evaluate, claims
        return [self._claim(row, start, end, outcome) for start, end, outcome in parts]

    def _bounds(self, row: Row, chain: Chain) -> list[Claim]:
        """Outside of displays, 0 < p < 1 is the declaration of p."""
        relations = [side.relation for side in chain.sides[1:]]
        nodes = [try_parse(side.tokens, self.context) for side in chain.sides]
        sides = [node for node in nodes if node is not None]
        if chain.sides[0].relation or len(sides) < len(nodes) or not set(relations) <= ORDER.keys():
            return []
        if not declare_between(sides, relations, self.context):
            return []
        start, end = chain.sides[0].start, chain.sides[-1].end
        return [self._claim(row, start, end, Outcome("declared"))]

    def _claim(self, row: Row, start: int, end: int, outcome: Outcome) -> Claim:
        """What became of a part of a row, with its place."""
        size, dot = (
            SIZE.search(row.latex, max(0, start - 8), start),
            NO_BRACKET.match(row.latex, end),
        )
        latex = row.latex[size.start() if size else start : dot.end() if dot else end]
        start = size.start() if size else start
        line, column = row.place(start + len(latex) - len(latex.lstrip("& \t\n")))
        return Claim(
            **vars(outcome),
            line=line,
            column=column,
            latex=latex.strip(),
            row=self.count - 1,
            source=row.latex,
        )

    def _declare(self, row: Row, declaration: Declaration, statements: Statements) -> Claim:
        """Make a declaration known."""
        try:
            declare(declaration, statements.words, statements.conditions, self.context)
            outcome = Outcome("declared")
        except Exception as error:
            outcome = outcome_of(error)
        return self._claim(row, declaration.start, declaration.end, outcome)
