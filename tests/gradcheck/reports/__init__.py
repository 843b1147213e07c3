"""Wrong gradients from public reports, one family of modules a file."""

from tests.gradcheck.reports.algebra import ALGEBRA
from tests.gradcheck.reports.arithmetic import ARITHMETIC
from tests.gradcheck.reports.elementwise import ELEMENTWISE
from tests.gradcheck.reports.indexing import INDEXING
from tests.gradcheck.reports.losses import LOSSES
from tests.gradcheck.reports.normalisation import NORMALISATION
from tests.gradcheck.reports.recurrent import RECURRENT
from tests.gradcheck.reports.report import Report
from tests.gradcheck.reports.windows import WINDOWS

REPORTS = [
    *LOSSES,
    *ELEMENTWISE,
    *ARITHMETIC,
    *NORMALISATION,
    *WINDOWS,
    *INDEXING,
    *RECURRENT,
    *ALGEBRA,
]

__all__ = ["REPORTS", "Report"]
