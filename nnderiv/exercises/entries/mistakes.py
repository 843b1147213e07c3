"""What usual mistakes give for an entry: each says what the number is, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from nnderiv.exercises.entries.entry import Array, Entry

Mistakes = Iterator[tuple[float, str]]


def mistakes(entry: Entry) -> Mistakes:
    """Yield what each mistake gives, and what to say, as prose; the plainest first."""
    for mistake in MISTAKES:
        yield from mistake(entry)


def _sign(entry: Entry) -> Mistakes:
    if entry.value:
        yield (
            -entry.value,
            "The size is right, and the sign is not. Go through the signs once more.",
        )


def _zero(entry: Entry) -> Mistakes:
    if entry.value:
        through = entry.of_output(entry.paths[0][0])
        yield (
            0.0,
            f"It would be 0 if ${entry.itself}$ moved nothing, or if all paths cancelled out. It "
            f"does move {through}: begin with that path.",
        )


def _transposed(entry: Entry) -> Mistakes:
    turned, shape = entry.place[::-1], entry.all_entries.shape
    if turned != entry.place and all(i < n for i, n in zip(turned, shape, strict=True)):
        yield (
            float(entry.all_entries[turned]),
            f"That is ${entry.slope(turned)}$, the entry on the other side of the diagonal. The "
            "first index is the row.",
        )


def _turned_factor(entry: Entry) -> Mistakes:
    values: list[tuple[str, Array, Callable[[Array], float]]] = [
        (name, one, partial(entry.with_input, j))
        for j, (name, one) in enumerate(zip(entry.names, entry.inputs, strict=True))
    ]
    for name, one, value in [*values, (entry.upstream(()), entry.dy, entry.with_upstream)]:
        if one.ndim == 2 and one.shape[0] == one.shape[1]:
            yield (
                value(one.T),
                f"That comes out with the rows and columns of ${name}$ exchanged: a transpose is "
                "missing, or one too many. Which of its two indices runs in the sum?",
            )


def _upstream_left_out(entry: Entry) -> Mistakes:
    if entry.dy.shape and entry.paths:
        what = "slopes" if len(entry.paths) > 1 else "slope"
        yield (
            sum(entry.slopes),
            f"That is what the {what} of ${entry.output}$ alone would give. Multiply each path by "
            f"its upstream gradient, an entry of ${entry.upstream(())}$.",
        )


def _slopes_left_out(entry: Entry) -> Mistakes:
    if not entry.dy.shape or all(slope == 1 for slope in entry.slopes):
        return
    through = [place for place, _ in entry.paths]
    named = " and ".join(f"${entry.upstream(place)}$" for place in through)
    yield (
        float(sum(entry.dy[place] for place in through)),
        f"That is {named} alone{', added up' * (len(through) > 1)}. Multiply each path by the "
        f"slope of ${entry.output}$ with respect to ${entry.itself}$.",
    )


def _passed_on(entry: Entry) -> Mistakes:
    if not entry.dy.shape or entry.all_entries.shape != entry.dy.shape:
        return
    told = "That is the upstream gradient itself. What does the module do to it on the way back?"
    if not entry.paths:
        told = (
            f"That is the upstream gradient, passed on. But {entry.of_output(entry.place)} does "
            f"not move with ${entry.itself}$: by which slope is it multiplied?"
        )
    yield float(entry.dy[entry.place]), told


def _mean(entry: Entry) -> Mistakes:
    examples = {through[0] for through, _ in entry.paths if through}
    if len(examples) > 1 and entry.dy.ndim > 1:
        yield (
            entry.value / len(entry.dy),
            "That is the mean over the examples. Every example adds its part to the gradient: "
            "take their sum.",
        )


def _other_line(entry: Entry) -> Mistakes:
    """The same sum along a row in the place of a column."""
    if entry.dy.ndim != 2 or len(entry.place) != 1 or len({*entry.slopes}) != 1:
        return
    (i,) = entry.place
    column = [(row, i) for row in range(len(entry.dy))]
    if i < len(entry.dy) and [through for through, _ in entry.paths] == column:
        yield (
            entry.slopes[0] * float(entry.dy[i].sum()),
            f"That is the sum of row {i + 1} of ${entry.upstream(())}$. But ${entry.itself}$ goes "
            f"into column {i + 1} of ${entry.output}$, in every row: add along that column.",
        )


def _sums_first(entry: Entry) -> Mistakes:
    if len({*entry.slopes}) > 1:
        yield (
            sum(entry.slopes) * float(sum(entry.dy[through] for through, _ in entry.paths)),
            "That comes out when one adds first and multiplies the two sums. Multiply along each "
            "path first, then add.",
        )


def _path_left_out(entry: Entry) -> Mistakes:
    for through, part in entry.paths if len(entry.paths) > 1 else ():
        yield (
            entry.value - part,
            f"The path through {entry.of_output(through)} is missing: that is the sum without it. "
            "The chain rule adds over all paths.",
        )


def _path_alone(entry: Entry) -> Mistakes:
    for through, part in entry.paths if len(entry.paths) > 2 else ():
        yield (
            part,
            f"That is the path through {entry.of_output(through)} alone. Which other entries of "
            f"${entry.output}$ move with this one?",
        )


def _path_turned(entry: Entry) -> Mistakes:
    for through, part in entry.paths if len(entry.paths) > 1 else ():
        yield (
            entry.value - 2 * part,
            f"That comes out with the wrong sign on the path through {entry.of_output(through)}. "
            "Multiply its two factors once more.",
        )


def _other_entry(entry: Entry) -> Mistakes:
    for place in np.ndindex(entry.all_entries.shape):
        if place not in (entry.place, entry.place[::-1]):
            yield (
                float(entry.all_entries[place]),
                f"That is ${entry.slope(place)}$, the gradient of another entry. Compare its "
                f"indices with those of ${entry.itself}$.",
            )


MISTAKES = (
    _sign,
    _zero,
    _transposed,
    _turned_factor,
    _upstream_left_out,
    _slopes_left_out,
    _passed_on,
    _mean,
    _other_line,
    _sums_first,
    _path_left_out,
    _path_alone,
    _path_turned,
    _other_entry,
)
