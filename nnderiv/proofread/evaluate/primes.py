"""Primed brackets, by what their prime differentiates, and formulas at one value of a variable."""

from __future__ import annotations

from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.context.names import CONSTANTS, VARIABLE
from nnderiv.proofread.evaluate.derivatives import derivative
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.grammar.tree import Apply, At, Derivative, Index, Name, Node, Prime, walk
from nnderiv.proofread.numeric.dual import value_of
from nnderiv.proofread.numeric.tensor import Tensor


def at_value(evaluator: Evaluator, node: At) -> Tensor:
    """A formula for one value of a variable, set before anything is differentiated."""
    key = node.variable.key
    value = evaluator.of(node.value)
    if evaluator.value(key).shape != value.shape:
        raise ReadError(f"this value does not have the shape of {key}", node.at)
    fixed = {
        **evaluator.fixed,
        key: Tensor(value.data + 0.0 * evaluator.value(key).data, value.rank),
    }
    return replace(evaluator, fixed=fixed, parent=evaluator, cache={}).of(node.body)


def prime(evaluator: Evaluator, node: Prime) -> Tensor:
    """The derivative of a bracket by the variable of the row."""
    target = _prime_variable(evaluator, node.body)
    return derivative(evaluator, Derivative(node.body, (target,) * node.order, at=node.at))


def _prime_variable(evaluator: Evaluator, body: Node) -> Node:
    """That of the left side if it is in the formula, or else the only one, or x, t or z."""
    if any(isinstance(part, Apply) and not part.arguments for part in walk(body)):
        return Name(VARIABLE, at=body.at)
    variables = _variables(evaluator, body)
    if isinstance(body, Name) and body.key in evaluator.context.defined:
        variables = [Name(n, at=body.at) for n in sorted(evaluator.context.leaves(body.key))]
    if evaluator.variable is not None and evaluator.variable in variables:
        return evaluator.variable
    if len(variables) == 1:
        return variables[0]
    for letter in ("x", "t", "z"):
        for variable in variables:
            if isinstance(variable, Name) and variable.key == letter:
                return variable
    raise ReadError("by which variable the prime differentiates does not follow", body.at)


def _variables(evaluator: Evaluator, body: Node) -> list[Node]:
    """The variables of a formula: names and entries, without sizes, constants and indices."""
    found: list[Node] = []
    inside: set[int] = set()
    for part in walk(body):
        if (
            isinstance(part, Index)
            and isinstance(part.base, Name)
            and not _bound(evaluator, part.base)
        ):
            if id(part) not in inside and part not in found:
                found.append(part)
            inside.update(id(below) for below in walk(part))
    for part in walk(body):
        alone = isinstance(part, Name) and id(part) not in inside and not _bound(evaluator, part)
        if alone and part not in found:
            found.append(part)
    return found


def _bound(evaluator: Evaluator, name: Name) -> bool:
    """Whether the name is an index, a size or a constant rather than a variable."""
    key = name.key
    if key in evaluator.scope:
        return (
            value_of(evaluator.scope[key].data).shape[-1:] == (1,) and not evaluator.scope[key].rank
        )
    unknown = not evaluator.context.known(key)
    return key in evaluator.draw.sizes or key == "#i" or (key in CONSTANTS and unknown)
