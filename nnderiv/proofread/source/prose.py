r"""What sentences state: "Let $x > 0$", "where $y = xW$ is …", "for $i \neq j$:".

A formula counts only where the words before it say so; a formula merely mentioned is none. Only
$x \in \mathbb{R}^n$ and $f : \mathbb{R} \to \mathbb{R}$ need no words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nnderiv.proofread.source.sentences import Formula, Sentence, sentences
from nnderiv.proofread.source.statements import statement

LETS = frozenset(
    "let given suppose assume assuming denote denotes denoted define defines defined defining "
    "consider considering where with here set write introduce".split()
)
EXPLAINS = frozenset({"where", "here", "with"})
LIMITS = frozenset("for if when whenever unless provided case cases".split())
ENDS = frozenset(
    "then hence thus so therefore get gets obtain obtains find finds follows follow gives give "
    "yields yield equals equal implies imply show shows prove see note notice whether not minimize "
    "minimise minimizes minimises maximize maximise solve solves satisfy satisfies satisfying want "
    "wants claim compute computes calculate derive such cannot because since until but we us our "
    "becomes become reduces vanishes result results simplifies need needs only iff else otherwise "
    "than says called proportional".split()
)
GENERAL = frozenset("general generally combining combined otherwise overall".split())
FAR = 8  # words between an introduction and its formula
BETWEEN = frozenset("and or the a an all every each any both case cases that it is are".split())
UNSURE = frozenset("if when whenever unless otherwise else except elsewhere".split())
ADJECTIVES = frozenset(
    "symmetric positive negative nonnegative non-negative nonzero non-zero invertible square "
    "orthogonal diagonal even odd small large distinct constant zero definite scalar".split()
)


@dataclass(frozen=True)
class Told:
    """A formula that declares or defines."""

    start: int
    end: int
    tag: str
    above: bool  # it explains the display before it
    defines: bool  # and does not declare


@dataclass
class Prose:
    """What the words between two displays say.

    Attributes:
        rows: the formulas that declare or define.
        above, below: the conditions of the rows before and behind.
        perhaps: conditions that may go on to count for the displays behind.
        heading: those of the last heading; None where there is no heading.
    """

    rows: list[Told] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    perhaps: list[str] | None = None  # None where no sentence says anything of that sort
    heading: list[str] | None = None


def read_prose(prose: str, markup: str, follows: bool, precedes: bool) -> Prose:
    """What prose says; `follows` a display, `precedes` another one."""
    told = Prose()
    found = list(sentences(prose, markup))
    if not found:
        return told
    explains = follows  # whether the sentences still speak of the display above
    carried = ""
    for sentence in found:
        first = sentence.words[0] if sentence.words else ""
        explains = explains and (_explains(first, sentence) or (sentence.is_item and carried != ""))
        last = sentence is found[-1]
        reader = _Reader(sentence, told, explains, precedes)
        reader.mode = carried if sentence.is_item else ""
        count = len(told.rows)
        reader.read(follows and sentence is found[0], last, found[-1].paragraph)
        told.rows[count:] = sorted(told.rows[count:], key=lambda row: row.defines)
        if not sentence.is_item:
            carried = reader.mode if not sentence.formulas else ""
    return told


def _explains(first: str, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the display above: with where, here or with."""
    return first in ("where", "here") or (first == "with" and not sentence.is_open)


