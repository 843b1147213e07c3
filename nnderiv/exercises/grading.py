"""Points for a notebook that students hand in: for numbers, for rows, for backward passes.

A cell that ends in one of these functions shows a number, which nbgrader takes for its points; what
is printed above it says what they are for. Nothing goes to the error stream, for nbgrader gives no
points to a cell that writes there.
"""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnderiv.errors import InputError
from nnderiv.gradcheck import gradcheck
from nnderiv.judging import judge
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.judging.rows import behind, equation_of, parsed, rows_of, strangers
from nnderiv.judging.same import same, slopes
from nnderiv.magic import cells_so_far
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.displays import Row

TOLERANCE = 1e-6  # of a number, as a part of it


def fresh(student: str) -> np.random.Generator:
    """Return the random numbers of one student, which are the same each time.

    Args:
        student: the name by which nbgrader knows the student.

    Raises:
        InputError: there is no name, or nbgrader grades what somebody else handed in.

    Example:
        >>> fresh("ada").integers(1, 100, 3).tolist()
        [39, 76, 59]
    """
    if not isinstance(student, str) or not student.strip():
        raise InputError(
            "your numbers come from the name by which nbgrader knows you; got "
            f'{student!r}. Write it between quotes, as in student = "ada".'
        )
    graded = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    if graded and Path.cwd().parent.name != student:  # autograded/ada/assignment
        raise InputError(
            f"everybody has numbers of their own; those of {student!r} were handed in by "
            f"{Path.cwd().parent.name!r}. Write your own name and answer again."
        )
    return np.random.default_rng(list(hashlib.sha256(student.encode()).digest()))


def grade_numbers(answers: Sequence[Any], right: ArrayLike, points: float) -> float:
    """Return points for each number that is right.

    Args:
        answers: what the student answered; None stands for nothing.
        right: the numbers.
        points: for each of them.

    Example:
        >>> grade_numbers([2, None, 0.5], [2.0, 3.0, 1 / 2], points=2)
        number 1: 2 of 2 points
        number 2: 0 of 2 points, no number was answered
        number 3: 2 of 2 points
        4.0
    """
    total = 0.0
    for number, (answer, wanted) in enumerate(zip(answers, np.ravel(right), strict=True), start=1):
        given = isinstance(answer, int | float | np.number) and np.isfinite(answer)
        is_right = given and abs(answer - wanted) <= TOLERANCE * max(1.0, abs(wanted))
        total += _told(
            f"number {number}", points, is_right, "" if given else "no number was answered"
        )
    return total


@dataclass
class Written:
    """What a student wrote for a left side.

    Attributes:
        rights: the right sides, down to the first row that is to be mended.
        to_mend: which row that is; "" if all hold.
    """

    rights: list[str]
    to_mend: str = ""


def grade_rows(given: str, of: str, rows: Mapping[str, float]) -> float:
    r"""Return points for the rows of a %%derivation cell of this notebook.

    A row earns the points of the last form that it has come to: by what is given alone it holds,
    and no other derivatives stand in it than in that form. Each form has its points once, so the
    result alone, however right, is not the way to it. What stands below a row that does not hold
    earns nothing.

    Args:
        given: rows that declare and define what the derivation is about, and declare the loss.
        of: the left side that is looked for, as `\frac{dL}{dx}`. The last cell with a row for it
            counts.
        rows: the forms that it takes, from the first row to the result, with the points of each.

    Raises:
        InputError: a form does not equal the left side.
    """
    found = (written(cell.latex, given, of) for cell in reversed(cells_so_far()))
    return points_of(next(filter(None, found), Written([])), given, of, rows)


def written(latex: str, given: str, of: str) -> Written | None:
    """Read what rows of LaTeX say of a left side; None if none of them begins with it."""
    reader = behind([given])
    left, found = parsed(of, reader), None
    rows = rows_of(latex)
    reader.survey(rows)
    goes_on = False
    for number, row in enumerate(rows, start=1):
        try:
            said = equation_of(row, reader)
        except NoAnswerError:
            said = None  # it declares something, or cannot be read
        if said is not None:
            goes_on = goes_on if said.left is None else same(said.left, left)
            found = found or (Written([]) if goes_on else None)
        if any(claim.verdict in ("fails", "unread") for claim in reader.read(row)):
            return found and replace(found, to_mend=f"row {number} of {len(rows)}")
        if said is not None and found and goes_on:
            found.rights += said.rights
    return found


