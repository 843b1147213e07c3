"""nnderiv-proofread FILE…, or python -m nnderiv.proofread FILE…: proof-read derivations."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from nnderiv.errors import InputError
from nnderiv.progress import ProgressBar
from nnderiv.proofread.api import proofread, proofread_file
from nnderiv.proofread.inputs import files_meant
from nnderiv.proofread.report.digest import every_row
from nnderiv.proofread.report.files import FileReport, exit_code
from nnderiv.proofread.report.formats import FORMATS
from nnderiv.proofread.report.report import NOTHING
from nnderiv.proofread.source.encoding import decoded
from nnderiv.proofread.source.files import SUFFIXES

STANDARD_INPUT = "-"
INTERRUPTED, BROKEN_PIPE = 130, 141  # as a shell reports the two signals: 128 and their numbers
DESCRIPTION = "Check the displayed derivations of a text row by row, on random numbers."
EPILOG = rf"""
example:
  nnderiv-proofread notes.md chapters/ "papers/*.tex"

what is read:
  the displayed formulas of Markdown, MyST, Quarto, LaTeX, reStructuredText and HTML, such as those
  between $$ and $$ or in an environment align, and what sentences declare: "let $x > 0$";
  of a notebook the Markdown cells and those that begin with %%derivation;
  of a directory the files that end in {", ".join(SUFFIXES[:6])}, {", ".join(SUFFIXES[6:])}

what the rows may say:
  python -c "import nnderiv.proofread.grammar as g; print(g.__doc__)" prints the grammar

exit code:
  0  every row holds
  1  a row fails
  2  a row or a file could not be read, or there is no row at all
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Proof-read what the arguments name; return the exit code."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _proofread(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is left to print goes nowhere, so that Python's own last flush is silent, too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _parser() -> argparse.ArgumentParser:
    """The options of the command."""
    is_module = Path(sys.argv[0]).name == "__main__.py"
    parser = argparse.ArgumentParser(
        prog="python -m nnderiv.proofread" if is_module else "nnderiv-proofread",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a file, a directory, a pattern such as 'chapters/*.md', or - for standard input",
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="in text, show every row in full"
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text (default); json: all rows; github: annotations in a pull request; sarif: for "
        "editors and code scanning",
    )
    parser.add_argument(
        "--no-sentences",
        action="store_false",
        dest="sentences",
        help="read displayed formulas alone, not what sentences such as 'let $x > 0$' say",
    )
    parser.add_argument(
        "--given",
        type=Path,
        metavar="FILE",
        help="a file that declares and defines what the texts do not",
    )
    return parser


def _proofread(options: argparse.Namespace) -> int:
    """Read all files, print what was found, and return the exit code."""
    sources = list(dict.fromkeys(_sources(options.files)))
    files: list[FileReport] = []
    for number, source in enumerate(sources, start=1):
        label = f"{source} ({number}/{len(sources)})"
        file = source if isinstance(source, FileReport) else _report(source, label, options)
        if file.error and file.error not in {other.error for other in files}:
            print(file.error, file=sys.stderr)
        files.append(file)
    is_verbose = options.verbose and options.format == "text"
    print(every_row(files) if is_verbose else FORMATS[options.format](files), flush=True)
    if not any(file.claims or file.error for file in files):
        print(NOTHING, file=sys.stderr)
    return exit_code(files)


def _sources(arguments: Sequence[str]) -> Iterator[Path | FileReport]:
    """The files that the arguments mean, or why there are none."""
    for argument in arguments:
        try:
            yield from [Path(argument)] if argument == STANDARD_INPUT else files_meant(argument)
        except InputError as error:
            yield FileReport(argument, error=str(error))


def _report(path: Path, label: str, options: argparse.Namespace) -> FileReport:
    """What was found in one file, or why it could not be read."""
    how = {"sentences": options.sentences, "given": options.given}
    name = "standard input" if str(path) == STANDARD_INPUT else str(path)
    try:
        if name != str(path):
            text = decoded(sys.stdin.buffer.read(), name)
            return FileReport(name, proofread(text, **how).claims)
        with ProgressBar(label) as bar:
            return FileReport(name, proofread_file(path, bar.show, **how).claims)
    except InputError as error:
        return FileReport(name, error=str(error))


if __name__ == "__main__":
    sys.exit(main())
