r"""LaTeX in small pieces: letters, numbers, words, commands, signs; spacing and sizes left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnderiv.errors import ReadError

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath"
).split()
# The same sign by another name.
SAME = {
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\cfrac": r"\frac",
    r"\le": r"\leq",
    r"\leqslant": r"\leq",
    r"\ge": r"\geq",
    r"\geqslant": r"\geq",
    r"\ne": r"\neq",
    r"\ldots": r"\dots",
    r"\cdots": r"\dots",
    r"\dotsc": r"\dots",
    r"\dotsb": r"\dots",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\vert": "|",
    r"\mid": ",",
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    r"\Vert": r"\|",
    r"\ast": "*",
    r"\star": "*",
    r"\circ": r"\odot",
    r"\bullet": r"\cdot",
    r"\to": r"\rightarrow",
    r"\coloneqq": ":=",
    r"\triangleq": ":=",
    r"\coloneq": ":=",
    r"\land": r"\wedge",
    r"\Longrightarrow": r"\Rightarrow",
    r"\implies": r"\Rightarrow",
    r"\iff": r"\Rightarrow",
    r"\Leftrightarrow": r"\Rightarrow",
    r"\Longleftrightarrow": r"\Rightarrow",
    r"\therefore": r"\Rightarrow",
    r"\intercal": r"\top",
    r"\R": r"\mathbb{R}",
    r"\Reals": r"\mathbb{R}",
    r"\N": r"\mathbb{N}",
    r"\Z": r"\mathbb{Z}",
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "⊙": r"\odot",
    "∈": r"\in",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "…": r"\dots",
    "′": "'",
    "∂": r"\partial",
    "ℓ": r"\ell",
}
# What changes how a formula looks, not what it says.
SILENT = set(
    r"\left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm "
    r"\displaystyle \textstyle \scriptstyle \limits \nolimits \nonumber \notag \middle \, \; \! \: "
    r"\> \ \thinspace \hfill \noindent \mathstrut \boldsymbol \bm \pmb \mathbf \mathit \mathnormal "
    r"\vec \underline \mathop \mathbin \boxed \allowbreak \smallskip \medskip \bigskip "
    r"\centering \mathopen \mathclose \relax \normalsize \small \xspace \left. \right. \ensuremath "
    r"\protect \strut \forall".split()
) | {"\\ ", "\\\n"}
SKIP_ARGUMENT = {r"\label", r"\hspace", r"\vspace", r"\phantom", r"\hphantom", r"\vphantom"}
SKIP_ARGUMENT |= {r"\color", r"\hspace*", r"\vspace*", r"\cite", r"\eqref", r"\ref", r"\tag"}
ROMAN = {r"\operatorname", r"\operatorname*", r"\mathrm", r"\mathsf", r"\mathtt", r"\rm"}
TEXT = {r"\text", r"\textrm", r"\textbf", r"\textit", r"\mbox", r"\textsf", r"\texttt", r"\hbox"}
BLACKBOARD = {r"\mathbb", r"\mathds", r"\mathbbm", r"\mathbbold"}
SCRIPT = {r"\mathcal", r"\mathscr", r"\mathfrak"}
BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\pmb"}

PIECE = re.compile(
    r"(?P<space>[\s~]+|%[^\n]*)"
    r"|(?P<cmd>\\(?:[A-Za-z]+\*?|.|\n))"
    r"|(?P<dots>\.\.\.)"
    r"|(?P<number>\d{1,3}(?:(?:\\,|\{,\})\d{3})+(?!\d)|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<assign>:=)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
PROSE = frozenset(
    "if for when where otherwise else elsewhere and or with all on by is unless any each every "
    "then so hence thus since because let as in of the whenever given provided".split()
)
EVALUATED = re.compile(r"\\(?:right|big|bigg|Big|Bigg)[rl]?\s*(?:\||\\vert\b|\\rvert\b)(?=\s*_)")
MOST = 20_000  # pieces in a row


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: its kind (letter, number, word, text, bold, double, command, sign) and place."""

    kind: str
    text: str
    at: int
    end: int


def argument(latex: str, start: int) -> tuple[str, int]:
    """The braces (or the one character) that follow a command, and where they end."""
    place = start
    while place < len(latex) and latex[place] in " \n\t~":
        place += 1
    if place >= len(latex):
        raise ReadError("something should follow here", start)
    if latex[place] != "{":
        found = PIECE.match(latex, place)
        assert found is not None
        return latex[place : place + 1 if found["letters"] else found.end()], (
            place + 1 if found["letters"] else found.end()
        )
    depth = 0
    for end in range(place, len(latex)):
        if latex[end - 1 : end] != "\\" or latex[end - 2 : end] == "\\\\":
            depth += (latex[end] == "{") - (latex[end] == "}")
            if depth == 0:
                return latex[place + 1 : end], end + 1
    raise ReadError("this brace is not closed", place)


