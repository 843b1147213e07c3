"""Code cells that run in a page: what they print, what they show, and what stays."""

from typing import Any

import pytest

from nnderiv.live.cells import Cells
from nnderiv.live.output import LEFT_OUT, LONGEST

CHECK = """
import numpy as np
from nnderiv import gradcheck
gradcheck(lambda x: x**2, lambda dy, x: {} * dy * x, np.array([1.0, -2.0]))
"""


def ran(page: Cells, source: str) -> Any:
    """The answer to a cell, with all that it printed."""
    printed: list[str] = []
    answer = page.run(source, printed.append)
    return answer | {"printed": "".join(printed)}


def result(page: Cells, source: str) -> Any:
    answer = ran(page, source)
    assert answer["error"] is None, answer["error"]
    return answer["result"]


# --- what is shown


def test_what_is_printed_is_handed_on_at_once(page: Cells) -> None:
    seen: list[str] = []
    page.run("print(1)\nmark = list(seen)\nprint(2)", seen.append)
    page.names["seen"] = seen = []
    page.run("print(1)\nmark = list(seen)\nprint(2)", seen.append)
    assert page.names["mark"] == ["1", "\n"]
    assert "".join(seen) == "1\n2\n"


def test_the_value_of_an_expression_at_the_end_is_shown(page: Cells) -> None:
    assert ran(page, "x = 3\nx + 1") == {
        "ok": True,
        "result": "4",
        "verdict": None,
        "report": None,
        "error": None,
        "needs_notebook": None,
        "printed": "",
    }


@pytest.mark.parametrize("source", ["", "# nothing", "x = 1", "None", "3;", "if True:\n    3"])
def test_what_has_no_value_shows_nothing(page: Cells, source: str) -> None:
    assert result(page, source) is None


def test_warnings_and_errors_that_are_printed_are_shown(page: Cells) -> None:
    assert ran(page, "import sys\nprint('careful', file=sys.stderr)")["printed"] == "careful\n"


def test_print_is_as_before_behind_a_cell(page: Cells, capsys: pytest.CaptureFixture[str]) -> None:
    ran(page, "print(1)")
    print("outside")
    assert capsys.readouterr().out == "outside\n"


def test_display_prints_what_a_notebook_shows(page: Cells) -> None:
    assert ran(page, "display('a', 1)")["printed"] == "'a'\n1\n"
    imported = "from IPython.display import Markdown, display\ndisplay(Markdown('**a**'))"
    assert ran(page, imported)["printed"] == "**a**\n"
    assert result(page, "Markdown('**b**')") == "**b**"


# --- what stays


def test_names_stay_from_cell_to_cell(page: Cells) -> None:
    ran(page, "import math\ndef half(x):\n    return x / two\ntwo = 2")
    assert result(page, "half(math.pi)") == repr(3.141592653589793 / 2)


def test_names_of_one_page_are_not_known_on_another() -> None:
    first, second = Cells(), Cells()
    ran(first, "x = 1")
    assert ran(second, "x")["error"]["kind"] == "NameError"


def test_an_underscore_is_the_last_value(page: Cells) -> None:
    ran(page, "41")
    ran(page, "None")
    assert result(page, "_ + 1") == "42"
    assert result(page, "_") == "42"


def test_an_underscore_that_the_reader_took_stays_his(page: Cells) -> None:
    ran(page, "for _ in range(3):\n    pass")
    ran(page, "10")
    assert result(page, "_") == "2"


def test_what_ran_before_an_error_stays(page: Cells) -> None:
    assert not ran(page, "x = 1\n1 / 0\nx = 2")["ok"]
    assert result(page, "x") == "1"


# --- gradient checks


@pytest.mark.parametrize(("factor", "verdict"), [(2, "pass"), (1, "fail")])
def test_the_verdict_of_a_gradient_check_is_told(page: Cells, factor: int, verdict: str) -> None:
    answer = ran(page, CHECK.format(factor))
    assert answer["verdict"] == verdict
    assert answer["result"].startswith(f"{verdict}: {answer['report']['reason']}")
    assert [row[0] for row in answer["report"]["rows"]] == ["x"]
    cause = ["dx is consistent with a factor of 1/2"]
    assert [*answer["report"]["remarks"]] == (cause if verdict == "fail" else [])


def test_a_report_that_is_not_the_value_of_the_cell_has_no_verdict(page: Cells) -> None:
    assert ran(page, CHECK.format(2).replace("gradcheck(l", "r = gradcheck(l"))["verdict"] is None
    assert ran(page, "r;")["verdict"] is None


def test_derivations_are_proof_read_in_a_cell(page: Cells) -> None:
    source = "from nnderiv import proofread\nproofread(r'$$\\frac{d}{dx} x^2 = 3x$$')"
    assert "the right side is 3/2 times the left" in result(page, source)


# --- magics


def test_magics_that_a_page_needs_not_are_passed_over(page: Cells) -> None:
    source = "x = 1\n%load_ext nnderiv\n%config InlineBackend.figure_formats = ['svg']\nx"
    assert result(page, source) == "1"
    assert result(page, "if True:\n    %matplotlib inline\nx") == "1"
    assert result(page, "x\n%load_ext nnderiv") is None


@pytest.mark.parametrize(
    ("source", "word", "line"),
    [
        ("x = 1\n%timeit x", "%timeit", 2),
        ("%%time\nx", "%%time", 1),
        ("%load_ext autoreload", "%load_ext", 1),
        ("!pip install torch", "!", 1),
        ("for x in y:\n    !ls", "!", 2),
        ("%%derivation\nx &= 1", "%%derivation", 1),
    ],
)
def test_any_other_magic_says_the_way_out(page: Cells, source: str, word: str, line: int) -> None:
    message = ran(page, source)["error"]["message"]
    assert message == (
        f"a page runs Python alone, and {word} on line {line} is a command of the notebook. "
        "Leave the line out here, or open the chapter's notebook."
    )


def test_a_percent_sign_that_is_python_is_no_magic(page: Cells) -> None:
    assert result(page, "(7\n%config)".replace("config", "4")) == "3"
    assert result(page, "four = 4\n(7\n%four)") == "3"
    assert result(page, '"""\n%timeit x\n"""') == repr("\n%timeit x\n")


# --- bounds


def test_what_is_printed_is_bounded_and_says_so(page: Cells) -> None:
    answer = ran(page, "for i in range(30_000):\n    print('0123456789')\ndone = 1")
    assert answer["ok"]
    assert len(answer["printed"]) == LONGEST + len(LEFT_OUT)
    assert answer["printed"].endswith(LEFT_OUT)
    assert answer["printed"].count(LEFT_OUT) == 1
    assert ran(page, "print('anew')")["printed"] == "anew\n"


def test_what_just_fits_is_whole(page: Cells) -> None:
    assert ran(page, f"print('x' * {LONGEST}, end='')")["printed"] == "x" * LONGEST


def test_a_long_value_is_bounded(page: Cells) -> None:
    shown = result(page, f"'x' * {2 * LONGEST}")
    assert len(shown) == LONGEST + len(LEFT_OUT) - 1
    assert shown.endswith("is not shown)")
