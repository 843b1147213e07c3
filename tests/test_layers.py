"""Who imports whom in nnderiv: along a line, without circles, in rooms that are not too full."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import nnderiv

ROOT = Path(nnderiv.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES})
ROOMS = [ROOT, *(path for path in ROOT.rglob("*") if path.is_dir() and path.name != "__pycache__")]
# The stations of the proof-reader: each imports only from those before it.
LINE = "source latex grammar context elaborate numeric evaluate claims report".split()
MOST_FILES = 15

Graph = dict[str, set[str]]


def module_of(path: Path) -> str:
    """Return the dotted name of a file."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def imported_by(source: str) -> Iterator[str]:
    """Yield each module of nnderiv that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from [name for name in (whole, str(node.module)) if name in MODULES][:1]


@cache
def files_graph() -> Graph:
    """Return which file imports which."""
    return {
        name: set(imported_by(path.read_text(encoding="utf-8"))) - {name}
        for name, path in MODULES.items()
    }


def siblings_graph(folder: Path) -> Graph:
    """Return which file or folder in a folder imports which other; its own front stands apart."""
    inside: Graph = {}
    for name, path in MODULES.items():
        if folder not in path.parents or path == folder / "__init__.py":
            continue
        own = path.relative_to(folder).parts[0]
        inside.setdefault(own, set())
        for other in files_graph()[name]:
            target = MODULES[other]
            if folder in target.parents and target != folder / "__init__.py":
                inside[own] |= {target.relative_to(folder).parts[0]} - {own}
    return inside


def assert_no_circle(graph: Graph) -> None:
    """Raise CycleError, which names the circle, if there is one."""
    TopologicalSorter(graph).prepare()


def test_no_files_import_each_other_in_a_circle() -> None:
    assert_no_circle(files_graph())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: module_of(folder / "__init__.py"))
def test_no_folders_import_each_other_in_a_circle(folder: Path) -> None:
    assert_no_circle(siblings_graph(folder))


@pytest.mark.parametrize("folder", ROOMS, ids=lambda folder: module_of(folder / "__init__.py"))
def test_a_folder_holds_at_most_fifteen_files(folder: Path) -> None:
    assert len([path for path in folder.iterdir() if path.is_file()]) <= MOST_FILES


@pytest.mark.parametrize("station", LINE)
def test_a_station_of_the_proof_reader_imports_only_from_those_before_it(station: str) -> None:
    proofread = ROOT / "proofread"
    before = set(LINE[: LINE.index(station)])
    assert siblings_graph(proofread)[station] <= before
    assert {folder.name for folder in FOLDERS if folder.parent == proofread} == set(LINE)


def test_what_lives_in_the_page_stands_above_all_that_it_uses() -> None:
    graph = siblings_graph(ROOT)
    assert not [name for name, others in graph.items() if "live" in others]
    # the rest needs a notebook
    assert graph["live"] == {"errors.py", "gradcheck", "judging", "proofread"}
    assert graph["judging"] == {
        "errors.py",
        "gradcheck",
        "nondifferentiable.py",
        "proofread",
        "signatures.py",
    }


def test_an_import_inside_a_function_or_for_types_alone_counts_as_well() -> None:
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from nnderiv.proofread.claims.judge import judge
def late():
    import nnderiv.errors
    from nnderiv.proofread import grammar
"""
    assert set(imported_by(source)) == {
        "nnderiv.proofread.claims.judge",
        "nnderiv.errors",
        "nnderiv.proofread.grammar",
    }


def test_a_circle_is_found() -> None:
    with pytest.raises(ValueError, match="nodes are in a cycle"):
        assert_no_circle({"parser": {"atoms"}, "atoms": {"brackets"}, "brackets": {"parser"}})
