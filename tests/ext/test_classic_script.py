"""A script that is given what only the finished book knows."""

from pathlib import Path

import pytest
from classic_script import classic_with


@pytest.mark.parametrize(
    ("code", "times"), [("const names = [];", 0), ("const NAMES = [];\nconst NAMES = [];", 2)]
)
def test_a_script_without_one_place_for_it_is_refused(
    tmp_path: Path, code: str, times: int
) -> None:
    script = tmp_path / "progress.js"
    script.write_text(code, encoding="utf-8")
    message = rf"progress.js should say 'const NAMES = \[\];' once, not {times} times"
    with pytest.raises(ValueError, match=message):
        classic_with(script, "const NAMES = [];", 'const NAMES = ["linear"];')


def test_a_script_knows_what_it_is_given(tmp_path: Path) -> None:
    script = tmp_path / "progress.js"
    script.write_text("const NAMES = [];\nshow(NAMES);", encoding="utf-8")
    given = classic_with(script, "const NAMES = [];", 'const NAMES = ["linear"];')
    assert 'const NAMES = ["linear"];\nshow(NAMES);' in given
