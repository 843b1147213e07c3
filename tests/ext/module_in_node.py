"""What a module of the pages computes, computed by Node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from classic_script import HERE
from node_packages import NODE

CALL = """
const [name, function_, list] = process.argv.slice(1);
const called = (await import(name))[function_];
try {
  console.log(JSON.stringify({ found: called(...JSON.parse(list)) }));
} catch ({ message }) {
  console.log(JSON.stringify({ message }));
}
"""


def call(module: str, function: str, *arguments: Any) -> Any:
    """Return what an exported function returns.

    Raises:
        ValueError: with the message of the error that it throws.
    """
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", CALL]
    given = [(HERE / module).as_uri(), function, json.dumps(arguments)]
    done = subprocess.run([*command, *given], capture_output=True, encoding="utf-8", check=True)
    answer = json.loads(done.stdout)
    if "message" in answer:
        raise ValueError(answer["message"])
    return answer.get("found")
