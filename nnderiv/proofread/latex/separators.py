r"""A row, cut where one statement ends and the next one begins: at commas, texts, wide spaces."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import (
    BLANKS,
    CLOSE,
    EQUATIONS,
    OPEN,
    RELATIONS,
    SEPARATORS,
    TIMES,
)
from nnderiv.proofread.latex.scanner import Token

Part = tuple[Token, list[Token]]  # a separator, and the tokens up to the next one
_WORD = re.compile(r"[A-Z]?[a-z]{3,}")
_ARROW = r"\rightarrow"
_BETWEEN = TIMES | RELATIONS | {"+", "-", "/"}  # what no statement begins or ends with


def parts(tokens: list[Token]) -> list[Part]:
    """The tokens between separators, each with the separator before it.

    Raises:
        ReadError: a bracket is not closed.
    """
    return _Cutter(tokens).parts()


class _Cutter:
    """Walks over a row once.

    Attributes:
        depths: how many brackets are open behind each token.
        states: whether an equation begins behind each place, before the next cut.
        relates: whether a relation of any kind does.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.depths = list(accumulate((t.text in OPEN) - (t.text in CLOSE) for t in tokens))
        self.states = self._ahead(EQUATIONS)
        self.relates = self._ahead(RELATIONS)

    def parts(self) -> list[Part]:
        """The parts of the row, from left to right."""
        found: list[Part] = [(Token("sign", "", 0, 0), [])]
        environments, stated = 0, False  # whether an equation came since the last separator
        for i, token in enumerate(self.tokens):
            environments += (token.text == r"\begin") - (token.text == r"\end")
            outside = self.depths[i] <= 0 and not environments
            if outside and self._separates(i, found[-1][1], stated):
                found.append((_plain(token), []))
                stated = False
            elif not (outside and token.text in BLANKS | {"&"}) and token.text != r"\hspace":
                found[-1][1].append(token)
                stated |= self.depths[i] <= 0 and token.kind != "text" and token.text in EQUATIONS
        last = found[-1][1]
        opened = bool(self.depths) and self.depths[-1] > 0
        if opened and any(token.text in RELATIONS for token in last):
            raise ReadError("a bracket in this row is not closed", last[0].at)
        return found

    def _ahead(self, signs: frozenset[str]) -> list[bool]:
        """For every place, whether one of these signs comes outside of brackets before a cut."""
        after, begins = False, [False]  # behind this token; with spaces before it left out
        for token, depth in zip(reversed(self.tokens), reversed(self.depths), strict=True):
            outside = depth <= 0 and token.kind != "text"
            blank = token.text in BLANKS | {"&"}
            if depth <= 0 and (_cuts(token) or token.text == _ARROW):
                before = False
            else:
                before = after or (outside and token.text in signs)
            begins.append(begins[-1] if blank else before)
            after = before
        return begins[::-1]

    def _separates(self, i: int, before: list[Token], stated: bool) -> bool:
        """Whether one statement, of which `before` has come, ends here and another begins."""
        token = self.tokens[i]
        if token.kind == "text":
            return True
        if token.text == _ARROW:
            return stated and self.states[i + 1]
        if token.text == ".":
            return self._ends_sentence(i)
        if token.text in BLANKS | {"&"}:
            return self._stands_between(i, before, stated)
        return token.text in SEPARATORS

    def _ends_sentence(self, i: int) -> bool:
        """Whether a dot is a full stop, not a sign: at the end, or before another statement."""
        if i + 1 == len(self.tokens) or _cuts(self.tokens[i + 1]):
            return True
        return self.tokens[i + 1].at > self.tokens[i].end and self.relates[i + 1]

    def _stands_between(self, i: int, before: list[Token], stated: bool) -> bool:
        """Whether a space or a column of an align stands between statements, not inside of one."""
        if i + 1 == len(self.tokens):
            return False
        following, states = self.tokens[i + 1], self.states[i + 1]
        if following.text in RELATIONS and not _cuts(following):
            return False
        if before and before[-1].text in _BETWEEN:
            return False
        if following.text in _BETWEEN and not states:
            return False
        if self.tokens[i].text in (r"\quad", r"\qquad"):
            return True
        return stated and (states or self.tokens[i].text == "&" or _cuts(following))


def _plain(token: Token) -> Token:
    """A separator by the name of its kind: an arrow between equations concludes."""
    if token.kind == "text" or token.text in SEPARATORS:
        return token
    name = r"\Rightarrow" if token.text == _ARROW else r"\quad"
    return Token("command", name, token.at, token.end)


def is_note(tokens: list[Token]) -> bool:
    """Whether these are the number of an equation, (1), or words beside it."""
    inner = tokens
    if len(tokens) > 2 and (tokens[0].text, tokens[-1].text) in (("(", ")"), ("[", "]")):
        inner = tokens[1:-1]
        if all(token.kind == "number" or token.text in ("*", ".") for token in inner[:-1]):
            return inner[-1].kind in ("number", "letter") or inner[-1].text == "*"
    return all(token.kind in ("word", "text") for token in inner) or _is_word(inner)


def note_before(tokens: list[Token]) -> int:
    """How many tokens at the beginning are a note, as in (Variance) s = ...; or 0."""
    if not tokens or tokens[0].text != "(":
        return 0
    end = next((i for i, token in enumerate(tokens) if token.text == ")"), 0)
    inner, behind = tokens[1:end], tokens[end + 1 : end + 2]
    words = bool(inner) and (
        all(token.kind in ("word", "text") for token in inner) or _is_word(inner)
    )
    follows = bool(behind) and behind[0].text not in RELATIONS | {"^", "_", "'"}
    return end + 1 if words and follows else 0


def _is_word(tokens: list[Token]) -> bool:
    """Whether these are letters side by side that look like a word."""
    run = all(a.end == b.at for a, b in pairwise(tokens))
    plain = "".join(token.text for token in tokens if token.kind == "letter")
    return run and len(plain) == len(tokens) and _WORD.fullmatch(plain) is not None


def _cuts(token: Token) -> bool:
    """Whether this may end a statement."""
    return token.kind == "text" or token.text in SEPARATORS | BLANKS
