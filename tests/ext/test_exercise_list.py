"""The exercises of the book are read from its pages."""

from pathlib import Path

from exercise_list import Listed, exercises_in, exercises_of_book

PLACE = (
    '<div id="exercise-{0}" data-exercise data-page="{1}" data-name="{0}" data-source="../{0}.js">'
)
ABOVE = '<p><strong>{}.</strong> Which row is wrong? See <a href="#here">above</a>.</p>'


def test_an_exercise_has_its_number_and_the_text_above() -> None:
    html = ABOVE.format(1) + ABOVE.format(2) + PLACE.format("weights", "linear")
    (found,) = exercises_in(html)
    above = 'Which row is wrong? See <a href="linear.html#here">above</a>.'
    assert found == Listed("linear", "weights", "../weights.js", 2, above)


def test_an_exercise_without_a_number_has_no_text_above() -> None:
    (found,) = exercises_in("<p>Words.</p>" + PLACE.format("weights", "linear"))
    assert (found.number, found.above) == (0, "")


def test_a_book_has_the_exercises_of_each_page_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    for page, names in {"b": ["z", "y"], "a": ["x"], "c": []}.items():
        html = "".join(PLACE.format(name, page) for name in names)
        (tmp_path / "chapters" / f"{page}.html").write_text(html, encoding="utf-8")
    found = exercises_of_book(tmp_path)
    assert {page: [one.name for one in some] for page, some in found.items()} == {
        "a": ["x"],
        "b": ["z", "y"],
    }
