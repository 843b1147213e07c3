"""A backward pass against numbers: verdict, and the worst entry of every input."""

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
