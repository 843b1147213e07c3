r"""The grammar of a formula, and its parser by recursive descent.

    formula    = [sign] term {("+" | "-") term}
    term       = product {times product}            times: \cdot \times \odot \otimes *
    product    = factor {["/"] factor}
    factor     = reduction | derivative | application | atom {script}
    script     = "_" group | "^" group | "'"
    atom       = number | name | constant | dots | "(" formula ")" | "[" formula "]" | group
               | "|" formula "|" | "\|" formula "\|" | "\langle" formula "," formula "\rangle"
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
right, and a sum reaches over the products behind it, up to the next plus or minus. Which letters are functions, and which
subscripts belong to a name, the vocabulary says: what was declared and defined before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nnderiv.errors import ReadError
from nnderiv.proofread.functions import WORDS
from nnderiv.proofread.operators import (
    application,
    arguments,
    fraction_derivative,
    nabla,
    reduction,
    slash_derivative,
)
from nnderiv.proofread.syntax import (
    Apply,
    BigO,
    Cases,
    Compare,
    Constant,
    Dots,
    Index,
    Indicator,
    Matrix,
    Name,
    Negative,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Prime,
    Product,
    Quotient,
    Range,
    Star,
    Transpose,
)
from nnderiv.proofread.tokens import Token, tokens

DEEPEST = 40
RELATIONS = frozenset(
    r"= := \neq \leq \geq < > \in : \equiv \approx \propto \sim \leftarrow \rightarrow \mapsto "
    r"\simeq \cong \Rightarrow \notin \ll \gg \subset \subseteq \perp".split()
)
COMPARISONS = frozenset({"=", r"\neq", r"\leq", r"\geq", "<", ">", r"\in", r"\equiv"})
TIMES = frozenset({r"\cdot", r"\times", r"\odot", r"\otimes", "*"})
CLOSING = frozenset({")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil"})
REDUCTIONS = {r"\sum": "sum", r"\prod": "prod"}
ACCENTS = frozenset(
    r"\hat \bar \tilde \dot \ddot \check \breve \widehat \widetilde \overline \acute \grave "
    r"\mathring".split()
)
ENVIRONMENTS = frozenset(
    "matrix bmatrix pmatrix vmatrix Vmatrix Bmatrix smallmatrix array cases dcases rcases".split()
)


class Vocabulary(Protocol):
    """What the parser asks of the context."""

    def function(self, spelled: str) -> str | None:
        """The function of this name, if it is one."""

    def known(self, key: str) -> bool:
        """Whether this is the whole name of something declared or defined."""

    def applies(self, key: str) -> bool:
        """Whether a bracket behind this unknown letter holds its arguments."""

    def has_parameters(self, function: str) -> bool:
        """Whether the text defines the function, with names for its arguments."""

    def takes_bare_argument(self, function: str) -> bool:
        """Whether the function is printed without brackets as well, as the logarithm is."""


class Parser:
    """Reads formulas from the pieces of a row."""

    def __init__(self, pieces: list[Token], names: Vocabulary) -> None:
        self.pieces = pieces
        self.names = names
        self.place = 0
        self.depth = 0
        self.bars_open: tuple[str, ...] = ()

    # --- the pieces

    @property
    def next(self) -> str:
        """The next piece as text; empty at the end."""
        return self.look(0)

    def look(self, ahead: int) -> str:
        """A piece further on."""
        place = self.place + ahead
        return self.pieces[place].text if place < len(self.pieces) else ""

    def kind(self, ahead: int = 0) -> str:
        """What sort of piece comes."""
        place = self.place + ahead
        return self.pieces[place].kind if place < len(self.pieces) else ""

    @property
    def at(self) -> int:
        """Where the next piece stands in the row."""
        if self.place < len(self.pieces):
            return self.pieces[self.place].at
        return self.pieces[-1].end if self.pieces else 0

    def take(self) -> Token:
        """Step over the next piece."""
        if self.place >= len(self.pieces):
            raise ReadError("the formula ends too early", self.at)
        self.place += 1
        return self.pieces[self.place - 1]

    def accept(self, *texts: str) -> bool:
        """Step over the next piece if it is one of these."""
        if self.next in texts and self.kind() != "text":
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over the piece that must come."""
        if not self.accept(text):
            came = repr(self.next) if self.next else "the end"
            raise ReadError(f"{text} should stand here, but {came} does", self.at)

    def attempt(self, read: Callable[[], Node]) -> Node | None:
        """Read something, or else go back to where it began."""
        start = self.place, self.depth
        try:
            return read()
        except ReadError:
            self.place, self.depth = start
            return None

    # --- sums and products

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
        if text in ("(", "[") and self._holds_relation():
            return kind == "sign" and text == "["
        if text in ("|", r"\|"):
            return text not in self.bars_open
        return text not in ("+", "-", ",", ";", ".", "_", "^", "'", "!", r"\quad", r"\qquad", r"\\")

    _bars: tuple[str, ...] = ()

    def _holds_relation(self) -> bool:
        """Whether the bracket that opens here holds a condition such as (i ≠ j)."""
        depth = 0
        for piece in self.pieces[self.place :]:
            depth += (piece.text in ("(", "[", "{", r"\{", r"\begin")) - (
                piece.text in (")", "]", "}", r"\}", r"\end")
            )
            if depth == 0:
                return False
            if depth == 1 and piece.text in COMPARISONS:
                return True
        return False

    # --- factors

    def factor(self) -> Node:
        """An atom with its scripts, or what reaches further: a sum, a derivative, a function."""
        text, kind, at = self.next, self.kind(), self.at
        if text in REDUCTIONS:
            self.take()
            return reduction(self, REDUCTIONS[text], at)
        if text == r"\nabla":
            return nabla(self, at)
        if self.is_d(0) and kind != "word":
            quotient = self.attempt(lambda: slash_derivative(self))
            if quotient is not None:
                return quotient
        if text == r"\frac":
            derivative = self.attempt(lambda: fraction_derivative(self))
            if derivative is not None:
                return self.scripts(derivative)
        function = self.function_here()
        if function is not None:
            return application(self, function)
        return self.scripts(self.atom())

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

    def scripts(self, node: Node) -> Node:
        """Subscripts, exponents, primes."""
        while True:
            at = self.at
            if self.accept("_"):
                node = self.subscript(node, at)
            elif self.next == "^":
                node = self.superscript(node)
            elif self.next == "'":
                node = self.prime(node)
            else:
                return node

    def prime(self, node: Node) -> Node:
        """One prime or several."""
        order = 0
        while self.accept("'", r"\prime"):
            order += 1
        if isinstance(node, Name) and self.names.known(node.key + "'" * order):
            return Name(node.key + "'" * order, at=node.at)
        return Prime(node, order, at=node.at)

    def superscript(self, node: Node) -> Node:
        """An exponent, a transpose, a prime in braces, or a part of the name in brackets."""
        at = self.take().at
        label = self._bracketed()
        if label and isinstance(_named(node), Name):
            return _renamed(node, f"^{{{label}}}")
        start = self.place
        primes = 0
        if self.accept("{"):
            while self.accept("'", r"\prime"):
                primes += 1
            if primes and self.accept("}"):
                return Prime(node, primes, at=node.at)
            self.place = start
        if self.accept(r"\prime"):
            return Prime(node, 1, at=node.at)
        if self._is_transpose():
            return Transpose(node, at=node.at)
        exponent = self.single()
        if isinstance(exponent, Negative) and isinstance(exponent.body, Name):
            if exponent.body.key in ("T", r"\top"):
                return Transpose(Power(node, Number(-1.0, at=at), at=node.at), at=node.at)
        return Power(node, exponent, at=node.at)

    def _is_transpose(self) -> bool:
        """Step over the T or \\top of a transpose, with braces or without."""
        braces = self.next == "{"
        text, after = self.look(braces), self.look(2) if braces else "}"
        if text in ("T", r"\top") and after == "}":
            self.place += 3 if braces else 1
            return True
        return False

    def _bracketed(self) -> str:
        """The label in W^{(1)}, z^{[2]} or s^+."""
        if self.next in ("+", "-", "*"):
            return self.take().text
        if self.look(1) in ("+", "-", "*") and self.look(2) == "}":
            self.place += 3
            return self.look(-2)
        if self.next != "{" or self.look(1) not in ("(", "["):
            return ""
        close = {"(": ")", "[": "]"}[self.look(1)]
        end = self.place + 2
        while end < len(self.pieces) and self.pieces[end].text not in ("{", "}", ")", "]"):
            end += 1
        pieces = self.pieces[self.place + 1 : end + 1]
        if end + 1 < len(self.pieces) and pieces[-1].text == close:
            if self.pieces[end + 1].text == "}" and len(pieces) <= 7:
                self.place = end + 2
                return "".join(piece.text for piece in pieces)
        return ""

    def subscript(self, node: Node, at: int) -> Node:
        """Indices, or a part of the name."""
        pieces = self.group_pieces()
        label = "".join(piece.text for piece in pieces)
        inner = _named(node)
        if isinstance(node, Power) and inner is not None:  # σ²_B is (σ_B)²
            sub = Parser(pieces, self.names).index_of(node.base, label)
            return Power(sub, node.exponent, at=node.at)
        return Parser(pieces, self.names).index_of(node, label)

    def index_of(self, node: Node, label: str) -> Node:
        """This whole row of pieces is the subscript of `node`."""
        key = f"{node.key}_{{{label}}}" if isinstance(node, Name) else ""
        words = any(p.kind in ("word", "text") for p in self.pieces)
        if key and (self.names.known(key) or words or label in ("+", "-")):
            return Name(key, at=node.at)
        items: list[Node] = []
        loose = not any(piece.text in (",", "+", "-") for piece in self.pieces)
        while self.place < len(self.pieces):
            if self.next in ("*", ":", r"\cdot"):
                items.append(Star(at=self.take().at))
            elif loose:
                items.append(self.scripts(self.atom()))
            else:
                items.append(self.formula())
            self.accept(",")
        if isinstance(node, Index):
            return Index(node.base, node.items + tuple(items), False, "", at=node.at)
        return Index(node, tuple(items), loose, key, at=node.at)

    def group_pieces(self) -> list[Token]:
        """The pieces between the braces that come, or the one piece that comes."""
        if not self.accept("{"):
            piece = self.take()
            if piece.kind == "number" and len(piece.text) > 1:
                return [self._first_digit(piece)]
            return [piece]
        start, depth = self.place, 1
        while depth:
            text = self.take().text
            depth += (text == "{") - (text == "}")
        return self.pieces[start : self.place - 1]

    def _first_digit(self, piece: Token) -> Token:
        r"""\frac12 is one half, and x^23 is x² times 3."""
        first = Token("number", piece.text[0], piece.at, piece.at + 1)
        rest = Token("number", piece.text[1:], piece.at + 1, piece.end)
        self.pieces = [*self.pieces[: self.place - 1], first, rest, *self.pieces[self.place :]]
        return first

    def single(self) -> Node:
        """A group in braces, or one piece without."""
        at = self.at
        pieces = self.group_pieces()
        if not pieces:
            raise ReadError("these braces are empty", at)
        if pieces[0].text == r"\frac" and len(pieces) == 1:
            self.place -= 1
            return self.atom()
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

    # --- atoms

    def atom(self) -> Node:
        """What has no scripts yet."""
        piece = self.take()
        text, at = piece.text, piece.at
        if piece.kind == "number":
            return Number(float(text), at=at)
        if piece.kind == "letter":
            return self.name(text, at)
        if piece.kind in ("bold", "double"):
            return self.constant(piece)
        if piece.kind == "word":
            return self.name(text, at)
        reader = {
            "(": self.round,
            "[": self.round,
            "{": self.round,
            r"\{": self.round,
            "|": self.bars,
            r"\|": self.bars,
            r"\frac": self.fraction,
            r"\sqrt": self.root,
            r"\begin": self.environment,
            r"\langle": self.inner_product,
            r"\lfloor": self.floor,
            r"\dots": lambda _: Dots(at=at),
            r"\vdots": lambda _: Dots(at=at),
            r"\ddots": lambda _: Dots(at=at),
            r"\infty": lambda _: Number(float("inf"), at=at),
            r"\underbrace": self.brace,
            r"\overbrace": self.brace,
        }.get(text)
        if text in ACCENTS:
            return self.accent(piece)
        if reader is None or piece.kind == "text":
            kind = "unknown command" if text.startswith("\\") else "unexpected"
            raise ReadError(f"{text} is {kind if kind == 'unexpected' else 'not known'} here", at)
        return reader(piece)

    def name(self, text: str, at: int) -> Node:
        """A letter; a bracket behind it may make it a function, a big O a remainder."""
        if text == "O" and self.next == "(" and not self.names.known("O"):
            self.take()
            body = self.formula()
            self.expect(")")
            return BigO(body, at=at)
        if text == "I" and not self.names.known("I"):
            return self._sized("identity", at)
        if self.next in ("(",) and self.names.applies(text) and not self._holds_relation():
            return Apply(text, arguments(self, ("|",)), at=at)
        return Name(text, at=at)

    def constant(self, piece: Token) -> Node:
        """Bold ones, zeros and identity; an indicator where a condition follows."""
        if piece.text in ("1", "I") and (piece.kind == "double" or piece.text == "1"):
            start = self.place
            subscript = self.accept("_") and self.next == "{"
            opened = self.next in ("{", r"\{", "[", "(") and self._holds_relation()
            if subscript and not opened and self.look(1) in (r"\{", "[", "("):
                self.take()
                opened = self._holds_relation()
            if opened:
                inner = self.inside(self._between())
                return Indicator(tuple(inner.conditions()), at=piece.at)
            self.place = start
        kinds = {"1": "ones", "0": "zeros", "I": "identity"}
        if piece.text not in kinds:
            raise ReadError(f"\\mathbb{{{piece.text}}} is not known here", piece.at)
        if piece.text == "I" and self.names.known("I"):
            return Name("I", at=piece.at)
        return self._sized(kinds[piece.text], piece.at)

    def _sized(self, kind: str, at: int) -> Node:
        size = self.single() if self.accept("_") else None
        return Constant(kind, size, at=at)  # type: ignore[arg-type]

    def _between(self) -> list[Token]:
        """The pieces between the bracket that opens here and its partner, that of a group too."""
        start, depth = self.place, 0
        while True:
            text = self.take().text
            depth += (text in ("(", "[", "{", r"\{")) - (text in (")", "]", "}", r"\}"))
            if depth == 0:
                break
        inside = self.pieces[start + 1 : self.place - 1]
        if self.next == "}" and start and self.pieces[start - 1].text == "{":
            self.take()
        if inside and inside[0].text == r"\{":
            inside = inside[1:-1]
        return inside

    def round(self, piece: Token) -> Node:
        """A formula in brackets of any kind; [i = j] is an indicator."""
        if piece.text == "[" and self._bracket_has_relation():
            self.place -= 1
            return Indicator(tuple(self.inside(self._between()).conditions()), at=piece.at)
        close = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}[piece.text]
        bars, self.bars_open = self.bars_open, ()
        body = self.formula()
        self.bars_open = bars
        self.expect(close)
        return body

    def _bracket_has_relation(self) -> bool:
        self.place -= 1
        found = self._holds_relation()
        self.place += 1
        return found

    def bars(self, piece: Token) -> Node:
        """|x| and ‖x‖, with the p of the norm below."""
        bars, self.bars_open = self.bars_open, (*self.bars_open, piece.text)
        body = self.formula()
        self.bars_open = bars
        self.expect(piece.text)
        if piece.text == "|":
            return Apply("abs", (body,), at=piece.at)
        p = 2.0
        if self.accept("_"):
            label = "".join(p.text for p in self.group_pieces())
            orders = {"1": 1.0, "2": 2.0, "F": 2.0, r"\infty": 0.0}
            if label not in orders:
                raise ReadError(f"the norm with {label} below it is not known", piece.at)
            p = orders[label]
        return Norm(body, p, at=piece.at)

    def fraction(self, piece: Token) -> Node:
        """Above and below the line."""
        above = self.single()
        return Quotient(above, self.single(), at=piece.at)

    def root(self, piece: Token) -> Node:
        """A square root, or that of the degree in brackets."""
        if self.accept("["):
            degree = self.formula()
            self.expect("]")
            exponent = Quotient(Number(1.0), degree, at=piece.at)
            return Power(self.single(), exponent, at=piece.at)
        return Apply("sqrt", (self.single(),), at=piece.at)

    def accent(self, piece: Token) -> Node:
        """A letter with a hat or a bar is a name of its own."""
        short = {r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\overline": r"\bar"}
        inner = [p for p in self.group_pieces() if p.text not in ("{", "}")]
        if not inner or any(p.kind not in ("letter", "word", "number") for p in inner):
            raise ReadError(f"{piece.text} belongs over one letter", piece.at)
        letters = "".join(p.text for p in inner)
        text = short.get(piece.text, piece.text)
        return self.name(f"{text}{{{letters}}}", piece.at)

    def inner_product(self, piece: Token) -> Node:
        """⟨x, y⟩."""
        left = self.formula()
        self.expect(",")
        right = self.formula()
        self.expect(r"\rangle")
        return Product((left, right), (r"\cdot",), at=piece.at)

    def floor(self, piece: Token) -> Node:
        """The whole part."""
        body = self.formula()
        self.expect(r"\rfloor")
        return Apply("floor", (body,), at=piece.at)

    def brace(self, piece: Token) -> Node:
        """What is braced; the words at the brace say nothing about it."""
        body = self.single()
        if self.accept("_", "^"):
            self.group_pieces()
        return body

    def environment(self, piece: Token) -> Node:
        r"""\begin{cases} and the matrices."""
        name = "".join(p.text for p in self.group_pieces())
        if name not in ENVIRONMENTS:
            raise ReadError(f"\\begin{{{name}}} is not known inside a formula", piece.at)
        if name == "array":
            self.group_pieces()
        start, depth = self.place, 1
        while depth:
            text = self.take().text
            depth += (text == r"\begin") - (text == r"\end")
        body = self.pieces[start : self.place - 1]
        self.group_pieces()
        rows = [_cut(row, "&") for row in _cut(body, r"\\")]
        rows = [row for row in rows if any(row)]
        if "cases" in name:
            branches = tuple(self.branch(row) for row in rows)
            if not all(conditions for _, conditions in branches[:-1]):
                raise ReadError("when each of these cases counts was not understood", piece.at)
            return Cases(branches, at=piece.at)
        return Matrix(
            tuple(tuple(self.inside(cell).whole() for cell in row) for row in rows), at=piece.at
        )

    def branch(self, cells: list[list[Token]]) -> tuple[Node, tuple[Node, ...]]:
        """One line of cases: a formula and when it counts."""
        first = self.inside(cells[0])
        body = first.formula()
        conditions = first.conditions()
        for cell in cells[1:]:
            conditions += self.inside(cell).conditions()
        return body, tuple(conditions)

    # --- conditions

    def conditions(self) -> list[Node]:
        """Comparisons with commas or words between them, to the end of the pieces."""
        found: list[Node] = []
        while self.place < len(self.pieces):
            if self.kind() == "text":
                for formula in self.take().text.split("$")[1::2]:
                    inner = self.inside(tokens(formula, WORDS))
                    found.extend(inner.conditions())
                continue
            if self.next in (",", ";", ".", r"\wedge", r"\quad", r"\qquad"):
                self.take()
                continue
            if self.kind() == "word" and self.next.lower() in _JOINING:
                self.take()
                continue
            found.extend(self.condition())
        return found

    def condition(self) -> list[Node]:
        """One comparison, a chain of them, or an index with its range."""
        at = self.at
        if self.kind() == "letter" and self.look(1) in ("=", r"\in"):
            index = self.attempt(self.range)
            if index is not None:
                return [index]
        if self.next == "(" and self._holds_relation():
            return self.inside(self._between()).conditions()
        left = self.formula()
        if self.next not in COMPARISONS:
            raise ReadError("a condition should have a relation", at)
        found: list[Node] = []
        while self.next in COMPARISONS:
            relation = self.take().text
            right = self.formula()
            found.append(Compare(left, relation, right, at=at))
            left = right
        return found

    def range(self) -> Node:
        r"""i = 1, \dots, n or i \in \{1, \dots, n\}."""
        index = self.take()
        braces = self.take().text == r"\in"
        if braces:
            self.expect(r"\{")
        lower = self.formula()
        self.expect(",")
        while not self.accept(r"\dots"):
            self.formula()
            self.expect(",")
        self.expect(",")
        upper = self.formula()
        if braces:
            self.expect(r"\}")
        return Range(index.text, lower, upper, at=index.at)


_JOINING = frozenset("and if for when or all with where any every each".split())


def _product(factors: list[Node], signs: list[str], at: int) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs), at=at)


def _named(node: Node) -> Name | None:
    """The name that carries the scripts of a node."""
    while isinstance(node, Index | Power):
        node = node.base
    return node if isinstance(node, Name) else None


def _renamed(node: Node, more: str) -> Node:
    if isinstance(node, Index):
        return Index(_renamed(node.base, more), node.items, node.loose, at=node.at)
    assert isinstance(node, Name)
    return Name(node.key + more, at=node.at)


def _cut(pieces: list[Token], separator: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for piece in pieces:
        depth += (piece.text in ("{", r"\begin")) - (piece.text in ("}", r"\end"))
        if piece.text == separator and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts
