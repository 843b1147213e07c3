"""The names of a text: what was computed from them does not outlive a change of them."""

from collections.abc import Callable

import pytest

from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Arbitrary, Definition, Input
from nnderiv.proofread.grammar.parser import Parser
from nnderiv.proofread.grammar.rules import parser_of
from nnderiv.proofread.grammar.tree import Name, Node, Number
from nnderiv.proofread.latex.lexer import lex

SQUARE = Definition(Name("x"))
CHANGES: dict[str, Callable[[Context], None]] = {
    "declare": lambda context: context.declare("x", Input()),
    "define": lambda context: context.define("y", SQUARE),
    "define_function": lambda context: context.define_function("f", Arbitrary()),
    "bind_loss": lambda context: context.bind_loss("L", ("y",)),
    "forget": lambda context: context.forget("x"),
    "add_size": lambda context: context.add_size("n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_of_a_name_empties_what_was_remembered(
    change: Callable[[Context], None],
) -> None:
    context = Context()
    assert context.remember("answer", lambda: 1) == 1
    assert context.remember("answer", lambda: 2) == 1
    change(context)
    assert context.remember("answer", lambda: 2) == 2


def test_a_definition_rests_on_what_was_defined_after_it_was_asked() -> None:
    context = Context()
    context.define("z", Definition(Name("y")))
    assert context.rests_on("z") == {"y"}
    context.define("y", SQUARE)
    assert context.rests_on("z") == {"y", "x"}


def test_a_declaration_for_a_while_ends_also_with_an_error() -> None:
    context = Context()
    matrix, vector = Input((Name("n"), Name("m"))), Input((Name("n"),))
    context.declare("x", matrix)

    def interrupted() -> None:
        with context.declared_as("x", vector):
            assert context.inputs["x"] == vector
            raise ZeroDivisionError("planted")

    with pytest.raises(ZeroDivisionError, match="planted"):
        interrupted()
    assert context.inputs["x"] == matrix


def test_an_attempt_that_fails_leaves_the_parser_as_it_was() -> None:
    parser = parser_of(lex(r"\frac 12 | x + )"), Context())
    before = dict(vars(parser))

    def further(trial: Parser) -> Node:
        trial.formula()
        trial.bars_open = ("|",)
        trial.product_over = ("i",)
        return trial.formula()

    assert parser.attempt(further) is None
    assert vars(parser) == before
    assert parser.attempt(lambda trial: Number(float(trial.take().text != ""))) == Number(1.0)
    assert parser.place == 1
