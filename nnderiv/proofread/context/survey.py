r"""What only all the rows of a text show: which letters run, which number layers or are labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnderiv.proofread.context.notation import Notation
from nnderiv.proofread.context.patterns import (
    ABOVE,
    ALONE,
    BEHIND_ROW,
    BOLD,
    BRACKET_TRANSPOSED,
    CALLED,
    COMMAND,
    CORNER,
    ENDS,
    FROM_0,
    FROM_1,
    GRADIENT,
    HEAD,
    INDICES,
    LAYERED,
    NAME,
    PRIMED,
    RANGES,
    REACHES,
    REDUCED,
    RUN,
    RUNS,
    SIGMA,
    STEP,
    SUBSCRIPT,
    TRANSPOSED,
    TWO_INDICES,
    VARIED,
    D,
)
from nnderiv.proofread.latex.commands import known_function


def survey(rows: list[str], notation: Notation) -> None:
    """Note what all the rows of a text show together."""
    text = " ".join(" ".join(rows).split())  # no pattern meets more than one space
    notation.summed |= {*RUNS.findall(text)}
    reaches: dict[str, set[str]] = {}
    for letter, end in REACHES.findall(text):
        reaches.setdefault(letter, set()).add(end)
    notation.reaches |= {letter: end.pop() for letter, end in reaches.items() if len(end) == 1}
    notation.running |= notation.summed | {"i", "j"}
    notation.ends |= set(ENDS.findall(text))
    if "'" in text or r"\prime" in text:
        primed = {found[1] or found[2] for found in PRIMED.finditer(text)}
        notation.primed |= primed - {"d", None}
    if not FROM_1.search(text) and FROM_0.search(text):
        notation.first = 0
    notation.layers |= _layers(text)
    if notation.layers:
        notation.layered |= {m[1] for m in LAYERED.finditer(text) if m[2] in notation.layers}
    plain = BOLD.sub(lambda found: rf"\mathbf{{{found[1]}}}", REDUCED.sub(r"\\sum ", text))
    ranged = {letter for found in RANGES.findall(text) for letter in found}
    notation.steps |= {m[2] for m in STEP.finditer(plain)} - notation.running - ranged
    transposes = list(_transposes(plain))
    matrices = {base for base, subscript in transposes if subscript}
    notation.labels |= _labels(plain, matrices, notation)
    notation.families |= matrices
    notation.families |= set(BEHIND_ROW.findall(plain))
    if SIGMA.search(text) and not CALLED.search(text):
        notation.plain |= {r"\sigma"}
    notation.transposed |= _transposed(transposes, plain)
    notation.alone |= set(ALONE.findall(plain))
    notation.words |= _words(rows)
    notation.gradients |= _gradients(rows)
    notation.varied |= {*VARIED.findall(plain)}


def _gradients(rows: list[str]) -> set[str]:
    r"""The letters whose d is a part of a name, as in dZ = A - Y: a gradient, no differential.

    All that has a d on some right side is then defined so, too.
    """
    sides = [found.groups() for row in rows if (found := GRADIENT.match(row)) is not None]
    defined = {letter for letter, _ in sides}
    used = {letter for _, right in sides for letter in D.findall(right)}
    bare = any(not D.search(right) and right.strip(" &.,") != "0" for _, right in sides)
    return defined if bare and used <= defined else set()


def _transposes(text: str) -> Iterator[tuple[str, str]]:
    """The names that stand transposed, each with its subscript or ""; f(x)^T is none of x."""
    for found in TRANSPOSED.finditer(text):
        start = found.start()
        called = text[max(start - 2, 0) : start].strip()
        if ")" in found[0].rpartition("^")[0] and not re.search(r"(?:^|[^A-Za-z})])[({]$", called):
            continue
        yield found[1] or found[4], found[2] or found[3] or ""
    for bracket in BRACKET_TRANSPOSED.finditer(text):
        terms = re.split(r"[+-]", bracket[1])
        for term in terms if len(terms) > 1 else ():
            name = NAME.fullmatch(term.strip())
            if name is not None:
                yield name[1], name[2] or name[3] or ""


def _labels(text: str, matrices: set[str], notation: Notation) -> set[str]:
    """The subscripts that are a part of a name: those of W_{hh}, W_q and b_f are no indices."""
    runs = notation.summed | {letter for found in RANGES.findall(text) for letter in found}
    below: dict[str, set[str]] = {}
    for base, several, single in SUBSCRIPT.findall(text):
        below.setdefault(base, set()).add(several or single)
    found: set[str] = set()
    corners = set(CORNER.findall(text))
    for base, labels in below.items():
        capital = _is_capital(base)
        letters = {label for label in labels if len(label) == 1}
        odd = bool(letters - INDICES - runs)
        alone = not letters & runs and (odd or (capital and not letters & {"i", "j"}))
        if alone or (capital and base in matrices):
            found |= {f"{base}_{{{label}}}" for label in letters}
        for label in labels - letters:
            twice = len(set(label)) < len(label) and not set(label) & (runs | {"i", "j"})
            if base not in corners and (twice or set(label) - INDICES - runs):
                found.add(f"{base}_{{{label}}}")
    return found


def _is_capital(base: str) -> bool:
    """Whether the letter of a name is a capital."""
    return base.strip("}").split("{")[-1].lstrip("\\")[:1].isupper()


def _two_indices(label: str) -> bool:
    """Whether a subscript is two indices side by side, as in W_{jk}."""
    return len(label) == 2 and set(label) <= INDICES


def _transposed(transposes: list[tuple[str, str]], text: str) -> dict[str, int]:
    """The names that stand transposed somewhere: a capital is a matrix, a small letter a vector.

    A capital that stands for itself alone might as well be anything.
    """
    found: dict[str, int] = {}
    for base, subscript in transposes:
        key = f"{base}_{{{subscript}}}" if subscript else base
        rank = 2 if _is_capital(base) else 1
        found[key] = rank
        if subscript:
            found[f"{base}_{{}}"] = rank
    matrices = {base for base, several, _ in SUBSCRIPT.findall(text) if _two_indices(several)}
    for base in matrices | set(TWO_INDICES.findall(text)):
        if base in found:
            found[base] = 2
    alone = sum(not key.endswith("{}") for key in found) == 1
    return {key: rank for key, rank in found.items() if not (alone and rank == 2)}


def _layers(text: str) -> set[str]:
    r"""The letters l and L where they number layers, as in a^l, W^{l+1}, z^L.

    A capital L alone may be a power as well: it numbers layers beside an l, or an L - 1.
    """
    found = [(m[1] or m[3], bool(m[2])) for m in ABOVE.finditer(REDUCED.sub(" ", text))]
    small = {letter for letter, _ in found} - {"L"}
    shifted = any(letter == "L" and step for letter, step in found)
    several = sum(letter == "L" for letter, _ in found) > 1
    return small | ({"L"} if small or shifted or several else set())


def _words(rows: list[str]) -> set[str]:
    """The names of several letters, RSS or loss: whole left sides, or functions on a left side.

    A product of names is none: each of its letters stands somewhere else as well.
    """
    heads = {found[1] for row in rows if (found := HEAD.match(row)) is not None}
    heads = {word for word in heads if len(word) > 2 or word.isupper()}
    heads = {word for word in heads if known_function(word) is None and len(set(word)) > 1}
    runs = [run for row in rows for run in RUN.findall(COMMAND.sub(" ", row))] if heads else []
    differentials = {f"d{word}" for word in heads}
    other = {letter for run in runs if run not in heads | differentials for letter in run}
    return {word for word in heads if set(word) - other}
