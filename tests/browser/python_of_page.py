"""The page's Python by itself, in the worker and with the files of the built book.

A page gives nobody the name of its Python. So a script of the test's own, which the book does not
have, holds what a page's editor holds, and comes from the folder where that lies.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from live_files import LIVE, bundle
from playwright.sync_api import Browser, Page

PAGE = "chapters/linear.html"
LIVE_FOLDER = "_static/live"
SCRIPT = f"{LIVE_FOLDER}/python-of-page.js"
SOURCE = Path(__file__).with_suffix(".js")
ASK = """async (request) => {
  const heard = [];
  const watch = {
    progress: (here, all) => heard.push(["bytes", here, all]),
    part: (done) => heard.push(["part", done]),
    output: (text) => heard.push(["output", text]),
  };
  try {
    return { answer: await window.live.python.ask(request, watch), heard };
  } catch (error) {
    return { error: error.message, heard };
  }
}"""


def script(book: Path) -> str:
    """Return the script, which brings the files of Python that the editor of the book brings."""
    (editor,) = (book / LIVE_FOLDER).glob("editor-*.js")
    listed = re.search(r'\{"pyodide\.js":\[[^}]*\}', editor.read_text(encoding="utf-8"))
    assert listed is not None, "the editor of the book does not say which files Python has"
    files = json.loads(listed[0])
    known = {"LIVE_FILES": files, "LIVE_BYTES": sum(map(len, letters(book, files)))}
    return bundle(LIVE / "node_modules", SOURCE, known, "--global-name=live")


def letters(book: Path, files: dict[str, list[str]]) -> Iterator[str]:
    """What the parts of files hold in base64."""
    for part in itertools.chain.from_iterable(files.values()):
        yield (book / LIVE_FOLDER / part).read_text(encoding="utf-8").split('"')[3]


class PythonOfPage:
    """A page with its Python in reach."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ask(self, **request: Any) -> dict[str, Any]:
        """What Python answers, and what it told meanwhile."""
        told: dict[str, Any] = self.page.evaluate(ASK, request)
        return told

    def answer(self, **request: Any) -> dict[str, Any]:
        """What Python answers."""
        told = self.ask(**request)
        assert "error" not in told, told["error"]
        answer: dict[str, Any] = told["answer"]
        return answer


@contextmanager
def python_of_page(browser: Browser, root: str, book: Path) -> Iterator[PythonOfPage]:
    """Open a page of the book and add the script to it."""
    text = script(book)
    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"**/{SCRIPT}", lambda route: route.fulfill(body=text))
        page.goto(f"{root}/{PAGE}")
        page.add_script_tag(url=f"{root}/{SCRIPT}")
        yield PythonOfPage(page)
