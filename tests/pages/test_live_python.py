"""The book was built with live Python, which needs a file that not every machine can fetch."""

import os

import pytest

from tests.pages.test_built_pages import HTML

WITHOUT = (
    "The book was built without live Python, because numpy's wheel for Pyodide could not be had. "
    "Set NUMPY_WHEEL to the path of one, as a line of `make book` tells, and build again."
)


def test_the_book_brings_live_python_along() -> None:
    if not list((HTML / "_static" / "live").glob("*.js")):
        # on CI a skip would hide that nothing of it was tested
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(WITHOUT)
