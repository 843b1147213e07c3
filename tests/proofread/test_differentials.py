"""Differentials: of a name through its formula, linear in the differentials of what moves."""

import pytest

from tests.proofread.verdicts import claims, last, verdicts

SQUARE = r"X \in \mathbb{R}^{n \times n}, Y \in \mathbb{R}^{n \times n}, A \in \mathbb{R}^{n \times n}, z \in \mathbb{R}^n \\"
# what it is: before, a row that holds, the same row with a slip
CASES = {
    "a factor": (r"x \in \mathbb{R} \\ y = x^2 \\", r"dy = 2x\,dx", r"dy = x\,dx"),
    "a sign": (r"y = \cos x \\", r"dy = -\sin x\,dx", r"dy = \sin x\,dx"),
    "a roman d": (r"y = e^x \\", r"\mathrm{d}y = y\,\mathrm{d}x", r"\mathrm{d}y = x\,\mathrm{d}x"),
    "the product rule": (SQUARE, r"d(XY) = (dX) Y + X\,dY", r"d(XY) = (dX) Y"),
    "its order": (SQUARE, r"d(XY) = (dX) Y + X\,dY", r"d(XY) = Y\,dX + X\,dY"),
    "two numbers": (r"w = u v \\", r"dw = v\,du + u\,dv", r"dw = v\,du - u\,dv"),
    "an inverse": (SQUARE, r"d(X^{-1}) = -X^{-1} (dX) X^{-1}", r"d(X^{-1}) = X^{-1} (dX) X^{-1}"),
    "an inverse without brackets": (SQUARE, r"dX^{-1} = -X^{-1} (dX) X^{-1}", r"dX^{-1} = -(dX) X^{-2}"),
    "a transpose": (SQUARE, r"d(X^\top) = (dX)^\top", r"d(X^\top) = dX"),
    "a trace": (SQUARE + r"f = \operatorname{tr}(X^\top X) \\", r"df = \operatorname{tr}(2 X^\top dX)", r"df = \operatorname{tr}(2 X dX)"),
    "a determinant": (SQUARE, r"d \det X = \det(X) \operatorname{tr}(X^{-1} dX)", r"d \det X = \operatorname{tr}(X^{-1} dX)"),
    "a logarithm of it": (SQUARE, r"d \ln |X| = \operatorname{tr}(X^{-1} dX)", r"d \ln |X| = \operatorname{tr}(X^{-\top} dX)"),
    "a quadratic form": (SQUARE + r"q = z^\top A z \\", r"dq = z^\top (A + A^\top)\,dz", r"dq = 2 z^\top A\,dz"),
    "an early letter, constant": (SQUARE, r"d \operatorname{tr}(AX) = \operatorname{tr}(A\,dX)", r"d \operatorname{tr}(AX) = \operatorname{tr}(A^\top dX)"),
    "a total differential": (r"g(x, t) = x^2 t \\", r"dg = \frac{\partial g}{\partial x} dx + \frac{\partial g}{\partial t} dt", r"dg = \frac{\partial g}{\partial x} dx"),
    "through another name": (r"z = w x \\ y = \sigma(z) \\", r"dy = \sigma(z) (1 - \sigma(z))\,dz", r"dy = \sigma(z)\,dz"),
    "softmax": (r"h \in \mathbb{R}^n \\ o = \operatorname{softmax}(h) \\", r"do = o \odot dh - o (o^\top dh)", r"do = o \odot dh - o \odot o \odot dh"),
    "the trace of a number": (r"x \in \mathbb{R}^n \\ L = \ell(x) \\", r"dL = \operatorname{tr}(dL) = \operatorname{tr}\left(\left(\frac{dL}{dx}\right)^\top dx\right)", r"dL = \operatorname{tr}(dL) = \operatorname{tr}\left(2 \left(\frac{dL}{dx}\right)^\top dx\right)"),
    "a partial sum": (r"x \in \mathbb{R}^n \\ L = \ell(x) \\", r"dL = \sum_i \frac{dL}{dx_i} dx_i", r"dL = 2 \sum_i \frac{dL}{dx_i} dx_i"),
    "entries": (r"A \in \mathbb{R}^{m \times n}, x \in \mathbb{R}^n \\ y_i = \sum_j A_{ij} x_j \\", r"dy_i = \sum_j A_{ij}\,dx_j", r"dy_i = \sum_j A_{ji}\,dx_j"),
    "a symmetric matrix": (r"S \in \mathbb{R}^{n \times n} \tag{symmetric} \\ f = \operatorname{tr}(S^2) \\", r"df = 2 \operatorname{tr}(S\,dS)", r"df = \operatorname{tr}(S\,dS)"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "row"), [case[:2] for case in CASES.values()], ids=CASES)
