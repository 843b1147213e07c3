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
from nnderiv.modules.dropout import dropout, dropout_backward
from nnderiv.modules.embedding import embedding, embedding_backward
from nnderiv.modules.linear import linear, linear_backward
from nnderiv.modules.losses.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.modules.normalisation.batch_norm import batch_norm, batch_norm_backward
from nnderiv.modules.normalisation.batch_norm_inference import (
    batch_norm_inference,
    batch_norm_inference_backward,
)
from nnderiv.modules.normalisation.layer_norm import layer_norm, layer_norm_backward
from nnderiv.modules.normalisation.rms_norm import rms_norm, rms_norm_backward
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
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_inference",
    "batch_norm_inference_backward",
    "central_difference",
    "complex_step",
    "dropout",
    "dropout_backward",
    "embedding",
    "embedding_backward",
    "gradcheck",
    "held_constant",
    "layer_norm",
    "layer_norm_backward",
    "linear",
    "linear_backward",
    "load_ipython_extension",
    "one_sided_difference",
    "proofread",
    "proofread_file",
    "relu",
    "relu_backward",
    "rms_norm",
    "rms_norm_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "tanh",
    "tanh_backward",
]
