"""A quick look that can only say "pass": what it doubts in the least is then looked at closely.

A right backward pass, the common case, costs few evaluations. The look takes complex steps, and
one central difference that confirms them, of all inputs together.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.joint import Joint
from nnderiv.gradcheck.judge import compare, exact_tolerance
from nnderiv.gradcheck.loss import Array, Loss, tried
from nnderiv.gradcheck.projected import chance_to_hide
from nnderiv.gradcheck.report import InputReport

FEW = 8  # entries that are stepped one by one in any case
STEP = float(np.cbrt(np.finfo(np.float64).eps))  # of the central difference
CLOSE = float(
    np.finfo(np.float64).eps ** 0.75
)  # how close a complex step along a direction must come
CONFIRMED = 1e-7  # and how close a central difference


def screen_every_entry(
    joint: Joint, losses: Mapping[int, Loss], names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Step every entry, and return a report of each input if all of them pass.

    Entries are stepped in blocks, √n of them for n entries, each entry with a random weight of
    about one over its tolerance: a block with one entry that is wrong by more than its tolerance
    is off by more than a half. Those of the worst block of each input are then stepped one by one.
    """
    tolerance = np.concatenate(
        [
            exact_tolerance(joint.eps, dx, float(np.abs(dx).max())).ravel()
            for dx in joint.claimed.values()
        ]
    )
    if not tolerance.all():
        return None  # a gradient of nothing but zeros
    v = _uneven(rng, tolerance.size) * (tolerance.min() / tolerance)
    numeric = joint.dx.copy()

    def look() -> bool:
        for part in joint.parts:
            blocks = _blocks(joint.dx, part)
            if len(blocks) > 1:
                worst, off = _worst(joint, v, blocks)
                if not off <= tolerance.min() / 2:
                    return False
                blocks = [blocks[worst]]
            numeric[blocks[0]] = joint.along_each(np.ones_like(v), blocks[0].tolist())
        return confirmed(joint, *_confirming(joint))

    if not tried(look):
        return None
    reports = [
        compare(names[k], losses[k], dx, numeric[part].reshape(dx.shape), "complex step")
        for (k, dx), part in zip(joint.claimed.items(), joint.parts, strict=True)
    ]
    return reports if all(one.verdict == "pass" for one in reports) else None


def screen_along_directions(
    joint: Joint, names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Move all inputs along two random directions, and return reports if claim and numbers agree.

    One slope is taken by a complex step, and the other by a central difference, which also finds
    out whether the complex step may be trusted.
    """
    v, norm = _even(joint, rng)
    claimed = float(joint.dx @ v)

    def look() -> float | None:
        slope = joint.along(v)
        agrees = abs(claimed - slope) <= CLOSE * norm and confirmed(joint, *_even(joint, rng))
        return slope if agrees else None

    slope = tried(look) if norm else None
    if slope is None:
        return None
    missed = chance_to_hide(CLOSE) * chance_to_hide(CONFIRMED)
    return [
        InputReport(
            name=names[k],
            shape=dx.shape,
            verdict="pass",
            method="complex step and central difference, 2 random directions",
            error=abs(claimed - slope) / norm,
            scale=norm,
            index=(),
            backward=claimed,
            numeric=slope,
            missed=missed,
        )
        for k, dx in joint.claimed.items()
    ]


def confirmed(joint: Joint, v: Array, scale: float, h: float = STEP) -> bool:
    """Whether a central difference along v agrees with the claimed gradient, as a part of scale."""
    return bool(abs(joint.across(v, h) - joint.dx @ v) <= CONFIRMED * scale)


def _confirming(joint: Joint) -> tuple[Array, float, float]:
    """Return a direction in which small entries of a gradient have as much say as large ones.

    Return with it the slope along it, and a step that moves no entry by more than a thousandth of
    its own size. All entries pull the same way, so that many of them take a smaller step.
    """
    v = np.empty_like(joint.x)
    for part in joint.parts:
        size = np.abs(joint.dx[part])
        v[part] = 1 / (size + 1e-3 * size.max())
    v /= v.max()
    reach = 1e-3 * float((joint.sizes / v).min())
    v[joint.dx < 0] *= -1
    return v, float(joint.dx @ v), min(STEP / sqrt(v.size), reach)


def _even(joint: Joint, rng: np.random.Generator) -> tuple[Array, float]:
    """Draw a direction along which every gradient has as much say as any other.

    Return it, with the norm of the terms that it weighs, or 0 if a gradient is 0.
    """
    v = rng.uniform(-1, 1, joint.x.size)
    v *= joint.reach
    terms = v * joint.dx
    norms = np.sqrt(np.add.reduceat(np.square(terms, out=terms), joint.starts)).tolist()
    least = min(norms)
    if least:
        for part, norm in zip(joint.parts, norms, strict=True):
            v[part] *= least / norm
    return v, least * sqrt(len(norms))


def _blocks(dx: Array, part: slice) -> list[NDArray[np.int_]]:
    """Return the entries of one input in blocks of those whose gradients are of like size."""
    order = part.start + np.argsort(np.abs(dx[part]))
    return np.array_split(order, 1 if order.size <= FEW else int(np.sqrt(order.size)))


def _worst(joint: Joint, v: Array, blocks: Sequence[NDArray[np.int_]]) -> tuple[int, float]:
    """Return the block in which claim and numbers are furthest apart, and how far."""
    slopes = joint.along_each(v, blocks)
    terms = joint.dx * v
    off = [abs(terms[block].sum() - slope) for block, slope in zip(blocks, slopes, strict=True)]
    worst = int(np.argmax(off))
    return worst, off[worst]


def _uneven(rng: np.random.Generator, size: int) -> Array:
    """Draw numbers between a half and 1 of either sign."""
    drawn = rng.uniform(-1, 1, size)
    return np.where(drawn < 0, drawn - 1, drawn + 1) / 2