def test_a_right_row_of_differentials_holds(before: str, row: str) -> None:
    assert verdicts(before + row)[-1] == "holds"


@pytest.mark.parametrize(
    ("before", "row"), [(case[0], case[2]) for case in CASES.values()], ids=CASES
)
def test_the_same_row_with_a_slip_fails(before: str, row: str) -> None:
    assert verdicts(before + row)[-1] == "fails"


def test_what_is_held_constant_has_to_be_said_where_it_may_move() -> None:
    rows = r"u \in \mathbb{R}, v \in \mathbb{R} \\ w = u v \\"
    assert last(rows + r"dw = v\,du").reason == "holds where dv = 0: if that is meant, say so"
    assert verdicts(rows + r"dv = 0 \\ dw = v\,du")[-2:] == ["declared", "holds"]


LAYER = (
    r"x \in \mathbb{R}^{k \times n}, W \in \mathbb{R}^{n \times m}, b \in \mathbb{R}^{1 \times m} \\"
    r"y = x W + b \\"
)


@pytest.mark.parametrize("loss", [r"L = \ell(y) \\", r"L \in \mathbb{R} \\", ""])
def test_a_loss_changes_by_what_it_is_a_function_of(loss: str) -> None:
    right = r"dL = \operatorname{tr}\left(\left(\frac{dL}{dy}\right)^\top dy\right)"
    wrong = (
        r"dL = \operatorname{tr}\left(\frac{dL}{dy} dy^\top\right) + \operatorname{tr}(W^\top dW)"
    )
    every = (
        r"dL = \sum_i \sum_j \frac{dL}{dx_{ij}} dx_{ij} + \sum_i \sum_j \frac{dL}{dW_{ij}} dW_{ij}"
        r"+ \frac{dL}{db} db^\top"
    )
    rows = LAYER + loss
    assert [verdicts(rows + row)[-1] for row in (right, wrong, every)] == [
        "holds",
        "fails",
        "holds",
    ]


def test_what_the_text_differentiates_by_is_no_constant() -> None:
    missing = LAYER + r"L = \ell(y) \\ dy = dx\,W + x\,dW"
    assert verdicts(missing)[-1] == "holds"
    assert (
        verdicts(missing + r" + db \\ \frac{dL}{db} = \mathbf{1}^\top \frac{dL}{dy}")[-2:]
        == ["holds"] * 2
    )
    by_b = claims(missing + r"\\ \frac{dL}{db} = \mathbf{1}^\top \frac{dL}{dy}")[-2]
    assert (by_b.verdict, by_b.reason) == ("unread", "holds where db = 0: if that is meant, say so")


def test_the_sign_of_a_differential_may_be_an_operator() -> None:
    rows = (
        LAYER
        + r"\operatorname{d}\!y = (\operatorname{d}\!x) W + x \operatorname{d}\!W + \operatorname{d}\!b"
    )
    assert verdicts(rows)[-1] == "holds"
    assert verdicts(rows.replace(r"(\operatorname{d}\!x)", "x"))[-1] == "fails"


