"""Chains of equations: what each side claims or defines, and what the rows below go on from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nnderiv.errors import ReadError, RestsOnError, UndeclaredError
from nnderiv.proofread.claims.equation import READINGS, Equation, Readings
from nnderiv.proofread.claims.judge import judge
from nnderiv.proofread.claims.membership import membership
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.trial import ORDER
from nnderiv.proofread.claims.undeclared import declarations
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.declare import declare_sums
from nnderiv.proofread.context.names import shown
from nnderiv.proofread.definitions import Definitions, Written
from nnderiv.proofread.elaborate.reach import with_whole_sums
from nnderiv.proofread.faults import outcome_of
from nnderiv.proofread.grammar.row import Chain, Side
from nnderiv.proofread.grammar.rules import parse, try_parse
from nnderiv.proofread.grammar.tree import Apply, Compare, Index, Name, Node, Power, walk
from nnderiv.proofread.source.displays import Row

Part = tuple[int, int, Outcome]  # where it begins and ends in its row, and what became of it
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
class Chains:
    """Reads the chains of a text one after the other.

    Attributes:
        standing: conditions in a row of their own, which wait for their equation.
        roots: for each name whose definition was not read, the row to mend first.
        number: of the row that is being read.
    """

    context: Context
    definitions: Definitions
    chain: ChainState = field(default_factory=ChainState)
    standing: list[Node] = field(default_factory=list)
    roots: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def read(self, row: Row, chain: Chain) -> list[Part]:
        """The parts of a chain: each right side is compared with the left side of all."""
        sides = chain.sides
        own = (*self._standing(sides), *declare_sums(chain.conditions, self.context))
        found: list[Part] = []
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
                    lines = self._declarations(error.names, first, side)
                    outcome = replace(outcome, undeclared=lines)
                if outcome.verdict == "unread":
                    name = error.name if isinstance(error, RestsOnError) else ""
                    outcome = replace(outcome, root=self.roots.get(name))
                    self._give_up(first, outcome)
            found.append((start, side.end, outcome))
            first = None
        return found

    def _declarations(
        self, names: tuple[str, ...], first: Side | None, side: Side
    ) -> tuple[str, ...]:
        """The lines that would declare what a side of a chain rests on."""
        left = self.chain.left if first is None else try_parse(first.tokens, self.context)
        return declarations(names, left, try_parse(side.tokens, self.context), self.context)

    def _standing(self, sides: list[Side]) -> tuple[Node, ...]:
        """The conditions that a row of their own makes for this equation, if they bear on it."""
        letters = {token.text for side in sides for token in side.tokens}
        waiting, self.standing = self.standing, []
        return tuple(c for c in waiting if not isinstance(c, Compare) or _letters(c) <= letters)

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
        if side.relation == r"\in" and previous is not None:
            return membership(previous, side.tokens, self.chain.conditions, self.context), previous
        if side.relation in UNCHECKED or side.relation not in ORDER.keys() | {"=", ":=", r"\equiv"}:
            self._read_left(first)
            self.chain.left = try_parse(side.tokens, self.context)  # what follows goes on from here
            reason = UNCHECKED.get(side.relation, f"{side.relation} is not an equation")
            return Outcome("unread", reason), None
        if UPDATE.match(row.latex):
            return Outcome("unread", r"an update is not an equation: write \leftarrow"), None
        right = self._right(first, side)
        written = None if first is None else Written(first, side, right, self.chain.conditions)
        if written is not None and (made := self._made(written, row)) is not None:
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
        return self._judged(equation, written, row), right

    def _right(self, first: Side | None, side: Side) -> Node:
        """What stands on the right, with sums as long as the letters on the left let them be."""
        right = parse(side.tokens, self.context)
        known = self.chain.left
        letters = {token.text for token in first.tokens} if first is not None else set()
        if first is None and known is not None:
            letters = {part.key for part in walk(known) if isinstance(part, Name)}
        return with_whole_sums(right, letters, self.context)

    def _judged(self, equation: Equation, written: Written | None, row: Row) -> Outcome:
        """The outcome of a claim; one that does not hold may define its left side afresh."""
        left = equation.left
        may_be_new = (
            written is not None
            and equation.relation == "="
            and self.definitions.may_be_new(written.first, left, row)
        )
        try:
            outcome, readings = judge(equation, self.context)
        except ReadError:
            made = self._made(written, row, True) if written and may_be_new else None
            if made is None:
                raise
            return made
        if outcome.verdict == "holds":
            self.chain.readings = readings
        elif written and may_be_new:
            line = self.definitions.resembles(left, written.right, row)
            made = self._made(written, row, True)
            outcome = outcome if made is None else _another(left, line) if line else made
        if outcome.verdict == "fails":
            outcome = self.definitions.beside_sentences(left, outcome)
            outcome = self.definitions.beside_labels(left, row, outcome)
        if outcome.verdict == "fails" and written and equation.relation == "=":
            outcome = self._defined_otherwise(written, left, row) or outcome
        return outcome

    def _defined_otherwise(self, written: Written, left: Node, row: Row) -> Outcome | None:
        """A name that another display defines otherwise: the rows below go on with this formula."""
        line = self.definitions.defined_otherwise(left, written.right, row)
        if line is None or self._made(written, row, afresh=True) is None:
            return None
        return _another(left, line)

    def _made(self, written: Written, row: Row, afresh: bool = False) -> Outcome | None:
        """The outcome of the definition that an equation makes; None if it makes none."""
        made = self.definitions.make(written, row, afresh)
        if made is None:
            return None
        self.chain.left = made.left
        return made.outcome

    def _give_up(self, first: Side | None, outcome: Outcome) -> None:
        """Remember that this row was not read, and that it was to define a name."""
        root = self.number if outcome.root is None else outcome.root
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


def _another(left: Node, line: int) -> Outcome:
    """What is said of a row that gives a name another formula than an earlier line did."""
    base = left.base if isinstance(left, Index) else left
    key = base.key if isinstance(base, Name) else base.function if isinstance(base, Apply) else ""
    reason = f"{shown(key)} has another formula on line {line}; the rows below go on with this one"
    return Outcome("unread", reason)
