"""Execute chapters and write them back in normal form: python -m tools.notebooks chapters/*.ipynb.

A chapter is written only after every cell of it ran, so a failure loses nothing.
"""

import argparse
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tools.normal_form import normal_form


def execute(path: Path) -> str:
    """Return the notebook at `path`, executed in its own folder, in normal form.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    return normal_form(notebook)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", metavar="NOTEBOOK", nargs="+", type=Path)
    paths: list[Path] = parser.parse_args().paths
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path} … ", end="", flush=True)
        started = time.perf_counter()
        text = execute(path)
        changed = text != path.read_text(encoding="utf-8")
        if changed:
            path.write_text(text, encoding="utf-8")
        print(f"{'changed' if changed else 'same'}, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
