"""The notebooks as stored: run, without an error, in normal form, and open to comparison."""

import json
from pathlib import Path

from nbformat import NotebookNode

from nnderiv.explorers import ActivationExplorer
from tools.normal_form import WIDGET_STATE, normal_form

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# What nbval compares, and the one kind that it does not, checked here instead.
KINDS = {"text/plain", "text/markdown", "image/svg+xml", WIDGET_VIEW}


def test_every_code_cell_was_run(code_cells: list[NotebookNode]) -> None:
    assert code_cells
    counts = [cell.execution_count for cell in code_cells]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_is_an_error_or_a_warning(code_cells: list[NotebookNode]) -> None:
    outputs = [output for cell in code_cells for output in cell.outputs]
    assert all(output.output_type != "error" for output in outputs)
    assert all(output.get("name") != "stderr" for output in outputs)


def test_every_output_is_of_a_kind_that_is_compared(code_cells: list[NotebookNode]) -> None:
    kinds = {
        kind for cell in code_cells for output in cell.outputs for kind in output.get("data", {})
    }
    assert kinds <= KINDS


def test_no_cell_is_left_out_of_the_comparison(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        assert "NBVAL" not in cell.source
        assert not any("nbval" in tag for tag in cell.metadata.get("tags", []))


def test_the_notebook_is_stored_in_normal_form(path: Path, notebook: NotebookNode) -> None:
    assert path.read_text(encoding="utf-8") == normal_form(notebook), (
        "run `make notebooks` to store this chapter in normal form"
    )


def test_every_widget_that_is_shown_is_stored_with_its_present_code(
    notebook: NotebookNode, code_cells: list[NotebookNode]
) -> None:
    states = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    views = [
        output.data[WIDGET_VIEW]
        for cell in code_cells
        for output in cell.outputs
        if WIDGET_VIEW in output.get("data", {})
    ]
    for view in views:
        state = states[view.model_id].state
        assert state._esm == str(ActivationExplorer._esm)
        assert state._css == str(ActivationExplorer._css)
    assert bool(views) == bool(states), json.dumps(sorted(states))
