"""Reads the rows of a text in order, and says of every claim whether it holds."""

from __future__ import annotations

import contextlib
import re
import traceback
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from nnderiv.errors import ReadError, RestsOnError, UndeclaredError
from nnderiv.proofread.claims.definition import try_definition, try_membership, try_recurrence
from nnderiv.proofread.claims.equation import (
    READINGS,
    Equation,
    Readings,
    elaborated_right_side,
)
from nnderiv.proofread.claims.judge import judge
from nnderiv.proofread.claims.outcome import Claim, Outcome
from nnderiv.proofread.claims.trial import ORDER
from nnderiv.proofread.claims.undeclared import declaration
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.declare import declare, declare_between, declare_bound, declare_sums
from nnderiv.proofread.context.define import AFRESH, definition_in, left_side
from nnderiv.proofread.context.define_function import function_definition_in
from nnderiv.proofread.context.names import Defines
from nnderiv.proofread.context.survey import survey
from nnderiv.proofread.context.tables import Snapshot
from nnderiv.proofread.grammar.row import Chain, Declaration, Side, Statements, parse_row
from nnderiv.proofread.grammar.rules import parse, try_parse
from nnderiv.proofread.grammar.tree import (
    Apply,
    Compare,
    Differential,
    Index,
    Name,
    Node,
    Number,
    Power,
    Product,
    walk,
)
from nnderiv.proofread.latex.delimiters import row_tokens
from nnderiv.proofread.numeric.tensor import MisfitError
from nnderiv.proofread.source.displays import Row

NO_CONTEXT = "what stands in a comment declares or defines something, and this row does neither"
# w(t + 1) = w(t) - …: the step in brackets.
UPDATE = re.compile(
    r"[\s&]*(\\?[A-Za-z]+)(?:_\{?\w+\}?)?\s*\(\s*([a-z])\s*\+\s*1\s*\)[^=]*=.*?\1\S*\s*\(\s*\2\s*\)",
    re.DOTALL,
)
UNCHECKED = {
    r"\approx": "how near 'approximately equal' is, the row does not say",
    r"\propto": "proportional is not equal: the factor is not said",
    r"\sim": "a distribution is not a number",
    r"\leftarrow": "an assignment is not an equation",
    r"\rightarrow": "a limit cannot be checked by numbers",
    r"\mapsto": "a rule of assignment is not an equation",
}


@dataclass
class ChainState:
    """The left side that the rows below go on from.

    Attributes:
        root: the row to mend first, where this one was not read.
    """

    left: Node | None = None
    conditions: tuple[Node, ...] = ()
    readings: Readings = READINGS
    error: str = ""
    root: int | None = None


