r"""A formula as a line of text, to be searched and read in passing: \frac{dL}{dx} is dL/dx.

Greek letters, signs, and scripts that Unicode has are written with these; all else stays readable,
and what only sets a formula is left out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\s+|[^\\\s]", re.DOTALL)

SIGNS = {
    "cdot": "·", "times": "×", "odot": "⊙", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "in": "∈", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "mapsto": "↦", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "infty": "∞",
    "dots": "…", "ldots": "…", "cdots": "…", "vdots": "⋮", "ddots": "⋱", "ell": "ℓ", "top": "T",
    "quad": " ", "qquad": " ", "{": "{", "}": "}", "|": "‖", "%": "%", "_": "_", "$": "$", "&": "&",
    ",": " ", ";": " ", ":": " ", " ": " ", "!": "", "\\": "; ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
SPACED = re.compile(r" *([=<>≤≥≠≈∈→←↦+−±·×⊙]) *")
APPLIED = "\u2061"  # between a function and what it is applied to
TIDY = (
    (re.compile(rf"{APPLIED} ?(?=\()"), ""),
    (re.compile(rf"{APPLIED} ?"), " "),
    (re.compile(r"(?<=[(\[]) | (?=[)\],;])"), ""),
    (re.compile(r"((?:^|[(\[]|[=,∈<>≤≥] ))([−+]) "), r"\1\2"),  # the sign of a number
)
# What sets its argument in another type; an accent stands above its letter.
STYLES = {"mathbf", "boldsymbol", "mathrm", "mathit", "mathcal", "operatorname", "text", "textbf"}
ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304", "dot": "\u0307", "vec": "\u20d7"}
DOUBLE_STRUCK = dict(zip("CNQRZ", "ℂℕℚℝℤ", strict=True))
IGNORED = {"left", "right", "displaystyle", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "limits"}
SKIPPED = {"begin", "end", "class", "label"}  # with what they name

UPPER = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
LOWER = str.maketrans("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
UNTOUCHED = ","  # between two indices


def latex_to_text(latex: str) -> str:
    """Return a formula in LaTeX as text in one line."""
    tokens = iter(TOKEN.findall(latex.replace("&", "")))
    text = " ".join(SPACED.sub(r" \1 ", _until(tokens, None)).split())
    for pattern, written in TIDY:
        text = pattern.sub(written, text)
    return unicodedata.normalize("NFC", text)


def _until(tokens: Iterator[str], end: str | None) -> str:
    """Return the text up to a token that closes it, or to the end."""
    parts: list[str] = []
    for token in tokens:
        if token == end:
            break
        if token in ("_", "^"):
            script = _script(_argument(tokens), token)
            applied = parts and parts[-1].endswith(APPLIED)
            parts.append(f"{parts.pop()[:-1]}{script}{APPLIED}" if applied else script)
        else:
            parts.append(_text(token, tokens))
    return "".join(parts)


def _argument(tokens: Iterator[str]) -> str:
    """Return the text of what a command or a script takes: a group, or the next token."""
    token = next((token for token in tokens if not token.isspace()), "")
    return _text(token, tokens)


def _text(token: str, tokens: Iterator[str]) -> str:
    """Return the text of one token, with what it takes."""
    if token == "{":
        return _until(tokens, "}")
    if not token.startswith("\\"):
        return {"-": "−", "~": " ", "*": "∗"}.get(token, token)
    name = token[1:]
    for commands, written in COMMANDS:
        if name in commands:
            return written(name, tokens)
    return SIGNS.get(name, f" {name}{APPLIED}" if name.isalpha() else name)


def _script(text: str, kind: str) -> str:
    """Return a sub- or superscript, in Unicode's small letters if it has them all."""
    text = "".join(text.split())
    if not text or set(text) == {"'"}:  # a prime is high up already
        return text
    letters = UPPER if kind == "^" else LOWER
    if all(ord(letter) in letters or letter in UNTOUCHED for letter in text):
        return text.translate(letters)
    return kind + (text if len(text) == 1 else f"({text})")


def _bracketed(text: str) -> str:
    """Return a term as a part of a fraction: in brackets if it has parts of its own."""
    text = " ".join(text.split())
    return f"({text})" if re.search(r"[-+−±=/·×⊙ ]", text) else text


def _fraction(name: str, tokens: Iterator[str]) -> str:
    return f"{_bracketed(_argument(tokens))}/{_bracketed(_argument(tokens))}"


def _skipped(name: str, tokens: Iterator[str]) -> str:
    _argument(tokens)
    return ""


COMMANDS: tuple[tuple[set[str], Callable[[str, Iterator[str]], str]], ...] = (
    ({"frac", "tfrac", "dfrac"}, _fraction),
    ({"sqrt"}, lambda name, tokens: f"√{_bracketed(_argument(tokens))}"),
    ({"tag"}, lambda name, tokens: f" ({_argument(tokens)})"),
    ({"mathbb"}, lambda name, tokens: "".join(DOUBLE_STRUCK.get(a, a) for a in _argument(tokens))),
    (STYLES, lambda name, tokens: _argument(tokens)),
    (set(ACCENTS), lambda name, tokens: _argument(tokens) + ACCENTS[name]),
    (IGNORED, lambda name, tokens: ""),
    (SKIPPED, _skipped),
)
