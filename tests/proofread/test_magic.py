"""%%derivation in a notebook: rows, rules, marks; and an error where a row does not hold."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from nnderiv.magic import RowError


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "nnderiv")
    yield shell
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> tuple[Any, Any]:
    """The result of a cell, and what it displays."""
    with capture_output() as captured:
        run_cell: Any = shell.run_cell  # it has no annotations
        result = run_cell("%%derivation\n" + cell)
    (shown,) = captured.outputs
    return result, shown.data


def test_every_row_has_its_rule_and_its_mark(shell: InteractiveShell) -> None:
    cell = r"x &\in R \tag{a number} \\ y &= x^2 \tag{a name for $x^2$} \\ \frac{dy}{dx} &= 2x"
    result, shown = run(shell, cell)
    assert result.success
    assert shown["text/plain"].splitlines() == [
        r"[declared] x &\in R  (a number)",
        r"[defined] y &= x^2  (a name for $x^2$)",
        r"[✓ holds] \frac{dy}{dx} &= 2x",
    ]
    assert re.findall(r'<span class="derivation-rule">(\(.*?\))</span>', shown["text/html"]) == [
        "(a number)",
        '(a name for <span class="derivation-tex">$x^2$</span>)',
    ]
    assert "✓ holds</summary>" in shown["text/html"]
    assert "left side" in shown["text/html"]


def test_a_row_that_fails_is_shown_with_its_numbers_and_then_ends_the_cell(
    shell: InteractiveShell,
) -> None:
    result, shown = run(shell, r"x &\in R \\ \frac{d}{dx} x^2 &= 3x")
    assert isinstance(result.error_in_exec, RowError)
    counts, row, reason, cause, inputs = str(result.error_in_exec).splitlines()
    assert counts == "1 declared, 0 holds, 1 fails"
    assert row == r"line 2: fails: \frac{d}{dx} x^2 &= 3x"
    assert "the left side is" in reason
    assert "3/2 times the left" in cause
    assert "for x = " in inputs
    assert '<details class="derivation-mark derivation-fails" open>' in shown["text/html"]
    assert "the left side is" in shown["text/html"]
    assert "for x = " in shown["text/plain"]


def test_a_row_that_is_not_read_is_shown_with_a_caret(shell: InteractiveShell) -> None:
    result, shown = run(shell, r"x + \foo{1} &= 2")
    assert isinstance(result.error_in_exec, RowError)
    assert r"\foo is not known" in shown["text/html"]
    assert "^" in shown["text/html"]


def test_names_stay_known_from_cell_to_cell(shell: InteractiveShell) -> None:
    run(shell, r"x &\in \mathbb{R}^{n} \\ s &= \sum_{i=1}^{n} x_i^2")
    result, _ = run(shell, r"\frac{ds}{dx_i} &= 2 x_i")
    assert result.success


def test_loading_the_extension_again_begins_anew(shell: InteractiveShell) -> None:
    run(shell, r"y &= x^2")
    shell.run_line_magic("reload_ext", "nnderiv")
    _, shown = run(shell, r"y &= x^3")
    assert shown["text/plain"].startswith("[defined]")


def test_html_in_a_row_is_text(shell: InteractiveShell) -> None:
    _, shown = run(shell, r"x &< 3 \tag{<script>alert(1)</script>}")
    assert "<script>" not in shown["text/html"]


def test_from_above_is_a_link_to_the_row_and_the_source_stays_as_it_was(
    shell: InteractiveShell,
) -> None:
    _, first = run(shell, r"x &\in R \\ \frac{d}{dx} x^2 &= 2x")
    assert '<span class="derivation-right" id="row-d-dx-x-2-1">' in first["text/html"]
    _, shown = run(shell, r"\frac{d}{dx} x^2 &= 2x \tag{$x \in R$; from above}")
    link = '; <a href="#row-d-dx-x-2-1">from above</a>)'
    assert link in shown["text/html"]
    assert shown["text/plain"] == r"[✓ holds] \frac{d}{dx} x^2 &= 2x  ($x \in R$; from above)"


def test_the_numbers_stand_beside_their_mark_which_need_not_move_for_them(
    shell: InteractiveShell,
) -> None:
    _, shown = run(shell, r"x &\in R \\ \frac{d}{dx} x^2 &= 2x")
    assert '</details><pre class="derivation-numbers" hidden>' in shown["text/html"]
    assert ".derivation-mark[open] + .derivation-numbers" in shown["text/html"]


def test_the_same_cell_gives_the_same_output(shell: InteractiveShell) -> None:
    cell = r"x &\in \mathbb{R}^{n} \tag{any vector} \\ x^T x &= \lVert x \rVert^2"
    assert run(shell, cell)[1] == run(shell, cell)[1]


def test_a_cell_without_a_row_says_that_nothing_was_checked(shell: InteractiveShell) -> None:
    result, _ = run(shell, "Nothing but words.")
    assert isinstance(result.error_in_exec, RowError)
    assert str(result.error_in_exec).startswith("nothing was checked")


def test_of_a_row_that_fails_and_one_that_is_not_read_the_error_shows_the_first(
    shell: InteractiveShell,
) -> None:
    result, _ = run(shell, r"y &= \foo \\ (x + 1)^2 &= x^2")
    _, row, *_ = str(result.error_in_exec).splitlines()
    assert row == "line 2: fails: (x + 1)^2 &= x^2"


@pytest.mark.slow
def test_a_notebook_that_is_executed_ends_with_the_row_and_its_numbers() -> None:
    cells = ["%load_ext nnderiv", "%%derivation\nx &\\in R \\\\ \n(x + 1)^2 &= x^2 + 1"]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    with pytest.raises(CellExecutionError, match=r"line 3: fails: \(x \+ 1\)\^2 &= x\^2 \+ 1"):
        NotebookClient(notebook).execute()
    (error,) = (one for one in notebook.cells[1].outputs if one.output_type == "error")
    assert "the left side is" in error.evalue
    assert len("\n".join(error.traceback).splitlines()) < 8
    assert "File" not in "\n".join(error.traceback)
