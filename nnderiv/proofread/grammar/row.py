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
from nnderiv.proofread.grammar.rules import parse
from nnderiv.proofread.grammar.tree import Node, Range
from nnderiv.proofread.grammar.vocabulary import Vocabulary
from nnderiv.proofread.latex.commands import CLOSE, COMPARISONS, OPEN, RELATIONS, SEPARATORS
from nnderiv.proofread.latex.lexer import Token

Part = tuple[Token, list[Token]]  # a separator, and the tokens up to the next one


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
    reader = _RowReader(_parts(tokens), names, Statements([], [], [], tag))
    everywhere = tag_conditions(tag, names) + said_conditions(said, names)
    for place in range(len(reader.parts)):
        reader.read(place)
    found, before = reader.found, reader.before
    found.conditions = [*before, *everywhere]
    _share_conditions(found.chains, before, everywhere)
    if not found.chains and not found.declarations and _hides_relation(tokens):
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
        if not part:
            return
        relations = _relations(part)
        if _wrapped(part):
            self.conditions += conditions_in(part[1:-1], self.names)
        elif self.in_condition:
            self.conditions += self._range_or_condition(place)
        elif not relations:
            self.listed = [*self.listed, part] if separator.text == "," else [part]
            return
        elif part[relations[0]].text in (r"\in", ":") and relations[0]:
            names = [*self.listed, part[: relations[0]]]
            self.found.declarations.append(_declaration(names, part, relations[0]))
        elif self._limits(place, relations):
            self.conditions += self._range_or_condition(place)
        else:
            self.conditions = []
            sides = _sides(part, relations, separator.end)
            self.found.chains.append(Chain(sides, self.conditions))
        self.listed = []

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
            return bool(self.found.declarations) and _listed(self.parts, place) > 0
        if relations[0] == 0 or separator.text == r"\Rightarrow":
            return False
        if _listed(self.parts, place):
            return True
        texts = {part[i].text for i in relations}
        if texts <= {r"\neq", r"\leq", r"\geq", "<", ">"}:
            return True
        single = all(token.kind in ("letter", "number") for i, token in enumerate(part) if i != 1)
        return len(part) == 3 and relations == [1] and single and part[2].kind == "letter"

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


def _parts(tokens: list[Token]) -> list[Part]:
    """The tokens between separators, each with the separator before it."""
    parts: list[Part] = [(Token("sign", "", 0, 0), [])]
    depth, environments = 0, 0
    for token in tokens:
        if token.text == r"\begin":
            environments += 1
        elif token.text == r"\end":
            environments -= 1
        if token.text == "&" and not environments:
            continue
        depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth <= 0 and (token.text in SEPARATORS or token.kind == "text"):
            parts.append((token, []))
        else:
            parts[-1][1].append(token)
    last = parts[-1][1]
    if depth > 0 and any(token.text in RELATIONS for token in last):
        raise ReadError("a bracket in this row is not closed", last[0].at)
    return parts


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
