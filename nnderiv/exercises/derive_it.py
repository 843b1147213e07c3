"""Derive it yourself: a layer that the book has not shown, from its shapes to its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnderiv.exercises.exercise import Exercise, Task
from nnderiv.exercises.predict import predict_task
from nnderiv.exercises.write_backward import backward_task
from nnderiv.exercises.write_derivation import derivation_task


class DeriveIt(Exercise):
    """Three stages, each of which answers: what to expect, the derivation, the code.

    Args:
        name: unique in its chapter.
        expect: the arguments of `predict_task`: what can be said before anything is derived.
        derive: the arguments of `derivation_task`.
        code: the arguments of `backward_task`.

    Raises:
        InputError: if a stage is none, as each of the three functions says.
    """

    KIND = "derive-it-yourself"

    def __init__(
        self, name: str, *, expect: Mapping[str, Any], derive: Mapping[str, Any],
        code: Mapping[str, Any],
    ) -> None:  # fmt: skip
        last = _stage(3, backward_task(**code))
        second = replace(_stage(2, derivation_task(**derive)), then=last)
        super().__init__(name, [replace(_stage(1, predict_task(**expect)), then=second)])


def _stage(number: int, task: Task) -> Task:
    return replace(task, html=f'<p class="nnd-caption">Stage {number} of 3</p>{task.html}')
