"""A derivation in LaTeX against numbers, row by row."""

from nnderiv.callable_module import make_callable
from nnderiv.proofread.proofreader import Claim
from nnderiv.proofread.reading import proofread, proofread_file
from nnderiv.proofread.report import ProofreadReport

__all__ = ["Claim", "ProofreadReport", "proofread", "proofread_file"]

make_callable(__name__)
