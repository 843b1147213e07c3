"""The one who calls a check may write the two passes in any convention: the pair as it is read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn

import numpy as np

from nnderiv.errors import InputError
from nnderiv.gradcheck.calls import call, checked
from nnderiv.gradcheck.conventions import (
    buffers,
    cache,
    foreign_arrays,
    gradient_function,
    infinite_outputs,
    layer,
    loss_and_gradient,
    upstream,
)
from nnderiv.gradcheck.conventions.containers import is_container
from nnderiv.gradcheck.conventions.pair import Pair
from nnderiv.gradcheck.conventions.parameters import Group, flat, group, refilled
from nnderiv.gradcheck.inputs import Input, name_input, named
from nnderiv.nondifferentiable import held_constant_names
from nnderiv.signatures import Arguments, arguments_of, takes_keyword

_CONVENTIONS = (loss_and_gradient, cache, upstream, layer, gradient_function, buffers)


class Reading(NamedTuple):
    """A plain pair, and the point at which to check it.

    Attributes:
        forward: forward(*arrays) -> y, a NumPy array, a number or a tuple of them.
        backward: backward(dy, *arrays) -> one gradient for each array, or what the user made of it.
        given: the arrays.
        y: what the forward pass returns for them.
        pair: the pair as it was read, before containers were taken apart.
    """

    forward: Callable[..., Any]
    backward: Callable[..., Any]
    given: Sequence[Input]
    y: Any
    pair: Pair


def read(
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    inputs: Sequence[Any],
    options: Mapping[str, Any],
) -> Reading:
    """Read two passes as a plain pair, whichever convention they are written in.

    Raises:
        InputError: if they fit none; the message says how to write them.
    """
    if not (callable(forward) and callable(backward)):
        _refuse_what_is_no_function(forward, backward)
    if options:
        forward, backward = _with_options(forward, backward, options)
    takes = arguments_of(forward)
    if takes is not None and not takes.takes(len(inputs)):
        _refuse_inputs(takes, inputs)
    names, held = named(takes, len(inputs)), held_constant_names(forward)
    groups: list[Group] = []
    if any(type(one) is not np.ndarray and is_container(one) for one in inputs):
        groups = [
            group(name, value, name in held)
            if is_container(value)
            else _alone(name_input(name, value, name in held))
            for name, value in zip(names, inputs, strict=True)
        ]
        given = [array for one in groups for array in one.inputs]
        values = refilled(groups, [one.array for one in given])
    else:
        given = [name_input(name, inputs[k], name in held) for k, name in enumerate(names)]
        values = [one.array for one in given]
    try:
        y = call("forward", forward, *values)
    except (TypeError, AttributeError, LookupError) as error:
        explained = foreign_arrays.explain(error, "forward", inputs)
        if explained is not None:
            raise explained from error
        raise
    pair = _read_pair(Pair(forward, backward, names, values, y))
    try:
        y = checked(pair.y)
    except InputError:
        masked = infinite_outputs.read(pair)
        if masked is None:
            raise
        pair, y = masked, checked(masked.y)
    if not groups:
        return Reading(pair.forward, pair.backward, given, y, pair)
    of_pair = pair.forward

    def of_arrays(*arrays: Any) -> Any:
        return of_pair(*refilled(groups, arrays))

    return Reading(of_arrays, flat(pair.backward, groups), given, y, pair)


def _alone(one: Input) -> Group:
    return Group(one.name, one.array, (one,), one.constant, one.label)


def _read_pair(pair: Pair) -> Pair:
    """Read a pair in the first convention that it fits, which is the plain one for most."""
    if (
        isinstance(pair.y, tuple)
        or not pair.is_plain
        or loss_and_gradient.is_one_function(pair.forward, pair.backward)
    ):
        found = next(filter(None, (one.read(pair) for one in _CONVENTIONS)), None)
        if found is None and not pair.is_plain:
            raise InputError(_misfit(pair))
        pair = found or pair
    if type(pair.y) is np.ndarray or type(pair.y) is np.float64:
        return pair
    return foreign_arrays.read(pair) or pair


def _misfit(pair: Pair) -> str:
    takes = pair.backward_takes
    taken = ", ".join(takes.names) if takes is not None else ""
    return (
        f"the backward pass must take dy and the inputs, backward(dy, {pair.listed}), but it is "
        f"backward({taken}). Wrap it in a function that does: gradcheck(forward, "
        f"lambda dy, {pair.listed}: backward(…), {pair.listed}). Its other conventions are "
        "backward(dout, cache), where the forward pass returns (out, cache), backward(dy), where a "
        f"layer keeps its inputs, and backward({pair.listed}), for a scalar loss."
    )


def _refuse_what_is_no_function(forward: Any, backward: Any) -> NoReturn:
    which, other = ("backward", backward) if callable(forward) else ("forward", forward)
    said = f"an array of shape {other.shape}" if hasattr(other, "shape") else repr(other)
    both = "; a function that returns (loss, grad) is both: gradcheck(f, f, *inputs)"
    raise InputError(
        f"the {which} pass must be a function, but it is {said}. "
        f"Call gradcheck(forward, backward, *inputs){both if which == 'backward' else ''}."
    )


def _refuse_inputs(takes: Arguments, inputs: Sequence[Any]) -> NoReturn:
    """Say how to pass so many inputs as the forward pass takes."""
    wanted = ", ".join(takes.names)
    if not inputs:
        raise InputError(
            "gradcheck must be given the inputs at which to check, but there are none. "
            f"Call gradcheck(forward, backward, {wanted})."
        )
    alone = inputs[0]
    if len(inputs) == 1 and isinstance(alone, tuple | list) and takes.takes(len(alone)):
        raise InputError(
            f"the forward pass takes {len(alone)} inputs, ({wanted}), but they are in one "
            f"{type(alone).__name__}. Unpack it: gradcheck(forward, backward, *inputs)."
        )
    raise InputError(
        f"the forward pass must take the inputs, of which there are {len(inputs)}, but it is "
        f"forward({wanted}). Pass an input for each argument, and keep what is none by "
        "functools.partial(forward, name=value)."
    )


def _with_options(
    forward: Callable[..., Any], backward: Callable[..., Any], options: Mapping[str, Any]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return both passes with the options that each of them takes."""
    own = [
        {key: options[key] for key in options if takes_keyword(one, key)}
        for one in (forward, backward)
    ]
    for key in options:
        if not any(key in found for found in own):
            raise InputError(
                f"an option of gradcheck must be mode, seed or a parameter of one of the two "
                f"passes, but neither takes {key!r}. Leave it out."
            )
    same = loss_and_gradient.is_one_function(forward, backward)
    first = partial(forward, **own[0]) if own[0] else forward
    return first, first if same else partial(backward, **own[1]) if own[1] else backward
