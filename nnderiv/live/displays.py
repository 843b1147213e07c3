"""What IPython.display has, as text: a page that runs a cell shows text alone."""

from __future__ import annotations

from typing import Any


class Shown:
    """A text in some markup; it is shown as it was written."""

    def __init__(self, data: object = "") -> None:
        self.data = data

    def __repr__(self) -> str:
        return str(self.data)


class Markdown(Shown):
    """Markdown, as it was written."""


class HTML(Shown):
    """HTML, as it was written."""


class Latex(Shown):
    """LaTeX, as it was written."""


class Math(Shown):
    """A formula, as it was written."""


def display(*values: object, **_: object) -> None:
    """Print what a notebook would show of each value."""
    for value in values:
        print(repr(value))


DISPLAYS: dict[str, Any] = {
    "display": display,
    "Markdown": Markdown,
    "HTML": HTML,
    "Latex": Latex,
    "Math": Math,
}
