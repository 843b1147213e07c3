"""The normal form of a notebook: what varies goes, what was computed stays."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.normal_form import WIDGET_STATE, normal_form

VIEW = "application/vnd.jupyter.widget-view+json"


def executed(widget: str, layout: str, date: str, count: int) -> NotebookNode:
    """Make the notebook that one execution leaves behind."""
    svg = f"<svg><metadata>{date}</metadata><path d='M 0 0'/></svg>"
    outputs = [
        new_output("display_data", {"image/svg+xml": svg}),
        new_output("execute_result", {VIEW: {"model_id": widget}}, execution_count=count),
    ]
    code = new_code_cell("draw()", outputs=outputs, execution_count=count)
    code.metadata["execution"] = {"iopub.status.busy": date}
    states = {
        widget: {"state": {"layout": f"IPY_MODEL_{layout}", "x": 1.0}},
        layout: {"state": {"min_height": "500px"}},
        "f" * 32: {"state": {"left": "over from an earlier cell"}},
    }
    states = dict(sorted(states.items()))
    metadata = {"language_info": {"name": "python", "version": "3.11.7"}}
    notebook = new_notebook(cells=[new_markdown_cell("# One"), code], metadata=metadata)
    notebook.metadata["widgets"] = {WIDGET_STATE: {"state": states}}
    return nbformat.from_dict(notebook)  # type: ignore[no-any-return]  # it has no annotations


@pytest.fixture
def notebook() -> NotebookNode:
    return executed("a" * 32, "b" * 32, "Monday", 7)


def test_two_executions_give_the_same_bytes(notebook: NotebookNode) -> None:
    other = executed("d" * 32, "c" * 32, "Tuesday", 12)
    assert normal_form(notebook) == normal_form(other)


def test_what_is_printed_in_pieces_is_stored_as_one(notebook: NotebookNode) -> None:
    other = copy.deepcopy(notebook)
    notebook.cells[1].outputs = [
        new_output("stream", name="stdout", text="one\ntwo\n"),
        new_output("stream", name="stderr", text="three\n"),
        new_output("stream", name="stdout", text="four\n"),
    ]
    other.cells[1].outputs = [
        new_output("stream", name="stdout", text="one\n"),
        new_output("stream", name="stdout", text="two\n"),
        new_output("stream", name="stderr", text="three\n"),
        new_output("stream", name="stdout", text="four\n"),
    ]
    assert normal_form(other) == normal_form(notebook)
    assert len(nbformat.reads(normal_form(other), as_version=4).cells[1].outputs) == 3


def test_the_normal_form_of_a_normal_form_is_itself(notebook: NotebookNode) -> None:
    once = normal_form(notebook)
    assert normal_form(nbformat.reads(once, as_version=4)) == once


def test_the_notebook_that_was_passed_in_is_not_changed(notebook: NotebookNode) -> None:
    before = copy.deepcopy(notebook)
    normal_form(notebook)
    assert notebook == before


def test_what_was_computed_stays(notebook: NotebookNode) -> None:
    other = copy.deepcopy(notebook)
    other.cells[1].outputs[0].data["image/svg+xml"] = "<svg><path d='M 0 1'/></svg>"
    assert normal_form(other) != normal_form(notebook)


def test_a_cell_that_was_not_run_stays_without_a_count(notebook: NotebookNode) -> None:
    notebook.cells[1].execution_count = None
    assert nbformat.reads(normal_form(notebook), as_version=4).cells[1].execution_count is None


def test_a_widget_that_no_output_shows_is_left_out(notebook: NotebookNode) -> None:
    stored = nbformat.reads(normal_form(notebook), as_version=4)
    states = stored.metadata.widgets[WIDGET_STATE].state
    assert sorted(states) == [f"{0:032x}", f"{1:032x}"]
    assert states[f"{0:032x}"].state.layout == f"IPY_MODEL_{1:032x}"


@pytest.mark.parametrize(
    ("tags", "folded"),
    [
        (["hide-input", "derivation"], {"source_hidden": True}),
        (["hide-cell"], {"source_hidden": True, "outputs_hidden": True}),
        (["hide-output"], {"outputs_hidden": True}),
        (["derivation"], None),
        (None, None),
    ],
)
def test_what_the_book_folds_away_is_folded_in_jupyterlab_and_nothing_else(
    notebook: NotebookNode, tags: list[str] | None, folded: dict[str, bool] | None
) -> None:
    code = notebook.cells[1]
    if tags is not None:
        code.metadata["tags"] = tags
    code.metadata["jupyter"] = {"outputs_hidden": False, "source_hidden": True}  # by the reader
    stored = nbformat.reads(normal_form(notebook), as_version=4)
    assert stored.cells[1].metadata.get("jupyter") == folded
    assert len(stored.cells[1].outputs) == len(code.outputs)