def test_a_differential_that_is_0_is_0_to_the_rounding_of_its_terms() -> None:
    rows = SQUARE + r"d(A A^{-1}) = "
    assert verdicts(rows + "0")[-1] == "holds"
    assert verdicts(rows + r"(dA) A^{-1} + A\,d(A^{-1})")[-1] == "holds"
    assert verdicts(rows + r"(dA) A^{-1} - A\,d(A^{-1})")[-1] == "fails"
    assert verdicts(SQUARE + r"d(A A) = 0")[-1] == "fails"
    zero = SQUARE + r"0 = d(A A^{-1}) \\ = (dA) A^{-1} + A\,d(A^{-1})"
    assert verdicts(zero)[-2:] == ["holds", "holds"]
    assert verdicts(zero.replace("+", "-"))[-2:] == ["holds", "fails"]


@pytest.mark.parametrize("row", [r"y = \int 2 x\,dx", r"y + 1 = \int_0^1 \mathrm{d}x"])
def test_the_dx_of_an_integral_is_no_differential(row: str) -> None:
    claim = last(r"x \in \mathbb{R} \\ y = x^2 \\" + row)
    assert (claim.verdict, claim.reason) == ("unread", "an integral is not read")


def test_a_constant_that_is_declared_again_may_change() -> None:
    rows = LAYER + r"dW = 0, db = 0 \\ dy = dx\,W \\"
    assert verdicts(rows)[-1] == "holds"
    again = rows + r"W \in \mathbb{R}^{n \times m} \\ z = x W \\"
    assert verdicts(again + r"dz = dx\,W + x\,dW")[-1] == "holds"
    assert verdicts(again + r"dz = dx\,W")[-1] == "unread"


@pytest.mark.parametrize("made", [r"f = x\,dx", r"f(x) = x\,dx \\ 1 + f(x) = 1", "f = x + dx"])
def test_a_name_is_not_made_of_differentials(made: str) -> None:
    claim = last(rf"x \in \mathbb{{R}} \\ {made}")
    assert claim.verdict == "unread"
    assert "with a d on both sides" in claim.reason


def test_the_differential_of_a_name_without_a_formula_says_nothing() -> None:
    claim = last(r"dh = 3\,dk")
    assert (claim.verdict, claim.reason) == ("unread", "rests on h, which has no formula here")


def test_whether_a_square_or_a_differential_is_squared_is_not_guessed() -> None:
    claim = last(r"y = x \\ dy = dx^2")
    assert claim.verdict == "unread"
    assert "set brackets" in claim.reason


def test_the_differential_of_probabilities_is_not_free() -> None:
    claim = last(r"p \in \Delta^{n} \\ f = \sum_i p_i^2 \\ df = 2 \sum_i p_i\,dp_i")
    assert claim.verdict == "unread"
    assert "is not free" in claim.reason


@pytest.mark.parametrize(
    "rows",
    [
        r"x, y \in \mathbb{R}^d \\ s = \frac{x^\top y}{d} \\ \frac{\partial s}{\partial x} = \frac{y}{d}",
        r"d \in \mathbb{R} \\ y = d x \\ y = x d",
    ],
)
def test_a_d_that_is_a_name_is_no_differential(rows: str) -> None:
    assert verdicts(rows)[-1] == "holds"


def test_gradients_that_are_called_dz_are_names() -> None:
    rows = (
        r"A, Y \in \mathbb{R}^{k \times m}, X \in \mathbb{R}^{n \times m} \\"
        r"dZ = A - Y \\ dW = \frac{1}{m} dZ X^\top \\"
    )
    assert verdicts(rows)[-2:] == ["defined", "defined"]
    assert verdicts(rows + r"dW = \frac{1}{m} (A - Y) X^\top")[-1] == "holds"
    assert verdicts(rows + r"dW = \frac{1}{m} (A + Y) X^\top")[-1] == "fails"
