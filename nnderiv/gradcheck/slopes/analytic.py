"""Whether a function is analytic along a line, so that its complex step can be believed."""

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

ALIKE = 1e-3  # how close real and imaginary steps must come


def is_analytic(
    f: Callable[[NDArray[Any]], complex],
    x: NDArray[Any],
    v: NDArray[Any],
    step: float,
    slope: float,
) -> bool:
    """Whether f is analytic along v as far as a step goes, and has that slope at x.

    With real steps ±h and imaginary steps ±ih the terms of a power series cancel: the first and
    the second kind of difference, of values and of slopes, are apart in terms of h⁴ alone. A part
    of f that is not analytic, such as |x|, moves the value where a step is imaginary.
    """
    here = f(x + 0j)
    for h in (step, step / 2):
        ahead, behind, above = f(x + h * v + 0j), f(x - h * v + 0j), f(x + 1j * h * v)
        by_real, by_imaginary = (ahead - behind).real / (2 * h), above.imag / h
        bent = ((ahead + behind).real / 2 - here.real + above.real - here.real) / h
        off = max(abs((by_real + by_imaginary) / 2 - slope), abs(bent))
        if not off <= ALIKE * abs(slope):
            return False
    return True
