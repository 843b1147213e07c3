"""Which letters side by side are one name all over a text: RSS, loss, but not the product xyz."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nnderiv.proofread.latex.commands import known_function

TEXTS = re.compile(
    r"\\(?:text\w*|mbox|math\w+|operatorname\*?|begin|end|label|tag|bm|boldsymbol|hspace\*?)"
    r"\s*\{[^{}]*\}"
)
SCRIPTS = re.compile(r"[_^]\s*(?:\{[^{}]*\}|\\?[A-Za-z]+(?<=[_^].)|[A-Za-z0-9])")
COMMANDS = re.compile(r"\\[A-Za-z]+")
RUN = re.compile(r"[A-Za-z]+")
LEFT = re.compile(r"[&\s]*([A-Za-z]{2,})\s*(?:\([^()=]*\))?\s*&?\s*(?::?=)")
SHAPE = re.compile(r"[a-z]+|[A-Z]+|[A-Z][a-z]{2,}")
LONG = 4  # letters that are a name wherever they stand


def words_in(rows: Iterable[str]) -> set[str]:
    """The names of several letters.

    These are the left sides of equations, and long runs anywhere. A run whose letters stand alone
    as well, or in another order, is a product.
    """
    plain = [COMMANDS.sub(" ", SCRIPTS.sub(" ", TEXTS.sub(" ", row))) for row in rows]
    runs = {run for row in plain for run in RUN.findall(row)}
    left = {found[1] for row in plain if (found := LEFT.match(row)) is not None}
    alone = {run for run in runs if len(run) == 1}
    several = {run for run in runs if len(run) > 1 and SHAPE.fullmatch(run)}
    candidates = {run for run in several if run in left or (len(run) >= LONG and run[1:].islower())}
    return {run for run in candidates if _is_word(run, run in left, alone, runs - left)}


def _is_word(run: str, is_left: bool, alone: set[str], others: set[str]) -> bool:
    """Whether nothing else in the text makes a product of these letters."""
    if known_function(run) is not None:
        return False
    letters = set(run)
    if len(letters) == 1:
        return False
    if any(len(other) > 1 and other != run and set(other) <= letters for other in others):
        return False
    if is_left and len(run) > 2 and run[0] != "d":
        return not letters <= alone
    return (len(run) >= LONG or run[0] != "d") and not letters & alone
