"""The formulas of the post as printed: all mistakes that are there, and no other."""

from pathlib import Path

import pytest

from nnderiv import ProofreadReport, proofread

POST = Path(__file__).parents[2] / "chapters" / "post.tex"
FAILS = [  # the number of the mistake, and a part of its row
    (1, r"\frac{f^{'}g + fg^{'}}{g^2}"),
    (3, r"(\log f)^{'} &= \frac{1}{f}"),
    (5, r"\begin{bmatrix} \vec{W_{1*}} & \vec{W_{2*}}"),
    (6, r"sum(\vec{\frac{dL}{dy}_{*m}}) \end{bmatrix}"),
    (7, r"&= (1+e^{-x_i})^{-2} (1+e^{-x_i})'"),
    (8, r"(1+e^{-x_i})^{-2} -e^{-x_i}"),
    (9, r"\frac{-e^{-x_i}}{1+e^{-x_i}}"),
    (10, r"Tanh(x_i) &= \frac{e^{x_i} + e^{-x_i}}{e^{x_i} - e^{-x_i}}"),
    (11, r"(e^{x_i} + e^{-x_i}) + (e^{x_i} - e^{-x_i})"),
    (12, r"1 + (\frac{e^{x_i} - e^{-x_i}}{e^{x_i} + e^{-x_i}})^2"),
    (13, r"1 + tan(x_i)^2"),
]
UNREAD = [
    (2, r"...{f_n}^{'}"),
    (None, r"\frac{df}{dg} &= \frac{df}{dh} \frac{dh}{dg}"),  # right, but letters alone
    (4, r"\vec{\frac{dL}{dy}\_{a}}"),
]


@pytest.fixture(scope="module")
def report() -> ProofreadReport:
    return proofread(POST.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("verdict", "expected"), [("fails", FAILS), ("unread", UNREAD)])
def test_the_mistakes_are_found_and_nothing_else_is_flagged(
    report: ProofreadReport, verdict: str, expected: list[tuple[int | None, str]]
) -> None:
    found = [claim.latex for claim in report.claims if claim.verdict == verdict]
    assert len(found) == len(expected)
    for (number, part), latex in zip(expected, found, strict=True):
        assert part in latex, number


def test_the_rows_that_are_right_hold(report: ProofreadReport) -> None:
    assert report.count("holds") == 28
    assert (report.count("declared"), report.count("defined")) == (9, 3)


def test_the_lines_are_those_of_the_file(report: ProofreadReport) -> None:
    lines = POST.read_text(encoding="utf-8").splitlines()
    for claim in report.claims:
        assert claim.latex.split("\n")[0] in lines[claim.line - 1]
