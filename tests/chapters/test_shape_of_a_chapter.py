"""Every chapter has the same shape, defines nothing, and names the rule of every line."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import yaml
from nbformat import NotebookNode

from nnderiv.proofread.source.displays import Row, display_rows
from nnderiv.proofread.source.files import Passage
from tests.chapters.conftest import CHAPTERS, ROOT

# Pages that derive nothing and set no exercises.
OTHER_PAGES = {"introduction", "proofread_your_own", "grammar"}
# Pages about rows, which show the LaTeX of theirs.
ROWS_ON_SHOW = {"proofread_your_own", "grammar"}
# Names that would fill a table of contents and say nothing.
EMPTY_NAMES = {"Objective", "Forward", "Derivation", "Code", "Check", "Explore"}
# What a page defines in place of its reader, whose code it checks. All else is in the package.
READERS_OWN = {
    "linear": ["forward", "backward"],
    "softmax_cross_entropy": ["forward", "backward", "forward", "backward"],
    "activations": ["forward", "backward"],
    "checking_gradients": [
        "forward",
        "backward",
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
    "training": ["network", "loss_and_gradients", "first_layers", "train"],
    "losses": ["forward", "backward"],
    "more_activations": ["forward", "backward"],
    "normalisation": ["forward", "backward", "unbiased_backward"],
    "dropout_embedding_residual": ["forward", "backward", "last_row_wins"],
    "attention": ["forward", "backward"],
    "convolution": ["forward", "backward", "assigned"],
    "recurrence": ["forward", "backward", "state_too_late", "every_step_alone"],
    "transformer": ["forward", "backward"],
}
# Chapters in which a reader checks a gradient.
WITH_CHECKS = {
    "linear",
    "softmax_cross_entropy",
    "activations",
    "checking_gradients",
    "losses",
    "more_activations",
    "normalisation",
    "dropout_embedding_residual",
    "attention",
    "convolution",
    "recurrence",
    "transformer",
}
DERIVATION = "%%derivation\n"


def without_magics(source: str) -> str:
    if source.startswith(DERIVATION):
        return ""
    return "\n".join(line for line in source.splitlines() if not line.startswith("%"))


def blocks(notebook: NotebookNode) -> list[tuple[str, str]]:
    """What a reader meets in order: heading, prose, formula, picture, code, folded code."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for text in re.split(r"\n\s*\n", cell.source.strip()):
                if text.startswith("#"):
                    heading, _, rest = text.partition("\n")
                    found.append(("heading", heading))
                    text = rest.strip()
                if text:
                    found.append((kind_of_paragraph(text), text))
        elif cell.source.startswith(DERIVATION):
            found.append(("formula", cell.source))
        elif {"figure", "widget"} & kinds_of_output(cell):
            found.append(("picture", cell.source))
        elif set(cell.metadata.get("tags", [])) & {"hide-input", "hide-cell", "remove-cell"}:
            found.append(("folded", cell.source))
        else:
            found.append(("code", cell.source))
    return found


def kind_of_paragraph(text: str) -> str:
    for start, kind in {"$$": "formula", "|": "table", "```": "code"}.items():
        if text.startswith(start):
            return kind
    return "prose"


def kinds_of_output(cell: NotebookNode) -> set[str]:
    kinds = set()
    for output in cell.outputs:
        data = output.get("data", {})
        if "application/vnd.jupyter.widget-view+json" in data:
            kinds.add("widget")
        if "image/svg+xml" in data:
            kinds.add("figure")
    return kinds


def test_every_section_begins_with_a_sentence(path: Path, notebook: NotebookNode) -> None:
    met = [block for block in blocks(notebook) if block[0] != "folded"]
    for (kind, heading), (following, text) in pairwise(met):
        if kind == "heading":
            deeper = following == "heading" and text.count("#") > heading.count("#")
            assert following == "prose" or deeper, f"{path.stem}: {heading} begins with {text}"


def test_a_chapter_says_why_and_shows_a_picture_before_it_derives(
    path: Path, notebook: NotebookNode
) -> None:
    if path.stem in OTHER_PAGES:
        return
    kinds = [kind for kind, _ in blocks(notebook) if kind != "folded"]
    assert kinds[:2] == ["heading", "prose"]
    assert kinds.index("picture") < kinds.index("formula")
    assert kinds.index("picture") < kinds.index("code")


