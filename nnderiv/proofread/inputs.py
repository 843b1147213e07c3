"""The files that the arguments of the command mean: files, directories, patterns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from glob import glob
from pathlib import Path

from nnderiv.errors import InputError
from nnderiv.proofread.source.files import SUFFIXES

WILD = re.compile(r"[*?\[]")
# Directories that hold what was built or installed; hidden ones are passed over as well.
PASSED_OVER = {"_build", "_site", "build", "node_modules", "__pycache__"}


def files_meant(argument: str) -> list[Path]:
    """The files that an argument means: one, those in a directory, or those that match a pattern.

    Raises:
        InputError: a directory holds no file that is read, or nothing matches a pattern.
    """
    path = Path(argument)
    if os.path.isdir(argument):  # noqa: PTH112 -- Path.is_dir raises for a name that is too long
        found = sorted(_in_directory(path))
        if not found:
            raise InputError(f"no file in {argument} is read: none ends in {', '.join(SUFFIXES)}")
        return found
    if not WILD.search(argument) or os.path.lexists(path):
        return [path]
    # Unlike Path.glob, it reads a pattern as a shell does, which takes no hidden file for a *.
    matches = sorted(glob(argument, recursive=True))  # noqa: PTH207
    found = [Path(match) for match in matches if Path(match).is_file()]
    if not found:
        raise InputError(f"no file matches {argument}")
    return found


def _in_directory(directory: Path) -> Iterator[Path]:
    """The files of a kind that is read, at any depth."""
    for folder, inner, names in os.walk(directory):
        inner[:] = [name for name in inner if name[0] != "." and name not in PASSED_OVER]
        for name in names:
            if name[0] != "." and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)
