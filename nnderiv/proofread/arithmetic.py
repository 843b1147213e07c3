"""Sums, products, quotients, powers, norms and constants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread import duals
from nnderiv.proofread.applications import call
from nnderiv.proofread.duals import Dual, value_of
from nnderiv.proofread.extremes import extreme
from nnderiv.proofread.functions import inverse
from nnderiv.proofread.patterns import series
from nnderiv.proofread.syntax import (
    BigO,
    Constant,
    Dots,
    Name,
    Negative,
    Node,
    Norm,
    Plus,
    Power,
    Product,
    Quotient,
    Star,
    Transpose,
)
from nnderiv.proofread.syntax import Number as Literal
from nnderiv.proofread.tensors import (
    MisfitError,
    Tensor,
    as_number,
    dot,
    elementwise,
    kronecker,
    times,
    total,
    transpose,
    written,
)

if TYPE_CHECKING:
    from nnderiv.proofread.evaluate import Evaluator

HIGHEST_POWER = 12  # of a matrix


def plus(self: Evaluator, node: Plus) -> Tensor:
    """A sum, written out or with dots."""
    whole = series(node)
    if not isinstance(whole, Plus):
        return self.of(whole)
    result = self.of(whole.terms[0])
    for term in whole.terms[1:]:
        result = elementwise(result, self.of(term), lambda x, y: x + y)
    return result


def negative(self: Evaluator, node: Negative) -> Tensor:
    """Minus a term."""
    value = self.of(node.body)
    return replace(value, data=-value.data)


def product(self: Evaluator, node: Product) -> Tensor:
    """Factors from left to right, each with the sign before it."""
    whole = series(node)
    if not isinstance(whole, Product):
        return self.of(whole)
    result = self.of(whole.factors[0])
    for sign, factor in zip(whole.signs, whole.factors[1:], strict=True):
        result = _TIMES[sign](result, self.of(factor))
    return result


def quotient(self: Evaluator, node: Quotient) -> Tensor:
    """A fraction, entry by entry."""
    above, below = self.of(node.above), as_number(self.of(node.below))
    if below.rank and above.rank and below.shape != above.shape:
        raise MisfitError(
            f"{written(above.shape)} cannot be divided by {written(below.shape)}", node.at
        )
    return elementwise(above, below, lambda x, y: x / y)


def power(self: Evaluator, node: Power) -> Tensor:
    """A power: of numbers, of a matrix, or of e."""
    if isinstance(node.base, Name) and node.base.key == "e" and _is_euler(self, node.exponent):
        return call(self, "exp", [self.of(node.exponent)], node)
    base, exponent = self.of(node.base), as_number(self.of(node.exponent))
    if base.rank == 2 and exponent.rank == 0 and np.ndim(value_of(exponent.data)) == 0:
        return _matrix_power(base, float(np.real(value_of(exponent.data))))
    data = exponent.data
    if not isinstance(data, Dual) and np.ndim(data) == 0 and float(np.real(data)).is_integer():
        data = np.asarray(float(np.real(data)))
    return elementwise(base, Tensor(data, exponent.rank), duals.power)


def _matrix_power(base: Tensor, exponent: float) -> Tensor:
    """A square matrix times itself, or its inverse; of a matrix no other powers are known."""
    whole = exponent.is_integer() and abs(exponent) <= HIGHEST_POWER
    if not whole or base.shape[0] != base.shape[1]:
        raise ReadError(f"{written(base.shape)} has no power {exponent:g}; entry by entry: \\odot")
    result = Tensor(np.eye(base.shape[0]), 2)
    for _ in range(int(abs(exponent))):
        result = times(result, inverse(base) if exponent < 0 else base)
    return result


def _is_euler(self: Evaluator, exponent: Node) -> bool:
    """Whether the letter e is Euler's number here."""
    return not self.context.known("e") or not isinstance(exponent, Literal)


def transposed(self: Evaluator, node: Transpose) -> Tensor:
    """A transpose, or a power with the exponent T where T is a size."""
    value = self.of(node.body)
    if value.rank == 0 and isinstance(node.body, Name):
        if "T" in self.draw.sizes:
            return self.of(Power(node.body, Name("T"), at=node.at))
        if not self.context.known(node.body.key) and self.context.entry(node.body) is None:
            raise ReadError(
                f"{node.body.key} was not declared, so its transpose is not known: say what "
                rf"it is, as in {node.body.key} \in \mathbb{{R}}^{{m \times n}}",
                node.at,
            )
    return transpose(value)


def norm(self: Evaluator, node: Norm) -> Tensor:
    """The norm of an array."""
    value = self.of(node.body)
    sizes = duals.absolute(value.data)
    self.note_kink(value.data, node.p != 2.0)
    if node.p == 0.0:
        return extreme(self, "max", [Tensor(sizes, value.rank)])
    if node.p == 1.0:
        return total(Tensor(sizes, value.rank), value.rank)
    squares = total(Tensor(value.data * value.data, value.rank), value.rank)
    return Tensor(duals.sqrt_(squares.data))


def constant(self: Evaluator, node: Constant) -> Tensor:
    """Ones, zeros, or the identity."""
    if node.size is None:
        raise ReadError("the size of this constant does not follow from the row", node.at)
    size = round(float(value_of(self.scalar(node.size).data).reshape(-1)[0]))
    if node.kind == "identity":
        return Tensor(np.eye(size), 2)
    return Tensor(np.full(size, float(node.kind == "ones")), 1)


def big_o(self: Evaluator, node: BigO) -> Tensor:
    """A remainder: 0, or as much as the draw says."""
    value = self.of(node.body)
    return Tensor(value.data * self.draw.remainder)


def dots(self: Evaluator, node: Dots) -> Tensor:
    """Dots that follow no pattern cannot be read."""
    raise ReadError(
        "what the dots stand for is not clear here: a remainder is written O(h^2), a sum "
        r"x_1 + x_2 + \dots + x_n",
        node.at,
    )


def star(self: Evaluator, node: Star) -> Tensor:
    """A star outside of an index cannot be read."""
    raise ReadError("a star stands for a row or a column, in an index", node.at)


_TIMES = {
    "": times,
    r"\cdot": dot,
    r"\times": times,
    "*": lambda a, b: elementwise(a, b, lambda x, y: x * y),
    r"\odot": lambda a, b: elementwise(a, b, lambda x, y: x * y),
    r"\otimes": kronecker,
}
