"""The README says what its own example prints."""

import re
import textwrap
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```\n\n((?: {4}[^\n]*\n)+)", README, re.DOTALL)
    assert example
    exec(example[1], {})
    assert capsys.readouterr().out == textwrap.dedent(example[2])
