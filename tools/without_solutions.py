"""Build the book for a course, without its solutions: python -m tools.without_solutions.

What is built has no solutions in its sources. So none can be in a page, in the search, in what the
editors of a page are told, or in a notebook that a page offers. The cell of an exercise that
answers says how; so it is in the pages, without what it folds away, and not in the notebooks.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tools.normal_form import normal_form

ROOT = Path(__file__).parents[1]
TAG = "solution"
EXERCISE = "exercise"
IN_THE_PAGE = "*This exercise answers in the page of the book.*"
# What a chapter folds away in its text answers a question that stands above it.
FOLDED = re.compile(r"\n*^<details>$.*?^</details>$", re.MULTILINE | re.DOTALL)


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without the cells that have the tag and without what its text folds away.

    Args:
        notebook: the notebook, in format 4; it is not changed.
    """
    left: NotebookNode = nbformat.from_dict(notebook)
    left.cells = [cell for cell in left.cells if TAG not in cell.metadata.get("tags", [])]
    for cell in left.cells:
        if cell.cell_type == "markdown":
            cell.source = FOLDED.sub("", cell.source)
    left.cells = [cell for cell in left.cells if cell.source.strip()]
    return left


def without_exercises(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook with a sentence in the place of each exercise that answers.

    Args:
        notebook: the notebook, in format 4; it is not changed.
    """
    left: NotebookNode = nbformat.from_dict(notebook)
    left.cells = [
        new_markdown_cell(IN_THE_PAGE) if EXERCISE in cell.metadata.get("tags", []) else cell
        for cell in left.cells
    ]
    return left


def change(path: Path, how: Callable[[NotebookNode], NotebookNode]) -> None:
    """Write a notebook as `how` returns it, in normal form: without widgets that no cell shows."""
    notebook = nbformat.read(path, as_version=4)
    path.write_text(normal_form(how(notebook)), encoding="utf-8")


def write_sources(folder: Path) -> None:
    """Write the chapters without solutions into a folder, and links to all else beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in ROOT.iterdir():
        if not path.name.startswith(".") and path.name not in ("_build", "chapters"):
            (folder / path.name).symlink_to(path, target_is_directory=path.is_dir())
    shutil.copytree(ROOT / "chapters", folder / "chapters", ignore=shutil.ignore_patterns(".*"))
    for path in folder.glob("chapters/*.ipynb"):
        change(path, without_solutions)


def build(folder: Path) -> int:
    """Build the book from `folder`/sources into `folder`/html; return the exit code."""
    sources, html = folder / "sources", folder / "html"
    write_sources(sources)
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(sources), "--all", "-n", "-W", "--keep-going"]
    code = subprocess.run(command, env={**os.environ, "SOLUTIONS": "no"}, check=False).returncode
    if code == 0:
        for path in sources.glob("_build/html/_sources/**/*.ipynb"):
            change(path, without_exercises)
        shutil.rmtree(html, ignore_errors=True)
        (sources / "_build" / "html").rename(html)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "_build/without_solutions")
    return build(parser.parse_args(arguments).folder.resolve())


if __name__ == "__main__":
    sys.exit(main())
