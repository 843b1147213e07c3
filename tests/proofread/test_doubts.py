"""A row that fails is not called wrong where something else than a mistake explains it."""

import pytest

from tests.proofread.verdicts import last, verdicts

REASONS = {  # what explains it: the rows, the last of which is not read, and what its reason says
    "an update": (r"w \in \mathbb{R}, g \in \mathbb{R} \\ w = w - 2 g", r"write \leftarrow"),
    "an update of one step": (r"W(t+1) = W(t) - \eta \delta", r"write \leftarrow"),
    "Einstein's convention": (r"x \in \mathbb{R}^n, A \in \mathbb{R}^{n \times n} \\ x^\top A x = x_i A_{ij} x_j", "Einstein's convention"),
    "Einstein's convention in a definition": (r"u_\mu = M_{\mu i} x_i", "Einstein's convention"),
    "about equal": (r"x \in \mathbb{R} \\ \sin x \approx x", "how near"),
    "a name from elsewhere": (r"x \in \mathbb{R} \\ 2 x = S - 1", "neither declared nor defined here"),
    "a condition": (r"x^2 + y^2 = 1", "is it a condition"),
    "probabilities": (r"z \in \mathbb{R}^n \\ p = \operatorname{softmax}(z) \\ L = -\sum_i y_i \log p_i \\ \frac{\partial L}{\partial z_j} = p_j - y_j", "holds only where y sums to 1"),
    "positive numbers": (r"\sqrt{x^2} = x", "holds only where x is positive"),
    "a loss whose way is not in the text": (r"L \in \mathbb{R} \\ \frac{\partial L}{\partial u} = 2 \frac{\partial L}{\partial v}", "rests on L"),
    "two letters of one name": (r"x \in \mathbb{R}^n, X \in \mathbb{R}^n \\ y = 2 x \\ y = 2 X", "go together"),
    "a circled product": (r"u, v \in \mathbb{R}^n \\ \frac{\partial (u \otimes v)}{\partial u} = \operatorname{diag}(v)", r"written \odot"),
    "counted from 0 and from 1": (r"x \in \mathbb{R}^n, y \in \mathbb{R}^n \\ s = \sum_{i=1}^n y_i \\ t = \sum_{i=0}^n x_i", "outside of x"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), REASONS.values(), ids=REASONS)
def test_a_row_with_another_explanation_is_not_read(rows: str, said: str) -> None:
    claim = last(rows)
    assert claim.verdict == "unread"
    assert said in claim.reason


MISTAKES = {  # rows that look like those above, and are mistakes
    "no update": r"x \in \mathbb{R} \\ x^2 = x^2 - 1",
    "an index that the text sums over": r"x \in \mathbb{R}^n, A \in \mathbb{R}^{n \times n} \\ s = \sum_i \sum_j x_i A_{ij} x_j \\ s = x_i A_{ij} x_j",
    "a declared name": r"x \in \mathbb{R}, S \in \mathbb{R} \\ 2 x = S - 1",
    "an identity": r"\sin^2 x + \cos^2 x = 2",
    "a declared entry, whose sign decides": r"x_i \in \mathbb{R} \\ f(x_i) = \begin{cases} x_i & x_i > 0 \\ 3 x_i & x_i \leq 0 \end{cases} \\ f'(x_i) = \begin{cases} 1 & x_i > 0 \\ 2 & x_i < 0 \end{cases}",
    "a declared vector": r"x \in \mathbb{R}^n \\ \sum_i x_i = 0",
    "a declared target": r"z \in \mathbb{R}^n, y \in \mathbb{R}^n \\ p = \operatorname{softmax}(z) \\ L = -\sum_i y_i \log p_i \\ \frac{\partial L}{\partial z_j} = p_j - y_j",
    "a declared number": r"x \in \mathbb{R} \\ \sqrt{x^2} = x",
    "a wrong slope": r"\frac{d}{dx} x^3 = 2 x^2",
    "two other letters": r"x \in \mathbb{R}^n, w \in \mathbb{R}^n \\ y = 2 x \\ y = 2 w",
}  # fmt: skip


