"""With addresses in pyproject.toml, pages lead to their source and name themselves.

A small book is built with the extensions of this one, and with addresses in its own pyproject.toml.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/an-owner/a-book"
BOOK = "https://an-owner.github.io/a-book/"
BRANCH = "main"
# What writes the heads, buttons and lines of pages; the others work on what chapters contain.
EXTENSIONS = ("public_addresses", "colophon", "page_head", "not_found", "icon_font", "strict_pages")


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages of a book with addresses, which runs no code."""
    root = tmp_path_factory.mktemp("book")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    own = config["sphinx"]["local_extensions"]
    config["execute"] = {"execute_notebooks": "off"}
    config["sphinx"]["config"].pop("html_math_renderer", None)
    config["sphinx"]["local_extensions"] = {name: str(ROOT / "_ext") for name in EXTENSIONS}
    listed = config["sphinx"]["config"]["extensions"]
    left_out = set(own) - set(EXTENSIONS)
    config["sphinx"]["config"]["extensions"] = [name for name in listed if name not in left_out]
    (root / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    chapters = [{"file": "chapters/how_to_cite"}, {"file": "chapters/references"}]
    contents = {"format": "jb-book", "root": "chapters/first", "chapters": chapters}
    (root / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    for name in ("CITATION.cff", "LICENSE", "chapters/how_to_cite.md", "_static/favicon.svg"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "chapters" / "references.md").write_text("# References\n\n## Su\n\nA post.\n")
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[nbformat.v4.new_markdown_cell("# First\n\nHere it begins. It goes on.")],
    )
    nbformat.write(notebook, root / "chapters" / "first.ipynb")
    addresses = f'[project]\nurls = {{Repository = "{REPOSITORY}", Documentation = "{BOOK}"}}\n'
    (root / "pyproject.toml").write_text(addresses, encoding="utf-8")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(root), "-n", "-W", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def chapter(small_book: Path) -> str:
    return (small_book / "chapters" / "first.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ("source-repository", REPOSITORY),
        ("source-file", f"{REPOSITORY}/blob/{BRANCH}/chapters/first.ipynb?plain=1"),
        ("source-edit", f"{REPOSITORY}/edit/{BRANCH}/chapters/first.ipynb"),
        ("source-issues", f"{REPOSITORY}/issues/new?"),
    ],
)
def test_a_button_leads_to_the_source(chapter: str, button: str, address: str) -> None:
    (found,) = re.findall(rf'<a href="([^"]*)"[^>]*\bbtn-{button}-button\b', chapter)
    assert found.startswith(address)


def test_a_button_starts_the_chapter_on_a_machine_that_installs_the_book(chapter: str) -> None:
    (binder,) = re.findall(r'<a href="(https://mybinder\.org[^"]*)"', chapter)
    path = "an-owner/a-book/main?urlpath=lab/tree/chapters/first.ipynb"
    assert binder == f"https://mybinder.org/v2/gh/{path}"
    assert (ROOT / "runtime.txt").read_text(encoding="utf-8").startswith("python-3.")


def test_the_icons_of_the_buttons_are_in_the_font_that_the_page_has(chapter: str) -> None:
    assert not re.findall(r'class="fab |fa-brands', chapter)


def test_a_page_names_itself_for_those_who_share_it(chapter: str) -> None:
    address = f"{BOOK}chapters/first.html"
    assert f'<link rel="canonical" href="{address}"' in chapter
    graph = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', chapter))
    assert graph == {
        "title": "First",
        "type": "website",
        "url": address,
        "site_name": "Deriving the derivatives",
        "description": "Here it begins.",
        "image": f"{BOOK}_static/touch_icon.png",
    }


def test_the_page_for_lost_readers_is_right_at_any_depth(small_book: Path) -> None:
    page = (small_book / "404.html").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src)="([^"#?]+)', page)
    inside = [link for link in links if not link.startswith("https://")]
    assert inside
    for link in inside:
        assert link.startswith("/a-book/"), link
        assert (small_book / link.removeprefix("/a-book/")).exists(), link


def test_how_to_cite_tells_the_address(small_book: Path) -> None:
    page = (small_book / "chapters" / "how_to_cite.html").read_text(encoding="utf-8")
    assert f"url     = {{{BOOK}}}" in re.sub(r"<[^>]*>", "", page)
