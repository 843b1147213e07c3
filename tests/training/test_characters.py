"""Words as tokens and targets, and words that a network invents."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnderiv import InputError, embedding, softmax
from nnderiv.network import Network, Step
from nnderiv.training.characters import CHARACTERS, NO_TARGET, decode, encode
from nnderiv.training.invent import invent
from tests.catalogue import numbers

WORDS = st.lists(st.text("abcxyz", min_size=1, max_size=5), min_size=1, max_size=4)


@given(WORDS)
def test_what_is_seen_at_each_place_is_what_comes_before_its_target(words: list[str]) -> None:
    coded = encode(words, length=6)
    for word, tokens, targets in zip(words, coded["tokens"], coded["targets"], strict=True):
        assert tokens[0] == 0
        assert decode(tokens) == word
        told = targets[targets != NO_TARGET]
        assert decode([0, *told]) == word
        assert told[-1] == 0
        assert len(told) == len(word) + 1
        np.testing.assert_array_equal(tokens[1 : len(told)], told[:-1])


def test_positions_count_the_columns() -> None:
    assert encode(["ab", "c"], length=3)["positions"].tolist() == [[0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize("word", ["", "abc", "Ab", "a.", "é"])
def test_what_is_no_word_is_refused(word: str) -> None:
    message = f"a word must be 1 to 2 letters from a to z, but one is {word!r}."
    with pytest.raises(InputError, match="^" + re.escape(message)):
        encode(["ab", word], length=3)


NEXT = Network([Step("logits", embedding, "tokens E")])  # a bigram model


def test_letters_come_as_often_as_they_are_probable() -> None:
    E = numbers((27, 27), 1)
    E[0, 0] = -99  # a word is not empty
    words = invent(NEXT, {"E": E}, np.random.default_rng(0).random((4000, 2)))
    first = np.array([CHARACTERS.index(word[0]) for word in words])
    share = np.bincount(first, minlength=27) / len(words)
    p = softmax(E[0])
    assert np.all(np.abs(share - p) < 5 * np.sqrt(p * (1 - p) / len(words)) + 1e-9)


def test_a_word_ends_with_its_first_sign() -> None:
    E = np.full((27, 27), -99.0)
    E[0, 1] = E[1, 2] = E[2, 0] = 0
    assert invent(NEXT, {"E": E}, np.full((2, 5), 0.5)) == ["ab", "ab"]


def test_a_draw_above_a_sum_that_rounds_below_1_is_the_last_letter() -> None:
    words = invent(NEXT, {"E": np.zeros((27, 27))}, np.full((1, 1), np.nextafter(1, 2)))
    assert words == ["z"]
