"""What the parser asks about names, and two vocabularies that know less than the context does."""

from __future__ import annotations

from collections.abc import Set
from typing import Protocol


class Vocabulary(Protocol):
    """What the parser asks of the context."""

    def function(self, spelled: str) -> str | None:
        """The function of this name, if it is one."""

    def known(self, key: str) -> bool:
        """Whether this is the whole name of something declared or defined."""

    def applies(self, key: str) -> bool:
        """Whether a bracket behind this unknown letter holds its arguments."""

    def spelled(self, text: str, indexed: bool) -> str:
        r"""The name that a letter stands for: x_i may be an entry of \mathbf{x}."""

    def is_layer(self, letter: str) -> bool:
        """Whether this letter in the place of an exponent numbers layers."""

    def is_layered(self, base: str) -> bool:
        """Whether a number above this name is that of a layer."""

    def is_gradient(self, letter: str) -> bool:
        """Whether the d before this letter belongs to the name of a gradient."""

    def is_label(self, base: str, label: str) -> bool:
        """Whether a subscript is a part of the name rather than an index."""

    def runs_above(self, letter: str) -> bool:
        """Whether this letter in brackets in the place of an exponent is an index."""

    def ends_sum(self, letter: str) -> bool:
        """Whether some sum of the text runs up to this letter."""

    def has_parameters(self, function: str) -> bool:
        """Whether the text defines the function, with names for its arguments."""

    def parameters(self, function: str) -> tuple[str, ...]:
        """The names of the arguments of a function that the text defines."""

    def depends(self, name: str, letters: Set[str]) -> bool:
        """Whether the formula of a name has all these letters in it, directly or not."""

    def takes_bare_argument(self, function: str) -> bool:
        """Whether the function is printed without brackets as well, as the logarithm is."""


class Nameless:
    """A vocabulary in which no letter is a function: on the left of ∈ stand names."""

    def function(self, spelled: str) -> str | None:
        """No letter is a function."""

    def known(self, key: str) -> bool:
        """No name is known."""
        return False

    def applies(self, key: str) -> bool:
        """No letter has arguments."""
        return False

    def spelled(self, text: str, indexed: bool) -> str:
        """Every letter stands for itself."""
        return text

    def is_layer(self, letter: str) -> bool:
        """No letter numbers layers."""
        return False

    def is_layered(self, base: str) -> bool:
        """No name is of a layer."""
        return False

    def is_gradient(self, letter: str) -> bool:
        """No d belongs to a name."""
        return False

    def is_label(self, base: str, label: str) -> bool:
        """No subscript is."""
        return False

    def runs_above(self, letter: str) -> bool:
        """No letter runs."""
        return False

    def ends_sum(self, letter: str) -> bool:
        """No letter ends a sum."""
        return False

    def has_parameters(self, function: str) -> bool:
        """No function is defined."""
        return False

    def parameters(self, function: str) -> tuple[str, ...]:
        """No function is defined."""
        return ()

    def depends(self, name: str, letters: Set[str]) -> bool:
        """No name has a formula."""
        return False

    def takes_bare_argument(self, function: str) -> bool:
        """No function is printed without brackets."""
        return False


class Without:
    """A vocabulary without one function: on the left, σ may be the name of a deviation."""

    def __init__(self, names: Vocabulary, hidden: str) -> None:
        self.names, self.hidden = names, hidden
        self.known, self.applies, self.spelled = names.known, names.applies, names.spelled
        self.depends = names.depends
        self.is_layer, self.runs_above = names.is_layer, names.runs_above
        self.is_label, self.is_gradient = names.is_label, names.is_gradient
        self.is_layered = names.is_layered
        self.ends_sum, self.has_parameters = names.ends_sum, names.has_parameters
        self.takes_bare_argument, self.parameters = names.takes_bare_argument, names.parameters

    def function(self, spelled: str) -> str | None:
        """The function of this name, if it is one and not the hidden one."""
        return None if spelled == self.hidden else self.names.function(spelled)
