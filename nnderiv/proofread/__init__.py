"""A derivation in LaTeX against numbers, row by row."""

from nnderiv.proofread.proofreader import Claim
from nnderiv.proofread.reading import proofread, proofread_file
from nnderiv.proofread.report import ProofreadReport

__all__ = ["Claim", "ProofreadReport", "proofread", "proofread_file"]
