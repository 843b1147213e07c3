"""How built pages compare with those of an unconfigured Jupyter Book: a chapter, and the home page.

Run it with: python -m benchmarks.pages

It needs a built book, in `_build/html` or where BOOK_HTML says, and exits with 1 if a figure misses
its bound. Both books are served by one local server and loaded in turn, always with an empty cache.
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from gzip import decompress
from statistics import median
from subprocess import PIPE, Popen
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page_loads import RATES, Run, Tab, one_run
from tools.chromium import NO_CHROMIUM, launch_chromium

BOOKS = ("book", "stock")
PAGES = ("softmax_cross_entropy", "introduction")
WIDGET = '<script type="application/vnd.jupyter.widget-view+json">'
EXERCISE = " data-exercise data-page="  # what is a widget in the stock book
SECTION = re.compile(r'<section\b[^>]* id="([^"]+)"')


def contents(urls: list[str]) -> tuple[int, str]:
    """How many widgets a chapter has, and its last anchor, in both books."""
    pages = [decompress(urlopen(url).read()).decode() for url in urls]
    counts = {page.count(WIDGET) + page.count(EXERCISE) for page in pages}
    if len(counts) > 1 or (counts != {0} and any("nnd-explorer" not in page for page in pages)):
        sys.exit("The notebooks and the book differ: run `make notebooks` and `make book` first.")
    anchors = [set(SECTION.findall(page)) for page in pages]
    return counts.pop(), [a for a in SECTION.findall(pages[0]) if a in anchors[1]][-1]


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
        return f"{self.name:44}{text}   {self.bound:13}{'ok' if holds else 'MISSED'}", holds


FIGURES = [
    Figure("bytes over the wire, gzip", "bytes", "{:,.0f}", "at most 1/8"),
    *(
        figure
        for rate in RATES
        for figure in (
            Figure(
                f"until widgets answer, 1/{rate} speed, ms",
                f"answered, {rate}",
                "{:,.0f}",
                "at most 1/4",
            ),
            Figure(
                f"total blocking time, 1/{rate} speed, ms",
                f"blocked, {rate}",
                "{:,.0f}",
                "at most 1/5",
            ),
        )
    ),
    Figure("layout shift from the top, slow, worst", "shift", "{:.4f}", "under 0.01", max),
    Figure("layout shift at a deep link, slow, worst", "deep", "{:.4f}", "under 0.01", max),
    Figure("handlers of a move or a press, ms", "handlers", "{:.2f}", "at most 1/1"),
    Figure("frames until its change is drawn, worst", "frames", "{:.0f}", "at most 1", max),
    Figure("requests off the host, worst", "elsewhere", "{:.0f}", "at most 0", max),
]


def measure(browser: Browser, root: str, page: str, count: int) -> dict[str, list[Run]]:
    """Measure a page of both books in turn; return the runs of each."""
    urls = {book: f"{root}/{book}/chapters/{page}.html" for book in BOOKS}
    widgets, anchor = contents(list(urls.values()))
    runs: dict[str, list[Run]] = {book: [] for book in BOOKS}
    for number in range(count):
        for book, url in urls.items():
            run = one_run(lambda: Tab(browser, root), url, widgets, anchor)
            told = ", ".join(f"{name}: {value:.6g}" for name, value in run.items())
            print(f"{page}, run {number + 1} of {count}, {book}: {told}", file=sys.stderr)
            runs[book].append(run)
    return runs


def told(page: str, runs: dict[str, list[Run]]) -> list[str]:
    """Print the table of a page; return the figures that miss their bounds."""
    rows = [figure.row(runs) for figure in FIGURES]
    print(f"\n{page:44}{'ours':>12}{'stock':>12}{'ratio':>12}   bound")
    print("\n".join(text for text, _ in rows))
    return [
        f"{page}: {figure.name}"
        for figure, (_, holds) in zip(FIGURES, rows, strict=True)
        if not holds
    ]


def main() -> None:
    """Print a table for each page; exit with 1 if a figure misses its bound."""
    parser = ArgumentParser(description="Compare built pages with those of a stock book.")
    parser.add_argument("--pages", nargs="+", default=PAGES, help="the names of chapters")
    parser.add_argument("--runs", type=int, default=7, help="how often each page is measured")
    options = parser.parse_args()
    command = [sys.executable, "-m", "benchmarks.stock", *options.pages]
    with (
        Popen(command, stdin=PIPE, stdout=PIPE, text=True) as server,
        sync_playwright() as playwright,
    ):
        assert server.stdout
        root = server.stdout.readline().strip() or sys.exit("The stock book was not served.")
        browser = launch_chromium(playwright) or sys.exit(NO_CHROMIUM)
        found = {page: measure(browser, root, page, options.runs) for page in options.pages}
        browser.close()
        server.communicate()  # closes its input, at which it ends
    print(f"medians of {options.runs} runs, or the worst run")
    missed = [name for page, runs in found.items() for name in told(page, runs)]
    sys.exit("".join(f"\nmisses its bound: {name}" for name in missed) or 0)


if __name__ == "__main__":
    main()