def test_the_cell_of_imports_is_folded_away(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        if cell.source.startswith(("import ", "from ")) and "%load_ext" in cell.source:
            assert "hide-input" in cell.metadata.get("tags", [])


def test_the_name_of_a_section_says_something(prose: str) -> None:
    names = re.findall(r"^##+ (.+)$", prose, re.MULTILINE)
    assert not EMPTY_NAMES & set(names)


def test_a_chapter_ends_with_a_summary_and_exercises(path: Path, prose: str) -> None:
    if path.stem not in OTHER_PAGES:
        assert re.findall(r"^## (.+)$", prose, re.MULTILINE)[-2:] == ["Summary", "Exercises"]


def test_the_table_of_contents_lists_every_page_once() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    files = [contents["root"], *chapters]
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
    if path.stem in ROWS_ON_SHOW:
        return  # their rows are the checks
    code = "\n".join(cell.source for cell in code_cells)
    assert "assert " in code
    assert "assert True" not in code


def test_a_gradient_check_to_edit_has_both_passes_ends_in_the_check_and_passes(
    path: Path, code_cells: list[NotebookNode]
) -> None:
    checks = [cell for cell in code_cells if "check-gradient" in cell.metadata.get("tags", [])]
    for cell in checks:
        *_, forward, backward, check = ast.parse(cell.source).body
        assert isinstance(forward, ast.FunctionDef)
        assert isinstance(backward, ast.FunctionDef)
        assert (forward.name, backward.name) == ("forward", "backward")
        assert ast.unparse(check).startswith("gradcheck(forward, backward, ")
        assert cell.outputs[0].data["text/plain"].startswith("pass: ")
    assert bool(checks) == (path.stem in WITH_CHECKS)


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
        if cell.source.startswith(DERIVATION) and path.stem not in ROWS_ON_SHOW:
            tags = set(cell.metadata.get("tags", []))
            assert tags >= {"hide-input", "derivation"} or tags == {"hide-cell", "solution"}


def test_a_chapter_has_six_exercises_that_answer_of_four_kinds_and_a_layer_to_derive(
    path: Path, code_cells: list[NotebookNode]
) -> None:
    if path.stem in OTHER_PAGES:
        return
    asked = [cell.source for cell in code_cells if "exercise" in cell.metadata.get("tags", [])]
    kinds = [found[1] for source in asked if (found := re.search(r"^(\w+)\(", source, re.M))]
    assert len(kinds) == len(asked) >= 6
    assert len({*kinds}) >= 4
    assert kinds[-1] == "DeriveIt"


def test_every_exercise_answers_or_has_a_solution_that_is_folded_away(
    path: Path, notebook: NotebookNode
) -> None:
    exercises = parts_of_exercises(notebook)
    assert len(exercises) >= 3 or path.stem in OTHER_PAGES
    for number, exercise in enumerate(exercises, start=1):
        assert exercise.startswith(f"**{number}.**")
        assert re.search("^ANSWERS$|^SOLVED$|<summary>Solution</summary>", exercise, re.MULTILINE)


def parts_of_exercises(notebook: NotebookNode) -> list[str]:
    """The text of each numbered exercise, with a word in the place of a cell that answers it."""
    texts = []
    for cell in notebook.cells:
        solved = cell.metadata.get("mystnb", {}).get("code_prompt_show") == "Solution"
        answers = "exercise" in cell.metadata.get("tags", [])
        words = "ANSWERS" if answers else "SOLVED" if solved else ""
        texts.append(cell.source if cell.cell_type == "markdown" else words)
    _, _, exercises = "\n\n".join(texts).partition("## Exercises")
    numbered, _, _ = exercises.partition("### Derive it yourself")
    return re.split(r"^(?=\*\*\d+\.\*\*)", numbered, flags=re.MULTILINE)[1:]


def test_a_folded_cell_of_an_exercise_is_called_a_solution_and_tagged_as_one(
    path: Path, notebook: NotebookNode
) -> None:
    heading = [i for i, cell in enumerate(notebook.cells) if "## Exercises" in cell.source]
    exercises = notebook.cells[heading[0] :] if heading else []
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        folded = cell in exercises and {"hide-input", "hide-cell"} & tags
        assert bool(folded) == ("solution" in tags), cell.source
        if folded:
            names = cell.metadata.get("mystnb", {})
            shown, hidden = names.get("code_prompt_show"), names.get("code_prompt_hide")
            assert shown in ("Solution", "Solution in code"), cell.source
            assert hidden == shown


def test_every_figure_is_described_and_has_a_caption(code_cells: list[NotebookNode]) -> None:
    for cell in code_cells:
        if any("image/svg+xml" in output.get("data", {}) for output in cell.outputs):
            assert len(cell.metadata.mystnb.image.alt) > 40
            assert cell.metadata.mystnb.figure.caption
