"""Figures that chapters show, one idea a file. Each is legible on the screen of a phone."""

from nnderiv.figures.matrices.layer import forward_and_back
from nnderiv.figures.matrices.products import row_times_column
from nnderiv.figures.network import passes
from nnderiv.figures.paths import all_paths
from nnderiv.figures.steps import errors_by_step

__all__ = ["all_paths", "errors_by_step", "forward_and_back", "passes", "row_times_column"]
