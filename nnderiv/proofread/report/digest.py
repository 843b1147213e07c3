"""What the command prints: what fails, what to mend first, what to declare; on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport, counted, summary
from nnderiv.proofread.report.report import complaint, in_one_line, in_words, place
from nnderiv.proofread.report.roots import Found, Root, roots
from nnderiv.proofread.report.undeclared import undeclared

SCREEN = 25  # lines
INDENT = "    "
WIDTH = 100  # characters of a line, beside the place that it begins with
PLACES = 5  # of rows with one reason
NAMES = 5  # lines of names to declare
TO_DECLARE = (
    "to declare, here or in a file for --given, what is an input (a ? is a size to fill in):"
)
SHORTENED = "(some rows are left out or cut short: -v shows all of them)"


@dataclass
class Entry:
    """One thing to mend, in a single line and in full.

    Attributes:
        is_all: whether nothing is left out even in full.
    """

    short: str
    full: list[str]
    is_all: bool


def digest(files: Sequence[FileReport]) -> str:
    """Rows that fail, then roots of what was not read, then names to declare, then counts."""
    names = _names(files)
    room = SCREEN - len(names) - 2  # the last lines
    fails, groups = _fails(files), [_unread(root) for root in roots(files)]
    fails = _at_most(room - min(len(groups), room // 3), fails, "rows fail")
    groups = _at_most(room - len(fails), groups, "reasons why rows were not read")
    shown, is_all = _fitted([*fails, *groups], room)
    return "\n".join([*shown, *names, *([] if is_all else [SHORTENED]), summary(files)])


def every_row(files: Sequence[FileReport]) -> str:
    """All claims in their order, each with its verdict, then names to declare, then counts."""
    lines: list[str] = []
    for file in files:
        for claim in file.claims:
            passed = f"{file.where(claim)}: {claim.verdict}: {in_one_line(claim.latex)}"
            lines += complaint(claim, file.where(claim)) or [passed]
    return "\n".join([*lines, *_names(files, most=None), summary(files)])


def _at_most(most: int, entries: list[Entry], what: str) -> list[Entry]:
    """The first entries, and a line that counts the others."""
    if len(entries) <= most:
        return entries
    rest = f"and {len(entries) - most + 1} more {what}"
    return [*entries[: most - 1], Entry(rest, [rest], is_all=False)]


def _fitted(entries: list[Entry], room: int) -> tuple[list[str], bool]:
    """The entries, each in full as long as every other has its line, and whether that is all."""
    left = room - len(entries)
    lines: list[str] = []
    is_all = True
    for entry in entries:
        more = len(entry.full) - 1
        fits = more <= left
        lines += entry.full if fits else [entry.short]
        left -= more if fits else 0
        is_all = is_all and fits and entry.is_all
    return lines, is_all


def _fails(files: Sequence[FileReport]) -> list[Entry]:
    """The rows that fail."""
    found = []
    for file in files:
        for claim in file.claims:
            if claim.verdict == "fails":
                lines, is_all = _lines(file, claim)
                cause = f" ({claim.cause})" if claim.cause else ""
                short = _to_width(f"fails{cause}: {in_one_line(claim.latex)}")
                found.append(Entry(f"{file.where(claim)}: {short}", lines, is_all))
    return found


def _unread(root: Root) -> Entry:
    """The rows that were not read for one reason: the first of them, and where the others are."""
    (file, claim), *others = root.rows
    same = f"{counted(len(others), 'more row')} for the same reason" if others else ""
    counts = ", ".join(filter(None, (same, root.tail)))
    behind = f" ({counts})" if counts else ""
    short = f"{file.where(claim)}: not read: {_to_width(claim.reason, WIDTH - len(behind))}{behind}"
    lines, is_all = _lines(file, claim)
    if others:
        places = ", ".join(_place(file, other) for other in others[:PLACES])
        beyond = ", …" if len(others) > PLACES else ""
        lines.append(f"    {same}: {places}{beyond}")
    if root.tail:
        lines.append(f"    {root.tail}")
    return Entry(short, lines, is_all and not counts)


def _place(file: FileReport, other: Found) -> str:
    """Where another row of a group stands; the name of the file only if it is another one."""
    its_file, claim = other
    return place(claim) if its_file is file else its_file.where(claim)


def _lines(file: FileReport, claim: Claim) -> tuple[list[str], bool]:
    """The complaint about a claim, and whether it is whole: words are wrapped, formulas cut off."""
    first = f"{file.where(claim)}: "
    head, *found = complaint(claim, file.where(claim))
    count = len(in_words(claim))
    words, formulas = found[:count], found[count:]
    cut = [first + _to_width(head.removeprefix(first)), *map(_to_width, formulas)]
    wrapped = [part for line in words for part in wrap(line, WIDTH, subsequent_indent=INDENT)]
    return [cut[0], *wrapped, *cut[1:]], cut == [head, *formulas]


def _to_width(text: str, width: int = WIDTH) -> str:
    """A text, cut off if it is too long for a line."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _names(files: Sequence[FileReport], most: int | None = NAMES) -> list[str]:
    r"""The names to declare, as rows of one display: lines that end in `\\`, but for the last."""
    lines = undeclared(files)
    if not lines:
        return []
    left_out = len(lines[most:]) if most is not None else 0
    shown = [INDENT + line for line in " \\\\\n".join(lines[:most]).splitlines()]
    return [TO_DECLARE, *shown, *([f"    and {left_out} more lines"] if left_out else [])]
