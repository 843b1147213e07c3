"""A small transformer that says which character comes next, as a list of steps."""

from dataclasses import dataclass

import numpy as np

from nnderiv.arrays import FloatArray
from nnderiv.modules.activations.gelu import gelu
from nnderiv.modules.add import add
from nnderiv.modules.attention.multi_head_attention import multi_head_attention
from nnderiv.modules.embedding import embedding
from nnderiv.modules.linear import linear
from nnderiv.modules.losses.softmax_cross_entropy import softmax_cross_entropy
from nnderiv.modules.normalisation.layer_norm import layer_norm
from nnderiv.network import Step
from nnderiv.training.characters import CHARACTERS, NO_TARGET


@dataclass(frozen=True)
class Transformer:
    """The sizes of a transformer with normalisation before each part, and what follows from them.

    Attributes:
        length: how many positions it sees.
        width: the length of a row, d.
        heads: how many heads; the width is a multiple of it.
        blocks: how many blocks.
    """

    length: int
    width: int = 32
    heads: int = 4
    blocks: int = 2

    def steps(self) -> list[Step]:
        """Return the steps, from tokens, positions and targets to the loss.

        The step before the last one has the logits.

        Source:
            Vaswani et al., "Attention is all you need", 2017; with the normalisation in front as
            in Radford et al., "Language models are unsupervised multitask learners", 2019.
        """
        steps = [
            Step("token", embedding, "tokens E"),
            Step("position", embedding, "positions P"),
            Step("x0", add, "token position"),
        ]
        for k in range(self.blocks):
            steps += self._block(k)
        return [
            *steps,
            Step("n", layer_norm, f"x{self.blocks} gamma beta"),
            Step("logits", linear, "n W b"),
            Step("L", softmax_cross_entropy, "logits targets", {"ignore_index": NO_TARGET}),
        ]

    def _block(self, k: int) -> list[Step]:
        """Return block k, from xₖ to xₖ₊₁: attention, and a network of two layers."""
        causal = np.tri(self.length, dtype=bool)
        x, y, p = f"x{k}", f"x{k + 1}", f"{k}."
        return [
            Step(p + "n", layer_norm, f"{x} {p}gamma1 {p}beta1"),
            Step(
                p + "attention",
                multi_head_attention,
                f"{p}n {p}Wq {p}Wk {p}Wv {p}Wo",
                {"heads": self.heads, "mask": causal},
            ),
            Step(p + "x", add, f"{x} {p}attention"),
            Step(p + "m", layer_norm, f"{p}x {p}gamma2 {p}beta2"),
            Step(p + "a", linear, f"{p}m {p}W1 {p}b1"),
            Step(p + "z", gelu, f"{p}a", {"approximate": "tanh"}),
            Step(p + "feedforward", linear, f"{p}z {p}W2 {p}b2"),
            Step(y, add, f"{p}x {p}feedforward"),
        ]

    def first_parameters(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Return parameters to start from, by their names.

        The entries of a matrix are normal random numbers of variance 1 / rows, which keeps the size
        of what it is multiplied by. Those of the last one are a tenth of that, so that all
        characters are nearly as probable at first. Each γ is 1, each β and each bias is 0.

        Example:
            >>> first = Transformer(length=12).first_parameters(np.random.default_rng(0))
            >>> sum(one.size for one in first.values())
            27355
        """
        first: dict[str, FloatArray] = {}
        for name, shape in self._shapes().items():
            if len(shape) == 2:
                first[name] = rng.standard_normal(shape) / np.sqrt(shape[0])
            else:
                first[name] = np.full(shape, 1.0 if "gamma" in name else 0.0)
        first["W"] /= 10
        return first

    def _shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every parameter."""
        d, hidden, characters = self.width, 4 * self.width, len(CHARACTERS)
        shapes: dict[str, tuple[int, ...]] = {"E": (characters, d), "P": (self.length, d)}
        for k in range(self.blocks):
            of_block: dict[str, tuple[int, ...]] = {
                **dict.fromkeys(("gamma1", "beta1", "gamma2", "beta2", "b2"), (d,)),
                **dict.fromkeys(("Wq", "Wk", "Wv", "Wo"), (d, d)),
                "W1": (d, hidden),
                "b1": (hidden,),
                "W2": (hidden, d),
            }
            shapes |= {f"{k}.{name}": shape for name, shape in of_block.items()}
        return {**shapes, "gamma": (d,), "beta": (d,), "W": (d, characters), "b": (characters,)}
