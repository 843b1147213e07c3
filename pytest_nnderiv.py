"""A plugin for pytest: `pytest --proofread "chapters/*.md"` makes a test of every claim.

pytest imports it wherever nnderiv is installed. It stands beside the package, because whatever
stands in it is imported with all of nnderiv and NumPy; that waits for a file to proof-read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

# The files that each pattern matches; of those that were read, how many rows each has.
MATCHED = pytest.StashKey[dict[str, list[Path]]]()
ROWS = pytest.StashKey[dict[Path, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --proofread."""
    parser.addoption(
        "--proofread",
        action="append",
        default=[],
        metavar="PATTERN",
        help="proof-read the derivations in files that match, such as 'chapters/*.md'",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is matched yet."""
    config.stash[MATCHED] = {pattern: [] for pattern in config.getoption("--proofread")}
    config.stash[ROWS] = {}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect a file that one of the patterns matches."""
    matched = parent.config.stash[MATCHED]
    patterns = [pattern for pattern in matched if file_path.match(pattern)]
    if not patterns:
        return None
    from nnderiv.proofread.pytest_items import DerivationFile

    for pattern in patterns:
        matched[pattern].append(file_path)
    return DerivationFile.from_parent(parent, path=file_path, rows=parent.config.stash[ROWS])


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pattern by which nothing is checked is an error, so that green means something."""
    config = session.config
    for pattern, files in config.stash[MATCHED].items():
        rows = [config.stash[ROWS][file] for file in files if file in config.stash[ROWS]]
        if not files and not _is_left_out_on_purpose(pattern, config):
            raise pytest.UsageError(_no_match(pattern, config))
        if rows and not any(rows):
            raise pytest.UsageError(f"--proofread {pattern}: no file that matches has a row")


def _is_left_out_on_purpose(pattern: str, config: pytest.Config) -> bool:
    """Whether the pattern stands in the settings, and the command names what to collect."""
    names_paths = config.args_source is pytest.Config.ArgsSource.ARGS
    return names_paths and not any(pattern in arg for arg in config.invocation_params.args)


def _no_match(pattern: str, config: pytest.Config) -> str:
    """What is wrong with a pattern that no collected file matches."""
    elsewhere = next(config.rootpath.glob(f"**/{pattern.lstrip('/')}"), None)
    if elsewhere is None:
        return f"--proofread {pattern}: no file below {config.rootpath} matches"
    found = elsewhere.relative_to(config.rootpath).as_posix()
    return (
        f"--proofread {pattern}: {found} matches, but pytest collects only {' '.join(config.args)}; "
        f"name its directory behind the options, or in testpaths"
    )
