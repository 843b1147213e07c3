"""Figures that chapters show, one idea a file."""

from nnderiv.figures.grids import marked_grids

__all__ = ["marked_grids"]
