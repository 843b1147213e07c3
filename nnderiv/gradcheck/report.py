"""What a gradient check found, as text and as HTML: the gravest verdict, and every worst entry."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan, log10, pi, sqrt
from textwrap import fill
from typing import Literal

from nnderiv.errors import GradientError, InputError
from nnderiv.gradcheck.rendering import INDENT, as_html, text_table

WIDTH = 80  # characters of a line that stays whole on a page
SHOWN = 5  # entries at a kink that are listed
HEAD = ("input", "shape", "relative error", "absolute", "at", "backward", "numeric")

Verdict = Literal["pass", "fail", "kink", "noise", "vacuous"]
MARKS = {"pass": "✓", "fail": "✗", "kink": "∧", "noise": "≈", "vacuous": "∅"}
_REASONS: dict[Verdict, str] = {
    "fail": "the gradient of {names} disagrees with the numbers",
    "kink": "the gradient of {names} is taken at a kink, where the function has no derivative; "
    "move the input off it",
    "noise": "the gradient of {names} differs from the numbers by less than rounding can cause; "
    "use float64 or larger gradients",
    "vacuous": "the gradient of {names} is 0 on both sides, up to rounding, as it would be if it "
    "were never computed; choose inputs that the output depends on",
    "pass": "every gradient agrees with the numbers",
}
_EDGE = (
    "the gradient of {names} cannot be checked at the edge of the domain, where the forward pass "
    "has no value beside the input; move the input inside"
)


class Method(StrEnum):
    """How a derivative is found by numbers."""

    COMPLEX_STEP = "complex step"
    CENTRAL_DIFFERENCES = "central differences"
    COMPLEX_STEP_AND_CENTRAL_DIFFERENCE = "complex step and central difference"

    def along(self, directions: int) -> str:
        """Return how a report names it where only a few random directions are taken."""
        return f"{self}, {directions} random directions"


@dataclass(frozen=True)
class InputReport:
    """The worst entry of the gradient with respect to one input.

    Attributes:
        name: the input, by the name of the parameter of the forward pass.
        shape: its shape.
        verdict: the verdict on this input alone.
        method: how the numeric gradient was found: "complex step" or "central differences".
        error: the largest |backward - numeric|, as a part of `scale`; where more than a few entries
            pass at the first look, that of the largest entry.
        scale: the largest entry, in size, of either gradient.
        index: where that largest error is.
        backward: what the backward pass says there.
        numeric: what the numbers say there.
        places: the first entries that disagree, such as those at a kink.
        digits: how many digits rounding leaves of `scale`.
        missed: along random directions, the chance that an error of a thousandth of the gradient's
            norm is not seen; 0 where every entry was stepped. Beside the edge of a domain, where
            differences take steps of the size of each entry, entries of x weigh in that norm.
        lost: whether the forward pass has lost digits where this entry moves.
        cause: of a failure, a mistake that the gradient is consistent with; "" if none is found.
    """

    name: str
    shape: tuple[int, ...]
    verdict: Verdict
    method: str
    error: float
    scale: float
    index: tuple[int, ...]
    backward: float
    numeric: float
    places: tuple[tuple[int, ...], ...] = ()
    digits: int = 0
    missed: float = 0.0
    lost: bool = False
    cause: str = ""

    @property
    def difference(self) -> float:
        """The largest error as it is, in the units of the gradient."""
        return abs(self.backward - self.numeric)

    @property
    def place(self) -> str:
        """The index as it is written after the name: [0, 2]."""
        return str(list(self.index)) if self.index else "-"


@dataclass(frozen=True, repr=False)
class GradcheckReport:
    """The outcome of `gradcheck`; true for the verdict "pass" alone.

    Attributes:
        verdict: "pass": every gradient agrees with the numbers. "fail": one does not.
            "kink": an input is where the function has no derivative. "noise": they differ by
            less than rounding alone can cause. "vacuous": there is no input to step, or both sides
            are 0, so that a gradient which is never computed would agree as well.
        reason: the verdict in a sentence.
        inputs: one InputReport for every input that was stepped.
        constants: the names of the inputs that were not, such as integer labels.
        shared: sentences on results that lie in the memory of an input, of dy or of another.
        read_as: how the two passes were read, if not as forward(x) and backward(dy, x); else "".
    """

    verdict: Verdict
    reason: str
    inputs: tuple[InputReport, ...] = ()
    constants: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def method(self) -> str:
        """How the numeric gradients were found; both methods, if inputs differ in it."""
        return " and ".join(dict.fromkeys(found.method for found in self.inputs))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else there is to say: causes, kinks, digits, chances, what is held constant."""
        said = [self.read_as, *map(_remark, self.inputs)]
        passed = [f"d{found.name}" for found in self.inputs if found.verdict == "pass"]
        if passed and self.verdict == "vacuous":
            said.append(f"{' and '.join(passed)} pass" + "es" * (len(passed) == 1))
        missed = max((found.missed for found in self.inputs), default=0.0)
        if missed:
            said.append(
                "the chance to miss an error of a thousandth of a gradient's norm is "
                f"{missed:.0e}; numbers are along the worst direction"
            )
        if self.constants:
            said.append(f"held constant: {', '.join(self.constants)}")
        return tuple(filter(None, [*said, *self.shared]))

    def __bool__(self) -> bool:
        return self.verdict == "pass"

    def __str__(self) -> str:
        head = fill(f"{self.verdict}: {self.reason}", WIDTH, subsequent_indent=2 * INDENT)
        lines = [head, *text_table(HEAD, table_rows(self.inputs))]
        lines += [
            fill(one, WIDTH, initial_indent=INDENT, subsequent_indent=2 * INDENT)
            for one in self.remarks
        ]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        verdict = f"{MARKS[self.verdict]} {self.verdict}"
        return as_html(verdict, self.reason, HEAD, table_rows(self.inputs), self.remarks)

    def raise_if_failed(self, vacuous_ok: Collection[str] = ()) -> None:
        """Raise GradientError, with the report as its message, unless the verdict is "pass".

        Args:
            vacuous_ok: the inputs whose gradient is 0 by nature, as that of the bias before a
                normalisation: of these, "vacuous" is as good as "pass".

        Raises:
            GradientError: if another verdict was found on any other input, or on all.
            InputError: if one of the names is not that of an input that was stepped.
        """
        if isinstance(vacuous_ok, str):
            vacuous_ok = (vacuous_ok,)
        known = [one.name for one in self.inputs]
        for name in vacuous_ok:
            if self.inputs and name not in known:
                raise InputError(
                    f"vacuous_ok must name inputs that were stepped, which are {', '.join(known)}, "
                    f"but it names {name!r}. Use one of these."
                )
        accepted = self.inputs and all(
            one.verdict == "pass" or (one.verdict == "vacuous" and one.name in vacuous_ok)
            for one in self.inputs
        )
        if not self and not accepted:
            raise GradientError(str(self))

    def told(self, cause: str, line: str) -> "GradcheckReport":
        """Return the report with the cause of all that fails, and the line that makes it pass."""
        inputs = tuple(
            replace(one, cause=cause) if one.verdict == "fail" else one for one in self.inputs
        )
        reason = (
            f"{self.reason.removesuffix('.')}; that is consistent with {cause}: it passes as {line}"
        )
        return replace(self, inputs=inputs, reason=reason)


