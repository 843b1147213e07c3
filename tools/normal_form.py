"""The normal form of a notebook: the same cells and outputs always give the same bytes."""

import copy
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import nbformat
from nbformat import NotebookNode

WIDGET_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
SVG_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
# What JupyterLab folds, and the tags that fold it in the book.
HIDING = {
    "source_hidden": {"hide-input", "hide-cell"},
    "outputs_hidden": {"hide-output", "hide-cell"},
}
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normal_form(notebook: NotebookNode) -> str:
    """Return the notebook as text, without what differs from one execution to the next.

    Cell ids come from the cell's source, counts from its place, widget ids from the order in
    which widgets appear; times, versions and the date inside figures are left out. What is printed
    in a row is one output, in however many pieces it came. What the book folds away is folded in
    JupyterLab, too.

    Args:
        notebook: the notebook, in format 4; it is not changed.

    Returns:
        The JSON text of the notebook, ready to be written.
    """
    notebook = copy.deepcopy(notebook)
    notebook.nbformat_minor = 5
    seen: Counter[str] = Counter()
    count = 0
    for cell in notebook.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        cell.metadata.pop("execution", None)
        _fold(cell)
        if cell.cell_type == "code":
            count += cell.execution_count is not None
            _normalise_code_cell(cell, count)
    widgets = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    shown = _shown_widgets(notebook, widgets)
    notebook.metadata = NotebookNode(KERNEL)
    if shown:
        state = {"state": shown, "version_major": 2, "version_minor": 0}
        notebook.metadata["widgets"] = {WIDGET_STATE: state}
    names = {old: f"{number:032x}" for number, old in enumerate(shown)}
    text = WIDGET_ID.sub(
        lambda match: names.get(match.group(), match.group()), nbformat.writes(notebook)
    )
    return json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def is_stored_in_normal_form(path: Path) -> bool:
    """Tell whether the file of a notebook is what `normal_form` makes of it."""
    stored = path.read_text(encoding="utf-8")
    return stored == normal_form(nbformat.reads(stored, as_version=4))


def _fold(cell: NotebookNode) -> None:
    """Fold in JupyterLab what the tags of a cell fold in the book, and unfold all else."""
    tags = set(cell.metadata.get("tags", []))
    folded = {part: True for part, hiding in HIDING.items() if tags & hiding}
    others = {k: v for k, v in cell.metadata.pop("jupyter", {}).items() if k not in HIDING}
    if folded or others:
        cell.metadata["jupyter"] = NotebookNode(others | folded)


def _normalise_code_cell(cell: NotebookNode, count: int) -> None:
    if cell.execution_count is not None:
        cell.execution_count = count
    cell.outputs = _joined(cell.outputs)
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        figure = output.get("data", {}).get("image/svg+xml")
        if figure is not None:
            output.data["image/svg+xml"] = SVG_METADATA.sub("<metadata/>", figure)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else NotebookNode(name=None)
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _shown_widgets(notebook: NotebookNode, states: NotebookNode) -> dict[str, NotebookNode]:
    """Return the widgets that an output shows and those they refer to, in that order."""
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    found = dict.fromkeys(WIDGET_ID.findall(json.dumps(outputs)))
    shown: dict[str, NotebookNode] = {}
    while found:
        model_id = next(iter(found))
        del found[model_id]
        if model_id in states and model_id not in shown:
            shown[model_id] = states[model_id]
            found |= dict.fromkeys(WIDGET_ID.findall(json.dumps(states[model_id], sort_keys=True)))
    return shown
