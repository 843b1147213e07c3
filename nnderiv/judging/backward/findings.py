"""What gradcheck finds at one point, gradient by gradient, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any

from nnderiv.gradcheck.check import gradcheck
from nnderiv.gradcheck.report import GradcheckReport, InputReport
from nnderiv.judging.backward.points import Point, in_words
from nnderiv.judging.backward.question import Question
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.nondifferentiable import held_constant

Backward = Callable[..., Any]
BY_HAND = "Work this one entry out by hand, and see which of the two numbers you get."


@dataclass(frozen=True)
class Finding:
    """What is found of one gradient.

    Attributes:
        name: of the gradient, as dW.
        verdict: that of gradcheck, or "unwritten".
        said: the verdict in words, and what next, as HTML; "" if it passes.
        report: where it comes from.
    """

    name: str
    verdict: str
    said: str = ""
    report: GradcheckReport | None = None


def findings(question: Question, backward: Backward, returned: Any, point: Point) -> list[Finding]:
    """Check every gradient that is written.

    Args:
        question: the forward pass.
        backward: the reader's backward pass.
        returned: what it returns at this point.
        point: where to check.

    Raises:
        NoAnswerError: if it does not return as many gradients as are asked for.
    """
    parts = _parts(question, returned)
    inputs = [*point.inputs.values()]
    written = [name for name, part in zip(question.wanted, parts, strict=True) if is_written(part)]
    if len(written) == len(parts):
        report = gradcheck(question.forward, backward, *inputs)
        if report.inputs:
            return [_found(one, report) for one in report.inputs]
    found = []
    for name in question.wanted:
        if name in written:
            report = gradcheck(*_alone(question, backward, name), *inputs)
            of_it = [_found(one, report) for one in report.inputs]
            found += of_it or [
                Finding(f"d{name}", report.verdict, _sentence(report.reason), report)
            ]
        else:
            found.append(Finding(f"d{name}", "unwritten"))
    return found


def is_written(part: Any) -> bool:
    """Whether a gradient is more than the place where it will stand."""
    return part is not None and part is not ...


def _parts(question: Question, returned: Any) -> list[Any]:
    """Take apart what a backward pass returned; inputs that are held constant may be left out."""
    wanted = question.wanted
    several = isinstance(returned, tuple | list)
    if several and len(returned) == len(wanted):
        return [*returned]
    if several and len(returned) == len(question.inputs):
        pairs = zip(question.inputs, returned, strict=True)
        return [part for one, part in pairs if one.name in wanted]
    if len(wanted) == 1 and not isinstance(returned, tuple):
        return [returned]
    count = len(returned) if several else 0 if returned is None else 1
    raise NoAnswerError(
        f"<p>Your backward pass returns {count or 'nothing'}"
        f"{' gradients' * (count > 1)}{' gradient' * (count == 1)}. It needs one for each of "
        f"{in_words(wanted)}, in this order: <code>return {question.gradients}</code></p>"
    )


def _alone(question: Question, backward: Backward, name: str) -> tuple[Backward, Backward]:
    """Return the two passes with all inputs held constant but one."""
    forward, names = question.forward, [one.name for one in question.inputs]

    @held_constant(*(other for other in names if other != name))
    @wraps(forward)
    def alone(*arrays: Any) -> Any:
        return forward(*arrays)

    def backward_alone(dy: Any, *arrays: Any) -> tuple[Any, ...]:
        parts = _parts(question, backward(dy, *arrays))
        part = parts[question.wanted.index(name)]
        return tuple(part if other == name else None for other in names)

    return alone, backward_alone


def _found(one: InputReport, report: GradcheckReport) -> Finding:
    """Say what is found of one gradient."""
    name = f"d{one.name}"
    if one.verdict == "pass":
        return Finding(name, "pass", report=report)
    if one.verdict == "vacuous":
        said = f"{name} is 0 on both sides, which proves nothing."
    elif one.verdict == "noise":
        said = (
            f"{name} differs from the numbers by no more than rounding may cause. Write it in a "
            "form that keeps its digits."
        )
    else:
        said = f"{name} fails: {_numbers(one)}. {_cause(one, name)}"
    return Finding(name, one.verdict, said, report)


def _numbers(one: InputReport) -> str:
    """The two numbers that differ most, with as many digits as it takes to see it."""
    pairs = [(f"{one.backward + 0.0:.{n}g}", f"{one.numeric + 0.0:.{n}g}") for n in (3, 5, 9, 17)]
    yours, measured = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
    at = f"at {one.place} " if one.index else ""
    said = (
        f"yours is <strong>{yours}</strong>, and the slope measured is <strong>{measured}</strong>"
    )
    return f"{at}{said.replace('-', '−')}"


def _cause(one: InputReport, name: str) -> str:
    """Say what the gradient is consistent with, and what next."""
    if not one.cause:
        return BY_HAND
    return f"This is consistent with {escape(one.cause, quote=False)}. Look where {name} is made."


def _sentence(reason: str) -> str:
    """Return the reason of a report as a sentence."""
    said = reason.rstrip(".")
    return escape(f"{said[:1].upper()}{said[1:]}.", quote=False)