def conclude(
    compared: Sequence[InputReport], constants: tuple[str, ...], shared: Sequence[str]
) -> GradcheckReport:
    """Return the gravest of the verdicts on the inputs as the verdict on all."""
    gravest = list(_REASONS)
    verdict = min((one.verdict for one in compared), key=gravest.index)
    names = " and ".join(one.name for one in compared if one.verdict == verdict)
    methods = " and ".join(dict.fromkeys(one.method for one in compared))
    reason = f"{_REASONS[verdict].format(names=names)} ({methods})"
    if verdict == "fail" and any(isnan(one.numeric) for one in compared):
        reason = _EDGE.format(names=names)
    return GradcheckReport(verdict, reason, tuple(compared), constants, tuple(shared))


def digits_left(scale: float, noise: float) -> int:
    """How many digits rounding leaves of the largest entry of the gradient."""
    return max(0, int(log10(scale) - log10(noise))) if scale else 0


def chance_to_hide(tolerance: float) -> float:
    """The chance that an error of a thousandth of the gradient's norm hides along one direction.

    Along a normal v the error weighs as much as a normal number of its size; it hides if that is
    below the tolerance. Entries of v that are uniform make it 1.02 times as likely at most: no sum
    of n uniform numbers is denser anywhere than √2 times its inverse norm (Ball 1986).
    """
    return min(1.0, sqrt(2 / pi) * tolerance / 1e-3)


def _remark(found: InputReport) -> str:
    if found.verdict == "fail" and found.cause:
        return f"d{found.name} is consistent with {found.cause}"
    if found.verdict == "kink" and found.places:
        places = ", ".join(str(list(place)) for place in found.places[:SHOWN])
        more = ", …" if len(found.places) > SHOWN else ""
        return f"{found.name} sits on a kink at {places}{more}"
    if found.verdict == "noise" and found.lost:
        left = f"about {found.digits}" if found.digits else "no"
        return (
            f"the forward pass has {left} digits left at entry {found.place} of {found.name}; "
            "compute in float64, or write the same function in a form that is stable there, with "
            "log1p, expm1 or logaddexp for example"
        )
    if found.verdict == "noise":
        return f"rounding leaves about {found.digits} digits of d{found.name}"
    return ""


def table_rows(inputs: tuple[InputReport, ...]) -> list[tuple[str, ...]]:
    """The rows of the table of a report, below HEAD."""
    return [
        (
            found.name,
            str(found.shape),
            f"{found.error:.1e}",
            f"{found.difference:.1e}",
            found.place,
            f"{found.backward + 0.0:.9g}",  # no -0
            f"{found.numeric + 0.0:.9g}",
        )
        for found in inputs
    ]
