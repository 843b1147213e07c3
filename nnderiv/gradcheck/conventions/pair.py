"""The two functions of a check, and what they return and take."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from nnderiv.signatures import Arguments, arguments_of

# What begins with d is a gradient, but for words such as data and dim.
_UPSTREAM = re.compile(
    r"d(?!at|ay|e[a-km-z]|im|ir|ist|i?ct|om|rop|t$|type)\w*"
    r"|_?grad\w*|\w+_grad|g[a-z]?|gout\w*|up|upstream\w*|cotangents?|ct|err|errors?"
)


class Pair(NamedTuple):
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

    @property
    def backward_takes(self) -> Arguments | None:
        """What the backward pass takes; None if it does not say."""
        return arguments_of(self.backward)

    @property
    def is_plain(self) -> bool:
        """Whether the backward pass takes dy and the inputs, as far as it says what it takes."""
        takes = self.backward_takes
        return takes is None or takes.takes(1 + len(self.names))

    @property
    def listed(self) -> str:
        """The inputs as they stand in a call: x, W."""
        return ", ".join(self.names)

    @property
    def is_scalar(self) -> bool:
        """Whether the forward pass returns a single number, as a loss does."""
        return not isinstance(self.y, tuple) and np.size(self.y) == 1

    def calls_upstream(self, name: str) -> bool:
        """Whether a parameter of the backward pass has the name of an upstream gradient.

        Example:
            >>> pair = Pair(abs, abs, ["x", "d"], [1.0, 2.0], 1.0)
            >>> [pair.calls_upstream(name) for name in ("dy", "dout", "grad_output", "delta")]
            [True, True, True, True]
            >>> [pair.calls_upstream(name) for name in ("x", "d", "data", "dims", "dtype")]
            [False, False, False, False, False]
        """
        return name not in self.names and _UPSTREAM.fullmatch(name) is not None
