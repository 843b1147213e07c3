"""How a built chapter compares with the same chapter of an unconfigured Jupyter Book.

Run it with: python -m benchmarks.pages

It needs a built book, in `_build/html` or where BOOK_HTML says, and exits with 1 if a figure misses
its bound. Both books are served by one local server and loaded in turn, always with an empty cache.
The slow profile is a processor four times as slow and a line of 10 Mbit/s with 40 ms of latency.
"""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from gzip import decompress
from statistics import median
from subprocess import PIPE, Popen
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import NO_CHROMIUM, find_chromium

BOOKS = ("book", "stock")
WIDGET = '<script type="application/vnd.jupyter.widget-view+json">'
SECTION = re.compile(r'<section id="([^"]+)"')
# No name but the server's is known, so that nothing is fetched from elsewhere.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
OPTIONS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
LINE = {"offline": False, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6, "latency": 40}
PATIENCE = 180_000  # milliseconds that a page may take
MOVES = 60
Run = dict[str, float]  # measures by name

# Watches a page from its start: long tasks, shifts of the layout, and when every widget is there,
# or, if it may touch them, when every widget answers.
PROBE = """([widgets, touch]) => {
  const probe = (window.probe = { answered: null, blocked: 0, shift: 0 });
  const [texts, answering] = [new Map(), new Set()];
  let [last, previous, key] = [0, 0, ""];
  const observe = (type, note) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
    observer.observe({ type, buffered: true });
  };
  observe("longtask", ({ startTime, duration }) => {
    probe.blocked += duration - 50;
    last = Math.max(last, startTime + duration);
  });
  observe("layout-shift", (entry) => (probe.shift += entry.hadRecentInput ? 0 : entry.value));

  const answers = (root) => {
    const slider = root.querySelector("[role=slider]");
    const control = slider ?? root.querySelector("input:not(:checked), button");
    if (!control || !touch) return Boolean(control);
    const before = texts.get(root) ?? root.textContent; // it may answer in the next frame
    texts.set(root, root.textContent);
    if (slider) slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    else control.click();
    const changed = root.textContent !== before;
    if (changed && control.hasAttribute("aria-expanded")) control.click(); // as it was: closed
    return changed;
  };
  const look = () => {
    const now = performance.now();
    key = key === "ArrowRight" ? "ArrowLeft" : "ArrowRight"; // one may stand at its end
    if (probe.answered === null) {
      for (const root of document.querySelectorAll(".nnd-explorer"))
        if (!answering.has(root) && answers(root)) answering.add(root);
      if (document.readyState !== "loading" && answering.size >= widgets) probe.answered = now;
    }
    // the observer may tell of a long task only after this
    if (document.readyState !== "complete" || now - previous > 100) last = now;
    previous = now;
    window.quiet = probe.answered !== null && now - Math.max(last, probe.answered) > 1000;
    if (!window.quiet) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

# Notes for each move of the pointer how long its handlers run and which frame shows the change.
WATCH_MOVES = """() => {
  const root = document.querySelector(".nnd-explorer:has([role=slider])");
  const stage = root.querySelector(".nnd-stage, svg") ?? root;
  window.moves = [];
  addEventListener("pointermove", ({ buttons }) => {
    if (!buttons) return;
    const [before, start] = [root.textContent, performance.now()];
    const end = () => {
      const move = { handlers: performance.now() - start, frames: 0, changed: false };
      const look = () => {
        if (move !== window.moves.at(-1)) return; // it changed nothing, and the next has come
        move.frames += 1;
        move.changed = root.textContent !== before;
        if (!move.changed) requestAnimationFrame(look);
      };
      window.moves.push(move);
      requestAnimationFrame(look); // comes after any frame that a handler asked for
    };
    addEventListener("pointermove", end, { once: true }); // added last, so it runs last
  }, { capture: true });
  stage.scrollIntoView({ block: "center", behavior: "instant" });
  const box = (node) => node.getBoundingClientRect().toJSON();
  return [box(root.querySelector("[role=slider]") ?? stage), box(stage)];
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Tab:
    """A tab of a browser with an empty cache, and what it fetches from the server at `root`."""

    def __init__(self, browser: Browser, root: str) -> None:
        own = (f"{root}/book", f"{root}/stock", f"{root}/favicon")  # but not `cdn/`
        self.own = (*own, "data:", "blob:")
        self.asked: list[str] = []
        self.sizes: list[float] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.on("Network.requestWillBeSent", lambda e: self.asked.append(e["request"]["url"]))
        self.cdp.on("Network.loadingFinished", lambda e: self.sizes.append(e["encodedDataLength"]))
        self.cdp.send("Network.enable")
        self.close = self.context.close

    def load(self, url: str, widgets: int, slow: bool = True, touch: bool = False) -> Run:
        """Load a page; return its measures once all widgets are there and the page is quiet."""
        if slow:
            self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            self.cdp.send("Network.emulateNetworkConditions", LINE)
        self.page.add_init_script(f"({PROBE})([{widgets}, {json.dumps(touch)}])")
        self.page.goto(url, wait_until="commit")
        self.page.wait_for_function("window.quiet", polling=200, timeout=PATIENCE)
        self.page.wait_for_load_state("networkidle")
        run: Run = self.page.evaluate("window.probe")
        elsewhere = sum(not url.startswith(self.own) for url in self.asked)
        return run | {"bytes": sum(self.sizes), "elsewhere": elsewhere}

    def drag(self) -> Run:
        """Drag over the stage of the first widget; return how the page follows."""
        handle, stage = self.page.evaluate(WATCH_MOVES)
        mouse = self.page.mouse
        mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        mouse.down()
        for step in range(MOVES):
            part = 0.2 + 0.6 * (7 * step % MOVES) / MOVES
            mouse.move(stage["x"] + part * stage["width"], stage["y"] + part * stage["height"])
            self.page.evaluate(TWO_FRAMES)
        moves = [move for move in self.page.evaluate("window.moves") if move["changed"]]
        handlers, frames = ([move[name] for move in moves] for name in ("handlers", "frames"))
        return {"handlers": median(handlers), "frames": max(frames)} if moves else {}


def contents(urls: list[str]) -> tuple[int, str]:
    """How many widgets a chapter has, and its last anchor, in both books."""
    pages = [decompress(urlopen(url).read()).decode() for url in urls]
    counts = {page.count(WIDGET) for page in pages}
    if len(counts) > 1 or (counts != {0} and any("nnd-explorer" not in page for page in pages)):
        sys.exit("The notebooks and the book differ: run `make notebooks` and `make book` first.")
    anchors = [set(SECTION.findall(page)) for page in pages]
    return counts.pop(), [a for a in SECTION.findall(pages[0]) if a in anchors[1]][-1]


def one_run(new_tab: Callable[[], Tab], url: str, widgets: int, anchor: str) -> Run:
    """Measure a page once: a slow load, one of a deep link, one with widgets touched, a drag."""
    with closing(new_tab()) as tab:
        run = tab.load(url, widgets)
    with closing(new_tab()) as tab:
        run["deep"] = tab.load(f"{url}#{anchor}", widgets)["shift"]
    del run["answered"]
    if not widgets:
        return run
    with closing(new_tab()) as tab:
        run["answered"] = tab.load(url, widgets, touch=True)["answered"]
    with closing(new_tab()) as tab:
        tab.load(url, widgets, slow=False)
        return run | tab.drag()


@dataclass(frozen=True)
class Figure:
    """A row of the table: a measure, and its bound: a fraction bounds the ratio, else ours."""

    name: str
    key: str
    form: str
    bound: str
    combine: Callable[[list[float]], float] = median

    def row(self, runs: dict[str, list[Run]]) -> tuple[str, bool]:
        """The row as text, and whether the bound holds; what was not measured misses it."""
        found = [[run[self.key] for run in runs[book] if self.key in run] for book in BOOKS]
        ours, stock = (self.combine(values) if values else None for values in found)
        ratio = None if ours is None or not stock else ours / stock
        value, limit = ratio if "/" in self.bound else ours, Fraction(self.bound.split()[-1])
        under = self.bound.startswith("under")
        holds = value is not None and (value < limit if under else value <= limit)
        cells = ["-" if number is None else self.form.format(number) for number in (ours, stock)]
        cells.append("-" if ratio is None else f"{ratio:.3f}")
        text = "".join(f"{cell:>12}" for cell in cells)
        return f"{self.name:40}{text}   {self.bound:13}{'ok' if holds else 'MISSED'}", holds


FIGURES = [
    Figure("bytes over the wire, gzip", "bytes", "{:,.0f}", "at most 1/5"),
    Figure("until every widget answers, slow, ms", "answered", "{:,.0f}", "at most 1/4"),
    Figure("total blocking time, slow, ms", "blocked", "{:,.0f}", "at most 1/5"),
    Figure("layout shift from the top, slow, worst", "shift", "{:.4f}", "under 0.01", max),
    Figure("layout shift at a deep link, slow, worst", "deep", "{:.4f}", "under 0.01", max),
    Figure("handlers of a pointer move, ms", "handlers", "{:.2f}", "under 2"),
    Figure("frames until its change is drawn, worst", "frames", "{:.0f}", "at most 1", max),
    Figure("requests off the host, worst", "elsewhere", "{:.0f}", "at most 0", max),
]


def measure(root: str, chapter: str, count: int) -> dict[str, list[Run]]:
    """Measure both books in turn; return the runs of each."""
    urls = {book: f"{root}/{book}/chapters/{chapter}.html" for book in BOOKS}
    widgets, anchor = contents(list(urls.values()))
    runs: dict[str, list[Run]] = {book: [] for book in BOOKS}
    with sync_playwright() as playwright:
        path = find_chromium(playwright) or sys.exit(NO_CHROMIUM)
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        for number in range(count):
            for book, url in urls.items():
                run = one_run(lambda: Tab(browser, root), url, widgets, anchor)
                told = ", ".join(f"{name} {value:.6g}" for name, value in run.items())
                print(f"run {number + 1} of {count}, {book}: {told}", file=sys.stderr)
                runs[book].append(run)
        browser.close()
    return runs


def main() -> None:
    """Print the table; exit with 1 if a figure misses its bound."""
    parser = ArgumentParser(description="Compare a built chapter with that of a stock book.")
    parser.add_argument("--chapter", default="softmax_cross_entropy", help="the chapter's name")
    parser.add_argument("--runs", type=int, default=7, help="how often each book is measured")
    options = parser.parse_args()
    command = [sys.executable, "-m", "benchmarks.stock", options.chapter]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as server:
        assert server.stdout
        root = server.stdout.readline().strip() or sys.exit("The stock book was not served.")
        runs = measure(root, options.chapter, options.runs)
        server.communicate()  # closes its input, at which it ends
    rows = [figure.row(runs) for figure in FIGURES]
    print(f"{options.chapter}: medians of {options.runs} runs, or the worst run\n")
    print(f"{'':40}{'ours':>12}{'stock':>12}{'ratio':>12}   bound")
    print("\n".join(text for text, _ in rows))
    missed = [figure.name for figure, (_, holds) in zip(FIGURES, rows, strict=True) if not holds]
    sys.exit("".join(f"\nmisses its bound: {name}" for name in missed) or 0)


if __name__ == "__main__":
    main()
