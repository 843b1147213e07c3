"""What differentiating by numbers gives, and by which method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nnderiv.gradcheck.slope import Slope
from nnderiv.gradcheck.upstream import Array

Method = Literal["complex step", "central differences"]


@dataclass(frozen=True)
class Numbers:
    """The gradient by numbers.

    Attributes:
        value: every entry of it; nan where the forward pass has no value beside the point.
        error: how far the value may be off, beside the rounding of the forward pass as it is.
        jump: how far apart the slopes on the two sides stay; 0 where there is no kink.
        method: how they were found.
    """

    value: Array
    error: Array
    jump: Array
    method: Method

    @property
    def exact(self) -> bool:
        """Whether they are complex steps."""
        return self.method == "complex step"


@dataclass(frozen=True)
class Along:
    """How to differentiate L along a direction, and how that is called."""

    slope: Callable[[Array], Slope]
    method: Method

    @property
    def exact(self) -> bool:
        """Whether it is by complex steps."""
        return self.method == "complex step"
