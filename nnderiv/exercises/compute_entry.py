"""Compute an entry of a gradient by hand: a mistake that people make is known by its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import InputError
from nnderiv.exercises.entries.entry import (
    Array,
    Backward,
    Entry,
    Place,
    decimal,
    letter,
)
from nnderiv.exercises.entries.mistakes import mistakes as usual_mistakes
from nnderiv.exercises.entries.words import hints, otherwise, right
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import matrix, number
from nnderiv.gradcheck import gradcheck
from nnderiv.judging.html import prose, tex
from nnderiv.nondifferentiable import held_constant_names
from nnderiv.signatures import arguments_of

COUNT = 8  # tasks of an exercise
DRAWS = 40  # of numbers, until a task has enough mistakes with values of their own
CHOICES = 4  # draws that have, of which the one with the most is taken
LEAST = 2  # such mistakes; where no path leads to the entry, 1
EXACT, ROUNDED = 1e-6, 0.006  # how far off an answer may be: not at all, or in the second decimal
SMALL = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
UPSTREAM = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])

Shape = tuple[int, ...]


class ComputeEntry(Exercise):
    r"""Compute one entry of a gradient, with numbers that a person can calculate with.

    Args:
        name: unique in its chapter.
        forward: the module, `forward(*inputs) -> y`.
        backward: its backward pass, `backward(dy, *inputs)`, with all gradients.
        of: the name of the input in question.
        entry: which entry of its gradient, counted from 1.
        formula: LaTeX of the gradient, for the first hint.
        output: the letter of the output.
        mistakes: of this module alone: what to say, and the backward pass that makes the mistake.
        inputs: for each input of `forward` a shape, whose numbers are drawn anew for each task, or
            an array, which stays.

    Raises:
        InputError: if an input is missing or unknown, there is no such entry, the backward pass is
            not that of the forward pass, or hardly a mistake has a value of its own.

    Example:
        >>> from nnderiv import linear, linear_backward
        >>> ComputeEntry("dw", linear, linear_backward, "W", (2, 1), x=(2, 3), W=(3, 2), b=(2,),
        ...              formula=r"\frac{dL}{dW} = x^T \frac{dL}{dy}")
        ComputeEntry('dw', tasks=8)
    """

    KIND = "compute-an-entry"
    ANOTHER = "New numbers"

    def __init__(
        self,
        name: str,
        forward: Callable[..., Any],
        backward: Backward,
        of: str,
        entry: Place,
        *,
        formula: str,
        output: str = "y",
        mistakes: Mapping[str, Backward] | None = None,
        **inputs: Shape | NDArray[Any],
    ) -> None:
        rng = np.random.default_rng(crc32(str(name).encode()))
        given = _in_order(forward, inputs)
        moving = [one for one in given if one not in held_constant_names(forward)]
        if of not in moving:
            raise InputError(
                f"`of` names an input that has a gradient; got {of!r}. "
                f"Choose one of {', '.join(moving)}."
            )
        place = _place(entry, given, of)

        def draw() -> Entry:
            values = tuple(_drawn(rng, one) for one in given.values())
            dy = _upstream(rng, forward(*values))
            which = moving.index(of)
            names = [letter(one) for one in given]
            return Entry(backward, names, letter(of), which, place, dy, values, output)

        _require_right(forward, backward, draw().inputs)
        said = [letter(one) for one in moving]
        tasks = [_task(_telling(draw, mistakes or {}), said, formula) for _ in range(COUNT)]
        super().__init__(name, tasks)


def _in_order(
    forward: Callable[..., Any], inputs: Mapping[str, Shape | NDArray[Any]]
) -> dict[str, Shape | NDArray[Any]]:
    """The inputs in the order in which the forward pass takes them."""
    taken = arguments_of(forward)
    names = taken.names[: taken.required] if taken else ()
    if {*names} != {*inputs}:
        raise InputError(
            f"each input of the forward pass needs a shape or an array; it takes "
            f"{', '.join(names)}, and got {', '.join(inputs) or 'none'}. Name them all."
        )
    return {name: inputs[name] for name in names}


def _drawn(rng: np.random.Generator, one: Shape | NDArray[Any]) -> NDArray[Any]:
    return rng.choice(SMALL, one) if isinstance(one, tuple) else np.asarray(one)


def _upstream(rng: np.random.Generator, y: Array) -> Array:
    return rng.choice(UPSTREAM, np.shape(y)) if np.shape(y) else np.ones(())


def _place(entry: Place, given: Mapping[str, Shape | NDArray[Any]], of: str) -> Place:
    """The entry, counted from 0."""
    one = given[of]
    shape = one if isinstance(one, tuple) else one.shape
    if len(entry) == len(shape) and all(1 <= i <= n for i, n in zip(entry, shape, strict=True)):
        return tuple(i - 1 for i in entry)
    raise InputError(
        f"the entry must be one of {of}, whose shape is {shape}, counted from 1; got {entry}. "
        f"The last one is {shape}."
    )


def _require_right(
    forward: Callable[..., Any], backward: Backward, values: tuple[Array, ...]
) -> None:
    report = gradcheck(forward, backward, *values)
    if report.verdict == "fail":
        raise InputError(
            f"the backward pass must be that of the forward pass; gradcheck says: {report}. "
            "Mend it, or pass the one that belongs to it."
        )


def _telling(draw: Callable[[], Entry], own: Mapping[str, Backward]) -> tuple[Entry, list[Answer]]:
    """Numbers that tell many mistakes apart, and the answers.

    Of the draws without a path, as of a ReLU that is off, or of those with one: as the first is.
    """
    found: list[tuple[Entry, list[Answer]]] = []
    for _ in range(DRAWS):
        entry = draw()
        answers = _answers(entry, own)
        is_plain = abs(entry.value) >= 8 * _tolerance(entry) or not entry.paths
        is_alike = not found or bool(entry.paths) == bool(found[0][0].paths)
        if is_plain and is_alike and len(answers) > (LEAST if entry.paths else 1):
            found.append((entry, answers))
        if len(found) == CHOICES:
            break
    if not found:
        raise InputError(
            f"at least {LEAST} mistakes must have values of their own; {DRAWS} draws had fewer. "
            "Choose larger shapes or another entry, or add `mistakes`."
        )
    return max(found, key=lambda one: len(one[1]))


def _answers(entry: Entry, own: Mapping[str, Backward]) -> list[Answer]:
    """The right one, and each mistake whose value is not that of one before it."""
    answers = [Answer(entry.value, prose(right(entry)), right=True)]
    values = [entry.value]
    theirs = [(entry.value_by(made), told) for told, made in own.items()]
    for value, told in [*theirs, *usual_mistakes(entry)]:
        if all(abs(value - other) > 2 * _tolerance(entry) for other in values):
            answers.append(Answer(value, prose(told)))
            values.append(value)
    return answers


def _tolerance(entry: Entry) -> float:
    return EXACT if abs(entry.value * 8 - round(entry.value * 8)) < 1e-9 else ROUNDED


def _task(found: tuple[Entry, list[Answer]], moving: list[str], formula: str) -> Task:
    entry, answers = found
    tolerance = _tolerance(entry)
    said = "A fraction will do" if tolerance == EXACT else "Two decimals will do"
    label = f"{tex(entry.slope(entry.place))} <span class='nnd-equals'>=</span>"
    return Task(
        f"{_arrays(entry)}{number(label)}<p class='nnd-caption'>{said}.</p>",
        tuple(answers),
        otherwise=prose(otherwise(entry, moving)),
        hints=tuple(Hint(prose(hint)) for hint in hints(entry, moving, formula)),
        tolerance=tolerance,
    )


def _arrays(entry: Entry) -> str:
    """All numbers that are given."""
    shown = list(zip(entry.names, entry.inputs, strict=True))
    if entry.dy.shape:
        shown.append((entry.upstream(()), entry.dy))
    arrays = "".join(f"<div>{tex(f'{name} =')} {_shown(one)}</div>" for name, one in shown)
    return f'<div class="nnd-arrays">{arrays}</div>'


def _shown(one: NDArray[Any]) -> str:
    if not one.shape:
        return decimal(float(one))
    return matrix([[decimal(float(v)) for v in row] for row in np.atleast_2d(one)])
