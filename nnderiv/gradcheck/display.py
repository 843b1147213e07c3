"""A report as a notebook shows it: verdict, reason, a table, and what else there is to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

MARKS = {"pass": "✓", "fail": "✗", "kink": "∧", "noise": "≈", "vacuous": "∅"}


def as_html(
    verdict: str,
    reason: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    said: Sequence[str],
) -> str:
    """Return a report as HTML; whatever stands in it is shown as it is."""
    parts = [f"<p><strong>{MARKS[verdict]} {verdict}</strong>: {escape(reason)}</p>"]
    if rows:
        top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        parts += [f"<table><thead><tr>{top}</tr></thead><tbody>"]
        parts += [f"<tr>{''.join(_cells(row))}</tr>" for row in rows]
        parts += ["</tbody></table>"]
    parts += [f"<p>{escape(one)}</p>" for one in said]
    return "\n".join(["<div>", *parts, "</div>"])


def _cells(row: Sequence[str]) -> Iterable[str]:
    name, *others = row
    yield f'<th scope="row">{escape(name)}</th>'
    yield from (f"<td>{escape(cell)}</td>" for cell in others)
