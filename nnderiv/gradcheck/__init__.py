"""A backward pass against numbers: verdict, and the worst entry of every input.

The way of a check, which `check.py` goes:

    two functions ─▶ inputs, calls ─▶ loss ─▶ fast_path ─▶ numeric ─▶ entrywise | projected
                  ─▶ causes ─▶ report

What the fast path does not pass at once is looked at closely. Beside the way, `aliasing`
finds results that share memory, `differences` holds the three ways to differentiate that the book
teaches, and `adaptive` differences whose step adapts and what rounding does to them. In `causes`,
each file holds one family of mistakes, which are tried on a gradient that fails.
"""

from nnderiv.callable_module import make_callable
from nnderiv.gradcheck.check import gradcheck
from nnderiv.gradcheck.differences import (
    central_difference,
    complex_step,
    one_sided_difference,
)
from nnderiv.gradcheck.report import GradcheckReport, InputReport

__all__ = [
    "GradcheckReport",
    "InputReport",
    "central_difference",
    "complex_step",
    "gradcheck",
    "one_sided_difference",
]

make_callable(__name__)
