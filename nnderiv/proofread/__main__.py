"""python -m nnderiv.proofread FILE… [--json]: proof-read the derivations in files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

from nnderiv.errors import InputError
from nnderiv.progress import ProgressBar
from nnderiv.proofread.api import proofread_file
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import ProofreadReport, as_json, complaint, place


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files; return 0 if all rows hold, 1 if one fails, 2 if one could not be read."""
    parser = argparse.ArgumentParser(
        prog="python -m nnderiv.proofread",
        description="Check the displayed derivations in Markdown, LaTeX, text and notebooks.",
        epilog="Exit code: 0 all rows hold, 1 a row fails, 2 a row or a file could not be read.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="what to read")
    parser.add_argument("--json", action="store_true", help="print a list of all claims as JSON")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    claims: list[Claim] = []
    objects: list[dict[str, Any]] = []
    unreadable = 0
    for number, file in enumerate(options.files):
        with ProgressBar(f"{file} ({number + 1}/{len(options.files)})") as bar:
            try:
                report = proofread_file(file, bar.show)
            except InputError as error:
                unreadable += 1
                bar.clear()
                print(f"{file}: {error}", file=sys.stderr)
                continue
        claims += report.claims
        objects += [as_json(claim, file) for claim in report.claims]
        if not options.json:
            for claim in report.claims:
                for line in complaint(claim, f"{file}, {place(claim)}"):
                    print(line)
    whole = ProofreadReport(tuple(claims))
    if options.json:
        print(json.dumps(objects, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print(whole.summary)
    return whole.exit_code or (2 if unreadable else 0)


if __name__ == "__main__":
    sys.exit(main())