@pytest.mark.parametrize("rows", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_fails(rows: str) -> None:
    assert verdicts(rows)[-1] == "fails"


def test_a_label_that_is_left_out_is_no_mistake() -> None:
    rows = r"f(x) = x^2 \\ f_c(x) = c + x \\ \frac{df}{dx} = 1"
    assert "which is meant?" in last(rows).reason
    assert verdicts(rows.replace(r"\frac{df}{dx} = 1", r"\frac{df_c}{dx} = 2"))[-1] == "fails"


def test_what_follows_an_approximation_goes_on_from_it() -> None:
    rows = r"x \in \mathbb{R} \\ \sin x \approx x + 0 = x"
    assert verdicts(rows) == ["declared", "unread", "holds"]
    assert verdicts(rows + " + 1")[-1] == "fails"


def test_the_middle_of_a_chain_may_be_a_new_name() -> None:
    rows = r"z \in \mathbb{R}^n \\ y = a = \sigma(z) \\ \frac{\partial a_i}{\partial z_i} = "
    assert verdicts(rows + r"y_i (1 - y_i)") == ["declared", "defined", "defined", "holds"]
    assert verdicts(rows + r"y_i (1 + y_i)")[-1] == "fails"


def test_both_sides_of_a_kink_are_drawn() -> None:
    rows = r"a = \max(0, w u + b) \\ \frac{\partial a}{\partial w} = \begin{cases} 0 & w u + b \leq 0 \\ %s & w u + b > 0 \end{cases}"
    assert verdicts(rows % "u")[-1] == "holds"
    assert verdicts(rows % "7 u")[-1] == "fails"


def test_a_matrix_that_has_no_inverse_for_some_sizes_is_drawn_anew() -> None:
    rows = (
        r"X \in \mathbb{R}^{m \times n}, y \in \mathbb{R}^m \\"
        r"p = X (X^\top X)^{-1} X^\top y \\ X^\top (y - p) = "
    )
    assert verdicts(rows + "0")[-1] == "holds"
    assert verdicts(rows + "X^\\top y")[-1] == "fails"


def test_an_indicator_of_two_indices_is_no_zero() -> None:
    assert (
        verdicts(r"x \in \mathbb{R}^n \\ x_i \mathbf{1}[i=j] = 2 x_i \mathbf{1}[i=j]")[-1]
        == "fails"
    )
    assert verdicts(r"\mathbf{1}[i=j] = -\mathbf{1}[i=j]")[-1] != "holds"


def test_an_index_of_a_function_may_be_summed_in_silence() -> None:
    rows = r"x \in \mathbb{R}^n \\ a(x) = x x^\top \\"
    text = rows + r"\frac{d}{dx_k} x_i a_{ij} x_j = a_{kj} x_j + x_i a_{ik}"
    assert "Einstein" in last(text).reason


def test_an_index_on_both_sides_is_not_summed_in_silence_where_both_write_out_sums() -> None:
    declared = r"A, B \in \mathbb{R}^{n \times m}, c \in \mathbb{R}^n \\ "
    both = r"\sum_{j=1}^m A_{ij} B_{ij} = 2 c_i \sum_{j=1}^m A_{ij} B_{ij}"
    assert verdicts(declared + both)[-1] == "fails"
    assert "Einstein" in last(declared + r"A_{ij} B_{ij} = 2 c_i A_{ij} B_{ij}").reason


def test_an_entry_of_an_undeclared_name_on_the_left_alone_may_be_given_in_prose() -> None:
    rows = r"a_1 \mathbf{b}_1 + a_2 \mathbf{b}_2 = (a_2 - 2 a_1) \mathbf{b}_2"
    assert verdicts(rows) == ["unread"]
    declared = r"b_1, b_2 \in \mathbb{R}^n, a_1, a_2 \in \mathbb{R} \\ "
    assert verdicts(declared + r"a_1 b_1 + a_2 b_2 = (a_2 - 2 a_1) b_2")[-1] == "fails"


def test_bold_and_plain_letters_of_one_row_may_go_together() -> None:
    rows = r"f(\mathbf{o}, y) = \log \sum_k e^{o_k} - \sum_k y_k o_k + \mathbf{o}^\top \mathbf{o} \\ \partial_{o_j} f(\mathbf{o}, y) = o_j"
    assert verdicts(rows)[-1] == "unread"
