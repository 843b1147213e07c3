"""The tables that stand in the book as they were printed have a row for every module."""

import re
from pathlib import Path

from tests.catalogue import MODULE_FUNCTIONS

MEASURED = Path(__file__).parents[1] / "benchmarks" / "measured"
MODULES = {name for name in MODULE_FUNCTIONS if not name.endswith("_backward")}


def test_parity_names_every_module_and_no_other() -> None:
    text = (MEASURED / "parity.md").read_text(encoding="utf-8")
    table = text.partition("<!-- names -->")[2].partition("<!-- kinks -->")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == MODULES


def test_every_module_was_timed_and_no_other() -> None:
    text = (MEASURED / "modules.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (\w+) \| [\d,]+ \|", text, re.MULTILINE)) == MODULES
