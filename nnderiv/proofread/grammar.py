r"""The grammar of a formula, and its parser by recursive descent.

    formula    = [sign] term {("+" | "-") term}
    term       = product {times product}            times: \cdot \times \odot \otimes *
    product    = factor {["/"] factor}
    factor     = reduction | derivative | application | atom {script}
    script     = "_" group | "^" group | "'"
    atom       = number | name | constant | dots | "(" formula ")" | "[" formula "]" | group
               | "|" formula "|" | "\|" formula "\|" | "\langle" formula "," formula "\rangle"
               | "\left." formula "\right|_" group
               | "\frac" group group | "\sqrt" ["[" formula "]"] group
               | cases | matrix | indicator | "O(" formula ")"
    reduction  = ("\sum" | "\prod" | "\max" | "\min" | "\operatorname{argmax}") "_" bounds
                 ["^" group] [sign] term
    derivative = "\frac{" d [power] [term] "}{" d name {script} {d name {script}} "}" [operand]
               | d name {script} "/" d name {script} | "\nabla_" group factor
    application = function {script} ("(" formula {"," formula} ")" | argument)
    argument   = the symbols up to the next bracket, fraction, function, sign or relation
    d          = "d" (unless it is the name of something) | "\mathrm{d}" | "\partial"
    bounds     = name "=" formula | names | conditions
    conditions = condition {("," | "and") condition}
    condition  = formula relation formula {relation formula} | name "= 1, \dots," formula

Side by side means times, and binds before a sign of multiplication; division goes from left to
right, and a sum reaches over the products behind it, up to the next plus or minus. Which letters
are functions, and which subscripts belong to a name, the vocabulary says: what was declared and
defined before.
"""

from __future__ import annotations

from collections.abc import Callable

from nnderiv.errors import ReadError
from nnderiv.proofread.atoms import atom
from nnderiv.proofread.differentials import (
    fraction_derivative,
    is_fraction_of_differentials,
    nabla,
    slash_derivative,
)
from nnderiv.proofread.operators import application, reduction
from nnderiv.proofread.pieces import Pieces
from nnderiv.proofread.scripts import scripts
from nnderiv.proofread.syntax import Apply, Negative, Node, Plus, Product, Quotient
from nnderiv.proofread.tokens import Token
from nnderiv.proofread.vocabulary import Vocabulary

DEEPEST = 40
RELATIONS = frozenset(
    r"= := \neq \leq \geq < > \in : \equiv \approx \propto \sim \leftarrow \rightarrow \mapsto "
    r"\simeq \cong \Rightarrow \notin \ll \gg \subset \subseteq \perp".split()
)
TIMES = frozenset({r"\cdot", r"\times", r"\odot", r"\otimes", "*"})
CLOSING = frozenset({r"\right|", ")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil"})
REDUCTIONS = {r"\sum": "sum", r"\prod": "prod"}


class Parser(Pieces):
    """Reads formulas from the pieces of a row."""

    def __init__(self, pieces: list[Token], names: Vocabulary) -> None:
        super().__init__(pieces)
        self.names = names
        self.depth = 0
        self.bars_open: tuple[str, ...] = ()
        self.product_over: tuple[str, ...] = ()  # the indices of a product that is being read

    def attempt(self, read: Callable[[Parser], Node]) -> Node | None:
        """Read something, or else go back to where it began."""
        start = self.place, self.depth
        try:
            return read(self)
        except ReadError:
            self.place, self.depth = start
            return None

    def formula(self) -> Node:
        """Terms with plus and minus between them."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ReadError(f"brackets are nested more than {DEEPEST} deep", self.at)
        at = self.at
        terms = [self.signed_term()]
        while self.next in ("+", "-") and self.kind() == "sign":
            terms.append(self.signed_term())
        self.depth -= 1
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
            factors.append(Negative(factor, at=at_sign) if minus else factor)
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
        """Whether the next piece goes on with the product."""
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
        text, kind, at = self.next, self.kind(), self.at
        if text in REDUCTIONS:
            self.take()
            return reduction(self, REDUCTIONS[text], at)
        if text == r"\nabla":
            return nabla(self, at)
        if self.is_d(0) and kind != "word":
            quotient = self.attempt(slash_derivative)
            if quotient is not None:
                return quotient
        if text == r"\frac":
            certain = is_fraction_of_differentials(self)
            derivative = fraction_derivative(self) if certain else self.attempt(fraction_derivative)
            if derivative is not None:
                return scripts(self, derivative)
        function = self.function_here()
        if function is not None:
            return application(self, function)
        return scripts(self, atom(self))

    def function_here(self) -> str | None:
        """The function that begins here, if one does."""
        if self.kind() not in ("word", "letter", "command") or self.next == r"\sqrt":
            return None
        if self.look(1) == "_":
            start, self.place = self.place, self.place + 2
            label = "".join(p.text for p in self.group_pieces())
            self.place = start
            if self.names.known(f"{self.next}_{{{label}}}"):
                return None
        return self.names.function(self.next)

    def is_d(self, ahead: int) -> bool:
        r"""Whether a differential begins: \partial, or a d that is not the name of something."""
        text = self.look(ahead)
        return text == r"\partial" or (text == "d" and not self.names.known("d"))

    def single(self) -> Node:
        """A group in braces, or one piece without."""
        at = self.at
        pieces = self.group_pieces()
        if not pieces:
            raise ReadError("these braces are empty", at)
        if pieces[0].text == r"\frac" and len(pieces) == 1:
            self.place -= 1
            return atom(self)
        inner = self.inside(pieces)
        return inner.whole()

    def inside(self, pieces: list[Token]) -> Parser:
        """A parser for the pieces of a group, as deep as this one is."""
        parser = Parser(pieces, self.names)
        parser.depth = self.depth
        return parser

    def whole(self) -> Node:
        """One formula, and nothing behind it."""
        node = self.formula()
        if self.place < len(self.pieces):
            raise ReadError(f"{self.next} is not expected here", self.at)
        return node


def _product(factors: list[Node], signs: list[str], at: int) -> Node:
    """One factor by itself, or a product of several."""
    for sign, left, right in zip(signs, factors, factors[1:], strict=False):
        bare = [isinstance(f, Apply) and not f.arguments and not f.primes for f in (left, right)]
        if sign == r"\odot" and all(bare):
            raise ReadError("a composition of functions is written f(g(x))", right.at)
    return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs), at=at)
