"""What an answer that was written is worth: rows in LaTeX, judged by the proof-reader.

It needs numpy alone, for it runs in the kernel of a notebook and in the worker of a page alike.
"""

from nnderiv.judging.judge import judge

__all__ = ["judge"]
