"""The one door of the worker: JSON in, JSON out, and nothing that ends it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nnderiv.errors import InputError
from nnderiv.live import bridge
from nnderiv.live.bridge import Bridge

PAGE = [r"x &\in \mathbb{R}^{n} \\ s &= \sum_{i=1}^{n} x_i^2", r"\frac{ds}{dx_i} &= 2 x_i"]
RUN = '{{"do": "run", "page": "a", "above": [], "source": {}}}'
READ = 'from pathlib import Path\nPath("post.tex").read_text()'
HEAVY = ("IPython", "anywidget", "ipywidgets", "matplotlib", "traitlets")


class Worker:
    """A bridge with what it sends."""

    def __init__(self) -> None:
        self.bridge = Bridge()
        self.sent: list[tuple[str, str]] = []

    def ask(self, **request: Any) -> Any:
        return json.loads(self.bridge.answer(json.dumps(request), self.send))

    def send(self, kind: str, text: str) -> None:
        self.sent.append((kind, text))


@pytest.fixture
def worker() -> Worker:
    worker = Worker()
    assert worker.ask(do="open", page="linear", derivations=PAGE) == {"error": None}
    return worker


def test_a_derivation_is_read_in_its_place(worker: Worker) -> None:
    answer = worker.ask(do="derivation", page="linear", index=1, latex=PAGE[1])
    assert (answer["verdict"], answer["error"]) == ("holds", None)


def test_each_page_has_derivations_of_its_own(worker: Worker) -> None:
    worker.ask(do="open", page="other", derivations=["", ""])
    here = worker.ask(do="derivation", page="linear", index=1, latex=PAGE[1])
    there = worker.ask(do="derivation", page="other", index=1, latex=PAGE[1])
    assert [here["verdict"], there["verdict"]] == ["holds", "unread"]


def test_a_document_tells_its_progress_once_a_percent(worker: Worker) -> None:
    text = "$$ x \\in \\mathbb{R} $$\n\n" + "$$ \\frac{d}{dx} x^2 = 2x $$\n\n" * 250
    answer = worker.ask(do="document", name="notes.md", text=text)
    assert answer["counts"]["holds"] == 250
    parts = [float(part) for kind, part in worker.sent if kind == "progress"]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert 50 < len(parts) == len(worker.sent) <= 101


def test_what_a_cell_prints_is_sent(worker: Worker) -> None:
    answer = worker.ask(do="run", page="linear", above=[], source="x = 2\nprint('é')\nx")
    assert answer["result"] == "2"
    assert worker.sent == [("output", "é"), ("output", "\n")]


def test_a_cell_runs_after_those_above_it(worker: Worker) -> None:
    answer = worker.ask(do="run", page="linear", above=["x = 2\nprint(x)"], source="x")
    assert answer["result"] == "2"
    assert worker.sent == [("progress", "0.5")]


def test_a_cell_finds_the_files_of_its_page(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    worker.ask(do="keep", files={"post.tex": "$x^2$"})
    answer = worker.ask(do="run", page="a", above=[], source=READ)
    assert answer["result"] == "'$x^2$'"


def test_opening_a_page_begins_anew(worker: Worker) -> None:
    worker.ask(do="run", page="linear", above=[], source="x = 2")
    worker.ask(do="open", page="linear", derivations=["", PAGE[1]])
    answer = worker.ask(do="run", page="linear", above=[], source="x")
    assert answer["error"]["kind"] == "NameError"
    answer = worker.ask(do="derivation", page="linear", index=1, latex=PAGE[1])
    assert answer["verdict"] == "unread"


def test_code_runs_on_a_page_that_was_not_opened() -> None:
    assert Worker().ask(do="run", page="checks", above=[], source="1 + 1")["result"] == "2"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ("", "a request is an object in JSON"),
        ("{", "a request is an object in JSON"),
        ("[" * 100_000, "a request is an object in JSON"),
        ("[]", 'a request is an object whose "do" is one of open, derivation, document, run'),
        ("{}", 'a request is an object whose "do" is one of'),
        ('{"do": "answer"}', 'a request is an object whose "do" is one of'),
        ('{"do": ["run"]}', 'a request is an object whose "do" is one of'),
        ('{"do": "run", "page": "a"}', "run has page, above, source, not page"),
        (RUN.format(3), "source of run is not str"),
        (RUN.format('"", "x": 1'), "run has page, above, source, not page, above, source, x"),
        (RUN.replace("[]", "[3]").format('""'), "above of run is a list of texts"),
        (RUN.replace("[]", "3").format('""'), "above of run is not list"),
        ('{"do": "open", "page": "a", "derivations": [3]}', "derivations of open is a list of"),
        ('{"do": "keep", "files": {"a": 3}}', "files of keep has a text for each name"),
        ('{"do": "derivation", "page": "a", "index": 0, "latex": ""}', "'a' was not opened"),
        ('{"do": "derivation", "page": "linear", "index": 2, "latex": ""}', "there is no 2"),
        ('{"do": "derivation", "page": "linear", "index": -1, "latex": ""}', "there is no -1"),
        ('{"do": "derivation", "page": "linear", "index": true, "latex": ""}', "is not int"),
    ],
)
def test_a_bad_request_is_refused(worker: Worker, request_: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        worker.bridge.answer(request_, worker.send)


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("proofread_document", {"do": "document", "name": "a.md", "text": ""}),
        ("Derivations", {"do": "open", "page": "linear", "derivations": []}),
    ],
)
@pytest.mark.parametrize("kind", [ValueError, RecursionError, MemoryError, InputError])
def test_what_goes_wrong_in_proof_reading_is_an_answer(
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    request_: dict[str, Any],
    kind: type[Exception],
) -> None:
    def broken(*args: object) -> None:
        raise kind("something broke")

    monkeypatch.setattr(bridge, name, broken)
    error = worker.ask(**request_)["error"]
    assert (error["kind"], error["message"]) == (kind.__name__, "something broke")
    monkeypatch.undo()
    answer = worker.ask(do="derivation", page="linear", index=1, latex=PAGE[1])
    assert answer["verdict"] == "holds"


def test_half_a_letter_is_carried_through(worker: Worker) -> None:
    answer = worker.ask(do="derivation", page="linear", index=1, latex="\ud800 &= x_1")
    assert answer["verdict"] == "unread"


def test_the_door_of_the_module_keeps_its_pages() -> None:
    source = "'mark' in globals(), (mark := 1)"
    request = json.dumps({"do": "run", "page": "a page of its own", "above": [], "source": source})
    assert json.loads(bridge.answer(request, print))["result"] == "(False, 1)"
    assert json.loads(bridge.answer(request, print))["result"] == "(True, 1)"


def test_the_worker_needs_numpy_alone() -> None:
    code = f"""
import sys
import nnderiv.live, nnderiv.live.bridge
nnderiv.live.bridge.answer('{{"do": "run", "page": "a", "above": [], "source": "1"}}', print)
assert "numpy" in sys.modules
print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
