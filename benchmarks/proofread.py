"""How long the proof-reader takes: the whole book, and a row in the median.

Run it with: python -m benchmarks.proofread
"""

from pathlib import Path
from statistics import median
from time import perf_counter

from nnderiv.proofread import proofread_file
from nnderiv.proofread.latex.rows import passage_rows
from nnderiv.proofread.proofreader import Proofreader
from nnderiv.proofread.source.files import read_file

ROUNDS = 7
CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))


def whole_book() -> tuple[float, int]:
    """Proof-read every chapter; return the seconds, and how many claims there are."""
    start = perf_counter()
    claims = sum(len(proofread_file(path).claims) for path in CHAPTERS)
    return perf_counter() - start, claims


def each_row() -> list[float]:
    """The seconds that each row of the book takes."""
    seconds = []
    for path in CHAPTERS:
        found = [row for passage in read_file(path) for row in passage_rows(passage)]
        reader = Proofreader()
        reader.survey(found)
        for row in found:
            start = perf_counter()
            reader.read(row)
            seconds.append(perf_counter() - start)
    return seconds


def main() -> None:
    """Print both figures, medians of several rounds."""
    books = [whole_book() for _ in range(ROUNDS)]
    rounds = [each_row() for _ in range(ROUNDS)]
    book = median(seconds for seconds, _ in books)
    row = median(median(seconds) for seconds in rounds)
    slowest = median(max(seconds) for seconds in rounds)
    print(f"the whole book   {book:6.2f} s   ({books[0][1]} claims, {len(CHAPTERS)} chapters)")
    print(f"a row, median    {1000 * row:6.2f} ms  ({len(rounds[0])} rows)")
    print(f"the slowest row  {1000 * slowest:6.2f} ms")


if __name__ == "__main__":
    main()
