"""The book for a course, built as a teacher builds it: no file of it has the text of a solution."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tools.without_solutions import (
    EXERCISE,
    FOLDED,
    ROOT,
    TAG,
    build,
    without_exercises,
    without_solutions,
)

pytestmark = pytest.mark.slow

MARKUP = re.compile(r"\$.*?\$|`.*?`|\[|\]\(.*?\)|[^\w\s.,:;()=+-]|\n", re.DOTALL)
SOLUTION = re.compile(r'<details class="nnd-solution">.*?</details>', re.DOTALL)
WIDGETS = "application/vnd.jupyter.widget-state+json"
HTML_TAG = re.compile(r"<[^>]*>")
SHORTEST = 25  # characters that stand nowhere else by chance
# What an exercise answers: it may say what a solution says as well, but not in a solution's words.
ANSWERS = "_static/exercises/"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    assert build(folder) == 0
    return folder / "html"


def chapters() -> list[NotebookNode]:
    paths = sorted((ROOT / "chapters").glob("*.ipynb"))
    return [nbformat.read(path, as_version=4) for path in paths]


def sentences() -> set[str]:
    """What the solutions say in words, in pieces without formulas."""
    folded = [
        text
        for notebook in chapters()
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for text in FOLDED.findall(cell.source)
    ]
    pieces = {piece.strip() for text in folded for piece in MARKUP.split(text)}
    return {piece for piece in pieces if len(piece) >= SHORTEST and piece.isascii()}


def lines() -> set[str]:
    """The lines of LaTeX and of code that stand in solutions alone."""
    solved: set[str] = set()
    shown = ""
    for notebook in chapters():
        left = without_exercises(without_solutions(notebook))
        shown += nbformat.writes(without_widgets(left)) + "".join(tasks(notebook))
        for cell in notebook.cells:
            tags = cell.metadata.get("tags", [])
            texts = [cell.source] if TAG in tags else folded(cell) if EXERCISE in tags else []
            solved |= {line.strip() for text in texts for line in text.splitlines()}
    long = {line for line in solved if len(line) >= SHORTEST and line.isascii()}
    return long - told(shown, long)


def tasks(notebook: NotebookNode) -> Iterator[str]:
    """What the exercises of a notebook ask, such as a broken line that is to be mended."""
    for model in notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {}).values():
        for task in model["state"].get("tasks", []):
            yield unescape(HTML_TAG.sub("", SOLUTION.sub("", task["html"])))


def folded(exercise: NotebookNode) -> list[str]:
    """The solutions that an exercise folds away, as its author gives them."""
    return [
        text.value
        for node in ast.walk(ast.parse(exercise.source))
        if isinstance(node, ast.keyword) and node.arg == "solution"
        for text in ast.walk(node.value)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]


def without_widgets(notebook: NotebookNode) -> NotebookNode:
    """A notebook without the states of its widgets, exercises among them."""
    bare: NotebookNode = nbformat.from_dict({**notebook, "metadata": {}})
    return bare


def texts(html: Path) -> dict[str, str]:
    """All files of a book that its pages make, as a reader or a program sees them."""
    found = {}
    for path in html.rglob("*"):
        name = path.relative_to(html).as_posix()
        program = "_static/live/" in name and not path.name.startswith("page-")
        if path.suffix in (".html", ".js", ".ipynb", ".md") and not program:
            text = path.read_text(encoding="utf-8")
            found[name] = unescape(HTML_TAG.sub("", text)) if path.suffix == ".html" else text
    return found


def told(text: str, pieces: set[str]) -> set[str]:
    """The pieces that a text has, however deep in quotes."""
    text = text.replace("\\", "")
    return {piece for piece in pieces if piece.replace("\\", "") in text}


def test_what_is_looked_for_is_found_in_the_book_with_solutions() -> None:
    text = "\n".join(texts(ROOT / "_build/html").values())
    assert len(sentences()) > 60
    assert sentences() == told(text, sentences())
    assert len(lines()) > 100
    assert lines() == told(text, lines())


def test_no_file_has_a_sentence_of_a_solution(book: Path) -> None:
    pieces = sentences()
    for name, text in texts(book).items():
        assert not told(text, pieces), name


def test_no_file_has_a_line_of_a_solution_but_for_what_exercises_answer(book: Path) -> None:
    pieces = lines()
    for name, text in texts(book).items():
        if name.endswith(".ipynb"):
            text = nbformat.writes(without_widgets(nbformat.reads(text, as_version=4)))
        if not name.startswith(ANSWERS):
            assert not told(text, pieces), name


def test_a_page_still_has_its_exercises_and_the_editors_of_its_rows(book: Path) -> None:
    page = (book / "chapters" / "linear.html").read_text(encoding="utf-8")
    assert "Somebody writes" in page
    assert 'data-live="derivation.0"' in page
    assert "Solution" not in page
