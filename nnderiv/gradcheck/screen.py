"""A quick look that can only say "pass": what it doubts in the least is then looked at closely.

A right backward pass, the common case, costs few evaluations. The look takes complex steps, and
one central difference that confirms them, of all inputs together.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from nnderiv.gradcheck.joint import Joint
from nnderiv.gradcheck.judge import digits_left, exact_tolerance
from nnderiv.gradcheck.loss import tried
from nnderiv.gradcheck.projected import chance_to_hide
from nnderiv.gradcheck.report import InputReport
from nnderiv.gradcheck.upstream import Array, rounding_of

FEW = 4  # entries that are stepped one by one in any case
LOOKS = 2  # at all entries together, with other weights each time
EPS = float(np.finfo(np.float64).eps)
STEP = EPS ** (1 / 3)  # of the central difference
CLOSE = EPS**0.75  # how close a complex step along a direction must come
CONFIRMED = 1e-7  # and how close a central difference


def screen_every_entry(
    joint: Joint, names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Move every entry, and return a report of each input if all of them pass.

    All entries are moved at once, each with a random weight of about one over its tolerance: one
    entry that is wrong by more than its tolerance changes the slope by more than half of what is
    allowed for the finest entry, and is always seen. Several could cancel each other, and so the
    weights are drawn twice. The entries of a small input, and the largest entry of any other, are
    stepped by themselves as well.
    """
    claims = {k: joint.dx[part] for k, part in joint.parts.items()}
    if not all(dx.any() for dx in claims.values()):
        return None
    tolerance = np.concatenate([_tolerance(dx, joint.eps) for dx in claims.values()])

    def look() -> list[tuple[int, float]] | None:
        if not all(_agree_at_once(joint, tolerance, rng) for _ in range(LOOKS)):
            return None
        found = [_worst_entry(joint, part, tolerance) for part in joint.parts.values()]
        sure = [one for one in found if one is not None]
        v, slope, h = _confirming(joint, rng)
        sees = len(sure) == len(found) and confirmed(joint, v, slope, slope, 1e-4, h)
        return sure if sees else None

    found = tried(look)
    if found is None:
        return None
    noise = rounding_of(joint.dy, joint.eps)
    reports = []
    for (k, dx), (entry, numeric) in zip(claims.items(), found, strict=True):
        claimed, scale = float(joint.dx[entry]), float(np.abs(dx).max())
        shape = joint.inputs[k].shape
        place = np.unravel_index(entry - joint.parts[k].start, shape)
        reports.append(
            InputReport(
                name=names[k],
                shape=shape,
                verdict="pass",
                method="complex step",
                error=abs(claimed - numeric) / scale,
                scale=scale,
                index=tuple(map(int, place)),
                backward=claimed,
                numeric=numeric,
                digits=digits_left(scale, noise),
            )
        )
    return reports


def screen_along_directions(
    joint: Joint, names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Move all inputs along two random directions, and return reports if claim and numbers agree.

    One slope is taken by a complex step, and the other by a central difference, which also finds
    out whether the complex step may be trusted.
    """
    v = np.empty_like(joint.x)

    def look() -> tuple[float, float, float] | None:
        claimed, norm = _even(joint, rng, v)
        slope = joint.along(v)
        agrees = abs(claimed - slope) <= CLOSE * norm
        sees = agrees and norm > 0 and confirmed(joint, v, *_even(joint, rng, v), 1e-3)
        return (claimed, slope, norm) if sees else None

    seen = tried(look)
    if seen is None:
        return None
    claimed, slope, norm = seen
    missed = chance_to_hide(CLOSE) * chance_to_hide(CONFIRMED)
    return [
        InputReport(
            name=names[k],
            shape=joint.inputs[k].shape,
            verdict="pass",
            method="complex step and central difference, 2 random directions",
            error=abs(claimed - slope) / norm,
            scale=norm,
            index=(),
            backward=claimed,
            numeric=slope,
            missed=missed,
        )
        for k in joint.parts
    ]


def confirmed(
    joint: Joint, v: Array, claimed: float, scale: float, bent: float, h: float = STEP
) -> bool:
    """Whether a central difference along v agrees with the claim, and finds no kink.

    Both as a part of scale. A slope that changes by more than `bent` must do so in proportion to
    the step.
    """
    slope, change = joint.across(v, h)
    if not abs(slope - claimed) <= CONFIRMED * scale:
        return False
    return abs(change) <= bent * scale or abs(joint.across(v, h / 8)[1]) <= abs(change) / 4


def _confirming(joint: Joint, rng: np.random.Generator) -> tuple[Array, float, float]:
    """Return a direction in which small entries of a gradient have as much say as large ones.

    Return with it the slope along it, and a step that moves no entry by more than a thousandth of
    its own size. All entries pull the same way, so that many of them take a smaller step.
    """
    v = np.empty_like(joint.x)
    for part in joint.parts.values():
        size = np.abs(joint.dx[part])
        v[part] = 1 / (size + 1e-3 * size.max())
    v *= rng.uniform(0.5, 1, v.size)  # or two inputs that meet at a kink would move alike
    v /= v.max()
    reach = 1e-3 * float((joint.sizes / v).min())
    v[joint.dx < 0] *= -1
    return v, float(joint.dx @ v), min(STEP / sqrt(v.size), reach)


def _even(joint: Joint, rng: np.random.Generator, v: Array) -> tuple[float, float]:
    """Draw a direction, into v, along which every gradient has as much say as any other.

    Return the claimed slope along it, and the norm of its terms, 0 if that of a gradient is 0.
    """
    rng.random(out=v)
    v -= 0.5
    starts = [part.start for part in joint.parts.values()]
    terms = v * joint.dx
    claims = np.add.reduceat(terms, starts).tolist()
    norms = np.sqrt(np.add.reduceat(np.square(terms, out=terms), starts)).tolist()
    least = min(norms)
    if not least:
        return 0.0, 0.0
    claimed = 0.0
    for part, norm, claim in zip(joint.parts.values(), norms, claims, strict=True):
        v[part] *= least / norm
        claimed += claim * (least / norm)
    return claimed, least * sqrt(len(norms))


def _tolerance(dx: Array, eps: float) -> Array:
    size = np.abs(dx)
    return exact_tolerance(eps, size, float(size.max()))


def _agree_at_once(joint: Joint, tolerance: Array, rng: np.random.Generator) -> bool:
    """Whether claim and numbers agree along a direction in which no wrong entry can hide alone."""
    finest = tolerance.min()
    v = _uneven(rng, tolerance.size) * (finest / tolerance)
    return bool(abs(joint.dx @ v - joint.along(v)) <= finest / 2)


def _worst_entry(joint: Joint, part: slice, tolerance: Array) -> tuple[int, float] | None:
    """Return the worst entry of one input, with its number, of those stepped one by one.

    Return nothing unless all of them pass.
    """
    dx = joint.dx[part]
    few = range(dx.size) if dx.size <= FEW else [int(np.argmax(np.abs(dx)))]
    entries = [part.start + one for one in few]
    numeric = joint.along_each(entries)
    apart = np.abs(joint.dx[entries] - numeric)
    worst = int(np.argmax(apart))
    return (entries[worst], float(numeric[worst])) if (apart <= tolerance[entries]).all() else None


def _uneven(rng: np.random.Generator, size: int) -> Array:
    """Draw numbers between a half and 1 of either sign."""
    drawn = rng.uniform(-1, 1, size)
    return np.where(drawn < 0, drawn - 1, drawn + 1) / 2
