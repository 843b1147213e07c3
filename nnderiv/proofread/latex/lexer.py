r"""The lexer: LaTeX as tokens, without spacing and sizes."""

from __future__ import annotations

from nnderiv.proofread.latex.command_rules import RULES, other_command
from nnderiv.proofread.latex.scanner import Scanner, Token


def lex(latex: str) -> list[Token]:
    """Cut a formula into tokens.

    Raises:
        ReadError: a brace is not closed, or the row has more than `MOST_TOKENS` tokens.
    """
    return _with_primed_indices(Scanner(latex, RULES, other_command).tokens())


def _with_primed_indices(tokens: list[Token]) -> list[Token]:
    """A letter with a prime in a subscript, as in the sum over j', is one letter."""
    found: list[Token] = []
    depth = 0  # of braces, since a subscript began
    for i, token in enumerate(tokens):
        if depth or (token.text == "{" and i and tokens[i - 1].text == "_"):
            depth += (token.text == "{") - (token.text == "}")
        if depth and token.text == "'" and found and found[-1].kind == "letter":
            before = found.pop()
            found.append(Token("letter", before.text + "'", before.at, token.end))
        else:
            found.append(token)
    return found
