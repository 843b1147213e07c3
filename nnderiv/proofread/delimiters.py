r"""What \left and \right leave open: values at a bar, and cases that are set as an array."""

from __future__ import annotations

from dataclasses import replace

from nnderiv.proofread.tokens import Token

OPENED, BAR = r"\left.", r"\right|"


def paired(pieces: list[Token]) -> list[Token]:
    r"""Keep `\left.` and `\right|` where they belong together, and nowhere else."""
    opened: list[int] = []
    partners: set[int] = set()
    for i, piece in enumerate(pieces):
        if piece.text == OPENED:
            opened.append(i)
        elif piece.text == BAR and opened:
            partners |= {opened.pop(), i}
    kept: list[Token] = []
    for i, piece in enumerate(pieces):
        if i in partners or piece.text not in (OPENED, BAR):
            kept.append(piece)
        elif piece.text == BAR:
            kept.append(replace(piece, kind="sign", text="|"))
    return kept


def with_cases(pieces: list[Token]) -> list[Token]:
    r"""A brace before an array, and none behind it, makes cases of the array."""
    texts = [piece.text for piece in pieces]
    if texts.count(r"\{") <= texts.count(r"\}"):
        return pieces
    for i, text in enumerate(texts):
        if text == r"\{" and texts[i + 1 : i + 9] == [r"\begin", "{", *"array", "}"]:
            columns = texts.index("}", i + 9)
            end = _end(texts, i + 1)
            body = pieces[columns + 1 : end]
            name = replace(pieces[i + 3], kind="word", text="cases")
            inside = [*pieces[i + 1 : i + 3], name, pieces[i + 8], *body]
            return [*pieces[:i], *inside, *with_cases(pieces[end:])]
    return pieces


def _end(texts: list[str], begin: int) -> int:
    r"""Where the \end of the environment that begins here stands, or else the end of the row."""
    depth = 0
    for i in range(begin, len(texts)):
        depth += (texts[i] == r"\begin") - (texts[i] == r"\end")
        if not depth:
            return i
    return len(texts)
