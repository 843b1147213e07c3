"""The fast path, which can only say "pass": what it doubts in the least is then looked at closely.

A right backward pass, the common case, costs few evaluations: complex steps, and one central
difference that confirms them, of all inputs together.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from nnderiv.gradcheck.loss import Array, Loss, attempt
from nnderiv.gradcheck.report import InputReport, Method, chance_to_hide, digits_left

FEW = 4  # entries that are stepped one by one in any case
LOOKS = 2  # at all entries together, with other weights each time
EPS = float(np.finfo(np.float64).eps)
STEP = EPS ** (1 / 3)  # of the central difference
CLOSE = EPS**0.75  # how close a complex step along a direction must come
CONFIRMED = 1e-7  # and how close a central difference


def pass_every_entry(
    loss: Loss, dx: Array, names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Move every entry, and return a report of each input if all of them pass.

    All entries are moved at once, each with a random weight of about one over its tolerance: one
    entry that is wrong by more than its tolerance changes the slope by more than half of what is
    allowed for the finest entry, and is always seen. Several could cancel each other, and so the
    weights are drawn twice. The entries of a small input, and the largest entry of any other, are
    stepped by themselves as well.
    """
    claims = {k: dx[part] for k, part in loss.parts.items()}
    if not all(claim.any() for claim in claims.values()):
        return None
    tolerance = np.concatenate([_tolerance(loss, claim) for claim in claims.values()])

    def look() -> list[tuple[int, float]] | None:
        if not all(_agree_at_once(loss, dx, tolerance, rng) for _ in range(LOOKS)):
            return None
        found = [_worst_entry(loss, dx, part, tolerance) for part in loss.parts.values()]
        sure = [one for one in found if one is not None]
        v, slope, h = _confirming_direction(loss, dx, rng)
        sees = len(sure) == len(found) and _confirmed(loss, v, slope, slope, 1e-4, h)
        return sure if sees else None

    found = attempt(look)
    if found is None:
        return None
    reports = []
    for (k, claim), (entry, numeric) in zip(claims.items(), found, strict=True):
        claimed, scale = float(dx[entry]), float(np.abs(claim).max())
        shape = loss.inputs[k].shape
        place = np.unravel_index(entry - loss.parts[k].start, shape)
        reports.append(
            InputReport(
                name=names[k],
                shape=shape,
                verdict="pass",
                method=Method.COMPLEX_STEP.value,
                error=abs(claimed - numeric) / scale,
                scale=scale,
                index=tuple(map(int, place)),
                backward=claimed,
                numeric=numeric,
                digits=digits_left(scale, loss.rounding),
            )
        )
    return reports


def pass_along_directions(
    loss: Loss, dx: Array, names: Sequence[str], rng: np.random.Generator
) -> list[InputReport] | None:
    """Move all inputs along two random directions, and return reports if claim and numbers agree.

    One slope is taken by a complex step, and the other by a central difference, which also finds
    out whether the complex step may be trusted.
    """
    v = np.empty_like(loss.x)

    def look() -> tuple[float, float, float] | None:
        claimed, norm = _even_direction(loss, dx, rng, v)
        slope = loss.complex_step(v)
        agrees = abs(claimed - slope) <= CLOSE * norm
        sees = agrees and norm > 0 and _confirmed(loss, v, *_even_direction(loss, dx, rng, v), 1e-3)
        return (claimed, slope, norm) if sees else None

    seen = attempt(look)
    if seen is None:
        return None
    claimed, slope, norm = seen
    missed = chance_to_hide(CLOSE) * chance_to_hide(CONFIRMED)
    return [
        InputReport(
            name=names[k],
            shape=loss.inputs[k].shape,
            verdict="pass",
            method=Method.COMPLEX_STEP_AND_CENTRAL_DIFFERENCE.along(2),
            error=abs(claimed - slope) / norm,
            scale=norm,
            index=(),
            backward=claimed,
            numeric=slope,
            missed=missed,
        )
        for k in loss.parts
    ]


