r"""Tokens whose meaning rests on a partner: \left and \right, braces around arrays and rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nnderiv.errors import ReadError
from nnderiv.proofread.latex.commands import CLOSE, OPEN, RELATIONS
from nnderiv.proofread.latex.lexer import lex
from nnderiv.proofread.latex.scanner import Token, brace_partners

OPENED, BAR = r"\left.", r"\right|"


def row_tokens(latex: str, words: Collection[str] = ()) -> list[Token]:
    """The tokens of a row, with what belongs together paired, and without braces around it all.

    Letters side by side that are one of the `words` are one name.
    """
    return _unwrapped(_with_cases(_paired(_joined(lex(latex), words))))


def _joined(tokens: list[Token], words: Collection[str]) -> list[Token]:
    """The same tokens, with the names of several letters in one; behind a d as well."""
    kept: list[Token] = []
    place = 0
    while words and place < len(tokens):
        end = place + 1
        while end < len(tokens) and _run(tokens[end - 1]) and _run(tokens[end]):
            if tokens[end].at != tokens[end - 1].end:
                break
            end += 1
        run = tokens[place:end]
        text = "".join(token.text for token in run)
        if len(run) > 2 and text[0] == "d" and text[1:] in words:
            kept.append(run.pop(0))
            text = text[1:]
        joined = [Token("word", text, run[0].at, run[-1].end)] if len(run) > 1 else run
        kept += joined if text in words else run
        place = end
    return kept or tokens


def _run(token: Token) -> bool:
    """Whether this is a plain letter."""
    return token.kind == "letter" and token.text.isalpha()


def _paired(tokens: list[Token]) -> list[Token]:
    r"""Keep `\left.` and `\right|` where they belong together, and nowhere else."""
    opened: list[int] = []
    partners: set[int] = set()
    for i, token in enumerate(tokens):
        if token.text == OPENED:
            opened.append(i)
        elif token.text == BAR and opened:
            partners |= {opened.pop(), i}
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        if i in partners or token.text not in (OPENED, BAR):
            kept.append(token)
        elif token.text == BAR:
            kept.append(replace(token, kind="sign", text="|"))
    return kept


def _with_cases(tokens: list[Token]) -> list[Token]:
    r"""A brace before an array, and none behind it, makes cases of the array."""
    texts = [token.text for token in tokens]
    kept: list[Token] = []
    place = 0
    while texts[place:].count(r"\{") > texts[place:].count(r"\}"):
        start = next((i for i in range(place, len(texts)) if _opens_array(texts, i)), None)
        if start is None:
            break
        end = _end(texts, start + 1)
        columns = texts.index("}", start + 9)
        name = replace(tokens[start + 3], kind="word", text="cases")
        begin = [*tokens[start + 1 : start + 3], name, tokens[start + 8]]
        kept += [*tokens[place:start], *begin, *tokens[columns + 1 : end]]
        place = end
    return kept + tokens[place:]


def _opens_array(texts: list[str], i: int) -> bool:
    """Whether a brace stands here, and behind it an array with its columns."""
    head = [r"\{", r"\begin", "{", *"array", "}"]
    return texts[i] == r"\{" and texts[i : i + len(head)] == head and "}" in texts[i + len(head) :]


def _end(texts: list[str], begin: int) -> int:
    r"""Where the \end of the environment that begins here stands, or else the end of the row."""
    depth = 0
    for i in range(begin, len(texts)):
        depth += (texts[i] == r"\begin") - (texts[i] == r"\end")
        if not depth:
            return i
    return len(texts)


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """A row without braces or a box around the whole of it, and with {=} as an equals sign."""
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        if token.text == "{" and [t.text for t in tokens[i + 1 : i + 3]] == ["=", "}"]:
            continue
        if token.text == "}" and [t.text for t in tokens[max(i - 2, 0) : i]] == ["{", "="]:
            continue
        kept.append(token)
    around = 0
    partners = brace_partners(enumerate(token.text for token in kept))
    while len(kept) - 2 * around > 2 and partners.get(around) == len(kept) - 1 - around:
        around += 1
    return kept[around : len(kept) - around]


def has_relation(latex: str) -> bool:
    """Whether a formula states anything, outside of its brackets; also if it cannot be cut."""
    try:
        tokens = _paired(lex(latex))
    except ReadError:
        return True
    depth = 0
    for token in tokens:
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth <= 0 and token.text in RELATIONS and token.kind != "text":
            return True
    return False
