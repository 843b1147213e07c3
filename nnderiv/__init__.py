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
from nnderiv.modules.activations.elu import elu, elu_backward
from nnderiv.modules.activations.gelu import gelu, gelu_backward
from nnderiv.modules.activations.leaky_relu import leaky_relu, leaky_relu_backward
from nnderiv.modules.activations.relu import relu, relu_backward
from nnderiv.modules.activations.sigmoid import sigmoid, sigmoid_backward
from nnderiv.modules.activations.silu import silu, silu_backward
from nnderiv.modules.activations.softplus import softplus, softplus_backward
from nnderiv.modules.activations.swiglu import swiglu, swiglu_backward
from nnderiv.modules.activations.tanh import tanh, tanh_backward
from nnderiv.modules.add import add, add_backward
from nnderiv.modules.attention.attention import attention, attention_backward
from nnderiv.modules.attention.multi_head_attention import (
    multi_head_attention,
    multi_head_attention_backward,
)
from nnderiv.modules.convolution.avg_pool2d import avg_pool2d, avg_pool2d_backward
from nnderiv.modules.convolution.conv1d import conv1d, conv1d_backward
from nnderiv.modules.convolution.conv2d import conv2d, conv2d_backward
from nnderiv.modules.convolution.max_pool2d import max_pool2d, max_pool2d_backward
from nnderiv.modules.dropout import dropout, dropout_backward
from nnderiv.modules.embedding import embedding, embedding_backward
from nnderiv.modules.linear import linear, linear_backward
from nnderiv.modules.losses.bce_with_logits_loss import (
    bce_with_logits_loss,
    bce_with_logits_loss_backward,
)
from nnderiv.modules.losses.mse_loss import mse_loss, mse_loss_backward
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
from nnderiv.modules.recurrent.lstm import lstm, lstm_backward
from nnderiv.modules.recurrent.rnn import rnn, rnn_backward
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
    "add",
    "add_backward",
    "attention",
    "attention_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_inference",
    "batch_norm_inference_backward",
    "bce_with_logits_loss",
    "bce_with_logits_loss_backward",
    "central_difference",
    "complex_step",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "dropout",
    "dropout_backward",
    "elu",
    "elu_backward",
    "embedding",
    "embedding_backward",
    "gelu",
    "gelu_backward",
    "gradcheck",
    "held_constant",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "load_ipython_extension",
    "lstm",
    "lstm_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "mse_loss",
    "mse_loss_backward",
    "multi_head_attention",
    "multi_head_attention_backward",
    "one_sided_difference",
    "proofread",
    "proofread_file",
    "relu",
    "relu_backward",
    "rms_norm",
    "rms_norm_backward",
    "rnn",
    "rnn_backward",
    "sigmoid",
    "sigmoid_backward",
    "silu",
    "silu_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "softplus",
    "softplus_backward",
    "swiglu",
    "swiglu_backward",
    "tanh",
    "tanh_backward",
]
