"""Words that a network invents: one character after the other, drawn as it finds them probable."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnderiv.arrays import FloatArray
from nnderiv.modules.softmax import softmax
from nnderiv.network import Network
from nnderiv.training.characters import decode


def invent(
    network: Network, parameters: Mapping[str, FloatArray], draws: FloatArray
) -> Sequence[str]:
    """Return words that a network of tokens and positions invents; its output are logits.

    The probabilities of the characters, laid end to end, fill the interval from 0 to 1; the next
    character is the one whose part a random number falls in. Each word is done all over at each
    place, which is simple, and no slower for words as short as these.

    Args:
        network: from the tokens and positions of words to the logits at each position.
        parameters: those of the network, by their names.
        draws: evenly distributed random numbers, shape (words, length).

    Returns:
        The words. One that comes to no end is cut where the network sees no further.

    Example:
        >>> from nnderiv import embedding
        >>> from nnderiv.network import Step
        >>> always_c = np.full((27, 27), -99.0)
        >>> always_c[:, 3] = 0
        >>> network = Network([Step("logits", embedding, "tokens E")])
        >>> invent(network, {"E": always_c}, np.full((1, 4), 0.5))
        ['cccc']
    """
    count, length = draws.shape
    tokens = np.zeros((count, length + 1), dtype=int)
    positions = np.tile(np.arange(length), (count, 1))
    for place in range(length):
        seen = {"tokens": tokens[:, :-1], "positions": positions}
        logits, _ = network.forward({**parameters, **seen})
        upper = np.cumsum(softmax(logits[:, place]), axis=-1)
        drawn = (upper < draws[:, place, np.newaxis]).sum(axis=-1)
        tokens[:, place + 1] = np.minimum(drawn, upper.shape[-1] - 1)  # the last sum may be < 1
    return [decode(row) for row in tokens]
