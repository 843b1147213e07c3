"""A plugin for pytest: `pytest --proofread "chapters/*.md"` makes a test of every claim.

pytest imports it wherever nnderiv is installed. It stands beside the package, because whatever
stands in it is imported with all of nnderiv and NumPy; that waits for a file to proof-read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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
    patterns: list[str] = config.getoption("--proofread")
    matched: dict[str, list[Path]] = {pattern: [] for pattern in patterns}
    config.stash[MATCHED] = matched
    rows: dict[Path, int] = {}
    config.stash[ROWS] = rows


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


@pytest.hookimpl(trylast=True)  # what adds or leaves out tests has done so
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """A pattern by which nothing is checked is an error, so that green means something."""
    for pattern in config.stash[MATCHED]:
        message = _why_nothing_is_checked(pattern, config)
        if not message:
            continue
        if not hasattr(config, "workerinput"):
            raise pytest.UsageError(message)
        # pytest-xdist takes a worker that ends for one that crashed.
        name = f"--proofread {pattern}"
        items.append(UncheckedPattern.from_parent(session, name=name, message=message))


class UncheckedPattern(pytest.Item):
    """Fails in the place of the tests that a pattern should have given."""

    def __init__(self, *, message: str, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest names them
        self.message = message

    def runtest(self) -> None:
        """Fail."""
        pytest.fail(self.message, pytrace=False)


def _why_nothing_is_checked(pattern: str, config: pytest.Config) -> str:
    """What is wrong with a pattern, or ""."""
    files, rows = config.stash[MATCHED][pattern], config.stash[ROWS]
    if not files and not _is_left_out_on_purpose(pattern, config):
        return _no_match(pattern, config)
    read = [rows[file] for file in files if file in rows]
    if read and not any(read):
        return f"--proofread {pattern}: no file that matches has a row"
    return ""


def _is_left_out_on_purpose(pattern: str, config: pytest.Config) -> bool:
    """Whether the pattern stands in the settings, and the command names what to collect."""
    names_paths = config.args_source is pytest.Config.ArgsSource.ARGS
    return names_paths and not any(pattern in arg for arg in config.invocation_params.args)


def _no_match(pattern: str, config: pytest.Config) -> str:
    """What is wrong with a pattern that no collected file matches."""
    elsewhere = next((file for file in _files(config.rootpath) if file.match(pattern)), None)
    if elsewhere is None:
        return f"--proofread {pattern}: no file below {config.rootpath} matches"
    found = elsewhere.relative_to(config.rootpath).as_posix()
    return (
        f"--proofread {pattern}: {found} matches, but pytest collects only "
        f"{' '.join(config.args)}; name its directory behind the options, or in testpaths"
    )


def _files(root: Path) -> Iterator[Path]:
    """All files below a directory, but for hidden ones."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name[0] != ".")
        yield from (Path(folder, name) for name in sorted(names))
