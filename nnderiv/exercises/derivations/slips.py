"""Slips of the pen, made by rule: what may go wrong in a row that is right, and what it is called.

A kind says of all its slips what each of them did, in words that are true of the text it changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PLAIN, HARDER, HARD = 1, 2, 3  # to see


@dataclass(frozen=True)
class Slip:
    """A row with one slip in it.

    Attributes:
        kind: the name of its kind.
        latex: the row.
        gone: what stood in the right row.
        new: what stands in its place.
        at: where, in the row.
        cause: what went wrong, as a sentence with formulas between dollar signs.
    """

    kind: str
    latex: str
    gone: str
    new: str
    at: int
    cause: str


Change = Callable[[re.Match[str]], str]
Cause = Callable[[re.Match[str], str], str]


@dataclass(frozen=True)
class Rule:
    """One way to slip: what may be changed, into what, and what to say of it."""

    pattern: str
    change: Change
    cause: Cause

    def applied(self, latex: str) -> Iterator[tuple[re.Match[str], str, str]]:
        """Each place in a formula, what comes there, and the cause."""
        for found in re.finditer(self.pattern, latex):
            new = self.change(found)
            yield found, new, self.cause(found, new)


@dataclass(frozen=True)
class Kind:
    """Slips of the same name.

    Attributes:
        grade: how hard they are to see.
        name: what went wrong, in general, as an answer to choose.
        denied: that it is not what went wrong.
        rules: the ways to slip so.
        both_ways: whether undoing such a slip is one of the same kind.
    """

    grade: int
    name: str
    denied: str
    rules: tuple[Rule, ...]
    both_ways: bool = False


def _other_size(found: re.Match[str]) -> str:
    others = {"k": "n", "n": "m", "m": "n", "2": "3"}
    return f"{found[1]}{others[found[2]]}}}"


def _next_power(found: re.Match[str]) -> str:
    return f"^{{{int(found[1] or found[2]) + 1}}}"


def _other_index(found: re.Match[str]) -> str:
    """The index and those beside it, with the next letter in its place that is an index too."""
    here = re.findall("[a-z]", found[0])
    letters = set(re.findall(r"_\{?([a-z])|,([a-z])\}", found.string))
    others = sorted({letter for pair in letters for letter in pair if letter} - {*here})
    later = [letter for letter in others if letter > here[0]]
    return found[0].replace(here[0], (later or others or here)[0], 1)


def _running(found: re.Match[str]) -> str:
    """The letters that a sum runs over, which come first below its sign."""
    letters = re.match(r"\s*([A-Za-z](?:\s*,\s*[A-Za-z])*)", found[1])
    return letters[1] if letters else found[1]


KINDS = {
    "sign": Kind(
        PLAIN,
        "A sign is wrong.",
        "The signs are right.",
        (
            Rule(
                r"(?<![{^])[+-](?!\d\})",
                lambda found: "-" if found[0] == "+" else "+",
                lambda found, new: (
                    "A plus has become a minus." if new == "-" else "A minus has become a plus."
                ),
            ),
            Rule(
                r"(?<=[={(] )-|(?<=[({])-(?=[a-z\\])",
                lambda found: "",
                lambda found, new: "A minus is missing.",
            ),
            Rule(
                r"^ (?! *(?:-|0\b))", lambda found: " -", lambda found, new: "A minus is too many."
            ),
        ),
        both_ways=True,
    ),
    "factor": Kind(
        PLAIN,
        "A factor is missing.",
        "No factor is missing.",
        (
            Rule(
                r"\\frac\{1\}\{[khn2]\}|\\delta_\{[a-z],[a-z]\}|(?<![\d^{.])[2-9] (?=\\|[a-z(])",
                lambda found: "",
                lambda found, new: f"The factor ${found[0].strip()}$ is missing.",
            ),
        ),
    ),
    "exponent": Kind(
        PLAIN,
        "An exponent is wrong.",
        "The exponents are right.",
        (
            Rule(
                r"\^(?:(\d)|\{(-?\d)\})",
                _next_power,
                lambda found, new: (
                    f"The exponent ${found[1] or found[2]}$ has become ${new[2:-1]}$."
                ),
            ),
        ),
        both_ways=True,
    ),
    "index": Kind(
        HARDER,
        "An index is wrong.",
        "The indices are right.",
        (
            Rule(
                r"_\{([a-z]),([a-z])\}",
                lambda found: f"_{{{found[2]},{found[1]}}}",
                lambda found, new: (
                    f"In one place, the indices ${found[1]}$ and ${found[2]}$ are exchanged."
                ),
            ),
            Rule(
                r"(?<=_)(?:\{([a-z])(?:,[a-z])?\}|([a-z])(?![a-z*]))",
                _other_index,
                lambda found, new: (
                    f"In one place, the index ${found[1] or found[2]}$ has become "
                    f"${new.strip('{}')[0]}$."
                ),
            ),
        ),
        both_ways=True,
    ),
    "axis": Kind(
        HARDER,
        "A column stands in the place of a row.",
        "No column stands in the place of a row.",
        (
            Rule(
                r"_\{?([a-z\d])\*\}?",
                lambda found: f"_{{*{found[1]}}}",
                lambda found, new: f"Column ${found[1]}$ stands in the place of row ${found[1]}$.",
            ),
        ),
    ),
    "transpose": Kind(
        HARDER,
        "A transpose is missing.",
        "No transpose is missing.",
        (Rule(r"\^T", lambda found: "", lambda found, new: "A transpose is missing."),),
    ),
    "sum": Kind(
        HARD,
        "A sum is missing.",
        "No sum is missing.",
        (
            Rule(
                r"\\sum_\{([^{}]*)\}(?:\^\{[^{}]*\})?",
                lambda found: "",
                lambda found, new: f"The sum over ${_running(found)}$ is missing.",
            ),
        ),
    ),
    "bound": Kind(
        HARD,
        "A sum ends at the wrong number.",
        "No sum ends at the wrong number.",
        (
            Rule(
                r"(\\sum_\{[^{}]*\}\^\{)([kmn2]\})",
                lambda found: f"{found[1]}{found[2][0]}-1}}",
                lambda found, new: f"The sum ends at ${found[2][:-1]} - 1$, one term too early.",
            ),
            Rule(
                r"(\\sum_\{[^{}]*\}\^\{)([kmn2])\}",
                _other_size,
                lambda found, new: (
                    f"The sum ends at ${new[len(found[1]) : -1]}$ in the place of ${found[2]}$."
                ),
            ),
        ),
        both_ways=True,
    ),
}


def slips(latex: str) -> Iterator[Slip]:
    """Every slip in the right side of a row, each by itself."""
    left, equals, right = latex.partition("&=" if "&=" in latex else "=")
    for name, kind in KINDS.items():
        for rule in kind.rules:
            for found, new, cause in rule.applied(right):
                if new == found[0]:
                    continue
                row = left + equals + right[: found.start()] + new + right[found.end() :]
                at = len(left + equals) + found.start()
                yield Slip(name, row, found[0], new, at, cause)


def slip_between(right: str, wrong: str) -> Slip | None:
    """The slip that leads from a right row to a wrong one, if it is one."""
    before, after = ("".join(row.split()) for row in (right, wrong))
    for slip in slips(right):
        if "".join(slip.latex.split()) == after:
            return slip
    for slip in slips(wrong):
        kind = KINDS[slip.kind]
        if kind.both_ways and "".join(slip.latex.split()) == before:
            return Slip(slip.kind, wrong, slip.new, slip.gone, slip.at, kind.name)
    return None
