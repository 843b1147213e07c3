"""What the reader of a derivation with one wrong row is shown, as the proof-reader found it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnderiv.errors import InputError
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.derivation import read_derivation
from nnderiv.proofread.report.diff import marked
from nnderiv.proofread.report.formulas import Formulas, sides
from nnderiv.proofread.report.html import MARKS, worst
from nnderiv.proofread.report.report import in_one_line
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.text import take_tag

RULE = "exactly one row must be wrong, and with the right row in its place every row must hold"
DIGITS = (4, 6, 9, 12)  # decimals, as few as tell two numbers apart

Part = tuple[Row, Sequence[Claim]]
Numbers = dict[str, Any]  # both sides at a place of a draw


class Puzzle:
    """A derivation with one wrong row, and the right row for it; formulas are named by number.

    Attributes:
        formulas: LaTeX; the classes `mjx-gone` and `mjx-new` mark what is mended.
        rows: for each row its left side (or None), the rest of it, its rule as prose and formulas,
            its mark, whether it claims anything, and in numbers its place and both sides (or []).
        wrong: which row is wrong, from 1.
        marked: the wrong row, with what gives way in it marked.
        mended: the right row, likewise.
        inputs: of these numbers, as pairs of a formula and an array.
        cause: what the numbers of the wrong row have in common, or why it has none.
        remark: what to say in the end, as prose and formulas.

    Raises:
        InputError: if there is not exactly one wrong row, or it is not mended.
    """

    def __init__(self, derivation: str, mended: str, remark: str) -> None:
        parts = list(read_derivation(derivation).parts())
        at = _place_of_wrong(parts)
        right = _mended(parts, at, mended)
        failing = next(claim for claim in parts[at][1] if claim.verdict == "fails")
        draw, numbers, inputs = _telling(failing)

        self.formulas = Formulas()
        self.rows = [self._row(part, draw) for part in parts]
        self.rows[at]["numbers"] = _shown(numbers) if numbers else []
        self.wrong = at + 1
        _, relation, before = sides(parts[at][0])
        _, _, after = sides(right[0])
        gone, new = marked(before, after)
        self.marked = self.formulas.number(relation + gone)
        self.mended = {**self._row(right, draw), "right": self.formulas.number(relation + new)}
        self.inputs = [(self.formulas.number(name, ""), value) for name, value in inputs.items()]
        self.cause = failing.cause or ("" if numbers else failing.reason)
        self.remark = self.formulas.prose(remark)

    def _row(self, part: Part, draw: tuple[int, int] | None) -> dict[str, Any]:
        """A row with the numbers of a draw, or of its first."""
        row, claims = part
        left, relation, right = sides(row)
        draws = {found["draw"]: found["numbers"] for claim in claims for found in claim.draws}
        numbers: list[Numbers] = draws.get(draw) or next(iter(draws.values()), [])
        verdict = worst(claims) if claims else None
        return {
            "left": self.formulas.number(left) if left else None,
            "right": self.formulas.number(relation + right),
            "rule": self.formulas.prose(row.tag),
            "mark": MARKS[verdict] if verdict else "",
            "claims": verdict in ("holds", "fails"),
            "numbers": _shown(numbers[0]) if numbers else [],
        }


def _place_of_wrong(parts: Sequence[Part]) -> int:
    """Where the one row that fails stands, if all others hold."""
    bad = [i for i, (_, claims) in enumerate(parts) if _is_bad(claims)]
    if len(bad) == 1 and worst(parts[bad[0]][1]) == "fails":
        return bad[0]
    listed = "; ".join(_complaint(parts[i]) for i in bad) or (
        "all rows hold" if parts else "no row"
    )
    raise InputError(f"{RULE}; got {listed}. Change the rows until one alone fails.")


def _mended(parts: Sequence[Part], at: int, mended: str) -> Part:
    """The right row in the place of the wrong one, if every row then holds."""
    latex, tag = take_tag(mended)
    tags = [row.tag for row, _ in parts]
    rows = [row.latex for row, _ in parts]
    rows[at], tags[at] = latex, tag or tags[at]
    text = " \\\\\n".join(
        rf"{row} \tag{{{tag}}}" if tag else row for row, tag in zip(rows, tags, strict=True)
    )
    again = list(read_derivation(text).parts())
    bad = [part for part in again if _is_bad(part[1])]
    if bad or len(again) != len(parts):
        listed = "; ".join(map(_complaint, bad)) or f"{len(again) - len(parts) + 1} rows"
        raise InputError(f"{RULE}; with {in_one_line(latex)} there, got {listed}. Mend that row.")
    return again[at]


def _is_bad(claims: Sequence[Claim]) -> bool:
    """Whether a row fails or was not read."""
    return any(claim.verdict in ("fails", "unread") for claim in claims)


def _complaint(part: Part) -> str:
    """A row, and why it fails or was not read."""
    row, claims = part
    claim = next(claim for claim in claims if claim.verdict == worst(claims))
    verdict = "is not read" if claim.verdict == "unread" else claim.verdict
    return f"{in_one_line(row.latex)}, which {verdict} ({claim.reason})"


def _telling(claim: Claim) -> tuple[tuple[int, int] | None, Numbers | None, dict[str, Any]]:
    """The draw and the place at which both sides differ, with the inputs there.

    One of the first draws where there is one: the other rows have numbers of it. None where the
    sides do not fit and so have no numbers.
    """
    for draw in claim.draws:
        apart = max(draw["numbers"], key=_distance)
        if _distance(apart) > 1e-3 * abs(complex(apart["left"])):
            return draw["draw"], apart, draw["inputs"]
    if claim.witness is None:
        return None, None, {}
    return None, claim.witness, claim.witness["inputs"]


def _distance(numbers: Numbers) -> float:
    return abs(complex(numbers["left"]) - complex(numbers["right"]))


def _shown(numbers: Numbers) -> list[str]:
    """A place and both sides there, as text."""
    where = [f"{letter} = {n}" for letter, n in numbers["indices"].items()]
    if "entry" in numbers:
        where.append(f"entry {', '.join(map(str, numbers['entry']))}")
    both = [numbers["left"], numbers["right"]]
    differ = _distance(numbers) > 1e-9 * max(abs(complex(side)) for side in both)
    for digits in DIGITS:
        texts = [_rounded(side, digits) for side in both]
        if not differ or texts[0] != texts[1]:
            break
    return [", ".join(where), *texts]


def _rounded(value: float | str, digits: int) -> str:
    return value if isinstance(value, str) else f"{round(value, digits) + 0.0:.{digits}f}"
