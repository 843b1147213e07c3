"""Names that nobody declared: their axes follow from the rows, or nothing is said of these."""

import pytest

from nnderiv import proofread
from tests.proofread.verdicts import last, verdicts

CASES = {  # a row that is read without a declaration, after others, and the same with a slip
    "a label beside a softmax": (r"z \in \mathbb{R}^n \\ p = \operatorname{softmax}(z) \\ L = -\sum_i y_i \log p_i \\", r"\frac{\partial L}{\partial p_i} = -\frac{y_i}{p_i}", r"\frac{\partial L}{\partial p_i} = \frac{y_i}{p_i}"),
    "bold letters": (r"\mathbf{y} = \mathbf{W} \mathbf{x} + \mathbf{b} \\ L = \ell(\mathbf{y}) \\", r"\frac{\partial L}{\partial \mathbf{x}} = \mathbf{W}^\top \frac{\partial L}{\partial \mathbf{y}}", r"\frac{\partial L}{\partial \mathbf{x}} = -\mathbf{W}^\top \frac{\partial L}{\partial \mathbf{y}}"),
    "letters that stand transposed": (r"q = x^\top A x \\", r"\frac{\partial q}{\partial x} = (A + A^\top) x", r"\frac{\partial q}{\partial x} = 2 A x"),
    "least squares": (r"E = (y - X w)^\top (y - X w) \\", r"\frac{\partial E}{\partial w} = -2 X^\top (y - X w)", r"\frac{\partial E}{\partial w} = 2 X^\top (y - X w)"),
    "samples that are vectors": (r"E = \sum_{i=1}^m (w^\top x_i - y_i)^2 \\", r"\frac{\partial E}{\partial w} = 2 \sum_{i=1}^m (w^\top x_i - y_i) x_i", r"\frac{\partial E}{\partial w} = \sum_{i=1}^m (w^\top x_i - y_i) x_i"),
    "a class as an index": (r"p_k = \frac{e^{f_k}}{\sum_j e^{f_j}} \\ L_i = -\log p_{y_i} \\", r"\frac{\partial L_i}{\partial f_k} = p_k - \mathbb{1}[y_i = k]", r"\frac{\partial L_i}{\partial f_k} = p_k + \mathbb{1}[y_i = k]"),
    "a convolution": (r"y_n = \sum_{k=1}^K w_k x_{n+k-1} \\ L = \sum_{n=1}^N y_n^2 \\", r"\frac{\partial y_n}{\partial w_k} = x_{n+k-1}", r"\frac{\partial y_n}{\partial w_k} = x_{n+k}"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "row"), [case[:2] for case in CASES.values()], ids=CASES)
def test_a_right_row_holds(before: str, row: str) -> None:
    assert set(verdicts(before + row)) <= {"declared", "defined", "holds"}


@pytest.mark.parametrize(
    ("before", "row"), [(case[0], case[2]) for case in CASES.values()], ids=CASES
)
def test_the_same_row_with_a_slip_fails(before: str, row: str) -> None:
    assert verdicts(before + row)[-1] == "fails"


def test_bold_capitals_are_matrices_and_products_have_an_order() -> None:
    row = r"\frac{d}{d\mathbf{V}} \|\mathbf{X} - \mathbf{U}\mathbf{V}\|_2^2 = "
    assert verdicts(row + r"-2 \mathbf{U}^\top (\mathbf{X} - \mathbf{U}\mathbf{V})") == ["holds"]
    assert verdicts(row + r"-2 (\mathbf{X} - \mathbf{U}\mathbf{V}) \mathbf{U}") == ["fails"]


def test_a_plain_letter_and_a_bold_one_are_two_names() -> None:
    rows = r"x \in \mathbb{R}, \mathbf{x} \in \mathbb{R}^n \\ y = x \mathbf{x} \\"
    assert (
        verdicts(rows + r"\frac{\partial y_i}{\partial \mathbf{x}_j} = x \delta_{ij}")[-1]
        == "holds"
    )
    assert verdicts(rows + r"\frac{\partial y_i}{\partial x} = x_i")[-1] != "holds"


