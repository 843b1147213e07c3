"""The definitions that the equations of a text make, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnderiv.proofread.claims.definition import try_definition, try_recurrence
from nnderiv.proofread.claims.equation import elaborated_right_side
from nnderiv.proofread.claims.outcome import Outcome
from nnderiv.proofread.claims.trial import ORDER
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.declare import declare_bound
from nnderiv.proofread.context.define import AFRESH, definition_in, left_side
from nnderiv.proofread.context.define_function import function_definition_in
from nnderiv.proofread.context.free_names import direct_names
from nnderiv.proofread.context.names import Definition
from nnderiv.proofread.grammar.row import Side
from nnderiv.proofread.grammar.rules import parse
from nnderiv.proofread.grammar.tree import (
    Apply,
    Differential,
    Index,
    Name,
    Node,
    Number,
    Product,
    walk,
)
from nnderiv.proofread.source.displays import Row


@dataclass(frozen=True)
class Written:
    """An equation as it is written: its left side is not read yet, its right side is."""

    first: Side
    side: Side
    right: Node
    conditions: tuple[Node, ...]


@dataclass(frozen=True)
class Made:
    """What became of a definition, and its left side."""

    outcome: Outcome
    left: Node


@dataclass
class Definitions:
    """Makes definitions known, and remembers where they stand.

    Attributes:
        made: for each name with a formula, the section and the display that define it.
        told: for each name that a sentence defines, the line of the sentence.
        lines: for each name with a formula, the line and the display that define it.
    """

    context: Context
    made: dict[str, tuple[int, int]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)

    def may_be_new(self, first: Side, left: Node, row: Row) -> bool:
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

    def beside_sentences(self, left: Node, outcome: Outcome) -> Outcome:
        """A row that only disagrees with a sentence on what a name stands for is not wrong."""
        base = left.base if isinstance(left, Index) else left
        key = base.key if isinstance(base, Name) else ""
        if isinstance(left, Apply) and not left.primes:
            key = left.function
        if key not in self.told:
            return outcome
        reason = f"the sentence on line {self.told[key]} gives another formula for {key}"
        return Outcome("unread", reason)

    def beside_labels(self, left: Node, row: Row, outcome: Outcome) -> Outcome:
        """Where a display defines f_c and goes on with df/dx, its f may mean f_c.

        An h_t beside h_1 and h_2 means these.
        """
        indexed = {part.base for part in walk(left) if isinstance(part, Index)}
        used = self.context.names_in(left) - {one.key for one in indexed if isinstance(one, Name)}
        for key, (_, block) in self.made.items():
            base, below, label = key.partition("_{")
            labelled = below and label != "}" and base in used
            if labelled and block == row.block and outcome.verdict == "fails":
                reason = f"{key} is defined here, and {base} is another name: which is meant?"
                return Outcome("unread", reason)
        return outcome

    def defined_otherwise(self, left: Node, right: Node, row: Row) -> int | None:
        """The line on which a name has a formula of other names or functions than this one.

        That is no slip in a formula, but another one: in another display, or for a function in a
        list of activations, each of which may be called f.
        """
        base = left.base if isinstance(left, Index) else left
        if isinstance(left, Apply):
            key, same = "" if left.primes else left.function, None
        else:
            key, same = base.key if isinstance(base, Name) else "", row.block
        line, block = self.lines.get(key, (0, row.block))
        context = self.context
        known = context.functions.get(key, context.defined.get(key))
        if not line or block == same or not isinstance(known, Definition):
            return None
        return None if self._made_of(known.body) == self._made_of(right) else line

    def resembles(self, left: Node, right: Node, row: Row) -> int:
        """The line of a formula of the same names for a function, in the same section; 0 if none.

        Whether the one here is another function or has a slip does not follow then.
        """
        if not isinstance(left, Apply) or self.made.get(left.function, (-1, 0))[0] != row.section:
            return 0
        known = self.context.functions.get(left.function)
        same = isinstance(known, Definition) and self._made_of(known.body) == self._made_of(right)
        return self.lines.get(left.function, (0, 0))[0] if same else 0

    def _made_of(self, formula: Node) -> tuple[set[str], set[str]]:
        """The names and the functions of a formula."""
        functions = {part.function for part in walk(formula) if isinstance(part, Apply)}
        return direct_names(formula, self.context), functions

    def make(self, equation: Written, row: Row, afresh: bool = False) -> Made | None:
        """Make the definition known that an equation makes; None if it makes none."""
        context, conditions = self.context, equation.conditions
        first, side, right = equation.first, equation.side, equation.right
        if side.relation in ORDER:
            left = parse(first.tokens, context)
            declared = declare_bound(left, side.relation, right, context)
            return Made(Outcome("declared"), left) if declared else None
        afresh = afresh or side.relation == ":=" or AFRESH.search(row.tag) is not None
        function = function_definition_in(first.tokens, right, context, afresh)
        if function is not None:
            self.made[function.key] = row.section, row.block
            self.lines[function.key] = row.line, row.block
            outcome = try_definition(function, right, conditions, context)
            self._note(function.key, row)
            return Made(outcome, parse(first.tokens, context))
        left = left_side(first.tokens, context, afresh)
        if isinstance(left, Differential) and isinstance(left.body, Name) and right == Number(0.0):
            context.held.add(left.body.key)  # dA = 0: a constant
            return Made(Outcome("declared"), left)
        key = left.key if isinstance(left, Name) else ""
        if key in self.told and (row.is_sentence or context.is_open(key)):
            context.forget(key)  # for another sentence, or for a display behind y = f(x)
        of_steps = try_recurrence(left, right, conditions, context)
        if of_steps is not None:
            return Made(of_steps, left)
        right = elaborated_right_side(left, right, conditions, context)
        found = definition_in(left, right, conditions, context, afresh)
        if found is None:
            return None
        self._note(found.key, row)
        self.made[found.key] = row.section, row.block
        self.lines[found.key.partition("_{")[0]] = row.line, row.block
        return Made(try_definition(found, right, conditions, context), left)
