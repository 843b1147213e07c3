"""Compute an entry of a gradient by hand: a mistake that people make is known by its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import InputError
from nnderiv.exercises.entries import Array, Backward, Entry, Place, decimal, subscript
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import matrix, number, prose, tex
from nnderiv.nondifferentiable import held_constant_names
from nnderiv.signatures import arguments_of

COUNT = 8  # tasks of an exercise
DRAWS = 40  # of numbers, until a task has enough mistakes with values of their own
LEAST = 2  # such mistakes
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
        InputError: if an input is missing or unknown, there is no such entry, or hardly a mistake
            has a value of its own.

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

        def task() -> Task:
            for _ in range(DRAWS):
                values = tuple(_drawn(rng, one) for one in given.values())
                dy = _upstream(rng, forward(*values))
                found = Entry(backward, moving, moving.index(of), place, dy, values, output)
                made = _task(found, list(given), formula, mistakes or {})
                if made:
                    return made
            raise InputError(
                f"at least {LEAST} mistakes must have values of their own; {DRAWS} draws for "
                f"{name!r} had fewer. Choose larger shapes or another entry, or add `mistakes`."
            )

        super().__init__(name, [task() for _ in range(COUNT)])


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


def _task(
    entry: Entry, names: list[str], formula: str, mistakes: Mapping[str, Backward]
) -> Task | None:
    """The task at these numbers, unless hardly a mistake has a value of its own."""
    value = entry.value
    tolerance = EXACT if abs(value * 8 - round(value * 8)) < 1e-9 else ROUNDED
    answers = [Answer(value, prose(_right(entry)), right=True)]
    own = [(entry.value_by(made), prose(told)) for told, made in mistakes.items()]
    for wrong, told in [*own, *entry.mistakes()]:
        if all(abs(wrong - float(known.value)) > 2 * tolerance for known in answers):
            answers.append(Answer(wrong, told))
    if abs(value) < 8 * tolerance or len(answers) <= LEAST:
        return None
    which = f"\\frac{{dL}}{{d{entry.names[entry.which]}_{{{subscript(entry.place)}}}}}"
    said = "A fraction will do" if tolerance == EXACT else "Two decimals will do"
    label = f"{tex(which)} <span class='nnd-equals'>=</span>"
    return Task(
        f"{_arrays(entry, names)}{number(label)}<p class='nnd-caption'>{said}.</p>",
        tuple(answers),
        otherwise=prose(
            f"That is not it, and not one of the usual mistakes either. The entry is a sum over "
            f"{_count(entry)}: take them one by one, or ask for a hint."
        ),
        hints=_hints(entry, formula),
        tolerance=tolerance,
    )


def _arrays(entry: Entry, names: list[str]) -> str:
    """All numbers that are given."""
    shown = list(zip(names, entry.inputs, strict=True))
    if entry.dy.shape:
        shown.append((f"\\frac{{dL}}{{d{entry.output}}}", entry.dy))
    return "<p>" + " ".join(f"{tex(f'{name} =')} {_shown(one)}" for name, one in shown) + "</p>"


def _shown(one: NDArray[Any]) -> str:
    if not one.shape:
        return decimal(float(one))
    return matrix([[decimal(float(v)) for v in row] for row in np.atleast_2d(one)])


def _count(entry: Entry) -> str:
    count = len(entry.paths)
    return f"{count} paths" if count > 1 else "one path"


def _right(entry: Entry) -> str:
    if len(entry.paths) == 1:
        ((through, part),) = entry.paths
        return f"Right: the only path, through {entry.of_output(through)}, gives {decimal(part)}."
    parts = " + ".join(_summand(part) for _, part in entry.paths)
    return f"Right: the paths give {parts} = {decimal(entry.value)}."


def _summand(part: float) -> str:
    return f"({decimal(part)})" if part < 0 else decimal(part)


def _hints(entry: Entry, formula: str) -> tuple[Hint, ...]:
    through, part = entry.paths[0]
    led = " and ".join(entry.of_output(place) for place, _ in entry.paths)
    paths = f"{_count(entry).capitalize()} lead to it, through {led}."
    if len(entry.paths) == 1:
        paths = f"One path leads to it, through {led}."
    hints = [f"The formula is ${formula}$.", paths]
    if len(entry.paths) > 1:
        hints.append(f"The path through {entry.of_output(through)} gives {decimal(part)}.")
    return tuple(Hint(prose(hint)) for hint in hints)
