"""The README says what its example prints, and what its commands count."""

import re
import textwrap
from pathlib import Path

import pytest

from benchmarks.proofread import CHAPTERS, each_row, whole_book

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```\n\n((?: {4}[^\n]*\n)+)", README, re.DOTALL)
    assert example
    exec(example[1], {})
    assert capsys.readouterr().out == textwrap.dedent(example[2])


def test_the_counts_of_the_benchmark_are_those_of_the_book() -> None:
    _, claims = whole_book()
    assert f"({claims} claims, {len(CHAPTERS)} chapters)" in README
    assert f"({len(each_row())} rows)" in README
