"""The notebooks as stored: run, without an error, in normal form, and open to comparison."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from nnderiv.exercises.exercise import Exercise
from nnderiv.explorers import (
    ActivationExplorer,
    AttentionExplorer,
    BackpropagationExplorer,
    ConvolutionExplorer,
    DerivationExplorer,
    GraphExplorer,
    JacobianExplorer,
    LinearExplorer,
    NormalisationExplorer,
    RecurrenceExplorer,
    SoftmaxExplorer,
    StepSizeExplorer,
    TrainingExplorer,
)
from nnderiv.explorers.explorer import Explorer
from nnderiv.magic import DerivationMagic
from tools.normal_form import WIDGET_STATE, is_stored_in_normal_form

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
IMPORTS = (ast.Import, ast.ImportFrom)
# What nbval compares, and the one kind that it does not, checked here instead.
KINDS = {"text/html", "text/plain", "text/markdown", "image/svg+xml", WIDGET_VIEW}
EXPLORERS: dict[str, list[Callable[[], Explorer]]] = {
    "activations": [ActivationExplorer, BackpropagationExplorer],
    "attention": [AttentionExplorer],
    "backpropagation": [GraphExplorer],
    "convolution": [ConvolutionExplorer],
    "jacobians": [JacobianExplorer],
    "linear": [LinearExplorer],
    "recurrence": [RecurrenceExplorer],
    "more_activations": [
        lambda: ActivationExplorer(
            activation="relu",
            x=-1.0,
            compare=["leaky_relu", "elu"],
            offered=["relu", "leaky_relu", "elu", "gelu", "silu"],
        )
    ],
    "normalisation": [NormalisationExplorer],
    "softmax_cross_entropy": [SoftmaxExplorer],
    "techniques": [StepSizeExplorer],
    "training": [TrainingExplorer],
}
# A row of a gradient check that passed: input, shape, relative error, the absolute one, index,
# backward, numeric.
ROUND_OFF_ROW = re.compile(
    r"^  (\w+) +(\([\d, ]*\)) +(0\.0e\+00|\d\.\de-1[2-9]) +\d\.\de[+-]\d+ +(\[[\d, ]*\]|-)"
    r" +(\S+) +(\S+)$",
    re.MULTILINE,
)


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


def test_the_notebook_is_stored_in_normal_form(path: Path) -> None:
    assert is_stored_in_normal_form(path), (
        "run `make notebooks` to store this chapter in normal form"
    )


def test_the_numbers_that_nbval_leaves_out_agree_with_each_other(
    code_cells: list[NotebookNode],
) -> None:
    for cell in code_cells:
        for output in cell.outputs:
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            for name, shape, error, index, backward, numeric in ROUND_OFF_ROW.findall(text):
                assert backward == numeric, name
                assert float(error) < 1e-12, name
                sizes = [int(size) for size in re.findall(r"\d+", shape)]
                place = [int(i) for i in re.findall(r"\d+", index)]
                if index != "-":  # else it is along a direction
                    assert len(place) == len(sizes), name
                    assert all(i < size for i, size in zip(place, sizes, strict=True)), name


def imported(source: str) -> dict[str, object]:
    """Return the names that a cell imports."""
    lines = [line for line in source.split("\n") if not line.startswith("%")]
    imports = [one for one in ast.parse("\n".join(lines)).body if isinstance(one, IMPORTS)]
    names: dict[str, object] = {}
    exec(compile(ast.Module([*imports], []), "<cell>", "exec"), names)
    return names


def value_of_last_line(source: str, names: dict[str, object]) -> Exercise:
    """Return the exercise that a cell shows."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), "<cell>", "exec"), names)
    exercise = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    assert isinstance(exercise, Exercise)
    return exercise


def test_each_explorer_and_each_exercise_is_stored_as_it_is_now(
    path: Path,
    notebook: NotebookNode,
    code_cells: list[NotebookNode],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    made = iter([kind() for kind in EXPLORERS.get(path.stem, [])])
    derivations = DerivationMagic()
    monkeypatch.setattr("nnderiv.magic._NOTEBOOKS", [derivations])
    names = imported(code_cells[0].source)
    for cell in code_cells:
        views = [
            output.data[WIDGET_VIEW]
            for output in cell.outputs
            if WIDGET_VIEW in output.get("data", {})
        ]
        magic, _, rows = cell.source.partition("\n")
        explorers: list[Explorer | Exercise]
        if magic.strip() == "%%derivation":
            derivation = derivations.read(rows + "\n")
            explorers = [DerivationExplorer(derivation)] if derivation.has_steps else []
        elif "exercise" in cell.metadata.get("tags", []):
            explorers = [value_of_last_line(cell.source, names)]
        else:
            explorers = [next(made) for _ in views]
        assert len(views) == len(explorers)
        for view, explorer in zip(views, explorers, strict=True):
            assert view == {"model_id": view.model_id, "version_major": 2, "version_minor": 1}
            state = dict(states[view.model_id].state)
            now = json.loads(json.dumps(explorer.get_state()))
            layout = state.pop("layout").removeprefix("IPY_MODEL_")
            assert state == {name: value for name, value in now.items() if name != "layout"}
            assert states[layout].state.min_height == explorer.layout.min_height
            assert states[view.model_id].model_module == now["_model_module"]
    assert list(made) == []
