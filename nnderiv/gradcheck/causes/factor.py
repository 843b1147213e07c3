"""A gradient that is the right one times a number: 0, -1, or a count that was divided by or not."""

from collections.abc import Iterator
from dataclasses import replace
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.loss import SEED, Array, draw_upstream

KINKS = ", against the nearer of the slopes on the two sides of a kink"


def zero(suspect: Suspect) -> Iterator[str]:
    """A gradient of zeros."""
    if not suspect.dx.any():
        yield "a gradient that is never computed: it is 0 everywhere"


def sign(suspect: Suspect) -> Iterator[str]:
    """The wrong sign."""
    if suspect.is_like(-suspect.numeric):
        yield "the wrong sign"


def constant_factor(suspect: Suspect) -> Iterator[str]:
    """The right gradient times a number."""
    numeric, said = suspect.numeric, ""
    if suspect.entries is not None and suspect.entries.jump.any():
        numeric, said = suspect.of(_nearer_side(suspect)), KINKS
    factor = float((suspect.slopes * numeric).sum() / np.square(numeric).sum())
    if not suspect.is_like(factor * numeric):
        return
    known = [("2", 2.0), ("1/2", 0.5), *counts_as_factors(suspect), *marked_counts(suspect)]
    for name, value in known:
        for direction in (1, -1):
            if abs(factor - direction * value) <= suspect.agrees * value:
                yield f"a factor of {'-' * (direction < 0)}{name}{said}"
    for name, value in wrong_counts(suspect):
        if abs(factor - value) <= suspect.agrees * value and _follows_count(suspect, factor):
            yield f"a factor of {name}{said}"
    written = next((w for w in (f"{factor:.6g}", f"{factor:.12g}") if float(w) != 1), "")
    if suspect.x.size > 2 and written:  # fewer entries are easily in proportion by chance
        yield f"a constant factor of {written}{said}"


def _nearer_side(suspect: Suspect) -> Array:
    """Return the gradient by numbers, at a kink the slope on the side that is nearer to dx."""
    assert suspect.entries is not None
    value, half = suspect.entries.value, suspect.entries.jump / 2
    return np.where(suspect.dx >= value, value + half, value - half)


def counts_as_factors(suspect: Suspect) -> Iterator[tuple[str, float]]:
    """Yield factors by which a sum and a mean differ, by their names."""
    for n, of in _counts(suspect):
        yield f"{n}, {of}: a mean forgotten, or a sum in its place", float(n)
        yield f"1/{n}, with {n} {of}: a mean in the place of a sum", 1 / n


def wrong_counts(suspect: Suspect) -> Iterator[tuple[str, float]]:
    """Yield factors of means over one entry more or less, and of roots of counts."""
    for n, of in _counts(suspect):
        yield f"{n}/{n - 1}, with {n} {of}: a mean over the wrong count", n / (n - 1)
        yield f"{n - 1}/{n}, with {n} {of}: a mean over the wrong count", (n - 1) / n
        yield f"sqrt({n}), with {n} {of}: a scale forgotten", sqrt(n)
        yield f"1/sqrt({n}), with {n} {of}: a scale too many", 1 / sqrt(n)


def marked_counts(suspect: Suspect) -> Iterator[tuple[str, float]]:
    """Yield factors of means over all labels, or entries of a mask, in the place of some."""
    for whose, array in _others(suspect):
        for k, marked in _marked(array):
            n = array.size
            of = f"{n} entries of {whose}, {k} of them {marked}: a mean over the wrong count"
            yield f"{k}/{n}, with {of}", k / n
            yield f"{n}/{k}, with {of}", n / k


def _follows_count(suspect: Suspect, factor: float) -> bool:
    """Whether a factor is another one where all axes of one length are shorter by one entry."""
    lengths = sorted({n for one in suspect.loss.inputs for n in one.shape if n > 2})
    return any(abs(_factor_with(suspect, n) - factor) > 1e-3 * abs(factor) for n in lengths)


def _factor_with(suspect: Suspect, n: int) -> float:
    """Return the factor where the axes of n entries have n - 1; if nothing fits then, it is nan."""
    try:
        inputs = tuple(
            np.ascontiguousarray(one[tuple(slice(m - (m == n)) for m in one.shape)])
            for one in suspect.loss.inputs
        )
        y = outputs(suspect.loss.forward(*inputs))
        dy = draw_upstream(y, np.random.default_rng([SEED, 9]))
        dx = np.asarray(suspect.rerun(inputs, dy)[suspect.k])
        there = replace(suspect.loss, inputs=inputs, y=y, dy=dy)
        v = np.random.default_rng([SEED, 10]).standard_normal(dx.shape)
        slope = replace(suspect.differentiator, loss=there).along.slope(v).value
        return float((dx * v).sum()) / slope
    except Exception:  # another size need not fit what the functions hold
        return nan


def _others(suspect: Suspect) -> list[tuple[str, NDArray[Any]]]:
    """Return all inputs but the one in question."""
    pairs = zip(suspect.names, suspect.loss.inputs, strict=True)
    return [(name, one) for name, one in pairs if one is not suspect.x]


def _counts(suspect: Suspect) -> Iterator[tuple[int, str]]:
    named = [("this input", suspect.x), ("the output", suspect.loss.y[0]), *_others(suspect)]
    for whose, array in named:
        counts = [*array.shape, array.size, int(np.prod(array.shape[:-1]))]
        for n in sorted(set(counts) - {0, 1, 2}):
            what = "the length of an axis" if n in array.shape else "the number of rows or entries"
            yield n, f"{what} of {whose}"


def _marked(array: NDArray[Any]) -> Iterator[tuple[int, str]]:
    """Yield how many of some labels, or entries of a mask, may be meant to count."""
    if array.dtype.kind in "iu":
        values, counts = np.unique(array, return_counts=True)
        yield int((array >= 0).sum()), "not negative"
        for value, count in zip(values[:20], counts[:20], strict=True):
            yield array.size - int(count), f"not {value}"
    elif np.isin(array, (0, 1)).all():
        yield int(np.count_nonzero(array)), "1"
