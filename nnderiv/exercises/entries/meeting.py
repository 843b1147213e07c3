"""Which of the numbers on show enter an entry: the rows and columns that meet in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nnderiv.exercises.entries.entry import Array, Entry, Place, indexed

CHANGES: tuple[Callable[[float], float], ...] = (lambda v: v + 1.375, lambda v: -v - 0.625)
MOST = 4  # entries that are named one by one


def meeting(entry: Entry, moving: Sequence[str]) -> str:
    """Return what enters an entry, as prose: "column 2 of $x$ and column 1 of …".

    Of the inputs only those in `moving`: entries of a target may not be changed one by one.
    """
    told = []
    for j, (name, one) in enumerate(zip(entry.names, entry.inputs, strict=True)):
        if name in moving:
            enters = _enters(entry, one, partial(entry.with_input, j))
            told.append(_described(partial(indexed, name), enters))
    if entry.dy.shape:
        told.append(_described(entry.upstream, _enters(entry, entry.dy, entry.with_upstream)))
    return " and ".join(filter(None, told))


def _enters(entry: Entry, array: Array, value: Callable[[Array], float]) -> NDArray[np.bool_]:
    """Which entries of an array move the value: when they grow, or change their sign."""
    found = np.zeros(array.shape, np.bool_)
    for place in np.ndindex(array.shape):
        for change in CHANGES:
            there = array.astype(float)
            there[place] = change(float(there[place]))
            found[place] |= value(there) != entry.value
    return found


def _described(called: Callable[[Place], str], enters: NDArray[np.bool_]) -> str:
    """Say which entries these are; `called` names one of them, or with () the array."""
    places = [tuple(map(int, place)) for place in np.argwhere(enters)]
    if len(places) > 1 and enters.all():
        return f"all of ${called(())}$"
    for axis, kind in enumerate(("row", "column") if enters.ndim == 2 else ()):
        lines = {place[axis] for place in places}
        if len(lines) == 1 and 1 < len(places) == enters.shape[1 - axis]:
            return f"{kind} {lines.pop() + 1} of ${called(())}$"
    if len(places) > MOST:
        return f"some entries of ${called(())}$"
    return ", ".join(f"${called(place)}$" for place in places)