def tokens(latex: str, words: frozenset[str]) -> list[Token]:
    """Cut a formula into pieces; `words` are the functions that may be printed in plain letters."""
    found: list[Token] = []
    place = 0
    while place < len(latex):
        piece = PIECE.match(latex, place)
        assert piece is not None
        kind, text, end = piece.lastgroup or "", piece[0], piece.end()
        if kind == "cmd":
            place = _command(latex, text, place, end, found)
            continue
        if kind == "letters":
            found.extend(_letters(text, place, words))
        elif kind == "number":
            found.append(Token("number", re.sub(r"[^\d.]", "", text), place, end))
        elif kind == "dots":
            found.append(Token("command", r"\dots", place, end))
        elif kind != "space":
            text = SAME.get(text, text)
            kind = "letter" if text == r"\ell" or text.isalpha() else "sign"
            found.append(Token("command" if text in _COMMANDS else kind, text, place, end))
        place = end
        if len(found) > MOST:
            raise ReadError(f"the row is too long: more than {MOST} signs", place)
    return _with_primed_indices(found)


def _with_primed_indices(pieces: list[Token]) -> list[Token]:
    """A letter with a prime in a subscript, as in the sum over j', is one letter."""
    found: list[Token] = []
    depth = 0  # of braces, since a subscript began
    for i, piece in enumerate(pieces):
        if depth or (piece.text == "{" and i and pieces[i - 1].text == "_"):
            depth += (piece.text == "{") - (piece.text == "}")
        if depth and piece.text == "'" and found and found[-1].kind == "letter":
            before = found.pop()
            found.append(Token("letter", before.text + "'", before.at, piece.end))
        else:
            found.append(piece)
    return found


_COMMANDS = {r"\partial", r"\dots"}


def _letters(text: str, at: int, words: frozenset[str]) -> list[Token]:
    """A run of letters is a known function, or a `d` before one, or each letter is a name."""
    if text.lower() in words and len(text) > 1:
        return [Token("word", text, at, at + len(text))]
    if text[0] == "d" and len(text) > 2 and text[1:].lower() in words:
        return [Token("letter", "d", at, at + 1), Token("word", text[1:], at + 1, at + len(text))]
    return [Token("letter", c, at + i, at + i + 1) for i, c in enumerate(text)]


def _command(latex: str, text: str, at: int, end: int, found: list[Token]) -> int:
    """Take up a command with what belongs to it, and say where it ends."""
    if text.endswith("*") and text not in SKIP_ARGUMENT | ROMAN:
        text, end = text[:-1], end - 1
    if text in BOLD | {r"\vec"}:
        inside, after = argument(latex, end)
        if inside.strip() in ("1", "0", "I") and text != r"\vec":
            found.append(Token("bold", inside.strip(), at, after))
            return after
        letter = inside.strip()
        if len(letter) == 1 or letter[1:] in GREEK:  # without its braces
            kind = "letter" if letter[-1:].isalpha() else "number"
            found.append(Token(kind, letter, at, after))
            return after
        return end
    if text == r"\left" and re.match(r"\s*\.", latex[end:]):
        found.append(Token("command", r"\left.", at, latex.index(".", end) + 1))
        return found[-1].end
    if text in (r"\right", r"\middle") and latex[end : end + 1] == ".":
        return end + 1
    if bar := EVALUATED.match(latex, at):
        found.append(Token("command", r"\right|", at, bar.end()))
        return bar.end()
    if text in SILENT:
        return end
    if text in SKIP_ARGUMENT:
        return argument(latex, end)[1]
    if text in (r"\cancel", r"\mathstrut"):
        return end
    if text in (r"\stackrel", r"\overset", r"\underset", r"\xlongequal", r"\mathrel"):
        return _dressed_relation(latex, text, at, end, found)
    if text in (r"\textcolor", r"\colorbox"):
        return argument(latex, end)[1]
    if text in ROMAN | TEXT | BLACKBOARD | SCRIPT:
        inside, after = argument(latex, end)
        found.append(_dressed(text, inside, at, after))
        return after
    if text[1:] in GREEK:
        found.append(Token("letter", text, at, end))
    else:
        known = SAME.get(text, text)
        kind = "double" if known.startswith(r"\mathbb") else "command"
        if len(known) == 1 or known in (r"\{", r"\}", r"\|", ":="):
            kind = "sign"
        found.append(Token(kind, known[8:-1] if kind == "double" else known, at, end))
    return end


def _dressed_relation(latex: str, command: str, at: int, end: int, found: list[Token]) -> int:
    """An equals sign with something above or below it; "def" there makes a definition of it."""
    first, end = argument(latex, end)
    inner = first
    if command in (r"\stackrel", r"\overset", r"\underset"):
        inner, end = argument(latex, end)
    sign = "=" if command == r"\xlongequal" else inner.strip()
    if sign not in ("=", r"\equiv", r"\approx", r"\leq", r"\geq", "<", ">", ":="):
        raise ReadError(f"{command} is not known here", at)
    defines = sign == "=" and re.search(r"def|\\triangle", first) is not None
    kind = "command" if sign.startswith("\\") else "sign"
    found.append(Token(kind, ":=" if defines else sign, at, end))
    return end


def _dressed(command: str, inside: str, at: int, end: int) -> Token:
    """Letters in a font or in roman type: a name, a word, or prose."""
    plain = re.sub(r"[\s{}]|\\[,;!: ]|\\-|-", "", inside)
    if command in BLACKBOARD:
        return Token("double", plain, at, end)
    if command in SCRIPT:
        return Token("letter", rf"\mathcal{{{plain}}}", at, end)
    prose = plain.lower() in PROSE or not plain.isalnum() or len(inside.split()) > 1
    if command in TEXT and prose:
        return Token("text", inside, at, end)
    if len(plain) == 1 or plain.startswith("\\"):
        return Token("letter", plain, at, end)
    return Token("word", plain, at, end)
