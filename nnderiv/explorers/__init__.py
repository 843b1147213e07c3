"""Widgets to explore a derivative by hand: traits in Python, drawing in plain JavaScript."""

from nnderiv.explorers.activation import ActivationExplorer

__all__ = ["ActivationExplorer"]
