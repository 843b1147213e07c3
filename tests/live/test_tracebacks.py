"""An error in a reader's code: its kind, its message, and the reader's own lines."""

import inspect
from typing import Any

import pytest

from nnderiv.live.cells import Cells


def error(page: Cells, source: str) -> Any:
    return page.run(source, lambda text: None)["error"]


def lines(page: Cells, source: str) -> list[str]:
    found: str = error(page, source)["traceback"]
    return found.splitlines()


def test_the_traceback_has_the_lines_of_the_cell_and_no_others(page: Cells) -> None:
    source = "def f(x):\n    y = x\n    return 1 / y\n\n\nf(0)"
    assert error(page, source) == {
        "kind": "ZeroDivisionError",
        "message": "division by zero",
        "traceback": "Traceback (most recent call last):\n"
        "  <cell>, line 6, in the cell itself\n"
        "    f(0)\n"
        "  <cell>, line 3, in f\n"
        "    return 1 / y\n"
        "ZeroDivisionError: division by zero",
    }


def test_magics_that_are_passed_over_do_not_move_the_lines(page: Cells) -> None:
    assert "  <cell>, line 3, in the cell itself" in lines(page, "%load_ext nnderiv\n\n1 / 0")


def test_a_function_of_an_earlier_cell_shows_its_own_line(page: Cells) -> None:
    page.run("# first\ndef f(x):\n    return 1 / x", lambda text: None)
    found = lines(page, "# second\nf(0)")
    assert "  <an earlier cell>, line 3, in f" in found
    assert "    return 1 / x" in found
    assert "    f(0)" in found


def test_calls_inside_of_packages_are_kept_short(page: Cells) -> None:
    found = lines(page, "from nnderiv import gradcheck\ngradcheck(abs, 3, 1.0)")
    assert found[1:3] == ["  <cell>, line 2, in the cell itself", "    gradcheck(abs, 3, 1.0)"]
    assert len(found) == 7
    assert found[3].startswith("  nnderiv.callable_module, line ")
    assert found[4].strip(" …").endswith("more")
    assert found[5].startswith("  nnderiv.gradcheck.")
    assert found[6].startswith("nnderiv.errors.InputError: the backward pass must be a function")


def test_an_error_inside_of_the_readers_function_called_by_a_package_shows_it(page: Cells) -> None:
    source = (
        "import numpy as np\ndef f(row):\n    return row.nothing\nnp.apply_along_axis(f, 0, [1])"
    )
    found = lines(page, source)
    assert "    return row.nothing" in found
    assert not any("nnderiv.live" in line for line in found)


def test_a_syntax_error_has_its_line_and_its_caret(page: Cells) -> None:
    found = error(page, "x = 1\ny = (x +")
    assert found["kind"] == "SyntaxError"
    assert found["traceback"].splitlines() == [
        '  File "<cell>", line 2',
        "    y = (x +",
        "        ^",
        "SyntaxError: '(' was never closed",
    ]


def test_an_error_of_indentation_is_one_of_syntax(page: Cells) -> None:
    assert error(page, "def f():\nreturn 1")["kind"] == "IndentationError"


def test_endless_recursion_is_shown_in_a_few_lines(page: Cells) -> None:
    found = error(page, "def f(n):\n    return f(n + 1)\n\nf(0)")
    assert found["kind"] == "RecursionError"
    assert "more calls …" in found["traceback"]
    assert len(found["traceback"].splitlines()) < 30
    assert page.run("1", lambda text: None)["result"] == "1"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("raise MemoryError", "MemoryError"),
        ("exit()", "SystemExit"),
        ("import sys\nsys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("(" * 5000 + ")" * 5000, "SyntaxError"),
        ("\0", "SyntaxError"),
        ("class E(BaseException):\n    pass\nraise E", "E"),
        ("class E(Exception):\n    def __str__(self):\n        return self.no\nraise E", "E"),
        ("class R:\n    def __repr__(self):\n        return 1 / 0\nR()", "ZeroDivisionError"),
    ],
    ids=repr,
)
def test_nothing_that_a_cell_does_ends_the_worker(page: Cells, source: str, kind: str) -> None:
    assert error(page, source)["kind"] == kind
    assert page.run("1 + 1", lambda text: None)["result"] == "2"


def test_a_long_message_is_bounded(page: Cells) -> None:
    found = error(page, "raise ValueError('x' * 10**6)")
    assert len(found["message"]) < 5000
    assert len(found["traceback"]) < 5000


def test_the_source_of_a_function_can_be_asked_for(page: Cells) -> None:
    page.run("def f():\n    return 1", lambda text: None)
    page.run("def g():\n    return 2", lambda text: None)
    assert inspect.getsource(page.names["f"]) == "def f():\n    return 1\n"
    assert inspect.getsource(page.names["g"]) == "def g():\n    return 2\n"
