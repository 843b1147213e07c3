"""A derivation in LaTeX against numbers, row by row.

A text goes along this line, and each station imports only from those before it:

    text ▶ source ▶ latex ▶ grammar ▶ context ▶ elaborate ▶ evaluate ▶ claims ▶ report
           rows     tokens  trees     what is   nothing     numbers    verdicts  text, HTML
                                      known     unsaid      (numeric)

`api.proofread_passages` walks it from a text to its report, `Proofreader.read` (proofreader.py)
for one row: read these two first. What a row claims is judged in `chains.py`, what it defines is
made known in `definitions.py`. The command is `__main__.py`, the tests that pytest collects are
`pytest_items.py`, and `%%derivation` is `nnderiv/magic.py`.
"""

from nnderiv.callable_module import make_callable
from nnderiv.proofread.api import proofread, proofread_file
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import ProofreadReport

__all__ = ["Claim", "ProofreadReport", "proofread", "proofread_file"]

make_callable(__name__)
