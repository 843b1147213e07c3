r"""What a formula in running text states: x \in \mathbb{R}^n, y = xW, 0 < p < 1, j \neq i."""

from __future__ import annotations

import re

RELATION = re.compile(
    r"\\(?P<command>in|neq?|l(?:eq?|eqslant)|g(?:eq?|eqslant)|equiv|coloneqq|triangleq|to|rightarrow|"
    r"mapsto|sim|approx|propto|notin|subset|subseteq|prec|succ|ll|gg|perp|mid|parallel|cong|simeq|"
    r"leftarrow|gets)(?![A-Za-z])|(?P<sign>:=|[≠≤≥∈=<>:])|(?P<brace>[{}])|\\(?:[A-Za-z]+|.)",
    re.DOTALL,
)
SAME = {
    "ne": "neq",
    "≠": "neq",
    "le": "<",
    "leq": "<",
    "leqslant": "<",
    "≤": "<",
    "ge": ">",
    "geq": ">",
    "geqslant": ">",
    "≥": ">",
    "∈": "in",
    ":=": "=",
    "coloneqq": "=",
    "triangleq": "=",
    "equiv": "=",
    "rightarrow": "to",
}
NUMBERS = re.compile(
    r"\s*(?:\\(?:mathbb|mathds|mathbf|Bbb)\s*\{?\s*R(?![A-Za-z])|\\(?:R|Reals)(?![A-Za-z])|\u211d)"
)
WHOLE = re.compile(r"\s*\\(?:mathbb\s*\{?\s*[NZ](?![A-Za-z])|[NZ](?![A-Za-z]))")
OTHER_SET = re.compile(r"\s*(?:\\left\s*)?(?:\\\{|\\lbrace|\[|\(|\\Delta)")
RUNS = re.compile(r"\\(?:l|c)?dots|\.\.\.|…")
LETTER = r"(?:\\[A-Za-z]+|[A-Za-z])(?:_(?:\w|\{[^{}]*\}))?"
NAME = re.compile(rf"\s*(?:\\(?:hat|bar|tilde|mathbf|boldsymbol|vec)\s*)?\{{?\s*{LETTER}\s*\}}?\s*")
INDEX = re.compile(r"\s*[a-np-tI-NT](?:')?\s*")
NUMBER = re.compile(r"\s*[+-]?\s*(?:\d+(?:\.\d*)?|\.\d+|\\infty|10\^\{?-?\d+\}?)\s*")
PLAIN = re.compile(r"[\sA-Za-z0-9+\-,']*")


def statement(latex: str) -> str:
    """What sort of statement a formula is.

    "declares" for a set of numbers, "whole" for one of whole numbers, "set" for an interval or a
    list, "maps" for a function between sets, "equals" for a formula, "is" for a number or a letter,
    "bounds" for numbers around a name, "range" for an index, "condition" for any other relation
    that can be tried on numbers, "unknown" for one that cannot, and "" for none at all.
    """
    found = _relations(latex)
    if not found:
        return ""
    relation, start, end = found[0]
    left, right = latex[:start], latex[end:]
    relations = {name for name, _, _ in found}
    if relation == "in" and len(found) == 1:
        return _membership(right)
    if relation == ":":
        return "maps" if "to" in relations else ""
    if relation == "=" and relations == {"="}:
        return _equation(left, right, len(found))
    if relations <= {"<", ">"}:
        return _bounds(latex, found)
    if relations <= {"<", ">", "neq"}:
        return "condition"
    return "unknown"


def _relations(latex: str) -> list[tuple[str, int, int]]:
    """The relations of a formula outside of braces, each with its place."""
    found: list[tuple[str, int, int]] = []
    depth = 0
    for sign in RELATION.finditer(latex):
        depth += (sign["brace"] == "{") - (sign["brace"] == "}")
        name = sign["command"] or sign["sign"]
        if name and depth == 0:
            found.append((SAME.get(name, name), sign.start(), sign.end()))
    return found


def _membership(right: str) -> str:
    """What a set says."""
    if NUMBERS.match(right):
        return "declares"
    if WHOLE.match(right):
        return "whole"
    if OTHER_SET.match(right):
        return "range" if RUNS.search(right) else "set"
    return "unknown"


def _equation(left: str, right: str, count: int) -> str:
    """What an equation says: it defines, sets a number or an index, or lets an index run."""
    if RUNS.search(right) and "," in right:
        return "range"
    if "," in left or re.search(r"\d\s*,\s*\d", right):
        return "unknown"
    of_index = INDEX.fullmatch(left) and PLAIN.fullmatch(right) and count == 1
    if of_index or NUMBER.fullmatch(right):
        return "is"
    return "equals"


def _bounds(latex: str, found: list[tuple[str, int, int]]) -> str:
    """Whether numbers stand around a name that is no index, on one or both sides."""
    ends = [0, *(place for _, start, end in found for place in (start, end)), len(latex)]
    sides = [latex[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]
    names = [side for side in sides if not NUMBER.fullmatch(side)]
    if len(names) == 1 and len(sides) <= 3 and NAME.fullmatch(names[0]):
        return "condition" if INDEX.fullmatch(names[0]) else "bounds"
    return "condition"
