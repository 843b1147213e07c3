"""What no page refers to is left out."""

from pathlib import Path

from shipped_files import unused


def test_a_file_is_used_if_a_page_leads_to_it_and_a_map_of_sources_does_not(
    tmp_path: Path,
) -> None:
    static = tmp_path / "_static"
    (static / "fonts").mkdir(parents=True)
    for path, text in {
        tmp_path / "a.html": '<link href="_static/a.css"><script src="_static/a.js"></script>',
        static / "a.css": 'src: url("fonts/a.woff2")\n/*# sourceMappingURL=a.css.map */',
        static / "a.js": "f();\n//# sourceMappingURL=a.js.map\n",
        static / "fonts" / "a.woff2": "",
        static / "a.js.map": "",
        static / "a.css.map": "",
        static / "b.html": "b.js",
        static / "b.js": "b.css",
        static / "b.css": "b.js",
    }.items():
        path.write_text(text, encoding="utf-8")
    left_out = {path.name for path in unused(tmp_path)}
    assert left_out == {"a.js.map", "a.css.map", "b.html", "b.js", "b.css"}
