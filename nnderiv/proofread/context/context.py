"""What is known at a row: the sizes, inputs, functions and definitions of the rows before it."""

from __future__ import annotations

from collections.abc import Set

from nnderiv.proofread.context.names import (
    CONSTANTS,
    FUNCTION_LETTERS,
    VARIABLE,
    Arbitrary,
    Definition,
    bold_rank,
)
from nnderiv.proofread.context.notation import Notation
from nnderiv.proofread.grammar.tree import Apply, Index, Name, Node, walk
from nnderiv.proofread.latex.commands import BOLD_LETTER, known_function


class Context(Notation):
    """The names of a text, as its rows make them known.

    Attributes:
        broken: names whose definition was not read.
        arrows: functions that were declared with an arrow between two sets.
        summing: names whose entries sum to 1, as the text says in a condition.
        held: names that are constants: their differential was said to be 0.
        in_full: whether to keep in numbers what a row uses beside its inputs, for a page to show.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.held: set[str] = set()
        self.arrows: set[str] = set()
        self.summing: set[str] = set()
        self.in_full = False

    # --- what the parser asks

    def function(self, spelled: str) -> str | None:
        """The function of this name, if it is one."""
        if self.known(spelled):
            return None
        if spelled in self.functions:
            return spelled
        if spelled in self.broken or spelled in self.plain:
            return None
        known = known_function(spelled)
        if known is None and spelled in self.primed:
            return spelled
        return known

    def applies(self, key: str) -> bool:
        """Whether a bracket behind this unknown letter holds its arguments."""
        return key in FUNCTION_LETTERS and not self.known(key)

    def spelled(self, text: str, indexed: bool) -> str:
        r"""The name that a letter stands for.

        x, X and \mathbf{x} are three names. Where one of them is not known, x_i is an entry of
        the vector \mathbf{x}, and \mathbf{x} the vector of the x_i, so with \mathbf{X} and x_{ij}.
        """
        if self.known(text):
            return text
        plain = text[8:-1] if text.startswith(BOLD_LETTER) else text
        if plain != text:
            fits = self.rank(plain) if indexed else self.rank(plain) == bold_rank(text)
            return plain if fits else text
        return next((bold for bold in self._in_bold(text) if indexed and self.rank(bold)), text)

    def _in_bold(self, text: str) -> tuple[str, str]:
        """A letter in bold, and its capital."""
        return f"{BOLD_LETTER}{text}}}", f"{BOLD_LETTER}{text.upper()}}}"

    def has_parameters(self, function: str) -> bool:
        """Whether the text defines the function, with names for its arguments."""
        return isinstance(self.functions.get(function), Definition)

    def parameters(self, function: str) -> tuple[str, ...]:
        """The names of the arguments of a function that the text defines."""
        own = self.functions.get(function)
        return own.parameters or () if isinstance(own, Definition) else ()

    def depends(self, name: str, letters: Set[str]) -> bool:
        """Whether the formula of a name has all these letters in it, directly or not."""
        return name in self.defined and letters <= self.rests_on(name)

    def takes_bare_argument(self, function: str) -> bool:
        """Whether the function is printed without brackets as well, as the logarithm is."""
        return known_function(function) is not None and function not in self.functions

    # --- what the rows tell

    def forget(self, key: str) -> None:
        """Drop a name, and every definition that rests on it."""
        for name in [n for n in self._defined if key in self.rests_on(n)]:
            self._defined.pop(name, None)
        self._inputs.pop(key, None)
        self._defined.pop(key, None)
        self._functions.pop(key, None)
        self._sizes.pop(key, None)
        self._losses = {
            loss: of for loss, of in self._losses.items() if all(n in self._defined for n in of)
        }
        self._changed()

    def sum_to_one(self, key: str) -> None:
        """The entries of this name are positive and sum to 1."""
        self.summing.add(key)
        self._changed()

    def add_size(self, key: str) -> None:
        """This name is a whole number that something has as its length."""
        if key not in self._sizes and key not in self._defined:
            self._inputs.pop(key, None)
            self._sizes[key] = None
            self._changed()

    def add_sizes(self, node: Node | None) -> None:
        """Every name in the length of an axis is a size."""
        for part in walk(node) if node is not None else ():
            if isinstance(part, Name) and not self._is_array(part.key):
                self.add_size(part.key)

    # --- what the rows ask

    def runs(self, key: str) -> bool:
        """Whether a letter in the place of an index is a running one."""
        return not self.known(key) or self._is_array(key)

    def _is_array(self, key: str) -> bool:
        """Whether the name is defined, or declared with a shape."""
        return key in self.defined or (key in self.inputs and bool(self.inputs[key].shape))

    def entry(self, name: Name) -> str | None:
        """The key of the array that carries indices: x_{ij} may be an entry of a declared X."""
        key = name.key
        if self._is_array(key):
            return key
        upper = key[:-2] + key[-2:].upper() if key.endswith("}") else key.upper()
        if key not in self.inputs and key not in self.sizes and self._is_array(upper):
            return upper
        return key if key in self.inputs else None

    def rank(self, key: str) -> int | None:
        """How many axes a name has, as far as is known."""
        if key in self.defined:
            made = self.defined[key]
            return made.rank if made.rank is not None else len(made.indices)
        return self.axes(key)

    def axes(self, key: str | None) -> int | None:
        """How many axes a declared array has."""
        return len(self.inputs[key].shape) if key in self.inputs and key is not None else None

    def family(self, node: Index) -> str:
        """The name of what its indices define: of δ_j where δ_k is another array, or of any δ_i."""
        base = node.base.key if isinstance(node.base, Name) else ""
        letters = ",".join(item.key for item in node.items if isinstance(item, Name))
        keys = (f"{base}_{{}}{letters}", f"{base}_{{}}")
        return next((key for key in keys if key in self.defined), "")

    def is_open_function(self, name: str) -> bool:
        """Whether the text uses a function without saying which one it is."""
        own = self.functions.get(name)
        primed = own is None and name in self.primed and known_function(name) is None
        return primed or isinstance(own, Arbitrary)

    # --- what rests on what

    def _has_numbers(self, key: str) -> bool:
        """Whether the name is an input or has a formula."""
        return key in self.defined or key in self.inputs

    def names_in(self, node: Node) -> set[str]:
        """The names that a formula uses directly."""
        found = set()
        replaced: set[int] = set()  # names that belong to a longer one
        for part in walk(node):
            if isinstance(part, Name) and id(part) not in replaced:
                found.add(part.key)
            elif isinstance(part, Index):
                own = [key for key in (part.key, self.family(part)) if self._has_numbers(key)]
                if not own and isinstance(part.base, Name):
                    own = [part.base.key, self.entry(part.base) or part.base.key]
                found |= {*own}
                replaced.add(id(part.base))
            elif isinstance(part, Apply):
                found.add(part.function)
                if not part.arguments:
                    found.add(VARIABLE)
        return found

    def names_in_deep(self, node: Node) -> set[str]:
        """The names that a formula uses, directly or through definitions."""
        used = self.names_in(node)
        return used.union(*(self.rests_on(name) for name in used))

    def rests_on(self, key: str) -> set[str]:
        """The names that a definition uses, directly or through others."""
        return self.remember(("rests on", key), lambda: self._rests_on(key))

    def _rests_on(self, key: str) -> set[str]:
        """The names that are reached from a name, one definition after the other."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            name = waiting.pop()
            used: set[str] = set()
            if name in self.losses:
                used |= set(self.losses[name])
            if name in self.defined:
                used |= self.names_in(self.defined[name].body)
            function = self.functions.get(name)
            if isinstance(function, Definition):
                used |= self.names_in(function.body)
            waiting.extend(used - found - {name})
            found |= used
        return found

    def is_open(self, key: str) -> bool:
        """Whether a definition rests on a function without a formula, as y = f(x) does."""
        body = self.defined[key].body if key in self.defined else Name(key)
        used = {part.function for part in walk(body) if isinstance(part, Apply)}
        return any(isinstance(self.functions.get(name), Arbitrary) for name in used)

    def leaves(self, key: str) -> set[str]:
        """The variables that a definition rests on: neither defined, nor functions, nor sizes."""
        return {
            name
            for name in self.rests_on(key)
            if name not in self.defined
            and name not in self.sizes
            and self.function(name) is None
            and (name not in CONSTANTS or name in self.inputs)
        }

    def may_be_loss(self, key: str) -> bool:
        """Whether the name is a scalar without a definition."""
        declared = self.inputs.get(key)
        return (
            key not in self.defined
            and key not in self.sizes
            and key not in self.functions
            and (declared is None or (not declared.shape and declared.domain == "real"))
        )
