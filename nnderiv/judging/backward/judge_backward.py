"""What is said of a reader's backward pass, which is checked at one point after another."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from html import escape
from typing import Any

from nnderiv.errors import InputError
from nnderiv.gradcheck.inputs import read_only
from nnderiv.judging.backward.findings import Finding, findings
from nnderiv.judging.backward.points import Point, in_words, points, shapes_in_words
from nnderiv.judging.backward.question import Question
from nnderiv.judging.backward.readers_code import Printed, ReadersCode
from nnderiv.judging.no_answer import NoAnswerError

AGREE = ("pass", "vacuous", "unwritten")


def judge_backward(
    forward: str, inputs: Mapping[str, Sequence[Any]], answer: str
) -> dict[str, Any]:
    """Judge what a reader wrote as the backward pass of a function.

    It must agree with numbers at the shapes shown and at points that are not: of other sizes, one
    of them 1 or all of them equal, and with numbers of one sign. It has NumPy, the book's names and
    the forward pass, but not what measures a gradient, nor the book's own answer. Who takes
    differences of a copy of the forward pass gets through all the same.

    Args:
        forward: the source of the forward pass.
        inputs: the shape of each, as `points.given` takes it.
        answer: the source of the reader's backward pass.

    Raises:
        InputError: there is no such forward pass.
        NoAnswerError: the answer does not run, or a gradient is not written yet.
    """
    question = Question(forward, inputs)
    printed = Printed()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            right, feedback = _judged(question, answer, printed)
        except NoAnswerError as error:
            raise NoAnswerError(error.html + printed.html) from error
    return {"right": right, "feedback": feedback + printed.html}


def _judged(question: Question, answer: str, printed: Printed) -> tuple[bool, str]:
    """Return whether it is right, and what is said."""
    with redirect_stdout(printed):
        code = ReadersCode(answer, question)
    passed: list[Point] = []
    for point in points(question.inputs):
        with redirect_stdout(Printed() if passed else printed):
            returned = _run(code, question, point)
        with redirect_stdout(Printed()), code.complaining(), _complaining():
            found = findings(question, code.backward, returned, point)
        agree = AGREE if passed else AGREE[::2]  # where all is 0, a pass of zeros is right
        if any(one.verdict not in agree for one in found):
            return False, _failure(found, agree, point)
        passed.append(point)
    if any(one.verdict == "unwritten" for one in found):
        raise NoAnswerError(_go_on(found))
    return True, _success(question, passed)


def _run(code: ReadersCode, question: Question, point: Point) -> Any:
    """Run a backward pass once, as gradcheck runs it, and say what it raises."""
    inputs = [read_only(array) for array in point.inputs.values()]
    dy = question.upstream(point)
    shapes = shapes_in_words(dy | point.inputs)
    given = tuple(dy.values())
    return code.run(given if len(given) > 1 else given[0], inputs, shapes)


@contextmanager
def _complaining() -> Iterator[None]:
    """Turn what gradcheck refuses into a complaint."""
    try:
        yield
    except InputError as error:
        said = str(error)
        raise NoAnswerError(f"<p>{escape(said[:1].upper() + said[1:], quote=False)}</p>") from error


def _failure(found: Sequence[Finding], agree: Sequence[str], point: Point) -> str:
    """Say what passes at a point, what fails and why."""
    passing = [one.name for one in found if one.verdict in ("pass", "vacuous")]
    first, *others = [one for one in found if one.verdict not in agree]
    where = f"It is right at the shapes shown, but not with {point.said}: {point.shapes}. "
    said = [where * bool(point.said), f"{passes(passing)}. " * bool(passing), first.said]
    if others:
        said.append(
            f" {in_words([one.name for one in others])} fail{'s' * (len(others) == 1)} too."
        )
    report = first.report
    table = report._repr_html_() if report is not None and report.inputs else ""
    unfolded = f"<details><summary>The report of gradcheck</summary>{table}</details>"
    return f"<p>{''.join(said)}</p>{unfolded * bool(table)}"


def _go_on(found: Sequence[Finding]) -> str:
    """Say which gradients are there, and which comes next."""
    missing = [one.name for one in found if one.verdict == "unwritten"]
    passing = [one.name for one in found if one.verdict != "unwritten"]
    said = f"{passes(passing)}, at other sizes too" if passing else "No gradient is written yet"
    then = f", then {in_words(missing[1:])}" if missing[1:] else ""
    return f"<p>{said}. Next is {missing[0]}{then}.</p>"


def _success(question: Question, passed: Sequence[Point]) -> str:
    """Say where all gradients pass."""
    others = in_words([*dict.fromkeys(point.said for point in passed if point.said)])
    where = f", and at {len(passed) - 1} other points, with {others}" if others else ""
    names = [f"d{name}" for name in question.wanted]
    return f"<p>Right: {passes(names)} at the shapes shown{where}.</p>"


def passes(names: Sequence[str]) -> str:
    """Return who passes: dx passes, or dx and dW pass."""
    return f"{in_words(names)} pass{'es' * (len(names) == 1)}"
