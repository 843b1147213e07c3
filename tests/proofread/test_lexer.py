r"""The lexer: its tables agree with what is computed, and its work grows as the text does."""

import sys
from types import FrameType
from typing import Any

import pytest

from nnderiv.proofread.latex import commands
from nnderiv.proofread.latex.delimiters import row_tokens
from nnderiv.proofread.latex.lexer import lex
from nnderiv.proofread.numeric import functions


class CountedText(str):
    """A text that counts the characters that are copied out of it."""

    copied = 0

    def __getitem__(self, key: object) -> str:
        found = super().__getitem__(key)  # type: ignore[index]  # an index or a slice
        CountedText.copied += len(found)
        return found


COMMANDS = [
    r"\left(",
    r"\right)",
    r"\left.",
    r"\big|",
    r"\mathbf{",
    r"\mathbf{x}",
    r"\vec{",
    r"\mathrm{x}",
    r"\text{a b}",
    r"\color{red}",
    r"\overset{a}{=}",
    r"\frac{",
    r"\alpha",
    "x'",
    "{=}",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_lexer_copies_each_character_a_few_times_at_most(command: str) -> None:
    text = CountedText(
        "x = " + command * 3000 + "}" * 3000 * (command.count("{") - command.count("}"))
    )
    CountedText.copied = 0
    assert lex(text)
    assert CountedText.copied <= 3 * len(text)


def lines_run(latex: str) -> int:
    """How many lines of Python it takes to cut a row into tokens."""
    lines = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        row_tokens(latex)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("command", [*COMMANDS, "{", r"\{\begin{array}{c}x\end{array}"])
def test_twice_as_many_commands_take_twice_the_work(command: str) -> None:
    unclosed = command.count("{") - command.count("}") if command[:2] != r"\{" else 0
    fewer, more = (command * n + "x" + "}" * n * unclosed for n in (200, 400))
    assert lines_run(more) <= 2.2 * lines_run(fewer)


def test_the_functions_that_the_lexer_knows_are_those_that_are_computed() -> None:
    assert set(commands.ELEMENTWISE) == functions.ELEMENTWISE.keys()
    assert set(commands.OF_ARRAYS) == functions.OF_ARRAYS.keys()
    assert set(commands.OTHER_SPELLINGS.values()) <= commands.FUNCTIONS.keys()
