"""Rows with one slip in them that fail by numbers, and the names of slips that are not theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from nnderiv.exercises.derivations.chains import Step
from nnderiv.exercises.derivations.evidence import are_alike, distance, places
from nnderiv.exercises.derivations.slips import KINDS, Slip, slips

MOST_TRIED = 48  # slips of one exercise
# What kinds of different families do to a row cannot be said to be the same: a minus that is
# missing is a factor, and a transpose exchanges indices, but neither drops a sum.
# Where nothing of the kind stands in a row, one may still be missing: such kinds come first.
FAMILIES = (("sign", "factor", "exponent"), ("transpose", "index", "axis"), ("sum", "bound"))
# What the proof-reader may say of the numbers of a row, and the kinds that it speaks of.
SPEAKS_OF = {
    "summed": ("sum", "bound"),
    "averaged": ("sum", "bound"),
    "ends one": ("sum", "bound"),
    "begins one": ("sum", "bound"),
    "minus": ("sign",),
    "plus": ("sign",),
    "times": ("factor",),
    "square": ("exponent",),
    "1 over": ("exponent",),
    "transpose": ("index", "axis", "transpose"),
    "exchanged": ("index", "axis", "transpose"),
}
APART = 1e-6  # of a side: what is nearer is hard to read


@dataclass(frozen=True)
class Wrong:
    """A row that fails in the place of a right one.

    Attributes:
        right: the right row.
        step: the row that fails.
        slip: what leads from one to the other.
    """

    right: Step
    step: Step
    slip: Slip


class Trials:
    """Tries slips in rows that hold, as many as one exercise may cost."""

    def __init__(self) -> None:
        self.tried: dict[tuple[int, str], Step] = {}

    def _instead(self, right: Step, slip: Slip) -> Step | None:
        """The row with a slip in it; None if there were too many already."""
        key = right.index, slip.latex
        if key not in self.tried:
            if len(self.tried) == MOST_TRIED:
                return None
            self.tried[key] = right.instead(slip.latex)
        return self.tried[key]

    def wrong(self, right: Step, slip: Slip) -> Wrong | None:
        """A row with a slip in it, if it fails and can be seen to."""
        step = self._instead(right, slip)
        return Wrong(right, step, slip) if step and is_shown_wrong(step) else None

    def not_the_kind(self, wrong: Wrong, random: Random) -> list[str]:
        """Two kinds of slip that do not explain a wrong row, of the other families; none if few.

        A kind is out if a slip of it in the right row may have the same value, or if the
        proof-reader's words for the numbers speak of it.
        """
        present = {slip.kind for slip in slips(wrong.right.row.latex)}
        found: list[str] = []
        for family in FAMILIES:
            if wrong.slip.kind in family:
                continue
            there = [kind for kind in family if kind in present]
            random.shuffle(there)
            kinds = dict.fromkeys((*there, *family))
            kind = next((kind for kind in kinds if not self._explains(kind, wrong)), None)
            if kind is None:
                return []
            found.append(kind)
        return found

    def _explains(self, kind: str, wrong: Wrong) -> bool:
        """Whether a kind of slip may explain a wrong row as well."""
        if kind in kinds_in_words(wrong.step.claim.cause):
            return True
        for slip in slips(wrong.right.row.latex):
            if slip.kind != kind:
                continue
            other = self._instead(wrong.right, slip)
            if other is None or other.verdict not in ("holds", "fails"):
                return True
            if other.verdict == "fails" and are_alike(other, wrong.step):
                return True
        return False


def is_shown_wrong(step: Step) -> bool:
    """Whether a row fails, by numbers that can be told apart or by sizes that do not fit.

    A reason that says what would mend the row says too much.
    """
    claim = step.claim
    if claim.verdict != "fails" or not claim.draws:
        return claim.verdict == "fails" and "transpos" not in claim.reason
    return any(
        isinstance(numbers["right"], float)
        and distance(numbers) > APART * max(abs(numbers["left"]), abs(numbers["right"]))
        for _, numbers, _ in places(step)
        if isinstance(numbers["left"], float)
    )


def kinds_in_words(cause: str) -> set[str]:
    """The kinds of slip that the proof-reader's cause of a row speaks of."""
    return {kind for words, kinds in SPEAKS_OF.items() if words in cause for kind in kinds}


def in_turn(rights: Sequence[Step], random: Random) -> Iterator[tuple[Step, Slip]]:
    """All slips in rows, kind by kind in turn, each in a row that had few before."""
    waiting: dict[str, list[tuple[Step, Slip]]] = {kind: [] for kind in KINDS}
    for right in rights:
        for slip in slips(right.row.latex):
            waiting[slip.kind].append((right, slip))
    for found in waiting.values():
        random.shuffle(found)
    used = dict.fromkeys((right.index for right in rights), 0)
    while any(waiting.values()):
        for found in filter(None, waiting.values()):
            chosen = min(found, key=lambda pair: used[pair[0].index])
            found.remove(chosen)
            used[chosen[0].index] += 1
            yield chosen
