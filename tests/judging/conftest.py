"""A short chapter, and what is asked for in it."""

from typing import Any

import pytest

from nnderiv.judging import judge

GIVEN = r"""k, m, n &\in \mathbb{N} \\
x &\in \mathbb{R}^{k \times m} \\
W &\in \mathbb{R}^{m \times n} \\
y &\in \mathbb{R}^{k \times n} \\ L &\in \mathbb{R} \\ y_{i,j} &= \sum_{l=1}^{m} x_{i,l} W_{l,j}"""
SLOPE = r"\frac{dy_{i,j}}{dW_{a,c}} &= x_{i,a} \delta_{j,c} \tag{derivative of a sum}"
CHAIN = r"""
\frac{dL}{dW_{a,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{i,j}}
\frac{dy_{i,j}}{dW_{a,c}} \tag{chain rule} \\
&= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{i,j}} x_{i,a} \delta_{j,c} \tag{substitution} \\
&= \sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}} \tag{only the terms with $j = c$ are left} \\
&= \sum_{i=1}^{k} (x^T)_{a,i} \frac{dL}{dy_{i,c}} \tag{definition of the transpose} \\
&= \left( x^T \frac{dL}{dy} \right)_{a,c} \tag{definition of the matrix product} \\
\frac{dL}{dW} &= x^T \frac{dL}{dy} \tag{all entries together}"""
STEP = {"do": "step", "cells": [GIVEN, SLOPE, CHAIN], "row": 2}
DERIVATION = {
    "do": "derivation",
    "given": GIVEN,
    "target": r"\frac{dL}{dW_{a,c}}",
    "solution": r"\sum_{i=1}^{k} x_{i,a} \frac{dL}{dy_{i,c}}",
}


class Judged:
    """Judges answers to one question."""

    def __init__(self, ask: dict[str, Any]) -> None:
        self.ask = ask

    def right(self, answer: str) -> str:
        """What is said of an answer that is right."""
        verdict = judge(self.ask, answer)
        assert verdict.pop("right", None) is True, verdict
        assert [*verdict] == ["feedback"]
        return str(verdict["feedback"])

    def wrong(self, answer: str) -> str:
        """What is said of an answer that is wrong."""
        verdict = judge(self.ask, answer)
        assert verdict.pop("right", None) is False, verdict
        assert [*verdict] == ["feedback"]
        return str(verdict["feedback"])

    def refused(self, answer: str) -> str:
        """What is said of what is no answer."""
        verdict = judge(self.ask, answer)
        assert [*verdict] == ["refusal"], verdict
        return str(verdict["refusal"])


@pytest.fixture
def step() -> Judged:
    """The third row of the chain is asked for."""
    return Judged(STEP)


@pytest.fixture
def derivation() -> Judged:
    """All of it is asked for."""
    return Judged(DERIVATION)
