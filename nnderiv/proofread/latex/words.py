"""Letters side by side that are one name: RSS, loss."""

from __future__ import annotations

from collections.abc import Callable

from nnderiv.proofread.latex.scanner import Token


def with_words(tokens: list[Token], is_word: Callable[[str], bool]) -> list[Token]:
    """The tokens of a row, with one for each name of several letters."""
    found: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        letter = token.kind == "letter" and len(token.text) == 1 and token.text.isascii()
        if letter and (not run or run[-1].end == token.at) and not _follows_script(found, run):
            run.append(token)
            continue
        found += _joined(run, is_word)
        run = []
        if letter and not _follows_script(found, run):
            run = [token]
        else:
            found.append(token)
    return found + _joined(run, is_word)


def _follows_script(found: list[Token], run: list[Token]) -> bool:
    """Whether the next letter is a subscript or an exponent by itself, as the T of x^TAx."""
    return not run and bool(found) and found[-1].text in ("_", "^")


def _joined(run: list[Token], is_word: Callable[[str], bool]) -> list[Token]:
    """One token for a run of letters that is a name, without the d of its differential."""
    text = "".join(token.text for token in run)
    if len(text) > 1 and is_word(text):
        return [Token("letter", text, run[0].at, run[-1].end)]
    if text[:1] == "d" and len(text) > 2 and is_word(text[1:]):
        return [run[0], Token("letter", text[1:], run[1].at, run[-1].end)]
    return run
