"""Gradients of common neural-network modules, written as derived and checked by numbers.

A module is a pair of pure functions: `f(*inputs) -> y`, and `f_backward(dy, *inputs)`, which
returns a tuple with the gradient of every input that has one, each of its input's shape.
`gradcheck` compares such a pair with numbers.
"""

from typing import TYPE_CHECKING

from nnderiv.errors import (
    DerivationError,
    GradientError,
    InputError,
    MissingExtraError,
    NNDerivError,
    ReadError,
)
from nnderiv.gradcheck import (
    GradcheckReport,
    InputReport,
    central_difference,
    complex_step,
    one_sided_difference,
)
from nnderiv.magic import load_ipython_extension
from nnderiv.modules.activations.relu import relu, relu_backward
from nnderiv.modules.activations.sigmoid import sigmoid, sigmoid_backward
from nnderiv.modules.activations.tanh import tanh, tanh_backward
from nnderiv.modules.convolution.avg_pool2d import avg_pool2d, avg_pool2d_backward
from nnderiv.modules.convolution.conv1d import conv1d, conv1d_backward
from nnderiv.modules.convolution.conv2d import conv2d, conv2d_backward
from nnderiv.modules.convolution.max_pool2d import max_pool2d, max_pool2d_backward
from nnderiv.modules.linear import linear, linear_backward
from nnderiv.modules.losses.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.modules.softmax import softmax, softmax_backward
from nnderiv.nondifferentiable import held_constant
from nnderiv.proofread import Claim, ProofreadReport, proofread_file

if TYPE_CHECKING:  # when run, these two are callable modules
    from nnderiv.gradcheck import gradcheck
    from nnderiv.proofread import proofread

__all__ = [
    "Claim",
    "DerivationError",
    "GradcheckReport",
    "GradientError",
    "InputError",
    "InputReport",
    "MissingExtraError",
    "NNDerivError",
    "ProofreadReport",
    "ReadError",
    "avg_pool2d",
    "avg_pool2d_backward",
    "central_difference",
    "complex_step",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "gradcheck",
    "held_constant",
    "linear",
    "linear_backward",
    "load_ipython_extension",
    "max_pool2d",
    "max_pool2d_backward",
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