def test_a_capital_and_a_small_letter_are_two_names() -> None:
    rows = r"X \in \mathbb{R}, x \in \mathbb{R} \\ y = X x^2 \\"
    assert verdicts(rows + r"\frac{dy}{dx} = 2 X x")[-1] == "holds"
    assert verdicts(rows + r"\frac{dy}{dx} = 2 x x")[-1] == "fails"


def test_the_entries_of_a_bold_vector_may_be_plain() -> None:
    rows = r"\mathbf{x} \in \mathbb{R}^n \\ s = \sum_i x_i^2 \\ \frac{\partial s}{\partial \mathbf{x}} = "
    assert verdicts(rows + r"2 \mathbf{x}")[-1] == "holds"
    assert verdicts(rows + r"\mathbf{x}")[-1] == "fails"


@pytest.mark.parametrize(
    "rows",
    [
        r"h \in \mathbb{R}^{N \times H} \\ h = X W + b",
        r"y \in \mathbb{R}^n \\ s = q^2 \\ \frac{\partial s}{\partial q} = 2 q + y - y",
    ],
)
def test_sizes_that_do_not_fit_are_no_mistake_where_names_are_undeclared(rows: str) -> None:
    claim = last(rows)
    assert claim.verdict == "unread"
    assert "not declared" in claim.reason
    assert claim.undeclared


def test_the_lines_that_would_declare_can_be_pasted() -> None:
    rows = r"h \in \mathbb{R}^{N \times H} \\ h = X W + b"
    lines = last(rows).undeclared
    assert {line.partition(" ")[0] for line in lines} == {"X", "W"}
    assert verdicts(r" \\ ".join(lines)) == ["declared"] * 2


def test_declared_sizes_that_do_not_fit_fail() -> None:
    rows = r"X \in \mathbb{R}^{n \times m}, W \in \mathbb{R}^{n \times k} \\ h = X W"
    assert verdicts(rows)[-1] == "fails"


def test_a_matrix_alone_may_be_anything() -> None:
    assert verdicts(r"W^\top W = W^\top W") == ["unread"]


def test_under_another_heading_a_name_may_have_another_formula() -> None:
    text = "$$ f = x y, \\quad \\frac{\\partial f}{\\partial x} = y $$\n\n## %s\n\n$$ f = x + y, \\quad "
    right = text % "The sum" + r"\frac{\partial f}{\partial x} = 1 $$"
    wrong = text % "The sum" + r"\frac{\partial f}{\partial x} = y $$"
    assert [c.verdict for c in proofread(right).claims] == ["defined", "holds", "defined", "holds"]
    assert proofread(wrong).claims[-1].verdict == "fails"


def test_in_another_display_a_function_that_has_another_formula_is_doubted_and_followed() -> None:
    text = "$$ f(x) = x^2 $$\n\n$$ f(x) = x^3 $$\n\n$$ f'(x) = 3 x^2 $$"
    assert [c.verdict for c in proofread(text).claims] == ["defined", "unread", "holds"]


def test_in_one_display_a_function_has_one_formula() -> None:
    assert verdicts(r"f(x) = (x + 1)^2 \\ f(x) = x^2 + x + 1") == ["defined", "fails"]


def test_a_name_that_is_defined_twice_under_one_heading_has_one_formula() -> None:
    assert verdicts(r"y = x^2 \\ y = x^3") == ["defined", "fails"]


def test_a_sum_over_numbered_names_that_goes_on_beyond_the_last_is_not_read() -> None:
    rows = (
        r"w, x_1, x_2, x_3 \in \mathbb{R} \\ z_1 = w x_1 \\ z_2 = w x_2 \\ z_3 = w x_3 \\"
        r"L = \ell(z_1, z_2, z_3) \\ \frac{dL}{dw} = "
    )
    assert verdicts(rows + r"\sum_{t=1}^{3} x_t \frac{dL}{dz_t}")[-1] == "holds"
    assert verdicts(rows + r"\sum_{t=1}^{2} x_t \frac{dL}{dz_t}")[-1] == "fails"
    claim = last(rows + r"\sum_{t=1}^{4} x_t \frac{dL}{dz_t}")
    assert claim.verdict == "unread"
    assert "goes on to z_{4}, which is neither declared nor defined" in claim.reason
