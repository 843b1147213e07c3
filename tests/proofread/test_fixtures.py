"""Derivations of layers that the book does not cover, as many hands would write them.

In a file named pass_… every row holds. In one named fail_… the rows marked "% fails" fail, and all
the others hold.
"""

from pathlib import Path

import pytest

from tests.proofread.reports import report_on

FIXTURES = sorted(Path(__file__).parent.glob("*_*.[mt][dex]*"))
MARK = "% fails"


def marked(path: Path) -> list[str]:
    """The rows that are marked, without what the proof-reader leaves out of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.partition(MARK)[0].strip() for line in lines if MARK in line]


def test_there_are_enough_of_both_kinds() -> None:
    names = [path.name for path in FIXTURES]
    assert sum(name.startswith("pass_") for name in names) >= 12
    assert sum(name.startswith("fail_") for name in names) >= 6


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_row_is_read(path: Path) -> None:
    unread = [claim for claim in report_on(path).claims if claim.verdict == "unread"]
    assert [(claim.line, claim.latex, claim.reason) for claim in unread] == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_marked_rows_fail_and_no_others(path: Path) -> None:
    failing = [claim for claim in report_on(path).claims if claim.verdict == "fails"]
    planted = marked(path)
    assert bool(planted) == path.name.startswith("fail_")
    assert len(failing) == len(planted)
    for claim, row in zip(failing, planted, strict=True):
        assert claim.latex.rstrip(" .,") in row or claim.latex in row, row


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_row_that_fails_says_what_shows_it(path: Path) -> None:
    for claim in report_on(path).claims:
        if claim.verdict == "fails":
            assert claim.reason
            assert claim.witness is None or claim.witness["left"] != claim.witness["right"]
