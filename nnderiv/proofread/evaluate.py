"""The value of a formula, for all values of its indices at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import e, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.applications import application
from nnderiv.proofread.arithmetic import (
    big_o,
    constant,
    dots,
    negative,
    norm,
    plus,
    power,
    product,
    quotient,
    star,
    transposed,
)
from nnderiv.proofread.blocks import matrix
from nnderiv.proofread.cases import cases, indicator
from nnderiv.proofread.context import CONSTANTS, Context, Definition
from nnderiv.proofread.derivatives import derivative
from nnderiv.proofread.draws import Draw
from nnderiv.proofread.duals import Number, value_of
from nnderiv.proofread.indices import find_range, lifted, running_index
from nnderiv.proofread.primes import at_value, prime
from nnderiv.proofread.reductions import reduction
from nnderiv.proofread.subscripts import entries
from nnderiv.proofread.syntax import (
    Apply,
    At,
    BigO,
    Cases,
    Constant,
    Derivative,
    Dots,
    Index,
    Indicator,
    Matrix,
    Name,
    Negative,
    Node,
    Norm,
    Plus,
    Power,
    Prime,
    Product,
    Quotient,
    Reduce,
    Star,
    Transpose,
)
from nnderiv.proofread.syntax import Number as Literal
from nnderiv.proofread.tensors import EmptyError, Tensor, as_number, written

STEPS = 100_000  # parts of formulas, so that time stays bounded
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


@dataclass
class Evaluator:
    """Evaluates formulas for one draw.

    Attributes:
        draw: the numbers of the inputs.
        scope: the values of indices and of the parameters of functions.
        fixed: names whose value is set, to differentiate by them.
        depth: how many indices run.
        base: how many of these run outside of all definitions.
        level: how many derivatives are being taken.
        reading: how to read what print leaves open.
        variable: what a prime differentiates by.
    """

    draw: Draw
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

    @property
    def context(self) -> Context:
        """The names that are known."""
        return self.draw.context

    def of(self, node: Node) -> Tensor:
        """The value of a formula."""
        self.notes.steps += 1
        if self.notes.steps > STEPS:
            raise ReadError("this row takes too many steps to evaluate", node.at)
        try:
            return _READERS[type(node)](self, node)
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
            found = replace(self.inner(), depth=self.base).defined(definition, key)
        elif loss is not None:
            found = self.draw.loss(key, [self.value(name) for name in loss])
        else:
            found = self.draw.input(key)
        self.cache[key] = found
        return found

    def inner(self, **scope: Tensor) -> Evaluator:
        """An evaluator for the formula of a definition: it sees none of the indices outside."""
        return replace(self, scope=scope, variable=None)

    def defined(self, definition: Definition, key: str) -> Tensor:
        """The array that a definition makes, over the ranges of its indices."""
        declared = self.context.inputs.get(key)
        nodes = [definition.body, *definition.conditions]
        inner = self
        sizes = []
        for axis, letter in enumerate(definition.indices):
            if declared is not None and axis < len(declared.shape):
                size = self.draw.length(declared.shape[axis])
            else:
                size = find_range(self, letter, nodes, definition.conditions)
            if not size:
                raise EmptyError(f"{key} has no entries", definition.body.at)
            sizes.append(size)
            inner = running_index(inner, letter, np.arange(size) + self.context.first)
        return lifted(inner.of(definition.body), self.depth, sizes)

    def note_kink(self, apart: Number, matters: bool) -> None:
        """Remember the draws in which a number is 0 to within rounding, where that matters."""
        values = value_of(apart)
        if matters and values.ndim and values.shape[-1] == self.draw.together > 1:
            near = np.abs(values) < NEAR
            self.notes.kinked = self.notes.kinked | near.any(axis=tuple(range(near.ndim - 1)))


def _number(self: Evaluator, node: Literal) -> Tensor:
    """A number as printed."""
    return Tensor(np.asarray(node.value))


def _name(self: Evaluator, node: Name) -> Tensor:
    """The value of a name: an index, an input, a definition, a loss, a constant or a function."""
    key = node.key
    if key in self.scope:
        return self.scope[key]
    entry = self.context.entry(node) or key
    if not self.context.known(entry) and entry not in self.fixed:
        if entry in self.context.losses:
            return self.value(entry)
        if key in CONSTANTS:
            return Tensor(np.asarray({"e": e, r"\pi": pi}[key]))
        if key == "#i":
            return Tensor(np.asarray(1j))
        if self.context.function(key) is not None:
            return self.of(Apply(self.context.function(key) or key, (), at=node.at))
        if f"{key}_{{}}" in self.context.defined:
            return self.value(f"{key}_{{}}")
    return self.value(entry)


_READERS: dict[type[Node], Callable[[Evaluator, Any], Tensor]] = {
    Literal: _number,
    Name: _name,
    Index: entries,
    Plus: plus,
    Negative: negative,
    Product: product,
    Quotient: quotient,
    Power: power,
    Transpose: transposed,
    Norm: norm,
    Constant: constant,
    BigO: big_o,
    Dots: dots,
    Star: star,
    Matrix: matrix,
    Apply: application,
    Indicator: indicator,
    Cases: cases,
    Reduce: reduction,
    Derivative: derivative,
    Prime: prime,
    At: at_value,
}
