"""The derivations of the chapters, and the rows that an exercise shows as its reader sees them."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from zlib import crc32

import nbformat
import numpy as np
import pytest

from nnderiv.exercises.derivations.chains import Chain, chains_of, steps
from nnderiv.magic import DerivationMagic
from nnderiv.proofread.derivation import Cell
from nnderiv.proofread.evaluate.draws import Draw
from tools.normal_form import WIDGET_STATE

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"
WITH_ROWS = re.compile(r"^(?:FindWrongStep|FillRow)\(", re.MULTILINE)
OPTION = re.compile(
    r'value="(\w+)"[^>]*><span class="nnd-spoken">[^<]*</span>'
    r'<span class="nnd-label">(.*?)</span></label>',
    re.DOTALL,
)
SIDE = r'<span class="nnd-%s">(?:<span class="nnd-tex">(.*?)</span>)?</span>'


def cells_of(name: str) -> list[Cell]:
    """The derivations of a chapter, read in order."""
    magic = DerivationMagic()
    path = next(path for path in CHAPTERS if path.stem == name)
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code" and cell.source.startswith("%%derivation"):
            magic.read(cell.source.partition("\n")[2])
    return magic.cells


def long_chains(name: str) -> Iterator[Chain]:
    """Every chain of a chapter with three rows or more."""
    for number, cell in enumerate(cells_of(name)):
        for chain in chains_of(steps(cell), number):
            if len(chain.steps) > 2:
                yield chain


def exercises_in(name: str) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """The exercises with rows that a chapter stores: the kind, what it was given, its tasks."""
    notebook = nbformat.read(next(path for path in CHAPTERS if path.stem == name), 4)
    states = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for cell in notebook.cells:
        if cell.cell_type != "code" or not WITH_ROWS.search(cell.source):
            continue
        call = ast.parse(cell.source).body[-1].value
        given = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        view = next(output.data[VIEW] for output in cell.outputs if VIEW in output.data)
        kind = "find-wrong-step" if call.func.id == "FindWrongStep" else "fill-row"
        yield kind, given, states[view["model_id"]]["state"]["tasks"]


def draw_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw other random numbers than the exercises were made with."""

    def random(draw: Draw, name: str) -> np.random.Generator:
        return np.random.default_rng([27, draw.seed, crc32(name.encode())])

    monkeypatch.setattr(Draw, "random", random)


def options(html: str) -> dict[str, str]:
    """What there is to choose from, by value: the LaTeX of rows, or text."""
    return {value: row_in(shown) or shown for value, shown in OPTION.findall(html)}


def row_in(html: str) -> str:
    """The LaTeX of a row, or "" if there is none."""
    left, right = (re.search(SIDE % side, html, re.DOTALL) for side in ("left", "right"))
    if left is None or right is None:
        return ""
    plain = [unescape(found[1] or "").replace(r"\displaystyle ", "") for found in (left, right)]
    return f"{plain[0]} &{plain[1].removeprefix('{} ')}".strip()


def unmarked(latex: str) -> str:
    """A formula without the marks on what is new."""
    start = latex.find(r"\class{mjx-new}{")
    if start < 0:
        return latex
    first = end = start + len(r"\class{mjx-new}{")
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(latex[end], 0)
        end += 1
    return unmarked(latex[:start] + latex[first : end - 1] + latex[end:])


def same(one: str, other: str) -> bool:
    """Whether two formulas differ in spaces and braces alone."""
    first, second = (re.sub(r"[\s{}]", "", text) for text in (one, other))
    return first == second
