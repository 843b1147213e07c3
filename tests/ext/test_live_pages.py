"""Which cells get a button, and what a build without numpy's wheel leaves out."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import live_pages
import pytest
from live_pages import about, add_scripts, files_of, place_of, prepare
from nbformat.v4 import new_code_cell, new_output

DRAWN = new_output("display_data", {"image/svg+xml": "<svg/>"})
CELLS = {
    0: new_code_cell("import numpy as np", metadata={"tags": ["hide-input"]}),
    2: new_code_cell("%%derivation\nx &\\in \\mathbb{R}"),
    3: new_code_cell("print(1)"),
    5: new_code_cell("plt.show()", outputs=[DRAWN]),
    6: new_code_cell("%%derivation\ny &= x^2"),
    8: new_code_cell("gradcheck(f, g, x)", metadata={"tags": ["check-gradient"]}),
}


def test_derivations_and_cells_that_print_have_places() -> None:
    assert [place_of(index, CELLS) for index in CELLS] == [
        None,
        ("derivation.0", "derivation"),
        ("code.2", "code"),
        None,
        ("derivation.1", "derivation"),
        ("code.5", "check"),
    ]


def test_the_editor_knows_all_cells_of_the_page() -> None:
    page = about("page", CELLS, {})
    assert page["derivations"] == ["x &\\in \\mathbb{R}", "y &= x^2"]
    assert [cell["source"] for cell in page["cells"]] == [cell.source for cell in CELLS.values()]


def test_the_editor_is_not_told_how_an_exercise_is_answered() -> None:
    exercise = new_code_cell('WriteRow("x", solution="2x")', metadata={"tags": ["exercise"]})
    assert [cell["source"] for cell in about("page", {0: exercise}, {})["cells"]] == [""]


def test_the_editor_gets_the_files_that_the_code_of_a_page_names(tmp_path: Path) -> None:
    (tmp_path / "post.tex").write_text("x", encoding="utf-8")
    (tmp_path / "other.tex").write_text("y", encoding="utf-8")
    assert files_of(tmp_path, {0: new_code_cell('read("post.tex")')}) == {"post.tex": "x"}


def test_without_the_wheel_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_pages, "install", lambda folder, what: tmp_path)
    monkeypatch.setattr(live_pages, "numpy_wheel", lambda: None)
    app: Any = SimpleNamespace(
        builder=SimpleNamespace(format="html"),
        config=SimpleNamespace(live_editor="editor.js"),
        outdir=tmp_path,
    )
    prepare(app)
    assert app.config.live_editor == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("body", "editor", "scripts"),
    [
        ('<div class="live-bar">', "editor.js", ["live_boot.js"]),
        ('<div id="exercise-a" data-exercise>', "editor.js", ["live_boot.js"]),
        ("<p>no place for anything live</p>", "editor.js", []),
        ('<div id="exercise-a" data-exercise>', "", []),
    ],
)
def test_a_page_with_an_editor_or_an_exercise_gets_the_script_that_brings_python(
    tmp_path: Path, body: str, editor: str, scripts: list[str]
) -> None:
    (tmp_path / "_static/live").mkdir(parents=True)
    found: list[str] = []
    app: Any = SimpleNamespace(
        config=SimpleNamespace(live_editor=editor),
        env=SimpleNamespace(doc2path=lambda name: tmp_path / f"{name}.md"),
        outdir=tmp_path,
        add_js_file=lambda name, **_: found.append(name),
        add_css_file=lambda name: None,
    )
    add_scripts(app, "page", "", {"body": body}, None)
    assert found == scripts
