"""Traits of widgets that a page needs only when a widget is opened, in a script of their own.

A widget names them in its trait `_late`. The page says in `late` where the script is; the host
adds it when the first widget is opened.
"""

import json
from pathlib import Path
from typing import Any

from content_names import named_after

CALL = "lateTraits"
State = dict[str, Any]


def split(states: dict[str, State]) -> tuple[dict[str, State], dict[str, State]]:
    """Return the states of widgets without the traits that they name as late, and those."""
    early, late = {}, {}
    for model_id, model in states.items():
        names = model["state"].get("_late", [])
        kept = {name: value for name, value in model["state"].items() if name not in names}
        early[model_id] = {**model, "state": kept}
        if names:
            late[model_id] = {name: model["state"][name] for name in names}
    return early, late


def write(late: dict[str, State], static: Path) -> str:
    """Write late traits into a script that is named after its content, and return its name."""
    code = f"{CALL}({json.dumps(late, ensure_ascii=False, separators=(',', ':'))});\n"
    name = named_after(code, "late")
    (static / name).write_text(code, encoding="utf-8")
    return name
