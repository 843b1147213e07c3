"""How live Python in the built pages compares with two other ways to run Python in a page.

Run it with: python -m benchmarks.live

It needs a built book, in `_build/html` or where BOOK_HTML says, and exits with 1 if a figure misses
its bound. The other ways are thebe-lite and JupyterLite, on sites that are built for it. On each
the reader starts Python on a page, writes a row and checks a gradient, then starts it on a second
page in the same browser. Each site has its own server, over a slow line.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from statistics import median
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.live_peers import JUPYTERLITE_CORE, THEBE, THEBE_LITE_PACKAGE, NotMeasuredError
from benchmarks.live_ways import JUPYTERLITE, OURS, THEBE_LITE, Step, Way
from benchmarks.live_work import PAGES
from benchmarks.page_loads import RATES, Run
from benchmarks.slow_line import SlowLine
from tools.chromium import NO_CHROMIUM, launch_chromium

PATIENCE = 120_000  # milliseconds that a result may take
QUIET = 0.7  # seconds without a byte, after which nothing more is expected
WAYS = [OURS, JUPYTERLITE, THEBE_LITE]  # the last takes wheels from the site of the one before
# When a text is to be seen in one of some elements, by the clock that Python reads as well.
SEEN = """([place, text]) =>
  [...document.querySelectorAll(place)].some((node) => node.textContent.includes(text)) &&
  performance.timeOrigin + performance.now()"""
NOTES = """\
Medians of {runs} runs in Chromium {version}, by the reader's clock: from the click to the
verdict on the page. The line has 10 Mbit/s and 40 ms of latency. The processor is 1/{rate} as fast
for what a page does itself, but not for workers, which the browser does not slow and in which all
three run Python. A row of ours is checked once the reader pauses, those of the others after a
button or a key. The others are {others}."""
OTHERS = f"{THEBE} with {THEBE_LITE_PACKAGE}, and the console of {JUPYTERLITE_CORE}"


def timed(page: Page, step: Step) -> float:
    """Take a step; return the milliseconds until its result is seen."""
    start = time.time()
    step.deed()
    seen = [step.place, step.text]
    end = page.wait_for_function(SEEN, arg=seen, polling="raf", timeout=PATIENCE).json_value()
    return float(end) - 1000 * start


def settle(line: SlowLine) -> None:
    """Wait until nothing more is sent."""
    sent = -1
    while sent != line.sent:
        sent = line.sent
        time.sleep(QUIET)


@contextmanager
def slow_page(context: BrowserContext, line: SlowLine, address: str) -> Iterator[Page]:
    """Open a page on a slow processor, and wait until it is there."""
    with closing(context.new_page()) as page:
        rate = {"rate": RATES[0]}
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", rate)
        page.goto(f"{line.address}/{address}")
        settle(line)
        yield page


def visit(browser: Browser, way: Way, line: SlowLine, run: Run) -> None:
    """Measure a way once, beginning with an empty cache."""
    with closing(browser.new_context(viewport={"width": 1280, "height": 900})) as context:
        for number, name in enumerate(PAGES, 1):
            with slow_page(context, line, f"{way.folder}{name}.html") as page:
                before = line.sent
                run[f"start {number}"] = timed(page, way.start(page))
                settle(line)
                run[f"bytes {number}"] = line.sent - before
                if number == 1:
                    run["row"] = timed(page, way.row(page))
                    run["check"] = timed(page, way.check(page))


@dataclass(frozen=True)
class Figure:
    """A row of the table: a measure, and what ours has to be under, if anything."""

    name: str
    key: str
    bound: float | None = None

    def row(self, runs: dict[str, list[Run]]) -> tuple[str, bool]:
        """The row as text, and whether the bound holds; what was not measured misses it."""
        found = {way: [run[self.key] for run in runs[way] if self.key in run] for way in runs}
        values = {way: median(numbers) for way, numbers in found.items() if numbers}
        cells = [f"{values[way]:,.0f}" if way in values else "-" for way in runs]
        text = f"{self.name:42}" + "".join(f"{cell:>13}" for cell in cells)
        if self.bound is None:
            return text, True
        holds = values.get(OURS.name, self.bound) < self.bound
        return f"{text}   under {self.bound:,.0f}   {'ok' if holds else 'MISSED'}", holds


FIGURES = [
    Figure("first start, bytes over the wire, gzip", "bytes 1"),
    Figure("first start, ms", "start 1"),
    Figure("second start, on another page, bytes", "bytes 2"),
    Figure("second start, ms", "start 2", bound=3000),
    Figure("a row, ms", "row"),
    Figure("a gradient check, ms", "check"),
]


def serve(stack: ExitStack, way: Way) -> SlowLine:
    """Serve the site of a way until the stack is closed."""
    line = stack.enter_context(SlowLine(way.site(), way.policy))
    Thread(target=line.serve_forever, daemon=True).start()
    stack.callback(line.shutdown)
    return line


def measure(browser: Browser, count: int) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """Measure all ways in turn; return the runs of each, and why some could not be measured."""
    runs: dict[str, list[Run]] = {way.name: [] for way in WAYS}
    reasons: dict[str, str] = {}
    lines: dict[str, SlowLine] = {}
    with ExitStack() as stack:
        for number in range(count):
            for way in WAYS:
                if way.name in reasons:
                    continue
                run: Run = {}
                runs[way.name].append(run)
                try:
                    if way.name not in lines:
                        lines[way.name] = serve(stack, way)
                    visit(browser, way, lines[way.name], run)
                except (NotMeasuredError, BrowserError) as error:
                    reasons[way.name] = str(error).splitlines()[0]
                told = ", ".join(f"{name}: {value:.6g}" for name, value in run.items())
                print(f"run {number + 1} of {count}, {way.name}: {told}", file=sys.stderr)
    return runs, reasons


def main() -> None:
    """Print the table; exit with 1 if a figure misses its bound."""
    parser = ArgumentParser(description="Compare live Python with other ways to run it in a page.")
    parser.add_argument("--runs", type=int, default=3, help="how often each way is measured")
    count = parser.parse_args().runs
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright) or sys.exit(NO_CHROMIUM)
        runs, reasons = measure(browser, count)
        version = browser.version
        browser.close()
    rows = [figure.row(runs) for figure in FIGURES]
    print(f"{'live Python in a page':42}" + "".join(f"{name:>13}" for name in runs) + "   bound")
    print("\n".join(text.rstrip() for text, _ in rows))
    for name, reason in reasons.items():
        print(f"not measured, {name}: {reason}")
    print("\n" + NOTES.format(runs=count, version=version, rate=RATES[0], others=OTHERS))
    missed = [f.name for f, (_, holds) in zip(FIGURES, rows, strict=True) if not holds]
    sys.exit("".join(f"\nmisses its bound: {name}" for name in missed) or 0)


if __name__ == "__main__":
    main()
