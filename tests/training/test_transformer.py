"""The small transformer: its gradients, what it may see, and that it learns."""

import numpy as np
import pytest

from nnderiv import InputError, gradcheck, softmax_cross_entropy
from nnderiv.network import Network
from nnderiv.training.adam import adam, adam_start
from nnderiv.training.characters import encode
from nnderiv.training.transformer import Transformer
from tests.catalogue import Array

SMALL = Transformer(length=5, width=6, heads=3, blocks=1)
WORDS = ["abcd", "z", "qxq", "bb"]


def first(model: Transformer, seed: int = 0) -> dict[str, Array]:
    return model.first_parameters(np.random.default_rng(seed))


@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("heads", [1, 2, 3])
def test_every_gradient_passes_the_check(heads: int, blocks: int) -> None:
    model = Transformer(length=5, width=6, heads=heads, blocks=blocks)
    network = Network(model.steps())
    values = first(model) | encode(WORDS, 5)
    report = gradcheck(network.forward, network.backward, values, mode="projected")
    assert report.verdict == "pass", str(report)
    assert len(report.inputs) == len(first(model))


@pytest.mark.parametrize("name", first(SMALL))
def test_every_entry_of_every_gradient_passes_by_itself(name: str) -> None:
    network, values = Network(SMALL.steps()), first(SMALL) | encode(WORDS, 5)
    report = gradcheck(
        lambda p: network.forward({**values, name: p})[0],
        lambda dy, p: network.backward(dy, network.forward({**values, name: p})[1])[name],
        values[name],
        mode="full",
    )
    assert report.verdict == "pass", str(report)


def test_no_place_sees_what_comes_after_it() -> None:
    logits = Network(SMALL.steps()[:-1])
    coded = encode(["abcd", "abxy"], 5)
    a, b = logits.forward(first(SMALL) | coded)[0]
    np.testing.assert_array_equal(a[:3], b[:3])
    assert not np.isclose(a[3], b[3]).any()


def test_what_stands_behind_a_word_counts_in_no_loss() -> None:
    network, coded = Network(SMALL.steps()), encode(["ab", "z"], 5)
    L, _ = network.forward(first(SMALL) | coded)
    padded = np.where(coded["targets"] < 0, 17, coded["tokens"])
    assert network.forward(first(SMALL) | coded | {"tokens": padded})[0] == L


def test_the_loss_is_the_mean_over_characters_and_signs() -> None:
    coded = encode(WORDS, 5)
    (logits, _), (L, _) = (
        Network(SMALL.steps()[:end]).forward(first(SMALL) | coded) for end in (-1, None)
    )
    counted = coded["targets"] >= 0
    assert counted.sum() == sum(len(word) + 1 for word in WORDS)
    mean = softmax_cross_entropy(logits[counted], coded["targets"][counted])
    np.testing.assert_allclose(L, mean, rtol=1e-14)


def test_all_characters_are_nearly_as_probable_at_first() -> None:
    model = Transformer(length=12)
    L, _ = Network(model.steps()).forward(first(model) | encode(WORDS, 12))
    assert abs(L - np.log(27)) < 0.05


def test_a_width_that_the_heads_do_not_divide_is_refused() -> None:
    model = Transformer(length=5, width=6, heads=4)
    with pytest.raises(InputError, match=r"^in 0.attention = .*: heads must divide the length"):
        Network(model.steps()).forward(first(model) | encode(WORDS, 5))


def test_it_learns_four_words_by_heart() -> None:
    network, parameters = Network(SMALL.steps()), first(SMALL)
    state, coded = adam_start(parameters), encode(WORDS, 5)
    for _ in range(300):
        L, kept = network.forward(parameters | coded)
        parameters, state = adam(parameters, network.backward(1.0, kept), state, rate=0.02)
    # Nothing tells which of the four words comes, and then all is known.
    least = len(WORDS) * np.log(4) / sum(len(word) + 1 for word in WORDS)
    assert least < L < 1.02 * least
