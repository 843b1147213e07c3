"""A reader's code: run, with a complaint in words wherever Python has one."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from html import escape
from types import CodeType
from typing import Any

from nnderiv.judging.backward.question import Question, fresh_names
from nnderiv.judging.no_answer import NoAnswerError
from nnderiv.signatures import arguments_of

FILE = "<your code>"
MEASURE = {"central_difference", "complex_step", "gradcheck", "one_sided_difference"}
NAMED_BY: dict[type[ast.AST], str] = {ast.Name: "id", ast.Attribute: "attr", ast.alias: "name"}
MOST_CALLS = 2  # of the forward pass, by a backward pass that derives and does not measure
# NumPy's words for a product in which the second size does not meet the first.
UNMET = re.compile(r"matmul: .*\(size (\d+) is different from (\d+)\)")
LONGEST = 2000  # characters that are shown of what it prints


class Printed(io.StringIO):
    """What a reader's code prints, up to a bound."""

    def write(self, text: str) -> int:
        """Take a text, or what of it there is room for."""
        super().write(text[: max(0, LONGEST - self.tell())])
        return len(text)

    @property
    def html(self) -> str:
        """What was printed, or nothing."""
        shown = self.getvalue()
        return f"<p>Your code prints:</p>{_as_code(shown)}" if shown else ""


class ReadersCode:
    """What a reader wrote in answer to a forward pass.

    Attributes:
        backward: the function that it defines, where it may be called and raises as it does.

    Raises:
        NoAnswerError: if it does not run, has no such function, or uses what is the answer.
    """

    def __init__(self, source: str, question: Question) -> None:
        """Run a source, among fresh names and with the forward pass of the question."""
        self.lines = source.splitlines()
        self.called = 0
        names = fresh_names()
        parts = {f"{name}_backward" for name in question.calls}
        answers = {name for name in names if name.endswith("_backward")} - parts
        code = self._compiled(source, answers)
        names[question.forward.__name__] = self._counted(question.forward)
        with self.complaining():
            exec(code, names)
        self.backward = self._backward(names, [one.name for one in question.inputs])

    def _compiled(self, source: str, answers: set[str]) -> CodeType:
        """Read a source, without names that are the answer."""
        try:
            tree = ast.parse(source, FILE)
            _refuse_answers(tree, answers)
            return compile(tree, FILE, "exec", dont_inherit=True)
        except SyntaxError as error:
            place = f" line {error.lineno}, column {error.offset}" if error.lineno else " this"
            said = f"{place}: {escape(error.msg, quote=False)}"
            shown = self._shown(error.lineno, error.offset)
        except (ValueError, RecursionError, MemoryError) as error:  # no text, or far too deep
            said, shown = f" this: {_reason(error)}", ""
        raise NoAnswerError(f"<p>Python cannot read{said}.</p>{shown}")

    def _counted(self, forward: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that counts its calls."""

        @wraps(forward)
        def counted(*arguments: Any, **named: Any) -> Any:
            self.called += 1
            return forward(*arguments, **named)

        return counted

    def _backward(self, names: dict[str, Any], inputs: Sequence[str]) -> Callable[..., Any]:
        """Return the function that takes dy and these inputs."""
        backward: Callable[..., Any] | None = names.get("backward")
        wanted = f"<code>def backward({', '.join(['dy', *inputs])}):</code>"
        if not callable(backward):
            raise NoAnswerError(
                "<p>There is no function of the name <code>backward</code> in your code yet. "
                f"Begin with {wanted}</p>"
            )
        takes = arguments_of(backward)
        if takes is not None and not takes.takes(1 + len(inputs)):
            raise NoAnswerError(
                f"<p>Your backward pass takes ({', '.join(takes.names)}). It will be given dy and "
                f"every input, so begin it with {wanted}</p>"
            )
        return backward

    def run(self, dy: Any, inputs: Sequence[Any], shapes: str) -> Any:
        """Run the backward pass once.

        Raises:
            NoAnswerError: if it raises, or calls the forward pass again and again.
        """
        self.called = 0
        with self.complaining(shapes):
            returned = self.backward(dy, *inputs)
        if self.called > MOST_CALLS:
            raise NoAnswerError(
                f"<p>Your backward pass calls the forward pass {self.called} times: it measures "
                "the gradient. Derive it instead: a formula needs no differences, and works for a "
                "million inputs as well.</p>"
            )
        return returned

    @contextmanager
    def complaining(self, shapes: str = "") -> Iterator[None]:
        """Turn what the reader's code raises into a complaint; what others raise is their fault."""
        try:
            yield
        except (Exception, SystemExit) as error:
            if self._line_of(error) is None:
                raise
            raise NoAnswerError(self._raised(error, shapes)) from error

    def _raised(self, error: BaseException, shapes: str) -> str:
        """Say what the reader's code raised, and where."""
        number = self._line_of(error)
        if "read-only" in str(error):
            return (
                f"<p>Line {number} writes to an array that others still need. Make a new one: "
                f"<code>x = 2 * x</code> in place of <code>x *= 2</code>.</p>{self._shown(number)}"
            )
        arrays = f"<p>The shapes there: {shapes}.</p>" if shapes else ""
        said = f"<p>Your code stops in line {number}: {_reason(error)}.</p>"
        return f"{said}{self._shown(number)}{arrays}"

    def _line_of(self, error: BaseException) -> int | None:
        """Return the last line of the reader's code that an error passed through."""
        number, step = None, error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == FILE:
                number = step.tb_lineno
            step = step.tb_next
        return number

    def _shown(self, number: int | None, column: int | None = None) -> str:
        """Return a line of the code, with a caret below a column."""
        if not number or number > len(self.lines):
            return ""
        caret = f"\n{' ' * (column - 1)}^" if column else ""
        return _as_code(f"{self.lines[number - 1]}{caret}")


def _as_code(text: str) -> str:
    return f'<pre class="nnd-code">{escape(text, quote=False)}</pre>'


def _reason(error: BaseException) -> str:
    """Return the message of an error, as HTML."""
    message = str(error).rstrip(".")
    if unmet := UNMET.match(message):
        return f"the inner sizes of the product, {unmet[2]} and {unmet[1]}, do not meet"
    kind = type(error).__name__
    return escape(f"{kind}, {message}" if message else kind, quote=False)


def _refuse_answers(tree: ast.Module, answers: set[str]) -> None:
    """Complain of names that are the answer, or measure it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name | ast.Attribute | ast.alias):
            continue
        used = getattr(node, NAMED_BY[type(node)])
        if used in MEASURE:
            why = "measures a gradient: your formula is checked by that"
        elif used in answers:
            why = "is the book's own backward pass"
        else:
            continue
        raise NoAnswerError(
            f"<p>Line {node.lineno} uses <code>{used}</code>, which {why}. Here the formula itself "
            "is asked for; write it with NumPy.</p>"
        )
