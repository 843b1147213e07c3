"""Scripts move out of the pages, in an order that they can run in."""

from pathlib import Path

from strict_pages import without_scripts

PAGE = """<html><head><script>let first;</script><script src="a.js"></script><script>let b;</script>
<script>let c;</script></head><body><script type="application/json">{"a": 1}</script>
<button onclick="window.print()">Print</button><script>late();</script></body></html>"""


def test_no_script_is_left_in_the_page_but_data(tmp_path: Path) -> None:
    html = without_scripts(PAGE, "../", tmp_path)
    assert "let " not in html
    assert "late()" not in html
    assert "onclick" not in html
    assert '<script type="application/json">{"a": 1}</script>' in html


def test_the_first_script_stays_first_and_those_of_the_body_stay_there(tmp_path: Path) -> None:
    html = without_scripts(PAGE, "../", tmp_path)
    order = [html.index(f"_static/{path.name}") for path in _files(tmp_path, "first", "b;", "late")]
    assert order == sorted(order)
    assert order[1] < html.index("<body>") < order[2]


def test_scripts_of_the_head_that_stood_apart_come_together(tmp_path: Path) -> None:
    without_scripts(PAGE, "../", tmp_path)
    (together,) = _files(tmp_path, "let b;")
    assert "let c;" in together.read_text(encoding="utf-8")


def test_a_page_without_scripts_is_left_alone(tmp_path: Path) -> None:
    assert without_scripts("<p>nothing</p>", "", tmp_path) == "<p>nothing</p>"


def _files(folder: Path, *contents: str) -> list[Path]:
    """The files that have these contents, one each."""
    return [
        next(path for path in folder.iterdir() if content in path.read_text(encoding="utf-8"))
        for content in contents
    ]
