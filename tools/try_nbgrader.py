"""Try the assignment with nbgrader itself: python -m tools.try_nbgrader.

In an environment of its own, which is made once, nbgrader makes the assignment, students that are
made up hand in their work, and nbgrader grades it. The points that they get are compared with those
that are due to them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

from tools.course_answers import CELLS, DUE, answers

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "_build" / "nbgrader"
REQUIREMENTS = ROOT / "teaching" / "requirements.txt"
NAME = "derive_and_check"
NOTEBOOK = f"{NAME}/{NAME}.ipynb"
POINTS = """
import json
from nbgrader.api import Gradebook
points = {}
with Gradebook("sqlite:///gradebook.db") as book:
    for work in book.assignment_submissions("derive_and_check"):
        (part,) = work.notebooks
        points[work.student.id] = {grade.name: grade.auto_score for grade in part.grades}
print(json.dumps(points))
"""

Points = dict[str, tuple[float | None, ...]]


def environment() -> Path:
    """Return the environment that has nbgrader; make it if it is not there as required."""
    folder, installed = PLACE / "environment", PLACE / "environment" / "installed.txt"
    required = REQUIREMENTS.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != required:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
        python = str(folder / "bin" / "python")
        subprocess.run([python, *install, str(REQUIREMENTS)], cwd=ROOT, check=True)
        installed.write_text(required, encoding="utf-8")
    return folder


def in_course(course: Path, folder: Path, *command: str) -> str:
    """Run a command of the environment in the folder of the course; return what it prints.

    Raises:
        RuntimeError: it failed; the message is all that it said.
    """
    own = {"JUPYTER_CONFIG_DIR": str(PLACE / "jupyter"), "IPYTHONDIR": str(PLACE / "ipython")}
    paths = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=course,
        env={**os.environ, **own, "PATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:2])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def hand_in(course: Path, student: str) -> None:
    """Write what a student makes of the assignment to where nbgrader collects it."""
    notebook = nbformat.read(course / "release" / NOTEBOOK, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}
    for name, source in answers(student, cells["numbers"].source).items():
        cells[name].source = source
    path = course / "submitted" / student / NOTEBOOK
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def try_out() -> Points:
    """Make, hand in and grade the assignment; return the points of each student in each part."""
    folder, course = environment(), PLACE / "course"
    shutil.rmtree(course, ignore_errors=True)
    shutil.copytree(ROOT / "teaching", course)
    in_course(course, folder, "nbgrader", "generate_assignment", NAME)
    for student in DUE:
        hand_in(course, student)
    in_course(course, folder, "nbgrader", "autograde", NAME)
    told = json.loads(in_course(course, folder, "python", "-c", POINTS))
    return {student: tuple(points[cell] for cell in CELLS) for student, points in told.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the points that were given beside those that are due; return 1 where they differ."""
    given = try_out()
    print(" " * 12, *(f"{cell:>17}" for cell in CELLS))
    for student, due in DUE.items():
        for what, points in (("due", due), ("given", given.get(student, ()))):
            print(f"{student:6} {what:5}", *(f"{'-' if p is None else p:>17}" for p in points))
    return int(given != DUE)


if __name__ == "__main__":
    sys.exit(main())
