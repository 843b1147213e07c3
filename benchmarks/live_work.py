"""What a reader does with live Python in a benchmark, and the code for it in a notebook's cell."""

from pathlib import Path

import nbformat

PAGES = ("proofread_your_own", "proofread_post")  # the first derivation of each has two rows
MAGIC = "%%derivation\n"
ROW = " \\\\\n&= 2 \\operatorname{softmax}(z)_i"  # a third row, with a mistake
GRADIENT = """\
import numpy as np
from nnderiv import gradcheck
print(gradcheck(np.tanh, lambda dy, x: dy * (1 - np.tanh(x) ** 2), np.array([0.3, -1.2])))"""
INSTALL = "%pip install -q nnderiv"
PROOFREAD = '''\
from nnderiv import proofread
print(proofread(r"""
\\begin{{align}}
{}
\\end{{align}}
"""))'''


def derivation(page: str) -> str:
    """Return the LaTeX of the first derivation of a chapter."""
    path = Path(__file__).parents[1] / "chapters" / f"{page}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return next(str(c.source)[len(MAGIC) :] for c in cells if c.source.startswith(MAGIC)).strip()


def first_cell(page: str) -> str:
    """The code that installs the package and proof-reads the derivation of a page."""
    return f"{INSTALL}\n{PROOFREAD.format(derivation(page))}"


def row_cell(page: str) -> str:
    """The code that proof-reads the derivation with one row more."""
    return PROOFREAD.format(derivation(page) + ROW)