class _Reader:
    """Reads one sentence from formula to formula.

    Attributes:
        mode: "let" or "where" where a formula declares, "for" or "unless" where it limits, or "".
    """

    def __init__(self, sentence: Sentence, told: Prose, above: bool, precedes: bool) -> None:
        self.sentence, self.told, self.above, self.precedes = sentence, told, above, precedes
        self.mode = ""
        self.limits: list[str] = []
        self.local: list[Told] = []
        self.assumed: list[str] = []

    def read(self, follows: bool, last: bool, paragraph: int) -> None:
        """Read the sentence, and say for which rows its conditions count."""
        sentence, told = self.sentence, self.told
        if not sentence.formulas:
            self.mode = _mode(sentence.words, "")
        for place, formula in enumerate(sentence.formulas):
            self.mode = _mode(formula.before, self.mode)
            self._formula(formula, sentence.formulas[place + 1 : place + 2])
        if sentence.is_heading:
            told.heading = self.limits + self.assumed
            return
        if self.above:
            told.above += self.assumed + self.limits
            return
        opens = not LIMITS.isdisjoint(sentence.words[:3])
        ends_above = follows and opens and sentence.goes_on
        if ends_above and not (last and sentence.is_open and self.precedes):
            told.above += self.limits
            return
        if not GENERAL.isdisjoint(sentence.words):
            told.perhaps, told.below = [], []
        near = last and sentence.is_open
        if self._is_pure() or near:
            told.below += self.limits
            told.rows += self.local
        if opens or near:
            self.assumed += self.limits
        if sentence.paragraph == paragraph:
            told.below += [limit for limit in self.assumed if limit not in self.limits]
        if self.assumed:
            told.perhaps = [f"? {limit.removeprefix('? ')}" for limit in self.assumed]

    def _is_pure(self) -> bool:
        """Whether the sentence says nothing but a condition."""
        return set(self.sentence.words) <= LIMITS | BETWEEN

    def _formula(self, formula: Formula, following: list[Formula]) -> None:
        """What one formula says, after the words before it."""
        kind = statement(formula.latex)
        declares = self.mode in ("let", "where")
        shown = " ".join(formula.latex.split())
        limit = f"{self.mode if self.mode == 'unless' else 'for'} ${shown}$"
        if kind in ("declares", "maps") or (kind in ("whole", "set") and declares):
            self._tell(formula, formula.quality)
        elif kind == "" or (kind == "whole" and not self.mode):
            self._adjectives(formula, shown)
        elif kind == "bounds" and declares:
            self._tell(formula, "")
        elif kind == "equals" and (declares or self.mode == "for"):
            self._define(formula, following)
        elif declares and kind in ("is", "condition", "range", "bounds"):
            self.assumed.append(limit)
        elif self.mode in ("for", "unless"):
            self.limits.append(limit if kind != "unknown" else f"? {shown}")

    def _define(self, formula: Formula, following: list[Formula]) -> None:
        """Take a definition, unless it is said to hold only in some cases."""
        if UNSURE & set(formula.after):
            return
        tag = ""
        if "for" in formula.after and following:
            if statement(following[0].latex) != "range":
                return
            tag = f"for ${following[0].latex}$"
        rows = self.local if self.mode == "for" and not self.above else self.told.rows
        rows.append(Told(formula.start, formula.end, tag, self.above, defines=True))

    def _tell(self, formula: Formula, tag: str) -> None:
        """Keep a formula that declares."""
        self.told.rows.append(Told(formula.start, formula.end, tag, self.above, defines=False))

    def _adjectives(self, formula: Formula, shown: str) -> None:
        """What words say of a name: for symmetric $A$, if $z$ is positive."""
        if self.mode not in ("for", "unless"):
            return
        said = [word for word in formula.before if word in ADJECTIVES]
        if formula.after[:1] in (["is"], ["are"]):
            said += [word for word in formula.after[1:4] if word in ADJECTIVES]
        if said and self.mode == "for" and said[0] in ("positive", "negative", "zero"):
            self.limits.append(f"for ${shown}$ is {said[0]}")
        elif said:
            self.limits.append(f"? {' '.join(said)} {shown}")


def _mode(words: list[str], mode: str) -> str:
    """What the words before a formula make of it."""
    far = 0
    for word in words:
        far += 1
        if word in LETS:
            mode, far = ("where" if word in EXPLAINS else "let"), 0
        elif word in LIMITS:
            mode, far = ("unless" if word == "unless" else "for"), 0
        elif word in ENDS or far > FAR:
            mode = ""
    return mode
