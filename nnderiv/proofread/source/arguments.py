"""The arguments behind a command."""

from __future__ import annotations

import re

LONGEST_ARGUMENT = 5_000
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
SIGN = re.compile(r"\\(?:[A-Za-z]+|.)|[^\s\\{}]", re.DOTALL)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
BRACKET = re.compile(r"\\.|[{}\]]", re.DOTALL)


class ArgumentError(Exception):
    """What is wrong with a call of a macro."""


def argument(text: str, at: int) -> tuple[str, int]:
    """The argument that comes, without its braces, and where it ends."""
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "{":
        sign = SIGN.match(text, at)
        if sign is None:
            raise ArgumentError("an argument is missing")
        return sign[0], sign.end()
    depth = 0
    for brace in BRACE.finditer(text, at, at + LONGEST_ARGUMENT):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if depth == 0:
            return text[at + 1 : brace.start()], brace.end()
    raise ArgumentError(f"an argument is not closed, or longer than {LONGEST_ARGUMENT} signs")


def option(text: str, at: int) -> tuple[str | None, int]:
    """What stands in square brackets, if they come, and where they end."""
    if text[at : at + 1] != "[":
        return None, at
    depth = 0
    for sign in BRACKET.finditer(text, at, at + LONGEST_ARGUMENT):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if depth == 0 and sign[0] == "]":
            return text[at + 1 : sign.start()], sign.end()
    return None, at
