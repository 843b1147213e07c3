"""`proofread`: the whole way from a text to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from nnderiv.errors import InputError, ReadError
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.report.report import ProofreadReport
from nnderiv.proofread.source.displays import Row, given_rows
from nnderiv.proofread.source.files import Passage, read_file

Progress = Callable[[float], None]


def proofread(
    text: str, *, sentences: bool = True, given: str | Path | None = None
) -> ProofreadReport:
    r"""Check every row of every displayed derivation of a text on numbers.

    A claim a = b holds when both sides agree in shape and value, to 1e-9 of the row's largest
    term, for every value of its indices and for several random draws of what was declared.
    Derivatives are exact to rounding. Rows are read in order: what one declares or defines, the
    later ones know. The notation is described in the book and in `nnderiv.proofread.grammar`.

    Args:
        text: Markdown, LaTeX or plain text, with formulas in environments such as align or
            between dollar signs.
        sentences: whether formulas in running text count where the words around them declare,
            define or limit something: "let $x > 0$", "where $y = xW$ is …", "for $i \neq j$".
        given: a file that declares and defines what the text does not, as for `proofread_file`.

    Returns:
        A report: true if there is a claim and all hold. `report.claims` has the verdicts, and
        `report.raise_if_failed()` makes it a test.

    Raises:
        TypeError: `text` is not a string.
        InputError: the file `given` cannot be read, or a row of it.

    Example:
        >>> from nnderiv import proofread
        >>> print(proofread(r"$$\frac{d}{dx} x^3 = 3 x^2$$"))
        1 holds
    """
    if not isinstance(text, str):
        raise TypeError(f"proofread reads a string of LaTeX or Markdown, not {type(text).__name__}")
    told = None if given is None else Path(given)
    return proofread_passages([Passage(text)], sentences=sentences, given=told)


def proofread_file(
    path: str | Path,
    progress: Progress | None = None,
    *,
    sentences: bool = True,
    given: str | Path | None = None,
) -> ProofreadReport:
    """Check every row of a file: Markdown, MyST, Quarto, LaTeX, reStructuredText, HTML, a notebook.

    In a notebook, Markdown cells and cells that begin with %%derivation are read.

    Args:
        path: the file.
        progress: called after each row with the part that is done, between 0 and 1.
        sentences: whether formulas in running text count where words say so, as for `proofread`.
        given: another file, which declares and defines what the text does not: with displays, or
            with a row on each line.

    Returns:
        A report, as `proofread` does.

    Raises:
        InputError: a file cannot be read, is not UTF-8, or is too large; or a row of `given` was
            not read, or neither declares nor defines something.

    Example:
        >>> from nnderiv import proofread_file
        >>> proofread_file("chapters/linear.ipynb").exit_code
        0
    """
    told = None if given is None else Path(given)
    return proofread_passages(read_file(Path(path)), progress, sentences=sentences, given=told)


def proofread_passages(
    passages: Iterable[Passage],
    progress: Progress | None = None,
    reader: Proofreader | None = None,
    *,
    sentences: bool = True,
    given: Path | None = None,
) -> ProofreadReport:
    """The way of a text: cut into rows, each row read after the other, and all of it reported.

    Passages share what they declare and define; with a `reader`, what it has read before as well.
    """
    reader = reader or Proofreader()
    found = [
        (passage, row) for passage in passages for row in passage_rows(passage, sentences)
    ]  # source
    told = [] if given is None else [r for passage in read_file(given) for r in given_rows(passage)]
    reader.survey([*told, *(row for _, row in found)])
    if given is not None:
        _make_known(told, given, reader)
    claims: list[Claim] = []
    for done, (passage, row) in enumerate(found, start=1):
        read = reader.read(row)  # latex, grammar, context, elaborate, evaluate, claims
        claims += [_placed(claim, passage) for claim in read]
        if progress is not None:
            progress(done / len(found))
    return ProofreadReport(tuple(claims))  # report


def _make_known(rows: Iterable[Row | ReadError], path: Path, reader: Proofreader) -> None:
    """Make known what the rows of a file declare and define."""
    for row in rows:
        for claim in reader.read(row):
            if claim.verdict == "unread":
                place = f"line {claim.line} of {path}"
                raise InputError(f"{place} was not read: {claim.reason}: {claim.latex}")


def _placed(claim: Claim, passage: Passage) -> Claim:
    """A claim with its place in the file."""
    return replace(claim, cell=passage.cell, line=claim.line + passage.first_line - 1)
