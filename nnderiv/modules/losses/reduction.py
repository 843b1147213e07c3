"""What the losses of single entries or rows become: their mean, or their sum."""

from typing import Literal

from nnderiv.errors import InputError

Reduction = Literal["mean", "sum"]


def divisor(count: int, reduction: Reduction) -> int:
    """Return what the sum of `count` losses is divided by: their number for the mean, or 1.

    Raises:
        InputError: if the reduction is unknown.

    Example:
        >>> divisor(8, "mean"), divisor(8, "sum")
        (8, 1)
    """
    if not isinstance(reduction, str) or reduction not in ("mean", "sum"):
        raise InputError(
            f'reduction must be "mean" or "sum", but it is {reduction!r}. Choose one of the two.'
        )
    return count if reduction == "mean" else 1
