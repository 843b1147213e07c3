r"""The macros of a document, expanded before its formulas are cut out of it.

\newcommand, \renewcommand, \providecommand, \def, \let and \DeclareMathOperator count from where
they stand; those of \input and \include are read from files beside the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nnderiv.errors import ReadError
from nnderiv.proofread.source.arguments import COMMAND, ArgumentError, argument, option
from nnderiv.proofread.source.containers import parts
from nnderiv.proofread.source.traced import Traced, joined

MOST_SIGNS, MOST_SIGNS_OF_ALL = 10_000, 5_000_000  # that one call and all calls may come to
MOST_CALLS, MOST_CALLS_OF_ALL = 1_000, 200_000  # of macros, that one call may lead to, and in all
MOST_DEFINITIONS, DEEPEST_CALL = 5_000, 40
MOST_FILES, DEEPEST_FILE = 50, 5
# What stands where a macro could not be expanded: no name of the grammar, so its row is not read.
NOT_EXPANDED = r"\unexpanded"

DEFINING = (r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\let")
OPERATOR = r"\DeclareMathOperator"
INPUTS = (r"\input", r"\include")
ANY_DEFINITION = re.compile(r"\\(?:(?:re)?newcommand|providecommand|def|let|DeclareMathOperator)\b")
ANY_INPUT = re.compile(r"\\(?:input|include)\b")
NAME = re.compile(r"\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))")
COUNT = re.compile(r"\s*\[([0-9])\]")
PARAMETERS = re.compile(r"\s*((?:#[1-9])*)(?=\{)")
LET = re.compile(r"\s*=?\s*(\\[A-Za-z]+|[^\s\\{}])")
PLACE = re.compile(r"#([1-9])")
COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n[ \t]*)?")
TAKES_ONE = re.compile(  # what takes the next sign alone as its argument
    r"(?:[_^]|\\(?:[dtc]?frac|sqrt|hat|bar|tilde|dot|ddot|vec|widehat|widetilde|overline|underline|"
    r"mathbf|mathrm|mathcal|mathbb|boldsymbol|bm|operatorname))\s*\Z"
)


@dataclass(frozen=True)
class Macro:
    """What a command stands for.

    Attributes:
        body: its expansion, with #1 for the first argument.
        count: how many arguments it has.
        default: the first argument where none stands in square brackets, or None.
        final: whether the expansion is not looked at again, as for a command by another name.
    """

    body: str
    count: int = 0
    default: str | None = None
    final: bool = False


Macros = Mapping[str, Macro]
Beside = Callable[[str], str]  # the text of a file beside the document; empty if there is none


class Expander:
    """Expands the macros of a text: those that are known before it, and its own."""

    def __init__(self, macros: Macros, beside: Beside | None = None) -> None:
        self.macros = dict(macros)
        self.beside = beside
        self.calls = self.signs = self.files = self.definitions = 0

    def expanded(self, source: Traced, markup: str) -> tuple[Traced, dict[int, ReadError]]:
        """The text without definitions and with its macros expanded, and what was refused where."""
        text = source.text
        inputs = self.beside is not None and ANY_INPUT.search(text)
        if not (self.macros or inputs or ANY_DEFINITION.search(text)):
            return source, {}
        pieces: list[Traced] = []
        errors: dict[int, ReadError] = {}
        kept = 0
        for command in _commands(text, markup):
            start, end = command.span()
            if start < kept:
                continue
            try:
                found = self._command(text, command[0], end)
            except ArgumentError as error:
                reason = f"the macro {command[0]} is not expanded: {error}"
                errors[source.origin(start)] = ReadError(reason, source.place(start)[0])
                found = NOT_EXPANDED, end
            if found is not None:
                pieces += [source.cut(kept, start), source.in_place(start, found[0])]
                kept = found[1]
        return joined([*pieces, source.cut(kept, len(text))]), errors

    def _command(self, text: str, name: str, at: int) -> tuple[str, int] | None:
        """What stands for a command and its arguments, and where they end; None if itself does."""
        if name in DEFINING or name == OPERATOR:
            end = self._define(text, name, at)
            between = text[:at].removesuffix(name)[-1:] + text[end or 0 :][:1]
            return None if end is None else (" " * (between == "$$"), end)
        if name in INPUTS and self.beside is not None:
            self._read_beside(text, at, depth=1)
            return None
        if name not in self.macros:
            return None
        call = _Call(self.macros)
        shown, end = call.of(name, text, at, 0)
        self.calls += call.calls
        self.signs += len(shown)
        if self.calls > MOST_CALLS_OF_ALL or self.signs > MOST_SIGNS_OF_ALL:
            raise ArgumentError("it and those before it come to more than is read")
        if TAKES_ONE.search(text, max(0, at - len(name) - 20), at - len(name)) and len(shown) > 1:
            shown = f"{{{shown}}}"
        elif shown[-1:].isalpha() and text[end : end + 1].isalpha():
            shown += " "
        return shown, end

    def _define(self, text: str, kind: str, at: int) -> int | None:
        """Take up a definition, and say where it ends; None if it is none that is read."""
        star = text[at : at + 1] == "*"
        head = NAME.match(text, at + star)
        if head is None:
            return None
        name, at = head[1] or head[2], head.end()
        self.definitions += 1
        if self.definitions > MOST_DEFINITIONS:
            self.macros[name] = Macro(NOT_EXPANDED, final=True)
            return None
        if kind == r"\let":
            other = LET.match(text, at)
            if other is None:
                return None
            same = self.macros.get(other[1], Macro(other[1], final=True))
            self.macros[name] = same
            return other.end()
        count, default = 0, None
        if kind == r"\def":
            parameters = PARAMETERS.match(text, at)
            if parameters is None:
                self.macros[name] = Macro(NOT_EXPANDED, final=True)
                return None
            count, at = len(parameters[1]) // 2, parameters.end()
        elif kind != OPERATOR and (number := COUNT.match(text, at)):
            count, at = int(number[1]), number.end()
            default, at = option(text, at)
        try:
            body, at = argument(text, at)
        except ArgumentError:
            self.macros[name] = Macro(NOT_EXPANDED, final=True)
            return None
        body = " ".join(COMMENT.sub("", body).split("\n"))
        if kind == OPERATOR:
            body = rf"\operatorname{'*' * star}{{{body}}}"
        if not (kind == r"\providecommand" and name in self.macros):
            self.macros[name] = Macro(body, count, default)
        return at

    def _read_beside(self, text: str, at: int, depth: int) -> None:
        """Take up the definitions in a file, and in those that it brings in itself."""
        name, _ = argument(text, at) if text[at : at + 1] == "{" else ("", at)
        self.files += 1
        if self.beside is None or depth > DEEPEST_FILE or self.files > MOST_FILES:
            return
        found, place = self.beside(name.strip()), 0
        for command in _commands(found, "latex"):
            if command.start() >= place and command[0] in INPUTS:
                self._read_beside(found, command.end(), depth + 1)
            elif command.start() >= place and command[0] in (*DEFINING, OPERATOR):
                place = self._define(found, command[0], command.end()) or place


class _Call:
    """One call of a macro, with all those that it leads to."""

    def __init__(self, macros: Macros) -> None:
        self.macros = macros
        self.calls = self.signs = 0

    def of(self, name: str, text: str, at: int, depth: int) -> tuple[str, int]:
        """What a macro stands for, with the arguments behind it, and where these end."""
        macro = self.macros[name]
        self.calls += 1
        if self.calls > MOST_CALLS or depth > DEEPEST_CALL:
            raise ArgumentError(f"it leads to more than {MOST_CALLS} others, or to itself")
        arguments: list[str] = []
        if macro.default is not None:
            first, at = option(text, at)
            arguments.append(macro.default if first is None else first)
        while len(arguments) < macro.count:
            following, at = argument(text, at)
            arguments.append(following)
        body = PLACE.sub(lambda found: _nth(arguments, int(found[1])), macro.body)
        if len(body) > MOST_SIGNS:
            raise ArgumentError(f"it comes to more than {MOST_SIGNS} signs")
        return (body if macro.final else self._within(body, depth)), at

    def _within(self, text: str, depth: int) -> str:
        """A text with the macros in it expanded."""
        pieces: list[str] = []
        kept = place = 0
        while token := COMMAND.search(text, place):
            place = token.end()
            if token[0] in self.macros:
                shown, place = self.of(token[0], text, place, depth + 1)
                before = text[kept : token.start()]
                if TAKES_ONE.search(before) and len(shown) > 1:
                    shown = f"{{{shown}}}"
                elif shown[-1:].isalpha() and text[place : place + 1].isalpha():
                    shown += " "
                self.signs += len(shown)
                if self.signs > MOST_SIGNS:
                    raise ArgumentError(f"it comes to more than {MOST_SIGNS} signs")
                pieces += [before, shown]
                kept = place
        return "".join([*pieces, text[kept:]])


def _commands(text: str, markup: str) -> Iterator[re.Match[str]]:
    """Every command outside of code and comments."""
    hidden = (part for part in parts(text, markup) if part.kind in ("code", "block"))
    part = next(hidden, None)
    for command in COMMAND.finditer(text):
        while part is not None and part.end <= command.start():
            part = next(hidden, None)
        if part is None or command.start() < part.start:
            yield command


def _nth(arguments: list[str], n: int) -> str:
    """An argument; none where the macro has fewer."""
    return arguments[n - 1] if n <= len(arguments) else ""
