"""The two functions of a check, and what they return and take."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from nnderiv.signatures import Arguments, arguments_of

_UPSTREAM = re.compile(
    r"(d(_.*|[A-Z].*|[a-z]\d*|out\w*|loss|logits|scores?|next\w*|prev\w*|pred\w*|hidden)?"
    r"|_?grad\w*|g|g[a-z]|gout\w*|up|upstream\w*|delta\w*|cotangents?|ct|error|err|\w+_grad)s?"
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
            >>> [pair.calls_upstream(name) for name in ("dy", "dout", "grad_output", "x", "d")]
            [True, True, True, False, False]
        """
        return name not in self.names and _UPSTREAM.fullmatch(name) is not None
