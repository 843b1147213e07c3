"""Traits that a widget names as late leave the page for a script of their own."""

import json
from pathlib import Path
from typing import Any

from late_traits import split, write


def test_what_a_widget_names_as_late_is_split_off_and_the_rest_stays() -> None:
    states: dict[str, dict[str, Any]] = {
        "a": {"state": {"_late": ["rows"], "rows": [1, 2], "row": 0}},
        "b": {"state": {"rows": [3]}},
    }
    early, late = split(states)
    assert early == {"a": {"state": {"_late": ["rows"], "row": 0}}, "b": states["b"]}
    assert late == {"a": {"rows": [1, 2]}}


def test_the_script_is_a_call_and_its_name_says_what_is_in_it(tmp_path: Path) -> None:
    late = {"a": {"rows": ["σ"]}}
    name = write(late, tmp_path)
    code = (tmp_path / name).read_text(encoding="utf-8")
    assert json.loads(code.removeprefix("lateTraits(").removesuffix(");\n")) == late
    assert write({"a": {"rows": []}}, tmp_path) != name
