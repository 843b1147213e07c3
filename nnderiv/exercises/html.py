"""HTML of tasks and feedback: formulas, and the controls with which one answers.

A formula is LaTeX in a span; the built book typesets it, and so does JupyterLab.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from html import escape

SIGNS = ("✗", "✓")  # of an answer that was tried and is wrong, and of the right one


def radios(
    legend: str,
    options: Iterable[tuple[str, str, str]],
    rows: bool = False,
    signs: tuple[str, str] = SIGNS,
) -> str:
    """Return a question with one choice.

    Args:
        legend: the question, as HTML.
        options: for each the value, its HTML, and how the button calls it, as "row 2".
        rows: whether options are rows of a derivation, of which each unfolds what is said of it.
        signs: what marks a wrong answer, and the right one.
    """
    shown = "".join(
        f'<label class="nnd-option"><input type="radio" name="answer" value="{escape(value)}" '
        f'data-said="{escape(said)}"><span class="nnd-spoken">{said or f"option {value}"}: </span>'
        f'<span class="nnd-label">{html}</span></label>'
        + (f'<div class="nnd-unfolded" data-for="{escape(value)}" role="status"></div>' * rows)
        for value, html, said in options
    )
    kind = ' class="nnd-rows"' if rows else ""
    marks = "" if signs == SIGNS else f' data-signs="{escape("|".join(signs))}"'
    return f"<fieldset{kind}{marks}><legend>{legend}</legend>{shown}</fieldset>"


def number(label: str) -> str:
    """Return a field for a number, or a fraction."""
    return (
        f'<label class="nnd-field">{label} <input type="text" name="answer" inputmode="text" '
        'autocomplete="off" size="8"></label>'
    )


def selects(legend: str, fields: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a question with a choice for each of several labels, which are HTML."""
    shown = "".join(
        f'<label class="nnd-field">{label} <select name="answer" class="nnd-select">'
        '<option value="">…</option>'
        + "".join(f"<option>{escape(option, quote=False)}</option>" for option in options)
        + "</select></label>"
        for label, options in fields
    )
    return f'<fieldset class="nnd-selects"><legend>{legend}</legend>{shown}</fieldset>'


def textarea(label: str, text: str, language: str, rows: int = 3) -> str:
    """Return a field for LaTeX or Python, with what stands in it at first."""
    return (
        f'<label class="nnd-field nnd-writing">{label}<textarea name="answer" rows="{rows}" '
        f'data-language="{language}" spellcheck="false" autocapitalize="off" autocomplete="off">'
        f"{escape(text, quote=False)}</textarea></label>"
    )


def writing(label: str, rows: int, text: str = "") -> str:
    """Return a field for LaTeX, with a place for what is typed as a formula, and what holds so far.

    `label` is HTML; `text` stands in the field at first.
    """
    return (
        textarea(label, text, "tex", rows)
        + '<div class="nnd-typed"></div><div class="nnd-so-far"></div>'
    )


def code(source: str) -> str:
    """Return Python to read."""
    return f'<pre class="nnd-code"><code>{escape(source, quote=False)}</code></pre>'


def matrix(values: Sequence[Sequence[str]]) -> str:
    """Return a table of numbers, between the brackets of a matrix."""
    rows = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in values)
    return f'<table class="nnd-table nnd-matrix"><tbody>{rows}</tbody></table>'


def solution(html: str) -> str:
    """Return a worked solution, folded away; nothing in a book for a course (SOLUTIONS=no)."""
    if os.environ.get("SOLUTIONS") == "no":
        return ""
    return f'<details class="nnd-solution"><summary>Solution</summary>{html}</details>'


def shell(name: str, kind: str, task: str, another: str, has_hints: bool) -> str:
    """Return an exercise whose first task is shown, not yet answered.

    A form of the method "dialog" leads nowhere, should it be sent before its script is there.
    """
    hidden = "" if has_hints else " hidden"
    label = kind.replace("-", " ").capitalize()
    return (
        f'<form class="nnd-explorer nnd-exercise" data-name="{name}" data-kind="{kind}" '
        f'aria-label="{label}: {name}" method="dialog" novalidate>'
        f'<div class="nnd-stages"><div class="nnd-task">{task}</div>'
        '<output class="nnd-output nnd-feedback" aria-live="polite"></output></div>'
        '<div class="nnd-foot"><button type="submit" class="nnd-button nnd-check">Check</button>'
        f'<button type="button" class="nnd-button nnd-hint"{hidden}>Hint</button>'
        f'<button type="button" class="nnd-button nnd-another" hidden>{another}</button>'
        '<span class="nnd-tries"></span></div></form>'
    )
