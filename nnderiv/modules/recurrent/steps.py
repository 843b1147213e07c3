"""What recurrent layers share: the shapes that fit, and room for the states."""

import numpy as np

from nnderiv.arrays import FloatArray, require_shape
from nnderiv.errors import InputError

_TRANSPOSED = "PyTorch has the transpose of it: pass weight.T."


def states(start: FloatArray, T: int) -> FloatArray:
    """Return room for the states of T steps behind the one at the start, (T + 1, B, n)."""
    room = np.empty((T + 1, *start.shape), start.dtype)
    room[0] = start
    return room


def require_fit(
    x: FloatArray, h0: FloatArray, Wx: FloatArray, Wh: FloatArray, b: FloatArray, gates: int = 1
) -> None:
    """Raise InputError unless the shapes fit, where each entry of h_t has so many columns."""
    if x.ndim != 3:
        raise InputError(
            f"x must have three axes, (T, B, m), but its shape is {x.shape}. "
            "Time comes first, then the examples; for one example, use shape (T, 1, m)."
        )
    _, B, m = x.shape
    if h0.ndim != 2 or len(h0) != B:
        raise InputError(
            f"h0 must have one row for each of the {B} examples of x, ({B}, n), "
            f"but its shape is {h0.shape}. Pass the states before the first step, such as zeros."
        )
    n = h0.shape[1]
    columns = gates * n
    each = "a column" if gates == 1 else f"{gates} columns"
    require_shape(
        "Wx", Wx, (m, columns), f"a row per entry of x_t and {each} per entry of h_t", _TRANSPOSED
    )
    require_shape("Wh", Wh, (n, columns), f"a row and {each} per entry of h_t", _TRANSPOSED)
    require_shape("b", b, (columns,), "one entry per column of Wh", "Pass one bias, not two.")
