"""How much of what other people write is read, and whether the verdicts on it are right.

Run it with: python -m benchmarks.wild, and with -v for the rows that were not read and why.
"""

import argparse
import re
import warnings
from collections import defaultdict
from dataclasses import astuple, dataclass
from pathlib import Path

from nnderiv.proofread.claims.outcome import Claim
from tests.proofread.wild_documents import (
    DOCUMENTS,
    FOLDER,
    equations,
    false_fails,
    is_rightly_out,
    marks,
    slips,
    wrong_holds,
)

WAYS = {False: "as they stand", True: "with the declarations given"}
HEAD = "rows   out  read  part  fails falsely  holds wrongly  slips caught"
NAMES = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})*|(?<![A-Za-z'])[A-Za-z](?![A-Za-z'])|[-\d.]*\d")


@dataclass
class Counts:
    """What became of the rows with an equation of a document."""

    rows: int = 0
    out: int = 0  # by name, and rightly
    read: int = 0
    false_fails: int = 0
    wrong_holds: int = 0
    caught: int = 0
    slips: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        inside = self.rows - self.out
        part = self.read / inside if inside else 0.0
        return (
            f"{self.rows:4} {self.out:5} {self.read:5} {part:5.0%} {self.false_fails:14}"
            f" {self.wrong_holds:14} {self.caught:8} of {self.slips}"
        )


def counts(path: Path, with_given: bool) -> Counts:
    """Count the verdicts on a document."""
    rows = equations(path, with_given)
    failing = [
        mark
        for mark, row in slips(path, with_given).items()
        if any(claim.verdict == "fails" for claim in row)
    ]
    return Counts(
        rows=len(rows),
        out=sum(map(is_rightly_out, rows)),
        read=sum(claim.verdict != "unread" for claim in rows),
        false_fails=len(false_fails(path, with_given)),
        wrong_holds=len(wrong_holds(path, with_given)),
        caught=len(failing),
        slips=len(marks(path)),
    )


def kind(reason: str) -> str:
    """A reason without the names and the numbers of its row."""
    return NAMES.sub("…", reason)


def print_kinds(claims: list[tuple[Path, Claim]], title: str) -> None:
    """Print how often each reason was given, with the first row of each."""
    kinds: dict[str, list[tuple[Path, Claim]]] = defaultdict(list)
    for path, claim in claims:
        kinds[kind(claim.reason)].append((path, claim))
    print(f"\n{title}: {len(claims)}")
    for reason, found in sorted(kinds.items(), key=lambda item: -len(item[1])):
        path, claim = found[0]
        print(f"{len(found):5}  {reason}")
        print(f"       {path.name}:{claim.line}: {' '.join(claim.latex.split())[:90]}")


def print_way(with_given: bool, verbose: bool) -> None:
    """Print the table of all documents, read in one of both ways."""
    print(f"\n{f'The documents {WAYS[with_given]}':40} {HEAD}")
    total = Counts()
    for path in DOCUMENTS:
        found = counts(path, with_given)
        total += found
        print(f"{path.relative_to(FOLDER)!s:40} {found}")
    print(f"{'all of them':40} {total}")
    if verbose:
        unread = [
            (path, claim)
            for path in DOCUMENTS
            for claim in equations(path, with_given)
            if claim.verdict == "unread" and not is_rightly_out(claim)
        ]
        failing = [(path, claim) for path in DOCUMENTS for claim in false_fails(path, with_given)]
        print_kinds(unread, "Not read")
        print_kinds(failing, "Fails falsely")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wild", description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="also the reasons")
    verbose = parser.parse_args().verbose
    warnings.simplefilter("ignore", RuntimeWarning)  # a fault of the reader counts as not read
    for with_given in WAYS:
        print_way(with_given, verbose)


if __name__ == "__main__":
    main()
