r"""Faults of the proof-reader itself: none is known, and none that comes is hidden.

The rows here once made it stumble. They have a verdict now, or a reason that speaks to a reader.
"""

import builtins
from typing import NoReturn

import pytest

from nnderiv import proofread
from nnderiv.proofread import chains, proofreader
from nnderiv.proofread.claims.equation import Equation, Readings
from nnderiv.proofread.claims.judge import judge
from nnderiv.proofread.claims.outcome import Claim, Outcome
from nnderiv.proofread.context.context import Context

EXCEPTIONS = [
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
]


def last_claim(*rows: str) -> Claim:
    return proofread("$$" + r" \\ ".join(rows) + "$$").claims[-1]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((r"x \in \mathbb{R}^3", "x = 2 x_j"), "the index j stands on the right side alone"),
        (
            (r"W \in \mathbb{R}^{3 \times 2}", r"x \in \mathbb{R}^4", "2 W = x_a"),
            "stands on the right side alone",
        ),
        (
            (r"\frac{\partial z^{l+1}_i}{\partial a^l_k} = w^{l+1}_{i,k}",),
            "rests on z^{l+1}, which has no formula here",
        ),
        ((r"x^{(l)} = I_i 2",), "the length of an axis should be one whole number"),
        (
            (r"x \in \mathbb{R}^{9^{9^{9^9}}}", "I = 1"),
            "the length of an axis should be one whole number",
        ),
        ((r"I_{i^2 + 3} = 1",), "no drawn number bears on this row"),
        ((r"x \in \{\infty, 1\}",), "which set this is does not follow"),
        ((r"x \in \Delta^+", "x_1 = 1"), ""),
        ((r"y_j = \sum_{i=1}^{\infty} x_{ij}",), "how far j runs does not follow"),
    ],
)
def test_a_row_that_once_broke_the_reader_is_unread_for_a_reason(
    rows: tuple[str, ...], reason: str
) -> None:
    claim = last_claim(*rows)
    if reason:
        assert claim.verdict == "unread"
    assert reason in claim.reason
    assert not any(name in claim.reason for name in EXCEPTIONS)


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (
            (
                r"W \in \mathbb{R}^{3 \times 2}",
                r"a_i = \operatorname{argmax}_j W_{ij}",
                r"\max_i a_i = \max_i \operatorname{argmax}_j W_{ij}",
            ),
            "holds",
        ),
        ((r"x \in \mathbb{R}^3", r"x + \max_i x_i = \max_i x_i + x"), "holds"),
        (
            (
                r"g = \partial_{\vec w} f(\vec x_t, \vec w)",
                r"h = \partial_{\vec w} \frac{1}{|B|} \sum_{i \in B} f(\vec x_i, \vec w)",
            ),
            "defined",
        ),
        ((r"x^{(1)} \in \mathbb{R}", r"x^2^{(1)} = x^{(1)} x^{(1)}"), "holds"),
        ((r"x \in \mathbb{R}^3", r"\mathbf{1}_3 + x_1 = x_1"), "fails"),
        (
            (
                r"s \in \mathbb{R}^n, z \in \mathbb{R}^m, t \in \mathbb{R}",
                r"f_i'(t) = \frac{d f_i(t)}{dt} \quad \text{for } 1 \leq i \leq m",
                "z_i = f_i(s)",
            ),
            "defined",
        ),
    ],
)
def test_a_row_that_once_broke_the_reader_is_judged(rows: tuple[str, ...], verdict: str) -> None:
    assert last_claim(*rows).verdict == verdict


def broken(*arguments: object) -> NoReturn:
    raise KeyError("planted")


def test_a_fault_of_the_reader_is_a_warning_and_the_rows_around_it_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sometimes(equation: Equation, context: Context) -> tuple[Outcome, Readings]:
        return broken() if "99" in repr(equation) else judge(equation, context)

    monkeypatch.setattr(chains, "judge", sometimes)
    text = r"$$y = 2 x \\ y = x + x \\ y = 99 x \\ 2 y = 4 x$$"
    with pytest.warns(RuntimeWarning, match="a fault of the proof-reader: KeyError in broken"):
        claims = proofread(text).claims
    assert [claim.verdict for claim in claims] == ["defined", "holds", "unread", "holds"]
    assert claims[2].reason == "the proof-reader is at fault here, not the row: it was not checked"


@pytest.mark.parametrize("station", ["row_tokens", "parse_row", "declare", "judge"])
def test_under_the_tests_a_fault_in_any_station_is_raised(
    monkeypatch: pytest.MonkeyPatch, station: str
) -> None:
    monkeypatch.setattr(chains if station == "judge" else proofreader, station, broken)
    with pytest.raises(RuntimeWarning, match="a fault of the proof-reader: KeyError"):
        proofread(r"$$x \in \mathbb{R} \\ x + x = 2 x$$")
