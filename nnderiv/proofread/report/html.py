"""A proof-read derivation as a notebook shows it: rows, rules, marks, and numbers to unfold.

Formulas stand between dollar signs, for JupyterLab to typeset; the book typesets them when it is
built. Without either, the LaTeX is there to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.anchors import Anchor, Page, split_at_above
from nnderiv.proofread.report.report import ProofreadReport, complaint, details
from nnderiv.proofread.source.displays import Row
from nnderiv.proofread.source.text import split

MARKS = {
    "declared": "declared",
    "defined": "defined",
    "holds": "✓ holds",
    "fails": "✗ fails",
    "unread": "? not read",
}
WORST = ("fails", "unread", "holds", "defined", "declared")
# Enough for JupyterLab; the book has its own.
STYLE = """<style>
table.derivation { table-layout: auto; width: 100%; margin: 0.5em 0; }
table.derivation td { padding: 0.3em 0.1em; text-align: left; vertical-align: baseline; }
table.derivation tr { background: none !important; }
table.derivation td.derivation-left { width: 1%; text-align: right; white-space: nowrap; }
.derivation-line { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 1.5em; }
.derivation-line { align-items: baseline; text-align: left; }
.derivation-right { flex: 1 0 auto; min-width: 18em; }
.derivation-rule { opacity: 0.8; }
.derivation-rule a { color: inherit; text-decoration: underline; }
.derivation-mark { flex: none; min-width: 5.5em; font-size: 85%; opacity: 0.75; }
.derivation-mark summary { cursor: pointer; white-space: nowrap; }
.derivation-numbers { flex: 1 0 100%; min-width: 0; white-space: pre-wrap; }
.derivation-mark[open] + .derivation-numbers { display: block !important; }
.derivation-fails > summary, .derivation-unread > summary { color: #d00030; font-weight: bold; }
</style>"""
# Fractions in full size, and room between the rows of a matrix.
LARGE = r"\displaystyle "


class Derivation:
    """Rows with the claims that they make; displays itself in a notebook."""

    def __init__(
        self, rows: Sequence[Row], report: ProofreadReport, page: Page | None = None
    ) -> None:
        self.rows = rows
        self.report = report
        self.anchors = (page or Page()).add(list(self.parts()))

    def __repr__(self) -> str:
        lines = []
        for row, claims in self.parts():
            rule = f"  ({row.tag})" if row.tag else ""
            mark = MARKS[worst(claims)] if claims else ""
            lines.append(f"[{mark}] {' '.join(row.latex.split())}{rule}")
            lines += [f"    {line}" for claim in claims for line in complaint(claim)[1:]]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return STYLE + self.table_html()

    def table_html(self) -> str:
        """The table alone, for a page that has styles of its own."""
        rows = "".join(
            _row_html(row, claims, anchor)
            for (row, claims), anchor in zip(self.parts(), self.anchors, strict=True)
        )
        return f'<table class="derivation" role="presentation">{rows}</table>'

    @property
    def has_steps(self) -> bool:
        """Whether there is a step from one row with numbers to another."""
        return sum(bool(claim.draws) for claim in self.report.claims) > 1

    def parts(self) -> Iterable[tuple[Row, list[Claim]]]:
        """The rows, each with the claims that it makes."""
        for row in self.rows:
            last, _ = row.place(len(row.latex))
            yield (
                row,
                [
                    claim
                    for claim in self.report.claims
                    if claim.source == row.latex and row.line <= claim.line <= last
                ],
            )


def worst(claims: Sequence[Claim]) -> str:
    """The verdict on a row: that of its claims which matters most."""
    verdicts = {claim.verdict for claim in claims}
    return next(verdict for verdict in WORST if verdict in verdicts)


def formula_html(latex: str) -> str:
    """A formula for JupyterLab to typeset, and for the book to find."""
    return f'<span class="derivation-tex">${escape(latex)}$</span>'


def _row_html(row: Row, claims: Sequence[Claim], anchor: Anchor) -> str:
    left, *rest = (cell.strip() for cell in split(row.latex, "&"))
    right = "{} " + " ".join(rest)  # the empty group gives "=" its space on the left
    left_html = formula_html(LARGE + left) if left else ""
    rule = rule_html(row.tag, anchor.above)
    rule_span = f'<span class="derivation-rule">{rule}</span>' if row.tag else ""
    mark = _mark_html(claims) if claims else ""
    return (
        f'<tr class="derivation-row"><td class="derivation-left">{left_html}</td>'
        f'<td><div class="derivation-line"><span class="derivation-right" id="{anchor.id}">'
        f"{formula_html(LARGE + right)}</span> {rule_span} {mark}</div></td></tr>"
    )


def rule_html(tag: str, above: str = "") -> str:
    """The name of a rule in brackets: prose, with formulas between dollar signs.

    With the id of a row, the words "from above" lead there.
    """
    before, *found = split_at_above(f"({tag})") if above else [f"({tag})"]
    if not found:
        return _prose_html(before)
    words, after = found
    link = f'<a href="#{above}">{escape(words)}</a>'
    return _prose_html(before) + link + _prose_html(after)


def _prose_html(text: str) -> str:
    prose, *rest = text.split("$")
    html = escape(prose)
    for formula, prose in zip(rest[::2], rest[1::2], strict=True):
        html += formula_html(formula) + escape(prose)
    return html


def _mark_html(claims: Sequence[Claim]) -> str:
    """The mark of a row. What it unfolds stands beside it, so that the mark stays in its place."""
    verdict = worst(claims)
    numbers = _numbers_text(claims)
    if not numbers:
        return f'<span class="derivation-mark">{MARKS[verdict]}</span>'
    opened = " open" if verdict in ("fails", "unread") else ""
    return (
        f'<details class="derivation-mark derivation-{verdict}"{opened}>'
        f"<summary>{MARKS[verdict]}</summary></details>"
        f'<pre class="derivation-numbers" hidden>{escape(numbers)}</pre>'
    )


def _numbers_text(claims: Sequence[Claim]) -> str:
    lines: list[str] = []
    for claim in claims:
        if claim.verdict in ("fails", "unread"):
            lines += details(claim)
        elif claim.verdict == "holds":
            lines += _table(claim.draws[0]["numbers"] if claim.draws else [])
    return "\n".join(lines)


def _table(numbers: Sequence[dict[str, Any]]) -> list[str]:
    """Both sides at a few places, in columns."""
    if not numbers:
        return []
    cells = [("", "left side", "right side"), *map(cells_of, numbers)]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    return ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in cells]


def cells_of(number: dict[str, Any]) -> tuple[str, str, str]:
    """A place and both sides there, as text."""
    where = [f"{letter} = {n}" for letter, n in number["indices"].items()]
    if "entry" in number:
        where.append(f"entry {', '.join(map(str, number['entry']))}")
    return ", ".join(where), _digits(number["left"]), _digits(number["right"])


def _digits(value: float | str) -> str:
    return value if isinstance(value, str) else f"{round(value, 6) + 0.0:.6f}"  # no minus zero
