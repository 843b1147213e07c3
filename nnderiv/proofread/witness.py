"""Where a claim fails: indices, inputs, and both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnderiv.proofread.comparing import Compared, Equation
from nnderiv.proofread.context import Context
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.syntax import Name, walk


def numbers(compared: Compared) -> Iterator[dict[str, Any]]:
    """Both sides at a few places of the first draw that counts."""
    places = np.argwhere(compared.mask)
    if not len(places):
        return
    draw = places[0][-1]
    for place in places[places[:, -1] == draw][:6]:
        where = tuple(place)
        yield {
            **_place(compared, where),
            "left": _plain(compared.left[where]),
            "right": _plain(compared.right[where]),
        }


def _place(compared: Compared, where: tuple[Any, ...]) -> dict[str, Any]:
    """The indices of a place, and which entry it is."""
    first = compared.draw.context.first
    axes = list(reversed(where[compared.rank : -1]))
    found: dict[str, Any] = {
        "indices": {
            letter: int(n) + first for letter, n in zip(compared.letters, axes, strict=True)
        }
    }
    if compared.rank:
        found["entry"] = [int(n) + first for n in where[: compared.rank]]
    return found


def witness(compared: Compared, where: tuple[Any, ...], equation: Equation) -> dict[str, Any]:
    """What is known of one place: its indices, both sides, and the inputs that bear on them."""
    draw, context = compared.draw, compared.draw.context
    used: set[str] = set()
    for node in (equation.left, equation.right):
        for name in context.names_in(node):
            used |= {name} | context.rests_on(name)
    inputs = {}
    for key in sorted(used & draw.values.keys()):
        values = value_of(draw.values[key].data)
        column = values[..., min(int(where[-1]), values.shape[-1] - 1)] if values.ndim else values
        inputs[key] = np.round(column, 6).tolist()
    sizes = {
        key: n for key, n in draw.sizes.items() if key in used or _in_shape(key, used, context)
    }
    return {
        **_place(compared, where),
        "left": _plain(compared.left[where]),
        "right": _plain(compared.right[where]),
        "inputs": {**sizes, **inputs},
    }


def _in_shape(key: str, used: set[str], context: Context) -> bool:
    """Whether a size is the length of an axis of one of these names."""
    shapes = (context.inputs[name].shape for name in used if name in context.inputs)
    return any(Name(key) in walk(axis) for shape in shapes for axis in shape)


def _plain(value: Any) -> float | str:
    """A number for people: complex ones as text."""
    number = complex(value)
    return float(number.real) if number.imag == 0 else f"{number:.6g}"


def short(value: float | str) -> str:
    """A number with six digits."""
    return f"{value:.6g}" if isinstance(value, float) else value
