"""Predict, then see: a choice comes before the explorer shows what happens."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from nnderiv.errors import InputError
from nnderiv.exercises.exercise import Answer, Exercise, Task
from nnderiv.exercises.html import radios
from nnderiv.judging.html import prose

Value = float | str | tuple[float, ...]


def predict_task(
    question: str,
    options: Mapping[str, tuple[Value, str]],
    value: Value,
    see: tuple[str, str] | None = None,
) -> Task:
    """Return the task to choose what is so.

    Args:
        question: prose, with formulas between dollar signs.
        options: for each, as prose, its value and what to say to whoever chooses it.
        value: the right one, computed; numbers are compared with a tolerance of rounding.
        see: where one sees it: the words of a link, and what comes behind the # of its address, as
            "linear-explorer?k=1".

    Raises:
        InputError: unless exactly one option has the value, and there are two to four.
    """
    right = [text for text, (its_value, _) in options.items() if _same(its_value, value)]
    if len(right) != 1 or not 2 <= len(options) <= 4:
        raise InputError(
            f"exactly one of two to four options must have the right value, {value!r}; of "
            f"{len(options)} options it is that of {', '.join(right) or 'none'}. "
            "Change the options until one alone has it."
        )
    shown = [(str(i), prose(text), f"answer {i}") for i, text in enumerate(options, 1)]
    answers = tuple(
        Answer(str(i), prose(told), right=text == right[0])
        for i, (text, (_, told)) in enumerate(options.items(), 1)
    )
    end = "" if see is None else f'<a href="#{escape(see[1])}">{prose(see[0])}</a>'
    return Task(radios(prose(question), shown), answers, end=end)


class Predict(Exercise):
    """Ask what will happen, and show it once that is answered.

    Args:
        name: unique in its chapter.
        **task: the arguments of `predict_task`.

    Raises:
        InputError: unless exactly one option has the right value.

    Example:
        >>> Predict("slope", question="How steep is $x^2$ at 3?", value=2 * 3, options={
        ...     "6": (6, "Right: twice 3."), "9": (9, "That is its height there.")})
        Predict('slope', tasks=1)
    """

    KIND = "predict"

    def __init__(self, name: str, **task: Any) -> None:
        super().__init__(name, [predict_task(**task)])


def _same(value: Value, other: Value) -> bool:
    if isinstance(value, str) or isinstance(other, str):
        return value == other
    one, two = np.asarray(value, float), np.asarray(other, float)
    return one.shape == two.shape and bool(np.allclose(one, two, rtol=1e-9, atol=1e-12))
