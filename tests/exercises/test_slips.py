"""Slips of the pen: what each says of itself is what it did."""

import re

import pytest

from nnderiv.exercises.derivations.slips import KINDS, Slip, slip_between, slips
from tests.exercises.chapters import CHAPTERS, long_chains

# For each cause: what stood in the row, and what stands there now.
UNDOES = {
    r"A plus has become a minus\.": (r"\+", "-"),
    r"A minus has become a plus\.": ("-", r"\+"),
    r"A minus is missing\.": ("-", ""),
    r"A minus is too many\.": (" ", " -"),
    r"The factor \$(.+)\$ is missing\.": (r"{0} ?", ""),
    r"The exponent \$(.+)\$ has become \$(.+)\$\.": (r"\^\{{?{0}\}}?", r"\^\{{{1}\}}"),
    r"In one place, the indices \$(.)\$ and \$(.)\$ are exchanged\.": (
        r"_\{{{0},{1}\}}",
        r"_\{{{1},{0}\}}",
    ),
    r"In one place, the index \$(.)\$ has become \$(.)\$\.": (
        r"\{{?{0}(,.)?\}}?",
        r"\{{?{1}(,.)?\}}?",
    ),
    r"Column \$(.)\$ stands in the place of row \$.\$\.": (r"_\{{?{0}\*\}}?", r"_\{{\*{0}\}}"),
    r"A transpose is missing\.": (r"\^T", ""),
    r"The sum over \$(.)\$ is missing\.": (r"\\sum_\{{{0}[ =}}].*", ""),
    r"The sum ends at \$(.) - 1\$, one term too early\.": (
        r"\\sum.*\{{{0}\}}",
        r"\\sum.*\{{{0}-1\}}",
    ),
    r"The sum ends at \$(.)\$ in the place of \$(.)\$\.": (
        r"\\sum.*\{{{1}\}}",
        r"\\sum.*\{{{0}\}}",
    ),
}


def slips_of_the_book() -> list[tuple[str, Slip]]:
    """Every slip in a row of a chapter, with the right row."""
    rows = [
        step.row.latex
        for path in CHAPTERS
        for chain in long_chains(path.stem)
        for step in chain.steps
    ]
    return [(row, slip) for row in dict.fromkeys(rows) for slip in slips(row)]


@pytest.fixture(scope="module")
def found() -> list[tuple[str, Slip]]:
    return slips_of_the_book()


def test_the_book_has_slips_of_all_kinds_and_grades(found: list[tuple[str, Slip]]) -> None:
    assert {slip.kind for _, slip in found} == KINDS.keys()
    assert [kind.grade for kind in KINDS.values()] == sorted(kind.grade for kind in KINDS.values())


def test_undoing_what_a_slip_did_gives_the_right_row(found: list[tuple[str, Slip]]) -> None:
    for row, slip in found:
        end = slip.at + len(slip.new)
        assert slip.latex[slip.at : end] == slip.new
        assert slip.latex[: slip.at] + slip.gone + slip.latex[end:] == row != slip.latex


def test_the_cause_that_a_slip_names_is_the_change_that_it_made(
    found: list[tuple[str, Slip]],
) -> None:
    for row, slip in found:
        stated = [(re.fullmatch(words, slip.cause), both) for words, both in UNDOES.items()]
        ((words, both),) = [(words, both) for words, both in stated if words]
        before, after = (
            side.format(*map(re.escape, words.groups())) if words.groups() else side
            for side in both
        )
        assert re.fullmatch(before, slip.gone), (row, slip)
        assert re.fullmatch(after, slip.new), (row, slip)


def test_a_wrong_cause_would_be_noticed() -> None:
    plus = next(slip for slip in slips("y &= a - b") if slip.new == "+")
    before, _ = UNDOES[r"A plus has become a minus\."]
    assert not re.fullmatch(before, plus.gone)


def test_slips_change_the_right_side_alone() -> None:
    row = r"\frac{d}{dh_i} \sum_{j=1}^{n} e^{h_j} &= e^{h_i} + 1"
    for slip in slips(row):
        assert slip.latex.startswith(r"\frac{d}{dh_i} \sum_{j=1}^{n} e^{h_j} &=")


def test_the_slip_between_two_rows_is_found_where_there_is_one() -> None:
    right, wrong = "&= a^T b - c", "&= a b - c"
    found = slip_between(right, wrong)
    assert found is not None
    assert (found.kind, found.cause) == ("transpose", "A transpose is missing.")
    assert slip_between(wrong, right) is None  # a transpose that is too many
    assert slip_between(right, "&= 2 a b") is None


def test_a_slip_that_can_be_undone_by_one_of_its_kind_is_found_both_ways() -> None:
    found = slip_between("&= e^{x}", "&= e^{-x}")
    assert found is not None
    assert (found.kind, found.cause, found.gone, found.new) == ("sign", "A sign is wrong.", "", "-")
