"""Other ways to call a pair that fails: what is named then is the line with which it passes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from nnderiv.errors import InputError
from nnderiv.gradcheck.conventions.pair import Pair
from nnderiv.signatures import Arguments


@dataclass(frozen=True)
class OtherReading:
    """A pair as it may be meant.

    Attributes:
        forward: the forward pass.
        backward: the backward pass, to be called as backward(dy, *inputs).
        cause: the mistake, if this is what was meant.
        line: the call that checks it.
        named: whether the names of the arguments speak for it.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    cause: str
    line: str
    named: bool = False

    def explain(self, error: Exception) -> InputError:
        """Return the mistake as an error, where the backward pass raised one."""
        return InputError(
            f"the backward pass raised {type(error).__name__}: {error}. That is consistent with "
            f"{self.cause}: it passes as {self.line}."
        )


def other_readings(pair: Pair) -> Iterator[OtherReading]:
    """Yield the other ways to call a pair that was read as a plain one."""
    if pair.note or pair.backward_takes is None or not pair.names:
        return
    yield from _orders(pair, pair.backward_takes)
    if isinstance(pair.y, tuple):
        yield from _outputs(pair, pair.backward_takes)


def _orders(pair: Pair, takes: Arguments) -> Iterator[OtherReading]:
    """Yield the order that the names of the arguments tell; or else the one with dy last."""
    count = 1 + len(pair.names)
    own = takes.names[:count]
    upstream = [name for name in own if name not in pair.names]
    named = len(upstream) == 1 and len(own) == count
    plain, last = ["dy", *pair.names], [*pair.names, "dy"]
    meant = ["dy" if name in upstream else name for name in own] if named else last
    if meant == plain:
        return
    places = [plain.index(name) for name in meant]
    backward = pair.backward

    def reordered(*arguments: Any) -> Any:
        return backward(*(arguments[k] for k in places))

    yield OtherReading(
        pair.forward,
        reordered,
        "dy in the last place" if meant == last else "arguments in another order",
        f"gradcheck(forward, lambda dy, {pair.listed}: backward({', '.join(meant)}), "
        f"{pair.listed})",
        named,
    )


def _outputs(pair: Pair, takes: Arguments) -> Iterator[OtherReading]:
    """Yield the readings of a tuple as one output, with or without a cache."""
    forward, backward = pair.forward, pair.backward
    first = f"lambda {pair.listed}: forward({pair.listed})[0]"

    @wraps(forward)  # what it holds constant stays so
    def alone(*values: Any) -> Any:
        return forward(*values)[0]

    yield OtherReading(
        alone,
        lambda dy, *values: backward(dy, *values),
        "a tuple that is not unpacked: the backward pass is that of its first output",
        f"gradcheck({first}, backward, {pair.listed})",
    )
    if len(pair.y) == 2 and takes.takes(2):
        yield OtherReading(
            alone,
            lambda dy, *values: backward(dy, forward(*values)[1]),
            "a cache that is returned last, and not named so in the backward pass",
            f"gradcheck({first}, "
            f"lambda dy, {pair.listed}: backward(dy, forward({pair.listed})[1]), {pair.listed})",
        )