def _confirmed(
    loss: Loss, v: Array, claimed: float, scale: float, bent: float, h: float = STEP
) -> bool:
    """Whether a central difference along v agrees with the claim, and finds no kink.

    Both as a part of scale. A slope that changes by more than `bent` must do so in proportion to
    the step.
    """
    slope, change = _central_difference(loss, v, h)
    if not abs(slope - claimed) <= CONFIRMED * scale:
        return False
    if abs(change) <= bent * scale:
        return True
    _, finer = _central_difference(loss, v, h / 8)
    return abs(finer) <= abs(change) / 4


def _central_difference(loss: Loss, v: Array, h: float) -> tuple[float, float]:
    """Return the slope of L along v by a central difference, and how it changes at the point.

    The change is that from the slope behind the point to the slope ahead of it.
    """
    hv = h * v
    there = loss.x + hv
    ahead, here = loss(there), loss.value
    behind = loss(np.subtract(loss.x, hv, out=there))
    return float((ahead - behind) / (2 * h)), float((ahead - here - (here - behind)) / h)


def _confirming_direction(
    loss: Loss, dx: Array, rng: np.random.Generator
) -> tuple[Array, float, float]:
    """Return a direction in which small entries of a gradient have as much say as large ones.

    Return with it the slope along it, and a step that moves no entry by more than a thousandth of
    its own size. All entries pull the same way, so that many of them take a smaller step.
    """
    v = np.empty_like(loss.x)
    for part in loss.parts.values():
        size = np.abs(dx[part])
        v[part] = 1 / (size + 1e-3 * size.max())
    v *= rng.uniform(0.5, 1, v.size)  # or two inputs that meet at a kink would move alike
    v /= v.max()
    own = np.abs(loss.x)
    own[own == 0] = 1.0
    reach = 1e-3 * float((own / v).min())
    v[dx < 0] *= -1
    return v, float(dx @ v), min(STEP / sqrt(v.size), reach)


def _even_direction(
    loss: Loss, dx: Array, rng: np.random.Generator, v: Array
) -> tuple[float, float]:
    """Draw a direction, into v, along which every gradient has as much say as any other.

    Return the claimed slope along it, and the norm of its terms, 0 if that of a gradient is 0.
    """
    rng.random(out=v)
    v -= 0.5
    starts = [part.start for part in loss.parts.values()]
    terms = v * dx
    claims = np.add.reduceat(terms, starts).tolist()
    norms = np.sqrt(np.add.reduceat(np.square(terms, out=terms), starts)).tolist()
    least = min(norms)
    if not least:
        return 0.0, 0.0
    claimed = 0.0
    for part, norm, claim in zip(loss.parts.values(), norms, claims, strict=True):
        v[part] *= least / norm
        claimed += claim * (least / norm)
    return claimed, least * sqrt(len(norms))


def _tolerance(loss: Loss, claim: Array) -> Array:
    size = np.abs(claim)
    return loss.exact_tolerance(size, float(size.max()))


def _agree_at_once(loss: Loss, dx: Array, tolerance: Array, rng: np.random.Generator) -> bool:
    """Whether claim and numbers agree along a direction in which no wrong entry can hide alone."""
    finest = tolerance.min()
    v = _random_weights(rng, tolerance.size) * (finest / tolerance)
    return bool(abs(dx @ v - loss.complex_step(v)) <= finest / 2)


def _worst_entry(loss: Loss, dx: Array, part: slice, tolerance: Array) -> tuple[int, float] | None:
    """Return the worst entry of one input, with its number, of those stepped one by one.

    Return nothing unless all of them pass.
    """
    claim = dx[part]
    few = range(claim.size) if claim.size <= FEW else [int(np.argmax(np.abs(claim)))]
    entries = [part.start + one for one in few]
    numeric = loss.complex_steps(entries)
    apart = np.abs(dx[entries] - numeric)
    worst = int(np.argmax(apart))
    return (entries[worst], float(numeric[worst])) if (apart <= tolerance[entries]).all() else None


def _random_weights(rng: np.random.Generator, size: int) -> Array:
    """Draw numbers between a half and 1 of either sign."""
    drawn = rng.uniform(-1, 1, size)
    return np.where(drawn < 0, drawn - 1, drawn + 1) / 2
