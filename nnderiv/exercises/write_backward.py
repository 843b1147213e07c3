"""Exercises whose answer is a backward pass: to be written, or broken and to be mended."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

from nnderiv.errors import InputError
from nnderiv.exercises.exercise import Exercise, Hint, Task
from nnderiv.exercises.html import code, textarea
from nnderiv.exercises.html import solution as folded
from nnderiv.judging import judge
from nnderiv.judging.backward.points import Point, points, shapes_in_words
from nnderiv.judging.backward.question import Question
from nnderiv.judging.html import prose

WRITE = "Write the backward pass of this function."
MEND = (
    "The backward pass of this function is broken. Read in the check what the numbers say of it, "
    "and mend it."
)


def backward_task(
    forward: str | Callable[..., Any],
    inputs: Mapping[str, Sequence[Any]],
    solution: str = "",
    starter: str = "",
    question: str = WRITE,
    hints: Sequence[str] = (),
) -> Task:
    """Return the task to write a backward pass, checked with sizes and signs that nobody sees.

    Args:
        forward: the forward pass, or its source: a function of arrays, of NumPy and the book's
            functions alone. What has no gradient is marked with `nnderiv.held_constant`.
        inputs: the shape of each input, as {"x": (4, 3)}; ("positive", 4, 3), ("fractions", 4, 3)
            for numbers between 0 and 1, or ("probabilities", 4, 3) says how it is drawn. Equal
            sizes are one letter: choose others for what has nothing to do with each other.
        solution: the source of a right `backward(dy, …)`, folded away below; without it, nothing
            says whether there is one, as in a book for a course.
        starter: the source to begin with; by default a line for every gradient.
        question: what is asked for.
        hints: one after the other, behind the shapes of the gradients.

    Raises:
        InputError: if the solution does not pass, or the starter does.
    """
    source = dedent(forward if isinstance(forward, str) else inspect.getsource(forward)).strip()
    asked = Question(source, {name: list(shape) for name, shape in inputs.items()})
    ask = {"do": "backward", "forward": asked.source, "inputs": asked.shown}
    begin, worked = dedent(starter).strip() or _starter(asked), dedent(solution).strip()
    if worked:
        _require_right(ask, worked)
    _require_open(ask, begin)
    shown = next(points(asked.inputs))
    return Task(
        html=f"<p>{prose(question)}</p>{code(source)}<p>{prose(_tried(asked, shown))}</p>"
        + textarea("Your backward pass", begin, "python", rows=begin.count("\n") + 3)
        + (folded(code(worked)) if worked else ""),
        hints=tuple(Hint(prose(hint)) for hint in (_shapes(asked, shown), *hints)),
        ask=ask,
    )


def _tried(question: Question, shown: Point) -> str:
    """Say what a backward pass takes, what it returns, and how it is checked."""
    return (
        f"It takes `dy` and the inputs, and returns {question.gradients}. The check tries it with "
        f"{shown.shapes}, and with other sizes and signs. Your code may use NumPy as `np`, and "
        f"`{question.forward.__name__}`."
    )


def _shapes(question: Question, shown: Point) -> str:
    """Say which shapes the gradients have."""
    gradients = {f"d{name}": shown.inputs[name] for name in question.wanted}
    return (
        f"Every gradient has the shape of its input: {shapes_in_words(gradients)}. The upstream "
        f"gradient has that of the output: {shapes_in_words(question.upstream(shown))}."
    )


def _starter(question: Question) -> str:
    """Return a backward pass with a place for each gradient."""
    names = ", ".join(["dy", *(one.name for one in question.inputs)])
    return _source(
        f"backward({names})", [f"d{name} = ..." for name in question.wanted], question.gradients
    )


def _source(head: str, lines: Sequence[str], returned: str) -> str:
    """Return the source of a function."""
    return "\n".join([f"def {head}:", *(f"    {line}" for line in [*lines, f"return {returned}"])])


def _require_right(ask: dict[str, Any], solution: str) -> None:
    """Raise InputError unless a solution passes."""
    found = judge(ask, solution)
    if not found.get("right"):
        raise InputError(
            "the worked solution of a backward pass must pass its check at all points; got: "
            f"{_text(found.get('refusal') or found['feedback'])} Mend it, or give other inputs."
        )


def _require_open(ask: dict[str, Any], starter: str) -> None:
    """Raise InputError unless a starter leaves something to do."""
    if judge(ask, starter).get("right"):
        raise InputError(
            f"what a reader begins with must not pass already; got {starter!r}. Leave a part out."
        )


def _text(html: str) -> str:
    """Return HTML without its tags."""
    return re.sub("<.*?>", "", html.partition("<details>")[0])


class WriteBackward(Exercise):
    """An exercise to write a backward pass.

    Args:
        name: its name, unique in its chapter.
        **task: the arguments of `backward_task`.

    Raises:
        InputError: if the solution does not pass, or the starter does.
    """

    KIND = "write-backward"

    def __init__(self, name: str, **task: Any) -> None:
        super().__init__(name, [backward_task(**task)])


@dataclass(frozen=True)
class Broken:
    """A backward pass to be mended, each gradient as an expression.

    Attributes:
        forward: the output, an expression of the inputs: "x @ W".
        broken: each gradient as it is at first: {"x": "dy @ W", "W": "x.T @ dy"}.
        inputs: the shape of each input, as in `backward_task`.
        solution: the gradients that are mended.
    """

    forward: str
    broken: Mapping[str, str]
    inputs: Mapping[str, Sequence[Any]]
    solution: Mapping[str, str] = field(default_factory=dict)

    def task(self) -> Task:
        """Return the task to mend it."""
        names = ", ".join(self.inputs)
        return backward_task(
            _source(f"forward({names})", [], self.forward),
            self.inputs,
            self._backward({**self.broken, **self.solution}) if self.solution else "",
            self._backward(self.broken),
            MEND,
        )

    def _backward(self, gradients: Mapping[str, str]) -> str:
        """Return the source of a backward pass."""
        lines = [f"d{name} = {expression}" for name, expression in gradients.items()]
        head = f"backward({', '.join(['dy', *self.inputs])})"
        return _source(head, lines, ", ".join(f"d{name}" for name in gradients))


class MendBackward(Exercise):
    """An exercise to mend broken backward passes, one after the other.

    Args:
        name: its name, unique in its chapter.
        passes: at least one.

    Raises:
        InputError: if one is not broken, or is after its repair.
    """

    KIND = "mend-backward"

    def __init__(self, name: str, passes: Sequence[Broken]) -> None:
        super().__init__(name, [broken.task() for broken in passes])
