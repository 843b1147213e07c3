"""The modules of a network, each a pair of pure functions: a forward and a backward pass."""

from nnderiv.modules.linear import linear, linear_backward
from nnderiv.modules.relu import relu, relu_backward
from nnderiv.modules.sigmoid import sigmoid, sigmoid_backward
from nnderiv.modules.softmax import softmax, softmax_backward
from nnderiv.modules.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from nnderiv.modules.tanh import tanh, tanh_backward

__all__ = [
    "linear",
    "linear_backward",
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
