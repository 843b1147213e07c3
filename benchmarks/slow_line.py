"""Serves a folder over a line of a given speed, and counts what goes over it.

A browser can slow the network of a page, but not that of the page's workers, in which Python runs.
So the line is slow at its other end, alike for whatever asks.
"""

import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from benchmarks.page_loads import LINE
from benchmarks.stock import Handler, as_sent

PIECE = 16_384  # bytes that pass the line at once
LARGE = 100_000  # bytes of a file that takes long to compress
FRESH = "max-age=600"  # seconds that a browser need not ask again, as GitHub Pages says


class SlowLine(ThreadingHTTPServer):
    """A server of one folder, whose connections share one line.

    Attributes:
        sent: how many bytes have been sent, with the heads of the answers.
        policy: the pages' content security policy, or nothing.
    """

    daemon_threads = True

    def __init__(self, folder: Path, policy: str = "") -> None:
        super().__init__(("127.0.0.1", 0), partial(SlowHandler, directory=str(folder)))
        self.sent = 0
        self.policy = policy
        self._free = 0.0  # when the line is free again
        self._lock = Lock()
        for path in folder.rglob("*.*"):
            if path.is_file() and path.stat().st_size > LARGE:
                as_sent(path)  # compressed beforehand, as hosts do

    @property
    def address(self) -> str:
        """Where the folder is."""
        return f"http://127.0.0.1:{self.server_port}"

    def carry(self, size: int) -> None:
        """Wait until this many bytes have passed the line."""
        with self._lock:
            now = time.monotonic()
            self._free = max(now, self._free) + size / LINE["downloadThroughput"]
            self.sent += size
            wait = self._free - now
        time.sleep(wait)


class _Writer:
    """What a connection writes to."""

    def __init__(self, file: Any, line: SlowLine) -> None:
        self._file = file
        self._line = line
        self.flush, self.close = file.flush, file.close

    @property
    def closed(self) -> bool:
        return bool(self._file.closed)

    def write(self, content: bytes) -> int:
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            self._line.carry(len(piece))
            self._file.write(piece)
        return len(content)


class SlowHandler(Handler):
    """Answers late and slowly, and lets the browser keep what it got."""

    server: SlowLine

    def setup(self) -> None:
        """Put the line between the answers and the socket."""
        super().setup()
        self.wfile = _Writer(self.wfile, self.server)  # type: ignore[assignment]

    def end_headers(self) -> None:
        """Say how long the answer holds, after the time that it and the question are on the way."""
        time.sleep(LINE["latency"] / 1000)
        self.send_header("Cache-Control", FRESH)
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        super().end_headers()
