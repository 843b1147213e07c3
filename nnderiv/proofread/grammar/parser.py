"""The parser, by recursive descent: signs, terms, products; rules read what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.token_stream import TokenStream
from nnderiv.proofread.grammar.tree import Apply, Negative, Node, Plus, Product, Quotient
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.commands import CLOSING, RELATIONS, TIMES
from nnderiv.proofread.latex.scanner import Token

DEEPEST = 40


@dataclass(frozen=True)
class Rules:
    """Which rule of the grammar reads what.

    Attributes:
        factors: by its first sign, what reaches further than an atom: a sum, a derivative. Such a
            rule returns None where the sign begins something else.
        signs: by its first sign, an atom; the sign has been stepped over.
        kinds: an atom, by the kind of its token.
        scripts: what stands behind an atom.
        application: a function with its arguments.
    """

    factors: Mapping[str, Callable[[Parser], Node | None]]
    signs: Mapping[str, Callable[[Parser, Token], Node]]
    kinds: Mapping[str, Callable[[Parser, Token], Node]]
    scripts: Callable[[Parser, Node], Node]
    application: Callable[[Parser, str], Node]


class Parser(TokenStream):
    """Reads formulas from the tokens of a row, by recursive descent."""

    def __init__(self, tokens: list[Token], names: Vocabulary, rules: Rules) -> None:
        super().__init__(tokens)
        self.names = names
        self.rules = rules
        self.depth = 0
        self.bars_open: tuple[str, ...] = ()
        self.product_over: tuple[str, ...] = ()  # the indices of a product that is being read

    def attempt(self, read: Callable[[Parser], Node]) -> Node | None:
        """Read something, or else stay where one is."""
        trial = copy(self)
        try:
            node = read(trial)
        except ReadError:
            return None
        vars(self).update(vars(trial))
        return node

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level further down; at most `DEEPEST` levels are read."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ReadError(f"formulas are nested more than {DEEPEST} deep", self.at)
        yield
        self.depth -= 1

    def formula(self) -> Node:
        """Terms with plus and minus between them."""
        at = self.at
        with self.deeper():
            terms = [self.signed_term()]
            while self.next in ("+", "-") and self.kind() == "sign":
                terms.append(self.signed_term())
        return terms[0] if len(terms) == 1 else Plus(tuple(terms), at=at)

    def signed_term(self) -> Node:
        """A term with the signs before it."""
        at, minus = self.at, False
        while self.next in ("+", "-"):
            minus ^= self.take().text == "-"
        term = self.term()
        return Negative(term, at=at) if minus else term

    def term(self) -> Node:
        """Products side by side, with signs of multiplication between them."""
        at = self.at
        factors, signs = [self.side_by_side()], list[str]()
        while self.next in TIMES and self.kind() != "text":
            signs.append(self.take().text)
            at_sign = self.at
            minus = self.accept("-")
            factor = self.side_by_side()
            factor = Negative(factor, at=at_sign) if minus else factor
            if signs[-1] == r"\oslash":
                above = _product(factors, signs[:-1], at)
                factors, signs = [Quotient(above, factor, at=at)], []
            else:
                factors.append(factor)
        return _product(factors, signs, at)

    def side_by_side(self) -> Node:
        """Factors without a sign between them; division goes along, from left to right."""
        at = self.at
        factors = [self.factor()]
        while True:
            if self.accept("/"):
                above = _product(factors, [""] * (len(factors) - 1), at)
                factors = [Quotient(above, self.factor(), at=at)]
            elif self.begins_factor():
                factors.append(self.factor())
            else:
                return _product(factors, [""] * (len(factors) - 1), at)

    def begins_factor(self) -> bool:
        """Whether the next token goes on with the product."""
        text, kind = self.next, self.kind()
        if kind in ("letter", "number", "word", "bold", "double"):
            return True
        if kind in ("", "text") or text in CLOSING | RELATIONS | TIMES | {"/"}:
            return False
        if text == r"\prod" and self.look(2 + (self.look(2) == "{")) in self.product_over:
            return False
        if text in ("(", "[") and self.holds_relation():
            return kind == "sign" and text == "["
        if text in ("|", r"\|"):
            return text not in self.bars_open
        return text not in ("+", "-", ",", ";", ".", "_", "^", "'", "!", r"\quad", r"\qquad", r"\\")

    def factor(self) -> Node:
        """An atom with its scripts, or what reaches further: a sum, a derivative, a function."""
        read = self.rules.factors.get(self.next)
        node = read(self) if read is not None else None
        if node is not None:
            return node
        function = self.function_here()
        if function is not None:
            return self.rules.application(self, function)
        node = self.scripts(self.atom())
        return Apply("factorial", (node,), at=node.at) if self.accept("!") else node

    def atom(self) -> Node:
        """What has no scripts yet."""
        token = self.take()
        read = self.rules.kinds.get(token.kind)
        if read is None and token.kind != "text":
            read = self.rules.signs.get(token.text)
        if read is None:
            known = "not known" if token.text.startswith("\\") else "unexpected"
            raise ReadError(f"{token.text} is {known} here", token.at)
        return read(self, token)

    def scripts(self, node: Node) -> Node:
        """A node with what stands behind it: subscripts, exponents, primes."""
        return self.rules.scripts(self, node)

    def function_here(self) -> str | None:
        """The function that begins here, if one does."""
        if self.kind() not in ("word", "letter", "command") or self.next == r"\sqrt":
            return None
        if self.look(1) == "_":
            start, self.place = self.place, self.place + 2
            label = "".join(p.text for p in self.group())
            self.place = start
            key = f"{self.next}_{{{label}}}"
            if self.names.known(key):
                return None
            if self.names.has_parameters(key):
                return key
        return self.names.function(self.next)

    def is_d(self, ahead: int) -> bool:
        r"""Whether a differential begins: \partial, or a d that is not the name of something."""
        text = self.look(ahead)
        return text == r"\partial" or (text == "d" and not self.names.known("d"))

    def single(self) -> Node:
        """A group in braces, or one token without."""
        at = self.at
        tokens = self.group()
        if not tokens:
            raise ReadError("these braces are empty", at)
        if tokens[0].text == r"\frac" and len(tokens) == 1:
            self.place -= 1
            with self.deeper():
                return self.atom()
        inner = self.inside(tokens)
        return inner.whole()

    def inside(self, tokens: list[Token]) -> Parser:
        """A parser for the tokens of a group, as deep as this one is."""
        parser = Parser(tokens, self.names, self.rules)
        parser.depth = self.depth
        return parser

    def whole(self) -> Node:
        """One formula, and nothing behind it."""
        node = self.formula()
        if self.place < len(self.tokens):
            raise ReadError(f"{self.next} is not expected here", self.at)
        return node


def _product(factors: list[Node], signs: list[str], at: int) -> Node:
    """One factor by itself, or a product of several."""
    for sign, left, right in zip(signs, factors, factors[1:], strict=False):
        bare = [isinstance(f, Apply) and not f.arguments and not f.primes for f in (left, right)]
        if sign == r"\odot" and all(bare):
            raise ReadError("a composition of functions is written f(g(x))", right.at)
    return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs), at=at)
