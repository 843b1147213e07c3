"""Lines of IPython's own in a cell: those that a page needs not are passed over."""

from __future__ import annotations

import ast
import re

from nnderiv.errors import InputError

# What loads %%derivation, and what says how figures look.
PASSED_OVER = re.compile(r"%(?:load_ext\s+nnderiv|config\b.*|matplotlib\b.*)\s*")
MAGIC = re.compile(r"%{1,2}[A-Za-z]|!")


def parsed(source: str, name: str) -> ast.Module:
    """The source of a cell as Python reads it, in a file of this name.

    Only a line that is no Python can be a magic: a % may as well begin a line of a text, or go on
    with a formula.

    Raises:
        SyntaxError: the source is no Python.
        InputError: it has a magic that there is only in the notebook.
    """
    lines = source.split("\n")
    while True:
        try:
            return ast.parse("\n".join(lines), name)
        except SyntaxError as error:
            number = (error.lineno or 0) - 1
            line = lines[number].strip() if 0 <= number < len(lines) else ""
            if not MAGIC.match(line):
                raise
            if not PASSED_OVER.fullmatch(line):
                raise InputError(_message(line, number + 1)) from None
            lines[number] = lines[number].replace(line, "pass")


def _message(line: str, number: int) -> str:
    """That a magic is not known, and the way out."""
    word = line.split()[0] if line[0] == "%" else "!"
    return (
        f"a page runs Python alone, and {word} on line {number} is a command of the notebook. "
        "Leave the line out here, or open the chapter's notebook."
    )
