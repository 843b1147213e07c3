"""Notation met in what other people write: each with a row that passes, and a slip that fails."""

import pytest

from nnderiv import proofread

N = r"\mathbb{R}^n"

# (what is read, the rows before, the right row, the same with a slip)
CASES = [
    ("entry by entry, as in code", [rf"a, b \in {N}"], r"a .* b = b \odot a", r"a .* b = a"),
    ("an arrow between equations", [r"f(x, y) = x y"], r"\frac{\partial f}{\partial x} = y \hspace{0.5in} \rightarrow \hspace{0.5in} \frac{\partial f}{\partial y} = x", r"\frac{\partial f}{\partial x} = y \hspace{0.5in} \rightarrow \hspace{0.5in} \frac{\partial f}{\partial y} = y"),
    ("a space inside of a formula", [r"x \in \mathbb{R}"], r"(x + 1)^2 = \hspace{1mm} x^2 \hspace{1mm} + 2x + 1", r"(x + 1)^2 = \hspace{1mm} x^2 \hspace{1mm} + 2x"),
    ("a wide space before a relation", [r"x \in \mathbb{R}"], r"(x + 1)^2 \quad = x^2 + 2x + 1", r"(x + 1)^2 \quad = x^2 + 2x"),
    ("a note in a column of its own", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} &= 2x && \text{power}", r"\frac{dy}{dx} &= 3x && \text{power}"),
    ("an equation in a column of its own", [r"x \in \mathbb{R}", "y = x^2"], r"y &= x x & \frac{dy}{dx} &= 2x", r"y &= x x & \frac{dy}{dx} &= 3x"),
    ("the number of an equation", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} = 2x \quad (1)", r"\frac{dy}{dx} = 3x \quad (1)"),
    ("a note in front", [r"x \in \mathbb{R}", "y = x^2"], r"(Slope) \space \frac{dy}{dx} = 2x", r"(Slope) \space \frac{dy}{dx} = 3x"),
    ("a text in front", [r"x \in \mathbb{R}", "y = x^2"], r"\text{(slope)} \quad \frac{dy}{dx} = 2x", r"\text{(slope)} \quad \frac{dy}{dx} = 3x"),
    ("a full stop", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} = 2x. \quad y = x x.", r"\frac{dy}{dx} = 2x. \quad y = x + x."),
]  # fmt: skip


def verdicts(rows: list[str]) -> list[str]:
    text = "\n\n".join(f"$$ {row} $$" for row in rows)
    return [claim.verdict for claim in proofread(text).claims]


@pytest.mark.parametrize(("before", "row"), [c[1:3] for c in CASES], ids=[c[0] for c in CASES])
def test_a_right_row_holds(before: list[str], row: str) -> None:
    found = verdicts([*before, row])
    assert set(found) <= {"declared", "defined", "holds"}
    assert found[-1] == "holds"


@pytest.mark.parametrize(
    ("before", "slip"), [(c[1], c[3]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_row_with_a_slip_fails(before: list[str], slip: str) -> None:
    assert "fails" in verdicts([*before, slip])


@pytest.mark.parametrize(
    "row",
    [
        r"y = \operatorname{np}.sum(x)",
        "y = x . 2",
        r"y = x \quad x^2 + 1",
        r"y = x, x + 1",
        r"y = 2 & x + 1",
    ],
)
def test_nothing_behind_an_equation_is_cut_off_in_silence(row: str) -> None:
    assert verdicts([r"x \in \mathbb{R}", row]) == ["declared", "unread"]


@pytest.mark.parametrize(
    "row", [r"T > 1", r"t \geq k", r"i \neq j", r"k = 1, \dots, N", r"1 \leq i \leq n - 1"]
)
def test_a_condition_in_a_row_of_its_own_is_no_claim(row: str) -> None:
    assert verdicts([row]) == ["declared"]


def test_a_condition_in_a_row_of_its_own_counts_for_the_next_equation() -> None:
    softmax = [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"]
    row = r"\frac{\partial o_i}{\partial h_j} = -o_i o_j"
    assert verdicts([*softmax, r"i \neq j", row])[-1] == "holds"
    assert verdicts([*softmax, r"i = 1, \dots, n", row])[-1] == "fails"
    assert verdicts([*softmax, row])[-1] == "fails"


def test_an_inequality_between_known_names_is_a_claim() -> None:
    assert verdicts([r"x \in \mathbb{R}", "y = x^2", r"y > x"])[-1] == "fails"
    assert verdicts([r"x \in \mathbb{R}", r"x^2 \geq 0"])[-1] == "holds"
