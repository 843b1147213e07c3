"""Independent references: high-precision decimals, and forward passes for HIPS autograd."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, localcontext
from typing import Any

import autograd
import autograd.numpy as anp

from tests.catalogue import Array

DIGITS = 60


def decimal_sigmoid(x: float) -> Decimal:
    """Return 1 / (1 + e^-x) to sixty digits."""
    with localcontext(prec=DIGITS):
        return 1 / (1 + (-Decimal(x)).exp())


def decimal_sigmoid_slope(x: float) -> Decimal:
    """Return e^-x / (1 + e^-x)² to sixty digits."""
    with localcontext(prec=DIGITS):
        e = (-Decimal(x)).exp()
        return e / (1 + e) ** 2


def decimal_tanh(x: float) -> Decimal:
    """Return (e^x - e^-x) / (e^x + e^-x) to sixty digits."""
    with localcontext(prec=DIGITS):
        up, down = Decimal(x).exp(), (-Decimal(x)).exp()
        return (up - down) / (up + down)


def decimal_tanh_slope(x: float) -> Decimal:
    """Return 4 / (e^x + e^-x)² to sixty digits."""
    with localcontext(prec=DIGITS):
        return 4 / (Decimal(x).exp() + (-Decimal(x)).exp()) ** 2


def decimal_softmax(row: Iterable[float]) -> list[Decimal]:
    """Return the softmax of one row to sixty digits, with no logit taken away."""
    with localcontext(prec=DIGITS):
        powers = [Decimal(float(h)).exp() for h in row]
        return [power / sum(powers) for power in powers]


def decimal_cross_entropy(row: Iterable[float], t: Iterable[float]) -> Decimal:
    """Return -Σ t log softmax(row) of one row to sixty digits."""
    with localcontext(prec=DIGITS):
        o = decimal_softmax(row)
        return -sum(
            (Decimal(float(t_i)) * o_i.ln() for t_i, o_i in zip(t, o, strict=True)), Decimal(0)
        )


def relative_error(found: Any, exact: Decimal) -> float:
    """Return |found - exact| / |exact|, without rounding the exact number first."""
    with localcontext(prec=DIGITS):
        return float(abs(Decimal(float(found)) - exact) / abs(exact))


def autograd_linear(x: Any, W: Any, b: Any) -> Any:
    """Return xW + b."""
    return anp.dot(x, W) + b


def autograd_sigmoid(x: Any) -> Any:
    """Return 1 / (1 + e^-x)."""
    return 1 / (1 + anp.exp(-x))


def autograd_relu(x: Any) -> Any:
    """Return x where it is positive, 0 elsewhere."""
    return x * (x > 0)


def autograd_softmax(h: Any) -> Any:
    """Return e^h over its sum along the last axis."""
    return anp.exp(h) / anp.sum(anp.exp(h), axis=-1, keepdims=True)


def autograd_cross_entropy_of_classes(h: Any, t: Any) -> Any:
    """Return the mean of -log o at the class of every row."""
    return -anp.mean(anp.log(autograd_softmax(h)[anp.arange(len(t)), t]))


def autograd_cross_entropy_of_rows(h: Any, t: Any) -> Any:
    """Return the sum of -t log o."""
    return -anp.sum(t * anp.log(autograd_softmax(h)))


def autograd_gradient(
    forward: Callable[..., Any], k: int, dy: Array, inputs: Sequence[Array]
) -> Array:
    """Return the gradient of Σ dy · forward(*inputs) by input k, by HIPS autograd."""
    gradient: Array = autograd.grad(lambda *at: anp.sum(dy * forward(*at)), k)(*inputs)
    return gradient


# By the names of the catalogue.
AUTOGRAD_FORWARD: dict[str, Callable[..., Any]] = {
    "linear": autograd_linear,
    "sigmoid": autograd_sigmoid,
    "tanh": anp.tanh,
    "relu": autograd_relu,
    "softmax": autograd_softmax,
    "softmax_cross_entropy of classes": autograd_cross_entropy_of_classes,
    "softmax_cross_entropy of rows": autograd_cross_entropy_of_rows,
}
