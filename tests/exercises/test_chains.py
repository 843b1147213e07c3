"""The rows of a notebook that an exercise is made of."""

import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.derivations.chains import chain, steps
from nnderiv.magic import DerivationMagic
from nnderiv.proofread.derivation import Cell
from tests.exercises.chapters import cells_of

FIRST = r"""
x &\in \mathbb{R} \tag{any number} \\
y &= x^2 \tag{a name for its square} \\
\frac{dy}{dx} &= 2 x \tag{power} \\
&= x + x \tag{as a sum}
"""
SECOND = r"""
\frac{dy}{dx} &= x \cdot 2 \\
&= 2 x \\
z &= y + x \\
&= x (x + 1)
"""


@pytest.fixture
def cells() -> list[Cell]:
    magic = DerivationMagic()
    for latex in (FIRST, SECOND):
        magic.read(latex)
    return magic.cells


def test_a_chain_begins_with_its_left_side_whatever_the_spaces(cells: list[Cell]) -> None:
    found = chain(r" \frac{ d y }{d x} = 2 ", cells)
    assert [step.row.tag for step in found.steps] == ["power", "as a sum"]
    assert found.cell == 0
    assert [step.index for step in found.steps] == [2, 3]


def test_it_goes_on_to_a_row_that_claims_nothing_and_may_begin_with_a_definition(
    cells: list[Cell],
) -> None:
    found = chain(r"\frac{dy}{dx} = x", cells)
    assert [(step.left, step.verdict) for step in found.steps] == [
        (r"\frac{dy}{dx}", "holds"),
        ("", "holds"),
    ]
    assert [step.verdict for step in chain("z", cells).steps] == ["defined", "holds"]


def test_it_goes_on_with_rows_that_have_left_sides_of_their_own() -> None:
    found = chain(r"\frac{dL}{db_c}", cells_of("linear"))
    assert [step.left for step in found.steps] == [r"\frac{dL}{db_c}", "", ""]
    weights = chain(r"\frac{dL}{dW_{a,c}}", cells_of("linear"))
    assert weights.steps[-1].left == r"\frac{dL}{dW}"


def test_another_row_is_judged_in_the_place_of_one_and_leaves_no_trace(cells: list[Cell]) -> None:
    step = chain(r"\frac{dy}{dx} = 2", cells).steps[1]
    verdicts = [step.instead(latex).verdict for latex in ("&= x", "&= 3x - x", r"&= \foo", "&= x")]
    assert verdicts == ["fails", "holds", "unread", "fails"]
    assert step.verdict == "holds"


def test_a_left_side_that_begins_two_chains_is_refused_with_their_first_rows(
    cells: list[Cell],
) -> None:
    message = r"begins 2: .*dx} &= 2 x; .*dx} &= x \\cdot 2. Write the equals sign"
    with pytest.raises(InputError, match=message):
        chain(r"\frac{dy}{dx}", cells)


def test_of_two_chains_with_the_same_first_row_the_later_one_is_meant(cells: list[Cell]) -> None:
    again = [*cells, Cell("z &= y + x \\\\ &= x^2 + x", cells[1].before)]
    assert chain("z", again).cell == 2


def test_a_left_side_that_begins_none_is_refused_with_those_that_do(cells: list[Cell]) -> None:
    with pytest.raises(InputError, match=r"none begins with q. .* \\frac{dy}{dx}, z\."):
        chain("q", cells)
    with pytest.raises(InputError, match="none begins with x"):
        chain("x", cells)  # a row that declares


def test_without_derivations_the_way_to_load_them_is_named() -> None:
    with pytest.raises(InputError, match="%load_ext nnderiv and run them first"):
        chain("y", [])


def test_a_notebook_keeps_its_derivations_each_once_and_as_known_before_them() -> None:
    magic = DerivationMagic()
    for latex in (FIRST, SECOND, FIRST):
        magic.read(latex)
    assert [cell.latex for cell in magic.cells] == [SECOND, FIRST]
    magic = DerivationMagic()
    magic.read(FIRST)
    assert not magic.cells[0].before.context.known("x")
    assert magic.reader.context.known("x")


def test_rows_are_read_as_the_notebook_reads_them() -> None:
    for cell in cells_of("softmax_cross_entropy"):
        assert {step.verdict for step in steps(cell)} <= {"declared", "defined", "holds"}
