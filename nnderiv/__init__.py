"""Gradients of common neural-network modules, written as derived and checked by numbers.

A module is a pair of pure functions: `f(*inputs) -> y`, and `f_backward(dy, *inputs)`, which
returns a tuple with the gradient of every input that has one, each of its input's shape.
`gradcheck` compares such a pair with numbers.
"""

from nnderiv.errors import GradientError, InputError, NNDerivError
from nnderiv.gradcheck import (
    GradcheckReport,
    InputReport,
    central_difference,
    complex_step,
    gradcheck,
    one_sided_difference,
)
from nnderiv.held_constant import held_constant
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

__all__ = [
    "GradcheckReport",
    "GradientError",
    "InputError",
    "InputReport",
    "NNDerivError",
    "central_difference",
    "complex_step",
    "gradcheck",
    "held_constant",
    "linear",
    "linear_backward",
    "one_sided_difference",
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
