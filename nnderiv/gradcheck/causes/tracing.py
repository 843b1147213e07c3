"""A forward pass run with a change in it: an operand held constant, a small constant left out.

The forward pass is a function like any other. Its input goes in as an array that shows every use
that numpy makes of it, and of all that is computed from it, to an editor, which may change it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.loss import Array, Loss

SMALL = 1e-2  # a larger constant is hardly there to avoid a division by 0
DIFFERENCE = 1e-5  # the step of a difference, as a part of the size of an entry
LEAST_SIZE = 1e-3  # entries that are smaller take a step of this size

Derivative = Callable[[Array, Array, Array], Any]


@dataclass(frozen=True)
class Use:
    """An operand of one operation of the forward pass that depends on the input.

    Attributes:
        operation: what numpy calls the operation.
        position: which of its operands.
        number: how many operations were before.
    """

    operation: str
    position: int
    number: int

    @property
    def at(self) -> str:
        """The operation, as a report names it."""
        return f"{self.operation}, operation {self.number + 1} of the forward pass"

    def __str__(self) -> str:
        return f"operand {self.position + 1} of {self.at}"


@dataclass(frozen=True)
class Change:
    """What is changed in the forward pass; nothing, if nothing is given.

    Attributes:
        held: uses, by their numbers, whose operand is held constant.
        turned: an operation, by its number, whose other operands are transposed.
        dropped: a constant that is not added.
        operations: a first and a last operation, by their numbers, whose derivative is replaced.
        derivative: makes the one that replaces it of that one, and of what goes in and comes out.
    """

    held: frozenset[int] = frozenset()
    turned: int | None = None
    dropped: float | None = None
    operations: tuple[int, int] | None = None
    derivative: Derivative | None = None


@dataclass
class Editor:
    """Sees every use, and changes some. To hold a number constant, it must know it at the point.

    A complex number shows it in its real part. Real numbers are recorded there, the first time.

    Attributes:
        change: what is changed.
        recorded: the operands of all uses, and the results of all operations, at the point; None if
            numbers are complex.
        uses: all uses that were seen.
        constants: small constants that were added.
    """

    change: Change
    recorded: tuple[list[Array], dict[int, Array]] | None
    recording: bool = False
    uses: list[Use] = field(default_factory=list)
    constants: set[float] = field(default_factory=set)
    operations: int = 0
    entering: Any = None

    def begin(self) -> None:
        """Forget what was seen of the forward pass, which is about to run again."""
        self.uses.clear()
        self.operations, self.entering = 0, None

    def edit(self, operation: str, operands: Sequence[Any]) -> list[Any]:
        """Return the operands of an operation, each as it is or changed."""
        seen = len(self.uses)
        edited = [self._operand(operation, j, one) for j, one in enumerate(operands)]
        if self.change.turned == self.operations:
            used = {use.position for use in self.uses[seen:]}
            edited = [one if j in used else _turned(one) for j, one in enumerate(edited)]
        self.operations += 1
        return edited

    def result(self, found: Any) -> Any:
        """Return what the last operation found, as it is or changed."""
        if self.recording and self.recorded is not None:
            self.recorded[1][self.operations] = np.array(found)
        replaced = self.change.operations
        if replaced is None or self.operations != replaced[1] + 1 or self.entering is None:
            return found
        (moved, before), self.entering = self.entering, None
        if np.shape(found) != moved.shape or self.change.derivative is None:
            return found
        here = found.real if self.recorded is None else self.recorded[1][self.operations]
        ratio = ((found - here) / np.where(moved == 0, 1, moved)).real
        return here + moved * self.change.derivative(ratio, before, here)

    def _operand(self, operation: str, j: int, one: Any) -> Any:
        if isinstance(one, list | tuple):
            return type(one)(self._operand(operation, j, part) for part in one)
        if operation == "add" and isinstance(one, float | np.floating) and 0 < one <= SMALL:
            self.constants.add(float(one))
            return 0.0 if one == self.change.dropped else one
        if not isinstance(one, Traced):
            return one
        plain = one.view(np.ndarray)
        if self.recorded is None and not np.imag(plain).any():
            return plain
        return self._use(Use(operation, j, self.operations), plain)

    def _use(self, use: Use, operand: Array) -> Array:
        number = len(self.uses)
        self.uses.append(use)
        if self.recorded is None:
            here = operand.real
        else:
            if self.recording:
                self.recorded[0].append(operand.copy())
            here = self.recorded[0][number]
        if self.change.operations is not None and use.number == self.change.operations[0]:
            self.entering = operand - here, here
        return here.astype(operand.dtype) if number in self.change.held else operand


class Traced(np.ndarray[Any, Any]):
    """An array whose every use by numpy goes past an editor."""

    editor: Editor

    def __array_finalize__(self, parent: Any) -> None:
        if isinstance(parent, Traced):
            self.editor = parent.editor

    def __array_ufunc__(
        self, ufunc: Any, method: str, *operands: Any, out: Any = None, **options: Any
    ) -> Any:
        name = ufunc.__name__ + f".{method}" * (method != "__call__")
        edited = self.editor.edit(name, operands)
        if out is not None:
            options["out"] = tuple(_plain(one) for one in out)
        found = self.editor.result(getattr(ufunc, method)(*edited, **options))
        return _traced(found, self.editor)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: Any, options: Any
    ) -> Any:
        edited = self.editor.edit(function.__name__, arguments)
        plain = {name: _plain(one) for name, one in options.items()}
        return _traced(self.editor.result(function(*edited, **plain)), self.editor)


def _turned(one: Any) -> Any:
    return one.swapaxes(-1, -2) if isinstance(one, np.ndarray) and one.ndim > 1 else one


def _plain(one: Any) -> Any:
    return one.view(np.ndarray) if isinstance(one, Traced) else one


def _traced(found: Any, editor: Editor) -> Any:
    """Return floats as an array that is traced, and anything else as it is."""
    if isinstance(found, np.inexact):
        found = np.asarray(found)
    if not (isinstance(found, np.ndarray) and found.dtype.kind in "fc"):
        return found
    shown: Any = found.view(Traced)
    shown.editor = editor
    return shown


@dataclass(frozen=True)
class Trace:
    """The forward pass of a loss, taken apart into its operations.

    Attributes:
        loss: the loss, as a function of one input.
        exact: whether it takes complex steps.
    """

    loss: Loss
    exact: bool
    recorded: tuple[list[Array], dict[int, Array]] = field(default_factory=lambda: ([], {}))

    def seen(self, v: Array) -> Editor:
        """Run the forward pass as it is, and return what was seen of it."""
        editor = self._editor(Change(), recording=True)
        if self.exact:
            self._changed(editor).complex_step(v)
        else:
            self._changed(editor)(self.loss.x)
        return editor

    def slope(self, change: Change, v: Array) -> float:
        """Return the slope of the loss along v with a change in the forward pass."""
        changed = self._changed(self._editor(change))
        if self.exact:
            return changed.complex_step(v)
        room = np.maximum(self.loss.sizes, LEAST_SIZE) / np.maximum(np.abs(v), LEAST_SIZE)
        h = DIFFERENCE * float(room.min())
        ahead, behind = (float(changed(self.loss.x + step * v)) for step in (h, -h))
        return (ahead - behind) / (2 * h)

    def _editor(self, change: Change, recording: bool = False) -> Editor:
        return Editor(change, None if self.exact else self.recorded, recording)

    def _changed(self, editor: Editor) -> Loss:
        def forward(*inputs: NDArray[Any]) -> Any:
            editor.begin()
            shown = list(inputs)
            k = self.loss.stepped
            assert isinstance(k, int)
            for j, one in enumerate(inputs):  # complex numbers show what depends on input k
                if j == k or self.exact:
                    shown[j] = _traced(one, editor)
            y = self.loss.forward(*shown)
            plain = tuple(_plain(one) for one in outputs(y))
            return plain if isinstance(y, tuple) else plain[0]

        return replace(self.loss, forward=forward)
