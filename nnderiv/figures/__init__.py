"""Figures that chapters show, one idea a file."""

from nnderiv.figures.claimed_slopes import claimed_slopes
from nnderiv.figures.grids import marked_grids
from nnderiv.figures.seen_along_directions import seen_along_directions
from nnderiv.figures.slopes_of_tanh import slopes_of_tanh

__all__ = ["claimed_slopes", "marked_grids", "seen_along_directions", "slopes_of_tanh"]
