"""A report as text and as HTML: its table, and what is said around it."""

from collections.abc import Iterator, Sequence
from html import escape

INDENT = "  "


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table, with its head if there are rows."""
    cells = [head, *rows] if rows else []
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        (
            INDENT + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def as_html(
    verdict: str,
    reason: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    said: Sequence[str],
) -> str:
    """Return a report as HTML; whatever stands in it is shown as it is."""
    parts = [f"<p><strong>{verdict}</strong>: {escape(reason)}</p>"]
    if rows:
        top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        parts += [f"<table><thead><tr>{top}</tr></thead><tbody>"]
        parts += [f"<tr>{''.join(_html_cells(row))}</tr>" for row in rows]
        parts += ["</tbody></table>"]
    parts += [f"<p>{escape(one)}</p>" for one in said]
    return "\n".join(["<div>", *parts, "</div>"])


def _html_cells(row: Sequence[str]) -> Iterator[str]:
    name, *others = row
    yield f'<th scope="row">{escape(name)}</th>'
    yield from (f"<td>{escape(cell)}</td>" for cell in others)
