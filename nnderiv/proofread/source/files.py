"""Files with derivations, as passages: Markdown, LaTeX, plain text, notebooks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnderiv.errors import InputError
from nnderiv.proofread.source.encoding import decoded

LARGEST_FILE = 5_000_000  # bytes
MAGIC = re.compile(r"^%%derivation[^\n]*(?:\n|\Z)")
# Of the files that are read in a directory; one that is named is read whatever its suffix.
SUFFIXES = (".md", ".tex", ".txt", ".ipynb", ".rst", ".qmd", ".myst", ".html", ".htm")


@dataclass(frozen=True)
class Passage:
    """A piece of text: a whole file, or a cell of a notebook, counted from 1."""

    text: str
    cell: int | None = None
    is_rows: bool = False  # nothing but rows, without an environment around them
    first_line: int = 1


def read_file(path: Path) -> list[Passage]:
    """The passages of a file.

    Raises:
        InputError: the file cannot be read, is too large, is not text, or is not a notebook.
    """
    try:
        if not path.exists():
            raise InputError(f"there is no such file: {path}")
        if not path.is_file():
            raise InputError(f"{path} is not a file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise InputError(
                f"{path} has {size / 1e6:.0f} MB; at most {LARGEST_FILE / 1e6:.0f} MB are read. "
                "Split it into chapters."
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except InputError:
        raise
    except ValueError as error:
        raise InputError(f"{str(path)!r} is not the name of a file: {error}") from error
    text = decoded(data, str(path))
    if path.suffix == ".ipynb":
        return list(_cells(path, text))
    return [Passage(text)]


def _cells(path: Path, text: str) -> Iterator[Passage]:
    """The cells of a notebook: its texts, and its derivations."""
    try:
        cells = [
            (str(cell["cell_type"]), "".join(cell["source"])) for cell in json.loads(text)["cells"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path} is not a notebook: it should be JSON with cells") from error
    for number, (kind, source) in enumerate(cells, start=1):
        magic = MAGIC.match(source)
        if kind == "markdown":
            yield Passage(source, number)
        elif kind == "code" and magic:
            yield Passage(source[magic.end() :], number, is_rows=True, first_line=2)
