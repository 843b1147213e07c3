"""Whether an equation defines a function, f(x) = …, and which parameters it has."""

from __future__ import annotations

from nnderiv.errors import ReadError
from nnderiv.proofread.context.context import Context
from nnderiv.proofread.context.names import Defines, Definition
from nnderiv.proofread.grammar.rules import parser_of, try_parse
from nnderiv.proofread.grammar.tree import Apply, Index, Name, Node, rewrite, walk
from nnderiv.proofread.grammar.vocabulary import Without
from nnderiv.proofread.latex.commands import known_function
from nnderiv.proofread.latex.scanner import Token


def function_definition_in(
    tokens: list[Token], right: Node, context: Context, afresh: bool
) -> Defines | None:
    """f(x) = …, for an f that is new: its parameters are what stands in the brackets."""
    end = next((i for i, token in enumerate(tokens) if token.text == "("), None)
    if not end or tokens[-1].text != ")" or tokens[0].kind not in ("letter", "word", "command"):
        return None
    head, inside = tokens[:end], tokens[end + 1 : -1]
    if any(token.text in ("'", r"\frac", r"\sum") for token in (*head, *inside)):
        return None
    parameters = _parameters(inside, context)
    key = _function_key(head, right, parameters, context, afresh)
    if not key or not parameters:
        return None
    if _applies(key, right):
        raise ReadError(f"{key} is defined by itself", right.at)
    names: list[str] = []
    body = right
    for number, parameter in enumerate(parameters):
        if isinstance(parameter, Name):
            names.append(parameter.key)
            continue
        own = f"#p{number}"
        names.append(own)
        entry: dict[Node, Node] = {parameter: Name(own)}
        body = rewrite(body, entry.get)
    return Defines(key, Definition(body, parameters=tuple(names)), True)


def _parameters(inside: list[Token], context: Context) -> list[Node]:
    """The names and entries between the brackets; none if anything else is there."""
    parser = parser_of(inside, context)
    found: list[Node] = []
    while parser.place < len(inside):
        parameter = parser.attempt(lambda p: p.scripts(p.atom()))
        separated = parser.accept(",", ";", "|") or parser.place == len(inside)
        if not isinstance(parameter, Name | Index) or not separated:
            return []
        found.append(parameter)
    return found


def _function_key(
    head: list[Token], right: Node, parameters: list[Node], context: Context, afresh: bool
) -> str:
    """The name of the function that is defined; empty where the row is a claim about it."""
    letter = head[0].text
    known = known_function(letter) if len(head) == 1 else None
    if known is not None and letter not in context.functions and not context.known(letter):
        key = letter if head[0].kind != "word" else known
        return key if _parametrised(right, parameters, context) else ""
    node = try_parse(head, Without(context, letter))
    key = node.key if isinstance(node, Name | Index) else ""
    # of an f that only an arrow made known, f(x) = x^2 says what it is, and f(x) = f(-x) a claim
    claimed = key in context.arrows and _applies(key, right)
    made = context.has_parameters(key) or claimed
    taken = (context.known(key) or made) and not afresh
    return "" if taken else key


def _applies(key: str, formula: Node) -> bool:
    """Whether a function stands in a formula."""
    return any(isinstance(part, Apply) and part.function == key for part in walk(formula))


def _parametrised(right: Node, parameters: list[Node], context: Context) -> bool:
    """Whether a formula for a known function has a parameter that the known one lacks."""
    names = {name for p in parameters for name in context.names_in(p)}
    letters = {part.key for part in walk(right) if isinstance(part, Name)}
    bound = {i for part in walk(right) for i in getattr(part, "indices", ())}
    inner = {
        item.key
        for part in walk(right)
        if isinstance(part, Index)
        for item in part.items
        if isinstance(item, Name)
    }
    rest = letters - names - bound - inner - {"e", r"\pi"} - context.sizes
    return bool(rest - context.defined.keys()) and bool(letters & names)
