"""The evaluator: the value of a formula, for all values of its indices at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Definition, Input
from nnderiv.proofread.evaluate.draws import Draw
from nnderiv.proofread.grammar.tree import Name, Node
from nnderiv.proofread.numeric.dual import Number, value_of
from nnderiv.proofread.numeric.tensor import Tensor, as_number, guard, written

STEPS = 100_000  # parts of formulas, so that time stays bounded
DEEPEST = 32  # indices that run inside of each other
NEAR = 1e-6  # of a kink


@dataclass
class Notes:
    """What an evaluation met on its way."""

    steps: int = 0
    touched: bool = False  # a drawn number took part
    empty: bool = False  # a sum or an array had nothing in it
    outside: str = ""  # an index was outside of its array
    kinked: NDArray[np.bool_] | bool = False  # draws that lie on a kink
    ambiguous: set[str] = field(default_factory=set)  # the ways of reading that would matter
    any_entry: tuple[str, int] | None = None  # a matrix, and how many indices its name carries
    signs: list[tuple[bool, bool]] = field(default_factory=list)  # of each kink: below, above it
    formless: set[str] = field(default_factory=set)  # names that were differentiated in vain


@dataclass(frozen=True)
class Rules:
    """Which rule evaluates what: a node of the tree, and the formula of a defined name."""

    nodes: Mapping[type[Node], Callable[[Evaluator, Any], Tensor]]
    definition: Callable[[Evaluator, Definition, str], Tensor]


@dataclass
class Evaluator:
    """Evaluates formulas for one draw.

    Attributes:
        context: the names that are known.
        draw: the numbers of the inputs.
        rules: how each node is evaluated.
        scope: the values of indices and of the parameters of functions.
        fixed: names whose value is set, to differentiate by them.
        depth: how many indices run.
        base: how many of these run outside of all definitions.
        level: how many derivatives are being taken.
        reading: how to read what print leaves open.
        variable: what a prime differentiates by.
    """

    context: Context
    draw: Draw
    rules: Rules
    scope: dict[str, Tensor] = field(default_factory=dict)
    fixed: dict[str, Tensor] = field(default_factory=dict)
    depth: int = 0
    base: int = 0
    level: int = 0
    reading: frozenset[str] = frozenset()
    variable: Node | None = None
    notes: Notes = field(default_factory=Notes)
    cache: dict[str, Tensor] = field(default_factory=dict)
    parent: Evaluator | None = None

    def of(self, node: Node) -> Tensor:
        """The value of a formula."""
        self.notes.steps += 1
        if self.notes.steps > STEPS:
            raise ReadError("this row takes too many steps to evaluate", node.at)
        try:
            return self.rules.nodes[type(node)](self, node)
        except ReadError as error:
            if error.at is None:
                error.at = node.at
            raise

    def scalar(self, node: Node) -> Tensor:
        """The value of a formula that should be a number."""
        value = as_number(self.of(node))
        if value.rank:
            raise ReadError(f"a number should stand here, not {written(value.shape)}", node.at)
        return value

    def value(self, key: str) -> Tensor:
        """The value of an input or a definition."""
        self.notes.touched = True
        if key in self.fixed:
            return self.fixed[key]
        if key in self.draw.sizes:
            return Tensor(np.asarray(float(self.draw.sizes[key])))
        if key in self.cache:
            return self.cache[key]
        definition = self.context.defined.get(key)
        loss = self.context.losses.get(key)
        if self.parent is not None and not (self.context.rests_on(key) & self.fixed.keys()):
            return self.parent.value(key)
        if definition is not None:
            inner = replace(self.inner(), depth=self.base)
            found = self.rules.definition(inner, definition, key)
        elif loss is not None:
            found = self.draw.loss(key, [self.value(name) for name in loss])
        else:
            found = self._input(key)
        self.cache[key] = found
        return found

    def inner(self, **scope: Tensor) -> Evaluator:
        """An evaluator for the formula of a definition: it sees none of the indices outside."""
        return replace(self, scope=scope, variable=None)

    def with_index(self, letter: str, numbers: NDArray[Any]) -> Evaluator:
        """An evaluator in which a letter has all these values, along an axis of its own."""
        if self.depth > DEEPEST:
            raise ReadError(f"more than {DEEPEST} indices run inside of each other")
        guard(len(numbers), *(value_of(v.data).size for v in self.scope.values() if not v.rank))
        shape = (-1,) + (1,) * (self.depth + 1)
        values = Tensor(np.asarray(numbers, dtype=float).reshape(shape))
        return replace(self, scope={**self.scope, letter: values}, depth=self.depth + 1)

    def length(self, axis: Node) -> int:
        """The length of an axis for the sizes of the draw."""
        length = self._whole(axis)
        if length < 1:
            raise ReadError(f"an axis of {length} entries has nothing to check", axis.at)
        return length

    def note_kink(self, apart: Number, matters: bool) -> None:
        """Remember the draws in which a number is 0 to within rounding, where that matters."""
        values = value_of(apart)
        self.notes.signs.append((bool(np.any(values < 0)), bool(np.any(values > 0))))
        if matters and values.ndim and values.shape[-1] == self.draw.together > 1:
            near = np.abs(values) < NEAR
            self.notes.kinked = self.notes.kinked | near.any(axis=tuple(range(near.ndim - 1)))

    def _input(self, key: str) -> Tensor:
        """The values of a declared input; a name that nobody declared is a real number."""
        if key not in self.draw.values:
            declared = self.context.inputs.get(key, Input())
            shape = tuple(self.length(axis) for axis in declared.shape)
            ends = [self._end(bound) for bound in declared.bounds or ()]
            sums = key in self.context.summing and declared.domain == "real" and shape
            domain = "simplex" if sums else declared.domain
            self.draw.values[key] = self.draw.numbers(key, shape, domain, ends)
        return self.draw.values[key]

    def _end(self, bound: float | Node) -> float:
        """An end of a range: a number, or the length that a formula gives."""
        return float(self._whole(bound)) if isinstance(bound, Node) else bound

    def _whole(self, axis: Node) -> int:
        """The whole number that a formula of sizes comes to."""
        if isinstance(axis, Name) and axis.key in self.draw.sizes:
            return self.draw.sizes[axis.key]
        value = value_of(Evaluator(self.context, self.draw, self.rules).of(axis).data)
        whole = np.rint(value.real)
        if value.size != 1 or not np.isfinite(value).all() or (value != whole).any():
            raise ReadError("the length of an axis should be one whole number", axis.at)
        return int(whole.reshape(-1)[0])
