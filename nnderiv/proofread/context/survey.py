r"""What of the notation can only be seen in all the rows of a text: running letters, layers, primes."""

from __future__ import annotations

import re

from nnderiv.proofread.context.context import Context

# A letter, or one of the Greek ones that name functions, with a prime.
PRIMED = re.compile(
    r"(?:(\\(?:phi|varphi|psi|ell))(?![A-Za-z])|\\[A-Za-z]+|([A-Za-z]))"
    r"(?:_\{?\w+\}?)?\}?(?:'|\^\{?(?:'|\\prime))"
)
RUNS = re.compile(r"\\(?:sum|prod)(?:\\limits)?_\{?\s*([a-zA-Z])")
ENDS = re.compile(
    r"\\(?:sum|prod)(?:\\limits)?\s*(?:_(?:\{[^{}]*\}|\w))?\s*\^\s*\{?\s*([A-Z])(?![A-Za-z])"
)
FROM_1 = re.compile(r"_\{?\s*\w\s*=\s*1\s*\}")
FROM_0 = re.compile(r"=\s*0\s*\}\s*\^\s*\{[^{}]*-\s*1\s*\}")
# What a letter of the layers stands above; the upper end of a sum is none.
REDUCED = re.compile(
    r"\\(?:sum|prod|bigcup|int)(?:\\limits)?(?:_(?:\{[^{}]*\}|\w))?\^(?:\{[^{}]*\}|\w)"
)
ABOVE = re.compile(
    r"(\\?[A-Za-z]+\}?|[})])(?:_(?:\{[^{}]*\}|\w))?\^(?:\{\s*(l|\\ell|L)\s*([+-]\s*\d+)?\s*\}|(l|L|\\ell))(?![A-Za-z])"
)


def survey(text: str, context: Context) -> None:
    """Note in the context what all the rows of a text show together."""
    context.running |= {*RUNS.findall(text), "i", "j"}
    context.ends |= set(ENDS.findall(text))
    if "'" in text or r"\prime" in text:
        primed = {found[1] or found[2] for found in PRIMED.finditer(text)}
        context.primed |= primed - {"d", None}
    if not FROM_1.search(text) and FROM_0.search(text):
        context.first = 0
    context.layers |= _layers(text)


def _layers(text: str) -> set[str]:
    r"""The letters l and L where they number layers, as in a^l, W^{l+1}, z^L.

    A capital L alone may be a power as well: it numbers layers beside an l, or an L - 1.
    """
    found = [(m[2] or m[4], bool(m[3])) for m in ABOVE.finditer(REDUCED.sub(" ", text))]
    small = {letter for letter, _ in found} - {"L"}
    shifted = any(letter == "L" and step for letter, step in found)
    several = sum(letter == "L" for letter, _ in found) > 1
    return small | ({"L"} if small or shifted or several else set())
