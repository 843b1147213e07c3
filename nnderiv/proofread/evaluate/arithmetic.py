"""Sums, products, quotients, powers, norms and constants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnderiv.errors import ReadError
from nnderiv.proofread.context.free_names import direct_names
from nnderiv.proofread.evaluate.evaluator import Evaluator
from nnderiv.proofread.evaluate.functions import call, extreme
from nnderiv.proofread.evaluate.matrices import is_list
from nnderiv.proofread.evaluate.names import refuse_undeclared
from nnderiv.proofread.grammar.dots import series
from nnderiv.proofread.grammar.tree import (
    BigO,
    Constant,
    Dots,
    Name,
    Negative,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Product,
    Quotient,
    Star,
    Transpose,
)
from nnderiv.proofread.numeric import dual
from nnderiv.proofread.numeric.dual import Dual, value_of
from nnderiv.proofread.numeric.functions import inverse
from nnderiv.proofread.numeric.products import dot, kronecker, times, transpose
from nnderiv.proofread.numeric.tensor import (
    MisfitError,
    Tensor,
    as_number,
    elementwise,
    total,
    written,
)

HIGHEST_POWER = 12  # of a matrix


def plus(evaluator: Evaluator, node: Plus) -> Tensor:
    """A sum, written out or with dots."""
    whole = series(node)
    if not isinstance(whole, Plus):
        return evaluator.of(whole)
    result = evaluator.of(whole.terms[0])
    for term in whole.terms[1:]:
        result = elementwise(result, evaluator.of(term), lambda x, y: x + y)
    return result


def negative(evaluator: Evaluator, node: Negative) -> Tensor:
    """Minus a term."""
    value = evaluator.of(node.body)
    return replace(value, data=-value.data)


def product(evaluator: Evaluator, node: Product) -> Tensor:
    """Factors from left to right, each with the sign before it."""
    whole = series(node)
    if not isinstance(whole, Product):
        return evaluator.of(whole)
    result = evaluator.of(whole.factors[0])
    for sign, factor in zip(whole.signs, whole.factors[1:], strict=True):
        result = _TIMES[sign](result, evaluator.of(factor))
    return result


def quotient(evaluator: Evaluator, node: Quotient) -> Tensor:
    """A fraction, entry by entry."""
    above, below = evaluator.of(node.above), as_number(evaluator.of(node.below))
    if below.rank and above.rank and below.shape != above.shape:
        raise MisfitError(
            f"{written(above.shape)} cannot be divided by {written(below.shape)}", node.at
        )
    return elementwise(above, below, lambda x, y: x / y)


def power(evaluator: Evaluator, node: Power) -> Tensor:
    """A power: of numbers, of a matrix, or of e."""
    if isinstance(node.base, Name) and node.base.key == "e" and _is_euler(evaluator, node.exponent):
        return call(evaluator, "exp", [evaluator.of(node.exponent)], node)
    base, exponent = evaluator.of(node.base), as_number(evaluator.of(node.exponent))
    if base.rank == 2 and exponent.rank == 0 and np.ndim(value_of(exponent.data)) == 0:
        return _matrix_power(base, float(np.real(value_of(exponent.data))))
    data = exponent.data
    if not isinstance(data, Dual) and np.ndim(data) == 0 and float(np.real(data)).is_integer():
        data = np.asarray(float(np.real(data)))
    return elementwise(base, Tensor(data, exponent.rank), dual.power)


def _matrix_power(base: Tensor, exponent: float) -> Tensor:
    """A square matrix times itself, or its inverse; of a matrix no other powers are known."""
    if not exponent.is_integer() or abs(exponent) > HIGHEST_POWER:
        raise ReadError(f"{written(base.shape)} has no power {exponent:g}; entry by entry: \\odot")
    if base.shape[0] != base.shape[1]:
        what = "an inverse" if exponent == -1 else f"a power {exponent:g}"
        raise ReadError(
            f"only a square matrix has {what}, but {written(base.shape)} stands here; "
            "entry by entry: \\odot"
        )
    result = Tensor(np.eye(base.shape[0]), 2)
    for _ in range(int(abs(exponent))):
        result = times(result, inverse(base) if exponent < 0 else base)
    return result


def _is_euler(evaluator: Evaluator, exponent: Node) -> bool:
    """Whether the letter e is Euler's number here."""
    return not evaluator.context.known("e") or not isinstance(exponent, Number)


def transposed(evaluator: Evaluator, node: Transpose) -> Tensor:
    """A transpose, or a power with the exponent T where T is a size."""
    value = evaluator.of(node.body)
    if value.rank == 0 and isinstance(node.body, Name) and "T" in evaluator.draw.sizes:
        return evaluator.of(Power(node.body, Name("T"), at=node.at))
    if is_list(evaluator, node.body):
        return value
    if value.rank == 0:
        names = direct_names(node.body, evaluator.context)
        refuse_undeclared(evaluator, names, "transpose", r"m \times n", node)
    return transpose(value)


def norm(evaluator: Evaluator, node: Norm) -> Tensor:
    """The norm of an array."""
    value = evaluator.of(node.body)
    sizes = dual.absolute(value.data)
    evaluator.note_kink(value.data, node.p != 2.0)
    if node.p == 0.0:
        return extreme(evaluator, "max", [Tensor(sizes, value.rank)])
    if node.p == 1.0:
        return total(Tensor(sizes, value.rank), value.rank)
    squares = total(Tensor(value.data * value.data, value.rank), value.rank)
    return Tensor(dual.sqrt_(squares.data))


def constant(evaluator: Evaluator, node: Constant) -> Tensor:
    """Ones, zeros, or the identity."""
    if node.size is None:
        raise ReadError("the size of this constant does not follow from the row", node.at)
    size = evaluator.length(node.size)
    if node.kind == "identity":
        return Tensor(np.eye(size), 2)
    return Tensor(np.full(size, float(node.kind == "ones")), 1)


def big_o(evaluator: Evaluator, node: BigO) -> Tensor:
    """A remainder: 0, or as much as the draw says."""
    value = evaluator.of(node.body)
    return Tensor(value.data * evaluator.draw.remainder)


def dots(evaluator: Evaluator, node: Dots) -> Tensor:
    """Dots that follow no pattern cannot be read."""
    raise ReadError(
        "what the dots stand for is not clear here: a remainder is written O(h^2), a sum "
        r"x_1 + x_2 + \dots + x_n",
        node.at,
    )


def star(evaluator: Evaluator, node: Star) -> Tensor:
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
