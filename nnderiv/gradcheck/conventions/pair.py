"""The two functions of a check, and what they return and take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nnderiv.signatures import Arguments, arguments_of


@dataclass(frozen=True)
class Pair:
    """A forward and a backward pass, as they are read so far.

    Attributes:
        forward: the forward pass.
        backward: the backward pass.
        names: the names of the inputs, as the caller passes them.
        values: these inputs.
        y: what the forward pass returned for them.
        note: how the pair was read, as a report says it; "" for a plain pair.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    names: Sequence[str]
    values: Sequence[Any]
    y: Any
    note: str = ""

    @cached_property
    def backward_takes(self) -> Arguments | None:
        """What the backward pass takes."""
        return arguments_of(self.backward)

    @property
    def listed(self) -> str:
        """The inputs as they stand in a call: x, W."""
        return ", ".join(self.names)

    @property
    def is_scalar(self) -> bool:
        """Whether the forward pass returns a single number, as a loss does."""
        return not isinstance(self.y, tuple) and np.size(self.y) == 1
