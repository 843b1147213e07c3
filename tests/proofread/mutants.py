"""Slips of the pen, made by rule: what may go wrong in a row that is right."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A row with one slip in it."""

    kind: str
    latex: str


def _each(pattern: str, change: Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[str]]:
    def slips(latex: str) -> Iterator[str]:
        for found in re.finditer(pattern, latex):
            yield latex[: found.start()] + change(found) + latex[found.end() :]

    return slips


def _other_size(found: re.Match[str]) -> str:
    others = {"k": "n", "n": "m", "m": "n", "2": "3"}
    return f"{found[1]}{others[found[2]]}}}"


def _next_power(found: re.Match[str]) -> str:
    return f"^{{{int(found[1] or found[2]) + 1}}}"


KINDS: dict[str, Callable[[str], Iterator[str]]] = {
    "sign": _each(r"(?<![{^])[+-](?!\d\})", lambda found: "-" if found[0] == "+" else "+"),
    "no minus": _each(r"(?<=[={(] )-|(?<=[({])-(?=[a-z\\])", lambda found: ""),
    "transpose": _each(r"\^T", lambda found: ""),
    "swapped index": _each(r"_\{([a-z]),([a-z])\}", lambda found: f"_{{{found[2]},{found[1]}}}"),
    "dropped sum": _each(r"\\sum_\{[^{}]*\}(?:\^\{[^{}]*\})?", lambda found: ""),
    "dropped factor": _each(r"\\frac\{1\}\{[khn2]\}", lambda found: ""),
    "wrong bound": _each(
        r"(\\sum_\{[^{}]*\}\^\{)([kmn2]\})", lambda found: f"{found[1]}{found[2][0]}-1}}"
    ),
    "other bound": _each(r"(\\sum_\{[^{}]*\}\^\{)([kmn2])\}", _other_size),
    "exponent": _each(r"\^(?:(\d)|\{(-?\d)\})", _next_power),
    "wrong axis": _each(r"_\{?([a-z\d])\*\}?", lambda found: f"_{{*{found[1]}}}"),
}


def mutants(latex: str) -> Iterator[Mutant]:
    """Every slip in the right side of a row, each by itself."""
    left, equals, right = latex.partition("=")
    for kind, slips in KINDS.items():
        for slip in slips(right):
            yield Mutant(kind, left + equals + slip)
