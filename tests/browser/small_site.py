"""Books for the tests of reading offline: a small one, and a server that can be switched off."""

import shutil
import threading
from collections import Counter
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from offline_reading import WORKER, worker_for

from tests.browser.conftest import QuietHandler

MODULE = WORKER.parent / "page" / "offline.js"
PAGE = """<!doctype html><html data-content_root="{root}"><meta charset="utf-8">
<link rel="icon" href="data:,"><link rel="stylesheet" href="{root}_static/book.css?digest=1">
<p>{text}</p><button disabled>Keep</button><output></output>
<script src="{root}_static/live/{live}.js"></script>
<script type="module" src="{root}_static/page.js"></script></html>"""
SCRIPT = """import { keepForOffline } from "./offline.js";
const button = document.querySelector("button");
button.addEventListener("click", async () => {
  document.querySelector("output").textContent = String(await keepForOffline());
});
button.disabled = false;"""
KEPT = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
}"""
LIVE = 'document.documentElement.dataset.live = "{name}";'


class Site:
    """A book on a server that can be switched off, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: Counter[str] = Counter()
        self.httpd: ThreadingHTTPServer | None = None
        self.port = 0
        self.held = threading.Event()  # until it is set, held.js is not sent
        self.wanted = threading.Event()

    def build(self, live: str, text: str) -> None:
        """Write all files of a small book, with one under `_static/live/` that has this name."""
        shutil.rmtree(self.folder, ignore_errors=True)
        static = self.folder / "_static"
        (static / "live").mkdir(parents=True)
        (static / "live" / f"{live}.js").write_text(LIVE.format(name=live))
        (static / "book.css").write_text("p { color: rgb(1, 2, 3) }")
        (static / "page.js").write_text(SCRIPT)
        shutil.copy(MODULE, static)
        for name in ("index", "chapters/one", "chapters/two"):
            path = self.folder / f"{name}.html"
            path.parent.mkdir(exist_ok=True)
            root = "../" * name.count("/") or "./"
            path.write_text(PAGE.format(root=root, live=live, text=f"{text} of {name}"))
        (self.folder / WORKER.name).write_text(worker_for(self.folder))

    def start(self) -> None:
        """Serve the book, on the port that it was served on before."""
        site = self

        class Handler(QuietHandler):
            def parse_request(self) -> bool:
                """Count a request, and answer it whole: times of files tell only seconds."""
                parsed = super().parse_request()
                site.asked[self.path] += 1
                del self.headers["If-Modified-Since"]
                if self.path.endswith("/held.js"):
                    site.wanted.set()
                    site.held.wait()
                return parsed

        handler = partial(Handler, directory=str(self.folder))
        self.httpd = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.httpd.server_port
        threading.Thread(target=self.httpd.serve_forever).start()

    def stop(self) -> None:
        """Take the network away."""
        self.held.set()
        if self.httpd:
            self.httpd.shutdown()
            self.httpd.server_close()
            self.httpd = None

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"
