"""The one door: what to judge by, and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from nnderiv.errors import InputError
from nnderiv.judging.backward.judge_backward import judge_backward
from nnderiv.judging.derivation import judge_derivation
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.judging.step import judge_step

Judge = Callable[..., dict[str, Any]]
JUDGES: dict[str, Judge] = {
    "step": judge_step,
    "derivation": judge_derivation,
    "backward": judge_backward,
}
LONGEST = 20_000  # characters of an answer


def judge(ask: dict[str, Any], answer: str) -> dict[str, Any]:
    r"""Judge an answer that was written.

    Args:
        ask: what to judge by. `do` says how, "step", "derivation" or "backward"; the rest is what
            `judge_step`, `judge_derivation` or `judge_backward` takes.
        answer: what was written.

    Returns:
        `right`, and the `feedback` to it as HTML; or the `refusal` of what is no answer yet, which
        says what could not be read and how to write it.

    Raises:
        InputError: there is no such judge, or it takes something else.

    Example:
        >>> cells = [r"x &\in \mathbb{R} \\ (x + 1)^2 &= (x + 1) (x + 1) \\ &= x^2 + 2 x + 1"]
        >>> judge({"do": "step", "cells": cells, "row": 2}, "1 + x (x + 2)")["right"]
        True
    """
    given = dict(ask)
    how = given.pop("do", None)
    if how not in JUDGES:
        raise InputError(f'"do" of what to judge by is one of {", ".join(JUDGES)}; got {how!r}')
    try:
        signature(JUDGES[how]).bind(answer=answer, **given)
    except TypeError as error:
        listed = ", ".join(given) or "nothing"
        raise InputError(f"{how} is not judged by {listed}: {error}") from None
    try:
        if len(answer) > LONGEST:
            raise NoAnswerError(f"This is too long to be read: {LONGEST} characters are the most.")
        return JUDGES[how](answer=answer, **given)
    except NoAnswerError as refused:
        return {"refusal": refused.html}
