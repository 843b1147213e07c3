r"""Rows with a remainder: f(x + h) = f(x) + h f'(x) + O(h^2).

Both sides are taken at many small h, and a polynomial is laid through their difference. The row
holds if none of its powers below the order of the remainder is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.syntax import BigO, Name, Node, Number, Power, walk

if TYPE_CHECKING:
    from nnderiv.proofread.claims import Compared

COUNT = 16
RADIUS = 0.5
NODES = RADIUS * np.cos(np.pi * (np.arange(COUNT) + 0.5) / COUNT)


def remainder_order(nodes: list[Node]) -> int | None:
    """The lowest order of a remainder in these formulas."""
    orders = []
    for node in nodes:
        for part in walk(node):
            if isinstance(part, BigO):
                power = part.body.exponent if isinstance(part.body, Power) else Number(1.0)
                if not isinstance(power, Number) or not 1 <= power.value <= 6:
                    raise ReadError("the order of a remainder is a number from 1 to 6", part.at)
                orders.append(int(power.value))
    return min(orders, default=None)


def small_variable(nodes: list[Node]) -> tuple[str, NDArray[np.float64]] | None:
    """The variable that shrinks, and the values that it takes."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, BigO):
                base = part.body.base if isinstance(part.body, Power) else part.body
                if not isinstance(base, Name):
                    raise ReadError("a remainder is written O(h^2), with one variable", part.at)
                return base.key, NODES
    return None


def vanishing_orders(
    left: Node, right: Node, compared: Compared
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The size of each power that should not be there, and the size of the row."""
    order = remainder_order([left, right]) or 1
    powers = (NODES[:, None] / RADIUS) ** np.arange(COUNT)
    apart = compared.left - compared.right
    coefficients = np.abs(np.linalg.solve(powers, np.moveaxis(apart, -1, 0).reshape(COUNT, -1)))
    found = np.moveaxis(coefficients[:order].reshape((order, *apart.shape[:-1])), 0, -1)
    scale = np.max(np.abs(compared.left), axis=-1, keepdims=True)
    return found, np.broadcast_to(scale, found.shape)
