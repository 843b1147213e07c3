"""Widgets to explore a derivative by hand: traits in Python, drawing in plain JavaScript."""

from nnderiv.extras import extra

with extra("notebook"):
    from nnderiv.explorers.activation import ActivationExplorer
    from nnderiv.explorers.backpropagation import BackpropagationExplorer
    from nnderiv.explorers.derivation import DerivationExplorer
    from nnderiv.explorers.graph import GraphExplorer
    from nnderiv.explorers.jacobian import JacobianExplorer
    from nnderiv.explorers.linear import LinearExplorer
    from nnderiv.explorers.modules.attention import AttentionExplorer
    from nnderiv.explorers.modules.convolution import ConvolutionExplorer
    from nnderiv.explorers.modules.normalisation import NormalisationExplorer
    from nnderiv.explorers.modules.recurrence import RecurrenceExplorer
    from nnderiv.explorers.softmax import SoftmaxExplorer
    from nnderiv.explorers.step_size import StepSizeExplorer
    from nnderiv.explorers.training import TrainingExplorer

__all__ = [
    "ActivationExplorer",
    "AttentionExplorer",
    "BackpropagationExplorer",
    "ConvolutionExplorer",
    "DerivationExplorer",
    "GraphExplorer",
    "JacobianExplorer",
    "LinearExplorer",
    "NormalisationExplorer",
    "RecurrenceExplorer",
    "SoftmaxExplorer",
    "StepSizeExplorer",
    "TrainingExplorer",
]
