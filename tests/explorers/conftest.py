"""What the page computes, computed by Node: the module of a widget as the page gets it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from node_packages import NODE

from nnderiv.explorers.explorer import Explorer

InNode = Callable[..., Any]


@pytest.fixture(scope="session")
def node() -> Iterator[subprocess.Popen[str]]:
    """One Node process for all calls; it ends when its input is closed."""
    with subprocess.Popen(
        [NODE, Path(__file__).parent / "answer_calls.mjs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield process


@pytest.fixture(scope="session")
def in_node(node: subprocess.Popen[str], tmp_path_factory: pytest.TempPathFactory) -> InNode:
    """Run a function of JavaScript with the exports of a widget's module and JSON arguments."""
    folder = tmp_path_factory.mktemp("modules")

    def run(explorer: type[Explorer], function: str, *arguments: Any) -> Any:
        module = folder / f"{explorer.__name__}.mjs"
        if not module.exists():
            module.write_text(str(explorer._esm), encoding="utf-8")
        request = {
            "module": module.as_uri(),
            "function": f"data:text/javascript,{quote(f'export default {function}')}",
            "arguments": arguments,
        }
        assert node.stdin
        assert node.stdout
        node.stdin.write(json.dumps(request) + "\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline() or '{"error": "Node ended"}')
        assert "found" in answer, answer.get("error", "the function returned undefined")
        return answer["found"]

    return run
