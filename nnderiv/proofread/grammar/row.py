"""A row, cut into statements: declarations, chains of equations, and conditions."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnderiv.errors import ReadError
from nnderiv.proofread.grammar.prose import (
    INTRODUCES,
    conditions_in,
    said_conditions,
    tag_conditions,
)
from nnderiv.proofread.grammar.rules import parse, try_parse
from nnderiv.proofread.grammar.tree import (
    Dots,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Plus,
    Range,
    walk,
)
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.commands import CLOSE, COMPARISONS, OPEN, RELATIONS
from nnderiv.proofread.latex.scanner import Token
from nnderiv.proofread.latex.separators import Part, is_note, note_before, parts

ORDERS = frozenset({r"\neq", r"\leq", r"\geq", "<", ">"})
NAMES = frozenset({"letter", "number", "word"})
SCRIPTS = frozenset({"_", "^", "{", "}", "(", ")", "'", r"\dots"})


@dataclass
class Side:
    """One formula of a chain: its tokens, and the relation before it."""

    relation: str
    tokens: list[Token]
    start: int  # of its source, with its relation
    end: int


@dataclass
class Chain:
    """Formulas with relations between; the first may be the left side of the row above."""

    sides: list[Side]
    conditions: list[Node] = field(default_factory=list)


@dataclass
class Declaration:
    """Names, and the tokens of the set (or of the two sets of a function) that they are in."""

    names: list[list[Token]]
    relation: str
    set: list[Token]
    start: int
    end: int


@dataclass
class Statements:
    """What a row says."""

    chains: list[Chain]
    declarations: list[Declaration]
    conditions: list[Node]
    words: str  # the prose of the row and of its tag


def parse_row(tokens: list[Token], tag: str, names: Vocabulary, said: str = "") -> Statements:
    """Cut a row into its statements; `said` are the conditions in the words around its display.

    Raises:
        ReadError: a bracket is not closed, or the relation of the row stands inside of brackets.
    """
    reader = _RowReader(parts(tokens), names, Statements([], [], [], tag))
    everywhere = tag_conditions(tag, names) + said_conditions(said, names)
    for place in range(len(reader.parts)):
        reader.read(place)
    found, before = reader.found, reader.before
    found.conditions = [*before, *everywhere]
    _share_conditions(found.chains, before, everywhere)
    nothing = not (found.chains or found.declarations or found.conditions)
    if nothing and _hides_relation(tokens):
        raise ReadError("the relation of this row stands inside of brackets", 0)
    return found


class _RowReader:
    """Reads the parts of a row one after the other."""

    def __init__(self, parts: list[Part], names: Vocabulary, found: Statements) -> None:
        self.parts, self.names, self.found = parts, names, found
        self.before: list[Node] = []  # the conditions before the first equation
        self.conditions = self.before  # those of the equation that came last
        self.in_condition = False  # behind for, if or when
        self.listed: list[list[Token]] = []  # names with commas between, up to their set

    def read(self, place: int) -> None:
        """Read one part, with the separator before it."""
        separator, part = self.parts[place]
        self._separator(separator)
        part = part[note_before(part) :]
        if not part:
            return
        relations = _relations(part)
        if _wrapped(part):
            self.conditions += conditions_in(part[1:-1], self.names)
        elif self.in_condition:
            self.conditions += self._range_or_condition(place)
        elif not relations:
            self._refuse_rest(separator, part)
            self.listed = [*self.listed, part] if separator.text == "," else [part]
            return
        elif part[relations[0]].text in (r"\in", ":") and relations[0]:
            names = [*self.listed, part[: relations[0]]]
            self.found.declarations.append(_declaration(names, part, relations[0]))
        elif self._limits(place, relations):
            self.conditions += self._range_or_condition(place)
        else:
            self.conditions = []
            sides = _sides(part, relations, part[0].at)
            self.found.chains.append(Chain(sides, self.conditions))
        self.listed = []

    def _refuse_rest(self, separator: Token, part: list[Token]) -> None:
        """Behind an equation may stand names and notes, but no formula that would be cut off."""
        names = all(token.kind in NAMES or token.text in SCRIPTS for token in part)
        if self.found.chains and separator.kind != "text" and not (names or is_note(part)):
            reason = "this stands behind the equation, with no sign that says how it belongs to it"
            raise ReadError(reason, part[0].at)

    def _separator(self, separator: Token) -> None:
        """Words between two parts may begin a condition or go on with it; a space ends it."""
        if separator.kind == "text":
            self.found.words += " " + separator.text
            self.conditions += tag_conditions(separator.text, self.names)
            goes_on = self.in_condition and separator.text.strip() in ("and", ",")
            self.in_condition = bool(INTRODUCES.findall(separator.text)) or goes_on
        elif separator.text in (r"\quad", r"\qquad") and self.conditions:
            self.in_condition = False

    def _limits(self, place: int, relations: list[int]) -> bool:
        """Whether a part limits what stands before it instead of being another equation."""
        separator, part = self.parts[place]
        if not self.found.chains:
            listed = self.parts[place : place + _listed(self.parts, place)]
            dots = any(token.text == r"\dots" for _, tokens in listed for token in tokens)
            return dots or bool(self.found.declarations and listed) or self._is_alone(part)
        if relations[0] == 0 or separator.text == r"\Rightarrow":
            return False
        if _listed(self.parts, place):
            return True
        texts = {part[i].text for i in relations}
        if texts <= ORDERS:
            return True
        single = all(token.kind in ("letter", "number") for i, token in enumerate(part) if i != 1)
        return len(part) == 3 and relations == [1] and single and part[2].kind == "letter"

    def _is_alone(self, part: list[Token]) -> bool:
        """Whether this is an inequality between names that are not known: a condition, no claim."""
        relations = _relations(part)
        if not {part[i].text for i in relations} <= ORDERS or relations[0] == 0:
            return False
        sides = [side.tokens for side in _sides(part, relations, 0)]
        if (
            len(sides) == 2
            and [t.text for t in sides[1]] == ["0"]
            and part[relations[0]].text
            in (
                ">",
                r"\geq",
            )
        ):
            return False  # x > 0 declares
        parts = [node for side in sides for node in _nodes(side, self.names)]
        simple = all(isinstance(node, Name | Index | Number | Plus | Negative) for node in parts)
        keys = {node.key for node in parts if isinstance(node, Name | Index)}
        return bool(keys) and simple and not any(map(self.names.known, keys))

    def _range_or_condition(self, place: int) -> list[Node]:
        """The range that is listed here, or the conditions in this part."""
        part = self.parts[place][1]
        count = _listed(self.parts, place)
        if not count:
            return conditions_in(part, self.names)
        upper = parse(self.parts[place + count - 1][1], self.names)
        for i in range(place + 1, place + count):
            self.parts[i] = (self.parts[i][0], [])
        lower = parse(part[2:], self.names)
        return [Range(part[0].text, lower, upper, at=part[0].at)]


def _nodes(tokens: list[Token], names: Vocabulary) -> list[Node]:
    """Everything in a formula; something that is no name if it cannot be read."""
    node = try_parse(tokens, names)
    return [Dots()] if node is None else list(walk(node))


def _hides_relation(tokens: list[Token]) -> bool:
    """Whether an equals sign stands anywhere but in the bounds of a sum."""
    depth, skipped = 0, 0  # the depth at which a subscript began
    for before, token in zip([None, *tokens], tokens, strict=False):
        opens = token.text in OPEN
        depth += opens - (token.text in CLOSE)
        if opens and before is not None and before.text == "_" and not skipped:
            skipped = depth
        if skipped and depth < skipped:
            skipped = 0
        if token.text == "=" and token.kind == "sign" and not skipped:
            return True
    return False


def _share_conditions(chains: list[Chain], before: list[Node], everywhere: list[Node]) -> None:
    """The conditions behind an equation count for those before it too, unless these have others."""
    behind: list[Node] = []
    for chain in reversed(chains):
        behind = chain.conditions or behind
        chain.conditions = [*before, *behind, *everywhere]


def _relations(part: list[Token]) -> list[int]:
    """Where the relations stand, outside of brackets."""
    depth, found = 0, []
    for i, token in enumerate(part):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth <= 0 and token.text in RELATIONS and token.kind != "text":
            found.append(i)
    return found


def _sides(part: list[Token], relations: list[int], begin: int) -> list[Side]:
    """The sides of an equation, each with the relation before it."""
    sides = []
    if relations[0]:
        first = part[: relations[0]]
        sides.append(Side("", first, begin, first[-1].end))
    ends = [*relations[1:], len(part)]
    for start, end in zip(relations, ends, strict=True):
        tokens = part[start + 1 : end]
        last = tokens[-1].end if tokens else part[start].end
        sides.append(Side(part[start].text, tokens, part[start].at, last))
    return sides


def _declaration(names: list[list[Token]], part: list[Token], relation: int) -> Declaration:
    """A declaration of several names."""
    start = min(name[0].at for name in names if name)
    after = part[relation + 1 :]
    return Declaration(names, part[relation].text, after, start, part[-1].end)


def _wrapped(part: list[Token]) -> bool:
    """Whether a part is a condition in brackets, (i ≠ j)."""
    if part[0].text != "(" or part[-1].text != ")":
        return False
    return any(token.text in COMPARISONS for token in part) and not _relations(part)


def _listed(parts: list[Part], place: int) -> int:
    r"""How many parts belong to i = 1, 2, \dots, n or k = 1, 2, 3, which begins here; or 0."""
    first = parts[place][1]
    if len(first) < 3 or first[0].kind != "letter" or first[1].text != "=":
        return 0
    end, dots = place + 1, False
    while end < len(parts) and parts[end][0].text == "," and parts[end][1]:
        token = parts[end][1]
        single = len(token) == 1 and (token[0].kind == "number" or token[0].text == r"\dots")
        if not single and not dots:
            break
        end += 1
        if dots:
            break
        dots = token[0].text == r"\dots"
    return end - place if end > place + 1 else 0
