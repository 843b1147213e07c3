"""Files with derivations, as passages: Markdown, LaTeX, plain text, notebooks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nnderiv.errors import InputError
from nnderiv.proofread.source.encoding import decoded
from nnderiv.proofread.source.headings import count_headings
from nnderiv.proofread.source.macros import ANY_DEFINITION, Beside, Expander, Macros
from nnderiv.proofread.source.traced import whole

LARGEST_FILE = 5_000_000  # bytes
LARGEST_INPUT = 1_000_000  # bytes of a file that a document brings in
MARKUP = {
    ".tex": "latex",
    ".ltx": "latex",
    ".rst": "rst",
    ".rest": "rst",
    ".html": "html",
    ".htm": "html",
}  # any other file is Markdown, unless it looks like a document of LaTeX or HTML
HTML = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
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
    markup: str = ""  # "markdown", "latex", "rst" or "html"; "" for what the text looks like
    section: int = 0  # how many headings stand in the cells before
    beside_cells: bool = False  # beside derivations in cells, which see nothing of the text
    macros: Macros = field(default_factory=dict)  # that are known from the cells before
    beside: Beside | None = None  # what reads the files that it brings in

    @property
    def kind(self) -> str:
        """The markup of the text."""
        if self.markup:
            return self.markup
        if "\\documentclass" in self.text[:5000] or "\\begin{document}" in self.text[:20000]:
            return "latex"
        return "html" if HTML.match(self.text) else "markdown"


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
        _refuse_large(path, path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except InputError:
        raise
    except ValueError as error:
        raise InputError(f"{str(path)!r} is not the name of a file: {error}") from error
    return _passages(path, data, _beside(path))


def read_named(name: str, text: str) -> list[Passage]:
    """The passages of a text that is on no disk, read as the file of this name would be.

    Raises:
        InputError: the text is too large, holds what is no text, or is not a notebook.
    """
    data = text.encode("utf-8", "surrogatepass")
    _refuse_large(Path(name), len(data))
    return _passages(Path(name), data)


def _refuse_large(path: Path, size: int) -> None:
    """Raise InputError for a file with more bytes than are read."""
    if size > LARGEST_FILE:
        raise InputError(
            f"{path} has {size / 1e6:.0f} MB; at most {LARGEST_FILE / 1e6:.0f} MB are read. "
            "Split it into chapters."
        )


def _passages(path: Path, data: bytes, beside: Beside | None = None) -> list[Passage]:
    """The passages of what a file holds."""
    text = decoded(data, str(path))
    if path.suffix == ".ipynb":
        return list(_cells(path, text))
    markup = MARKUP.get(path.suffix.lower(), "")
    return [Passage(text, markup=markup, beside=beside)]


def _beside(path: Path) -> Beside:
    r"""What reads a file by its name in an \input, in the folder of the document or below it."""
    folder = path.parent.resolve()

    def read(name: str) -> str:
        try:
            for file in ((folder / name).resolve(), (folder / f"{name}.tex").resolve()):
                if folder in file.parents and file.is_file():
                    small = file.stat().st_size <= LARGEST_INPUT
                    return file.read_text(encoding="utf-8") if small else ""
        except (OSError, ValueError):
            return ""
        return ""

    return read


def _cells(path: Path, text: str) -> Iterator[Passage]:
    """The cells of a notebook: its texts, and its derivations.

    A derivation in a cell is read as it is where the notebook runs: without the text around it.
    """
    try:
        cells = [
            (str(cell["cell_type"]), "".join(cell["source"])) for cell in json.loads(text)["cells"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path} is not a notebook: it should be JSON with cells") from error
    section: int = 0  # how many headings stand in the cells before
    beside_cells: bool = False  # beside derivations in cells, which see nothing of the text
    beside_cells = any(kind == "code" and MAGIC.match(source) for kind, source in cells)
    macros: Macros = {}
    section = 0
    for number, (kind, source) in enumerate(cells, start=1):
        magic = MAGIC.match(source)
        if kind == "markdown":
            passage = Passage(
                source,
                number,
                markup="markdown",
                section=0 if beside_cells else section,
                beside_cells=beside_cells,
                macros=macros,
            )
            yield passage
            section += count_headings(source, passage.kind)
            if ANY_DEFINITION.search(source):
                expander = Expander(macros)
                expander.expanded(whole(source), passage.kind)
                macros = expander.macros
        elif kind == "code" and magic:
            yield Passage(source[magic.end() :], number, is_rows=True, first_line=2)
