"""Forward passes, each with a right backward pass, and mistakes with the cause that is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent, indent
from typing import Any


@dataclass(frozen=True)
class Passes:
    """What a reader may be asked, and may answer.

    Attributes:
        name: what the test's id shows.
        forward: its body.
        inputs: their shapes.
        right: the gradients, each as an expression, after what stands `before` them.
        wrong: in the place of one gradient, a mistake, and a part of what is said of it.
        before: the lines that come first.
        held: the input that is held constant.
    """

    name: str
    forward: str
    inputs: dict[str, Any]
    right: dict[str, str]
    wrong: list[tuple[dict[str, str], str]] = field(default_factory=list)
    before: str = ""
    held: str = ""

    @property
    def ask(self) -> dict[str, Any]:
        """The question, as `judge_backward` takes it."""
        head = f'@held_constant("{self.held}")\n' if self.held else ""
        body = indent(dedent(self.forward).strip(), "    ")
        source = f"{head}def forward({', '.join(self.inputs)}):\n{body}"
        return {"do": "backward", "forward": source, "inputs": self.inputs}

    def backward(self, **changed: str) -> str:
        """The source of the backward pass, with some gradients changed."""
        lines = dedent(self.before).strip().splitlines()
        gradients = self.right | changed
        lines += [f"d{name} = {expression}" for name, expression in gradients.items()]
        lines += [f"return {', '.join(f'd{name}' for name in gradients)}"]
        head = f"def backward({', '.join(['dy', *self.inputs])}):\n"
        return head + indent("\n".join(lines), "    ")

    def __str__(self) -> str:
        return self.name


LINEAR = Passes(
    "linear",
    "return x @ W + b",
    {"x": (4, 3), "W": (3, 2), "b": (2,)},
    {"x": "dy @ W.T", "W": "x.T @ dy", "b": "dy.sum(axis=0)"},
    [
        ({"x": "dy @ W"}, "the inner sizes of the product, 2 and 3, do not meet"),
        ({"W": "dy.T @ x"}, "must have the shape of W, (3, 2), but its shape is (2, 3)"),
        ({"W": "x.T @ dy / len(x)"}, "a mean in the place of a sum"),
        ({"b": "dy[0]"}, "only the first example counts"),
        ({"b": "dy"}, "a sum forgotten"),
        ({"b": "dy.sum()"}, "must have the shape of b"),
    ],
)
COLUMNS = Passes(
    "linear, one example in a column",
    "return W @ x + b",
    {"x": (3, 4), "W": (2, 3), "b": (2, 1)},
    {"x": "W.T @ dy", "W": "dy @ x.T", "b": "dy.sum(axis=1, keepdims=True)"},
    [
        ({"W": "x.T @ dy"}, "do not meet"),
        ({"b": "dy.sum(axis=1)"}, "must have the shape of b, (2, 1)"),
        ({"x": "-W.T @ dy"}, "the wrong sign"),
    ],
)
RELU = Passes(
    "relu",
    "return np.where(x > 0, x, 0)",
    {"x": (4, 3)},
    {"x": "dy * (x > 0)"},
    [
        ({"x": "dy"}, "it is wrong only where the input is negative"),
        ({"x": "dy * (x < 0)"}, "dx fails"),
        ({"x": "(x > 0).astype(float)"}, "dy not multiplied in"),
        ({"x": "dy * np.maximum(x, 0)"}, "dx fails"),
    ],
)
SIGMOID = Passes(
    "sigmoid",
    "return 1 / (1 + np.exp(-x))",
    {"x": (4, 3)},
    {"x": "dy * sigmoid(x) * sigmoid(-x)"},
    [
        ({"x": "dy * x * (1 - x)"}, "a formula in the output that is given the input"),
        ({"x": "sigmoid(x) * sigmoid(-x)"}, "dy not multiplied in"),
    ],
)
TANH = Passes(
    "tanh",
    "return np.tanh(x)",
    {"x": (4, 3)},
    {"x": "dy * (1 - np.tanh(x) ** 2)"},
    [
        ({"x": "dy * (1 - x**2)"}, "a formula in the output that is given the input"),
        ({"x": "dy * (np.tanh(x) ** 2 - 1)"}, "the wrong sign"),
        ({"x": "dy * (1 - np.tanh(x))"}, "dx fails"),
    ],
)
SOFTMAX = Passes(
    "softmax",
    "e = np.exp(h)\nreturn e / e.sum(axis=-1, keepdims=True)",
    {"h": (4, 3)},
    {"h": "o * (dy - (dy * o).sum(axis=-1, keepdims=True))"},
    [
        ({"h": "dy * o * (1 - o)"}, "the diagonal of the Jacobian alone"),
        ({"h": "o * (dy - (dy * o).sum())"}, "dh fails"),
        ({"h": "o * (dy - (dy * o).sum(axis=0))"}, "dh fails"),
    ],
    before="o = forward(h)",
)
CROSS_ENTROPY = Passes(
    "softmax and cross entropy",
    "return -(t * np.log(softmax(h))).sum() / len(h)",
    {"h": (4, 3), "t": ("probabilities", 4, 3)},
    {"h": "dy * (softmax(h) - t) / len(h)"},
    [
        ({"h": "dy * (t - softmax(h)) / len(h)"}, "the wrong sign"),
        ({"h": "dy * (softmax(h) - t)"}, "a mean forgotten"),
        ({"h": "(softmax(h) - t) / len(h)"}, "dy not multiplied in"),
    ],
    held="t",
)
OF_THE_BOOK = [LINEAR, COLUMNS, RELU, SIGMOID, TANH, SOFTMAX, CROSS_ENTROPY]

SILU = Passes(
    "silu",
    "return x / (1 + np.exp(-x))",
    {"x": (4, 3)},
    {"x": "dy * (s + x * s * (1 - s))"},
    [({"x": "dy * s"}, "one path forgotten"), ({"x": "dy * (s + s * (1 - s))"}, "dx fails")],
    before="s = sigmoid(x)",
)
RMS_NORM = Passes(
    "RMS norm",
    "r = np.sqrt((x**2).mean(axis=1, keepdims=True) + 1e-5)\nreturn g * x / r",
    {"x": (4, 3), "g": (3,)},
    {
        "x": "u / r - x * (u * x).mean(axis=1, keepdims=True) / r**3",
        "g": "(dy * x / r).sum(axis=0)",
    },
    [
        ({"x": "u / r"}, "one path forgotten"),
        ({"x": "u / r - x * (u * x).sum(axis=1, keepdims=True) / r**3"}, "dx fails"),
        ({"g": "dy * x / r"}, "a sum forgotten"),
    ],
    before="r = np.sqrt((x**2).mean(axis=1, keepdims=True) + 1e-5)\nu = dy * g",
)
COSINE = Passes(
    "cosine similarity",
    "return (x * z).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (z**2).sum(axis=1))",
    {"x": (4, 3), "z": (4, 3)},
    {"x": "u * (z / (a * b) - c * x / a**2)", "z": "u * (x / (a * b) - c * z / b**2)"},
    [({"x": "u * z / (a * b)"}, "all paths forgotten but one")],
    before="""
        c, u = forward(x, z)[:, np.newaxis], dy[:, np.newaxis]
        a = np.sqrt((x**2).sum(axis=1, keepdims=True))
        b = np.sqrt((z**2).sum(axis=1, keepdims=True))
    """,
)
BILINEAR = Passes(
    "a bilinear form",
    "return ((x @ W) * z).sum(axis=1)",
    {"x": (4, 3), "W": (3, 2), "z": (4, 2)},
    {"x": "u * (z @ W.T)", "W": "x.T @ (u * z)", "z": "u * (x @ W)"},
    [({"z": "x @ W"}, "dy not multiplied in"), ({"W": "x.T @ z"}, "dW fails")],
    before="u = dy[:, np.newaxis]",
)
LOGARITHM = Passes(
    "a logarithm, of positive numbers alone",
    "return np.log(x) + s",
    {"x": ("positive", 4, 3), "s": ()},
    {"x": "dy / x", "s": "dy.sum()"},
    [({"x": "dy * x"}, "dx fails"), ({"s": "dy.mean()"}, "ds fails")],
)
TWO_OUTPUTS = Passes(
    "two outputs",
    "return x * z, x + z",
    {"x": (4,), "z": (4,)},
    {"x": "dy[0] * z + dy[1]", "z": "dy[0] * x + dy[1]"},
    [({"x": "dy[0] * z"}, "dx fails"), ({"x": "dy * z"}, "but its shape is (2, 4)")],
)
TWO_LAYERS = Passes(
    "two layers",
    "return relu(linear(x, W, b)) @ V",
    {"x": (4, 3), "W": (3, 5), "b": (5,), "V": (5, 2)},
    {
        "x": "below[0]",
        "W": "below[1]",
        "b": "below[2]",
        "V": "relu(a).T @ dy",
    },
    [({"V": "a.T @ dy"}, "dV fails"), ({"b": "(dy @ V.T).sum(axis=0)"}, "db fails")],
    before="""
        a = linear(x, W, b)
        below = linear_backward(relu_backward(dy @ V.T, a)[0], x, W, b)
    """,
)
OTHERS = [SILU, RMS_NORM, COSINE, BILINEAR, LOGARITHM, TWO_OUTPUTS, TWO_LAYERS]
