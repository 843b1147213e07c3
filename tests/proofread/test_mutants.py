"""Each right row of the book with a slip of the pen: every slip that matters is caught."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from nnderiv.exercises.derivations.slips import KINDS, Slip, slips
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.files import read_file

CHAPTERS = sorted((Path(__file__).parents[2] / "chapters").glob("*.ipynb"))
DELTA = re.compile(r"\\delta_\{([a-z]),([a-z])\}")
# Slips that leave a row right, each with the reason why. The rows are as the slip leaves them.
SAME_ENTRY = "where its two indices differ, the term is 0"
EQUAL = {
    r"&= f'(x_j) \frac{dx_i}{dx_j}": SAME_ENTRY,
    r"&= f'(x_j) \delta_{i,j}": SAME_ENTRY,
    r"\frac{dL}{dx_j} &= \sum_{i=1}^{m} \frac{dL}{dy_j} f'(x_i) \delta_{i,j}": SAME_ENTRY,
    r"\frac{dL}{dx_j} &= \sum_{i=1}^{m} \frac{dL}{dy_i} f'(x_j) \delta_{i,j}": SAME_ENTRY,
    r"&= \sum_{l=1}^{m} \frac{dx_l}{dx_c} W_{c,j}": SAME_ENTRY,
    r"&= \sum_{l=1}^{m} \delta_{l,c} W_{c,j}": SAME_ENTRY,
    r"\frac{dL}{dx_{a,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{a,j}}"
    r" \frac{dy_{i,j}}{dx_{a,c}}": SAME_ENTRY,
    r"\frac{dL}{dx_{a,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{a,j}} \delta_{i,a}"
    r" W_{c,j}": SAME_ENTRY,
    r"&= \sum_{j=1}^{n} \frac{dL}{dy_j} \sum_{l=1}^{m} \delta_{l,c} W_{c,j}": SAME_ENTRY,
    r"\frac{dL}{dA_{a,c}} &= \sum_{i=1}^{n} \sum_{j=1}^{k} \frac{dL}{dY_{a,j}}"
    r" \frac{dY_{i,j}}{dA_{a,c}}": SAME_ENTRY,
    r"\frac{dE}{do_a} &= \frac{d}{do_a} \left( -\sum_{i=1}^{n} t_a \log o_i \right)": SAME_ENTRY,
    r"&= -\sum_{i=1}^{n} t_a \frac{d \log o_i}{do_a}": SAME_ENTRY,
    r"&= o_i \delta_{a,i} - o_a o_i": SAME_ENTRY,
    r"&= \sum_{a=1}^{n} \frac{dL}{do_i} o_a \delta_{a,i}"
    r" - \sum_{a=1}^{n} \frac{dL}{do_a} o_a o_i": SAME_ENTRY,
    r"&= \sum_{a=1}^{n} \frac{dL}{do_a} o_i \delta_{a,i}"
    r" - \sum_{a=1}^{n} \frac{dL}{do_a} o_a o_i": SAME_ENTRY,
    r"&= -\sum_{i=1}^{n} \delta_{i,c} \log o_c": SAME_ENTRY,
    r"&= \left( \frac{e^{x_i} + e^{-x_i}}{e^{x_i} + e^{-x_i}} \right)^{3}"
    r" - \left( \frac{e^{x_i} - e^{-x_i}}{e^{x_i} + e^{-x_i}} \right)^2": "1 to any power is 1",
    r"\tanh'(x_i) &= \left( 2 \sigma(2 x_i) + 1 \right)'": "a constant has the derivative 0",
    r"\frac{dy_{i,j}}{dx_{a,c}} &= \frac{d}{dx_{a,c}} \left( \sum_{l=1}^{m} x_{i,l} W_{l,j}"
    r" - b_j \right)": "b does not depend on x",
    r"\frac{dy_{i,j}}{dW_{a,c}} &= \frac{d}{dW_{a,c}} \left( \sum_{l=1}^{m} x_{i,l} W_{l,j}"
    r" - b_j \right)": "b does not depend on W",
    r"\frac{dy_{i,j}}{db_c} &= \frac{d}{db_c} \left(  x_{i,l} W_{l,j} + b_j \right)": (
        "neither the sum nor a term of it depends on b"
    ),
    r"\frac{dy_{i,j}}{db_c} &= \frac{d}{db_c} \left( \sum_{l=1}^{m-1} x_{i,l} W_{l,j}"
    r" + b_j \right)": "neither the sum nor a shorter one depends on b",
    r"&= \sum_{a=1}^{n} \frac{dL}{do_a} o_a \delta_{a,i} -  \frac{dL}{do_a} o_a o_i": (
        "the sum reaches over both terms, as its index stands in both"
    ),
    r"&= J \frac{dL}{do}": "the Jacobian of softmax is symmetric",
    r"s J &= -4 J_{*1}": "the Jacobian of softmax is symmetric",
    r"\frac{\hat{L} - L}{h} &= \sum_{i=1}^{n} \frac{dL}{dz_i} \frac{dz_i}{ds}"
    r" +  \frac{dL}{dz_i} \frac{\rho_i}{h} + \frac{r}{h}": (
        "the first sum reaches over the second term, as its index stands in it"
    ),
}


def is_equal(row: str, slip: str) -> bool:
    """Whether a slip leaves the row right: by the list, or for one of two reasons of notation."""
    symmetric = [DELTA.sub(lambda d: "".join(sorted(d.groups())), text) for text in (row, slip)]
    remainder = slip.replace("- O(", "+ O(")  # a remainder has no sign
    return slip in EQUAL or symmetric[0] == symmetric[1] or row == remainder


def tried(path: Path) -> Iterator[tuple[str, Slip, str]]:
    """Every right row of a chapter with every slip, and the verdict on it."""
    rows = [row for passage in read_file(path) for row in passage_rows(passage)]
    reader = Proofreader()
    reader.survey(rows)
    for row in rows:
        before = deepcopy(reader)
        claims = reader.read(row)
        if isinstance(row, ValueError) or [claim.verdict for claim in claims] != ["holds"]:
            continue
        for slip in slips(row.latex):
            (claim,) = deepcopy(before).read(replace(row, latex=slip.latex))
            yield row.latex, slip, claim.verdict


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[str, Slip, str]]:
    return [outcome for path in CHAPTERS for outcome in tried(path)]


def test_there_are_at_least_three_hundred_of_all_kinds(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    kinds = Counter(slip.kind for _, slip, _ in outcomes)
    assert kinds.keys() == KINDS.keys()
    assert kinds.total() >= 300


def test_every_slip_is_caught_or_is_equal_and_listed(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    survivors = [
        (slip.kind, slip.latex, verdict)
        for row, slip, verdict in outcomes
        if verdict not in ("fails", "unread") and not is_equal(row, slip.latex)
    ]
    assert survivors == []


def test_every_slip_that_is_listed_as_equal_is_tried_and_holds(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    holding = {slip.latex for _, slip, verdict in outcomes if verdict == "holds"}
    assert EQUAL.keys() <= holding


def test_most_slips_are_caught_by_numbers_and_not_for_want_of_reading(
    outcomes: list[tuple[str, Slip, str]],
) -> None:
    verdicts = Counter(verdict for _, _, verdict in outcomes)
    assert verdicts["fails"] > 10 * verdicts["unread"]
