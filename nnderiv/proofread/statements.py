r"""A row, cut into statements: declarations, chains of equations, and conditions.

row         = statement {separator statement}
separator   = "," | ";" | "\quad" | "\text{…}" | "\Rightarrow"
statement   = names "\in" set | names ":" set "\to" set | [formula] relation formula {…}
            | condition behind "for", "if", "when" or a \quad
set         = ("\mathbb{R}" | "R" | …) ["_{>0}"] ["^{" length {"\times" length} "}"]
            | "[" number "," number "]" ["^{…}"] | "\{" number "," … "\}" ["^{…}"]
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nnderiv.errors import ReadError
from nnderiv.proofread.clauses import INTRODUCES, conditions_in, tag_conditions
from nnderiv.proofread.context import Context
from nnderiv.proofread.delimiters import paired, with_cases
from nnderiv.proofread.functions import WORDS
from nnderiv.proofread.grammar import RELATIONS, Parser
from nnderiv.proofread.pieces import COMPARISONS
from nnderiv.proofread.syntax import Node, Range
from nnderiv.proofread.tokens import Token, tokens

SEPARATORS = frozenset({",", ";", r"\quad", r"\qquad", r"\Rightarrow", "."})
OPEN = frozenset({r"\left.", "(", "[", "{", r"\{", r"\begin", r"\langle", r"\lfloor"})
CLOSE = frozenset({r"\right|", ")", "]", "}", r"\}", r"\end", r"\rangle", r"\rfloor"})


@dataclass
class Side:
    """One formula of a chain: its pieces, and the relation before it."""

    relation: str
    pieces: list[Token]
    start: int  # of its source, with its relation
    end: int


@dataclass
class Chain:
    """Formulas with relations between; the first may be the left side of the row above."""

    sides: list[Side]
    conditions: list[Node] = field(default_factory=list)


@dataclass
class Declaration:
    """Names, and the pieces of the set (or of the two sets of a function) that they are in."""

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


def has_relation(latex: str) -> bool:
    """Whether a formula states anything, outside of its brackets."""
    depth = 0
    for piece in paired(tokens(latex, WORDS)):
        depth += (piece.text in OPEN) - (piece.text in CLOSE)
        if depth <= 0 and piece.text in RELATIONS and piece.kind != "text":
            return True
    return False


def read_row(latex: str, tag: str, context: Context) -> Statements:
    """Cut a row into its statements."""
    pieces = _unwrapped(with_cases(paired(tokens(latex, WORDS))))
    parts = _parts(pieces)
    found = Statements([], [], [], tag)
    names: list[list[Token]] = []
    condition = False
    everywhere = tag_conditions(tag, context)
    conditions = before = list[Node]()
    for place, (separator, part) in enumerate(parts):
        if separator.kind == "text":
            found.words += " " + separator.text
            conditions += tag_conditions(separator.text, context)
            introduced = INTRODUCES.findall(separator.text)
            condition = bool(introduced) or (condition and separator.text.strip() in ("and", ","))
        elif separator.text in (r"\quad", r"\qquad") and conditions:
            condition = False
        relations = _relations(part)
        if not part:
            continue
        texts = [part[i].text for i in relations]
        if _wrapped(part):
            conditions += conditions_in(part[1:-1], context)
        elif condition:
            conditions += _range_or_condition(part, parts, place, context)
        elif not relations:
            names = [*names, part] if separator.text == "," else [part]
            continue
        elif texts[0] in (r"\in", ":") and relations[0]:
            last = part[: relations[0]]
            found.declarations.append(_declaration([*names, last], part, relations[0]))
        elif (found.declarations and not found.chains and _listed(parts, place)) or (
            found.chains and _is_condition(part, relations, separator, parts, place)
        ):
            conditions += _range_or_condition(part, parts, place, context)
        else:
            conditions = []
            found.chains.append(_chain(part, relations, separator.end))
            found.chains[-1].conditions = conditions
        names = []
    found.conditions = [*before, *everywhere]
    _share_conditions(found.chains, before, everywhere)
    if not found.chains and not found.declarations and _hides_relation(pieces):
        raise ReadError("the relation of this row stands inside of brackets", 0)
    return found


def _unwrapped(pieces: list[Token]) -> list[Token]:
    """A row without braces or a box around the whole of it, and with {=} as an equals sign."""
    kept: list[Token] = []
    for i, piece in enumerate(pieces):
        if piece.text == "{" and [p.text for p in pieces[i + 1 : i + 3]] == ["=", "}"]:
            continue
        if piece.text == "}" and [p.text for p in pieces[max(i - 2, 0) : i]] == ["{", "="]:
            continue
        kept.append(piece)
    while len(kept) > 2 and kept[0].text == "{" and kept[-1].text == "}":
        depth = 0
        for piece in kept[:-1]:
            depth += (piece.text == "{") - (piece.text == "}")
            if not depth:
                return kept
        kept = kept[1:-1]
    return kept


def _hides_relation(pieces: list[Token]) -> bool:
    """Whether an equals sign stands anywhere but in the bounds of a sum."""
    depth, skipped = 0, 0  # the depth at which a subscript began
    for before, piece in zip([None, *pieces], pieces, strict=False):
        opens = piece.text in OPEN
        depth += opens - (piece.text in CLOSE)
        if opens and before is not None and before.text == "_" and not skipped:
            skipped = depth
        if skipped and depth < skipped:
            skipped = 0
        if piece.text == "=" and piece.kind == "sign" and not skipped:
            return True
    return False


def _share_conditions(chains: list[Chain], before: list[Node], everywhere: list[Node]) -> None:
    """The conditions behind an equation count for those before it too, unless these have others."""
    behind: list[Node] = []
    for chain in reversed(chains):
        behind = chain.conditions or behind
        chain.conditions = [*before, *behind, *everywhere]


def _parts(pieces: list[Token]) -> list[tuple[Token, list[Token]]]:
    """The pieces between separators, each with the separator before it."""
    parts: list[tuple[Token, list[Token]]] = [(Token("sign", "", 0, 0), [])]
    depth, environments = 0, 0
    for piece in pieces:
        if piece.text == r"\begin":
            environments += 1
        elif piece.text == r"\end":
            environments -= 1
        if piece.text == "&" and not environments:
            continue
        depth += (piece.text in OPEN) - (piece.text in CLOSE)
        if depth <= 0 and (piece.text in SEPARATORS or piece.kind == "text"):
            parts.append((piece, []))
        else:
            parts[-1][1].append(piece)
    last = parts[-1][1]
    if depth > 0 and any(piece.text in RELATIONS for piece in last):
        raise ReadError("a bracket in this row is not closed", last[0].at)
    return parts


def _relations(part: list[Token]) -> list[int]:
    """Where the relations stand, outside of brackets."""
    depth, found = 0, []
    for i, piece in enumerate(part):
        depth += (piece.text in OPEN) - (piece.text in CLOSE)
        if depth <= 0 and piece.text in RELATIONS and piece.kind != "text":
            found.append(i)
    return found


def _chain(part: list[Token], relations: list[int], begin: int) -> Chain:
    """The sides of an equation, each with the relation before it."""
    sides = []
    if relations[0]:
        first = part[: relations[0]]
        sides.append(Side("", first, begin, first[-1].end))
    ends = [*relations[1:], len(part)]
    for start, end in zip(relations, ends, strict=True):
        pieces = part[start + 1 : end]
        last = pieces[-1].end if pieces else part[start].end
        sides.append(Side(part[start].text, pieces, part[start].at, last))
    return Chain(sides)


def _declaration(names: list[list[Token]], part: list[Token], relation: int) -> Declaration:
    """A declaration of several names."""
    start = min(name[0].at for name in names if name)
    after = part[relation + 1 :]
    return Declaration(names, part[relation].text, after, start, part[-1].end)


# --- conditions


def _wrapped(part: list[Token]) -> bool:
    """Whether a part is a condition in brackets, (i ≠ j)."""
    if part[0].text != "(" or part[-1].text != ")":
        return False
    return any(piece.text in COMPARISONS for piece in part) and not _relations(part)


def _listed(parts: list[tuple[Token, list[Token]]], place: int) -> int:
    r"""How many parts belong to i = 1, 2, \dots, n or k = 1, 2, 3, which begins here; or 0."""
    first = parts[place][1]
    if len(first) < 3 or first[0].kind != "letter" or first[1].text != "=":
        return 0
    end, dots = place + 1, False
    while end < len(parts) and parts[end][0].text == "," and parts[end][1]:
        piece = parts[end][1]
        single = len(piece) == 1 and (piece[0].kind == "number" or piece[0].text == r"\dots")
        if not single and not dots:
            break
        end += 1
        if dots:
            break
        dots = piece[0].text == r"\dots"
    return end - place if end > place + 1 else 0


def _is_condition(
    part: list[Token],
    relations: list[int],
    separator: Token,
    parts: list[tuple[Token, list[Token]]],
    place: int,
) -> bool:
    """Whether a part behind an equation limits it instead of being another equation."""
    if relations[0] == 0 or separator.text == r"\Rightarrow":
        return False
    if _listed(parts, place):
        return True
    texts = {part[i].text for i in relations}
    if texts <= {r"\neq", r"\leq", r"\geq", "<", ">"}:
        return True
    single = all(piece.kind in ("letter", "number") for i, piece in enumerate(part) if i != 1)
    return len(part) == 3 and relations == [1] and single and part[2].kind == "letter"


def _range_or_condition(
    part: list[Token], parts: list[tuple[Token, list[Token]]], place: int, context: Context
) -> list[Node]:
    """The range that is listed here, or the conditions in these pieces."""
    count = _listed(parts, place)
    if not count:
        return conditions_in(part, context)
    upper = Parser(parts[place + count - 1][1], context).whole()
    for i in range(place + 1, place + count):
        parts[i] = (parts[i][0], [])
    lower = Parser(part[2:], context).whole()
    return [Range(part[0].text, lower, upper, at=part[0].at)]
