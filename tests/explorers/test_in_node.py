"""What goes wrong in Node fails the test, with what Node says."""

import pytest

from nnderiv.explorers import ActivationExplorer, LinearExplorer
from tests.explorers.conftest import InNode


def test_an_error_in_the_module_fails_with_its_message_and_its_place(in_node: InNode) -> None:
    with pytest.raises(
        AssertionError,
        match=r"ReferenceError: document is not defined(.|\n)*ActivationExplorer.mjs",
    ):
        in_node(ActivationExplorer, "({ default: widget }) => widget.render({})")


def test_a_name_that_the_module_does_not_export_fails(in_node: InNode) -> None:
    with pytest.raises(AssertionError, match="TypeError: missing is not a function"):
        in_node(ActivationExplorer, "({ missing }) => missing()")


def test_a_function_that_cannot_be_read_fails(in_node: InNode) -> None:
    with pytest.raises(AssertionError, match="SyntaxError: "):
        in_node(ActivationExplorer, "({ activations }) => activations(")


def test_a_function_that_returns_nothing_fails(in_node: InNode) -> None:
    with pytest.raises(AssertionError, match="the function returned undefined"):
        in_node(ActivationExplorer, "() => {}")


def test_after_an_error_each_module_answers_as_before(in_node: InNode) -> None:
    names = "(module) => Object.keys(module)"
    with pytest.raises(AssertionError, match="ReferenceError: nobody is not defined"):
        in_node(LinearExplorer, "() => nobody")
    assert "activations" in in_node(ActivationExplorer, names)
    assert "activations" not in in_node(LinearExplorer, names)
