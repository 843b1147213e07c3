"""The one door of the worker: a request and its answer, both JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnderiv.errors import InputError
from nnderiv.judging import judge
from nnderiv.live.chapter import Chapter
from nnderiv.live.derivations import Derivations
from nnderiv.live.documents import proofread_document
from nnderiv.live.tracebacks import described

Send = Callable[[str, str], object]  # what kind of message, "progress" or "output", and its text
# What each request has beside "do".
REQUESTS: dict[str, dict[str, type]] = {
    "open": {"page": str, "derivations": list},
    "derivation": {"page": str, "index": int, "latex": str},
    "document": {"name": str, "text": str},
    "run": {"page": str, "above": list, "source": str},
    "keep": {"files": dict},
    "exercise": {"ask": dict, "answer": str},
}


class Bridge:
    """The pages that a worker serves."""

    def __init__(self) -> None:
        self.derivations: dict[str, Derivations] = {}
        self.chapters: dict[str, Chapter] = {}

    def answer(self, request: str, send: Send) -> str:
        """Answer a request; see `answer`."""
        asked = _checked(request)
        if asked["do"] == "derivation":
            self._refuse_unknown(asked["page"], asked["index"])
        try:
            answer = getattr(self, f"_{asked.pop('do')}")(send=send, **asked)
        except Exception as error:
            answer = {"error": described(error)}
        return json.dumps(answer)

    def _refuse_unknown(self, page: str, index: int) -> None:
        """Raise InputError unless the page was opened and has such a derivation."""
        if page not in self.derivations:
            raise InputError(f"the page {page!r} was not opened: send an open for it first")
        self.derivations[page].refuse_unknown(index)

    def _open(self, page: str, derivations: list[str], send: Send) -> dict[str, Any]:
        """Begin a page anew."""
        self.derivations[page] = Derivations(derivations)
        self.chapters.pop(page, None)
        return {"error": None}

    def _derivation(self, page: str, index: int, latex: str, send: Send) -> dict[str, Any]:
        """Proof-read one derivation."""
        return self.derivations[page].read(index, latex)

    def _document(self, name: str, text: str, send: Send) -> dict[str, Any]:
        """Proof-read a document; tell each percent that is done."""
        told = -1

        def progress(part: float) -> None:
            nonlocal told
            if int(part * 100) > told:
                told = int(part * 100)
                send("progress", str(part))

        return proofread_document(name, text, progress)

    def _exercise(self, ask: dict[str, Any], answer: str, send: Send) -> dict[str, Any]:
        """Judge an answer to an exercise."""
        return {"error": None, **judge(ask, answer)}

    def _keep(self, files: dict[str, str], send: Send) -> dict[str, Any]:
        """Write files into the working folder, where cells look for them."""
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
        return {"error": None}

    def _run(self, page: str, above: list[str], source: str, send: Send) -> dict[str, Any]:
        """Run a cell of code after those above it."""
        chapter = self.chapters.setdefault(page, Chapter())
        return chapter.run(
            above,
            source,
            write=lambda text: send("output", text),
            progress=lambda part: send("progress", str(part)),
        )


def _checked(request: str) -> dict[str, Any]:
    """A request that has all that it must have, and nothing more.

    Raises:
        InputError: it is none.
    """
    try:
        asked = json.loads(request)
    except (ValueError, RecursionError) as error:
        raise InputError(f"a request is an object in JSON: {error}") from None
    if not isinstance(asked, dict) or asked.get("do") not in [*REQUESTS]:
        raise InputError(f'a request is an object whose "do" is one of {", ".join(REQUESTS)}')
    fields = REQUESTS[asked["do"]]
    given = [name for name in asked if name != "do"]
    if {*given} != {*fields}:
        raise InputError(f"{asked['do']} has {', '.join(fields)}, not {', '.join(given)}")
    for name, kind in fields.items():
        if type(asked[name]) is not kind:
            raise InputError(f"{name} of {asked['do']} is not {kind.__name__}")
    for name in fields.keys() & {"derivations", "above"}:
        if not all(isinstance(text, str) for text in asked[name]):
            raise InputError(f"{name} of {asked['do']} is a list of texts")
    if not all(isinstance(text, str) for text in asked.get("files", {}).values()):
        raise InputError("files of keep has a text for each name")
    return asked


_BRIDGE = Bridge()


def answer(request: str, send: Send) -> str:
    """Answer a request of the page.

    Args:
        request: an object in JSON. `do` says what it asks for, and each has fields of its own:
            "open" begins a page anew, with the LaTeX of its `derivations`; "derivation" reads a
            `latex` in the place of the one with this `index`; "document" reads a `text` as the file
            of its `name`; "run" runs the `source` of a cell of a `page`, after those
            `above` it that have not run as they now stand; "keep" writes `files`, texts by name,
            to where cells look for them; "exercise" judges an `answer` by what its `ask` says.
        send: called with "progress" and the part that is done, or with "output" and what a cell
            prints.

    Returns:
        An object in JSON: what `Derivations.read`, `proofread_document`, `Chapter.run` or `judge`
        returns.
        `error` is null, or has the `kind`, the `message` and the `traceback` of what went wrong.

    Raises:
        InputError: the request is none of these.
    """
    return _BRIDGE.answer(request, send)
