"""What all the rows of a text show of its notation, and what the parser asks of that."""

from __future__ import annotations

import re

from nnderiv.proofread.context.names import without_labels
from nnderiv.proofread.context.tables import Tables


class Notation(Tables):
    """The conventions of a text, as `survey` finds them.

    Attributes:
        summed: letters that some sum of the text runs over.
        running: these, and what runs by convention.
        layers: letters that number layers, in the place of an exponent.
        ends: letters that some sum of the text runs up to.
        layered: names that carry such letters.
        labels: names whose subscript is no index, as in W_{hh}.
        gradients: letters whose d belongs to the name, as in dZ = A - Y.
        varied: names that the text differentiates by somewhere.
        steps: letters that number steps, as the t of h_{t-1}.
        alone: the bold names that stand somewhere without an index.
        reaches: for each letter that sums run over, how far, if all of the text agree.
        families: small letters that are vectors with an index, as the x of w^T x_i.
        plain: letters of known functions that are no functions here, as the σ of σ^2.
        transposed: the names that stand transposed somewhere, and how many axes they then have.
        words: the names of several letters, as RSS.
        primed: letters that carry a prime somewhere in the text.
        first: the number that indices are counted from.
    """

    def __init__(self) -> None:
        super().__init__()
        self.summed: frozenset[str] = frozenset()
        self.running: frozenset[str] = frozenset()
        self.layers: frozenset[str] = frozenset()
        self.ends: frozenset[str] = frozenset()
        self.layered: frozenset[str] = frozenset()
        self.labels: frozenset[str] = frozenset()
        self.gradients: frozenset[str] = frozenset()
        self.varied: frozenset[str] = frozenset()
        self.steps: frozenset[str] = frozenset()
        self.alone: frozenset[str] = frozenset()
        self.reaches: dict[str, str] = {}
        self.families: frozenset[str] = frozenset()
        self.plain: frozenset[str] = frozenset()
        self.transposed: dict[str, int] = {}
        self.words: frozenset[str] = frozenset()
        self.primed: frozenset[str] = frozenset()
        self.first = 1

    def is_layer(self, letter: str) -> bool:
        """Whether this letter in the place of an exponent numbers layers."""
        return letter in self.layers

    def is_layered(self, base: str) -> bool:
        """Whether a number above this name is that of a layer, as in a^1 beside a^l."""
        return base in self.layered and not self.known(base)

    def runs_above(self, letter: str) -> bool:
        """Whether this letter in brackets in the place of an exponent is an index."""
        return letter in self.running and letter not in self.layers and not self.known(letter)

    def ends_sum(self, letter: str) -> bool:
        """Whether some sum of the text runs up to this letter."""
        return letter in self.ends

    def is_gradient(self, letter: str) -> bool:
        """Whether the d before this letter belongs to the name of a gradient."""
        return letter in self.gradients

    def is_label(self, base: str, label: str) -> bool:
        """Whether a subscript is a part of the name rather than an index."""
        if self.known(base) or any(self.known(letter) for letter in label):
            return False
        step = re.fullmatch(r"([a-z])(?:[+-]1)?", label)
        stepped = step is not None and step[1] in self.steps
        return stepped or f"{without_labels(base)}_{{{label}}}" in self.labels
