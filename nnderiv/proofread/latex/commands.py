"""What each sign and command of LaTeX is: letter, relation, bracket, function, or nothing."""

from __future__ import annotations

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath"
).split()
# The same sign by another name.
SYNONYMS = {
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\cfrac": r"\frac",
    r"\dbinom": r"\binom",
    r"\tbinom": r"\binom",
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
    r"\bullet": r"\odot",
    r"\longrightarrow": r"\rightarrow",
    r"\leadsto": r"\rightarrow",
    r"\rightsquigarrow": r"\rightarrow",
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
    "→": r"\rightarrow",
    "⇒": r"\Rightarrow",
    "′": "'",
    "∂": r"\partial",
    "ℓ": r"\ell",
}
# What changes how a formula looks, not what it says.
SILENT = set(
    r"\left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm "
    r"\displaystyle \textstyle \scriptstyle \limits \nolimits \nonumber \notag \middle \, \; \! \: "
    r"\> \ \thinspace \noindent \mathstrut \boldsymbol \bm \pmb \mathbf \mathit \mathnormal "
    r"\vec \underline \cancel \mathbin \boxed \allowbreak \smallskip \medskip \bigskip "
    r"\centering \mathopen \mathclose \relax \normalsize \small \xspace \left. \right. \ensuremath "
    r"\protect \strut \forall \space \Large \large \LARGE \huge \Huge \tiny \footnotesize "
    r"\scriptsize \scriptscriptstyle \it \em \tt \sf \hline \pause \negthinspace \medspace "
    r"\thickspace \nobreakspace \mathord \mathinner \upshape \bfseries \nobreak".split()
) | {"\\ ", "\\\n"}
SKIP_ARGUMENT = {r"\label", r"\vspace", r"\phantom", r"\hphantom", r"\vphantom"}
SKIP_ARGUMENT |= {r"\color", r"\vspace*", r"\cite", r"\eqref", r"\ref", r"\tag"}
SKIP_ARGUMENT |= {r"\textcolor", r"\colorbox", r"\cline", r"\mspace", r"\footnote", r"\mathcolor"}
SKIP_LENGTH = {r"\hskip", r"\kern", r"\mkern", r"\mskip"}
SPACES = {r"\hspace", r"\hspace*", r"\newline", r"\linebreak", r"\hfill", r"\enspace", r"\enskip"}
# The fonts of the old style, which reach to the end of their group.
SWITCHES = {r"\bf": r"\mathbf", r"\rm": r"\mathrm", r"\cal": r"\mathcal"}
# What slides show one after the other.
OVERLAYS = {r"\onslide", r"\only", r"\uncover", r"\visible", r"\alert", r"\action", r"\structure"}
ROMAN = {r"\operatorname", r"\operatorname*", r"\mathrm", r"\mathsf", r"\mathtt"}
TEXT = {r"\text", r"\textrm", r"\textbf", r"\textit", r"\mbox", r"\textsf", r"\texttt", r"\hbox"}
TEXT |= {r"\textup", r"\textnormal", r"\textsc", r"\textsl"}
BLACKBOARD = {r"\mathbb", r"\mathds", r"\mathbbm", r"\mathbbold"}
SCRIPT = {r"\mathcal", r"\mathscr", r"\mathfrak"}
BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\pmb"}
BOLD_LETTER = r"\mathbf{"  # begins the name of a letter in bold
DRESSED = {r"\stackrel", r"\overset", r"\underset", r"\xlongequal", r"\mathrel"}
SIZES = ("big", "bigg", "Big", "Bigg")
CLOSING_SIZES = {r"\right", r"\middle"} | {
    f"\\{size}{side}" for size in SIZES for side in ("", "l", "r")
}
PROSE = frozenset(
    "if for when where otherwise else elsewhere and or with all on by is unless any each every "
    "then so hence thus since because let as in of the whenever given provided".split()
)
RELATIONS = frozenset(
    r"= := \neq \leq \geq < > \in : \equiv \approx \propto \sim \leftarrow \rightarrow \mapsto "
    r"\simeq \cong \Rightarrow \notin \ll \gg \subset \subseteq \perp".split()
)
TIMES = frozenset({r"\cdot", r"\times", r"\odot", r"\otimes", "*", r"\oslash"})
CLOSING = frozenset({r"\right|", ")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil"})
COMPARISONS = frozenset({"=", r"\neq", r"\leq", r"\geq", "<", ">", r"\in", r"\equiv"})
SEPARATORS = frozenset({",", ";", r"\quad", r"\qquad", r"\Rightarrow", "."})
BLANKS = frozenset({r"\quad", r"\qquad", r"\hspace"})
EQUATIONS = frozenset({"=", ":=", r"\equiv", r"\approx"})
OPEN = frozenset({r"\left.", "(", "[", "{", r"\{", r"\begin", r"\langle", r"\lfloor"})
CLOSE = frozenset({r"\right|", ")", "]", "}", r"\}", r"\end", r"\rangle", r"\rfloor"})
# The functions that are known from the start: of numbers, entry by entry, and of whole arrays.
ELEMENTWISE = (
    "exp log sin cos tan cot sec csc sinh cosh tanh coth sech csch arctan arcsin arccos arctanh "
    "arcsinh arccosh sqrt abs sign erf erfc re im floor sigmoid relu softplus logit logsigmoid "
    "silu mish softsign heaviside factorial"
).split()
OF_ARRAYS = "softmax logsoftmax logsumexp sum mean var std diag tr det vec norm".split()
EXTREMES = frozenset({"max", "min", "argmax", "argmin"})
BARS = "|"  # the size of a number, or the determinant of a square matrix
OTHER_SPELLINGS = {
    r"\sigma": "sigmoid",
    "logistic": "sigmoid",
    "sigm": "sigmoid",
    "ln": "log",
    "artanh": "arctanh",
    "atanh": "arctanh",
    "atan": "arctan",
    "sgn": "sign",
    "lse": "logsumexp",
    "trace": "tr",
    "variance": "var",
    "diagonal": "diag",
    "step": "heaviside",
    "real": "re",
    "imag": "im",
}
FUNCTIONS = {name: name for name in (*ELEMENTWISE, *OF_ARRAYS, *EXTREMES)} | OTHER_SPELLINGS
# Those that may be printed in plain letters, without a backslash.
WORDS = frozenset(name for name in FUNCTIONS if not name.startswith("\\")) - {
    "re",
    "im",
    "tr",
    "var",
}


def known_function(spelled: str) -> str | None:
    r"""The function that is printed so, however capitalised: Softmax, \tanh, log-softmax, σ."""
    if spelled in FUNCTIONS and (len(spelled) > 1 or spelled.startswith("\\")):
        return FUNCTIONS[spelled]
    return FUNCTIONS.get(spelled.lstrip("\\").lower()) if len(spelled.lstrip("\\")) > 1 else None


# What no row may hold, with the reason that its reader is told.
NOT_READ = {
    **dict.fromkeys((r"\int", r"\oint", r"\iint", r"\iiint"), "an integral is not read"),
    **dict.fromkeys((r"\lim", r"\limsup", r"\liminf"), "a limit is not read"),
    r"\Pr": "the probability of an event is not read",
}
EXPECTATION = "an expectation over a density is not read"
INVERSE = {"sin": "arcsin", "cos": "arccos", "tan": "arctan", "tanh": "arctanh"}
INVERSE |= {"sinh": "arcsinh", "cosh": "arccosh", "sigmoid": "logit", "exp": "log"}
