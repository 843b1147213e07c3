"""Code that is coloured with as few elements as its colours need."""

import re

from code_spans import FewerSpans, plain_in
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, YamlLexer
from pygments.styles import get_style_by_name

STYLES = [get_style_by_name(f"a11y-high-contrast-{shade}") for shade in ("light", "dark")]
CODE = "from nnderiv import tanh\ny = tanh(x)  # < 1\nassert y.shape == (2, 3)\n"


def spans(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="([^"]+)">([^<]*)</span>', html)


def test_a_token_that_looks_like_plain_text_has_no_span_and_all_others_keep_theirs() -> None:
    few = highlight(CODE, PythonLexer(), FewerSpans(plain_in(STYLES), style=STYLES[0]))
    all_of_them = highlight(CODE, PythonLexer(), HtmlFormatter(style=STYLES[0]))
    plain = {"n", "nn", "p", "w"}
    assert spans(few) == [(kind, text) for kind, text in spans(all_of_them) if kind not in plain]
    assert len(spans(few)) < len(spans(all_of_them)) / 2


def test_the_text_of_the_code_is_the_same() -> None:
    few = highlight(CODE, PythonLexer(), FewerSpans(plain_in(STYLES), style=STYLES[0]))
    every = highlight(CODE, PythonLexer(), HtmlFormatter(style=STYLES[0]))
    assert re.sub("<[^>]*>", "", few) == re.sub("<[^>]*>", "", every)


def test_a_token_that_one_of_the_styles_colours_keeps_its_span() -> None:
    bare, coloured = get_style_by_name("bw"), get_style_by_name("default")
    for styles, kept in (([bare], False), ([bare, coloured], True)):
        html = highlight(CODE, PythonLexer(), FewerSpans(plain_in(styles), style="bw"))
        assert (("mi", "2") in spans(html)) is kept


def test_a_token_that_no_style_knows_keeps_its_span() -> None:
    html = highlight("a: [1]", YamlLexer(), FewerSpans(plain_in(STYLES), style=STYLES[0]))
    assert ("p p-Indicator", "[") in spans(html)
