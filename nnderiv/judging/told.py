"""What is said of a row that fails or cannot be read: what, why, and what to look at next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from nnderiv.judging.html import tex
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.report import caret

RESTS_ON = re.compile(r"rests on (\S+), which has no formula here")  # a loss of later layers
# What the numbers have in common, by a part of its name, and what to look at then.
LOOK_AT = {
    "minus": "Look for a sign that got lost.",
    "plus is a": "Look for a sign that got lost.",
    "transpose": "Look at which factor is transposed.",
    "exchanged": "Look at the order of the indices.",
    "summed": "Look at what is summed, and over which index.",
    "averaged": "Look at what is summed, and over which index.",
    " ends one": "Look at where the sum begins and ends.",
    " begins one": "Look at where the sum begins and ends.",
    "for the left side for": "Look at the index: it is one off.",
    "only": "Look at what happens where the two indices are equal.",
    "times": "Look for a factor that was lost, or came in.",
    "larger": "Look for a term that came in.",
    "smaller": "Look for a term that was lost.",
    "square": "Look at the power.",
    "1 over": "Look at what stands above and below in the fraction.",
}


def unread(claim: Claim) -> str:
    """What could not be read, and where; the reason has the way out."""
    if found := RESTS_ON.match(claim.reason):
        return (
            f"This cannot be checked yet: of {tex(found[1])} only the derivatives are known. Both "
            "sides need one of them, and nothing else of it, or there is nothing to compare."
        )
    shown = "\n".join(caret(claim))
    below = f'<pre class="nnd-caret">{escape(shown, quote=False)}</pre>' if shown else ""
    return f"This cannot be checked yet: {_sentence(claim.reason)}{below}"


def fails(claim: Claim) -> str:
    """The numbers on both sides, and the cause where one is known."""
    if claim.witness is None:
        return f"This row does not hold: {_sentence(claim.reason)}"
    found = claim.witness
    places = [f"{letter} = {n}" for letter, n in found["indices"].items()]
    if "entry" in found:
        places.append(f"entry {', '.join(map(str, found['entry']))}")
    where = f"at {escape(' and '.join(places), quote=False)}, " if places else ""
    numbers = (
        f"{where}the left side is {_number(found['left'])} and yours {_number(found['right'])}"
    )
    return f"This row does not hold: {numbers}.{_cause(claim.cause)}"


def _cause(cause: str) -> str:
    """What the numbers have in common, and what to look at."""
    if not cause:
        return ""
    look = next((advice for part, advice in LOOK_AT.items() if part in cause), "")
    return f" Wherever it was tried, {_sentence(cause)} {look}".rstrip()


def _number(value: float | str) -> str:
    """A number with four digits."""
    text = f"{value:.4g}" if isinstance(value, float) else value
    return f"<strong>{escape(text.replace('-', '−'), quote=False)}</strong>"


def _sentence(text: str) -> str:
    """A text of the proof-reader, with its full stop."""
    end = "" if text.endswith(("?", ".")) else "."
    return escape(text, quote=False) + end


def names(keys: Sequence[str]) -> str:
    """Names in a sentence."""
    *others, last = map(tex, keys)
    return f"{', '.join(others)} and {last}" if others else last
