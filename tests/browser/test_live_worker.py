"""The reader's Python reaches nothing beyond its worker; after what ends it, another answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.python_of_page import PythonOfPage, python_of_page

# Each way out ends with a print of what it found, which no way may come to.
WAYS_OUT = {
    "js": "from js import fetch as way",
    "document": "from js import document as way",
    "storage": "from js import indexedDB as way",
    "run_js": "from pyodide.code import run_js\nway = run_js('self')",
    "pyfetch": "from pyodide.http import pyfetch\nway = pyfetch('ADDRESS').send(None)",
    "open_url": "from pyodide.http import open_url\nway = open_url('ADDRESS')",
    "urllib": "from urllib.request import urlopen\nway = urlopen('ADDRESS')",
    "socket": "import socket\nway = socket.create_connection(('127.0.0.1', PORT), 1)",
    "constructor": (
        "from pyodide.ffi import to_js\nway = to_js([1]).constructor.constructor('return self')()"
    ),
    "async constructor": (
        "import pyodide_js\n"
        "way = pyodide_js.loadPackage.constructor('return import(\"ADDRESS\")')()"
    ),
    "send": (
        "import sys\nframe = sys._getframe()\n"
        "while 'send' not in frame.f_locals:\n    frame = frame.f_back\n"
        "way = frame.f_locals['send'].constructor('return self')()"
    ),
    "a package": "import pyodide_js\nway = pyodide_js.loadPackage\nway('ADDRESS').result()",
    "emscripten": (
        "import pyodide_js\nway = pyodide_js._module.FS.createLazyFile('/', 'x', 'ADDRESS')\n"
        "open('/x').read()"
    ),
    "IDBFS": "import pyodide_js\nway = pyodide_js._module.IDBFS.indexedDB()\nassert way, 'none'",
}
RUN = {"do": "run", "page": "linear", "above": []}
# What ends Python itself, and what the reader is told.
ENDS = {
    "import os\nos._exit(3)": "The code ended Python itself.",
    "eval('-' * 100_000 + '1')": "The code calls itself too deeply, which ended Python.",
    "kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))": (
        "The code filled the 512 MB of memory that it has in a page, which ended Python."
    ),
    "import ctypes\nctypes.string_at(0xFFFFFFF0)": (
        "The code ended Python by an error that Python cannot survive: memory access out of bounds"
    ),
}


@pytest.fixture(scope="module", params=["http", "file"])
def python(
    request: pytest.FixtureRequest, browser: Browser, server: str, book_html: Path
) -> Iterator[PythonOfPage]:
    root = server if request.param == "http" else book_html.resolve().as_uri()
    with python_of_page(browser, root, book_html) as python:
        yield python


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_way_leads_out_of_the_worker(python: PythonOfPage, server: str, way: str) -> None:
    asked: list[str] = []
    python.page.context.on("request", lambda request: asked.append(request.url))
    source = (
        WAYS_OUT[way]
        .replace("ADDRESS", f"{server}/reached")
        .replace("PORT", server.rpartition(":")[2])
    )
    told = python.ask(**RUN, source=f"{source}\nprint('reached', way)")
    assert told["answer"]["error"] is not None
    assert [text for kind, text, *_ in told["heard"] if kind == "output"] == []
    assert [url for url in asked if "reached" in url] == []


def test_the_worker_keeps_no_name_that_reaches_beyond_it(python: PythonOfPage) -> None:
    python.answer(**SEVEN)
    source = "import js\nprint(list(js.object_keys()))"
    assert python.ask(**RUN, source=source)["heard"] == [["output", "[]"], ["output", "\n"]]


def test_what_a_program_needs_is_there(python: PythonOfPage) -> None:
    source = (
        "import numpy as np, os, secrets, time\n"
        "from nnderiv import gradcheck\n"
        "np.testing.assert_allclose(np.linalg.inv(2 * np.eye(2)), np.eye(2) / 2)\n"
        "np.fft.fft(np.random.default_rng().normal(size=8)), os.urandom(1), secrets.token_hex()\n"
        "time.sleep(0.01)\n"
        "time.time() > 1"
    )
    answer = python.answer(**RUN, source=source)
    assert (answer["error"], answer["result"]) == (None, "True")


def test_an_array_that_is_too_large_leaves_python_as_it_was(python: PythonOfPage) -> None:
    assert python.answer(**RUN, source="kept = 7")["ok"]
    answer = python.answer(**RUN, source="import numpy as np\nnp.ones(10**8)")
    assert answer["error"]["kind"] == "MemoryError"
    assert "Unable to allocate 763. MiB" in answer["error"]["message"]
    assert python.answer(**RUN, source="kept")["result"] == "7"


@pytest.mark.parametrize("source", ENDS)
def test_what_ends_python_is_said_and_the_next_request_is_answered(
    python: PythonOfPage, source: str
) -> None:
    assert python.answer(**RUN, source="kept = 7")["ok"]
    assert python.ask(**RUN, source=source)["error"] == ENDS[source]
    answer = python.answer(**RUN, source="kept")
    assert answer["error"]["kind"] == "NameError"  # it is another Python


def test_an_exit_and_a_recursion_end_the_cell_alone(python: PythonOfPage) -> None:
    assert python.answer(**RUN, source="kept = 7")["ok"]
    for source, kind in [
        ("import sys\nsys.exit(3)", "SystemExit"),
        ("def f():\n    f()\nf()", "RecursionError"),
        ("input()", "EOFError"),
    ]:
        assert python.answer(**RUN, source=source)["error"]["kind"] == kind
    assert python.answer(**RUN, source="kept")["result"] == "7"


def test_what_is_printed_without_end_is_cut_off(python: PythonOfPage) -> None:
    told = python.ask(**RUN, source="for i in range(10**6):\n    print('x' * 999)")
    printed = "".join(text for kind, text in told["heard"])
    assert 100_000 < len(printed) < 101_000
    assert "not shown" in printed


# Starts several requests at once, of which the first never ends; stops, or lets a minute go by;
# then asks once more.
TOGETHER = """async ({ requests, end }) => {
  const { python } = window.live;
  const answers = requests.map((request) =>
    python.ask(request).then(({ result }) => result, (error) => error.message));
  await new Promise((done) => setTimeout(done, 300));
  if (end) python.stop();
  return Promise.all(answers);
}"""
ENDLESS = {**RUN, "source": "while True:\n    pass"}
SEVEN = {**RUN, "source": "3 + 4"}


def test_stop_ends_what_runs_and_what_waits(python: PythonOfPage) -> None:
    python.answer(**SEVEN)
    told = python.page.evaluate(TOGETHER, {"requests": [ENDLESS, SEVEN, SEVEN], "end": True})
    assert told == ["Stopped."] * 3
    assert python.answer(**SEVEN)["result"] == "7"


def test_stop_ends_what_waits_for_python_itself(python: PythonOfPage) -> None:
    python.page.evaluate("window.live.python.stop()")
    told = python.page.evaluate(TOGETHER, {"requests": [SEVEN, SEVEN], "end": True})
    assert told == ["Stopped."] * 2
    assert python.answer(**SEVEN)["result"] == "7"


def test_editors_share_python_in_turn(python: PythonOfPage) -> None:
    requests = [{**RUN, "page": page, "source": "x = 1"} for page in "ab"]
    requests += [{**RUN, "page": page, "source": "x = x + 1\nx"} for page in "abab"]
    told = python.page.evaluate(TOGETHER, {"requests": requests, "end": False})
    assert told == [None, None, "2", "2", "3", "3"]


def test_a_minute_without_an_answer_ends_it(browser: Browser, server: str, book_html: Path) -> None:
    with python_of_page(browser, server, book_html) as python:
        python.answer(**SEVEN)
        python.page.clock.install()
        python.page.evaluate(
            "(request) => (window.told = window.live.python.ask(request).catch(String)) && 0",
            ENDLESS,
        )
        python.page.clock.fast_forward(59_000)
        python.page.clock.fast_forward(2_000)
        told = python.page.evaluate("window.told")
        assert told == "Error: Ended after 60 seconds without an answer."
        assert python.answer(**SEVEN)["result"] == "7"


def test_a_file_that_cannot_be_had_is_asked_for_again(
    browser: Browser, server: str, book_html: Path
) -> None:
    with python_of_page(browser, server, book_html) as python:
        python.page.route("**/nnderiv-*.js", lambda route: route.abort())
        assert "could not be loaded. Are you still online?" in python.ask(**SEVEN)["error"]
        python.page.unroute("**/nnderiv-*.js")
        told = python.ask(**SEVEN)
        assert told["answer"]["result"] == "7"
        here = [here for kind, here, _ in told["heard"] if kind == "bytes"]
        assert here == sorted(here)
        assert {whole for kind, _, whole in told["heard"]} == {here[-1]}


def test_a_file_that_fails_once_is_brought_at_once(
    browser: Browser, server: str, book_html: Path
) -> None:
    with python_of_page(browser, server, book_html) as python:
        python.page.route("**/nnderiv-*.js", lambda route: route.abort(), times=1)
        assert python.answer(**SEVEN)["result"] == "7"
