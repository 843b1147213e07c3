"""A plugin for pytest: `pytest --proofread "chapters/*.md"` makes a test of every claim.

pytest imports it wherever nnderiv is installed. It stands beside the package, because whatever
stands in it is imported with all of nnderiv and NumPy; that waits for a file to proof-read.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --proofread."""
    parser.addoption(
        "--proofread",
        action="append",
        default=[],
        metavar="PATTERN",
        help="proof-read the derivations in files that match, such as 'chapters/*.md'",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect a file that one of the patterns matches."""
    patterns: list[str] = parent.config.getoption("--proofread")
    if not any(file_path.match(pattern) for pattern in patterns):
        return None
    from nnderiv.proofread.pytest_items import DerivationFile

    return DerivationFile.from_parent(parent, path=file_path)
