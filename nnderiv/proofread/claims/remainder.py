r"""Rows with a remainder: f(x + h) = f(x) + h f'(x) + O(h^2).

Both sides are taken at many small h, and a polynomial is laid through their difference. The row
holds if none of its powers below the order of the remainder is there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.tree import BigO, Name, Node, Power, walk

COUNT = 16
RADIUS = 0.2
NODES = RADIUS * np.cos(np.pi * (np.arange(COUNT) + 0.5) / COUNT)


def small_variable(nodes: list[Node]) -> str | None:
    """The variable that shrinks, if a formula has a remainder."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, BigO):
                base = part.body.base if isinstance(part.body, Power) else part.body
                if not isinstance(base, Name):
                    raise ReadError("a remainder is written O(h^2), with one variable", part.at)
                return base.key
    return None


def unwanted_powers(
    left: NDArray[Any], apart: NDArray[Any], apart_with_remainder: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The size of each power that lies below those of the remainder, and the size of the row.

    `apart` is the difference of both sides at the nodes, without the remainder and with it.
    """
    poles = NODES**2  # so that 1/h and 1/h² are seen as well
    apart = apart * poles
    shift = _powers(apart_with_remainder * poles - apart)
    present = np.flatnonzero(shift.max(axis=tuple(range(1, shift.ndim))) > 1e-9 * shift.max())
    if shift.max() < 1e-9 * np.abs(left).max() or not len(present):
        raise ReadError("the remainder does not act on this row")
    found = np.moveaxis(_powers(apart)[: present[0]], 0, -1)
    scale = np.max(np.abs(left * poles), axis=-1, keepdims=True)
    return found, np.broadcast_to(scale, found.shape)


def _powers(values: NDArray[Any]) -> NDArray[Any]:
    """The size of each power of h, along a new first axis."""
    basis = (NODES[:, None] / RADIUS) ** np.arange(COUNT)
    flat = np.moveaxis(values, -1, 0).reshape(COUNT, -1)
    return np.abs(np.linalg.solve(basis, flat)).reshape((COUNT, *values.shape[:-1]))
