"""Slips that leave a row right, each with the reason why. The rows are as the slip leaves them."""

from tests.proofread.equal_slips import convolution, foundations, losses, normalisation

EQUAL = {**foundations.EQUAL, **losses.EQUAL, **normalisation.EQUAL, **convolution.EQUAL}
