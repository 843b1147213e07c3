"""Where relations stand in the tokens of a row, and what lists and brackets make of them."""

from __future__ import annotations

from nnderiv.proofread.latex.commands import CLOSE, COMPARISONS, OPEN, RELATIONS
from nnderiv.proofread.latex.scanner import Token
from nnderiv.proofread.latex.separators import Part


def relations_in(part: list[Token]) -> list[int]:
    """Where the relations stand, outside of brackets."""
    depth, found = 0, []
    for i, token in enumerate(part):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth <= 0 and token.text in RELATIONS and token.kind != "text":
            found.append(i)
    return found


def is_wrapped(part: list[Token]) -> bool:
    """Whether a part is a condition in brackets, (i ≠ j)."""
    if part[0].text != "(" or part[-1].text != ")":
        return False
    return any(token.text in COMPARISONS for token in part) and not relations_in(part)


def listed(parts: list[Part], place: int) -> int:
    r"""How many parts belong to i = 1, 2, \dots, n or k = 1, 2, 3, which begins here; or 0."""
    first = parts[place][1]
    if len(first) < 3 or first[0].kind != "letter" or first[1].text != "=":
        return 0
    end, dots = place + 1, False
    while end < len(parts) and parts[end][0].text == "," and parts[end][1]:
        token = parts[end][1]
        single = len(token) == 1 and (token[0].kind == "number" or token[0].text == r"\dots")
        if not single and not dots:
            break
        end += 1
        if dots:
            break
        dots = token[0].text == r"\dots"
    return end - place if end > place + 1 else 0


def hides_relation(tokens: list[Token]) -> bool:
    """Whether an equals sign stands anywhere but in the bounds of a sum."""
    depth, skipped = 0, 0  # the depth at which a subscript began
    for before, token in zip([None, *tokens], tokens, strict=False):
        opens = token.text in OPEN
        depth += opens - (token.text in CLOSE)
        if opens and before is not None and before.text == "_" and not skipped:
            skipped = depth
        if skipped and depth < skipped:
            skipped = 0
        if token.text == "=" and token.kind == "sign" and not skipped:
            return True
    return False
