"""What an answer that was written is worth: a row, by the proof-reader; a pass, by the numbers.

It needs numpy alone, for it runs in the kernel of a notebook and in the worker of a page alike.
"""

from nnderiv.judging.judges import judge

__all__ = ["judge"]
