"""The numbers of both sides of a row, in words: as few digits as tell two numbers apart."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from nnderiv.exercises.derivations.chains import Step
from nnderiv.judging.html import tex
from nnderiv.proofread.context.names import VARIABLE

DIGITS = (4, 6, 9, 12)  # decimals
MOST_INPUTS = 3  # numbers that are named where no index says which place is meant

Numbers = dict[str, Any]  # indices, entry, and both sides at a place of a draw
Place = tuple[Any, tuple[Any, ...]]  # the draw; indices, and which entry


def places(step: Step) -> Iterator[tuple[Place, Numbers, dict[str, Any]]]:
    """Each place of each draw at which the numbers of a row are known, with the inputs."""
    for draw in step.claim.draws:
        for numbers in draw["numbers"]:
            where = (*numbers["indices"].items(), *enumerate(numbers.get("entry", ())))
            yield (draw["draw"], where), numbers, draw["inputs"]


def telling(step: Step) -> Place | None:
    """The place at which both sides of a row are furthest apart; None if it has no numbers."""
    apart = {place: distance(numbers) for place, numbers, _ in places(step)}
    return max(apart, key=apart.__getitem__, default=None)


def distance(numbers: Numbers) -> float:
    """How far both sides are apart."""
    return abs(complex(numbers["left"]) - complex(numbers["right"]))


def are_alike(one: Step, other: Step) -> bool:
    """Whether nothing shows that the right sides of two rows have different values.

    Rows without numbers, as their sizes do not fit, cannot be told apart from each other.
    """
    mine, its = ([(place, n["right"]) for place, n, _ in places(step)] for step in (one, other))
    if bool(mine) != bool(its):
        return False
    return not any(
        _differ(value, its_value)
        for place, value in mine
        for its_place, its_value in its
        if _meet(place, its_place)
    )


def _meet(one: Place, other: Place) -> bool:
    """Whether two places are of one draw, and no index has two values in them."""
    here = dict(one[1])
    return one[0] == other[0] and all(here.get(index, n) == n for index, n in other[1])


def _differ(one: float | str, other: float | str) -> bool:
    apart = abs(complex(one) - complex(other))
    return apart > 1e-6 * max(abs(complex(one)), abs(complex(other)))


def both_sides(step: Step, near: Place | None = None, right: str = "the right side") -> str:
    """What both sides of a row come to, as HTML: at a place as near as possible to this one."""
    found = list(places(step))
    if not found:
        return ""
    _, numbers, inputs = max(found, key=lambda place: _in_common(place[0], near))
    where = _where(numbers, inputs)
    texts = _texts(numbers)
    if texts[0] == texts[1]:
        return f"{where}both sides are {texts[0]}"
    return f"{where}the left side is {texts[0]}, and {right} {texts[1]}"


def _in_common(one: Place, other: Place | None) -> tuple[bool, int]:
    """Whether two places are of one draw, and how many indices they share."""
    if other is None:
        return False, 0
    return one[0] == other[0], len({*one[1]} & {*other[1]})


def why_not(step: Step, right: str = "the right side") -> str:
    """Why a row fails, as HTML: by the numbers that tell most, or as its sizes do not fit."""
    found = both_sides(step, telling(step), right)
    reason = escape(step.claim.reason.removesuffix(": the sizes do not fit"))
    return found or f"its sizes do not go together: {reason}"


def _where(numbers: Numbers, inputs: dict[str, Any]) -> str:
    """The place in words, or else a few of the numbers that were drawn."""
    named = [f"{letter} = {n}" for letter, n in numbers["indices"].items()]
    entry = f"in entry ({', '.join(map(str, numbers['entry']))}) " if "entry" in numbers else ""
    if not named and not entry:
        drawn = [(name, value) for name, value in inputs.items() if isinstance(value, float)]
        named = [f"{_spelled(name)} = {value:.4g}" for name, value in drawn[:MOST_INPUTS]]
    return (f"at {tex(', '.join(named))} " if named else "") + entry


def _spelled(name: str) -> str:
    """What to call an input, in LaTeX."""
    return r"\text{the variable}" if name == VARIABLE else name


def _texts(numbers: Numbers) -> list[str]:
    """Both sides as text."""
    both = [numbers["left"], numbers["right"]]
    differ = distance(numbers) > 1e-9 * max(abs(complex(side)) for side in both)
    for digits in DIGITS:
        texts = [_rounded(side, digits) for side in both]
        if not differ or texts[0] != texts[1]:
            break
    return texts


def _rounded(value: float | str, digits: int) -> str:
    text = value if isinstance(value, str) else f"{round(value, digits) + 0.0:.{digits}f}"
    return text.replace("-", "−")
