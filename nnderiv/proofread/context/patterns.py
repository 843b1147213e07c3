"""Patterns of LaTeX that show the notation of a text."""

from __future__ import annotations

import re

# A letter, or one of the Greek ones that name functions, with a prime.
PRIMED = re.compile(
    r"(?:(\\(?:phi|varphi|psi|ell))(?![A-Za-z])|\\[A-Za-z]+|([A-Za-z]))"
    r"(?:_\{?[A-Za-z\d]+\}?)?\}?(?:'|\^\{?(?:'|\\prime))"
)
# A left side that is a run of letters, with arguments or without.
HEAD = re.compile(r"[\s&]*([A-Za-z]{2,12})[\s&]*(?:\([^()=]*\)[\s&]*)?=")
COMMAND = re.compile(
    r"\\(?:mathbb|mathrm|operatorname\*?|text\w*|begin|end|label|tag)\s*\{[^{}]*\}|\\[A-Za-z]+"
)
RUN = re.compile(r"[A-Za-z]+")
RUNS = re.compile(r"\\(?:sum|prod)(?:\\limits)?_\{?\s*([a-zA-Z])")
ENDS = re.compile(
    r"\\(?:sum|prod)(?:\\limits)?\s*(?:_(?:\{[^{}]*\}|\w))?\s*\^\s*\{?\s*([A-Z])(?![A-Za-z])"
)
RANGES = re.compile(
    r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:=\s*\d+\s*,|\\neq?\b|\\in\s*\\\{)|\\neq?\s*([a-z])\b"
)
REACHES = re.compile(
    r"\\(?:sum|prod)(?:\\limits)?_\{\s*([a-zA-Z])\s*=\s*1\s*\}\s*\^\s*\{?\s*([a-zA-Z])(?![\w\s]*[-+])"
)
FROM_1 = re.compile(r"_\{?\s*\w\s*=\s*1\s*\}")
FROM_0 = re.compile(r"=\s*0\s*\}\s*\^\s*\{[^{}]*-\s*1\s*\}")
# What a letter of the layers stands above; the upper end of a sum is none.
REDUCED = re.compile(
    r"\\(?:sum|prod|bigcup|int)(?:\\limits)?(?:_(?:\{[^{}]*\}|\w))?\^(?:\{[^{}]*\}|\w)"
)
ABOVE = re.compile(
    r"(?:(?<![A-Za-z])\\?[A-Za-z]+\}?|[})])(?:_(?:\{[^{}]*\}|\w))?"
    r"\^(?:\{\s*(l|\\ell|L)\s*([+-]\s*\d+)?\s*\}|(l|L|\\ell))(?![A-Za-z])"
)
T = r"(?:T\b|\\top|\\intercal|\\(?:mathsf|mathrm|mathtt|text)\s*\{?\s*T\s*\}?)"
BASE = r"(\\mathbf\{\\?[A-Za-z]+\}|\\[A-Za-z]+|[A-Za-z])"
BOLD = re.compile(r"\\(?:boldsymbol|bm|pmb|vec|mathbf)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")
LABEL = r"(?:\^\{?(?:\([^()]*\)|\[[^\[\]]*\]|[lL](?:[+-]\d)?)\}?)?"
SUBSCRIPT = re.compile(BASE + LABEL + r"\s*_(?:\{\s*([A-Za-z]+)\s*\}|([A-Za-z]))(?![A-Za-z]*\{)")
CORNER = re.compile(BASE + r"_\{\s*(?:1\s*[A-Za-z]|[A-Za-z]\s*1)\s*\}")  # of a matrix, g_{1H}
ALONE = re.compile(
    r"(?<!\\bar\{)(?<!\\hat\{)(?<!\\tilde\{)(\\mathbf\{\\?[A-Za-z]+\})(?!\s*(?:\^\S\s*)?_)"
)
LAYERED = re.compile(BASE + r"(?:_(?:\{[^{}]*\}|\w))?\^\{?\s*(l|\\ell|L)(?![A-Za-z])")
NAME = re.compile(BASE + r"(?:_(?:\{\s*([A-Za-z]+)\s*\}|([A-Za-z])))?")
BRACKET_TRANSPOSED = re.compile(r"(?<![A-Za-z}])\(([^()]*)\)\s*\^\s*\{?\s*" + T)
BEHIND_ROW = re.compile(
    r"\^\{?\s*(?:T|\\top)\s*\}?\s*" + BASE + r"_(?:\{\s*[a-z]\s*\}|[a-z])(?![A-Za-z])"
)
SIGMA = re.compile(r"\\sigma\s*(?:_|\^\{?\s*2)")
CALLED = re.compile(r"\\sigma\s*(?:'|\^\{?(?:'|\\prime)\}?|\\left|\\[bB]igg?l?|\s)*[(\[]")
STEP = re.compile(BASE + r"\s*_\{\s*([a-z])\s*[+-]\s*1\s*\}")
TRANSPOSED = re.compile(
    BASE + r"(?:\^\{?(?:\([^()]*\)|\[[^\[\]]*\]|[lL](?:[+-]1)?)\}?)?"
    r"(?:_(?:\{\s*([A-Za-z]+)\s*\}|([A-Za-z])))?(?:\)|\})*\s*\^\s*(?:"
    + T
    + r"|\{\s*"
    + T
    + r"\s*\})"
    r"|" + BASE + r"\^\{(?:\([^()]*\)|\[[^\[\]]*\])+\s*" + T
)
D = re.compile(r"(?<![A-Za-z\\])d\s*(\\?[A-Za-z]+|\()")
# What one differentiates by: below a line, behind a slash, or below the sign of the derivative.
VARIED = re.compile(
    r"(?:(?:\}\s*\{|/)\s*(?:d|\\partial|\\(?:mathrm|operatorname)\{d\})|\\(?:nabla|partial)\s*_\{?)"
    r"(?:\\[,!;]|\s)*" + BASE
)
GRADIENT = re.compile(r"[\s&]*d\s*(\\?[A-Za-z])(?![A-Za-z])[^=]*?=(.*)", re.DOTALL)
TWO_INDICES = re.compile(BASE + r"_\{\s*[a-z\d]\s*,\s*[a-z\d]\s*\}")
INDICES = frozenset("ijklmnabcpqrst")  # by convention
