"""What students of a course that is made up hand in, and the points that are due to each."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import Any

# The cells with points, by their nbgrader name; None is for a person to give.
CELLS = (
    "test-two-entries", "test-rows-of-da", "test-rows-of-dw", "test-rows-of-dx", "test-backward",
    "mistake",
)  # fmt: skip
DUE: dict[str, tuple[float | None, ...]] = {
    "ada": (2, 4, 3, 3, 6, None),  # all right
    "bob": (1, 1, 2, 1, 3, None),  # a mistake in every part
    "cleo": (0, 0, 0, 0, 0, 0),  # handed in as it was
    "dora": (0, 0, 0, 0, 0, None),  # nothing but what is true anyway
}
MAGIC = "%%derivation\n"
DA = r"\frac{dL}{da_{i,j}} &= \frac{dL}{dy_{i,j}} \frac{dy_{i,j}}{da_{i,j}} \\" "\n"
DW = (
    r"\frac{dL}{dW_{b,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} "
    r"\frac{dL}{da_{i,j}} \frac{da_{i,j}}{dW_{b,c}} \\" "\n"
)  # fmt: skip
DX = DW.replace("W", "x")
BACKWARD = '''def backward(dy, x, W):
    """Return dx and dW."""
    a = x @ W
    gate = np.tanh(factor * a)
    da = dy * (gate + factor * a * (1 - gate**2))
    return da @ W.T, x.T @ da'''


def numbers_of(student: str, cell: str) -> dict[str, Any]:
    """Run the cell that draws a student's numbers; return what it defines."""
    names: dict[str, Any] = {"student": student}
    lines = [line for line in cell.splitlines() if not line.startswith("%")]
    with redirect_stdout(io.StringIO()):
        exec("\n".join(lines), names)
    return names


def answers(student: str, cell: str) -> dict[str, str]:
    """Return the cells that a student changes, by their nbgrader name, and what is in them then.

    Args:
        student: one of those in `DUE`.
        cell: the cell of the assignment that draws the numbers.
    """
    if student == "cleo":
        return {}
    numbers = numbers_of(student, cell)
    written = {"ada": _right, "bob": _nearly, "dora": _true_anyway}[student](numbers)
    return {"student": f'student = "{student}"', "mistake": "By the numbers."} | written


def _right(numbers: dict[str, Any]) -> dict[str, str]:
    x, W, da = (numbers[name] for name in ("x", "W", "da"))
    gate = rf"\tanh({numbers['factor']} a_{{i,j}})"
    slope = rf"{gate} + {numbers['factor']} a_{{i,j}} (1 - {gate}^2)"
    return {
        "two-entries": f"dW_31 = {(x.T @ da)[2, 0]}\ndx_12 = {(da @ W.T)[0, 1]}",
        "rows-of-da": MAGIC + DA + rf"&= \frac{{dL}}{{dy_{{i,j}}}} ({slope})",
        "rows-of-dw": MAGIC + DW + r"&= \left( x^T \frac{dL}{da} \right)_{b,c}",
        "rows-of-dx": MAGIC + DX + r"&= \sum_{j=1}^{n} \frac{dL}{da_{b,j}} W_{c,j}",
        "backward": BACKWARD,
    }


def _nearly(numbers: dict[str, Any]) -> dict[str, str]:
    """The transposed entry, a sign, the result without its way, an index, a forgotten factor."""
    right = _right(numbers)
    x, W, da = (numbers[name] for name in ("x", "W", "da"))
    return {
        "two-entries": f"dW_31 = {(x.T @ da)[2, 0]}\ndx_12 = {(da @ W.T)[1, 0]}",
        "rows-of-da": right["rows-of-da"].replace("(1 - ", "(1 + "),
        "rows-of-dw": MAGIC + r"\frac{dL}{dW_{b,c}} &= \left( x^T \frac{dL}{da} \right)_{b,c}",
        "rows-of-dx": right["rows-of-dx"].replace("W_{c,j}", "W_{j,c}"),
        "backward": BACKWARD.replace("x.T @ da", "x.T @ dy"),
    }


def _true_anyway(numbers: dict[str, Any]) -> dict[str, str]:
    """No number, rows that prove nothing, zeros, and points that a student writes in."""
    return {
        "two-entries": 'dW_31 = "see my notes"\ndx_12 = None',
        "rows-of-da": MAGIC + r"\frac{dL}{da_{i,j}} &= \frac{dL}{da_{i,j}} \\" "\n0 &= 0",
        "rows-of-dw": MAGIC + r"1 &= 1 \\" "\n" + r"y_{i,j} &= y_{i,j} \\" "\n" + r"x &= x",
        "rows-of-dx": MAGIC + r"q_{b,c} &= \frac{dL}{dx_{b,c}} \\" "\n"
        r"\frac{dL}{dx_{b,c}} &= q_{b,c}",
        "backward": BACKWARD.replace("da @ W.T, x.T @ da", "0 * x, 0 * W"),
        "test-rows-of-dx": "3.0",
    }  # fmt: skip
