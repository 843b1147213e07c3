"""The ids of rows, and which row a rule means by "from above": the right one, or none."""

from itertools import chain

import pytest

from nnderiv.magic import DerivationMagic
from nnderiv.proofread.report.anchors import Anchor

SUM = r"\frac{ds}{dx_i} &= 2 x_i"
GIVEN = r"x &\in \mathbb{R}^{n} \\ s &= \sum_{i=1}^{n} x_i^2 \\ "


def anchors(*cells: str) -> list[Anchor]:
    """The anchors of all rows of a page whose cells are these."""
    magic = DerivationMagic()
    derivations = [magic.read(cell) for cell in cells]
    assert all(derivation.report for derivation in derivations)
    return list(chain.from_iterable(derivation.anchors for derivation in derivations))


def above(*cells: str) -> str:
    """The id that the last row of a page calls "above", or ""."""
    return anchors(*cells)[-1].above


def test_an_id_says_what_the_row_goes_on_from_and_which_row_of_that_it_is() -> None:
    found = anchors(GIVEN + SUM + r"\\ &= x_i + x_i", r"\frac{ds}{dx_i} &= 3 x_i - x_i")
    assert [anchor.id for anchor in found] == [
        "row-x-1",
        "row-s-1",
        "row-ds-dx-i-1",
        "row-ds-dx-i-2",
        "row-ds-dx-i-3",
    ]


def test_a_row_without_an_equals_sign_has_an_id_as_well() -> None:
    assert anchors(r"\epsilon &> 0 \tag{a number}")[0].id == "row-epsilon-1"
    assert anchors(r"\epsilon > 0 \tag{a number}")[0].id == "row-formula-1"


def test_a_cell_that_is_run_again_keeps_its_ids_and_finds_no_row_of_its_own() -> None:
    magic = DerivationMagic()
    magic.read(GIVEN + SUM)
    cell = SUM + r" \tag{from above}"
    first = magic.read(cell).anchors
    assert magic.read(cell).anchors == first
    assert first[0].above == "row-ds-dx-i-1"


@pytest.mark.parametrize("words", ["from above", "as above", "the result above", "see above"])
def test_a_rule_that_says_above_leads_to_the_row_that_states_the_same(words: str) -> None:
    assert above(GIVEN + SUM, SUM + rf"\tag{{{words}}}") == "row-ds-dx-i-1"


def test_a_row_within_a_chain_states_what_its_chain_begins_with() -> None:
    later = SUM + r"\tag{the result from above}"
    assert above(GIVEN + r"\frac{ds}{dx_i} &= x_i + x_i \\ &= 2 x_i", later) == "row-ds-dx-i-2"


def test_spaces_and_the_sizes_of_brackets_make_no_difference() -> None:
    cells = GIVEN + r"\frac{ds}{dx_i} &= 2 (x_i)", r"\frac{ds}{d x_i} &= 2\left(x_i\right),"
    assert above(cells[0], cells[1] + r"\tag{from above}") == "row-ds-dx-i-1"


def test_of_several_rows_that_state_the_same_the_last_is_meant() -> None:
    assert above(GIVEN + SUM, SUM, SUM + r"\tag{from above}") == "row-ds-dx-i-2"


def test_an_equation_that_the_rule_names_is_the_one_that_is_meant() -> None:
    rows = r"\sum_{i=1}^{n} x_i^2 + 1 &= s + 1 \tag{$s = \sum_{i=1}^{n} x_i^2$, from above}"
    assert above(GIVEN + rows) == "row-s-1"


@pytest.mark.parametrize(
    "cells",
    [
        (GIVEN + SUM, r"\frac{ds}{dx_i} &= x_i + x_i \tag{from above}"),  # equal, but not the same
        (GIVEN + SUM, r"\frac{ds}{dx_i} &= 2 x_i \tag{as in the first row}"),
        (GIVEN + SUM + r"\tag{for $i = 1$}", SUM + r"\tag{from above}"),  # in one case alone
        (GIVEN + SUM, GIVEN + SUM + r"\tag{from above}"),  # another x and another s
        (GIVEN + r"\text{for } x_i > 0 \\ " + SUM, SUM + r"\tag{from above}"),
        (GIVEN + SUM, SUM + r" = x_i + x_i \tag{from above}"),  # two equations
        (GIVEN + r"\frac{ds}{dx_i} &< 2 x_i + 1 \\ \frac{ds}{dx_i} &= 2 x_i \tag{from above}",),
    ],
    ids=["other side", "other words", "limited", "redeclared", "condition", "two", "<"],
)
def test_where_no_row_is_meant_for_certain_there_is_no_link(cells: tuple[str, ...]) -> None:
    assert above(*cells) == ""


def test_a_row_that_fails_states_nothing() -> None:
    magic = DerivationMagic()
    magic.read(GIVEN + r"\frac{ds}{dx_i} &= 3 x_i")
    later = magic.read(r"\frac{ds}{dx_i} &= 3 x_i \tag{from above}")
    assert not later.report
    assert later.anchors[-1].above == ""
