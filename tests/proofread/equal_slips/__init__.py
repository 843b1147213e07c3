"""Slips that leave a row right, each with the reason why. The rows are as the slip leaves them."""

from tests.proofread.equal_slips import foundations, normalisation

EQUAL = {**foundations.EQUAL, **normalisation.EQUAL}
