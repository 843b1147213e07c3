"""Gradients of common neural-network modules, written as derived and checked by numbers.

A module is a pair of pure functions: `f(*inputs) -> y`, and `f_backward(dy, *inputs)`, which
returns a tuple with the gradient of every input that has one, each of its input's shape.
`gradcheck` compares such a pair with numbers.
"""

from nnderiv.errors import DerivationError, GradientError, InputError, NNDerivError, ReadError
from nnderiv.gradcheck import (
    GradcheckReport,
    InputReport,
    central_difference,
    complex_step,
    gradcheck,
    one_sided_difference,
)
from nnderiv.held_constant import held_constant
from nnderiv.magic import load_ipython_extension
from nnderiv.modules import (
    linear,
    linear_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    tanh,
    tanh_backward,
)
from nnderiv.proofread import Claim, ProofreadReport, proofread, proofread_file

__all__ = [
    "Claim",
    "DerivationError",
    "GradcheckReport",
    "GradientError",
    "InputError",
    "InputReport",
    "NNDerivError",
    "ProofreadReport",
    "ReadError",
    "central_difference",
    "complex_step",
    "gradcheck",
    "held_constant",
    "linear",
    "linear_backward",
    "load_ipython_extension",
    "one_sided_difference",
    "proofread",
    "proofread_file",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "tanh",
    "tanh_backward",
]
