"""Primed brackets, by what their prime differentiates, and formulas at one value of a variable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nnderiv.errors import ReadError
from nnderiv.proofread.context import CONSTANTS, VARIABLE
from nnderiv.proofread.derivatives import derivative
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.syntax import Apply, At, Derivative, Index, Name, Node, Prime, walk
from nnderiv.proofread.tensors import Tensor

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator


def at_value(self: Evaluator, node: At) -> Tensor:
    """A formula for one value of a variable, set before anything is differentiated."""
    key = self.context.entry(node.variable) or node.variable.key
    value = self.of(node.value)
    if self.value(key).shape != value.shape:
        raise ReadError(f"this value does not have the shape of {key}", node.at)
    fixed = {**self.fixed, key: Tensor(value.data + 0.0 * self.value(key).data, value.rank)}
    return replace(self, fixed=fixed, parent=self, cache={}).of(node.body)


def prime(self: Evaluator, node: Prime) -> Tensor:
    """The derivative of a bracket by the variable of the row."""
    target = _prime_variable(self, node.body)
    return derivative(self, Derivative(node.body, (target,) * node.order, at=node.at))


def _prime_variable(self: Evaluator, body: Node) -> Node:
    """That of the left side if it is in the formula, or else the only one, or x, t or z."""
    if any(isinstance(part, Apply) and not part.arguments for part in walk(body)):
        return Name(VARIABLE, at=body.at)
    variables = _variables(self, body)
    if isinstance(body, Name) and body.key in self.context.defined:
        variables = [Name(n, at=body.at) for n in sorted(self.context.leaves(body.key))]
    if self.variable is not None and self.variable in variables:
        return self.variable
    if len(variables) == 1:
        return variables[0]
    for letter in ("x", "t", "z"):
        for variable in variables:
            if isinstance(variable, Name) and variable.key == letter:
                return variable
    raise ReadError("by which variable the prime differentiates does not follow", body.at)


def _variables(self: Evaluator, body: Node) -> list[Node]:
    """The variables of a formula: names and entries, without sizes, constants and indices."""
    found: list[Node] = []
    inside: set[int] = set()
    for part in walk(body):
        if isinstance(part, Index) and isinstance(part.base, Name) and not _bound(self, part.base):
            if id(part) not in inside and part not in found:
                found.append(part)
            inside.update(id(below) for below in walk(part))
    for part in walk(body):
        alone = isinstance(part, Name) and id(part) not in inside and not _bound(self, part)
        if alone and part not in found:
            found.append(part)
    return found


def _bound(self: Evaluator, name: Name) -> bool:
    """Whether the name is an index, a size or a constant rather than a variable."""
    key = name.key
    if key in self.scope:
        return value_of(self.scope[key].data).shape[-1:] == (1,) and not self.scope[key].rank
    unknown = not self.context.known(key)
    return key in self.draw.sizes or key == "#i" or (key in CONSTANTS and unknown)
