"""The normal distribution and the activations to sixty digits."""

from decimal import Decimal, localcontext
from functools import cache

from tests.modules.references import DIGITS, decimal_sigmoid, decimal_sigmoid_slope

MOST = 600  # digits of π


def _digits(x: float) -> int:
    """Return how many digits the series takes, of which those of e^{x²/2} cancel."""
    return DIGITS + 10 + round(x * x / 4)


@cache
def decimal_pi() -> Decimal:
    """Return π = 16 arctan(1/5) - 4 arctan(1/239), for |x| up to 40."""

    def arctan_of_inverse(n: int) -> Decimal:
        term, total, k = Decimal(1) / n, Decimal(0), 0
        while term > Decimal(10) ** -MOST:
            total += (-1) ** k * term / (2 * k + 1)
            term, k = term / (n * n), k + 1
        return total

    with localcontext(prec=MOST):
        return 16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)


def decimal_density(x: float) -> Decimal:
    """Return φ(x) = e^{-x²/2} / √(2π)."""
    with localcontext(prec=_digits(x)):
        return (-(Decimal(x) ** 2) / 2).exp() / (2 * decimal_pi()).sqrt()


def decimal_distribution(x: float) -> Decimal:
    """Return Φ(x) = ½ + φ(x) Σ x^{2k+1} / (2k+1)!!."""
    with localcontext(prec=_digits(x)):
        term = total = Decimal(x)
        k = 0
        while abs(term) > abs(total) * Decimal(10) ** -_digits(x):
            k += 1
            term *= Decimal(x) ** 2 / (2 * k + 1)
            total += term
        return Decimal("0.5") + decimal_density(x) * total


def decimal_gelu(x: float) -> Decimal:
    """Return x Φ(x)."""
    with localcontext(prec=DIGITS):
        return Decimal(x) * decimal_distribution(x)


def decimal_gelu_slope(x: float) -> Decimal:
    """Return Φ(x) + x φ(x)."""
    with localcontext(prec=DIGITS):
        return decimal_distribution(x) + Decimal(x) * decimal_density(x)


def decimal_two_u(x: float) -> Decimal:
    """Return 2u = √(8/π) (x + 0.044715 x³)."""
    with localcontext(prec=DIGITS):
        return (8 / decimal_pi()).sqrt() * (Decimal(x) + Decimal("0.044715") * Decimal(x) ** 3)


def decimal_gelu_by_tanh(x: float) -> Decimal:
    """Return ½ x (1 + tanh u), which is x σ(2u)."""
    with localcontext(prec=DIGITS):
        return Decimal(x) / (1 + (-decimal_two_u(x)).exp())


def decimal_gelu_by_tanh_slope(x: float) -> Decimal:
    """Return ½ (1 + tanh u) + ½ x (1 - tanh² u) du/dx."""
    with localcontext(prec=DIGITS):
        e = (-decimal_two_u(x)).exp()
        du = (8 / decimal_pi()).sqrt() * (1 + 3 * Decimal("0.044715") * Decimal(x) ** 2)
        return 1 / (1 + e) + Decimal(x) * e / (1 + e) ** 2 * du


def decimal_softplus(x: float) -> Decimal:
    """Return log(1 + e^x)."""
    with localcontext(prec=10 * DIGITS):  # 1 + e^-300 has 130 zeros
        return (1 + Decimal(x).exp()).ln()


def decimal_silu(x: float) -> Decimal:
    """Return x σ(x)."""
    with localcontext(prec=DIGITS):
        return Decimal(x) * decimal_sigmoid(x)


def decimal_silu_slope(x: float) -> Decimal:
    """Return σ(x) + x σ'(x)."""
    with localcontext(prec=DIGITS):
        return decimal_sigmoid(x) + Decimal(x) * decimal_sigmoid_slope(x)
