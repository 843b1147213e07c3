"""Words as numbers: each letter a token, and one sign that begins and ends every word."""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.errors import InputError

Tokens = NDArray[np.integer[Any]]

SIGN = "."  # before and after a word
CHARACTERS = SIGN + ascii_lowercase
NO_TARGET = -1  # behind the end of a word


def encode(words: Sequence[str], length: int) -> dict[str, Tokens]:
    """Return what a network sees of words, and what it has to say, one word in each row.

    At each place it sees the sign and the letters so far, and its target is the next letter or,
    behind the last one, the sign.

    Args:
        words: words of the letters a to z.
        length: the number of columns; a word has at least one letter less.

    Returns:
        tokens, positions and targets, each of shape (words, length). Behind the end of a word the
        tokens are those of the sign and the targets are NO_TARGET.

    Raises:
        InputError: if a word is too long, has none of the letters, or has another character.

    Example:
        >>> encode(["abc", "z"], length=4)["tokens"]
        array([[ 0,  1,  2,  3],
               [ 0, 26,  0,  0]])
        >>> encode(["abc", "z"], length=4)["targets"]
        array([[ 1,  2,  3,  0],
               [26,  0, -1, -1]])
    """
    tokens = np.zeros((len(words), length), dtype=int)
    targets = np.full_like(tokens, NO_TARGET)
    for row, word in enumerate(words):
        if not 0 < len(word) < length or not set(word) <= set(ascii_lowercase):
            raise InputError(
                f"a word must be 1 to {length - 1} letters from a to z, but one is {word!r}. "
                "Spell it so, or leave it out."
            )
        letters = [CHARACTERS.index(letter) for letter in word]
        tokens[row, 1 : len(word) + 1] = letters
        targets[row, : len(word) + 1] = [*letters, CHARACTERS.index(SIGN)]
    positions = np.tile(np.arange(length), (len(words), 1))
    return {"tokens": tokens, "positions": positions, "targets": targets}


def decode(tokens: Iterable[int]) -> str:
    """Return the word of a row of tokens: its letters up to the first sign, but for one in front.

    Example:
        >>> decode([0, 1, 2, 3, 0, 26])
        'abc'
    """
    spelled = "".join(CHARACTERS[token] for token in tokens)
    return spelled.removeprefix(SIGN).partition(SIGN)[0]
