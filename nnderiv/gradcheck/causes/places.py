"""Where a gradient is wrong: at one entry, on one side of 0, in some rows or columns."""

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.causes.suspect import Suspect

SATURATED = 1e-3  # a smaller entry, as a part of the largest, may be one of a saturated function
MOST_SLICES = 300
UNLIKELY = 10_000  # choices of entries, of which one is to be told from chance
SHOWN = 6  # places that are named


def one_entry(suspect: Suspect) -> Iterator[str]:
    """A single wrong entry."""
    if suspect.x.size <= 2:
        return
    if suspect.off.sum() == 1 if suspect.off is not None else _explains_all(suspect):
        yield "a single wrong entry: all others agree"


def _explains_all(suspect: Suspect) -> bool:
    """Whether the wrong entry that was found explains what is off along every direction."""
    entry = np.array([v[suspect.found.index] for v in suspect.directions()])
    explained = (suspect.found.backward - suspect.found.numeric) * entry
    rest = np.abs(suspect.slopes - suspect.numeric - explained)
    sizes = np.array([np.abs(suspect.dx * v).max() for v in suspect.directions()])
    eps = suspect.loss.eps ** (0.6 if suspect.exact else 0.5)
    allowed = (eps + suspect.precision) * sizes + 1e-6 * suspect.precision * np.abs(explained)
    return bool((rest <= allowed).all())


def one_side(suspect: Suspect) -> Iterator[str]:
    """A case that was forgotten: wrong for all negative entries, say, and right for all others."""
    for side, name in (
        (suspect.x < 0, "negative"),
        (suspect.x > 0, "positive"),
        (suspect.x == 0, "0"),
    ):
        if side.sum() < 2 or side.all() or _saturated(suspect, side):
            continue
        if suspect.share_wrong(side) >= 0.9 and not suspect.is_wrong_in(~side):
            yield f"a case forgotten: it is wrong only where the input is {name}"


def _saturated(suspect: Suspect, among: NDArray[np.bool_]) -> bool:
    """Whether the gradients, claimed and by numbers, are next to nothing there."""
    size = np.abs(suspect.dx)
    if suspect.entries is not None:
        size = np.maximum(size, np.abs(suspect.entries.value))
    return bool(size[among].max() < SATURATED * size.max())


def missing_mask(suspect: Suspect) -> Iterator[str]:
    """A gradient where there is none: the output does not depend on these entries."""
    if suspect.entries is None or suspect.off is None:
        return
    none = np.abs(suspect.entries.value) <= 10 * suspect.entries.error
    if none.sum() > 1 and suspect.off[none].mean() >= 0.9 and not suspect.off[~none].any():
        yield "a mask missing: it is wrong only where the output does not depend on the input"


def beyond_threshold(suspect: Suspect) -> Iterator[str]:
    """A case that was forgotten: wrong for all entries beyond a number, and for no others."""
    off = suspect.off
    if off is None or not 1 < off.sum() < off.size - 1 or _saturated(suspect, off):
        return
    if comb(off.size, int(off.sum())) < UNLIKELY:
        return
    name = suspect.name
    for size, of in ((np.abs(suspect.x), f"|{name}|"), (suspect.x, name)):
        if size[off].min() > size[~off].max():
            yield f"a case forgotten: it is wrong only where {of} is {size[off].min():.3g} or more"
        if size[off].max() < size[~off].min():
            yield f"a case forgotten: it is wrong only where {of} is {size[off].max():.3g} or less"


def own_factors(suspect: Suspect) -> Iterator[str]:
    """A factor of its own in every row or column, such as a norm of it."""
    if suspect.entries is None or suspect.x.ndim < 2:
        return
    for axis in range(suspect.x.ndim):
        right, dx = (
            np.moveaxis(one, axis, 0).reshape(suspect.x.shape[axis], -1)
            for one in (suspect.entries.value, suspect.dx)
        )
        if len(right) < 2 or np.count_nonzero(right, axis=1).min() < 3:
            continue  # fewer entries are easily in proportion by chance
        factors = (right * dx).sum(axis=1) / np.square(right).sum(axis=1)
        if np.abs(dx - factors[:, None] * right).max() <= suspect.agrees * np.abs(dx).max():
            kind = _called(suspect.x.ndim, axis)
            between = f"from {factors.min():.3g} to {factors.max():.3g}"
            yield f"{kind} each with a factor of their own, {between}"


def some_slices(suspect: Suspect) -> Iterator[str]:
    """Some rows or columns, of which all others are right."""
    x = suspect.x
    if x.ndim == 0 or sum(x.shape) > MOST_SLICES or x.size < 4:
        return
    for axis, length in enumerate(x.shape):
        wrong = [i for i in range(length) if suspect.is_wrong_in(_slices(x.shape, axis, [i]))]
        if not 0 < len(wrong) <= length / 2:
            continue
        if suspect.share_wrong(_slices(x.shape, axis, wrong)) >= 0.9:
            shown = ", ".join(map(str, wrong[:SHOWN])) + ", …" * (len(wrong) > SHOWN)
            kind = _called(x.ndim, axis)
            yield f"{kind} that are wrong: {len(wrong)} of {length} ({shown}), and no others"


def _slices(shape: tuple[int, ...], axis: int, places: list[int]) -> NDArray[np.bool_]:
    among = np.zeros(shape, np.bool_)
    among[(slice(None),) * axis + (places,)] = True
    return among


def _called(ndim: int, axis: int) -> str:
    if ndim == 1:
        return "entries"
    if ndim == 2:
        return ("rows", "columns")[axis]
    return f"slices of axis {axis}"
