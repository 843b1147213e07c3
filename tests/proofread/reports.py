"""Reports on files, made once for all tests that ask something of them."""

from functools import cache
from pathlib import Path

from nnderiv import ProofreadReport, proofread_file


@cache
def report_on(path: Path) -> ProofreadReport:
    """Proof-read a file."""
    return proofread_file(path)
