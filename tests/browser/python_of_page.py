"""The page's Python by itself, in the worker and with the files of the built book.

A page gives nobody the name of its Python. So a script of the test's own, which the book does not
have, holds what a page's editor holds, and comes from the folder where that lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from live_files import LIVE, bundle, write_python
from node_packages import install
from numpy_wheel import find_wheel
from playwright.sync_api import Browser, Page

PAGE = "chapters/linear.html"
SCRIPT = "_static/live/python-of-page.js"
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


def script(folder: Path) -> str:
    """Return the script; the files that it brings are named after what they hold."""
    modules = install(LIVE, "The editor of the pages")
    wheel = find_wheel(modules / "pyodide/pyodide-lock.json", LIVE.parent / ".wheels")
    assert wheel is not None
    known = write_python(modules, wheel, folder)
    return bundle(modules, Path(__file__).with_suffix(".js"), known, "--global-name=live")


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
def python_of_page(browser: Browser, root: str, text: str) -> Iterator[PythonOfPage]:
    """Open a page of the book and add the script to it."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"**/{SCRIPT}", lambda route: route.fulfill(body=text))
        page.goto(f"{root}/{PAGE}")
        page.add_script_tag(url=f"{root}/{SCRIPT}")
        yield PythonOfPage(page)
