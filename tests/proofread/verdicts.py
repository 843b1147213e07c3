"""The verdicts on a few rows."""

from nnderiv import proofread
from nnderiv.proofread import Claim


def claims(rows: str) -> tuple[Claim, ...]:
    r"""The claims of rows with \\ between them."""
    return proofread(f"\\begin{{align}}\n{rows}\n\\end{{align}}").claims


def verdicts(rows: str) -> list[str]:
    """The verdict on each claim."""
    return [claim.verdict for claim in claims(rows)]


def last(rows: str) -> Claim:
    """The last claim."""
    return claims(rows)[-1]
