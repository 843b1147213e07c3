"""Results that lie in the memory of something else: to write to one would change the other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from nnderiv.gradcheck.calls import outputs
from nnderiv.gradcheck.inputs import Input


def shared_memory(y: Any, returned: Any, dy: Sequence[Any], given: Sequence[Input]) -> list[str]:
    """Return a sentence for every result of the two passes that is a view of something else.

    Args:
        y: what the forward pass returned.
        returned: what the backward pass returned.
        dy: the upstream gradients.
        given: the inputs.
    """
    found = outputs(tuple(returned) if isinstance(returned, list) else returned)
    if _are_apart(outputs(y), found):
        return []
    inputs = {one.name: one.array for one in given}
    several = isinstance(y, tuple)
    results = {f"output {j}" if several else "the output": one for j, one in enumerate(outputs(y))}
    gradients = {f"gradient {j}": one for j, one in enumerate(found)}
    upstream = {"dy" if len(dy) == 1 else f"dy[{j}]": one for j, one in enumerate(dy)}
    pairs = [*_pairs(results, inputs), *_pairs(gradients, {**inputs, **upstream})]
    pairs += combinations(gradients.items(), 2)
    return [
        f"{name} shares memory with {other}: whoever writes to one changes the other"
        for (name, one), (other, another) in pairs
        if isinstance(one, np.ndarray)
        and isinstance(another, np.ndarray)
        and np.may_share_memory(one, another)
    ]


def _are_apart(y: Sequence[Any], found: Sequence[Any]) -> bool:
    """Whether every result is an array of its own, which is quickly seen: then none is shared.

    An input and dy are views, so that a result which is one of them is no array of its own.
    """
    results = [*y, *found]
    own = all(getattr(one, "base", None) is None for one in results)
    return own and len(set(map(id, results))) == len(results)


def _pairs(
    some: Mapping[str, Any], others: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, Any], tuple[str, Any]]]:
    for one in some.items():
        for another in others.items():
            yield one, another