def points_of(answer: Written, given: str, of: str, rows: Mapping[str, float]) -> float:
    """Return the points for right sides, each judged by itself, and say what they are for."""
    known = behind([given])
    for form in rows:
        if not _holds(of, form, known):
            raise InputError(
                "every form of what is looked for must equal it, by what is given alone; "
                f"{of} = {form} does not hold. Mend it, or what is given."
            )
    forms = [slopes(parsed(form, known)) for form in rows]
    result = {"do": "derivation", "given": given, "target": of, "solution": list(rows)[-1]}
    reached = set()
    for right in answer.rights:
        if judge(result, f"{of} &= {right}").get("right"):
            reached.add(len(forms) - 1)
        elif _holds(of, right, known):
            left = slopes(parsed(right, known))
            reached |= {number for number, form in enumerate(forms[:-1]) if left <= form}
    if answer.to_mend:
        print(f"{answer.to_mend} is the first to mend: what stands below it earns nothing")
    total = 0.0
    for number, (some, points) in enumerate(zip(forms, rows.values(), strict=True)):
        listed = " and ".join(f"d{body}/d{by}" for body, by in sorted(some))
        total += _told(f"a row in terms of {listed}", points, number in reached)
    return total


def _holds(of: str, right: str, known: Proofreader) -> bool:
    """Whether a left side equals a right one, in which nothing stands that is not known."""
    claims = deepcopy(known).read(Row(f"{of} = {right}", "", 1, 0))
    holds = all(claim.verdict == "holds" for claim in claims)
    return holds and not strangers([parsed(right, known)], known)


def grade_backward(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    inputs: Sequence[tuple[Any, ...]],
    points: Mapping[str, float],
) -> float:
    """Return points for each gradient that is right at all points where it is checked.

    Args:
        forward: the forward pass, forward(*inputs) -> y.
        backward: what the student wrote, backward(dy, *inputs) -> (d_input, …).
        inputs: the inputs at each of the points.
        points: the points for the gradient of each input, by its name, in the order of the inputs.

    Example:
        >>> def backward(dy, x, z):
        ...     return dy * z, dy * z
        >>> grade_backward(lambda x, z: x * z, backward, [(2.0, 3.0)], {"x": 1, "z": 2})
        dx: 1 of 1 point
        dz: 0 of 2 points, fail at shapes () and ()
        1.0
    """
    total = 0.0
    for number, (name, worth) in enumerate(points.items()):
        wrong = (_wrong(forward, backward, at, number) for at in inputs)
        why = next(filter(None, wrong), "")
        total += _told(f"d{name}", worth, not why, why)
    return total


def _wrong(
    forward: Callable[..., Any], backward: Callable[..., Any], at: tuple[Any, ...], number: int
) -> str:
    """What is wrong with one gradient at one point; "" if nothing is."""

    def inputs(moved: Any) -> tuple[Any, ...]:
        return (*at[:number], moved, *at[number + 1 :])

    def gradient(dy: Any, moved: Any) -> Any:
        found = backward(dy, *inputs(moved))
        if not isinstance(found, tuple | list) or len(found) != len(at):
            raise InputError(f"backward must return {len(at)} gradients, one for each input")
        return found[number]

    where = f"at shapes {' and '.join(str(np.shape(array)) for array in at)}"
    try:
        with _quiet():
            verdict = gradcheck(lambda moved: forward(*inputs(moved)), gradient, at[number]).verdict
    except (Exception, SystemExit) as error:
        return f"{type(error).__name__} {where}: {error}"
    return "" if verdict == "pass" else f"{verdict} {where}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Within it, nothing is written to the error stream."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _told(what: str, points: float, earned: bool, why: str = "") -> float:
    """Say what the points for one thing are, and return them."""
    noun = "point" if points == 1 else "points"
    reason = f", {why}" if why else ""
    print(f"{what}: {points if earned else 0} of {points} {noun}{reason}")
    return float(points if earned else 0)
