"""Figures that chapters show, one idea a file. Each is legible on the screen of a phone."""

from nnderiv.figures.activations.curves import activation_curves
from nnderiv.figures.activations.two_forms import two_forms
from nnderiv.figures.deep_gradients import gradient_per_layer
from nnderiv.figures.gradient_check import claimed_slopes
from nnderiv.figures.graphs.attention import attention_paths
from nnderiv.figures.graphs.gates import circuit
from nnderiv.figures.loss_of_one_example import minus_log
from nnderiv.figures.losses import loss_and_gradient
from nnderiv.figures.matrices.blocks import jacobian_of_batch
from nnderiv.figures.matrices.heads import heads_of_attention
from nnderiv.figures.matrices.layer import forward_and_back
from nnderiv.figures.matrices.lookup import rows_taken
from nnderiv.figures.matrices.patterns import jacobian_patterns
from nnderiv.figures.matrices.products import row_times_column
from nnderiv.figures.matrices.windows import banded_matrices
from nnderiv.figures.misprints import slopes_of_tanh
from nnderiv.figures.network import passes
from nnderiv.figures.paths import all_paths
from nnderiv.figures.paths_of_softmax import softmax_paths
from nnderiv.figures.random_directions import seen_along_directions
from nnderiv.figures.recurrent.ways import ways_of_a_state
from nnderiv.figures.steps import errors_by_step
from nnderiv.figures.stream import residual_stream
from nnderiv.figures.training.boundaries import decision_boundaries
from nnderiv.figures.training.curves import loss_curves
from nnderiv.figures.training.learning_curve import learning_curve

__all__ = [
    "activation_curves",
    "all_paths",
    "attention_paths",
    "banded_matrices",
    "circuit",
    "claimed_slopes",
    "decision_boundaries",
    "errors_by_step",
    "forward_and_back",
    "gradient_per_layer",
    "heads_of_attention",
    "jacobian_of_batch",
    "jacobian_patterns",
    "learning_curve",
    "loss_and_gradient",
    "loss_curves",
    "minus_log",
    "passes",
    "residual_stream",
    "row_times_column",
    "rows_taken",
    "seen_along_directions",
    "slopes_of_tanh",
    "softmax_paths",
    "two_forms",
    "ways_of_a_state",
]
