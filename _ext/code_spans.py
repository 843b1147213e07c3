"""Code in fewer elements: what looks like plain text in both styles of the theme gets no span.

Names and punctuation are two thirds of the tokens of Python, and a page is laid out the sooner.
"""

from collections.abc import Iterable
from functools import partial
from typing import TextIO

from pygments.formatters import HtmlFormatter
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import Text, _TokenType
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.typing import ExtensionMetadata


class FewerSpans(HtmlFormatter):
    """Writes each token whose kind is `plain` as Text, which has no span."""

    def __init__(self, plain: set[_TokenType], **options: object) -> None:
        super().__init__(**options)
        self.plain = plain

    def format(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: TextIO) -> None:
        """Write the tokens as HTML."""
        needed = ((Text if kind in self.plain else kind, text) for kind, text in tokensource)
        super().format(needed, outfile)


def plain_in(styles: Iterable[type[Style]]) -> set[_TokenType]:
    """Return the kinds of tokens that have the looks of Text in all of these styles."""
    return set.intersection(
        *(
            {kind for kind, looks in style if looks == style.style_for_token(Text)}
            for style in styles
        )
    )


def write_fewer_spans(app: Sphinx) -> None:
    """Let the builder of the pages colour code with this formatter."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        options = app.builder.theme.get_options(app.config.html_theme_options)
        names = (options[f"pygments_{shade}_style"] for shade in ("light", "dark"))
        plain = plain_in(map(get_style_by_name, names))  # once: each block has its own formatter
        app.builder.highlighter.formatter = partial(FewerSpans, plain)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect to Sphinx."""
    app.connect("builder-inited", write_fewer_spans)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
