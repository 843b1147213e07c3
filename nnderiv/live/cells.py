"""The code cells of a page: run one after the other, as a notebook runs them, with numpy alone."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from typing import Any

from nnderiv.errors import MissingExtraError
from nnderiv.gradcheck.report import HEAD, GradcheckReport, table_rows
from nnderiv.live.displays import display
from nnderiv.live.magics import parsed
from nnderiv.live.notebook_only import install, missing
from nnderiv.live.output import Output, Write, bounded
from nnderiv.live.tracebacks import described

ANSWER = ("result", "verdict", "report", "error", "needs_notebook")
NUMBERS = count(1)  # no two cells have the same name, whichever page they are of


class Cells:
    """The names of a page's code cells, which stay from one run to the next."""

    def __init__(self, stand_ins: Iterable[str] | None = None) -> None:
        """Begin without a name.

        Args:
            stand_ins: modules for which there are stand-ins; by default those that are missing.
        """
        install(missing() if stand_ins is None else stand_ins)
        self.names: dict[str, Any] = {"__name__": "__main__", "display": display}
        self._last: Any = None
        self._left_out: set[str] = set()  # names that a cell would have set, had it run to its end

    def run(self, source: str, write: Write) -> dict[str, Any]:
        """Run a cell.

        Args:
            source: its text.
            write: called with what it prints, at once.

        Returns:
            Whether it ran to its end (`ok`), its last value as text (`result`), the `verdict` and
            the `report` of a gradient check that is this value, the `error` that ended it, or the
            sentence `needs_notebook` if it draws.
        """
        answer: dict[str, Any] = dict.fromkeys(ANSWER)
        name = f"<cell {next(NUMBERS)}>"
        lines = f"{source}\n".splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)  # for inspect.getsource as well
        output = Output(write)
        try:
            with redirect_stdout(output), redirect_stderr(output):
                answer |= self._shown(self._value(parsed(source, name), name), source)
        except MissingExtraError as error:
            self._leave_out(source)
            answer["needs_notebook"] = str(error)
        except NameError as error:
            if error.name in self._left_out:
                self._leave_out(source)
                answer["needs_notebook"] = (
                    f"This cell uses {error.name}, and the cell that sets it needs the notebook. "
                    "Open the chapter's notebook to run it."
                )
            else:
                answer["error"] = described(error, name)
        except BaseException as error:
            answer["error"] = described(error, name)
        return {"ok": answer["error"] is None and answer["needs_notebook"] is None} | answer

    def _leave_out(self, source: str) -> None:
        """Remember the names that a cell sets, since it needs the notebook to run to its end."""
        nodes = ast.walk(parsed(source, ""))
        self._left_out |= {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }

    def _value(self, tree: ast.Module, name: str) -> Any:
        """Run the statements of a cell; its value is that of an expression at the end."""
        last = ast.Expression(ast.Constant(None, lineno=1, col_offset=0))
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body[-1].value)
            del tree.body[-1]
        exec(compile(tree, name, "exec", dont_inherit=True), self.names)
        return eval(compile(last, name, "eval", dont_inherit=True), self.names)

    def _shown(self, value: Any, source: str) -> dict[str, Any]:
        """The last value as text, unless a semicolon holds it back; it is called _ from now on."""
        if value is None or source.rstrip().endswith(";"):
            return {}
        text = bounded(repr(value))
        if self.names.get("_", self._last) is self._last:  # else the reader's own
            self.names["_"] = self._last = value
        answer = {"result": text}
        return answer | _report(value) if isinstance(value, GradcheckReport) else answer


def _report(report: GradcheckReport) -> dict[str, Any]:
    """The verdict of a gradient check, and what its report consists of."""
    parts = {"reason": report.reason, "head": HEAD, "remarks": report.remarks}
    rows = table_rows(report.inputs)
    return {"verdict": report.verdict, "report": parts | {"rows": rows}}
