"""The sources of the book for a course: the chapters without what answers their questions."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.without_solutions import ROOT, without_exercises, without_solutions, write_sources

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
FOLDED = "<details>\n<summary>{summary}</summary>\n\nIt is $2x$.\n\n</details>"
SOLUTION = {"tags": ["hide-cell", "solution"]}


def answered(summary: str) -> str:
    return f"**1.** What is it?\n\n{FOLDED.format(summary=summary)}\n\n**2.** And now?"


@pytest.mark.parametrize("summary", ["Solution", "What you should find", "Why it does not vanish"])
def test_what_a_text_folds_away_is_left_out_and_the_text_around_it_stays(summary: str) -> None:
    notebook = new_notebook(cells=[new_markdown_cell(answered(summary))])
    (cell,) = without_solutions(notebook).cells
    assert cell.source == "**1.** What is it?\n\n**2.** And now?"
    assert notebook.cells[0].source == answered(summary)


def test_a_cell_with_the_tag_and_a_text_that_is_all_answer_are_left_out() -> None:
    kept = new_code_cell("x = 2", metadata={"tags": ["hide-input"]})
    cells = [
        kept,
        new_markdown_cell(FOLDED.format(summary="Solution")),
        new_code_cell("print(2 * x)", metadata=SOLUTION),
    ]
    assert without_solutions(new_notebook(cells=cells)).cells == [kept]


def test_a_notebook_to_take_home_has_neither_the_source_nor_the_data_of_an_exercise() -> None:
    tags = {"tags": ["exercise", "remove-input"]}
    exercise = new_code_cell('WriteBackward("x", solution="dy @ W.T")', metadata=tags)
    kept = new_markdown_cell("**1.** Write it.")
    asked, said = without_exercises(new_notebook(cells=[kept, exercise])).cells
    assert asked == kept
    assert said.cell_type == "markdown"
    assert said.source == "*This exercise answers in the page of the book.*"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course") / "sources"
    write_sources(folder)
    return folder


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_keeps_its_exercises_and_no_solution(chapter: Path, sources: Path) -> None:
    whole = nbformat.read(chapter, as_version=4)
    left = nbformat.read(sources / "chapters" / chapter.name, as_version=4)
    assert not [cell for cell in left.cells if "solution" in cell.metadata.get("tags", [])]
    assert "<details>" not in prose(left)
    assert numbers(left) == numbers(whole)


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def numbers(notebook: NotebookNode) -> list[str]:
    return re.findall(r"^\*\*(\d+)\.\*\*", prose(notebook), re.MULTILINE)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_cell_needs_a_name_that_only_a_solution_gives(chapter: Path) -> None:
    from_solutions: set[str] = set()
    for cell in nbformat.read(chapter, as_version=4).cells:
        if cell.cell_type != "code" or cell.source.startswith("%%"):
            continue
        code = "\n".join(line for line in cell.source.splitlines() if not line.startswith("%"))
        nodes = list(ast.walk(ast.parse(code)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        own = {node.arg for node in nodes if isinstance(node, ast.arg)}  # of lambdas
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        if "solution" in cell.metadata.get("tags", []):
            from_solutions |= stored
        else:
            from_solutions -= stored
            assert not (from_solutions - own) & {node.id for node in names}, code


def test_all_that_the_book_is_built_from_lies_beside_the_chapters(sources: Path) -> None:
    for name in ("_config.yml", "_toc.yml", "_ext", "_static", "LICENSE", "benchmarks"):
        assert (sources / name).samefile(ROOT / name)
    assert not (sources / "chapters").is_symlink()
    assert {path.name for path in (sources / "chapters").iterdir()} >= {"post.tex", "glossary.md"}
