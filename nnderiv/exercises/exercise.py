"""An exercise that answers: what every kind of it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from nnderiv.errors import InputError
from nnderiv.exercises.html import shell
from nnderiv.judging import judge
from nnderiv.page_code import joined

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z\d]+(?:-[a-z\d]+)*")


@dataclass(frozen=True)
class Answer:
    """What a reader may answer, and what they are told: what, why, what next, as HTML."""

    value: str | float
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class Hint:
    """What helps, as HTML; the values of options that it rules out."""

    html: str
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A question and its answers.

    Attributes:
        html: the question with its controls (`nnderiv.exercises.html`).
        answers: those that get feedback of their own.
        otherwise: the feedback for any other.
        hints: one after the other, when asked for.
        then: the question that follows when this one is answered right.
        end: what is shown when nothing follows, as HTML.
        ask: for an answer that Python judges, what to judge it by (`nnderiv.exercises.judging`).
        tolerance: for an answer that is a number, how far off it may be.

    Raises:
        InputError: if two answers have one value, or none is right.
    """

    html: str
    answers: tuple[Answer, ...] = ()
    otherwise: str = ""
    hints: tuple[Hint, ...] = ()
    then: Task | None = None
    end: str = ""
    ask: dict[str, Any] | None = None
    tolerance: float | None = None

    def __post_init__(self) -> None:
        values = [answer.value for answer in self.answers]
        twice = [v for i, v in enumerate(values) if any(self._same(v, w) for w in values[:i])]
        if twice:
            raise InputError(
                f"answers must have distinct values; got {twice[0]!r} twice. "
                "Leave one of them out, or draw other numbers."
            )
        if self.ask is None and not any(answer.right for answer in self.answers):
            raise InputError(
                f"one answer must be right; got {values!r}, all of them wrong. "
                "Mark the right one, as in Answer(value, feedback, right=True)."
            )

    def _same(self, value: str | float, other: str | float) -> bool:
        """Whether no answer can be told from both of two."""
        if self.tolerance is None or isinstance(value, str) or isinstance(other, str):
            return value == other
        return abs(value - other) <= 2 * self.tolerance

    def as_json(self) -> dict[str, Any]:
        """Return it as the page takes it, without what is empty."""
        fields: dict[str, Any] = {
            "html": self.html,
            "answers": [vars(answer) for answer in self.answers],
            "otherwise": self.otherwise,
            "hints": [{"html": h.html, "excludes": list(h.excludes)} for h in self.hints],
            "then": self.then and self.then.as_json(),
            "end": self.end,
            "ask": self.ask,
            "tolerance": self.tolerance,
        }
        return {name: value for name, value in fields.items() if value not in (None, "", [])}


class Exercise(anywidget.AnyWidget):
    """An exercise: tasks of one kind, with all that is said of any answer.

    Args:
        name: its name, by which a reader's progress is kept: unique in its chapter.
        tasks: one at least; the others come when the reader asks for another one.

    Raises:
        InputError: if the name is none, or there is no task.
    """

    KIND = "exercise"
    ANOTHER = "Another one"

    _esm = joined(HERE / "scripts" / "exercise.js")
    _css = joined(HERE / "styles" / "exercise.css")

    name = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    tasks: Any = traitlets.List().tag(sync=True)

    def __init__(self, name: str, tasks: Sequence[Task]) -> None:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise InputError(
                f"the name of an exercise has small letters, digits and hyphens; got {name!r}. "
                'Choose one that is unique in its chapter, as "gradient-of-w".'
            )
        if not tasks:
            raise InputError(f"an exercise has at least one task; {name!r} got none.")
        html = shell(name, self.KIND, tasks[0].html, self.ANOTHER, bool(tasks[0].hints))
        super().__init__(name=name, html=html, tasks=[task.as_json() for task in tasks])
        self.on_msg(self._asked)

    def _asked(self, _: Any, asked: dict[str, Any], buffers: Any) -> None:
        """Judge what was written, and tell the page."""
        try:
            verdict = judge(asked["ask"], asked["value"])
        except Exception as error:  # the reader waits for an answer
            verdict = {"refusal": escape(f"{type(error).__name__}: {error}")}
        self.send({"number": asked["number"], **verdict})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, tasks={len(self.tasks)})"
