"""The command that stores the chapters, where it only looks."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools.normal_form import normal_form
from tools.notebooks import main


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    """A notebook in normal form, whose cell would fail if it were executed."""
    path = tmp_path / "chapter.ipynb"
    notebook = new_notebook(cells=[new_code_cell("raise RuntimeError", execution_count=1)])
    path.write_text(normal_form(nbformat.from_dict(notebook)), encoding="utf-8")
    return path


def test_a_chapter_in_normal_form_passes(chapter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(chapter)]) == 0
    assert capsys.readouterr().out == ""


def test_a_chapter_that_is_not_in_normal_form_is_named_and_left_as_it_is(
    chapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = chapter.with_name("other.ipynb")
    edited = chapter.read_text(encoding="utf-8").replace(
        '"execution_count": 1', '"execution_count": 7'
    )
    other.write_text(edited, encoding="utf-8")
    assert main(["--check", str(chapter), str(other)]) == 1
    assert capsys.readouterr().out.startswith(f"{other} is not in normal form")
    assert other.read_text(encoding="utf-8") == edited
