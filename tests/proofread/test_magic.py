"""%%derivation in a notebook: rows, rules, marks; and an error where a row does not hold."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

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
    assert "1.5 times the left" in cause
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


def test_the_same_cell_gives_the_same_output(shell: InteractiveShell) -> None:
    cell = r"x &\in \mathbb{R}^{n} \tag{any vector} \\ x^T x &= \lVert x \rVert^2"
    assert run(shell, cell)[1] == run(shell, cell)[1]
