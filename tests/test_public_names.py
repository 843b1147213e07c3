"""The public names: sorted, importable, annotated, and told what they do."""

import copy
import importlib
import inspect
import pickle
import pkgutil
import pydoc
import re
from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest

import nnderiv
from tests.catalogue import MODULE_FUNCTIONS

PACKAGES = ["nnderiv", "nnderiv.gradcheck", "nnderiv.proofread"]
FILES = [found.name for found in pkgutil.walk_packages(nnderiv.__path__, "nnderiv.")]
CALLABLE_MODULES = ["gradcheck", "proofread"]
PUBLIC = {name: getattr(nnderiv, name) for name in nnderiv.__all__}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if not inspect.isclass(value)}
# A decorator, and readers of text: they have no formula, and so no shapes and no source.
OTHERS = {"held_constant", "proofread", "proofread_file", "load_ipython_extension"}
MATHEMATICS = {name: value for name, value in FUNCTIONS.items() if name not in OTHERS}
# The differences take any function at any point, and refuse nothing.
CHECKED = {name: f for name, f in MATHEMATICS.items() if not re.search("difference|step", name)}


def sections(function: Callable[..., Any]) -> dict[str, str]:
    """Return the sections of a docstring in the style of Google, by their headings."""
    parts = re.split(r"^([A-Z]\w+):\n", inspect.getdoc(function) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("package", PACKAGES)
def test_all_is_sorted_and_has_no_name_twice(package: str) -> None:
    names = importlib.import_module(package).__all__
    assert list(names) == sorted(set(names))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_in_all_can_be_imported(package: str) -> None:
    imported = importlib.import_module(package)
    assert [name for name in imported.__all__ if not hasattr(imported, name)] == []


def test_every_name_of_a_part_is_a_name_of_the_whole() -> None:
    parts = [importlib.import_module(package).__all__ for package in PACKAGES[1:]]
    assert {name for part in parts for name in part} <= set(nnderiv.__all__)


@pytest.mark.parametrize("name", FILES)
def test_no_module_is_hidden_by_another_thing_of_its_name(name: str) -> None:
    module = importlib.import_module(name)
    assert reduce(getattr, name.split(".")[1:], nnderiv) is module


def test_every_function_can_be_called_from_here() -> None:
    assert set(CALLABLE_MODULES) <= set(FUNCTIONS)
    assert all(callable(function) for function in FUNCTIONS.values())


@pytest.mark.parametrize("name", CALLABLE_MODULES)
def test_a_callable_module_shows_what_its_function_shows(name: str) -> None:
    module = getattr(nnderiv, name)
    function = getattr(module, name)
    assert inspect.isfunction(function)
    assert inspect.signature(module) == inspect.signature(function)
    assert inspect.getdoc(module) == inspect.getdoc(function)
    shown = re.sub(r"\s+", " ", pydoc.plain(pydoc.render_doc(module)))
    signature = inspect.signature(function).replace(return_annotation=inspect.Signature.empty)
    # a long signature is shown in one line or, from Python 3.13 on, in several
    assert f"{name}{signature}" in shown.replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize("name", CALLABLE_MODULES)
def test_a_callable_module_is_copied_and_sent_to_other_processes_as_itself(name: str) -> None:
    module = getattr(nnderiv, name)
    assert copy.deepcopy(module) is module
    assert pickle.loads(pickle.dumps(module)) is module


def test_every_module_is_a_pair_of_functions() -> None:
    names = set(MODULE_FUNCTIONS)
    forward = {name for name in names if not name.endswith("_backward")}
    assert names - forward == {f"{name}_backward" for name in forward}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_and_the_result_is_annotated(name: str) -> None:
    signature = inspect.signature(FUNCTIONS[name])
    bare = [p.name for p in signature.parameters.values() if p.annotation is p.empty]
    assert bare == []
    assert signature.return_annotation is not signature.empty


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_a_docstring_that_starts_with_a_sentence(name: str) -> None:
    first = (inspect.getdoc(PUBLIC[name]) or "").split("\n\n")[0]
    assert re.match(r"[A-Z].*[.]$", first, flags=re.DOTALL)


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - {"load_ipython_extension"}))
def test_every_function_shows_an_example_that_runs(name: str) -> None:
    assert ">>> " in sections(FUNCTIONS[name]).get("Example", "")


@pytest.mark.parametrize("name", MATHEMATICS)
def test_the_docstring_tells_what_goes_in_what_comes_out_and_whence(name: str) -> None:
    assert {"Args", "Returns", "Source"} <= set(sections(MATHEMATICS[name]))


@pytest.mark.parametrize("name", MATHEMATICS)
def test_the_docstring_describes_every_parameter_in_order(name: str) -> None:
    described = re.findall(
        r"^    \*{0,2}(\w+): ", sections(MATHEMATICS[name])["Args"], re.MULTILINE
    )
    assert described == list(inspect.signature(MATHEMATICS[name]).parameters)


@pytest.mark.parametrize("name", CHECKED)
def test_the_docstring_tells_when_the_function_refuses_its_input(name: str) -> None:
    assert "InputError: " in sections(CHECKED[name])["Raises"]


@pytest.mark.parametrize("name", MODULE_FUNCTIONS)
def test_a_backward_pass_takes_dy_and_then_the_inputs_of_its_forward_pass(name: str) -> None:
    forward = list(inspect.signature(PUBLIC[name.removesuffix("_backward")]).parameters)
    expected = ["dy", *forward] if name.endswith("_backward") else forward
    assert list(inspect.signature(PUBLIC[name]).parameters) == expected
