"""The service worker knows the names of all files of its build, and of no others."""

from pathlib import Path

import offline_reading
import pytest
from offline_reading import NO_FILES, worker_for


def test_the_worker_names_every_file_but_itself(tmp_path: Path) -> None:
    for name in ("index.html", "offline.js", "_static/live/numpy-1.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    code = worker_for(tmp_path)
    assert 'const FILES = ["_static/live/numpy-1.js", "index.html"];' in code
    assert NO_FILES not in code


def test_a_script_without_the_place_for_names_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "worker.js").write_text("const files = [];", encoding="utf-8")
    monkeypatch.setattr(offline_reading, "WORKER", tmp_path / "worker.js")
    with pytest.raises(
        ValueError, match=r"worker\.js should say 'const FILES = \[\];' once, not 0"
    ):
        worker_for(tmp_path)