@dataclass
class Proofreader:
    """Reads rows one after the other; what they declare and define stays known.

    Attributes:
        roots: for each name whose definition was not read, the row to mend first.
        made: for each name with a formula, the section and the display that define it.
    """

    context: Context = field(default_factory=Context)
    chain: ChainState = field(default_factory=ChainState)
    count: int = 0
    roots: dict[str, int] = field(default_factory=dict)
    made: dict[str, tuple[int, int]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)  # what sentences defined, with their lines
    standing: list[Node] = field(default_factory=list)  # conditions that wait for their equation

    def survey(self, rows: Iterable[Row | ReadError]) -> None:
        """Note what of the notation can only be seen in all the rows of a text."""
        survey([row.latex for row in rows if isinstance(row, Row)], self.context)

    def read(self, row: Row | ReadError) -> list[Claim]:
        """The way of one row, station by station; of a display without an end, the error."""
        if isinstance(row, ReadError):
            return [Claim("unread", str(row), line=row.at or 1, latex="")]
        self.count += 1
        if row.is_sentence or row.is_given:
            return self._context_row(row)
        return self._claims(row)

    def _context_row(self, row: Row) -> list[Claim]:
        """What a row in running text or in a comment declares and defines: it claims nothing.

        The rows of displays go on as if it were not there, and keep what they defined. What is not
        read of a sentence leaves no trace.
        """
        chain, told, before = self.chain, dict(self.told), self.context.snapshot()
        claims = self._claims(row)
        self.chain = chain
        read = all(claim.verdict in ("declared", "defined") for claim in claims)
        if row.is_sentence and not (read and self.context.keeps_formulas_of(before)):
            self.context.restore(before)
            self.told = told
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
                with contextlib.suppress(ReadError):
                    try_definition(found, known.body, known.conditions, self.context)

    def _claims(self, row: Row) -> list[Claim]:
        """What becomes of all that a row says."""
        try:
            tokens = row_tokens(row.latex)  # latex
            statements = parse_row(tokens, row.tag, self.context, row.said)  # grammar
        except Exception as error:
            return [self._claim(row, 0, len(row.latex), outcome_of(error))]
        if statements.conditions and not (statements.chains or statements.declarations):
            self.standing = statements.conditions
            return [self._claim(row, 0, len(row.latex), Outcome("declared"))]
        claims: list[Claim] = []
        with np.errstate(all="ignore"):
            for declaration in statements.declarations:
                claims.append(self._declare(row, declaration, statements))  # context
            for chain in statements.chains:
                bounds = self._bounds(row, chain) if row.is_sentence or row.is_given else []
                claims += bounds or self._chain(row, chain)  # context, elaborate, evaluate, claims
        return claims

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
        latex = row.latex[start:end]
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

    # --- equations

    def _chain(self, row: Row, chain: Chain) -> list[Claim]:
        """The claims of a chain: each right side is compared with the left side of all."""
        sides = chain.sides
        own = (*self._standing(sides), *declare_sums(chain.conditions, self.context))
        claims: list[Claim] = []
        first: Side | None = None
        if not sides[0].relation:
            first, sides = sides[0], sides[1:]
            self.chain = ChainState(conditions=own)
        elif own:
            self.chain.conditions = self._with_those_above(own)
        previous: Node | None = None
        middle: Side | None = None  # the a of y = a = f(z), if it is new
        for side in sides:
            start = side.start if first is None else first.start
            try:
                outcome, previous = self._relation(row, first or middle, side, previous)
                new = outcome.verdict == "defined" and isinstance(previous, Name | Index)
                middle = side if new and self._is_new(previous) else None
            except Exception as error:
                outcome = outcome_of(error)
                if isinstance(error, UndeclaredError):
                    lines = tuple(declaration(key, self.context) for key in error.names)
                    outcome = replace(outcome, undeclared=lines)
                if outcome.verdict == "unread":
                    name = error.name if isinstance(error, RestsOnError) else ""
                    outcome = replace(outcome, root=self.roots.get(name))
                    self._give_up(first, outcome)
            claims.append(self._claim(row, start, side.end, outcome))
            first = None
        return claims

    def _standing(self, sides: list[Side]) -> tuple[Node, ...]:
        """The conditions that a row of their own makes for this equation, if they bear on it."""
        letters = {token.text for side in sides for token in side.tokens}
        found, self.standing = self.standing, []
        return tuple(c for c in found if not isinstance(c, Compare) or _letters(c) <= letters)

    def _is_new(self, node: Node | None) -> bool:
        """Whether nothing was said of a name yet."""
        key = node.base.key if isinstance(node, Index) and isinstance(node.base, Name) else ""
        key = node.key if isinstance(node, Name) else key
        known = self.context.inputs.get(key)
        return key not in self.context.defined and (known is None or known.guessed)

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
        self, row: Row, first: Side | None, side: Side, previous: Node | None
    ) -> tuple[Outcome, Node | None]:
        """The outcome for one side of a chain, and the formula on it.

        `first` is the left side that stands before it in the row, and is not read yet.
        """
        if side.relation == r"\in" and self.chain.left is not None and first is None:
            conditions = self.chain.conditions
            return try_membership(self.chain.left, side.tokens, conditions, self.context), None
        if side.relation in UNCHECKED or side.relation not in ORDER.keys() | {"=", ":=", r"\equiv"}:
            self._read_left(first)
            self.chain.left = try_parse(side.tokens, self.context)  # what follows goes on from here
            reason = UNCHECKED.get(side.relation, f"{side.relation} is not an equation")
            return Outcome("unread", reason), None
        if UPDATE.match(row.latex):
            return Outcome("unread", r"an update is not an equation: write \leftarrow"), None
        right = parse(side.tokens, self.context)
        if first is not None:
            made = self._definition(row, first, side, right)
            if made is not None:
                return made, right
        self._read_left(first)
        left = self.chain.left
        if left is None:
            reason = self.chain.error or "there is no left side above that this row goes on from"
            return Outcome("unread", reason, root=self.chain.root), right
        relation = side.relation if side.relation in ORDER else "="
        if relation != "=":  # what follows goes on from here
            left, self.chain.left = left if previous is None else previous, right
        equation = Equation(left, right, relation, self.chain.conditions, self.chain.readings)
        may_be_new = first is not None and relation == "=" and self._may_be_new(first, left, row)
        try:
            outcome, readings = judge(equation, self.context)
        except ReadError:
            made = self._definition(row, first, side, right, True) if first and may_be_new else None
            if made is None:
                raise
            return made, right
        if outcome.verdict == "holds":
            self.chain.readings = readings
        elif first is not None and may_be_new:
            outcome = self._definition(row, first, side, right, True) or outcome
        if outcome.verdict == "fails":
            outcome = self._beside_sentences(left, outcome)
        return outcome, right

    def _may_be_new(self, first: Side, left: Node, row: Row) -> bool:
        """Whether a left side that is known may stand for something else here.

        Under another heading a name may have another formula, in another display a function.
        """
        key = left.key if isinstance(left, Name) else ""
        if isinstance(left, Index):
            key = left.base.key if isinstance(left.base, Name) else ""
        if isinstance(left, Apply):
            made = self.made.get(left.function)
            told = left.function in self.told or left.primes
            return made is not None and made != (row.section, row.block) and not told
        if isinstance(left, Product) and first.tokens[1].text == "(":  # f(x) where f was a number
            key = first.tokens[0].text
        made = self.made.get(key)
        return made is not None and made[0] != row.section

    def _note(self, key: str, row: Row) -> None:
        """Remember which definitions stand in sentences."""
        self.told.pop(key, None)
        if row.is_sentence:
            self.told[key] = row.line

    def _beside_sentences(self, left: Node, outcome: Outcome) -> Outcome:
        """A row that only disagrees with a sentence on what a name stands for is not wrong."""
        base = left.base if isinstance(left, Index) else left
        key = base.key if isinstance(base, Name) else ""
        if isinstance(left, Apply) and not left.primes:
            key = left.function
        if key not in self.told:
            return outcome
        reason = f"the sentence on line {self.told[key]} gives another formula for {key}"
        return Outcome("unread", reason)

    def _definition(
        self, row: Row, first: Side, side: Side, right: Node, afresh: bool = False
    ) -> Outcome | None:
        """Make the definition known that an equation makes; None if it makes none."""
        context, conditions = self.context, self.chain.conditions
        if side.relation in ORDER:
            left = parse(first.tokens, context)
            declared = declare_bound(left, side.relation, right, context)
            self.chain.left = left if declared else None
            return Outcome("declared") if declared else None
        afresh = afresh or side.relation == ":=" or AFRESH.search(row.tag) is not None
        function = function_definition_in(first.tokens, right, context, afresh)
        if function is not None:
            self.made[function.key] = row.section, row.block
            outcome = try_definition(function, right, conditions, context)
            self._note(function.key, row)
            self.chain.left = parse(first.tokens, context)
            return outcome
        left = left_side(first.tokens, context, afresh)
        if isinstance(left, Differential) and isinstance(left.body, Name) and right == Number(0.0):
            context.held.add(left.body.key)  # dA = 0: a constant
            self.chain.left = left
            return Outcome("declared")
        key = left.key if isinstance(left, Name) else ""
        if key in self.told and (row.is_sentence or context.is_open(key)):
            context.forget(key)  # for another sentence, or for a display behind y = f(x)
        of_steps = try_recurrence(left, right, conditions, context)
        if of_steps is not None:
            self.chain.left = left
            return of_steps
        right = elaborated_right_side(left, right, conditions, context)
        found = definition_in(left, right, conditions, context, afresh)
        if found is None:
            return None
        self._note(found.key, row)
        self.chain.left = left
        self.made[found.key] = row.section, row.block
        return try_definition(found, right, conditions, context)

    def _give_up(self, first: Side | None, outcome: Outcome) -> None:
        """Remember that this row was not read, and that it was to define a name."""
        root = self.count - 1 if outcome.root is None else outcome.root
        self.chain.error = self.chain.error or "the row that it goes on from was not read"
        self.chain.root = root if self.chain.root is None else self.chain.root
        for key in () if first is None else self._names_left_of(first):
            if not self.context.known(key):
                self.context.broken.add(key)
                self.roots[key] = root

    def _names_left_of(self, side: Side) -> set[str]:
        """The names that a left side may define; if it cannot be read, every letter of it."""
        left = try_parse(side.tokens, self.context)
        if left is None:
            return {token.text for token in side.tokens if token.kind == "letter"}
        base = left.base if isinstance(left, Index | Power) else left
        inner = base.base if isinstance(base, Index) else base
        return {node.key for node in (left, base, inner) if isinstance(node, Name | Index)} - {""}

    def _read_left(self, first: Side | None) -> None:
        """Read the left side of a chain when it is first needed."""
        if first is None or self.chain.left is not None:
            return
        try:
            self.chain.left = parse(first.tokens, self.context)
        except ReadError as error:
            self.chain.error = "its left side was not read: " + str(error)
            raise


def _letters(node: Node) -> set[str]:
    """The names in a formula."""
    return {part.key for part in walk(node) if isinstance(part, Name)}


def outcome_of(error: Exception) -> Outcome:
    """What an error makes of a claim.

    A fault of the proof-reader itself must not keep the other rows from being read: it is a
    warning, which says what to report.
    """
    if isinstance(error, MisfitError):
        return Outcome("fails", str(error), at=error.at)
    if isinstance(error, ReadError):
        return Outcome("unread", str(error), at=error.at)
    if isinstance(error, RecursionError):
        return Outcome("unread", "the row is nested too deeply")
    place = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"{type(error).__name__} in {place.name}, line {place.lineno} of {place.filename}"
    warnings.warn(f"a fault of the proof-reader: {fault}: {error}", RuntimeWarning, stacklevel=2)
    return Outcome("unread", "the proof-reader is at fault here, not the row: it was not checked")
