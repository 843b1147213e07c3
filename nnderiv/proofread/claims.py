"""Whether a claim holds: both sides for random numbers, compared entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import ReadError
from nnderiv.proofread.context import Context
from nnderiv.proofread.derivatives import AnyEntryError
from nnderiv.proofread.draws import STYLES, Draw
from nnderiv.proofread.duals import value_of
from nnderiv.proofread.evaluate import Evaluator, Notes
from nnderiv.proofread.indices import find_range, index_names, running_index
from nnderiv.proofread.remainders import small_variable, unwanted_powers
from nnderiv.proofread.rewrite import each_size, unsized
from nnderiv.proofread.syntax import Index, Name, Node, Range, Reduce, walk
from nnderiv.proofread.tensors import MisfitError, Tensor, as_number, reshaped, written
from nnderiv.proofread.terms import largest_term

TOLERANCE = 1e-9  # of the largest term
ENOUGH = 2  # sets of sizes and draws on which a claim has to hold
READINGS = (frozenset[str](), frozenset({"direct"}), frozenset({"diagonal"}), frozenset({"direct", "diagonal"}))


@dataclass(frozen=True)
class Outcome:
    """What the numbers say of a claim."""

    verdict: str
    reason: str = ""
    error: float | None = None
    witness: dict[str, Any] | None = None
    numbers: tuple[dict[str, Any], ...] = ()


@dataclass
class Equation:
    """A claim: two sides, when it is made, and what a prime differentiates by."""

    left: Node
    right: Node
    relation: str = "="
    conditions: tuple[Node, ...] = ()
    variable: Node | None = None
    readings: tuple[frozenset[str], ...] = READINGS


@dataclass
class Compared:
    """Both sides on one draw, with an axis for each index and one for the draws."""

    left: NDArray[Any]
    right: NDArray[Any]
    mask: NDArray[np.bool_]
    letters: list[str]
    rank: int
    notes: Notes
    draw: Draw
    evaluator: Evaluator


def judge(equation: Equation, context: Context) -> tuple[Outcome, tuple[frozenset[str], ...]]:
    """The verdict, and the readings under which the claim holds."""
    context.bind_losses([equation.left, equation.right])
    try:
        return _judge(equation, context)
    except AnyEntryError as any_entry:
        known = context.inputs[any_entry.key]
        context.inputs[any_entry.key] = replace(known, shape=known.shape[: any_entry.indices])
        context.changed()
        try:
            return _judge(equation, context)
        finally:
            context.inputs[any_entry.key] = known
            context.changed()


def _judge(equation: Equation, context: Context) -> tuple[Outcome, tuple[frozenset[str], ...]]:
    best: Outcome | MisfitError | None = None
    kept: list[frozenset[str]] = []
    ambiguous: set[str] = set()
    for reading in equation.readings:
        if best is not None and not reading <= ambiguous:
            continue
        try:
            outcome: Outcome | MisfitError = _try(equation, context, reading, ambiguous)
        except MisfitError as misfit:
            outcome = misfit
        if isinstance(outcome, Outcome) and outcome.verdict == "holds":
            if not kept:
                best = outcome
            kept.append(reading)
        best = best or outcome
        if not ambiguous:
            break
    if isinstance(best, MisfitError):
        raise best
    assert best is not None
    return best, tuple(kept) if ambiguous and kept else equation.readings


def _try(
    equation: Equation, context: Context, reading: frozenset[str], ambiguous: set[str]
) -> Outcome:
    misfit: ReadError | None = None
    for left, right in each_size([equation.left, equation.right], context):
        try:
            outcome = _on_draws(replace(equation, left=left, right=right), context, reading, ambiguous)
        except MisfitError as error:
            misfit = misfit or error
            continue
        if outcome.verdict == "holds" or not unsized([equation.left, equation.right]):
            return outcome
        misfit = misfit or MisfitError(outcome.reason)
    assert misfit is not None
    raise misfit


def _on_draws(
    equation: Equation, context: Context, reading: frozenset[str], ambiguous: set[str]
) -> Outcome:
    held: list[Outcome] = []
    nothing = ""
    for seed in range(len(STYLES)):
        draw = drawn(context, seed)
        compared = compare(equation, draw, reading)
        ambiguous |= compared.notes.ambiguous
        if not compared.notes.touched:
            return Outcome("unread", "no drawn number bears on this row, so nothing was checked")
        if not compared.mask.any():
            nothing = nothing or compared.notes.outside
            continue
        outcome = _verdict(equation, compared)
        if outcome.verdict == "fails":
            return outcome
        held.append(outcome)
        if len(held) == ENOUGH:
            break
    if held:
        return max(held, key=lambda outcome: outcome.error or 0.0)
    if nothing:
        return Outcome("fails", nothing)
    return Outcome("unread", "no draw was found for which both sides are numbers")


def drawn(context: Context, seed: int) -> Draw:
    """The draw of this number for the context as it is now."""
    if context.draws_of != context.version:
        context.draws, context.draws_of = {}, context.version
    if seed not in context.draws:
        context.draws[seed] = Draw(context, seed)
    draw = context.draws[seed]
    assert isinstance(draw, Draw)
    return draw


def compare(
    equation: Equation, draw: Draw, reading: frozenset[str], remainder: float = 0.0
) -> Compared:
    """Evaluate both sides for every value of the free indices."""
    small = small_variable([equation.left, equation.right])
    if small is not None:
        draw = Draw(draw.context, draw.seed, *small, remainder)
    evaluator = Evaluator(draw, reading=reading, variable=equation.variable, cache=draw.known)
    letters = free_indices(equation, draw.context)
    with np.errstate(all="ignore"):
        for letter in letters:
            nodes = [equation.left, equation.right, *equation.conditions]
            size = find_range(evaluator, letter, nodes, equation.conditions)
            numbers = np.arange(size) + float(draw.context.first)
            evaluator = running_index(evaluator, letter, numbers)
        left, right = evaluator.of(equation.left), evaluator.of(equation.right)
        rank, a, b = _together(left, right)
        mask = evaluator.holds(equation.conditions)
        a, b = np.broadcast_arrays(a, b)
        width = len(letters) + 1
        a, b = (x.reshape(x.shape[:rank] + (1,) * (width + rank - x.ndim) + x.shape[rank:]) for x in (a, b))
        finite = np.isfinite(a) & np.isfinite(b)
        mask = finite & mask & ~np.asarray(evaluator.notes.kinked)
        a, b = (np.broadcast_to(x, mask.shape) for x in (a, b))
    return Compared(a, b, mask, letters, rank, evaluator.notes, draw, evaluator)


def _together(left: Tensor, right: Tensor) -> tuple[int, NDArray[Any], NDArray[Any]]:
    """The arrays of both sides, if these have one shape; a vector may be written as n×1 or 1×n."""
    sides = [as_number(left), as_number(right)]
    shapes = [tuple(n for n in side.shape if n != 1) for side in sides]
    same = sides[0].shape == sides[1].shape
    if not same and (shapes[0] != shapes[1] or min(side.rank for side in sides) == 2):
        # a number stands for an array all of whose entries it is
        if not (sides[1].rank == 0 or sides[0].rank == 0) or sides[0].rank == 0:
            raise MisfitError(
                f"the left side is {written(left.shape)}, the right side {written(right.shape)}"
            )
    running = max(side.running for side in sides)
    flat: list[NDArray[Any]] = []
    for side in sides:
        own: list[int | None] = [
            axis for axis, n in enumerate(side.shape) if same or n != 1
        ]
        flat.append(value_of(reshaped(side, own, running)))
    rank = sides[0].rank if same else len(shapes[0])
    if flat[1].ndim < flat[0].ndim:
        flat[1] = np.broadcast_to(flat[1], flat[0].shape)
    return rank, flat[0], flat[1]


def free_indices(equation: Equation, context: Context) -> list[str]:
    """The letters that stand in index positions and that nothing binds, in order."""
    letters: dict[str, None] = {}
    said = {c.index for c in equation.conditions if isinstance(c, Range)}
    for node in (equation.left, equation.right):
        bound = {i for part in walk(node) if isinstance(part, Reduce) for i in part.indices}
        for name in index_names(node, context):
            if name not in bound and context.runs(name):
                letters[name] = None
    used = {part.key for node in (equation.left, equation.right) for part in walk(node) if isinstance(part, Name)}
    letters.update({key: None for key in said if key in used and context.runs(key)})
    return sorted(letters, key=list(letters).index)


def _verdict(equation: Equation, compared: Compared) -> Outcome:
    if small_variable([equation.left, equation.right]) is not None:
        other = compare(equation, compared.draw, compared.evaluator.reading, remainder=1.0)
        error, scale = unwanted_powers(compared, other)
        wrong = error > TOLERANCE * scale
        worst = np.unravel_index(int(np.argmax(np.where(wrong, error, -1.0))), error.shape)
        relative = error / scale
    else:
        apart = np.abs(compared.left - compared.right)
        sizes = np.maximum(np.abs(compared.left), np.abs(compared.right))
        scale = np.max(np.where(compared.mask, sizes, 0.0), axis=tuple(range(compared.rank)), keepdims=True)
        if equation.relation in _ORDER:
            wrong = compared.mask & ~_ORDER[equation.relation](compared.left, compared.right)
            relative = np.zeros(wrong.shape)
        else:
            wrong = compared.mask & (apart > TOLERANCE * scale)
            if wrong.any():
                scale = np.maximum(scale, largest_term(equation.left, equation.right, compared))
                wrong = compared.mask & (apart > TOLERANCE * scale)
            relative = np.divide(apart, scale, out=np.zeros(apart.shape), where=scale > 0)
        relative = np.where(compared.mask, relative, 0.0)
        worst = np.unravel_index(int(np.argmax(np.where(wrong, relative, relative - 1e300))), relative.shape)
    error_size = float(np.max(relative, initial=0.0))
    numbers = tuple(_numbers(compared))
    if not np.any(wrong):
        return Outcome("holds", "", error_size, None, numbers)
    witness = _witness(compared, worst, equation)
    left, right = witness["left"], witness["right"]
    reason = f"the left side is {_short(left)}, the right side {_short(right)}"
    return Outcome("fails", reason, error_size, witness, numbers)


_ORDER = {
    r"\leq": lambda a, b: a.real <= b.real + 1e-12,
    r"\geq": lambda a, b: a.real >= b.real - 1e-12,
    "<": lambda a, b: a.real < b.real,
    ">": lambda a, b: a.real > b.real,
    r"\neq": lambda a, b: a != b,
}


def _numbers(compared: Compared) -> Iterator[dict[str, Any]]:
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
    first = compared.draw.context.first
    axes = list(reversed(where[compared.rank : -1]))
    found: dict[str, Any] = {
        "indices": {letter: int(n) + first for letter, n in zip(compared.letters, axes, strict=True)}
    }
    if compared.rank:
        found["entry"] = [int(n) + first for n in where[: compared.rank]]
    return found


def _witness(compared: Compared, where: tuple[Any, ...], equation: Equation) -> dict[str, Any]:
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
    sizes = {key: n for key, n in draw.sizes.items() if key in used or _in_shape(key, used, context)}
    return {
        **_place(compared, where),
        "left": _plain(compared.left[where]),
        "right": _plain(compared.right[where]),
        "inputs": {**sizes, **inputs},
    }


def _in_shape(key: str, used: set[str], context: Context) -> bool:
    shapes = (context.inputs[name].shape for name in used if name in context.inputs)
    return any(Name(key) in walk(axis) for shape in shapes for axis in shape)


def _plain(value: Any) -> float | str:
    number = complex(value)
    return float(number.real) if number.imag == 0 else f"{number:.6g}"


def _short(value: float | str) -> str:
    return f"{value:.6g}" if isinstance(value, float) else value

