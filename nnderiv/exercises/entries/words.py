"""What is said of an entry: how it comes about, what helps on the way, where to look next."""

from __future__ import annotations

from collections.abc import Sequence

from nnderiv.exercises.entries.entry import Entry, equals, factor
from nnderiv.exercises.entries.meeting import meeting


def right(entry: Entry) -> str:
    """Return how the value comes about, as prose."""
    if not entry.paths:
        return f"Right: ${entry.itself}$ moves no entry of ${entry.output}$, so nothing comes back."
    if not entry.dy.shape:
        return f"Right: ${entry.slope(entry.place)}$ {equals(entry.value)}."
    parts = " + ".join(_product(entry, i) for i in range(len(entry.paths)))
    paths = "the only path gives" if len(entry.paths) == 1 else "the paths give"
    return f"Right: {paths} {parts} {equals(entry.value)}."


def otherwise(entry: Entry, moving: Sequence[str]) -> str:
    """Return where to look after an answer that no known mistake gives, as prose."""
    count = len(entry.paths)
    paths = f"each of the {count} paths" if count > 1 else "the path"
    return (
        "That is not it, and not one of the usual mistakes either. What enters is "
        f"{meeting(entry, moving)}: take {paths} by itself, or ask for a hint."
    )


def hints(entry: Entry, moving: Sequence[str], formula: str) -> list[str]:
    """Return what helps: the formula, what enters it, the first path; each as prose."""
    met = meeting(entry, moving)
    said = [f"The formula is ${formula}$."]
    if not entry.paths:
        moves = f"Does ${entry.output}$ move when ${entry.itself}$ does?"
        return [*said, f"What enters is {met}. {moves}"]
    if not entry.dy.shape:
        return [*said, f"What enters is {met}, beside what is held constant."]
    through, part = entry.paths[0]
    led = " and ".join(entry.of_output(place) for place, _ in entry.paths)
    count = f"{len(entry.paths)} paths lead" if len(entry.paths) > 1 else "One path leads"
    return [
        *said,
        f"{count} to it, through {led}. What enters is {met}.",
        f"The path through {entry.of_output(through)} gives ${entry.upstream(through)}$ times the "
        f"slope: {_product(entry, 0)} {equals(part)}.",
    ]


def _product(entry: Entry, i: int) -> str:
    """The upstream gradient times the slope, along a path."""
    through, _ = entry.paths[i]
    return f"{factor(float(entry.dy[through]))} · {factor(entry.slopes[i])}"
