"""Execute chapters and write them back in normal form: python -m tools.notebooks chapters/*.ipynb.

A chapter is written only after every cell of it ran, so a failure loses nothing. With --check,
nothing is executed or written: the command fails if a chapter is not in normal form.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tools.normal_form import is_stored_in_normal_form, normal_form


def execute(path: Path) -> str:
    """Return the notebook at `path`, executed in its own folder, in normal form.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        resources={"metadata": {"path": str(path.parent)}},
        iopub_timeout=600,  # seconds until an output is given up; nbclient itself drops it after 4
        raise_on_iopub_timeout=True,
    )
    client.execute()
    return normal_form(notebook)


def check(paths: Sequence[Path]) -> int:
    """Name the notebooks that are not in normal form; return 1 if there is one."""
    others = [path for path in paths if not is_stored_in_normal_form(path)]
    for path in others:
        print(f"{path} is not in normal form; `make notebooks` executes and stores it")
    return 1 if others else 0


def store(paths: Sequence[Path]) -> int:
    """Execute the notebooks one by one and write those that changed; return 0."""
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path} … ", end="", flush=True)
        started = time.perf_counter()
        text = execute(path)
        changed = text != path.read_text(encoding="utf-8")
        if changed:
            path.write_text(text, encoding="utf-8")
        print(f"{'changed' if changed else 'same'}, {time.perf_counter() - started:.1f} s")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", metavar="NOTEBOOK", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="only look at the normal form")
    options = parser.parse_args(arguments)
    return (check if options.check else store)(options.paths)


if __name__ == "__main__":
    sys.exit(main())
