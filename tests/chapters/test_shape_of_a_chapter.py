"""Every chapter has the same shape, defines nothing, and names the rule of every line."""

import ast
import re
from pathlib import Path

import yaml
from nbformat import NotebookNode

from nnderiv.proofread.source.displays import Row, display_rows
from nnderiv.proofread.source.files import Passage
from tests.chapters.conftest import CHAPTERS, ROOT

SECTIONS = [
    "Objective",
    "Forward",
    "Derivation",
    "Code",
    "Check",
    "Explore",
    "Summary",
    "Exercises",
]
# The pages that are no chapters, with the sections that they have instead.
OTHER_PAGES = {
    "introduction": ["For whom", "How to read it", "How to run it", "Credit"],
    "proofread_your_own": [
        "A note, as it was typed",
        "Declare what it leaves unsaid",
        "Mend the row that fails",
        "What is not read, and why",
        "Where the rows are found",
        "In other programs",
        "In a notebook",
        "What a row may say",
        "The grammar",
    ],
}
# What a page defines in place of its reader, whose code it checks. All else is in the package.
READERS_OWN = {
    "checking_gradients": [
        "affine_forward",
        "affine_backward",
        "squared_error",
        "network",
        "network_backward",
        "Tanh",
        "forward",
        "backward",
        "product_backward",
    ],
}
DERIVATION = "%%derivation\n"


def without_magics(source: str) -> str:
    if source.startswith(DERIVATION):
        return ""
    return "\n".join(line for line in source.splitlines() if not line.startswith("%"))


def test_every_chapter_has_the_same_sections(path: Path, prose: str) -> None:
    sections = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    if path.stem in OTHER_PAGES:
        assert sections == OTHER_PAGES[path.stem]
    else:
        assert [section for section in sections if section != "References"] == SECTIONS


def test_the_table_of_contents_lists_every_page_once() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"], *(chapter["file"] for chapter in contents["chapters"])]
    pages = [*CHAPTERS, *(ROOT / "chapters").glob("*.md")]
    assert sorted(files) == sorted(f"chapters/{path.stem}" for path in pages)


def test_a_chapter_defines_no_function_and_no_class_but_its_readers_own(
    path: Path, code_cells: list[NotebookNode]
) -> None:
    defined = [
        node.name
        for cell in code_cells
        for node in ast.walk(ast.parse(without_magics(cell.source)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert defined == READERS_OWN.get(path.stem, [])


def test_a_chapter_installs_nothing_and_runs_no_command(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        magics = [line for line in cell.source.splitlines() if line.startswith(("%", "!"))]
        allowed = ("%config InlineBackend.", "%load_ext nnderiv", "%%derivation")
        assert all(line.startswith(allowed) for line in magics)


def test_every_chapter_checks_something(path: Path, code_cells: list[NotebookNode]) -> None:
    if path.stem == "proofread_your_own":
        return  # its rows are the checks
    code = "\n".join(cell.source for cell in code_cells)
    assert "assert " in code
    assert "assert True" not in code


def test_every_line_of_a_derivation_names_its_rule(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        if cell.source.startswith(DERIVATION):
            passage = Passage(cell.source.removeprefix(DERIVATION), is_rows=True)
            for row in display_rows(passage):
                assert isinstance(row, Row)
                assert row.tag, row.latex


def test_the_latex_of_a_derivation_is_folded_away(
    path: Path, code_cells: list[NotebookNode]
) -> None:
    for cell in code_cells:
        if cell.source.startswith(DERIVATION) and path.stem != "proofread_your_own":
            tags = set(cell.metadata.get("tags", []))
            assert tags >= {"hide-input", "derivation"} or tags == {"hide-cell"}


def test_every_exercise_has_a_solution_that_is_folded_away(
    path: Path, prose: str, code_cells: list[NotebookNode]
) -> None:
    _, _, exercises = prose.partition("## Exercises")
    numbers = re.findall(r"^\*\*(\d+)\.\*\*", exercises, re.MULTILINE)
    assert len(numbers) >= 3 or path.stem in OTHER_PAGES
    derived = [
        cell
        for cell in code_cells
        if cell.metadata.get("mystnb", {}).get("code_prompt_show") == "Solution"
    ]
    assert exercises.count("<summary>Solution</summary>") + len(derived) == len(numbers)


def test_every_figure_is_described_and_has_a_caption(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        if any("image/svg+xml" in output.get("data", {}) for output in cell.outputs):
            assert len(cell.metadata.mystnb.image.alt) > 40
            assert cell.metadata.mystnb.figure.caption
