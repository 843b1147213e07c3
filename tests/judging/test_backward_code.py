"""Backward passes that readers write and that do not run, and what they print."""

import pytest

from nnderiv.judging import judge
from nnderiv.judging.backward.readers_code import LONGEST
from tests.judging.backward_answers import refused
from tests.judging.backward_passes import LINEAR, SOFTMAX


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def backward(dy, x, W, b)\n    return dy", "line 1, column 26: expected ':'"),
        ("\nx = (1,\n", "line 2, column 5: '(' was never closed"),
        ("def backward(dy):\nreturn dy", "line 2, column 1: expected an indented block"),
        ("x = '\0'", "Python cannot read this"),
        ("-" * 10_000 + "1", "Python cannot read this"),
    ],
    ids=["colon", "bracket", "indent", "null", "deep"],
)
def test_what_python_cannot_read_is_shown_with_its_place(code: str, said: str) -> None:
    assert said in refused(LINEAR, code)


def test_the_place_of_a_mistake_has_a_caret_below_it() -> None:
    found = judge(LINEAR.ask, "y = 1\nx = 2 +* 3")
    assert '<pre class="nnd-code">x = 2 +* 3\n       ^</pre>' in found["refusal"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "Your code stops in line 1: ZeroDivisionError, division by zero."),
        ("raise SystemExit", "Your code stops in line 1: SystemExit."),
        ("x = 1", "There is no function of the name backward in your code yet."),
        ("backward = 3", "There is no function of the name backward in your code yet."),
        ("def backward(dy, x):\n    return dy", "Your backward pass takes (dy, x)."),
        ("def backward(dy, x, W, b):\n    dy", "returns nothing. It needs one for each of x, W"),
        ("def backward(dy, x, W, b):\n    return dy, W", "returns 2 gradients. It needs one for"),
        ("def backward(dy, x, W, b):\n    return dy", "returns 1 gradient. It needs one for"),
    ],
)
def test_what_is_missing_is_said(code: str, said: str) -> None:
    assert said in refused(LINEAR, code)


def test_an_error_is_shown_with_its_line_and_the_shapes_there() -> None:
    answer = "def helper(a):\n    return a.shape[7]\ndef backward(dy, x, W, b):\n    helper(x)"
    said = refused(LINEAR, answer)
    assert said.startswith("Your code stops in line 2: IndexError, tuple index out of range.")
    assert "return a.shape[7]" in said
    assert "The shapes there: dy (4, 2), x (4, 3), W (3, 2) and b (2,)." in said


def test_an_endless_recursion_ends() -> None:
    answer = "def backward(dy, x, W, b):\n    return backward(dy, x, W, b)"
    assert "stops in line 2: RecursionError" in refused(LINEAR, answer)


# --- what is shown beside


def test_what_the_code_prints_is_shown_once_and_in_bounds() -> None:
    answer = "print('<b>')\n" + LINEAR.backward().replace("dx =", "print(x.shape)\n    dx =")
    found = judge(LINEAR.ask, answer)
    assert found["right"]
    assert found["feedback"].endswith('<pre class="nnd-code">&lt;b&gt;\n(4, 3)\n</pre>')
    found = judge(LINEAR.ask, f"print('a' * 10**6)\n{LINEAR.backward()}")
    assert found["feedback"].count("a" * LONGEST) == 1
    assert len(found["feedback"]) < LONGEST + 1000


def test_what_is_printed_before_an_error_is_shown_as_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = "def backward(dy, x, W, b):\n    print(dy.shape)\n    return 1 / 0"
    assert "(4, 2)" in refused(LINEAR, answer)
    assert capsys.readouterr().out == ""


def test_the_report_of_gradcheck_is_unfolded_below() -> None:
    found = judge(SOFTMAX.ask, SOFTMAX.backward(h="dy * o"))
    assert "<summary>The report of gradcheck</summary>" in found["feedback"]


def test_code_and_messages_are_shown_as_they_are() -> None:
    found = judge(LINEAR.ask, "raise ValueError('<i>')")
    assert "&lt;i&gt;" in found["refusal"]
    assert "<i>" not in found["refusal"]
