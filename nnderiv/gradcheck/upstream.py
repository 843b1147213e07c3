"""What the upstream gradient makes of an output: one number, L = Σ dy · y."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.given import outputs, read_only

Array = NDArray[np.float64]

# Nobody else's: if a student's x came from the same generator as dy, to forget dy would go unseen.
SEED = 0x67726164


def draw_upstream(y: Sequence[Array], rng: np.random.Generator) -> tuple[Array, ...]:
    """Draw the upstream gradient of every output."""
    return tuple(read_only(np.asarray(rng.standard_normal(one.shape))) for one in y)


def weighed(dy: tuple[Array, ...], y: Any, is_complex: bool) -> Any:
    """Return L = Σ dy · y, of every output.

    Not by BLAS: the last digits, which a report shows, would depend on the processor.
    """
    total: Any = 0.0
    for one, there in zip(dy, outputs(y), strict=True):
        terms = one * there
        total += terms.sum() if one.ndim else terms
    if is_complex and not np.iscomplexobj(total):
        raise TypeError("the forward pass dropped the imaginary part")
    return total


def coarsest(y: Sequence[Array]) -> float:
    """Return the relative rounding error of the coarsest type of several arrays."""
    return max(float(np.finfo(one.dtype).eps) for one in y)


def rounding_of(dy: Sequence[Array], eps: float) -> float:
    """How far rounding moves a gradient: the backward pass rounds numbers as large as dy."""
    return 2 * eps * max(float(np.abs(one).max()) for one in dy)
